"""Readings of lengths of time ("two months ago", "for six decades") and of times that point back in the text."""

from __future__ import annotations

from communique.language.calendar import Unit, coarsen, is_after, shift, shift_day, week_of
from communique.language.dates import unit_found
from communique.language.document import TimeKind
from communique.language.found import Found, Reference, interval, point
from communique.language.patterns import Match
from communique.language.tense import Tense


def read_coming(match: Match, ref: Reference) -> Found | None:
    """In the coming weeks: from now, to nobody says when."""
    return interval(ref.published, None, approximate=True)


def read_recent(match: Match, ref: Reference) -> Found | None:
    """In recent years: until now."""
    return interval(None, ref.published, approximate=True)


def counted(match: Match, slot: str = "unit") -> tuple[int, Unit] | None:
    """Number and unit of a length; fortnights are weeks, halves of a unit are left out."""
    number, word = match.values.get("number", 1), match.word(slot)
    if word is None or not isinstance(number, int | float) or not 0 < number <= 3000:
        return None
    if word == "fortnight":
        return int(2 * number), Unit.WEEK
    return int(number), Unit(word)


def read_ago(match: Match, ref: Reference) -> Found | None:
    """Two days ago; about a year ago."""
    length = counted(match)
    if length is None:
        return None
    if "some_number" in match.values or "number" not in match.values:
        return point(None, approximate=True)
    rough = length[1] is not Unit.DAY or match.word("about") not in (None, "=")
    return point(shift(ref.published, -length[0], length[1]), approximate=rough)


def read_ago_today(match: Match, ref: Reference) -> Found | None:
    """Forty years ago today; ten years ago this month."""
    length = counted(match)
    if length is None:
        return None
    day = shift_day(ref.published, -length[0], length[1])
    unit = match.word("unit2")
    if unit is None:
        return point(day)
    return point(coarsen(day, Unit.YEAR if unit == "year" else Unit.MONTH), approximate=True)


def read_earlier(match: Match, ref: Reference) -> Found | None:
    """Three weeks earlier: before the time named last."""
    length = counted(match)
    when = ref.near or ref.anchor or ref.published
    if length is None:
        return None
    # A week before a day in a month that alone is known: in its year.
    first = shift(when, -length[0], length[1]) or coarsen(when, Unit.YEAR)
    return point(first, approximate=length[1] is not Unit.DAY)


def read_later(match: Match, ref: Reference) -> Found | None:
    """Two days later; the following day: after the time named last."""
    when = ref.near or ref.anchor
    if "part" in match.values:
        return point(shift(coarsen(when, Unit.DAY), 1, Unit.DAY))
    length = counted(match)
    if length is None:
        return None
    if "number" not in match.values and length[1] is not Unit.DAY:
        # "the following week" is a week, not a day seven days on
        return unit_found(match, Reference(when), away=1)
    return point(shift(when, *length), approximate=length[1] is not Unit.DAY)


def read_so_long_after(match: Match, ref: Reference) -> Found | None:
    """Seven years after the bridge was shut: the shutting lies seven years before the time told of."""
    length = counted(match)
    when = ref.near or ref.published
    return None if length is None else Found(TimeKind.AFTER, shift(when, -length[0], length[1]), None, True)


def read_so_long_before(match: Match, ref: Reference) -> Found | None:
    """Two days before the summit: the summit lies two days after the time told of."""
    length = counted(match)
    when = ref.near or ref.published
    return None if length is None else Found(TimeKind.BEFORE, None, shift(when, *length), True)


def read_so_long_from(match: Match, ref: Reference) -> Found | None:
    """Two weeks from Tuesday: read together with the time that follows, nothing alone."""
    return None


def read_so_long_off(match: Match, when: Found, *, back: bool) -> Found | None:
    """Two weeks before Christmas; three days after January 12."""
    length = counted(match)
    if length is None or when.kind is not TimeKind.POINT:
        return None
    count = -length[0] if back else length[0]
    return point(shift(when.first, count, length[1]), approximate=length[1] is not Unit.DAY)


