"""Happenings over time: how many of cooperation and of conflict in each month, quarter or year, and how they score."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from communique.analysis.dates import first_day
from communique.analysis.dossier_types import Bin, HappeningLine, Period, Series
from communique.analysis.relations import COUNTED, Direction, Side

_DIRECTIONS = (Direction.FORTH, Direction.BACK, Direction.MUTUAL)
_MONTHS_A_UNIT = {"month": 1, "quarter": 3, "year": 12}
# Bars are drawn for up to 36 months, then quarters up to 12 years, then years: never more than 48 on a phone's width.
_MONTHS_DRAWN = 36
_QUARTERS_DRAWN = 48
# One embargo of 1962 must not press the last two years into a corner.
_WINDOW_YEARS = 12
_WINDOW_SHARE = 0.75


def count_over_time(lines: Sequence[HappeningLine]) -> Series:
    """Count the happenings that did happen, by period and direction; the unit follows from how long a time they span.

    A happening known only to the year is counted in the first period of that year where periods are shorter:
    it is drawn at the beginning of what is known.
    """
    counted = [line for line in lines if line.modality in COUNTED and line.direction is not Direction.BESIDE]
    dated = [(day, line) for line in counted if (day := first_day(line.on)) is not None]
    if not dated:
        return Series(unit="month", periods=(), earlier=0, undated=len(counted))
    drawn = _cut_window(dated)
    unit = _choose_unit([day for day, _ in drawn])
    periods = _make_periods([day for day, _ in drawn], unit)
    filled = tuple(
        _fill(begin, end, unit, [line for day, line in drawn if begin <= day <= end]) for begin, end in periods
    )
    return Series(unit=unit, periods=filled, earlier=len(dated) - len(drawn), undated=len(counted) - len(dated))


def _cut_window(dated: list[tuple[date, HappeningLine]]) -> list[tuple[date, HappeningLine]]:
    latest = max(day for day, _ in dated)
    begin = date(max(latest.year - _WINDOW_YEARS + 1, 1), 1, 1)
    recent = [(day, line) for day, line in dated if day >= begin]
    return recent if len(recent) >= _WINDOW_SHARE * len(dated) else dated


def _choose_unit(days: Sequence[date]) -> str:
    months = _month_number(max(days)) - _month_number(min(days)) + 1
    if months <= _MONTHS_DRAWN:
        return "month"
    return "quarter" if months <= 3 * _QUARTERS_DRAWN else "year"


def _make_periods(days: Sequence[date], unit: str) -> list[tuple[date, date]]:
    step = _MONTHS_A_UNIT[unit]
    first = _month_number(min(days)) // step * step
    # A chart of one bar shows no time; the reader sees at least half a year.
    last = max(_month_number(max(days)), first + 5)
    return [(_day(m), _day(m + step) - timedelta(days=1)) for m in range(first, last + 1, step)]


def _fill(begin: date, end: date, unit: str, lines: Iterable[HappeningLine]) -> Period:
    lines = list(lines)
    scores = Counter(line.score for line in lines)
    return Period(
        first=begin.isoformat(),
        last=end.isoformat(),
        label=_label(begin, unit),
        bins=tuple(_bin(direction, lines) for direction in _DIRECTIONS),
        scores=tuple(sorted(scores.items())),
    )


def _bin(direction: Direction, lines: Sequence[HappeningLine]) -> Bin:
    quads = Counter((line.side, line.verbal) for line in lines if line.direction is direction)
    return Bin(
        direction=direction,
        verbal_cooperation=quads[Side.COOPERATION, True],
        material_cooperation=quads[Side.COOPERATION, False],
        verbal_conflict=quads[Side.CONFLICT, True],
        material_conflict=quads[Side.CONFLICT, False],
    )


def _label(begin: date, unit: str) -> str:
    if unit == "year":
        return str(begin.year)
    return f"Q{(begin.month + 2) // 3} {begin.year}" if unit == "quarter" else f"{begin:%b %Y}"


def _month_number(day: date) -> int:
    return day.year * 12 + day.month - 1


def _day(month_number: int) -> date:
    return date(month_number // 12, month_number % 12 + 1, 1)
