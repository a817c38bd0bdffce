"""Dates known to the day, month or year: compared as the intervals that they are, and said in words."""

from __future__ import annotations

import calendar
import re
from datetime import date

from communique.records import PartialDate

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?:T.{0,40})?")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def read_parts(value: PartialDate | str | None) -> tuple[int, int | None, int | None] | None:
    """Year, month and day of an ISO date; None where it is not one (`2024-13`)."""
    match = _ISO.fullmatch(value or "")
    if match is None:
        return None
    year, month, day = (int(g) if g else None for g in match.groups())
    if year is None or year < 1 or not (month is None or 1 <= month <= 12):
        return None
    if month is not None and day is not None and not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return year, month, day


def first_day(value: PartialDate | str | None) -> date | None:
    """First day of the period named: `2014` begins on 1 January 2014."""
    parts = read_parts(value)
    return date(parts[0], parts[1] or 1, parts[2] or 1) if parts else None


def last_day(value: PartialDate | str | None) -> date | None:
    """Last day of the period named: `2014-02` ends on 28 February 2014."""
    parts = read_parts(value)
    if parts is None:
        return None
    year, month = parts[0], parts[1] or 12
    return date(year, month, parts[2] or calendar.monthrange(year, month)[1])


def say_date(value: PartialDate | str | None, *, short: bool = False) -> str:
    """A date in words with the precision that it has: `19 February 2024`, `Feb 2024`, `2014`."""
    parts = read_parts(value)
    if parts is None:
        return "undated"
    year, month, day = parts
    if month is None:
        return str(year)
    name = _MONTHS[month - 1][:3] if short else _MONTHS[month - 1]
    return f"{name} {year}" if day is None else f"{day} {name} {year}"


def is_within(value: PartialDate | None, *, since: PartialDate | None, until: PartialDate | None) -> bool:
    """Whether a date may lie in a term; a date known only to the year may if any of its days does."""
    first, last = first_day(value), last_day(value)
    if first is None or last is None:
        return since is None and until is None
    begin, end = first_day(since), last_day(until)
    return (begin is None or last >= begin) and (end is None or first <= end)
