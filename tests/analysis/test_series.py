from __future__ import annotations

from itertools import pairwise

import pytest

from communique.analysis.dossier import assemble_dossier
from factories_dossier import make_many, make_records

PAIR = ("BRA", "GHA")


@pytest.mark.parametrize(("years", "unit"), [(2, "month"), (6, "quarter"), (30, "year")])
def test_the_unit_follows_the_span(years: int, unit: str) -> None:
    series = assemble_dossier(make_many(90, years=years), pair=PAIR).series
    assert series.unit == unit or series.earlier
    assert len(series.periods) <= 48


def test_bars_and_scores_count_every_dated_happening_once() -> None:
    dossier = assemble_dossier(make_many(120), pair=PAIR)
    bars = sum(b.cooperation + b.conflict for p in dossier.series.periods for b in p.bins)
    dots = sum(p.count for p in dossier.series.periods)
    assert bars == dots == dossier.headline.happenings == 120


def test_one_old_happening_does_not_press_the_rest_together() -> None:
    series = assemble_dossier(make_records(), pair=PAIR).series
    assert series.unit == "month"
    assert series.earlier == 1
    assert series.undated == 1
    assert series.periods[0].first == "2023-03-01"


def test_periods_follow_each_other_without_gap() -> None:
    periods = assemble_dossier(make_many(60), pair=PAIR).series.periods
    assert all(a.last < b.first for a, b in pairwise(periods))
    assert periods[0].label == "Q1 2018"