def read_in_length(match: Match, ref: Reference) -> Found | None:
    """In two months: ahead with a future verb; else a length ("the first visit in 12 years")."""
    length = counted(match)
    if length is None:
        return None
    if ref.future:
        return point(shift(ref.published, *length), approximate=True)
    return Found(TimeKind.DURATION, shift(ref.published, -length[0], length[1]), None, True)


def read_within(match: Match, ref: Reference) -> Found | None:
    """Within two months: no later than that after the day of the article."""
    length = counted(match)
    if length is None:
        return None
    if ref.tense is Tense.PAST:
        return Found(TimeKind.DURATION, None, None)
    return Found(TimeKind.DUE, None, shift_day(ref.published, *length))


def read_next_length(match: Match, ref: Reference) -> Found | None:
    """Over the next three years."""
    length = counted(match)
    return None if length is None else interval(ref.published, shift(ref.published, *length), approximate=True)


def read_past_length(match: Match, ref: Reference) -> Found | None:
    """Over the past two years: up to the day of the article."""
    length = counted(match)
    if length is None or length[1] is Unit.WEEKEND:
        return None
    return interval(shift(ref.published, -length[0], length[1]), ref.published, approximate=True)


def read_lasting(match: Match, ref: Reference) -> Found | None:
    """For more than six decades: with a verb that reaches until now, since then."""
    length = counted(match)
    if length is None:
        return None
    open_end = "number" not in match.values or ref.tense in (Tense.PAST, Tense.FUTURE)
    first = None if open_end else shift(ref.published, -length[0], length[1])
    return Found(TimeKind.DURATION, first, None, True)


def read_length(match: Match, ref: Reference) -> Found | None:
    """After nearly three years in office; during four days: a length that nothing fixes."""
    return None if counted(match) is None else Found(TimeKind.DURATION, None, None, True)


def read_same_day(match: Match, ref: Reference) -> Found | None:
    """The same day; earlier in the day: the day named last."""
    return point(coarsen(ref.near, Unit.DAY) or ref.day or coarsen(ref.anchor, Unit.DAY))


def read_day_part(match: Match, ref: Reference) -> Found | None:
    """In the afternoon; at dawn: of the day told of, else of that of the article."""
    return point(coarsen(ref.near, Unit.DAY) or ref.day or coarsen(ref.published, Unit.DAY))


def read_day_earlier(match: Match, ref: Reference) -> Found | None:
    """The previous evening; the night before."""
    return point(shift(coarsen(ref.near, Unit.DAY) or ref.day or ref.published, -1, Unit.DAY))


def read_soon_after(match: Match, ref: Reference) -> Found | None:
    """Hours later; shortly afterwards: on the day told of; nothing where no day was told of."""
    when = coarsen(ref.near, Unit.DAY) or ref.day
    return None if when is None else point(when, approximate=True)


def read_since_then(match: Match, ref: Reference) -> Found | None:
    """Since then: since the time named last, if it is past."""
    when = ref.near or ref.anchor
    if when is None or when == ref.published or (ref.published and is_after(when, ref.published)):
        return None
    return Found(TimeKind.SINCE, when, None)


def read_same_unit(match: Match, ref: Reference) -> Found | None:
    """That year; later that month."""
    unit = match.word("unit")
    if unit not in ("month", "year", "week"):
        return None
    if unit == "week":
        return interval(*(week_of(ref.anchor) or (None, None)), approximate=True)
    return point(coarsen(ref.anchor, Unit(unit)))


def read_repeated(match: Match, ref: Reference) -> Found | None:
    """Every year; annually."""
    return Found(TimeKind.REPEATED, None, None)


def read_clock(match: Match, ref: Reference) -> Found | None:
    """At 10 a.m.: a time of a day that stands elsewhere."""
    hour, minute = match.number("nn"), match.number("nn2")
    return None if (hour or 0) > 24 or (minute or 0) > 59 else point(None)
