"""What a number counts: the noun phrase after it ("medicines and food", "soldiers", "Indian fishermen")."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

# Longer chains of adjectives and nouns are lists or errors of the tagger.
MAX_WORDS = 8
_INNER = ("ADJ", "NOUN", "PROPN")
_LINKS = ("-", "–", "/", "'s", "’s")


@dataclass(frozen=True, slots=True)
class Counted:
    """Tokens `[start, end)` of a noun phrase without its article, and its last noun."""

    start: int
    end: int
    head: int


def find_counted(doc: Doc, i: int, *, joined: bool = False) -> Counted | None:
    """The noun phrase that begins at token `i`: "Indian fishermen" in "23 Indian fishermen of Rameswaram".

    Args:
        doc: The text with tags.
        i: First token after the number or after "of".
        joined: Whether phrases joined by "and" belong to it ("90 tons of flour and rice").
    """
    found = _find_phrase(doc, i)
    if found is None or not joined:
        return found
    end, head = found.end, found.head
    while end + 1 < len(doc) and doc[end].lower_ in (",", "and", "or", "&"):
        step = end + 2 if doc[end].lower_ == "," and doc[end + 1].lower_ in ("and", "or") else end + 1
        more = _find_phrase(doc, step)
        if more is None or not _is_joined(doc[more.head], doc[found.head]):
            break
        end, head = more.end, found.head
    return Counted(found.start, end, head)


def _is_joined(right: Token, left: Token) -> bool:
    """Whether a noun is joined to another, perhaps by way of a third ("wheat, oil and fuel")."""
    return right.dep_ == "conj" and (right.head.i == left.i or right.head.dep_ == "conj")


def _find_phrase(doc: Doc, i: int) -> Counted | None:
    start = i
    while start < len(doc) and (doc[start].pos_ in ("DET",) or doc[start].tag_ in ("PRP$", "PDT")):
        start += 1
    last_noun, j = None, start
    while j < min(len(doc), start + MAX_WORDS):
        token = doc[j]
        if token.is_space and "\n" in token.text and token.text.count("\n") > 1:
            break
        modifies = token.tag_ in ("VBN", "VBG") and _precedes_noun(doc, j)
        linked = token.text in _LINKS and j > start and j + 1 < len(doc) and not doc[j + 1].is_punct
        if token.pos_ in ("NOUN", "PROPN") and any(c.isalpha() for c in token.text):
            last_noun = j
            if _closes(token):
                break
        elif not (token.pos_ in _INNER or modifies or linked or token.is_space):
            break
        j += 1
    if last_noun is None:
        return None
    return Counted(start, last_noun + 1, last_noun)


def _closes(noun: Token) -> bool:
    """A plural before a name or a pronoun ends the phrase ("gave 12 soldiers Russian passports" is rare)."""
    following = noun.nbor(1) if noun.i + 1 < len(noun.doc) else None
    return noun.tag_ == "NNS" and following is not None and following.tag_ not in ("NNS", "NN", "POS")


def _precedes_noun(doc: Doc, i: int) -> bool:
    """Whether a participle stands before its noun ("23 detained fishermen")."""
    token = doc[i]
    return token.dep_.startswith("amod") and token.head.i > i
