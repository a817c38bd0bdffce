"""Dates known to the year, month, day or minute, compared as the intervals that they are."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date

from communique.records import PartialDate


@dataclass(frozen=True, slots=True)
class Days:
    """The days from `first` to `last`, both included: "2024-02" is 1 to 29 February 2024."""

    first: date
    last: date

    def overlaps(self, other: Days, *, slack_days: int = 0) -> bool:
        """Whether the two share a day, or lie no more than `slack_days` apart."""
        return self.first <= shift_day(other.last, slack_days) and other.first <= shift_day(self.last, slack_days)

    def days_from(self, other: Days) -> int:
        """How many days the two lie apart; none or fewer where they share one."""
        return max(other.first.toordinal() - self.last.toordinal(), self.first.toordinal() - other.last.toordinal())

    @property
    def is_one_day(self) -> bool:
        """Whether the day is known."""
        return self.first == self.last

    def span(self, other: Days) -> Days:
        """From the earlier first to the later last day."""
        return Days(min(self.first, other.first), max(self.last, other.last))


def read_days(value: PartialDate | str | None) -> Days | None:
    """The days that a date with its precision may mean, or None where it is no date."""
    if not value:
        return None
    numbers = value[:10].split("-")
    try:
        year, month, day = (int(n) for n in (*numbers, "0", "0")[:3])
        first = date(year, month or 1, day or 1)
        last_month = month or 12
        last_day = day or calendar.monthrange(year, last_month)[1]
        return Days(first, date(year, last_month, last_day))
    except ValueError:
        return None


def read_window(start: PartialDate | None, end: PartialDate | None) -> Days | None:
    """The days from `start` to `end`; an open side is bounded by the other."""
    first, last = read_days(start), read_days(end)
    if first is None or last is None:
        return first or last
    return first.span(last)


def earliest(dates: list[PartialDate]) -> PartialDate | None:
    """The date that begins first; of two that begin together the more exact one."""
    known = [(days.first, -len(d), d) for d in dates if (days := read_days(d))]
    return min(known)[2] if known else None


def latest(dates: list[PartialDate]) -> PartialDate | None:
    """The date that ends last; of two that end together the more exact one."""
    known = [(days.last, len(d), d) for d in dates if (days := read_days(d))]
    return max(known)[2] if known else None


def shift_day(day: date, days: int) -> date:
    """A day moved on or back, no further than the calendar reaches ("9999" is a year like others)."""
    return date.fromordinal(min(max(day.toordinal() + days, date.min.toordinal()), date.max.toordinal()))
