"""Readings of a sentence: frames, their operators and parties, before time, modality and ids make events of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from communique.coding import syntax
from communique.coding.arguments import Finder, Parties, is_political, side, sides
from communique.coding.composition import (
    ALLEGING,
    SWALLOWING,
    Act,
    act_at,
    content_tokens,
    first_act,
    outcome,
)
from communique.coding.frames import Match, heads, match_frame
from communique.coding.interviews import is_of_interview
from communique.coding.lexicon import Lexicon
from communique.coding.ontology import HARM, HOSTILE, MATERIAL_COOPERATION
from communique.coding.slots import find_parties, first_slot, slot_parties
from communique.coding.undone import is_provision, is_unreal, says_origin
from communique.records import ActorRef
from communique.records import EventType as E

if TYPE_CHECKING:
    from spacy.tokens import Span as Tokens
    from spacy.tokens import Token

# Nouns of acts that stay events of their own inside another's content: the blockade that is to end is there.
_PRESUPPOSED = HARM | MATERIAL_COOPERATION
_FRIENDLY = MATERIAL_COOPERATION | {E.CONSULT, E.AGREE, E.SUPPORT}
# Operators whose content may concern the actor's own people.
_INNER = frozenset({"demand", "accuse", "transparent"})
_SLOTS_OF_OPERATOR = ("obj", "iobj", "on", "upon", "to", "with", "from", "of", "against", "at", "for")


@dataclass(frozen=True)
class Reading:
    """One event as its words tell it.

    `alleged_by` holds who alleges a hypothetical content; `background` marks a noun told in passing; `act` is the
    content that an operator took.
    """

    match: Match
    event: E
    mode: str | None
    parties: Parties
    act: Act | None = None
    alleged_by: tuple[ActorRef, ...] = ()
    alleged: bool = False
    background: bool = False
    outer: Reading | None = None
    rule: str = ""
    confidence: float = 0.75
    notes: tuple[str, ...] = field(default=())

    @property
    def clause(self) -> Token:
        """The token whose tense, negation and conditions hold for the event."""
        return self.match.carrier


class Dropped(StrEnum):
    """Why a frame that fits gives no reading of its own."""

    IN_NAME = "name"  # "the Peace and Dialogue Party"
    BEFORE_NOUN = "before noun"  # "trade talks": a noun before another says what kind it is
    SWALLOWED = "swallowed"  # it is the content of an operator, and one event with it
    NO_ACT = "no act"  # an operator without a content that the lexicon knows
    ANSWER = "answer"
    UNREAL = "unreal"
    ORIGIN = "origin"
    PROVISION = "provision"
    OWN_WISH = "own wish"


def find_matches(sent: Tokens, lexicon: Lexicon, finder: Finder) -> dict[int, Match]:
    """Frames opened by the words of a sentence, by token index."""

    def accept(match: Match) -> bool:
        return names_needed(match, finder)

    found = {}
    for token in sent:
        match = match_frame(token, lexicon, accept)
        if match is not None:
            found[token.i] = match
    for i, match in list(found.items()):
        # "warned Chile of …": where the content of an operator is unknown, the word may have another sense.
        if match.frame.operator and not match.frame.alone and first_act(match, found) is None:
            other = match_frame(match.token, lexicon, lambda m: accept(m) and (m.frame.alone or not m.frame.operator))
            found[i] = other or match
    return found


def names_needed(match: Match, finder: Finder) -> bool:
    """Whether the parties that a frame needs are named."""
    wanted = match.frame.needs_party
    if match.token.dep_ == "acl:relcl" and match.frame.operator == "back" and syntax.is_gapped(match.token):
        # "an idea that Chile backed": whose idea it is stands before.
        return True
    if match.frame.operator == "demand" and "on" in wanted and _is_urged(match.token):
        # "called on rich nations to phase out coal": asked, whoever they are.
        return True
    return not wanted or any(slot_parties(match, slot, finder) for slot in wanted)


def read_sentence(
    sent: Tokens, lexicon: Lexicon, finder: Finder, *, dropped: dict[int, Dropped] | None = None
) -> list[Reading]:
    """All readings of a sentence, outer ones first; those swallowed by an operator are left out.

    Args:
        sent: The sentence.
        lexicon: The frames.
        finder: Finds the parties.
        dropped: Takes down, by token, why a frame that fits gives no reading.
    """
    notes: dict[int, Dropped] = {} if dropped is None else dropped
    matches = {}
    for i, match in find_matches(sent, lexicon, finder).items():
        if _in_name(match.token, finder):
            notes[i] = Dropped.IN_NAME
        else:
            matches[i] = match
    readings: list[Reading] = []
    swallowed = _ended(matches)
    for match in sorted(matches.values(), key=lambda m: (_depth(m.carrier), m.token.i)):
        if match.token.i in swallowed:
            # What a swallowed operator holds is swallowed with it.
            notes[match.token.i] = Dropped.SWALLOWED
            _swallow(match, matches, swallowed, finder)
            continue
        reading = _read(match, matches, finder) if match.token.dep_ != "compound" else Dropped.BEFORE_NOUN
        _swallow(match, matches, swallowed, finder)
        if isinstance(reading, Reading):
            readings.append(reading)
        else:
            notes[match.token.i] = reading
    return [_link(r, readings) for r in readings]


def _is_urged(verb: Token) -> bool:
    nouns = [n for p, n in syntax.obliques(verb) if p in ("on", "upon")]
    return bool(nouns) and any(syntax.is_infinitive(c) for head in (verb, *nouns) for c in head.children)


def _depth(token: Token) -> int:
    return sum(1 for _ in syntax.up(token))


def _in_name(token: Token, finder: Finder) -> bool:
    """ "the Peace and Dialogue Party": words inside a name open no frame."""
    if token.ent_type_ in ("ORG", "MISC", "EVENT") and token.pos_ == "PROPN":
        return True
    mention = finder.context.references.covering(token.i)
    return (
        mention is not None
        and token.pos_ == "NOUN"
        and mention.head != token.i
        and mention.end - mention.start > 1
        and (mention.kind in ("name", "title"))
    )


def _ended(matches: Mapping[int, Match]) -> set[int]:
    """ "cut its aid", "cancelled her trip to Lima": what is broken off is no second event beside."""
    return {
        noun.i
        for match in matches.values()
        if match.frame.event in (E.SANCTION, E.REJECT) and match.token.pos_ == "VERB" and match.frame.operator is None
        # "the visit was postponed": where nobody is told to have done it, it is the visit that is denied
        if syntax.agents(match.token)
        for noun in heads(syntax.objects(match.token))
        if noun.i in matches and matches[noun.i].frame.event in _FRIENDLY
    }


def _swallow(match: Match, matches: Mapping[int, Match], swallowed: set[int], finder: Finder) -> None:
    operator = match.frame.operator
    if operator is None:
        return
    swallows = operator in SWALLOWING or operator == "oppose"
    if not swallows or outcome(match, first_act(match, matches))[0] is None:
        return
    for token in content_tokens(match):
        act = act_at(token, matches)
        if act is None:
            continue
        inner = matches.get(token.i, act.match)
        presupposed = (
            operator in ("stop", "oppose", "demand", "back")
            and inner.token.pos_ == "NOUN"
            and act.event in _PRESUPPOSED
            and bool(finder.owner(inner.token))
        )
        if presupposed or inner.token.i == match.token.i:
            continue
        swallowed.add(inner.token.i)
        swallowed.update(act.through - {match.token.i})
        # "agreed to send aid": the noun that a swallowed verb carries goes with it.
        swallowed.update(m.token.i for m in matches.values() if m.light and m.carrier.i == inner.token.i)


def _read(match: Match, matches: Mapping[int, Match], finder: Finder) -> Reading | Dropped:
    act = first_act(match, matches) if match.frame.operator else None
    event, mode = outcome(match, act) if match.frame.operator else (match.frame.event, match.frame.mode)
    if event is None:
        return Dropped.NO_ACT
    if is_of_interview(match):
        return Dropped.ANSWER
    if is_unreal(match, event):
        return Dropped.UNREAL
    if says_origin(match):
        return Dropped.ORIGIN
    if is_provision(match, event):
        return Dropped.PROVISION
    parties = find_parties(match, finder)
    if match.frame.operator:
        parties = _complete(match, act, parties, matches, finder)
    acting = {r.key for r in parties.actor}
    if match.frame.operator == "demand" and parties.recipient and {r.key for r in parties.recipient} <= acting:
        # "wants to visit": nobody else is asked.
        return Dropped.OWN_WISH
    background = match.token.pos_ == "NOUN" and not match.light
    reading = Reading(
        match=match,
        event=event,
        mode=mode,
        parties=parties,
        act=act,
        background=background and event in _PRESUPPOSED | {E.THREATEN},
        rule=match.frame.name,
        confidence=match.frame.confidence - (0.15 if background else 0.0),
    )
    return reading


def _complete(match: Match, act: Act | None, parties: Parties, matches: Mapping[int, Match], finder: Finder) -> Parties:
    """Fill the recipient of an operator from its content: "demanded that Peru leave", "promised to aid Peru"."""
    own = first_slot(match, match.frame.recipient or _SLOTS_OF_OPERATOR, finder, but=parties.actor)
    if match.frame.operator == "demand" and act is not None and act.event is E.RETREAT:
        # "demanded the release of its soldiers": those held are not who is asked.
        own = tuple(r for r in own if side(r) not in sides(parties.actor))
    if own and (match.token.pos_ == "NOUN" or not sides(own) <= sides(parties.actor) or match.frame.recipient):
        return Parties(parties.actor, own)
    found = tuple(
        r for r in _in_content(match, act, finder, parties.actor) if r.key not in {a.key for a in parties.actor}
    )
    others = tuple(r for r in found if side(r) not in sides(parties.actor))
    if match.frame.operator == "demand" and act is not None and act.event is E.RETREAT and not others:
        # "demanded the release of its soldiers": those held are not who is asked.
        return Parties(parties.actor, ())
    return Parties(parties.actor, others or own or (found if match.frame.operator in _INNER else ()))


def _in_content(match: Match, act: Act | None, finder: Finder, actor: tuple[ActorRef, ...]) -> tuple[ActorRef, ...]:
    operator = match.frame.operator
    own, keys = sides(actor), {r.key for r in actor}
    compatriots: tuple[ActorRef, ...] = ()
    if operator == "accuse" and match.token.pos_ != "NOUN" and syntax.objects(match.token):
        # Whoever is accused is the object; those in the content are its victims.
        return ()
    for token in content_tokens(match):
        candidates: list[tuple[ActorRef, ...]] = []
        if token.pos_ in ("VERB", "AUX") or any(c.dep_ == "cop" for c in token.children):
            doers = finder.doers(token)
            if operator in ("demand", "accuse", "permit", "forbid", "oppose", "advise", "deny", "factive"):
                candidates.append(doers)
            if operator in ("demand", "permit", "forbid") and not compatriots:
                # Rebels may demand something of their own government.
                compatriots = tuple(r for r in doers if r.key not in keys and is_political(r))
        elif operator not in ("promise", "threaten", "transparent"):
            candidates.append(finder.owner(token))
            candidates += [finder.doers(c) for c in syntax.complements(token)]
        if act is not None and act.match.token.i != match.token.i:
            inner = find_parties(act.match, finder)
            candidates += [inner.recipient, inner.actor]
        candidates += [finder.many(syntax.objects(token)) if token.pos_ == "VERB" else finder.at(token)]
        candidates += [finder.many((n for _, n in syntax.obliques(token)), places=False)]
        candidates += [finder.within(token), finder.within(token, places=True)]
        for found in candidates:
            others = tuple(r for r in found if side(r) not in own)
            if others and not compatriots:
                return others
    return compatriots


def _link(reading: Reading, readings: list[Reading]) -> Reading:
    """Tie the content of an accusation, a denial or thanks to the reading that holds it."""
    for outer in readings:
        if outer is reading:
            continue
        if outer.match.frame.operator in ALLEGING | {"factive"}:
            if _is_content(reading, outer):
                return replace(reading, outer=outer)
        elif outer.event in HOSTILE and _is_reason(reading, outer):
            return replace(reading, outer=outer)
    return reading


def _is_reason(inner: Reading, outer: Reading) -> bool:
    """ "arrested two Danes for spying", "sanctioned a bank for helping": the reason is what they are accused of."""
    verb = inner.match.carrier
    marked = any(c.dep_ == "mark" and c.lower_ == "for" for c in verb.children)
    return marked and verb.dep_ in ("advcl", "acl") and outer.match.token.i in [h.i for h in syntax.up(verb)][:2]


def inherit(reading: Reading, outer: Parties) -> Reading:
    """Parties of a content, from those of what holds it: whoever is accused or thanked is who did it."""
    if reading.outer is None:
        return reading
    operator = reading.outer.match.frame.operator
    actor, recipient = reading.parties.actor, reading.parties.recipient
    doer, other = (outer.actor, outer.recipient) if operator == "deny" else (outer.recipient, outer.actor)
    verb = reading.match.token
    subjectless = verb.pos_ == "VERB" and not any(c.dep_ in syntax.SUBJECTS for c in verb.children)
    relative = verb.dep_ == "acl:relcl"
    if doer and (not actor or (subjectless and not relative and not syntax.is_passive(verb)) or operator == "accuse"):
        actor = doer
    condemned = operator == "factive" and reading.outer.event is E.ACCUSE
    if not condemned and (not recipient or sides(recipient) <= sides(actor)):
        # Thanks are for what was done to the one who thanks; who condemns need not be the victim.
        recipient = tuple(r for r in other if side(r) not in sides(actor)) or recipient
    changed = replace(reading, parties=Parties(actor, recipient))
    if operator == "factive":
        return replace(changed, background=True)
    return replace(changed, alleged=True, alleged_by=() if operator == "deny" else other, background=False)


def _is_content(inner: Reading, outer: Reading) -> bool:
    token = inner.match.token
    contents = {t.i for t in content_tokens(outer.match)}
    if token.i in contents or inner.match.carrier.i in contents:
        return True
    # "thanked Peru for the vaccines it sent": a relative clause on the content.
    for head in syntax.up(token):
        if head.i in contents:
            return True
        if head.i == outer.match.token.i or head.dep_ in ("parataxis", "ROOT"):
            return False
    return False


def without_inner(readings: list[Reading]) -> list[Reading]:
    """Leave out what only tells the same act again: a crowd's demands, the verb of "the embargo imposed by"."""
    crowds = [r.match.carrier for r in readings if r.event is E.PROTEST]
    musters = {r.match.carrier.i for r in readings if r.event is E.MOBILIZE}
    nouns = {r.match.token.i for r in readings if r.match.token.pos_ == "NOUN"}
    kept = []
    for reading in readings:
        token = reading.match.token
        demand = reading.event in (E.REQUEST, E.ACCUSE) and token.dep_ in ("advcl", "xcomp", "acl", "conj")
        if demand and any(head.i == crowd.i for crowd in crowds for head in syntax.up(token)):
            continue
        if syntax.is_infinitive(token) and token.head.i in musters and reading.event in HARM:
            # "scrambled jets to intercept a plane": what they are sent for.
            continue
        if token.dep_ == "acl" and token.head.i in nouns and syntax.is_passive(token) and reading.event in HARM:
            continue
        kept.append(reading)
    return kept
