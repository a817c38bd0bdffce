"""Units, currencies and comparisons of a language, loaded from `locales/<code>/units.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from communique.language.lexemes import Lexeme, low_at
from communique.records import Op


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases with what they stand for, found forward from a lexeme or backward before it; the longest wins."""

    meanings: Mapping[tuple[str, ...], str]
    longest: int

    def after(self, lexemes: Sequence[Lexeme], i: int) -> tuple[str, int] | None:
        """Meaning of the phrase that begins at `i`, and where it ends."""
        for size in range(self.longest, 0, -1):
            meaning = self.meanings.get(tuple(low_at(lexemes, i + k) for k in range(size)))
            if meaning is not None:
                return meaning, i + size
        return None

    def before(self, lexemes: Sequence[Lexeme], i: int) -> tuple[str, int] | None:
        """Meaning of the phrase that ends before `i`, and where it begins."""
        for size in range(self.longest, 0, -1):
            meaning = self.meanings.get(tuple(low_at(lexemes, i - size + k) for k in range(size)))
            if meaning is not None:
                return meaning, i - size
        return None


@dataclass(frozen=True, slots=True)
class UnitWords:
    """All that the unit table of a language says."""

    units: Phrases
    percents: Phrases
    durations: Phrases
    currencies: Phrases
    signs: Phrases
    comparisons: Phrases
    comparisons_after: Phrases
    rank_marks: Phrases
    rank_verbs: frozenset[str]
    rank_nouns: frozenset[str]
    superlatives: frozenset[str]
    top: frozenset[str]
    labels: frozenset[str]
    definite: frozenset[str]
    clock: frozenset[str]
    ages: frozenset[str]
    age_units: frozenset[str]
    quarrels: frozenset[str]


@cache
def unit_words(language: str = "en") -> UnitWords:
    """Load the unit table of a language."""
    table = tomllib.loads((files("communique.locales") / language / "units.toml").read_text("utf-8"))
    rank, skip = table["rank"], table["skip"]
    return UnitWords(
        units=_phrases(table["unit"]),
        percents=_phrases(table["percent"]),
        durations=_phrases(table["duration"]),
        currencies=_phrases(table["currency"]),
        signs=_phrases(table["currency_sign"]),
        comparisons=_phrases(table["comparison"]),
        comparisons_after=_phrases(table["comparison_after"]),
        rank_marks=_phrases({"rank": rank["before"]}),
        rank_verbs=frozenset(rank["verbs"]),
        rank_nouns=frozenset(rank["after"]),
        superlatives=frozenset(rank["superlatives"]),
        top=frozenset(rank["top"]),
        labels=frozenset(skip["labels"]),
        definite=frozenset(skip["definite"]),
        clock=frozenset(skip["nouns"]),
        ages=frozenset(skip["ages"]),
        age_units=frozenset(skip["age_units"]),
        quarrels=frozenset(skip["quarrels"]),
    )


def as_op(meaning: str) -> Op:
    """A comparison of the table as the records write it."""
    ops: Mapping[str, Op] = {"=": "=", ">": ">", ">=": ">=", "<": "<", "<=": "<=", "~": "~"}
    return ops[meaning]


def _phrases(table: Mapping[str, Sequence[str]]) -> Phrases:
    meanings = {tuple(phrase.split()): name for name, phrases in table.items() for phrase in phrases}
    return Phrases(meanings, max(len(m) for m in meanings))
