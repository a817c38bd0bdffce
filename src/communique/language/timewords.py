"""The words of time of a language, loaded from `locales/<code>/dates.toml` and made ready for matching."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

from communique.errors import ConfigError
from communique.language.calendar import FIRST_YEAR
from communique.language.lexemes import Lexeme, Sort, low_at, touches
from communique.language.numbers import number_starters, number_words, read_number, read_ordinal
from communique.language.patterns import Item, Slot, Value, compile_pattern

V = TypeVar("V")
# Slots that read numbers, in digits or words; all others read the words of a table.
NUMBER_SLOTS = ("day", "year", "nn", "number", "ordinal")
# Years that news tells of; 1701 is a resolution and 2231 another.
OLDEST_YEAR, NEWEST_YEAR = 1700, 2130


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern and the name of the function that reads its matches."""

    reading: str
    pattern: tuple[Item, ...]
    first_words: frozenset[str]
    first_slots: frozenset[str]


@dataclass(frozen=True, slots=True)
class TimeWords:
    """All that the date table of a language says."""

    rules: tuple[Rule, ...]
    connectors: tuple[tuple[tuple[str, ...], str], ...]
    range_open: frozenset[str]
    range_join: frozenset[str]
    before_month: frozenset[str]
    before_now: frozenset[str]
    before_season: frozenset[str]
    before_year: frozenset[str]
    labels: frozenset[str]
    future_words: frozenset[str]
    future_verbs: frozenset[str]
    fixtures: frozenset[str]
    future_auxiliaries: frozenset[str]
    past_auxiliaries: frozenset[str]
    slots: Mapping[str, Slot]
    rules_at: Mapping[str, tuple[int, ...]]
    rules_at_slot: Mapping[str, tuple[int, ...]]
    slots_at: Mapping[str, tuple[str, ...]]
    starters: frozenset[str]
    anchors: frozenset[str]
    connectors_at: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]


@cache
def time_words(language: str = "en") -> TimeWords:
    """Load and compile the date table of a language."""
    table = tomllib.loads((files("communique.locales") / language / "dates.toml").read_text("utf-8"))
    slots = _make_slots(table["words"])
    rules = tuple(_make_rule(r["reading"], p, slots) for r in table["rule"] for p in r["patterns"])
    connectors = [(tuple(w.split()), kind) for kind, ws in table["connectors"].items() for w in ws]
    return TimeWords(
        rules=rules,
        connectors=tuple(sorted(connectors, key=lambda c: -len(c[0]))),
        range_open=frozenset(table["between"]["open"]),
        range_join=frozenset(table["between"]["join"]),
        before_month=frozenset(table["before"]["month"]),
        before_now=frozenset(table["before"]["now"]),
        before_season=frozenset(table["before"]["season"]),
        before_year=frozenset(table["before"]["year"]),
        labels=frozenset(table["before"]["label"]),
        future_words=frozenset(table["future"]["words"]),
        future_verbs=frozenset(table["future"]["verbs"]),
        fixtures=frozenset(table["future"]["fixtures"]),
        future_auxiliaries=frozenset(table["future"]["auxiliaries"]),
        past_auxiliaries=frozenset(table["future"]["past_auxiliaries"]),
        slots=slots,
        rules_at=_index((w, k) for k, rule in enumerate(rules) for w in rule.first_words),
        rules_at_slot=_index((w, k) for k, rule in enumerate(rules) for w in rule.first_slots),
        slots_at=_slots_at(table["words"]),
        starters=_starters(table, rules),
        anchors=_anchors(table, rules),
        connectors_at=_by_first(sorted(connectors, key=lambda c: -len(c[0]))),
    )


