"""What people decided about the directory: two entries are one person, or one is two; kept by name, not by row.

A decision speaks of normalised names with state and kind, so that it finds its people again after a newer coder has
made all records anew. The last decision about two names counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from communique.actors.fullnames import read_full_name
from communique.actors.gazetteer import plain
from communique.records import Actor, ActorKind, make_id


class Verdict(StrEnum):
    """What a person decided."""

    MERGE = "merge"
    SPLIT = "split"


@dataclass(frozen=True, slots=True)
class ActorName:
    """A name as decisions know it: normalised, with kind and state."""

    kind: ActorKind
    name: str
    state: str | None

    def fits(self, other: ActorName) -> bool:
        """Whether the two are one name; a newer coder may find a state that an older one did not."""
        return (self.kind, self.name) == (other.kind, other.name) and (
            self.state == other.state or None in (self.state, other.state)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorDecision:
    """That the names of the one side and those of the other are one actor, or are two; by whom, when and why."""

    id: str
    action: Verdict
    one: tuple[ActorName, ...]
    other: tuple[ActorName, ...]
    by: str
    at: str
    reason: str | None = None


def make_decision(
    action: Verdict,
    one: Iterable[ActorName],
    other: Iterable[ActorName],
    *,
    by: str,
    at: str,
    reason: str | None = None,
) -> ActorDecision:
    """A decision with an id that follows from what it says."""
    sides = tuple(tuple(sorted(set(side), key=str)) for side in (one, other))
    return ActorDecision(
        id=make_id("decision", action, *sides, by, at),
        action=action,
        one=sides[0],
        other=sides[1],
        by=by,
        at=at,
        reason=reason,
    )


def name_of(name: str, kind: ActorKind, state: str | None) -> ActorName:
    """A name as decisions know it: without titles, order and accents for a person, folded for all others."""
    if kind is ActorKind.PERSON:
        return ActorName(kind, " ".join(w.text for w in read_full_name(name).words), state)
    return ActorName(kind, " ".join(plain(name).casefold().split()), state)


def names_of(actor: Actor) -> tuple[ActorName, ...]:
    """All names of an entry of the directory."""
    return tuple(dict.fromkeys(name_of(n, actor.kind, actor.state) for n in actor.names))


def find_actor(actors: Iterable[Actor], sought: str) -> list[Actor]:
    """Entries by id, by an alias, or by a name; several where a name is that of several."""
    everyone = list(actors)
    exact = [a for a in everyone if sought == a.id or sought in a.aliases]
    if exact:
        return exact
    named = [a for a in everyone if sought.casefold() in (n.casefold() for n in a.names)]
    if named:
        return named
    return [a for a in everyone if name_of(sought, a.kind, a.state) in [name_of(n, a.kind, a.state) for n in a.names]]


class Rulings:
    """Which decisions concern which of the keys at hand."""

    def __init__(self, decisions: Sequence[ActorDecision], names: Mapping[str, ActorName]) -> None:
        self._actions = [d.action for d in sorted(decisions, key=lambda d: (d.at, d.id))]
        self._sides: dict[str, dict[int, set[int]]] = defaultdict(dict)
        by_name: dict[tuple[ActorKind, str], list[str]] = defaultdict(list)
        for key, name in names.items():
            by_name[name.kind, name.name].append(key)
        for number, decision in enumerate(sorted(decisions, key=lambda d: (d.at, d.id))):
            for side, meant in enumerate((decision.one, decision.other)):
                for one in meant:
                    for key in by_name.get((one.kind, one.name), ()):
                        if one.fits(names[key]):
                            self._sides[key].setdefault(number, set()).add(side)

    @property
    def concerned(self) -> frozenset[str]:
        """Keys that some decision speaks of."""
        return frozenset(self._sides)

    def verdict(self, one: str, other: str) -> Verdict | None:
        """What was decided last about two keys; None where nothing was."""
        if one not in self._sides or other not in self._sides:
            return None
        shared = self._sides[one].keys() & self._sides[other].keys()
        across = [n for n in shared if any(a != b for a in self._sides[one][n] for b in self._sides[other][n])]
        return self._actions[max(across)] if across else None
