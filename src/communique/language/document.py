"""A read text: its article, its words with their syntax, and the times and amounts in it.

A Document lives inside one process; only records leave it. Offsets are code points of `article.text`, which is the
text of `doc`, so that a token's `idx` is a position in the article.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from communique.records import Article, Number, PartialDate

if TYPE_CHECKING:
    from spacy.tokens import Doc


class TimeKind(StrEnum):
    """What a time expression says.

    POINT: a day, month, year or clock time at which something is ("on Tuesday", "in 2014", "last month").
    INTERVAL: from one to another ("from 2014 to 2023").  SINCE: from then on ("since 2016").
    UNTIL: up to then ("until 2030").  DUE: no later than then ("before the end of the year", "by Friday").
    AFTER / BEFORE: some time after or before ("after the summit in May").  DURATION: a length ("for six decades").
    REPEATED: again and again ("every year", "annually").
    """

    POINT = "point"
    INTERVAL = "interval"
    SINCE = "since"
    UNTIL = "until"
    DUE = "due"
    AFTER = "after"
    BEFORE = "before"
    DURATION = "duration"
    REPEATED = "repeated"


@dataclass(frozen=True, slots=True)
class Time:
    """A time expression: characters `[start, end)` and what they denote.

    `first` and `last` bound the time, each with its own precision; both None where nothing fixes them (a relative
    date in a text without a date, a bare duration). A point has `first == last`. SINCE has only `first` (and INTERVAL
    both), UNTIL, DUE and BEFORE only `last`: the last day of the term. A DURATION that lasts until now has `first`
    where it can be counted back ("for more than six decades" in 2024: "1964", `approximate`).
    """

    start: int
    end: int
    kind: TimeKind
    first: PartialDate | None
    last: PartialDate | None
    approximate: bool = False


class AmountKind(StrEnum):
    """What an amount counts: things or units, money, shares, places in an order."""

    COUNT = "count"
    QUANTITY = "quantity"
    MONEY = "money"
    PERCENT = "percent"
    RANK = "rank"
    DURATION = "duration"


@dataclass(frozen=True, slots=True)
class Amount:
    """A number as the text compares it ("over 90 tons of flour"): characters `[start, end)`.

    `unit` is a UCUM-like name in the singular (`tonne`, `kilometre`, `USD`, `%`), None for plain counts;
    `of` the words of what is counted ("medicines and food"), None where the text does not say.
    """

    start: int
    end: int
    kind: AmountKind
    value: Number
    unit: str | None = None
    of: str | None = None


@dataclass(frozen=True)
class Document:
    """One article with its syntax, times and amounts (both in text order)."""

    article: Article
    doc: Doc
    times: tuple[Time, ...]
    amounts: tuple[Amount, ...]

    @cached_property
    def published(self) -> PartialDate | None:
        """Day of publication (`YYYY-MM-DD` or coarser), without the clock time."""
        return PartialDate(self.article.published[:10]) if self.article.published else None
