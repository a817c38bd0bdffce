"""Occasions: what is told of a vote, a meeting or a visit after its day was told is of the same day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from communique.coding import syntax
from communique.coding.frames import Match
from communique.coding.grammar import words
from communique.coding.timing import best_time, clause_of, clause_of_time
from communique.language.document import Time, TimeKind

if TYPE_CHECKING:
    from spacy.tokens import Span as Tokens
    from spacy.tokens import Token

# So many tokens may lie between two sentences about one vote: a sentence or two.
BALLOT_GAP = 60
# An occasion named again ("at the summit") is the one told so many tokens before.
OCCASION_GAP = 250


@dataclass(frozen=True, slots=True)
class Occasion:
    """A vote, meeting or visit whose day the text tells, and the last token of what is told of it so far."""

    time: Time
    end: int
    is_vote: bool


def find_occasion(sent: Tokens, times: list[tuple[Time, Token]], last: Occasion | None) -> Occasion | None:
    """The vote or meeting that a sentence dates, or goes on about; None once the story has left it."""
    votes = [t for t in sent if t.lemma_.lower() in words("balloting")]
    meetings = [t for t in sent if t.lemma_.lower() in words("occasion") and t.pos_ in ("NOUN", "VERB")]
    for named, is_vote in ((votes, True), (meetings, False)):
        clauses = {clause_of(n).i for n in named} | {n.i for n in named}
        dated = [t for t, root in times if _is_told_day(t) and clause_of_time(root).i in clauses]
        if dated:
            return Occasion(best_time(dated, named[0]) or dated[0], sent.end, is_vote)
    if last is None or sent.start - last.end > (BALLOT_GAP if last.is_vote else OCCASION_GAP):
        return None
    speeches = [t for t in sent if t.lemma_.lower() in words("delegate")]
    return replace(last, end=sent.end) if (votes or speeches if last.is_vote else meetings) else last


def _is_told_day(time: Time) -> bool:
    return time.kind is TimeKind.POINT and time.first is not None and len(time.first) == len("2014-05-01")


def time_of_occasion(match: Match, occasion: Occasion | None) -> Time | None:
    """What is told of an occasion is of its day.

    "The Assembly voted on Friday. Chad and Togo abstained"; "the two met on Friday. After the talks they signed".
    """
    if occasion is None:
        return None
    voting = any(t.lemma_.lower() in words("balloting") for t in match.words)
    if occasion.is_vote and (voting or _is_of_delegate(match)):
        return occasion.time
    return occasion.time if _happens_there(match, occasion) else None


def _is_of_delegate(match: Match) -> bool:
    """ "The Council voted on Friday. The Chilean envoy defended the text": speeches of the debate."""
    clause = clause_of(match.carrier)
    doer = syntax.subject(clause)
    return doer is not None and clause.tag_ == "VBD" and doer.lemma_.lower() in words("delegate")


def _happens_there(match: Match, occasion: Occasion) -> bool:
    """ "After the talks", "at the meeting", "addressing the session", "on the sidelines", "told the council"."""
    clause = clause_of(match.carrier)
    if clause.tag_ not in ("VBD", "VBN", "VBG") or (match.token.pos_ == "NOUN" and not match.light):
        return False
    top = clause.head if clause.dep_ in ("conj", "advcl") and clause.head.pos_ == "VERB" else clause
    speech = [c for c in syntax.children(top, "advcl") if c.tag_ == "VBG" and c.lemma_.lower() in words("taking-floor")]
    for head in {top.i: top, clause.i: clause, **{s.i: s for s in speech}}.values():
        for preposition, noun in syntax.obliques(head):
            if preposition in words("during") and _is_same_occasion(noun, occasion):
                return True
            if preposition in ("on", "at") and noun.lemma_.lower() in words("setting-noun"):
                return True
        if head.lemma_.lower() in words("taking-floor") and any(
            _is_same_occasion(o, occasion) for o in syntax.children(head, "obj", "iobj")
        ):
            return True
    return False


def _is_same_occasion(noun: Token, occasion: Occasion) -> bool:
    if noun.lemma_.lower() not in (words("gathering") | words("assembled") | words("balloting")):
        return False
    bare = not any(c.dep_ in ("det", "nmod:poss", "amod", "nmod", "compound") for c in noun.children)
    return bare or any(c.lower_ in words("definite") for c in noun.children)
