"""Printed dates of publication: `3 May 2022`, `Oct. 5, 2021`, `11.02.2019, 08:40`, `5 de enero de 2023`.

Dates inside the sentences of a story are the business of `language`; these are the dates of heads and credits.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from communique.reading.words import key_of, load_words
from communique.records import PartialDate, Precision

ISO = re.compile(r"(?<![\d/.-])(\d{4})-(\d{1,2})-(\d{1,2})(?![\d-])")
YEAR_FIRST = re.compile(r"(?<![\d/.-])(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?![\d/.]\d)")
CHINESE = re.compile(r"(\d{4})\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日")
NUMBERS = re.compile(r"(?<![\d/.:-])(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?![\d/-])")
# `03May2021`, `3-May-21`: the month between the figures.
GLUED_MONTH = re.compile(r"(?<![\w/.-])(\d{1,2})-?([A-Z][A-Za-z]{2})-?(\d{4}|\d{2})(?![\w-])")
# `20210503` and `3. 5. 2021`, as file names and Central Europe write it.
PACKED = re.compile(r"(?<![\w/.-])((?:19|20)\d{2})([01]\d)([0-3]\d)(?![\w.-])")
SPACED = re.compile(r"(?<![\d.])(\d{1,2})\. (\d{1,2})\. (\d{4})(?!\d)")
ADDRESS = re.compile(r"://\S{3,200}?/((?:19|20)\d{2})[/-](\d{1,2})[/-](\d{1,2})(?=[/-])")
# The wire's own mark, always American: `AP-NY-03-17-97 1422EST`.
SLUG = re.compile(r"\b[A-Z]{2,4}-[A-Z]{2}-(\d{2})-(\d{2})-(\d{2})(?![\d-])")
# A wire's date and time in one group: `212147 Dec 04`, day, hour and minute before month and year.
GROUP = re.compile(r"(?<!\d)(\d{2})(?:[01]\d|2[0-3])[0-5]\d(?: ?GMT|Z)? ([A-Z][A-Za-z]{2}) (\d{4}|\d{2})(?!\d)")
DAY_MONTH = re.compile(
    r"(?<![\d:.,])(?<!\d/)(\d{1,2})(?:st|nd|rd|th|er|º|ª|°|\.)?[ /-]{1,3}(?:of |de |do |d['’])?([^\W\d_]{3,12})\.?,?"
    r"(?:[ /-]{1,3}(?:de |del |do |of )?(\d{4}))?(?!\d)",
    re.IGNORECASE,
)
MONTH_DAY = re.compile(
    r"(?<![^\W_])([^\W\d_]{3,12})\.?[ /-]{1,3}(\d{1,2})(?:st|nd|rd|th)?(?:(?:,|\s-)? {0,2}[/-]?(\d{4}))?(?![\d:])",
    re.IGNORECASE,
)
MONTH_YEAR = re.compile(r"(?<![^\W_])([^\W\d_]{3,12})\.?,? (?:de |of )?(\d{4})(?!\d)", re.IGNORECASE)
TIME = re.compile(
    r"(?<![\d:.])([01]?\d|2[0-3])(?::|h|\.)([0-5]\d)(?!\d)(?::([0-5]\d)(?:\.\d{1,9})?)?"
    r"(?:\s?([ap])\.?m\b\.?)?(?:\s?(Z\b|(?:GMT|UTC)?[+-]\d{1,2}(?::?\d{2})?\b|GMT|UTC))?",
    re.IGNORECASE,
)
# Two figures of a year from here on are of the last century: no web page is older than that.
LAST_CENTURY = 70
# A line of a head has a few dates at most; longer lines are paragraphs.
LINE_LIMIT = 400


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date as printed in a line: characters `[start, end)`; without a year `value` is `--MM-DD`."""

    start: int
    end: int
    value: PartialDate
    precision: Precision


def find_dates(line: str, *, month_first: bool = False, yearless: bool = False) -> list[PrintedDate]:
    """Full dates in a line of a head, with the clock time that stands beside them.

    Args:
        line: One line.
        month_first: How `05/06/2021` is read.
        yearless: Whether days without a year (`Sept. 15`) are wanted too.

    Returns:
        Dates in the order of the line.
    """
    line = line[:LINE_LIMIT]
    found: list[PrintedDate] = []
    for start, end, value in _candidates(line, month_first=month_first):
        if value.startswith("--") and not yearless:
            continue
        if not any(start < other.end and other.start < end for other in found):
            found.append(_with_time(line, start, end, value))
    return sorted(found, key=lambda d: d.start)


def read_stamp(value: str) -> PrintedDate | None:
    """Read the ISO time of a page's own data (`2024-02-19T08:34:09+01:00`), or another full date in it."""
    value = value.strip()[:80].replace("T", " ", 1) if ISO.match(value.strip()) else value.strip()[:80]
    dates = find_dates(value)
    return dates[0] if dates else None


def find_day_in_address(text: str) -> PartialDate | None:
    """The day in a page's address, as newspapers file their pages: `https://example.org/2021/05/03/treaty`."""
    days = (make_day(int(m[1]), int(m[2]), int(m[3])) for m in ADDRESS.finditer(text[:LINE_LIMIT]))
    return next((d for d in days if d is not None), None)


