"""Grouping reports: pairs that are alike, joined from the likeliest on, never two that rule each other out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from communique.merging.background import load_background
from communique.merging.keys import make_key, week_of
from communique.merging.likeness import NEAR_TYPES, Likeness, compare, rules_out
from communique.merging.pieces import Crowding, cut_pieces
from communique.merging.reports import Report
from communique.merging.times import shift_day
from communique.records import EventType

# Parties of one report by which others are found; a vote of a hundred states is found by any of its first pairs.
_PARTIES_PAIRED = 8
# A time longer than this is no day to find others by.
_DAYS_LISTED = 12
# Words of a report by which a recollection without a day is found, the rarest in English first.
_TELLING_WORDS = 6
# Reports against which a new one is held before it joins a group: enough to keep groups clean, and cheap.
_HELD_AGAINST = 25
# Where more reports hang together than this (a war), only pairs with more points count.
CROWDED_REPORTS = Crowding(most=1000, strengths=(0, 9, 11, 13, 15))
# People's word is stronger than all likeness.
JOINED = 1000


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
    links = {(i, j): link for i, j in _find_pairs(ordered) if (link := compare(ordered[i], ordered[j]))}
    strengths = {pair: link.points for pair, link in links.items()}
    number = {r.event.id: n for n, r in enumerate(ordered)} if joins else {}
    for one, other in joined_pairs(joins):
        if one in number and other in number:
            strengths[min(number[one], number[other]), max(number[one], number[other])] = JOINED
    groups: list[Group] = []
    of_piece: dict[int, int] = {}
    pieces = cut_pieces(strengths, len(ordered), CROWDED_REPORTS)
    for n, piece in enumerate(pieces):
        of_piece |= dict.fromkeys(piece.items, n)
    kept: dict[int, dict[tuple[int, int], Likeness]] = defaultdict(dict)
    for (i, j), link in links.items():
        n = of_piece[i]
        if n == of_piece[j] and link.points >= CROWDED_REPORTS.strengths[pieces[n].level]:
            kept[n][i, j] = link
    for n, piece in enumerate(pieces):
        place = {number: at for at, number in enumerate(piece.items)}
        inside = {(place[i], place[j]): link for (i, j), link in kept[n].items()}
        groups += group_linked([ordered[m] for m in piece.items], inside, joins)
    return tuple(sorted(groups, key=lambda g: g.reports[0].order))


def joined_pairs(joins: Iterable[Join]) -> Iterator[tuple[str, str]]:
    """Pairs of reports, by event id, of which people spoke."""
    for join in joins:
        yield from ((a, b) for a, b in product(join.reports, join.others) if a != b)


def group_linked(
    ordered: Sequence[Report], links: Mapping[tuple[int, int], Likeness], joins: Sequence[Join] = ()
) -> list[Group]:
    """Groups among reports that hang together.

    Args:
        ordered: The reports, in order.
        links: Which of them, by number, are alike.
        joins: What people said, oldest first.
    """
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
    return [
        Group(tuple(ordered[n] for n in sorted(numbers)), tuple(kept.get(first, ())), tuple(said.get(first, ())))
        for first, numbers in sorted(members.items())
    ]


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


def _find_pairs(reports: Sequence[Report]) -> set[tuple[int, int]]:
    """Numbers of the reports that are worth comparing."""
    index: dict[int, list[int]] = defaultdict(list)
    copies: dict[str, list[int]] = defaultdict(list)
    for number, report in enumerate(reports):
        copies[report.original].append(number)
        for key in told_keys(report):
            index[key].append(number)
    pairs = set()
    for number, report in enumerate(reports):
        for other in (n for key in sought_keys(report) for n in index.get(key, ())):
            if other != number:
                pairs.add((min(number, other), max(number, other)))
    for same in copies.values():
        pairs |= {(i, j) for i, j in combinations(same, 2) if are_copies(reports[i], reports[j])}
    return pairs


def are_copies(one: Report, other: Report) -> bool:
    """Whether two reports of one type stand in copies of one text: a reprint counts its days from another day."""
    return (
        one.original == other.original and one.article.id != other.article.id and one.event.event is other.event.event
    )


def told_keys(report: Report) -> set[int]:
    """Keys under which a report is found: its type, or one near it, two parties and week; or parties and words."""
    weeks = _weeks(report)
    space = "report" if weeks else "recollection"
    return _day_keys(report, weeks) | _word_keys(space, report)


def sought_keys(report: Report) -> set[int]:
    """Keys under which a report looks for others.

    What has days is looked for by them; only recollections and what is known to the month are looked for by words, as
    the same two states have much to do with each other year after year.
    """
    weeks = _weeks(report)
    found = _day_keys(report, weeks) | _word_keys("recollection", report)
    return found if weeks else found | _word_keys("report", report)


def _weeks(report: Report) -> list[int]:
    window = report.window
    if window is None or (window.last - window.first).days > _DAYS_LISTED:
        return []
    # One day more, for those whose days differ by one.
    return list(range(week_of(window.first), week_of(shift_day(window.last, 1)) + 1))


def _day_keys(report: Report, weeks: Sequence[int]) -> set[int]:
    return {
        make_key("report", kind, *parties, week=week)
        for kind in _families(report.event.event)
        for parties in _paired(report)
        for week in weeks
    }


def _word_keys(space: str, report: Report) -> set[int]:
    words = load_background(report.article.language).most_telling(report.stems | report.trigger, _TELLING_WORDS)
    return {make_key(space, word, *parties) for parties in _paired(report) for word in words}


def _paired(report: Report) -> list[tuple[str, ...]]:
    parties = sorted(report.parties)[:_PARTIES_PAIRED]
    if len(parties) > 1:
        return list(combinations(parties, 2))
    # The other side, where the coder did not find it, is one of the states named beside.
    beside = sorted(report.beside)[:_PARTIES_PAIRED]
    return [tuple(parties), *((min(p, b), max(p, b)) for p in parties for b in beside)]


def _families(event: EventType) -> list[str]:
    near = [pair for pair in NEAR_TYPES if event in pair]
    return [event.value, *("/".join(sorted(pair)) for pair in near)]
