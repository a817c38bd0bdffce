"""Grouping reports: pairs that are alike, joined from the likeliest on, never two that rule each other out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations, product

from communique.merging.likeness import NEAR_TYPES, Likeness, compare, rules_out
from communique.merging.reports import Report
from communique.merging.times import shift_day
from communique.records import EventType

# Parties of one report by which others are found; a vote of a hundred states is found by any of its first pairs.
_PARTIES_PAIRED = 8
# A time longer than this is no day to find others by.
_DAYS_LISTED = 12
# In a crowded block (the same two states, year after year) only rarer words point to the event meant.
_CROWDED = 400
_WORD_SHARED_BY = 60
# Begins the name of a block of sentences in copies of one text.
_COPIES = "copies of "
# Reports against which a new one is held before it joins a group: enough to keep groups clean, and cheap.
_HELD_AGAINST = 25


@dataclass(frozen=True, slots=True)
class Group:
    """Reports of one event, in order, and what joined them."""

    reports: tuple[Report, ...]
    links: tuple[Likeness, ...]
    joins: tuple[Join, ...] = ()


@dataclass(frozen=True, slots=True)
class Join:
    """A person's word that reports of both sides, by event id, tell of one event, or that they do not.

    `why` is shown with the happening; `aliases` are the ids that the happenings had before.
    """

    together: bool
    reports: tuple[str, ...]
    others: tuple[str, ...]
    why: str
    aliases: tuple[str, ...] = ()


def group_reports(reports: Sequence[Report], joins: Sequence[Join] = ()) -> tuple[Group, ...]:
    """Reports of one event each; the order in which they come is of no account.

    Args:
        reports: All reports.
        joins: What people said of them, oldest first: the last word on two reports counts.
    """
    ordered = sorted(reports, key=lambda r: r.order)
    links = _find_links(ordered)
    bound, apart = _read_joins(ordered, joins)
    root = list(range(len(ordered)))
    members: dict[int, list[int]] = {n: [n] for n in root}
    kept: dict[int, list[Likeness]] = defaultdict(list)
    # The likeliest first: a vague recollection then finds the event that it fits best, not the first one.
    for (i, j), link in sorted(links.items(), key=lambda item: (-item[1].points, -item[1].shared_words, item[0])):
        a, b = sorted((root[i], root[j]))
        if a != b:
            clash = _clash([ordered[n] for n in members[a]], [ordered[n] for n in members[b]])
            if clash or _kept_apart(members[a], members[b], apart):
                continue
            members[a] += members.pop(b)
            kept[a] += kept.pop(b, [])
            for n in members[a]:
                root[n] = a
            kept[a].append(link)
    # People's word comes last, so that each report is first with those that it is like; it needs no likeness.
    for i, j in bound:
        a, b = sorted((root[i], root[j]))
        if a != b and not _kept_apart(members[a], members[b], apart):
            members[a] += members.pop(b)
            kept[a] += kept.pop(b, [])
            for n in members[a]:
                root[n] = a
    said: dict[int, list[Join]] = defaultdict(list)
    for (i, j), join in [*bound.items(), *apart.items()]:
        for first in sorted({root[i], root[j]}):
            if join not in said[first]:
                said[first].append(join)
    return tuple(
        Group(tuple(ordered[n] for n in sorted(numbers)), tuple(kept.get(first, ())), tuple(said.get(first, ())))
        for first, numbers in sorted(members.items())
    )


def _read_joins(
    reports: Sequence[Report], joins: Sequence[Join]
) -> tuple[dict[tuple[int, int], Join], dict[tuple[int, int], Join]]:
    """Pairs of reports that a person said to be one event, and to be two."""
    number = {r.event.id: n for n, r in enumerate(reports)} if joins else {}
    bound: dict[tuple[int, int], Join] = {}
    apart: dict[tuple[int, int], Join] = {}
    for join in joins:
        mine, theirs = bound if join.together else apart, apart if join.together else bound
        for one, other in product(join.reports, join.others):
            if one in number and other in number and one != other:
                pair = (min(number[one], number[other]), max(number[one], number[other]))
                theirs.pop(pair, None)
                mine[pair] = join
    return bound, apart


def _kept_apart(one: Sequence[int], other: Sequence[int], apart: Mapping[tuple[int, int], Join]) -> bool:
    return bool(apart) and any((min(i, j), max(i, j)) in apart for i in one for j in other)


def _clash(one: Sequence[Report], other: Sequence[Report]) -> bool:
    return any(rules_out(a, b) for a in one[:_HELD_AGAINST] for b in other[:_HELD_AGAINST])


def _find_links(reports: Sequence[Report]) -> dict[tuple[int, int], Likeness]:
    links: dict[tuple[int, int], Likeness] = {}
    for (kind, *_), block in _blocks(reports).items():
        # A reprint counts its days from another day, so its sentences are not looked for by theirs.
        pairs = combinations(block, 2) if kind.startswith(_COPIES) else _pairs(block, reports)
        for i, j in pairs:
            # Reports of one type meet in that type's own block.
            across = reports[i].event.event is not reports[j].event.event
            if across == ("/" in kind) and (i, j) not in links:
                link = compare(reports[i], reports[j])
                if link:
                    links[(i, j)] = link
    return links


def _blocks(reports: Sequence[Report]) -> dict[tuple[str, ...], list[int]]:
    """Numbers of the reports that share a type, or nearly, and two parties, or stand in copies of one text."""
    blocks: dict[tuple[str, ...], list[int]] = defaultdict(list)
    reprinted = {r.original for r in reports if r.original != r.article.id}
    for number, report in enumerate(reports):
        if report.original in reprinted:
            blocks[(_COPIES + report.event.event.value, report.original)].append(number)
        parties = sorted(report.parties)[:_PARTIES_PAIRED]
        keys = list(combinations(parties, 2)) if len(parties) > 1 else [tuple(parties)]
        for kind in _families(report.event.event):
            for key in keys:
                blocks[(kind, *key)].append(number)
    return blocks


def _families(event: EventType) -> list[str]:
    near = [pair for pair in NEAR_TYPES if event in pair]
    return [event.value, *("/".join(sorted(pair)) for pair in near)]


def _pairs(block: Sequence[int], reports: Sequence[Report]) -> Iterator[tuple[int, int]]:
    """Pairs within a block that are worth comparing: those of the same days, and those with words in common."""
    by_day: dict[date, list[int]] = defaultdict(list)
    days = {number: _listed_days(reports[number]) for number in block}
    for number in block:
        for day in days[number]:
            by_day[day].append(number)
    for day, same in by_day.items():
        # Two that share several days meet on the first of them.
        yield from ((i, j) for i, j in combinations(same, 2) if day == max(days[i][0], days[j][0]))
    vague = [number for number in block if not days[number]]
    if vague:
        yield from _pairs_by_words(vague, block, reports)


def _listed_days(report: Report) -> list[date]:
    window = report.window
    if window is None or (window.last - window.first).days > _DAYS_LISTED:
        return []
    # One day more, for those whose days differ by one.
    first, last = window.first.toordinal(), shift_day(window.last, 1).toordinal()
    return [date.fromordinal(n) for n in range(first, last + 1)]


def _pairs_by_words(vague: Sequence[int], block: Sequence[int], reports: Sequence[Report]) -> Iterator[tuple[int, int]]:
    holders: dict[str, list[int]] = defaultdict(list)
    for number in block:
        for word in reports[number].stems | reports[number].trigger:
            holders[word].append(number)
    for number in vague:
        shared: Counter[int] = Counter()
        for word in reports[number].stems | reports[number].trigger:
            if len(block) <= _CROWDED or len(holders[word]) <= _WORD_SHARED_BY:
                shared.update(holders[word])
        for other in shared:
            if other != number:
                yield (min(number, other), max(number, other))
