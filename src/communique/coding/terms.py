"""Days and amounts that belong to a statement: by when, since when, until when, how much."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from communique.coding.clauses import subtree_bounds
from communique.coding.context import Context
from communique.coding.speakers import afterthoughts, tail_before
from communique.language.document import Time, TimeKind
from communique.records import PartialDate, Quantity

if TYPE_CHECKING:
    from spacy.tokens import Token

TERM = (TimeKind.DUE, TimeKind.UNTIL, TimeKind.BEFORE)


def times_in(context: Context, start: int, end: int) -> list[Time]:
    """Time expressions that begin within tokens `[start, end)`."""
    low = context.doc[start].idx
    high = context.doc[end - 1].idx + len(context.doc[end - 1].text)
    return [t for t in context.document.times if low <= t.start < high]


def amounts_in(context: Context, start: int, end: int) -> tuple[Quantity, ...]:
    """Amounts within tokens `[start, end)` as quantities."""
    low = context.doc[start].idx
    high = context.doc[end - 1].idx + len(context.doc[end - 1].text)
    return tuple(
        Quantity(value=a.value, unit=a.unit, of=a.of, span=context.span(a.start, a.end))
        for a in context.document.amounts
        if low <= a.start < high
    )


def is_after(day: PartialDate, published: PartialDate | None) -> bool:
    """Whether a day lies after publication, compared at the coarser precision of the two."""
    if published is None:
        return True
    size = min(len(day), len(published))
    # Of the same month or year it may be either; "in March" told in March is still to come.
    return day[:size] > published[:size] or (size < 10 and day[:size] == published[:size])


def read_due(context: Context, act: Token, trigger: Token) -> PartialDate | None:
    """The last day of a promise's term: "by the end of May, we will send" is due on 31 May.

    Args:
        context: The article; its day decides what is still to come.
        act: The promised act's verb.
        trigger: The word that promises.

    Returns:
        The day, month or year, or None where the text names none.
    """
    start, end = subtree_bounds(act, without=afterthoughts(act))
    end = tail_before(act, end)
    # "to hold talks in May and to sign by June": each act has its own term before that of what is joined to it.
    joined = [c.i for c in act.children if c.dep_ == "conj" and c.tag_.startswith("VB") and c.i > act.i]
    own = subtree_bounds(act, without=(*joined, *afterthoughts(act)))[1]
    trigger_end = subtree_bounds(trigger, without=afterthoughts(trigger))[1]
    # A promise in a long sentence may have its term hung elsewhere; its own words come first.
    trigger_end = max(end, tail_before(act, trigger_end))
    for low, high in (
        (start, min(own, end)),
        (start, end),
        (min(trigger.i, start), trigger_end),
        (_clause_start(act, trigger), end),
    ):
        times = times_in(context, low, high) if low < high else []
        due = _last_day(context, times)
        if due is not None:
            return due
    return None


def _clause_start(act: Token, trigger: Token) -> int:
    """Where the words before a promise begin: "by May, we will send"; another verb before it has its own term."""
    for i in range(min(act.i, trigger.i) - 1, act.sent.start - 1, -1):
        if act.doc[i].pos_ == "VERB":
            return i + 1
    return act.sent.start


def _last_day(context: Context, times: Iterable[Time]) -> PartialDate | None:
    published = context.document.published
    times = [_yet_to_come(context, t) for t in times]
    future = [t for t in times if t.last is not None and is_after(t.last, published)]
    terms = [t for t in future if t.kind in TERM]
    points = [t for t in future if t.kind in (TimeKind.POINT, TimeKind.INTERVAL)]
    # The day of publication itself is when it was said ("agreed on Friday").
    points = [t for t in points if t.last != published and not (t.last == t.first and _is_coarse_now(t, published))]
    chosen = next(iter(terms), None) or next(iter(points), None)
    if chosen is not None:
        return chosen.last
    # "from July 1 the fee will be waived": the day on which it begins.
    opening = (t.first for t in times if t.kind is TimeKind.SINCE and t.first is not None and t.last is None)
    return next((day for day in opening if published is not None and is_after(day, published)), None)


def _yet_to_come(context: Context, time: Time) -> Time:
    """A term without its year that was read as past: "to return the boat borrowed in May no later than 1 May"."""
    published = context.document.published
    if time.kind not in TERM or time.last is None or published is None or is_after(time.last, published):
        return time
    year = int(time.last[:4]) + 1
    if time.last[:4] in context.doc.text[time.start : time.end] or year > int(published[:4]) + 1:
        return time
    return replace(time, last=PartialDate(f"{year}{time.last[4:]}"))


def _is_coarse_now(time: Time, published: PartialDate | None) -> bool:
    """As in "This year" without more is when it is said as much as when it is due."""
    return published is not None and time.last is not None and published.startswith(time.last) and len(time.last) == 4


def read_since_until(context: Context, tokens: Collection[int]) -> tuple[PartialDate | None, PartialDate | None]:
    """From when to when a position was held: "since 2016", "from 2014 to 2023", "until 1991".

    Args:
        context: The article.
        tokens: Indices of the words that tell of the position, without those of its issue, whose times are its own
            ("a ban in force for ten years"), and of other clauses.
    """
    since: PartialDate | None = None
    until: PartialDate | None = None
    starts = {context.doc[i].idx for i in tokens}
    for time in times_in(context, min(tokens), max(tokens) + 1):
        if time.start not in starts:
            continue
        if time.kind is TimeKind.INTERVAL:
            since, until = since or time.first, until or time.last
        elif time.kind is TimeKind.SINCE or (time.kind is TimeKind.DURATION and time.first and time.last is None):
            since = since or time.first
        elif time.kind is TimeKind.UNTIL:
            until = until or time.last
    return since or _ever_since(context, tokens), until


def _ever_since(context: Context, tokens: Collection[int]) -> PartialDate | None:
    """As in "threw it out in 2016, a ruling that Laos has rejected ever since": the time told before."""
    words = [context.doc[i] for i in sorted(tokens)]
    ever = next((a for a, b in pairwise(words) if (a.lower_, b.lower_) == ("ever", "since")), None)
    if ever is None:
        return None
    times = times_in(context, ever.sent.start, ever.i) if ever.i > ever.sent.start else []
    return next((t.first for t in reversed(times) if t.kind is TimeKind.POINT), None)
