"""Readings of calendar dates and of days, weeks, months and years counted from the day of the article."""

from __future__ import annotations

from datetime import date, timedelta

from communique.language.calendar import (
    Unit,
    coarsen,
    first_day,
    is_after,
    last_day,
    partial,
    shift,
    shift_day,
    week_of,
    weekday_from,
)
from communique.language.found import Found, Reading, Reference, interval, place_in_year, point
from communique.language.patterns import Match
from communique.language.tense import Tense
from communique.records import PartialDate


def _month_day(month: str | None) -> tuple[int, int] | None:
    if not month:
        return None
    number, _, day = month.partition("-")
    return int(number), int(day)


def read_date(match: Match, ref: Reference) -> Found | None:
    """19 February 2024; February 19; 2024-02-19."""
    month = match.number("month_any") or match.number("nn")
    day = match.number("day") or match.number("nn2")
    if month is None or day is None:
        return None
    year = match.number("year")
    if year is None:
        return _found_day(place_in_year(ref, month, day), ref, month, day)
    when = partial(year, month, day)
    return None if when is None else point(when)


def _found_day(when: PartialDate | None, ref: Reference, month: int, day: int) -> Found | None:
    # "31 April" is no date even where nothing says which year.
    return None if partial(2000, month, day) is None else point(when, open_year=True)


def read_numeric_date(match: Match, ref: Reference) -> Found | None:
    """15/10/2021; where both numbers could be the month, nothing tells which is."""
    first, second, year = match.number("nn"), match.number("nn2"), match.number("year")
    if first is None or second is None or year is None or (first <= 12 and second <= 12 and first != second):
        return None
    month, day = (second, first) if second <= 12 else (first, second)
    when = partial(year, month, day)
    return None if when is None else point(when)


def read_date_shifted(match: Match, ref: Reference) -> Found | None:
    """June of last year; 4 March this year."""
    year = shift(ref.published, match.number("shift") or 0, Unit.YEAR)
    month = match.number("month_any") or match.number("month")
    if month is None:
        return None
    return point(None if year is None else partial(int(year), month, match.number("day")))


def read_date_that_year(match: Match, ref: Reference) -> Found | None:
    """February of that year."""
    year = coarsen(ref.anchor, Unit.YEAR)
    month = match.number("month_any") or match.number("month")
    if month is None:
        return None
    return point(None if year is None else partial(int(year), month, match.number("day")))


def read_day_range(match: Match, ref: Reference) -> Found | None:
    """February 19-21; 3 to 5 May 2022."""
    month, day, day2 = match.number("month_any"), match.number("day"), match.number("day2")
    if month is None or day is None or day2 is None or day2 <= day or partial(2000, month, day2) is None:
        return None
    year = match.number("year")
    start = partial(year, month, day) if year else place_in_year(ref, month, day)
    return interval(start, None if start is None else partial(int(start[:4]), month, day2))


def read_month(match: Match, ref: Reference) -> Found | None:
    """October 1964; in June."""
    month, year = match.number("month_any") or match.number("month") or match.number("nn"), match.number("year")
    if month is None:
        return None
    if year is None:
        return point(place_in_year(ref, month), open_year=True)
    if match.number("nn") and month > year % 100:
        return None
    when = partial(year, month)
    return None if when is None else point(when)


def read_month_shifted(match: Match, ref: Reference) -> Found | None:
    """Last May: the latest one before the month of the article; next March: the first one after it."""
    month, count, now = match.number("month"), match.number("shift") or 0, coarsen(ref.published, Unit.MONTH)
    if month is None or now is None:
        return point(None)
    year, current = int(now[:4]), int(now[5:7])
    if count < 0:
        year -= month >= current
    elif count > 0:
        year += month <= current
    return point(partial(year, month))


def read_year(match: Match, ref: Reference) -> Found | None:
    """2014."""
    year = match.number("year")
    return None if year is None else point(partial(year))


def read_year_range(match: Match, ref: Reference) -> Found | None:
    """2014-15."""
    year, short = match.number("year"), match.number("nn")
    if year is None or short is None or short <= year % 100 or short < 10:
        return None
    return interval(partial(year), partial(year - year % 100 + short))


def read_decade(match: Match, ref: Reference) -> Found | None:
    """The 1990s."""
    year = match.number("year")
    if year is None or year % 10:
        return None
    last = partial(year + (99 if year % 100 == 0 and year < 2000 else 9))
    return interval(partial(year), last, approximate="edge" in match.values)


