"""Happenings in a store that grows: reports find those that they are like, and what hangs together is joined anew."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

import orjson
from sqlalchemy import select

from communique.merging.clusters import (
    CROWDED_REPORTS,
    JOINED,
    Join,
    are_copies,
    group_linked,
    joined_pairs,
    sought_keys,
    told_keys,
)
from communique.merging.happenings import make_happening
from communique.merging.likeness import Likeness, compare
from communique.merging.pieces import Piece, find_pieces
from communique.merging.reports import Report
from communique.records import Happening, make_id
from communique.store import schema
from communique.store.directory import put_fact, read_fact
from communique.store.growth.batch import Batch
from communique.store.growth.near import Levels, Links, find_near, rows_in
from communique.store.merged import put_some
from communique.store.reviewing import read_joins
from communique.store.rows import read_body

_KIND = "report"
_FACT = "joined"


def grow_happenings(batch: Batch, reread: Collection[str]) -> tuple[list[Happening], list[Happening]]:
    """Join the reports of some articles with those that they are like.

    Args:
        batch: The batch.
        reread: Its articles, and others that are told of other people or in other company now; they are read.

    Returns:
        The happenings that were there around these articles, and those that are there now.
    """
    joins = read_joins(batch.conn)
    links = Links(batch.conn, _KIND)
    reports = {r.event.id: r for i in sorted(reread) for r in batch.library.reports(i)}
    gone = {e for i in reread if i in batch.old for e in batch.old[i].events} - reports.keys()
    partners = _find_partners(batch, list(reports.values()))
    found = {
        (min(a, b), max(a, b)): link.points
        for a, b in partners
        if (link := _compare(batch.library.report(a), batch.library.report(b)))
    }
    neighbours = links.replace({*reports, *gone}, found)
    said = _changed_joins(batch, joins)
    # Of two that people joined, the one is looked at where the other is, or was.
    joined = {b for pair in joined_pairs(joins) for a, b in (pair, pair[::-1]) if a in reports or a in gone}
    seeds = (reports.keys() | neighbours | said | set(batch.library.articles_of_events(joined))) - gone
    pieces = _find_pieces(batch, seeds, gone, links, joins)
    return _put_happenings(batch, pieces, gone, links, joins)


def _find_partners(batch: Batch, reports: Sequence[Report]) -> set[tuple[str, str]]:
    """Pairs of reports, one of them given, that are worth comparing."""
    library = batch.library
    sought = {r.event.id: sought_keys(r) for r in reports}
    under = find_near(batch.conn, {k for keys in sought.values() for k in keys})
    library.load_numbered({n for found in under.values() for n in found})
    copies = _find_copies(batch, {r.article.id for r in reports})
    near = {library.by_number[n] for found in under.values() for n in found if n in library.by_number}
    library.load_records(near.union(*copies.values()))
    told: dict[str, list[tuple[Report, set[int]]]] = {
        i: [(r, told_keys(r)) for r in library.reports(i)] for i in sorted(near)
    }
    pairs = set()
    for report in reports:
        keys = sought[report.event.id]
        there = {library.by_number[n] for k in keys for n in under.get(k, ()) if n in library.by_number}
        for article_id in there:
            pairs |= {(report.event.id, r.event.id) for r, own in told[article_id] if own & keys}
        for article_id in copies.get(report.article.id, ()):
            others = library.reports(article_id)
            pairs |= {(report.event.id, r.event.id) for r in others if are_copies(report, r)}
    return {(min(a, b), max(a, b)) for a, b in pairs if a != b}


def _find_copies(batch: Batch, ids: Collection[str]) -> dict[str, set[str]]:
    """For each of some articles those with the same original; they are read."""
    originals = batch.library.originals
    of = {i: originals.get(i, i) for i in ids}
    a = schema.article
    families: dict[str, set[str]] = {o: {o} for o in of.values()}
    query = select(a.c.id, a.c.duplicate_of)
    for row in rows_in(batch.conn, query, a.c.duplicate_of, families):
        families[row.duplicate_of].add(row.id)
    batch.library.load({i for family in families.values() for i in family})
    return {i: families[o] - {i} for i, o in of.items() if len(families[o]) > 1}


def _compare(one: Report | None, other: Report | None) -> Likeness | None:
    if one is None or other is None:
        return None
    first, second = sorted((one, other), key=lambda r: r.order)
    return compare(first, second)


def _changed_joins(batch: Batch, joins: Sequence[Join]) -> set[str]:
    """Reports of which people speak otherwise than at the last merging."""
    said = [[j.together, j.reports, j.others, j.why, j.aliases] for j in joins]
    before = orjson.loads(read_fact(batch.conn, _FACT) or "[]")
    now = orjson.loads(orjson.dumps(said))
    if before == now:
        return set()
    put_fact(batch.conn, _FACT, orjson.dumps(now).decode())
    changed = [j for j in (*before, *now) if (j in before) != (j in now)] or [*before, *now]
    ids = {i for _, reports, others, *_ in changed for i in (*reports, *others)}
    return set(batch.library.articles_of_events(ids))


def _find_pieces(
    batch: Batch, seeds: Collection[str], gone: Collection[str], links: Links, joins: Sequence[Join]
) -> list[Piece[str]]:
    """What hangs together around some reports; these are read."""
    bound: dict[str, dict[str, int]] = {}
    present = batch.library.articles_of_events({i for pair in joined_pairs(joins) for i in pair})
    for one, other in joined_pairs(joins):
        if one in present and other in present:
            bound.setdefault(one, {})[other] = JOINED
            bound.setdefault(other, {})[one] = JOINED

    def neighbours(item: str) -> Mapping[str, int]:
        return {**links.of(item), **bound[item]} if item in bound else links.of(item)

    levels = Levels(batch.conn, _KIND)
    links.prefetch(seeds)
    pieces = find_pieces(sorted(seeds), neighbours, CROWDED_REPORTS, levels=levels.known)
    levels.put({i: p.level for p in pieces for i in p.items}, gone)
    missing = {i for p in pieces for i in p.items if batch.library.report(i) is None}
    articles = set(batch.library.articles_of_events(missing).values())
    batch.library.load(articles)
    batch.library.load_records(articles)
    return pieces


def _put_happenings(
    batch: Batch, pieces: Iterable[Piece[str]], gone: Collection[str], links: Links, joins: Sequence[Join]
) -> tuple[list[Happening], list[Happening]]:
    fresh: list[Happening] = []
    concerned = set(gone)
    for piece in pieces:
        concerned |= set(piece.items)
        fresh += _make_happenings(batch, piece, links, joins)
    old = _happenings_of(batch, concerned | {r for h in fresh for r in h.reports})
    batch.changed_rows += put_some(batch.conn, "happening", old.keys(), fresh, batch.changes)
    return list(old.values()), fresh


def _make_happenings(batch: Batch, piece: Piece[str], links: Links, joins: Sequence[Join]) -> list[Happening]:
    found = (batch.library.report(i) for i in piece.items)
    ordered = sorted((r for r in found if r is not None), key=lambda r: r.order)
    place = {r.event.id: n for n, r in enumerate(ordered)}
    least = CROWDED_REPORTS.strengths[piece.level]
    inside = {}
    for one, i in place.items():
        for other, points in links.of(one).items():
            j = place.get(other)
            if j is not None and i < j and points >= least and (link := compare(ordered[i], ordered[j])):
                inside[i, j] = link
    concerned = [j for j in joins if any(i in place for i in (*j.reports, *j.others))]
    return [make_happening(g, batch.library.directory) for g in group_linked(ordered, inside, concerned)]


def _happenings_of(batch: Batch, events: Collection[str]) -> dict[str, Happening]:
    """The happenings that some reports stand in now."""
    m, h = schema.member, schema.happening
    query = select(m.c.record_id).where(schema.plainly(m.c.record_kind) == "happening", m.c.role == "report")
    ids = {row.record_id for row in rows_in(batch.conn, query, m.c.target, events)}
    # One of its reports may be gone with all that rested on it.
    ids |= {make_id("happening", e) for e in events}
    bodies = rows_in(batch.conn, select(h.c.id, h.c.body), h.c.id, ids)
    records = {row.id: read_body(row.body, overlay={}, actor_ids={}) for row in bodies}
    return {i: r for i, r in records.items() if isinstance(r, Happening)}