def _index(pairs: Iterable[tuple[str, V]]) -> dict[str, tuple[V, ...]]:
    found: dict[str, list[V]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return {key: tuple(dict.fromkeys(values)) for key, values in found.items()}


def _slots_at(tables: Mapping[str, Mapping[str, Value]]) -> dict[str, tuple[str, ...]]:
    """Which table slots may read something at a word, so that the others need not be asked."""
    pairs = [(_pieces(phrase)[0], name) for name, entries in tables.items() for phrase in entries]
    months = [(_pieces(phrase)[0], "month_any") for name in ("month", "month_short") for phrase in tables[name]]
    return _index([*pairs, *months])


def _by_first(connectors: Sequence[tuple[tuple[str, ...], str]]) -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    firsts = {words[0] for words, _ in connectors}
    return {first: tuple(c for c in connectors if c[0][0] == first) for first in firsts}


def _anchors(table: Mapping[str, Any], rules: Sequence[Rule]) -> frozenset[str]:
    """Words that make a time: those of the patterns and tables that are no mere function words."""
    in_slots = (piece for entries in table["words"].values() for phrase in entries for piece in _pieces(phrase))
    in_rules = (w for rule in rules for item in rule.pattern for w in item.words)
    return (frozenset((*in_slots, *in_rules)) | number_starters()) - frozenset(table["function_words"]["words"])


def _starters(table: Mapping[str, Any], rules: Sequence[Rule]) -> frozenset[str]:
    """Words that a time can begin with; most words of a text are none, and no rule need be tried at them."""
    in_slots = (_pieces(phrase)[0] for entries in table["words"].values() for phrase in entries)
    openers = (w.split()[0] for ws in table["connectors"].values() for w in ws)
    in_rules = (w for rule in rules for w in rule.first_words)
    return frozenset((*in_slots, *openers, *in_rules, *table["between"]["open"])) | number_starters()


def _make_rule(reading: str, spelling: str, slots: Mapping[str, Slot]) -> Rule:
    """Compile a rule and note what it can begin with, so that most rules need not be tried at most words."""
    pattern = compile_pattern(spelling)
    unknown = [item.slot for item in pattern if item.slot and item.slot.rstrip("0123456789") not in slots]
    if unknown:
        raise ConfigError(f"date pattern {spelling!r}: no slot {unknown[0]!r}")
    required = next((k for k, item in enumerate(pattern) if not item.optional), len(pattern) - 1)
    heads = pattern[: required + 1]
    return Rule(
        reading,
        pattern,
        first_words=frozenset(w for item in heads for w in item.words),
        first_slots=frozenset(item.slot.rstrip("0123456789") for item in heads if item.slot),
    )


def _make_slots(words: Mapping[str, Mapping[str, Value]]) -> dict[str, Slot]:
    slots = {name: _table_slot(entries) for name, entries in words.items()}
    # "may" and "march" are verbs too, so months want their capital; beside a day or year some do without.
    for name in ("month", "month_short", "weekday_short"):
        slots[name] = _capitalised(_table_slot(words[name]))
    slots["month_any"] = _capitalised(_table_slot({**words["month"], **words["month_short"]}), but=words["lower_case"])
    return {**slots, "day": _day, "year": _year, "nn": _two_digits, "number": _number, "ordinal": _ordinal}


def _table_slot(entries: Mapping[str, Value]) -> Slot:
    """A slot that reads the words of a table; the longest entry wins ("well over" before "over")."""
    by_first: dict[str, list[tuple[list[str], Value]]] = {}
    for phrase, value in entries.items():
        pieces = _pieces(phrase)
        by_first.setdefault(pieces[0], []).append((pieces, value))
    for readings in by_first.values():
        readings.sort(key=lambda r: -len(r[0]))

    def read(lexemes: Sequence[Lexeme], i: int) -> tuple[Value, int] | None:
        for pieces, value in by_first.get(low_at(lexemes, i), ()):
            if all(low_at(lexemes, i + k) == piece for k, piece in enumerate(pieces)):
                return value, i + len(pieces)
        return None

    return read


def _pieces(phrase: str) -> list[str]:
    """Cut a phrase as `split_lexemes` cuts a text: "new year's" is four pieces."""
    for mark in ("'", "’"):
        phrase = phrase.replace(mark, f" {mark} ")
    return phrase.split()


def _capitalised(slot: Slot, *, but: Mapping[str, Value] | None = None) -> Slot:
    def read(lexemes: Sequence[Lexeme], i: int) -> tuple[Value, int] | None:
        capital = i < len(lexemes) and lexemes[i].text[:1].isupper()
        return slot(lexemes, i) if capital or low_at(lexemes, i) in (but or {}) else None

    return read


def _digits(lexemes: Sequence[Lexeme], i: int) -> int | None:
    if not 0 <= i < len(lexemes) or lexemes[i].sort is not Sort.NUMBER:
        return None
    text = lexemes[i].text
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else None


def _day(lexemes: Sequence[Lexeme], i: int) -> tuple[Value, int] | None:
    ordinal = read_ordinal(lexemes, i)
    if ordinal is not None:
        return ordinal if 1 <= ordinal[0] <= 31 else None
    value = _digits(lexemes, i)
    # "May 15,000 people": the lexeme holds its comma, so it is no day.
    return (value, i + 1) if value is not None and 1 <= value <= 31 else None


def _year(lexemes: Sequence[Lexeme], i: int) -> tuple[Value, int] | None:
    value = _digits(lexemes, i)
    if value is None or not max(OLDEST_YEAR, FIRST_YEAR) <= value <= NEWEST_YEAR:
        return None
    return value, i + 1


def _two_digits(lexemes: Sequence[Lexeme], i: int) -> tuple[Value, int] | None:
    value = _digits(lexemes, i)
    return (value, i + 1) if value is not None and len(lexemes[i].text) <= 2 else None


def _ordinal(lexemes: Sequence[Lexeme], i: int) -> tuple[Value, int] | None:
    return read_ordinal(lexemes, i)


def _number(lexemes: Sequence[Lexeme], i: int) -> tuple[Value, int] | None:
    """A number of units; "a" and "an" are one. Shares ("half a year") and years ("in 2014 days") are none."""
    found = read_number(lexemes, i)
    if found is not None:
        if found.share or found.op != "=" or _year(lexemes, i) is not None:
            return None
        end = found.end
        # "a two-year" and "10-day": the hyphen belongs to the measure.
        if low_at(lexemes, end) == "-" and touches(lexemes, end - 1):
            return None
        return found.value, end
    low = low_at(lexemes, i)
    if low in number_words().articles:
        after = low_at(lexemes, i + 1), low_at(lexemes, i + 2)
        return (2, i + 3) if after == ("couple", "of") else (1, i + 1)
    return None
