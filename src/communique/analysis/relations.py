"""How a record concerns two states: who acts on whom, and whether that is cooperation or conflict."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum

from communique.coding.ontology import kinds
from communique.records import ActorRef, EventType, Modality


class Side(StrEnum):
    """The two sides of PLOVER's quads."""

    COOPERATION = "cooperation"
    CONFLICT = "conflict"


class Direction(StrEnum):
    """Who acts on whom, of the pair as it was asked for."""

    FORTH = "forth"  # the first state acts, the second is acted upon
    BACK = "back"
    MUTUAL = "mutual"  # both act
    BESIDE = "beside"  # one of them and somebody else


# What is only announced, imagined or denied did not happen and enters no count.
COUNTED = frozenset({Modality.ACTUAL, Modality.HISTORICAL})


def side_of(event: EventType) -> Side:
    """Cooperation or conflict, by PLOVER's quad of the event."""
    return Side.COOPERATION if kinds()[event].quad.endswith("cooperation") else Side.CONFLICT


def is_verbal(event: EventType) -> bool:
    """Whether PLOVER's quad counts the event as words rather than deeds."""
    return kinds()[event].quad.startswith("verbal")


def states_of(parties: Iterable[ActorRef]) -> frozenset[str]:
    """The states that the parties are or act for."""
    return frozenset(p.state for p in parties if p.state is not None)


def find_direction(
    event: EventType, *, actor: Sequence[ActorRef], recipient: Sequence[ActorRef], pair: tuple[str, str]
) -> Direction | None:
    """Who acts on whom between two states; None where neither takes part.

    Both among the actors is a mutual act, whatever else is said about a recipient. Only a common act of conflict
    against somebody else ("both ministers condemned the blockade") is no conflict between the two.
    """
    first, second = pair
    acting, receiving = states_of(actor), states_of(recipient)
    if first in acting and second in acting:
        against_others = bool(recipient) and receiving.isdisjoint(pair) and side_of(event) is Side.CONFLICT
        return Direction.BESIDE if against_others else Direction.MUTUAL
    if first in acting and second in receiving:
        return Direction.FORTH
    if second in acting and first in receiving:
        return Direction.BACK
    return Direction.BESIDE if {first, second} & (acting | receiving) else None
