"""What an agreement is about, what it is called and since when its stage holds: the words around its noun and verb."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from communique.coding.clauses import (
    asides,
    case_of,
    direct_object,
    infinitive_of,
    lemma,
    obliques,
    own_subject,
    phrase_bounds,
    subtree_bounds,
    words_between,
)
from communique.coding.context import Context
from communique.coding.deals import Deal, is_day
from communique.coding.holders import refs_at
from communique.coding.speakers import afterthoughts, tail_before
from communique.coding.syntax import children
from communique.coding.terms import times_in
from communique.language.document import TimeKind
from communique.records import PartialDate

if TYPE_CHECKING:
    from spacy.tokens import Token

SUBJECT_CASES = ("on", "about", "over", "for", "of", "regarding", "concerning")
# Tokens between an agreement's noun and what it is about: "the agreement with Belarus on crossings".
NEAR = 5
# Words before the noun that say nothing of its subject.
EMPTY = frozenset({"joint", "new", "final", "bilateral", "draft", "first", "landmark", "historic", "major", "similar"})


def subject_of(context: Context, deal: Deal) -> tuple[str | None, str | None]:
    """What it is about, in words, and the words that identify it."""
    if deal.rule == "agreement.membership":
        return "membership", "membership"
    if deal.act is not None:
        start, end = subtree_bounds(deal.act, without=afterthoughts(deal.act))
        thing = direct_object(deal.act) or own_subject(deal.act)
        first = deal.act.i if deal.act.tag_.startswith("VB") and own_subject(deal.act) is None else start
        first += context.doc[first].lower_ == "that"
        return words_between(deal.act, first, tail_before(deal.act, end)) or None, lemma(thing or deal.act)
    if deal.noun is None:
        return None, None
    about = next(_subject_phrases(deal), None)
    if about is not None:
        place = [c.i for c in children(about, "nmod") if case_of(c) in ("in", "at") and refs_at(context, c)]
        start, end = subtree_bounds(about, without=place)
        end = min([end, *(t.left_edge.i for t in asides(about))])
        start = next((i for i in range(start, about.i + 1) if about.doc[i].pos_ not in ("ADP", "DET")), start)
        return words_between(about, start, end) or None, lemma(about)
    return _purpose(deal.noun, deal.verb) or _kind(context, deal.noun)


def _purpose(noun: Token, verb: Token) -> tuple[str | None, str | None] | None:
    """What "a deal to buy jets" is for: the infinitive behind the noun, or behind the verb that governs it."""
    behind = next((c for c in children(verb, "advcl") if c.i > noun.i and c.tag_ == "VB"), None)
    purpose = infinitive_of(noun) or behind
    if purpose is None:
        return None
    _, end = subtree_bounds(purpose)
    return words_between(purpose, purpose.i, end) or None, lemma(direct_object(purpose) or purpose)


def _kind(context: Context, noun: Token) -> tuple[str | None, str | None]:
    """The words before the noun that name no party: "free trade" of "the free trade agreement"."""
    first, _ = phrase_bounds(noun, drop=("acl", "appos", "cc", "conj", "nmod"))
    parts = [t for t in context.doc[first : noun.i] if t.pos_ in ("NOUN", "ADJ", "VERB", "PROPN")]
    kept = [t for t in parts if context.references.covering(t.i) is None and t.lower_ not in EMPTY]
    if not kept:
        return None, None
    words = words_between(noun, kept[0].i, kept[-1].i + 1)
    return (words, words.lower()) if words else (None, None)


def _subject_phrases(deal: Deal) -> Iterator[Token]:
    if deal.noun is None:
        return
    # "a memorandum of understanding on fisheries" is about fisheries.
    inner = [o for o in obliques(deal.noun, "of") if lemma(o) in ("understanding", "intent", "cooperation")]
    # Near behind the noun a phrase is the noun's, although the parse gave it to the verb.
    near = range(deal.noun.i + 1, deal.noun.i + 1 + NEAR)
    beside = [o for o in obliques(deal.verb, "on", "about", "regarding") if o.left_edge.i in near]
    outer = (*obliques(deal.noun, *SUBJECT_CASES), *beside)
    for phrase in (*(p for o in inner for p in obliques(o, *SUBJECT_CASES)), *outer):
        if phrase.i > deal.noun.i and phrase not in inner and not phrase.like_num and not is_day(phrase):
            yield phrase


def name_of(context: Context, noun: Token) -> str | None:
    """A name of its own: "Doha accord", "Belt and Road memorandum", "Treaty of Rome"."""
    start, end = phrase_bounds(noun, drop=("acl", "appos", "cc", "conj"))
    while start < noun.i and context.doc[start].pos_ in ("DET", "NUM", "PRON"):
        start += 1
    of_name = [c for c in obliques(noun, "of") if c.pos_ == "PROPN"]
    named = (
        any(t.text[:1].isupper() and t.pos_ != "ADJ" for t in context.doc[start : noun.i]) or noun.text[:1].isupper()
    )
    end = max([noun.i + 1, *(t.i + 1 for c in of_name for t in c.subtree)])
    return words_between(noun, start, end) if named or of_name else None


def start_of(context: Context, deal: Deal) -> PartialDate | None:
    """When the stage was reached: the point of time of its clause, else the article's day for news."""
    start, end = subtree_bounds(deal.verb)
    for bounds in ((start, end), (deal.verb.sent.start, deal.verb.sent.end)):
        points = [t for t in times_in(context, *bounds) if t.kind is TimeKind.POINT and t.first]
        points = [t for t in points if not _is_of_noun(context, t.start)]
        past = [t for t in points if not context.document.published or (t.first or "") <= context.document.published]
        if past:
            return min(past, key=lambda t: abs(t.start - deal.verb.idx)).first
    return None


def _is_of_noun(context: Context, at: int) -> bool:
    """Whether a date tells which thing is meant, not when it was done: "the loan of 2008"."""
    span = context.words_at(at, at + 1)
    if span is None:
        return False
    date = span[0]
    return (
        date.dep_ == "nmod"
        and date.head.pos_ in ("NOUN", "PROPN")
        and any(c.dep_ == "case" and c.lower_ == "of" for c in date.children)
    )
