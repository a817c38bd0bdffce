"""Whether the words around a time put it into the past or the future: "on Tuesday" with "met" or with "will meet"."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

from communique.language.timewords import TimeWords

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

# A time stands within a few words of its verb in the tree; beyond that the tree is wrong.
MAX_STEPS = 12
_PERFECT = frozenset(("has", "have", "'ve", "’ve", "'s", "’s"))


class Tense(Enum):
    """The time of the verb that governs a time expression."""

    PAST = auto()
    PERFECT = auto()  # "has imposed": up to now
    PRESENT = auto()
    FUTURE = auto()


def read_tense(doc: Doc, start: int, end: int, *, words: TimeWords) -> Tense | None:
    """Read the tense that governs characters `[start, end)`; None where no parse or no verb tells.

    "The ministers will meet on Friday": future; "agreed on Friday to meet": past; "agreed to meet on Friday": future;
    "the talks scheduled for Friday": future.
    """
    span = doc.char_span(start, end, alignment_mode="expand")
    if span is None or not len(span) or not doc.has_annotation("DEP"):
        return None
    if _has_cue(doc, span.start, words=words):
        return Tense.FUTURE
    tense = _climb(span, words=words)
    # "led the polls in the May 8 election": the date is the election's, not the verb's.
    return None if tense is not Tense.FUTURE and _is_attribute(span) else tense


def _is_attribute(span: Span) -> bool:
    """Whether the time stands before a noun that it dates."""
    head = span.root.head
    return head.i >= span.end and head.pos_ == "NOUN" and not span.root.dep_.startswith(("obl", "nmod:poss", "nsubj"))


def _climb(span: Span, *, words: TimeWords) -> Tense | None:
    """Tense of the nearest verb above a time."""
    token = span.root
    for _ in range(MAX_STEPS):
        if _is_verbal(token) and not _is_quoted_before(token, span.start):
            tense = _tense_of(token, span.start, words=words)
            if tense is not None:
                return tense
        if token.head.i == token.i:
            return None
        token = token.head
    return None


def _is_quoted_before(verb: Token, time_at: int) -> bool:
    """ "We shall sign," he said on Monday: a day behind the saying is the saying's, whatever parsers hang it on."""
    return verb.dep_ in ("ccomp", "parataxis") and verb.i < verb.head.i < time_at and verb.head.pos_ == "VERB"


def read_tense_before(doc: Doc, start: int, end: int, *, words: TimeWords) -> Tense | None:
    """Tense of the nearest verb before characters `[start, end)`, else that of the tree.

    For lengths: in "to end the embargo imposed on the island for six decades" parsers hang the length on "end".
    """
    span = doc.char_span(start, end, alignment_mode="expand")
    if span is None or not len(span) or not doc.has_annotation("DEP"):
        return None
    for token in reversed(doc[span[0].sent.start : span.start]):
        if token.pos_ == "VERB":
            return _tense_of(token, span.start, words=words) or read_tense(doc, start, end, words=words)
    return read_tense(doc, start, end, words=words)


def _has_cue(doc: Doc, start: int, *, words: TimeWords) -> bool:
    """Whether one of the two words before the time makes it future ("scheduled for Friday", "due in June")."""
    before = [t for t in doc[max(0, start - 3) : start] if t.sent.start == doc[start].sent.start]
    nearest = [t.lower_ for t in before if t.pos_ not in ("DET", "ADP", "PUNCT")][-1:]
    return bool(nearest) and nearest[0] in words.future_words


def _is_verbal(token: Token) -> bool:
    return token.pos_ in ("VERB", "AUX") or any(c.dep_.startswith(("cop", "aux")) for c in token.children)


def _tense_of(verb: Token, time_at: int, *, words: TimeWords) -> Tense | None:
    """Tense of one verb group; None where the verb above decides (participles, gerunds)."""
    helpers = [c for c in verb.children if c.dep_.split(":")[0] in ("aux", "cop")]
    low = {c.lower_ for c in helpers}
    is_to_be = any(c.lemma_.lower() == "be" for c in helpers) and not low & {"was", "were"}
    to = next((c for c in verb.children if c.lower_ == "to" and c.dep_ in ("mark", "aux")), None)
    if low & words.future_auxiliaries:
        # "could have signed in May" looks back.
        return Tense.PAST if "have" in low else Tense.FUTURE
    if "going" in low or (to is not None and is_to_be):
        return Tense.FUTURE
    if low & _PERFECT and verb.tag_ == "VBN":
        return Tense.PERFECT
    if to is not None:
        return _tense_of_infinitive(verb, to, time_at, words=words)
    return _tense_of_form(verb, helpers, words=words)


def _tense_of_form(verb: Token, helpers: list[Token], *, words: TimeWords) -> Tense | None:
    """Tense that the form of the verb and its helpers show."""
    if verb.tag_ == "VBD" or {h.lower_ for h in helpers} & words.past_auxiliaries:
        return Tense.PAST
    if verb.tag_ == "VBN":
        return _tense_of_participle(verb, helpers)
    if verb.tag_ == "VBG" and not helpers:
        return None
    looks_ahead = verb.lemma_.lower() in words.future_verbs | words.fixtures and verb.lemma_.lower() != "be"
    if verb.tag_ in ("VBZ", "VBP") and looks_ahead:
        return Tense.FUTURE
    return Tense.PRESENT if helpers or verb.tag_ in ("VBZ", "VBP") else None


def _tense_of_participle(verb: Token, helpers: list[Token]) -> Tense | None:
    """A participle by itself looks back ("held in June"); with "is" it is of now ("is expected")."""
    if any(h.lemma_.lower() == "be" and h.tag_ in ("VBZ", "VBP") for h in helpers):
        return Tense.PRESENT
    return Tense.PERFECT if verb.dep_.startswith("acl") else Tense.PAST


def _tense_of_infinitive(verb: Token, to: Token, time_at: int, *, words: TimeWords) -> Tense | None:
    """What is planned, agreed or asked lies ahead of it ("agreed to reopen in May"), unless the time stands before it.

    A time between the upper verb and "to" belongs to the upper verb ("agreed on Friday to reopen"), whatever the
    parser says.
    """
    if time_at < to.i:
        return None
    upper = verb.head
    looks_ahead = upper.lemma_.lower() in words.future_verbs or upper.lower_ in words.future_words
    purpose = verb.dep_.startswith(("advcl", "acl"))
    return Tense.FUTURE if looks_ahead or purpose or upper.tag_ in ("VBZ", "VBP") else None
