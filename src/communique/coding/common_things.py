"""Who acts where a clause tells only what became of a thing that two sides share: "relations were established in 1970".

A treaty, ties or talks have the parties that their own phrase names ("between Oman and Nepal", "Omani-Nepalese"), else
those of the deal told before, else the two states that the article is about.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from communique.coding import syntax
from communique.coding.arguments import Finder, distinct, is_political, sides
from communique.coding.counterparts import REACH
from communique.coding.grammar import words
from communique.coding.lexicon import Lexicon
from communique.coding.readings import Reading
from communique.records import ActorRef, Modality
from communique.records import EventType as E

if TYPE_CHECKING:
    from spacy.tokens import Token

    from communique.coding.drafts import Draft

# What two sides do to something that both have.
_COMMON = frozenset({E.SUPPORT, E.AGREE, E.CONSULT, E.COOPERATE})
_JOINING = frozenset({"between", "among", "of", "with", "by"})
# A state leads an article about two if it and the other stand clear of the third.
_PAIR = 2


def find_sharers(reading: Reading, before: Sequence[Draft], lexicon: Lexicon, finder: Finder) -> tuple[ActorRef, ...]:
    """Both sides of the thing that a passive tells of, or an empty tuple."""
    verb = reading.match.carrier
    if reading.event not in _COMMON or not syntax.is_passive(verb) or syntax.agents(verb):
        return ()
    thing = syntax.subject(verb)
    shared = lexicon.words("relation") | lexicon.words("agreement") | lexicon.words("meeting")
    if thing is None or thing.lemma_.lower() not in shared:
        return ()
    named = _named(thing, finder)
    if len(sides(named)) > 1:
        return named
    if verb.dep_ == "acl" and any(c.lower_ in ("a", "an") for c in thing.children):
        # "a deal clinched two years ago" is any deal.
        return ()
    told = _told(named, before)
    if told:
        return told
    pair = _leading_pair(finder)
    return pair if sides(named) <= sides(pair) else ()


def find_both(reading: Reading, before: Sequence[Draft], finder: Finder) -> tuple[ActorRef, ...]:
    """ "The deputy prime ministers spoke by telephone": officials whom nobody names are those of the two sides."""
    doer = syntax.subject(reading.match.carrier)
    if reading.event not in _COMMON | {E.RETREAT} or doer is None or syntax.is_passive(reading.match.carrier):
        return ()
    several = doer.tag_ == "NNS" and doer.lemma_.lower() in words("officials")
    owned = bool(syntax.children(doer, "nmod:poss") or finder.adjectives(doer)) or any(syntax.obliques(doer))
    if not several or owned or any(c.dep_ in ("nummod", "acl", "acl:relcl") for c in doer.children):
        return ()
    bare = not any(c.dep_ == "det" for c in doer.children)
    definite = any(c.lower_ in words("definite") for c in doer.children)
    return (_told((), before) or _leading_pair(finder)) if bare or definite else ()


def find_answerer(reading: Reading, before: Sequence[Draft]) -> tuple[ActorRef, ...]:
    """Who answers in "the invitation was accepted", "the request was turned down": whom the last such word was for."""
    verb = reading.match.carrier
    if reading.event not in (E.AGREE, E.REJECT, E.CONCEDE) or not syntax.is_passive(verb) or syntax.agents(verb):
        return ()
    thing = syntax.subject(verb)
    if thing is None or thing.lemma_.lower() not in words("answerable"):
        return ()
    if not any(c.lower_ in words("definite") for c in thing.children):
        return ()
    for draft in before[-REACH:][::-1]:
        if draft.event in (E.REQUEST, E.AGREE) and len(sides(draft.parties.recipient)) == 1:
            return draft.parties.recipient
    return ()


def _named(thing: Token, finder: Finder) -> tuple[ActorRef, ...]:
    phrases = [n for p, n in syntax.obliques(thing) if p in _JOINING]
    found = [*finder.many(syntax.children(thing, "nmod:poss")), *finder.adjectives(thing), *finder.many(phrases)]
    return distinct(r for r in found if is_political(r))


def _told(named: Sequence[ActorRef], before: Sequence[Draft]) -> tuple[ActorRef, ...]:
    """The parties of the last deal or talks between two, if the thing may be theirs."""
    for draft in before[-REACH:][::-1]:
        both = draft.parties.everyone
        if draft.event in _COMMON and draft.modality is not Modality.NEGATED and len(sides(both)) == _PAIR:
            return both if sides(named) <= sides(both) else ()
    return ()


def _leading_pair(finder: Finder) -> tuple[ActorRef, ...]:
    states = finder.context.leading_states[:_PAIR]
    return states if len(states) == _PAIR else ()