def read_century(match: Match, ref: Reference) -> Found | None:
    """The 19th century."""
    century = match.number("ordinal") or 0
    first = partial(100 * (century - 1))
    return None if first is None else interval(first, partial(100 * century - 1))


def _year_meant(match: Match, ref: Reference) -> int | None:
    year = match.number("year")
    if year is not None:
        return year
    shifted = shift(ref.published, match.number("shift") or 0, Unit.YEAR)
    return None if shifted is None else int(shifted)


def read_quarter(match: Match, ref: Reference) -> Found | None:
    """The first quarter of 2022."""
    return _fraction_of_year(match, ref, months=3)


def read_half(match: Match, ref: Reference) -> Found | None:
    """The second half of last year."""
    return _fraction_of_year(match, ref, months=6)


def read_week_of_month(match: Match, ref: Reference) -> Found | None:
    """The first week of March; the last week of June 2020; the week of April 10. Weeks of a month count its days."""
    month = match.number("month") or match.number("month_any")
    which, year, day = match.number("ordinal"), match.number("year"), match.number("day")
    if month is None or (which is not None and not 1 <= which <= 4):
        return None
    if day is not None:
        return interval(*(week_of(place_in_year(ref, month, day)) or (None, None)), approximate=True)
    whole = partial(year, month) if year else place_in_year(ref, month)
    if whole is None:
        return interval(None, None, approximate=True)
    last = last_day(whole) if which is None else first_day(whole) + timedelta(days=7 * which - 1)
    return interval(
        PartialDate((last - timedelta(days=6)).isoformat()), PartialDate(last.isoformat()), approximate=True
    )


def _fraction_of_year(match: Match, ref: Reference, *, months: int) -> Found | None:
    which = match.number("ordinal") or match.number("nn") or 0
    year = _year_meant(match, ref)
    if not 1 <= which <= 12 // months:
        return None
    if year is None:
        return interval(None, None)
    return interval(partial(year, months * (which - 1) + 1), partial(year, months * which))


def read_season(match: Match, ref: Reference) -> Found | None:
    """In the winter of 1975; last summer. A season is kept as its year, since no text says which half of the earth."""
    start, year, count = match.number("season"), match.number("year"), match.number("shift")
    if start is None:
        return None
    if year is not None:
        return point(partial(year), approximate=True)
    if count == 0:
        return point(coarsen(ref.published, Unit.YEAR), approximate=True)
    # Three months later the season is over, so "last summer" said in June is the one before.
    over = (start + 2) % 12 + 1 if count == -1 else start
    tense = Tense.FUTURE if count == 1 or (count is None and ref.future) else Tense.PAST
    placed = place_in_year(Reference(ref.published, tense=tense), over)
    return point(coarsen(placed, Unit.YEAR), approximate=True)


def read_holiday(match: Match, ref: Reference) -> Found | None:
    """Before Christmas; on New Year's Eve 2019."""
    fixed, year, count = _month_day(match.word("holiday")), match.number("year"), match.number("shift")
    if fixed is None:
        return None
    if year is not None:
        return point(partial(year, *fixed))
    if count is not None:
        ref = Reference(ref.published, tense=Tense.FUTURE if count >= 0 else Tense.PAST)
    return point(place_in_year(ref, *fixed), open_year=True)


def read_edge_year(match: Match, ref: Reference) -> Found | None:
    """Early 2024; mid-2019."""
    year = match.number("year")
    return None if year is None else point(partial(year), approximate=True, edge=match.word("edge"))


def read_edge_month(match: Match, ref: Reference) -> Found | None:
    """Late March 2022."""
    month = read_month(match, ref)
    return None if month is None else point(month.first, approximate=True, edge=match.word("edge"))


def read_edge_shift(match: Match, ref: Reference) -> Found | None:
    """Later this month; early next year; earlier in the week."""
    found = unit_found(match, ref)
    return None if found is None else Found(found.kind, found.first, found.last, True, match.word("edge"))


def unit_found(match: Match, ref: Reference, *, away: int | None = None) -> Found | None:
    """The week, month or year that `{shift} {unit}` or "the {unit}" means; `away` stands for a missing `{shift}`."""
    unit = match.word("unit")
    count = match.number("shift") or away or 0
    now = ref.published
    if unit == "week":
        week = week_of(now, weeks=count)
        return interval(*(week or (None, None)), approximate=True)
    if unit == "weekend":
        return _weekend(ref, count, given="shift" in match.values)
    if unit in ("month", "year"):
        return point(shift(now, count, Unit(unit)))
    if unit == "fortnight":
        return interval(shift_day(now, min(14 * count, 0), Unit.DAY), now, approximate=True) if count < 0 else None
    if unit in ("quarter", "decade", "century"):
        return _long_unit(now, count, Unit(unit))
    return None


