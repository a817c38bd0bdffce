"""Patterns of words with slots, as the date tables write them: `the? {day} of? {month} {year}`.

An item is `a|b` (one of these words), `{slot}`, each with `?` where it may be missing and `+` where it must touch the
word before it. There is no repetition, so a match costs no more than the pattern is long.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from communique.language.lexemes import Lexeme, low_at, touches

Value = int | float | str
# Reads a slot at a lexeme: its value and where it ends.
Slot = Callable[[Sequence[Lexeme], int], tuple[Value, int] | None]


@dataclass(frozen=True, slots=True)
class Item:
    """One place of a pattern: words or a slot."""

    words: frozenset[str]
    slot: str | None
    optional: bool
    touching: bool


@dataclass(frozen=True, slots=True)
class Match:
    """What a pattern covers: lexemes up to `end`, and the values of its slots."""

    end: int
    values: Mapping[str, Value]

    def number(self, slot: str) -> int | None:
        """Value of a slot that holds a whole number; None where the slot is missing."""
        value = self.values.get(slot)
        return None if value is None else int(value)

    def word(self, slot: str) -> str | None:
        """Value of a slot that holds a word; None where the slot is missing."""
        value = self.values.get(slot)
        return None if value is None else str(value)


def compile_pattern(pattern: str) -> tuple[Item, ...]:
    """Read a pattern from its spelling in a table."""
    return tuple(_compile_item(part) for part in pattern.split())


def _compile_item(part: str) -> Item:
    touching = part.startswith("+") and len(part) > 1
    optional = part.endswith("?") and len(part) > 1
    body = part[touching : len(part) - optional]
    words = frozenset(w for w in body.split("|") if not w.startswith("{"))
    slots = [w[1:-1] for w in body.split("|") if w.startswith("{")]
    if len(slots) > 1:
        raise ValueError(f"two slots in one place: {part!r}")
    return Item(words, slots[0] if slots else None, optional, touching)


def match_pattern(
    pattern: Sequence[Item], lexemes: Sequence[Lexeme], i: int, *, slots: Mapping[str, Slot]
) -> Match | None:
    """The longest reading of a pattern that begins at lexeme `i`."""
    # An optional comma or full stop at the end belongs to the sentence ("on 19 June.").
    ends = (m for m in _ends(pattern, lexemes, (i, i), slots=slots) if low_at(lexemes, m.end - 1) not in (",", "."))
    best = max(ends, key=lambda m: m.end, default=None)
    return best if best is not None and best.end > i else None


def _ends(
    pattern: Sequence[Item], lexemes: Sequence[Lexeme], at: tuple[int, int], *, slots: Mapping[str, Slot]
) -> Iterator[Match]:
    first, i = at
    if not pattern:
        yield Match(i, {})
        return
    item, rest = pattern[0], pattern[1:]
    if item.optional:
        yield from _ends(rest, lexemes, at, slots=slots)
    if i >= len(lexemes) or (item.touching and i > first and not touches(lexemes, i - 1)):
        return
    if low_at(lexemes, i) in item.words:
        yield from _ends(rest, lexemes, (first, i + 1), slots=slots)
    if item.slot is None:
        return
    found = slots[item.slot.rstrip("0123456789")](lexemes, i)
    if found is not None:
        value, end = found
        for match in _ends(rest, lexemes, (first, end), slots=slots):
            yield Match(match.end, {item.slot: value, **match.values})
