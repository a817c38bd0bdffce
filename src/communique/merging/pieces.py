"""Pieces: what hangs together by links, and is looked at together, apart from all else.

Where too much hangs together (the news of a long war) only stronger links count, so that a piece stays small and what
is added to a large archive touches what is near to it. Whether links of some strength count at a place follows from how
much hangs together there by weaker ones; it is the same whether all is looked at at once or piece by piece.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T", bound=Hashable)
Neighbours = Callable[[T], Mapping[T, int]]


@dataclass(frozen=True, slots=True)
class Crowding:
    """How large a piece may grow before only links of the next strength count; the last has no bound."""

    most: int
    strengths: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Piece(Generic[T]):
    """What hangs together, and the level of strength at which it was found."""

    items: tuple[T, ...]
    level: int


def find_pieces(
    seeds: Iterable[T], neighbours: Neighbours[T], crowding: Crowding, *, levels: Mapping[T, int] | None = None
) -> list[Piece[T]]:
    """The pieces that hold the seeds, and those that changed with them.

    Args:
        seeds: Where something changed.
        neighbours: The links of an item, with their strength.
        crowding: When stronger links alone count.
        levels: Levels at which items were found before, 0 where not named.
    """
    before: Mapping[T, int] = levels or {}
    found: list[Piece[T]] = []
    done: set[T] = set()
    queue = list(dict.fromkeys(seeds))
    at = 0
    while at < len(queue):
        seed, at = queue[at], at + 1
        if seed in done:
            continue
        piece, unsettled = _find_piece(seed, neighbours, crowding, before)
        found.append(piece)
        done.update(piece.items)
        # What hung together by weaker links is now too much: all of it is looked at anew.
        queue += [x for x in unsettled if x not in done]
    return found


def _find_piece(
    seed: T, neighbours: Neighbours[T], crowding: Crowding, before: Mapping[T, int]
) -> tuple[Piece[T], list[T]]:
    unsettled: dict[T, None] = {}
    last = len(crowding.strengths) - 1
    for level, strength in enumerate(crowding.strengths):
        reached: dict[T, None] = {seed: None}
        for _item in _reach(seed, neighbours, strength, reached):
            if len(reached) > crowding.most and level < last:
                break
        else:
            return Piece(tuple(reached), level), list(unsettled)
        unsettled |= _reach_unsettled(seed, neighbours, strength, before, level)
    raise AssertionError("the last level has no bound")


def _reach(seed: T, neighbours: Neighbours[T], strength: int, reached: dict[T, None]) -> Iterator[T]:
    """Walk along the links, noting what is reached; gives each item once its links were followed."""
    queue = [seed]
    while queue:
        item = queue.pop()
        for other, link in neighbours(item).items():
            if link >= strength and other not in reached:
                reached[other] = None
                queue.append(other)
        yield item


def _reach_unsettled(
    seed: T, neighbours: Neighbours[T], strength: int, before: Mapping[T, int], level: int
) -> dict[T, None]:
    """What hangs together here at a level that no longer holds, and was found at it before."""
    reached: dict[T, None] = {seed: None}
    queue = [seed]
    while queue:
        for other, link in neighbours(queue.pop()).items():
            if link >= strength and other not in reached and before.get(other, 0) <= level:
                reached[other] = None
                queue.append(other)
    return reached


def cut_pieces(links: Mapping[tuple[int, int], int], count: int, crowding: Crowding) -> list[Piece[int]]:
    """All pieces of the items 0 to `count`, by their links and strengths; each in order."""
    near: list[dict[int, int]] = [{} for _ in range(count)]
    for (one, other), strength in links.items():
        near[one][other] = near[other][one] = strength
    found = find_pieces(range(count), near.__getitem__, crowding, levels=_Nowhere())
    return [Piece(tuple(sorted(p.items)), p.level) for p in found]


class _Nowhere(dict[int, int]):
    """Levels of items that all are looked at anyway."""

    def get(self, key: object, default: object = None) -> int:
        """Beyond all levels."""
        return 1 << 30
