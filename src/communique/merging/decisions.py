"""What people decided about the directory: two entries are one person, or one is two; kept by name, not by row.

A decision speaks of normalised names with state and kind, so that it finds its people again after a newer coder has
made all records anew. The last decision about two names counts. Two people of one name are told apart by a mark behind
their name and key (`namesakes.py`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from communique.actors.fullnames import read_full_name
from communique.actors.gazetteer import plain
from communique.records import Actor, ActorKind, make_id

# Between a key or normalised name and the mark of the decision that parted its bearers; in neither by itself.
_MARK = "~"
_MARK_LETTERS = 8


class Verdict(StrEnum):
    """What a person decided."""

    MERGE = "merge"
    SPLIT = "split"


@dataclass(frozen=True, slots=True)
class ActorName:
    """A name as decisions know it: normalised, with kind and state, and with a mark where namesakes were parted."""

    kind: ActorKind
    name: str
    state: str | None

    @property
    def plain(self) -> ActorName:
        """The name without a mark."""
        return replace(self, name=self.name.partition(_MARK)[0])

    def marked(self, mark: str) -> ActorName:
        """The name of one of several namesakes; an empty mark is that of the first."""
        return replace(self, name=mark_key(self.name, mark))

    def fits(self, other: ActorName) -> bool:
        """Whether the two are one name; a newer coder may find a state that an older one did not."""
        return (self.kind, self.name) == (other.kind, other.name) and (
            self.state == other.state or None in (self.state, other.state)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorDecision:
    """That the names of the one side and those of the other are one actor, or are two; by whom, when and why.

    With `offices` or `articles` it parts namesakes: who bears one of the names in one of these offices, or in one of
    these articles, is another than who bears it elsewhere. Both sides then hold the same names.
    """

    id: str
    action: Verdict
    one: tuple[ActorName, ...]
    other: tuple[ActorName, ...]
    by: str
    at: str
    reason: str | None = None
    offices: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()

    @property
    def parts_namesakes(self) -> bool:
        """Whether it tells people of one name apart."""
        return bool(self.offices or self.articles)

    @property
    def mark(self) -> str:
        """What stands behind name and key of the person whom it parted."""
        return self.id[:_MARK_LETTERS]


def make_decision(
    action: Verdict,
    one: Iterable[ActorName],
    other: Iterable[ActorName],
    *,
    by: str,
    at: str,
    reason: str | None = None,
    offices: Iterable[str] = (),
    articles: Iterable[str] = (),
) -> ActorDecision:
    """A decision with an id that follows from what it says."""
    sides = tuple(tuple(sorted(set(side), key=str)) for side in (one, other))
    told = tuple(tuple(sorted(set(words))) for words in (offices, articles))
    return ActorDecision(
        # As before there were namesakes, where there are none.
        id=make_id("decision", action, *sides, by, at, *(told if any(told) else ())),
        action=action,
        one=sides[0],
        other=sides[1],
        by=by,
        at=at,
        reason=reason,
        offices=told[0],
        articles=told[1],
    )


def mark_of(key: str) -> str:
    """The mark of a key or id; empty where nobody parted namesakes."""
    return key.partition(_MARK)[2]


def mark_key(key: str, mark: str) -> str:
    """A key with another mark, or with none."""
    plain_key = key.partition(_MARK)[0]
    return f"{plain_key}{_MARK}{mark}" if mark else plain_key


def name_of(name: str, kind: ActorKind, state: str | None) -> ActorName:
    """A name as decisions know it: without titles, order and accents for a person, folded for all others."""
    if kind is ActorKind.PERSON:
        return ActorName(kind, " ".join(w.text for w in read_full_name(name).words), state)
    return ActorName(kind, " ".join(plain(name).casefold().split()), state)


def names_of(actor: Actor) -> tuple[ActorName, ...]:
    """All names of an entry of the directory."""
    mark = mark_of(actor.id)
    return tuple(dict.fromkeys(name_of(n, actor.kind, actor.state).marked(mark) for n in actor.names))


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
        ordered = sorted(decisions, key=lambda d: (d.at, d.id))
        self._actions = [d.action for d in ordered]
        self._names = {key: name.marked(mark_of(key)) for key, name in names.items()}
        self._partings = {d.mark: (number, d) for number, d in enumerate(ordered) if d.parts_namesakes}
        self._sides: dict[str, dict[int, set[int]]] = defaultdict(dict)
        by_name: dict[tuple[ActorKind, str], list[str]] = defaultdict(list)
        for key, name in self._names.items():
            by_name[name.kind, name.name].append(key)
        for number, decision in enumerate(ordered):
            if decision.parts_namesakes:
                continue
            for side, meant in enumerate((decision.one, decision.other)):
                for one in meant:
                    for key in by_name.get((one.kind, one.name), ()):
                        if one.fits(self._names[key]):
                            self._sides[key].setdefault(number, set()).add(side)

    @property
    def concerned(self) -> frozenset[str]:
        """Keys that some decision speaks of."""
        return frozenset(self._sides)

    def verdict(self, one: str, other: str) -> Verdict | None:
        """What was decided last about two keys; None where nothing was."""
        told = [*self._across(one, other), *self._parted(one, other), *self._parted(other, one)]
        return self._actions[max(told)] if told else None

    def _across(self, one: str, other: str) -> Iterable[int]:
        if one not in self._sides or other not in self._sides:
            return []
        shared = self._sides[one].keys() & self._sides[other].keys()
        return [n for n in shared if any(a != b for a in self._sides[one][n] for b in self._sides[other][n])]

    def _parted(self, one: str, other: str) -> Iterable[int]:
        """The decision that told the one apart from namesakes, where the other bears one of the names in it."""
        mark = mark_of(one)
        if mark not in self._partings or mark_of(other) == mark or other not in self._names:
            return []
        number, decision = self._partings[mark]
        bears = self._names[other].plain
        return [number] if any(n.plain.fits(bears) for n in decision.one) else []
