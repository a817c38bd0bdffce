"""Who receives where nobody is named: "Norway pledged 3 million dollars", in a story of a storm elsewhere.

Help goes where the help told before went, else to the state that the article is about.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from communique.coding.arguments import Finder, is_political, side, sides
from communique.coding.readings import Reading
from communique.records import ActorKind, ActorRef
from communique.records import EventType as E

if TYPE_CHECKING:
    from communique.coding.drafts import Draft

# What is given, for which an own hospital or own farmers are no address.
_GIVEN = frozenset({E.AID, E.COOPERATE})


def is_gift(reading: Reading) -> bool:
    """Help given, offered or promised: it has a receiver, who is seldom one's own side."""
    if reading.match.token.pos_ == "NOUN" and not reading.match.light:
        return False
    if reading.event in _GIVEN or (reading.act is not None and reading.act.event in _GIVEN):
        return True
    # "pledged 3 million dollars": a promise of a thing, not of an act.
    frame = reading.match.frame
    return reading.event is E.AGREE and frame.operator == "promise" and bool(frame.object)


def find_receiver(actor: Sequence[ActorRef], before: Sequence[Draft], finder: Finder) -> tuple[ActorRef, ...]:
    """Whom others help, else the state that the article is about."""
    own = sides(actor)
    counts: Counter[str] = Counter()
    refs: dict[str, ActorRef] = {}
    for draft in before:
        if draft.event is E.AID or (draft.reading.act is not None and draft.reading.act.event is E.AID):
            for ref in draft.parties.recipient:
                if ref.state and side(ref) not in own:
                    counts[ref.state] += 1
                    refs.setdefault(ref.state, ref)
    return (refs[counts.most_common(1)[0][0]],) if counts else find_subject(actor, finder)


def find_subject(actor: Sequence[ActorRef], finder: Finder) -> tuple[ActorRef, ...]:
    """The state that the article is about most, for one side that acts; two that act together have each other."""
    own = sides(actor)
    if len(own) != 1 or not all(is_political(r) for r in actor):
        return ()
    others = [r for r in finder.context.references.prominent if r.state and side(r) not in own]
    if not others:
        return ()
    state = others[0].state
    return (next((r for r in others if r.state == state and r.kind is ActorKind.STATE), others[0]),)