def _weekend(ref: Reference, count: int, *, given: bool) -> Found:
    future = count > 0 or (count == 0 and (ref.future or given) and not ref.past)
    sunday = weekday_from(ref.published, 6, future=future)
    if (
        count > 0
        and sunday is not None
        and ref.published is not None
        and date.fromisoformat(sunday) <= first_day(ref.published)
    ):
        sunday = shift_day(sunday, 7, Unit.DAY)
    return interval(shift_day(sunday, -1, Unit.DAY), sunday, approximate=True)


def _long_unit(now: PartialDate | None, count: int, unit: Unit) -> Found:
    if unit is Unit.QUARTER:
        month = coarsen(now, Unit.MONTH)
        if month is None:
            return interval(None, None)
        start = partial(int(month[:4]), 3 * ((int(month[5:7]) - 1) // 3) + 1)
        first = shift(start, 3 * count, Unit.MONTH)
        return interval(first, shift(first, 2, Unit.MONTH))
    years = 10 if unit is Unit.DECADE else 100
    if now is None:
        return interval(None, None)
    first_year = int(now[:4]) // years * years + years * count
    return interval(partial(first_year), partial(first_year + years - 1))


def read_relative_unit(match: Match, ref: Reference) -> Found | None:
    """Last month; next week; this year."""
    return unit_found(match, ref)


def _container(match: Match, ref: Reference) -> Found | None:
    """What "the end of …" is the end of."""
    year, month, season = match.number("year"), match.number("month"), match.number("season")
    if month is not None:
        return read_month(match, ref)
    if year is not None:
        return point(partial(year))
    if season is not None:
        return read_season(match, ref)
    return unit_found(match, ref)


def read_edge_end(match: Match, ref: Reference) -> Found | None:
    """The end of the year; the close of 2023; year-end: the last month of a year, the last day of a week."""
    whole = _container(match, ref) if match.values else point(coarsen(ref.published, Unit.YEAR))
    if whole is None or whole.last is None:
        return whole
    last: PartialDate | None = whole.last
    # "The treaty lapsed at the end of the year", told in February, was last December.
    if ref.past and "shift" not in match.values and len(whole.last) == 4:
        ahead = ref.published is not None and is_after(_end_month(whole.last), ref.published)
        last = shift(last, -1, Unit.YEAR) if ahead else last
    return point(None if last is None else _end_month(last), approximate=True)


def _end_month(when: PartialDate) -> PartialDate:
    return PartialDate(f"{when}-12") if len(when) == 4 else when


def read_edge_start(match: Match, ref: Reference) -> Found | None:
    """The beginning of 2023: its first month; of a week: its first day."""
    whole = _container(match, ref)
    if whole is None or whole.first is None:
        return whole
    first = PartialDate(f"{whole.first}-01") if len(whole.first) == 4 else whole.first
    return point(first, approximate=True, edge="start" if len(first) == 7 and len(whole.first) == 7 else None)


def read_edge_middle(match: Match, ref: Reference) -> Found | None:
    """The middle of 2023."""
    whole = _container(match, ref)
    return None if whole is None else Found(whole.kind, whole.first, whole.last, True, "middle")


def days_away(count: int) -> Reading:
    """A day some days from that of the article: yesterday, tomorrow."""

    def read(match: Match, ref: Reference) -> Found | None:
        return point(shift_day(ref.published, count, Unit.DAY))

    return read


def read_weekday(match: Match, ref: Reference) -> Found | None:
    """On Tuesday: the last one up to the day of the article, the next one with a future verb; last Friday."""
    weekday, count = match.number("weekday"), match.number("shift")
    if weekday is None:
        return None
    future = count == 1 or (count == 0 and not ref.past) or (count is None and ref.future)
    return point(weekday_from(ref.published, weekday, future=future, strict=bool(count)))


def read_weekday_of_week(match: Match, ref: Reference) -> Found | None:
    """Tuesday of last week."""
    weekday, week = match.number("weekday"), week_of(ref.published, weeks=match.number("shift") or 0)
    return point(None if week is None else shift_day(week[0], weekday or 0, Unit.DAY))
