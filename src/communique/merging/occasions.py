"""Occasions: happenings that stay apart and belong together, as a visit, its talks and what was signed there.

Nothing of this is kept: it follows from the happenings at hand, and is worked out where one is shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from communique.merging.names import read_name, same_name
from communique.merging.people import is_named
from communique.merging.times import Days, read_window, shift_day
from communique.records import ActorKind, EventType, Happening

_T = EventType
# What a meeting brings about: words of friendship, promises, help and requests. Blows are not struck on visits.
_BROUGHT_ABOUT = frozenset((_T.CONSULT, _T.SUPPORT, _T.AGREE, _T.COOPERATE, _T.AID, _T.CONCEDE, _T.REQUEST))
# A visit is told by the day of arrival, and its talks are on the next.
_SLACK_DAYS = 1


@dataclass(frozen=True, slots=True)
class Companion:
    """A happening that belongs with another, and what says so."""

    happening: Happening
    why: str


def find_companions(happening: Happening, others: Iterable[Happening]) -> tuple[Companion, ...]:
    """The happenings that belong with one (its visit, its talks, what was signed on it), by time, then id."""
    found = [Companion(o, why) for o in others if (why := why_together(happening, o))]
    return tuple(sorted(found, key=lambda c: (c.happening.start or "", c.happening.id)))


def days_of(happening: Happening) -> Days | None:
    """The days on which what belongs with a happening can lie; None where its time is not told."""
    window = read_window(happening.start, happening.end)
    return window and Days(shift_day(window.first, -_SLACK_DAYS), shift_day(window.last, _SLACK_DAYS))


def why_together(one: Happening, other: Happening) -> str | None:
    """What says that two happenings are of one occasion; None where they are not.

    One is a meeting or a visit; both are between the same states on the same days, and tied by who was there, by the
    city, or by an article that tells both.
    """
    types = {one.event, other.event}
    if one.id == other.id or _T.CONSULT not in types or not types <= _BROUGHT_ABOUT:
        return None
    if len(states_of(one) & states_of(other)) < 2 or not _days_meet(one, other):
        return None
    mine, theirs = _people(one), _people(other)
    shared = sorted({name for state, name in mine for s, n in theirs if s == state and _is_same(name, n)})
    if shared:
        return f"same people and days: {', '.join(shared)}"
    if {state for state, _ in mine} & {state for state, _ in theirs}:
        # Two ministers of one state, each with a colleague.
        return None
    if one.place and other.place and one.place.name == other.place.name:
        return f"same place and days: {one.place.name}"
    return "told together" if set(one.sources) & set(other.sources) else None


def states_of(happening: Happening) -> set[str]:
    """The states among its parties, of people and bodies too."""
    return {ref.state for ref in (*happening.actor, *happening.recipient) if ref.state}


def _people(happening: Happening) -> set[tuple[str, str]]:
    return {
        (ref.state or "", ref.name)
        for ref in (*happening.actor, *happening.recipient)
        if ref.kind is ActorKind.PERSON and is_named(ref)
    }


def _is_same(one: str, other: str) -> bool:
    a, b = read_name(one), read_name(other)
    return a == b or same_name(a, b)


def _days_meet(one: Happening, other: Happening) -> bool:
    near, days = days_of(one), read_window(other.start, other.end)
    return near is not None and days is not None and near.overlaps(days)
