"""Arithmetic on dates of which only the year or the month may be known.

A partial date is the interval that its precision leaves open: "2024-02" is all of February. Functions that need more
than a date tells give None.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from enum import StrEnum

from communique.records import PartialDate

FIRST_YEAR, LAST_YEAR = 1000, 2999


class Unit(StrEnum):
    """Lengths of time that a calendar counts, from short to long."""

    DAY = "day"
    WEEK = "week"
    WEEKEND = "weekend"
    MONTH = "month"
    QUARTER = "quarter"
    SEASON = "season"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"


# How many months a unit holds, for those that are counted in months.
_MONTHS = {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.YEAR: 12, Unit.SEASON: 12, Unit.DECADE: 120, Unit.CENTURY: 1200}
_DAYS = {Unit.DAY: 1, Unit.WEEK: 7, Unit.WEEKEND: 7}


def partial(year: int, month: int | None = None, day: int | None = None) -> PartialDate | None:
    """Write a date with the precision given; None for days that no calendar has ("30 February")."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    if month is None:
        return PartialDate(f"{year:04d}")
    if not 1 <= month <= 12:
        return None
    if day is None:
        return PartialDate(f"{year:04d}-{month:02d}")
    if not 1 <= day <= monthrange(year, month)[1]:
        return None
    return PartialDate(f"{year:04d}-{month:02d}-{day:02d}")


def day_of(when: PartialDate | None) -> date | None:
    """The day, where the date is known to the day."""
    if when is None or len(when) < 10:
        return None
    return date.fromisoformat(when[:10])


def first_day(when: PartialDate) -> date:
    """First day of the interval that a partial date is."""
    year, month, day = _numbers(when)
    return date(year, month or 1, day or 1)


def last_day(when: PartialDate) -> date:
    """Last day of the interval that a partial date is."""
    year, month, day = _numbers(when)
    month = month or 12
    return date(year, month, day or monthrange(year, month)[1])


def coarsen(when: PartialDate | None, unit: Unit) -> PartialDate | None:
    """Keep no more than the precision of `unit`; None where the date is coarser than that."""
    if when is None:
        return None
    length = 10 if unit in _DAYS else 7 if unit in (Unit.MONTH, Unit.QUARTER) else 4
    return PartialDate(when[:length]) if len(when) >= length else None


def shift(when: PartialDate | None, count: int, unit: Unit) -> PartialDate | None:
    """Count units forward (or back) from a date; the result has the precision of the unit.

    "two days ago" is a day, "three months ago" a month, "six decades ago" a year.
    """
    start = coarsen(when, unit)
    if start is None:
        return None
    if unit in _DAYS:
        return _add_days(start, count * _DAYS[unit])
    year, month, _ = _numbers(start)
    total = year * 12 + (month or 1) - 1 + count * _MONTHS[unit]
    return partial(total // 12, total % 12 + 1 if month else None)


def shift_day(when: PartialDate | None, count: int, unit: Unit) -> PartialDate | None:
    """Count units from a day and keep the day: two months after 2023-12-31 is 2024-02-29."""
    day = day_of(when)
    if day is None:
        return None
    if unit in _DAYS:
        return _add_days(PartialDate(day.isoformat()), count * _DAYS[unit])
    total = day.year * 12 + day.month - 1 + count * _MONTHS[unit]
    year, month = total // 12, total % 12 + 1
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    return partial(year, month, min(day.day, monthrange(year, month)[1]))


def weekday_from(when: PartialDate | None, weekday: int, *, future: bool, strict: bool = False) -> PartialDate | None:
    """The last such weekday up to a day, or the next one from it; `strict` leaves the day itself out."""
    day = day_of(when)
    if day is None:
        return None
    away = (weekday - day.weekday()) % 7 if future else -((day.weekday() - weekday) % 7)
    if strict and away == 0:
        away = 7 if future else -7
    return _add_days(PartialDate(day.isoformat()), away)


def week_of(when: PartialDate | None, *, weeks: int = 0) -> tuple[PartialDate, PartialDate] | None:
    """Monday and Sunday of the week of a day, or of one some weeks away."""
    day = day_of(when)
    if day is None:
        return None
    monday = _add_days(PartialDate((day - timedelta(days=day.weekday())).isoformat()), 7 * weeks)
    sunday = None if monday is None else _add_days(monday, 6)
    return None if monday is None or sunday is None else (monday, sunday)


def day_before(when: PartialDate) -> PartialDate | None:
    """The day before a partial date begins."""
    return _add_days(PartialDate(first_day(when).isoformat()), -1)


def is_after(left: PartialDate, right: PartialDate) -> bool:
    """Whether `left` lies wholly after the end of `right`."""
    return first_day(left) > last_day(right)


def _numbers(when: PartialDate) -> tuple[int, int, int]:
    """Year, month and day of a partial date, 0 for what it leaves open."""
    parts = [int(p) for p in when[:10].split("-")]
    return parts[0], parts[1] if len(parts) > 1 else 0, parts[2] if len(parts) > 2 else 0


def _add_days(when: PartialDate, count: int) -> PartialDate | None:
    day = day_of(when)
    if day is None or abs(count) > 400_000:
        return None
    try:
        moved = day + timedelta(days=count)
    except OverflowError:
        return None
    return PartialDate(moved.isoformat()) if FIRST_YEAR <= moved.year <= LAST_YEAR else None
