"""One act told twice in a sentence is one event: "held talks and discussed", "blocked a road to protest"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from communique.coding import syntax
from communique.coding.arguments import Parties, side, sides
from communique.coding.drafts import Draft
from communique.coding.grammar import words
from communique.coding.ontology import HARM
from communique.records import EventType as E
from communique.records import Modality

# Confidence of frames alone below which an event is not worth a reader's time; the judge has a floor of its own.
MIN_CONFIDENCE = 0.3


def without_repeats(drafts: Sequence[Draft], *, least: float) -> list[Draft]:
    """One event for each type and pair of parties in a sentence, unless the triggers are coordinated.

    What is less sure than `least` is left out.
    """
    drafts = [_as_visit(d, drafts) for d in drafts]
    kept: list[Draft] = []
    for draft in sorted(drafts, key=lambda d: (-d.confidence, d.reading.match.token.i)):
        if draft.confidence < least or any(_repeats(draft, other) for other in kept):
            continue
        kept.append(draft)
    return sorted(kept, key=lambda d: d.reading.match.token.i)


def _is_phrase(one: Draft, other: Draft) -> bool:
    """ "imposed a blockade": the verb and the noun that it carries tell one act."""
    a, b = one.reading.match, other.reading.match
    light = (a.light and a.carrier.i == b.token.i) or (b.light and b.carrier.i == a.token.i)
    return light and {one.event, other.event} <= HARM and sides(one.parties.everyone) == sides(other.parties.everyone)


def _is_purpose(one: Draft, other: Draft) -> bool:
    """ "blocked a road to protest the arrests": one crowd, and one protest."""
    a, b = one.reading.match.carrier, other.reading.match.carrier
    nested = any(h.i == b.i for h in syntax.up(a)) or any(h.i == a.i for h in syntax.up(b))
    return nested and sides(one.parties.actor) == sides(other.parties.actor)


def _is_coming_meeting(one: Draft, other: Draft) -> bool:
    """ "will discuss the issue when they meet": the meeting that was announced already."""
    return (
        one.event is E.CONSULT
        and one.modality in (Modality.HYPOTHETICAL, Modality.FUTURE)
        and other.reading.event is E.CONSULT
        and sides(one.parties.everyone) == sides(other.parties.everyone)
    )


def _as_visit(draft: Draft, others: Sequence[Draft]) -> Draft:
    """Talks of which the sentence says that one side came to the other: "held talks with X, who is on a visit"."""
    if draft.event is not E.CONSULT or draft.reading.match.frame.visit:
        return draft
    for other in others:
        if other.event is E.CONSULT and other.reading.match.frame.visit:
            guests, hosts = sides(other.parties.actor), sides(other.parties.recipient)
            everyone = draft.parties.everyone
            if sides(everyone) == guests | hosts:
                actor = tuple(r for r in everyone if side(r) in guests)
                recipient = tuple(r for r in everyone if side(r) not in guests)
                return replace(draft, mode="visit", parties=Parties(actor, recipient))
    return draft


def _repeats(one: Draft, other: Draft) -> bool:
    if one.event is not other.event:
        return _is_phrase(one, other) or _is_coming_meeting(one, other) or _is_coming_meeting(other, one)
    if one.event is E.PROTEST and _is_purpose(one, other):
        return True
    if one.reading.match.carrier.i == other.reading.match.carrier.i:
        return True
    a, b = one.reading.match.carrier, other.reading.match.carrier
    wounding = one.event is E.ASSAULT and {a.lemma_.lower(), b.lemma_.lower()} & words("wounding")
    if wounding and (a.i == b.head.i or b.i == a.head.i):
        # "shelled the town and wounded two" is one attack.
        return sides(one.parties.actor) == sides(other.parties.actor)
    if sides(one.parties.everyone) != sides(other.parties.everyone):
        return False
    if one.event is E.CONSULT:
        return True
    if one.modality is not other.modality or one.reading.mode != other.reading.mode:
        return False
    coordinated = (a.dep_ == "conj" and a.head.i == b.i) or (b.dep_ == "conj" and b.head.i == a.i)
    same_head = a.dep_ == b.dep_ == "conj" and a.head.i == b.head.i
    return not (coordinated or same_head or (one.start, one.end) != (other.start, other.end))
