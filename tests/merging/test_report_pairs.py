"""Judged pairs of reports go through reading, coding and merging; floors lie a little under docs/accuracy.md."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from benchmarks.happenings import HALVES, Outcome, in_half, load_pairs, measure, score, summary

Measured = tuple[tuple[Outcome, ...], tuple[Outcome, ...]]

FLOORS: Mapping[str, float] = {
    "precision": 0.97,
    "recall": 0.81,
    "recall_coded": 0.9,
    "disagreements": 0.9,
    "related": 0.9,
}


@pytest.fixture(scope="module")
def measured() -> Measured:
    return measure()


def halves(outcomes: Sequence[Outcome]) -> Mapping[str, list[Outcome]]:
    return {half: [o for o in outcomes if in_half(o.pair, half)] for half in HALVES}


def test_the_pairs_are_many_and_of_both_kinds() -> None:
    pairs = load_pairs()
    assert [p.id for p in pairs] == list(range(1, len(pairs) + 1))
    for half in HALVES[1:]:
        of_half = [p for p in pairs if in_half(p, half)]
        assert min(sum(p.same for p in of_half), sum(not p.same for p in of_half)) >= 45
    assert len({report.article.id for p in pairs for report in p.reports}) >= 1.5 * len(pairs)
    assert all(report.marks for p in pairs for report in p.reports)


@pytest.mark.parametrize("figure", FLOORS)
def test_a_figure_of_the_pairs_keeps_its_floor(measured: Measured, figure: str) -> None:
    assert summary(*measured)[figure] >= FLOORS[figure]  # type: ignore[operator]


@pytest.mark.parametrize(("half", "precision", "recall"), [(HALVES[1], 0.97, 0.86), (HALVES[2], 0.95, 0.74)])
def test_each_half_keeps_its_floors(measured: Measured, half: str, precision: float, recall: float) -> None:
    found = score(halves(measured[0])[half])
    assert found.precision >= precision
    assert found.recall >= recall


def test_other_pairs_in_the_store_change_little(measured: Measured) -> None:
    alone, together = (score(outcomes) for outcomes in measured)
    assert together.precision >= 0.96
    assert abs(together.joined_right - alone.joined_right) <= 3


def test_sources_are_counted_as_people_would(measured: Measured) -> None:
    joined = [o for o in measured[0] if o.pair.same and o.joined]
    assert all(o.joined is not None and o.joined.independent_sources == o.pair.sources for o in joined)


def test_a_joined_pair_says_why_and_where_it_differs(measured: Measured) -> None:
    joined = [o.joined for o in measured[0] if o.pair.same and o.joined]
    assert all(happening.why for happening in joined)
    assert all(value.evidence for h in joined for d in h.disagreements for value in d.values)
