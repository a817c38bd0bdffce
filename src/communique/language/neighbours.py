"""What stands beside a number or a word that may be a time: what it is glued to, counts, or describes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from communique.language.lexemes import Lexeme, low_at, touches

if TYPE_CHECKING:
    from spacy.tokens import Doc

# What may touch a date or year from the left.
_OPENERS = frozenset("([-–—/,~'\"“‘’")


def is_title(lexemes: Sequence[Lexeme], i: int, before: str) -> bool:
    """The Daily Inquirer."""
    following = lexemes[min(i + 1, len(lexemes) - 1)]
    return lexemes[i].text[0].isupper() and (before not in ("", ".") or following.text[0].isupper())


def is_glued(lexemes: Sequence[Lexeme], i: int, end: int) -> bool:
    """Whether letters or signs stick to the number: "MH17", "F-16", "$2014", "A/RES/2231"."""
    low = low_at(lexemes, i - 1)
    stuck = touches(lexemes, i - 1) and low not in _OPENERS
    inner = touches(lexemes, i - 1) and low in ("-", "–", "—", "/") and touches(lexemes, i - 2)
    # "mid-2014" and "2014-2018" are read from their beginning; what is left over belongs to a name.
    return stuck or (
        inner and not low_at(lexemes, i - 2).isdigit() and low_at(lexemes, i - 2) not in ("mid", "pre", "post")
    )


def counts_things(doc: Doc, lexemes: Sequence[Lexeme], i: int) -> bool:
    """Whether the number is followed by what it counts: a plural noun or a unit."""
    span = doc.char_span(lexemes[i].start, lexemes[i].end, alignment_mode="expand")
    if span is None or span.end >= len(doc):
        return False
    following = doc[span.end : span.end + 3]
    for token in following:
        if token.tag_ in ("JJ", "NN", "VBN", "NNP") and token.i + 1 < len(doc):
            continue
        return bool(token.tag_ == "NNS")
    return False


def is_adjective(doc: Doc, lexemes: Sequence[Lexeme], i: int) -> bool:
    """The daily bread, as against what is done daily."""
    span = doc.char_span(lexemes[i].start, lexemes[i].end, alignment_mode="expand")
    return span is not None and len(span) > 0 and span[0].pos_ == "ADJ"
