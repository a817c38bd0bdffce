"""What a time is counted from and what it is read as: the types between the date patterns and their readings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from communique.language.calendar import first_day, is_after, last_day, partial
from communique.language.document import TimeKind
from communique.language.patterns import Match
from communique.language.tense import Tense
from communique.records import PartialDate

# A day without a year lies no further off than this where it goes against the tense; beyond FAR_DAYS it has its year.
NEAR_DAYS, FAR_DAYS = 30, 300


@dataclass(frozen=True, slots=True)
class Reference:
    """What a time is counted from: the day of the article, the time named before it, and the verb's tense.

    `near` is the last point named earlier in the sentence, `anchor` the last one in the text; `day` is the day that
    the sentences just before tell of, None where they tell of none.
    """

    published: PartialDate | None
    anchor: PartialDate | None = None
    near: PartialDate | None = None
    tense: Tense | None = None
    day: PartialDate | None = None

    @property
    def future(self) -> bool:
        """Whether the verb looks ahead."""
        return self.tense is Tense.FUTURE

    @property
    def past(self) -> bool:
        """Whether the verb looks back."""
        return self.tense in (Tense.PAST, Tense.PERFECT)


@dataclass(frozen=True, slots=True)
class Found:
    """A time as read. `edge` is the part of it that is meant; `open_year` says that the year was not in the words."""

    kind: TimeKind
    first: PartialDate | None
    last: PartialDate | None
    approximate: bool = False
    edge: str | None = None
    open_year: bool = False


Reading = Callable[[Match, Reference], Found | None]


def point(
    when: PartialDate | None, *, approximate: bool = False, edge: str | None = None, open_year: bool = False
) -> Found:
    """A single day, month or year."""
    return Found(TimeKind.POINT, when, when, approximate, edge, open_year)


def interval(first: PartialDate | None, last: PartialDate | None, *, approximate: bool = False) -> Found:
    """From one time to another."""
    return Found(TimeKind.INTERVAL, first, last, approximate)


def place_in_year(ref: Reference, month: int, day: int | None = None) -> PartialDate | None:
    """Find the year of a month or day that comes without one: the last such, or with a future verb the next such."""
    if ref.published is None:
        return None
    year = int(ref.published[:4])
    # Four years back and eight ahead hold a 29 February.
    around = (partial(y, month, day) for y in range(year - 8, year + 9))
    known = [w for w in around if w is not None]
    last = next((w for w in reversed(known) if not is_after(w, ref.published)), None)
    coming = next((w for w in known if not is_after(ref.published, w)), None)
    if last is None or coming is None or ref.past:
        return last
    gone_days = (first_day(ref.published) - last_day(last)).days
    ahead_days = (first_day(coming) - last_day(ref.published)).days
    if ref.future:
        # "The wheat that was to come by September 1" told on September 5: a day just gone, not one in a year.
        return last if day is not None and gone_days <= NEAR_DAYS else coming
    # Nobody leaves out the year of a day eleven months ago; where no verb tells, the nearer one is meant.
    far_days, near_days = (FAR_DAYS, NEAR_DAYS) if ref.tense else (240, 100)
    return coming if gone_days > far_days and ahead_days <= near_days else last


def due_day(found: Found) -> PartialDate | None:
    """The last day of a term: "by early 2024" runs to March, "by 2030" to the end of that year."""
    if found.last is None:
        return None
    month = {"start": 3, "middle": 6}.get(found.edge or "")
    last = PartialDate(f"{found.last}-{month:02d}") if month and len(found.last) == 4 else found.last
    return PartialDate(last_day(last).isoformat())