def prefer_month_first(text: str, *, filed: PartialDate | None = None) -> bool:
    """Whether `05/06/2021` is the fifth of May, by what else the head shows.

    American heads print `10:30 PM` and Eastern or Pacific time; elsewhere in the world the day comes first. A dateline
    tells best: filed on May 6, it is no day of June.

    Args:
        text: Head and tail of the page.
        filed: Day of the dateline, perhaps without a year.
    """
    if filed is not None and (month_day := filed[-5:]) and len(filed) in (7, 10):
        pairs = {(int(a), int(b)) for a, _, b, _ in NUMBERS.findall(text)}
        month, day = int(month_day[:2]), int(month_day[3:])
        if month != day and pairs & {(month, day), (day, month)}:
            return (month, day) in pairs
    if re.search(r"\b(?:EST|EDT|ET|PST|PDT|CDT|CST)\b", text):
        return True
    firsts = [int(a) for a, _, b, _ in NUMBERS.findall(text) if int(b) > 12]
    if firsts:
        return True
    return bool(re.search(r"\d{1,2}:\d{2}(?::\d{2})? ?[AP]\.?M\b", text))


def complete_year(value: PartialDate, *, near: PartialDate | None) -> PartialDate | None:
    """Give a day without a year (`--09-15`) the year that brings it nearest to `near`, but not far after it.

    `December 30` in an article of 2 January 2024 is of 2023.
    """
    if not value.startswith("--"):
        return value
    if near is None:
        return None
    year = int(near[:4])
    if len(near) < 10:
        return PartialDate(f"{year:04d}{value[1:]}")
    day = date.fromisoformat(near[:10])
    for candidate in (year, year - 1, year + 1):
        known = make_day(candidate, int(value[2:4]), int(value[5:7]))
        if known and -300 < (date.fromisoformat(known) - day).days <= 7:
            return known
    return None


def make_day(year: int, month: int, day: int) -> PartialDate | None:
    """An ISO day, or None where the calendar has no such day or no newspaper can be of that year."""
    try:
        return PartialDate(date(year, month, day).isoformat()) if 1700 <= year <= 2199 else None
    except ValueError:
        return None


def _candidates(line: str, *, month_first: bool) -> list[tuple[int, int, PartialDate]]:
    """Spans and days, surest forms first."""
    found: list[tuple[int, int, PartialDate]] = []
    months = load_words().months

    def keep(match: re.Match[str], year: str | None, month: int | None, day: str) -> None:
        if month is None:
            return
        if year is None:
            known = make_day(2000, month, int(day))
            value = PartialDate(f"-{known[4:]}") if known else None
        else:
            value = make_day(int(year), month, int(day))
        if value:
            found.append((match.start(), match.end(), value))

    for pattern in (ISO, YEAR_FIRST, CHINESE, PACKED):
        for m in pattern.finditer(line):
            keep(m, m[1], int(m[2]), m[3])
    for m in SPACED.finditer(line):
        keep(m, m[3], int(m[2]), m[1])
    for m in SLUG.finditer(line):
        keep(m, _full_year(m[3]), int(m[1]), m[2])
    for m in (m for pattern in (GROUP, GLUED_MONTH) for m in pattern.finditer(line)):
        keep(m, _full_year(m[3]), months.get(key_of(m[2])), m[1])
    for m in (m for m in DAY_MONTH.finditer(line) if m[3]):
        keep(m, m[3], months.get(key_of(m[2])), m[1])
    for m in (m for m in MONTH_DAY.finditer(line) if m[3]):
        keep(m, m[3], months.get(key_of(m[1])), m[2])
    for m in NUMBERS.finditer(line):
        first, second, year = int(m[1]), int(m[3]), m[4]
        # Dots always put the day first.
        year = _full_year(year)
        swap = first <= 12 and (second > 12 or (month_first and m[2] != "."))
        month, day = (first, second) if swap else (second, first)
        keep(m, year, month if month <= 12 else None, str(day))
    for m in DAY_MONTH.finditer(line):
        if not m[3]:
            keep(m, None, months.get(key_of(m[2])), m[1])
    for m in MONTH_DAY.finditer(line):
        if not m[3]:
            keep(m, None, months.get(key_of(m[1])), m[2])
    return found


def _full_year(year: str) -> str:
    if len(year) > 2:
        return year
    return f"19{year}" if int(year) >= LAST_CENTURY else f"20{year}"


def _with_time(line: str, start: int, end: int, value: PartialDate) -> PrintedDate:
    """The date with the clock time right after it, or right before it (`08:15 AM March 3, 2022`)."""
    for segment, offset in ((line[end : end + 30], end), (line[max(0, start - 22) : start], max(0, start - 22))):
        match = TIME.search(segment)
        if match and not value.startswith("--") and not re.search(r"[^\W\d_]{6,}", segment[: match.start()]):
            clock = _clock(match)
            if clock:
                return PrintedDate(
                    min(start, offset + match.start()),
                    max(end, offset + match.end()),
                    PartialDate(f"{value}T{clock}"),
                    Precision.MINUTE,
                )
    return PrintedDate(start, end, value, Precision.DAY)


def _clock(match: re.Match[str]) -> str | None:
    hour, minute, second, half, zone = int(match[1]), match[2], match[3], match[4], match[5]
    if half:
        if hour > 12:
            half = None
        else:
            hour = hour % 12 + (12 if half.lower() == "p" else 0)
    clock = f"{hour:02d}:{minute}" + (f":{second}" if second else "")
    if not zone:
        return clock
    offset = re.search(r"([+-])(\d{1,2}):?(\d{2})?", zone)
    if not offset:
        return clock + "+00:00"
    return f"{clock}{offset[1]}{int(offset[2]):02d}:{offset[3] or '00'}"
