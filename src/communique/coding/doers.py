"""Who acts where a clause does not say: a passive without a doer, a crowd, a text, talks told in passing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from communique.coding import syntax
from communique.coding.arguments import Finder, is_political, side, sides
from communique.coding.counterparts import REACH
from communique.coding.grammar import words
from communique.coding.lexicon import Lexicon
from communique.coding.ontology import HARM
from communique.coding.readings import Reading
from communique.coding.receivers import find_subject
from communique.coding.unnamed import (
    embassy_at,
    group_ref,
    held_before,
    is_envoy,
    is_people,
    other_of_two,
    patients_of,
    state_of_place,
)
from communique.records import ActorKind, ActorRef, Modality
from communique.records import EventType as E

if TYPE_CHECKING:
    from spacy.tokens import Token

    from communique.coding.drafts import Draft

# What a state does to people in its hands.
_HANDLED = frozenset({E.COERCE, E.RETREAT, E.SANCTION, E.ACCUSE})
_PAIR = 2
# How far back, in words, a text was made that "the text" takes up.
WITHIN = 120
_MADE = frozenset({"obj", "nsubj:pass", "nsubj"})
_AT_WHOSE = frozenset({"to", "through", "in", "at", "from", "into", "off", "near"})


def find_actor(reading: Reading, before: Sequence[Draft], lexicon: Lexicon, finder: Finder) -> tuple[ActorRef, ...]:
    """An unnamed crowd acts for the place where it is, a text for who passed it.

    "Prisoners rioted in Lima"; "The resolution demands".
    """
    doers = syntax.agents(reading.clause)
    if any(t.lemma_.lower() in words("text") for t in doers):
        return _authors(doers, before, finder)
    if striker := _striker(reading, lexicon, finder):
        return striker
    if handler := _handler(reading, before, lexicon, finder):
        return handler
    if taking_part := _participant(reading, before, finder) or _talking(reading, before, finder):
        return taking_part
    if owner := _understood_owner(reading, finder):
        return owner
    if reading.event not in (E.PROTEST, E.ASSAULT, E.COERCE):
        return ()
    doer = next((t for t in syntax.agents(reading.clause) if is_people(t, lexicon)), None)
    if doer is None:
        return ()
    state = state_of_place(reading.match, finder) or _state_of_crowd(reading, finder)
    if state is None:
        return ()
    return (group_ref(doer, state, finder),)


def _striker(reading: Reading, lexicon: Lexicon, finder: Finder) -> tuple[ActorRef, ...]:
    """Whose blow it was: "killed in a Chilean air strike", "wounded during an attack by rebels"."""
    verb = reading.match.carrier
    if reading.event not in HARM or not syntax.is_passive(verb) or syntax.agents(verb):
        return ()
    theirs = sides(reading.parties.recipient)
    for preposition, noun in syntax.obliques(verb):
        blow = noun.lemma_.lower() in lexicon.words("violent-thing") | words("blow")
        if preposition not in ("in", "by", "during", "after", "from", "when") or not blow:
            continue
        doers = finder.many(syntax.children(noun, "nmod:poss")) or finder.adjectives(noun)
        doers = doers or finder.many(n for p, n in syntax.obliques(noun) if p == "by")
        for participle in syntax.children(noun, "acl"):
            doers = doers or finder.many(syntax.agents(participle))
        found = tuple(r for r in doers if side(r) not in theirs)
        if found:
            return found
    return ()


def _state_of_crowd(reading: Reading, finder: Finder) -> str | None:
    """Where a crowd is that is at an embassy, if no city is told: in the other state that the article is about."""
    nouns = [*syntax.objects(reading.match.token), *(n for _, n in syntax.obliques(reading.match.token))]
    if reading.event is not E.PROTEST or not any(embassy_at(n) is not None for n in nouns):
        return None
    return next((r.state for r in find_subject(reading.parties.recipient, finder)), None)


def _authors(texts: Sequence[Token], before: Sequence[Draft], finder: Finder) -> tuple[ActorRef, ...]:
    """Who made a text: who is told to have tabled or passed one, else the body or the parties of the last act."""
    for text in texts:
        for token in reversed(text.doc[max(0, text.i - WITHIN) : text.i]):
            if token.pos_ != "NOUN" or token.lemma_.lower() not in words("text") or token.dep_ not in _MADE:
                continue
            same = token.lemma_.lower() == text.lemma_.lower() or text.lemma_.lower() in words("any-text")
            if same and token.head.lemma_.lower() in words("making"):
                made = tuple(r for r in finder.many(syntax.agents(token.head)) if is_political(r))
                if made:
                    return made
    drafts = [d for d in before[::-1][:REACH] if not d.reading.background]
    bodies = (d for d in drafts if any((r.sector or "")[:3] == "IGO" for r in d.parties.actor))
    source = next(bodies, None) or next(iter(drafts), None)
    return source.parties.actor if source is not None else ()


def _participant(reading: Reading, before: Sequence[Draft], finder: Finder) -> tuple[ActorRef, ...]:
    """Who visits or talks in passing: "announced during a visit to Chad"; "an exercise with Chad ended"."""
    noun, others = reading.match.token, sides(reading.parties.recipient)
    if reading.event not in (E.CONSULT, E.COOPERATE) or noun.pos_ != "NOUN" or not others:
        return ()
    if noun.dep_ in ("obl", "nmod") and syntax.preposition(noun) in words("during") and not reading.match.light:
        doers = finder.many(syntax.agents(syntax.governor(noun)), places=False)
        return tuple(r for r in doers if is_political(r) and side(r) not in others)
    if noun.dep_ in ("nsubj", "nsubj:pass"):
        for draft in before[::-1][:REACH]:
            actor = tuple(r for r in draft.parties.actor if r.state and side(r) not in others)
            if actor:
                return actor
    return ()


def _talking(reading: Reading, before: Sequence[Draft], finder: Finder) -> tuple[ActorRef, ...]:
    """Who talked before or while both did something: "after seven hours of talks, Chad and Niger signed"."""
    noun = reading.match.token
    if reading.event is not E.CONSULT or noun.pos_ != "NOUN" or reading.parties.recipient or noun.dep_ == "conj":
        return ()
    phrases = (noun, *(h for h in syntax.up(noun) if h.pos_ == "NOUN"))
    phrase = next((t for t in phrases if t.dep_ in ("obl", "advcl") and syntax.preposition(t) in words("amid")), None)
    if phrase is None:
        return ()
    clause = syntax.governor(phrase.head)
    both = tuple(r for r in finder.many(syntax.agents(clause), places=False) if is_political(r))
    known = any(d.event is E.CONSULT and sides(d.parties.everyone) >= sides(both) for d in before)
    if known and any(c.lower_ in words("definite") for c in phrase.subtree):
        # "after the talks": told before.
        return ()
    if len(sides(both)) == _PAIR:
        return both
    start = noun.sent.start
    here = (d for d in before[::-1] if d.sent.start == start and d.reading.match.carrier.i == clause.i)
    told = next((d.parties.everyone for d in here if len(sides(d.parties.everyone)) == _PAIR), ())
    return told if all(is_political(r) for r in told) else ()


def _understood_owner(reading: Reading, finder: Finder) -> tuple[ActorRef, ...]:
    """ "voted to prolong its embargo on Chad": a pronoun that nobody else is meant by stands for the subject."""
    noun = reading.match.token
    owner = next(iter(syntax.children(noun, "nmod:poss")), None) if noun.pos_ == "NOUN" else None
    if owner is None or owner.lower_ not in ("its", "their", "his", "her") or finder.at(owner):
        return ()
    doers = finder.many(syntax.agents(syntax.governor(noun.head)), places=False)
    return tuple(r for r in doers if is_political(r) and side(r) not in sides(reading.parties.recipient))


def _handler(reading: Reading, before: Sequence[Draft], lexicon: Lexicon, finder: Finder) -> tuple[ActorRef, ...]:
    """Who did what a passive tells without a doer: "arrested a Dane … He was freed": who had arrested him.

    Between two states of one story it is the other one: "The Danish ambassador was summoned".
    """
    verb = reading.match.carrier
    if reading.event not in _HANDLED or not syntax.is_passive(verb) or syntax.agents(verb):
        return ()
    patients = reading.parties.recipient or held_before(reading, before, lexicon)
    if not patients:
        return ()
    theirs, keys = sides(patients), {r.key for r in patients}
    particle = next(iter(syntax.children(verb, "compound:prt")), verb)
    near = [(particle.lower_, n) for n in syntax.children(verb, "obl") if n.left_edge.i == particle.i + 1]
    for preposition, noun in [*syntax.obliques(verb), *near]:
        # "summoned to the ministry", "let through a Chilean checkpoint", "arrested in Lima"
        where = finder.at(noun) if preposition in _AT_WHOSE else ()
        states = tuple(r for r in where if r.state and r.kind is not ActorKind.PERSON)
        if states and sides(states).isdisjoint(theirs):
            return states[:1]
    for participle in (c for t in syntax.objects(verb) for c in syntax.children(t, "acl")):
        # "two sailors held in Chile since May were freed": who held them
        nouns = [*syntax.agents(participle), *(n for p, n in syntax.obliques(participle) if p in _AT_WHOSE | {"by"})]
        states = tuple(r for r in finder.many(nouns) if r.state and r.kind is not ActorKind.PERSON)
        if states and sides(states).isdisjoint(theirs):
            return states[:1]
    for draft in [d for d in before[::-1][:REACH] if d.modality in (Modality.ACTUAL, Modality.HISTORICAL)]:
        acting = sides(draft.parties.actor)
        same = keys & {r.key for r in draft.parties.recipient} or all(is_envoy(t) for t in patients_of(reading))
        if same and draft.event in _HANDLED and acting.isdisjoint(theirs) and sides(draft.parties.recipient) & theirs:
            return tuple(r for r in draft.parties.actor if r.state)
        if keys & {r.key for r in draft.parties.everyone}:
            break
    told = [*syntax.objects(verb), *patients_of(reading)]
    if reading.event not in (E.ACCUSE, E.SANCTION) or not any(is_envoy(t) for t in told):
        return ()
    return other_of_two(patients, finder)
