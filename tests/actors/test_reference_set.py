"""The share of marked expressions that are resolved rightly, in all and by kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from benchmarks.references import SETS, measure, shares

if TYPE_CHECKING:
    from spacy.language import Language

# Just under what was measured, by set and kind.
FLOORS = {
    ("texts", "all"): 0.94,
    ("texts", "pronoun"): 0.91,
    ("texts", "surname"): 0.99,
    ("texts", "title"): 0.93,
    ("texts", "role"): 0.99,
    ("texts", "description"): 0.95,
    ("texts", "group"): 0.94,
    ("texts", "capital"): 0.93,
    ("inferred", "all"): 0.92,
    ("later", "all"): 0.85,
    # Of these none was looked at when the rules were made.
    ("last", "all"): 0.82,
}


@pytest.fixture(scope="module")
def measured(nlp: Language) -> dict[str, dict[str, tuple[int, int]]]:
    cases = measure(nlp)
    return {name: shares([c for c in cases if c.of == name]) for name in SETS}


def test_the_sets_are_large(measured: dict[str, dict[str, tuple[int, int]]]) -> None:
    assert measured["texts"]["all"][1] >= 200
    assert sum(measured[name]["all"][1] for name in SETS[1:]) >= 190


@pytest.mark.parametrize(("name", "kind", "floor"), [(*key, floor) for key, floor in FLOORS.items()])
def test_the_share_right_does_not_sink(
    measured: dict[str, dict[str, tuple[int, int]]], name: str, kind: str, floor: float
) -> None:
    right, total = measured[name][kind]
    assert right / total >= floor
