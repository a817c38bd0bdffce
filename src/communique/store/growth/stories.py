"""Stories in a store that grows."""

from __future__ import annotations

import hashlib
from collections import OrderedDict, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from sqlalchemy import func, select

from communique.merging.merge import no_coder
from communique.merging.order import article_order
from communique.merging.pieces import Piece, find_pieces
from communique.merging.stories import (
    CROWDED_ARTICLES,
    Vector,
    first_records,
    group_vectors,
    link_of,
    make_story,
    near_in_time,
    read_vector,
    sought_stories,
    story_keys,
    story_stretches,
    strength_of,
)
from communique.records import Article, Coded
from communique.store import schema
from communique.store.growth.batch import Batch
from communique.store.growth.near import Levels, Links, find_near, rows_in
from communique.store.merged import put_some
from communique.store.rows import read_body

_KIND = "article"


# So many articles of late are remembered by what they are about; those that come next are compared with them again.
_LATE = 6000
# By the digest of title and text: what is read is a matter of these alone.
_late: OrderedDict[tuple[str, bytes], Vector] = OrderedDict()


def _read(article: Article) -> Vector:
    words = "\n".join((article.language or "", article.title or "", article.published or "", article.text))
    key = article.id, hashlib.blake2b(words.encode(errors="surrogatepass"), digest_size=16).digest()
    known = _late.pop(key, None)
    vector = read_vector(article) if known is None else replace(known, article=article)
    # Without the article, whose text may be long.
    _late[key] = replace(vector, article=replace(article, text=""))
    while len(_late) > _LATE:
        _late.popitem(last=False)
    return vector


class _Vectors:
    """What articles are about, read once a batch."""

    def __init__(self, batch: Batch) -> None:
        self._batch = batch
        self._known: dict[str, Vector] = {}

    def of(self, article_id: str) -> Vector:
        """What an article is about; it was read."""
        if article_id not in self._known:
            self._known[article_id] = _read(self._batch.library.articles[article_id])
        return self._known[article_id]


def grow_stories(batch: Batch) -> None:
    """Join the articles of a batch with those that bring the same news; copies stand with their originals."""
    vectors = _Vectors(batch)
    here = [a.id for a in batch.present()]
    batch.add([row for i in here for row in batch.put_keys(i, ((k, 0) for k in story_keys(vectors.of(i))))])
    touched = {*here, *batch.affected}
    batch.library.load(touched)
    touched &= batch.library.articles.keys()
    originals = {i for i in touched if i not in batch.library.originals}
    found = _find_links(batch, originals, vectors)
    links = Links(batch.conn, _KIND)
    neighbours = links.replace(touched | batch.arrived, {pair: strength_of(s) for pair, s in found.items()})
    gone = (touched | batch.arrived) - originals
    levels = Levels(batch.conn, _KIND)
    seeds = (originals | neighbours) - gone
    links.prefetch(seeds)
    pieces = find_pieces(sorted(seeds), links.of, CROWDED_ARTICLES, levels=levels.known)
    levels.put({i: p.level for p in pieces for i in p.items}, gone)
    _put_stories(batch, pieces, gone, links, vectors)


def _find_links(batch: Batch, ids: Collection[str], vectors: _Vectors) -> dict[tuple[str, str], float]:
    stretches = _stretches(batch, [vectors.of(i) for i in ids])
    sought = {i: sought_stories(vectors.of(i), stretches) for i in ids}
    under = find_near(batch.conn, {k for keys in sought.values() for k in keys})
    library = batch.library
    days = library.days_of({n for numbers in under.values() for n in numbers})
    near: dict[str, set[int]] = {}
    for one, keys in sought.items():
        # Many of those under one key lie too far apart in time: these need not be read.
        own = vectors.of(one).days
        near[one] = {n for k in keys for n in under.get(k, ()) if n in days and near_in_time(own, days[n])}
    library.load_numbered({n for numbers in near.values() for n in numbers})
    found: dict[tuple[str, str], float] = {}
    for one, numbers in near.items():
        for other in {library.by_number.get(n) for n in numbers}:
            if other is None or other == one or other in library.originals:
                continue
            pair = (min(one, other), max(one, other))
            if pair not in found and (likeness := link_of(vectors.of(one), vectors.of(other))) is not None:
                found[pair] = likeness
    return found


def _stretches(batch: Batch, vectors: Iterable[Vector]) -> tuple[int, ...]:
    """The times of which there are articles, where one of some articles has no time and looks in all."""
    if all(v.days is not None for v in vectors):
        return ()
    a = schema.article
    first, last = batch.conn.execute(select(func.min(a.c.first_on), func.max(a.c.last_on))).one()
    return story_stretches(first, last)


def _put_stories(
    batch: Batch, pieces: Iterable[Piece[str]], gone: Collection[str], links: Links, vectors: _Vectors
) -> None:
    pieces = list(pieces)
    library = batch.library
    members = {i for p in pieces for i in p.items}
    library.load(members)
    copies = _copies_of(batch, members)
    groups = [[a.id for a in group] for p in pieces for group in _groups(batch, p, links, vectors)]
    stories = [[m for i in group for m in (i, *copies.get(i, ()))] for group in groups]
    stories = [ids for ids in stories if len(ids) > 1]
    told = {i for ids in stories for i in ids}
    library.load(told)
    firsts = first_records(_first_bodies(batch, told))
    fresh = [make_story((library.articles[i] for i in ids), firsts, no_coder()) for ids in stories]
    old = _stories_of(batch, members | set(gone) | told)
    batch.changed_rows += put_some(batch.conn, "story", old, fresh, batch.changes)


def _groups(batch: Batch, piece: Piece[str], links: Links, vectors: _Vectors) -> list[list[Article]]:
    there = [i for i in piece.items if i in batch.library.articles and i not in batch.library.originals]
    ordered = sorted(there, key=lambda i: article_order(batch.library.articles[i]))
    if len(ordered) == 1:
        return [[batch.library.articles[ordered[0]]]]
    place = {i: n for n, i in enumerate(ordered)}
    least = CROWDED_ARTICLES.strengths[piece.level]
    inside: dict[tuple[int, int], float] = {}
    for one, i in place.items():
        for other, strength in links.of(one).items():
            j = place.get(other)
            if j is not None and i < j and strength >= least:
                likeness = link_of(vectors.of(one), vectors.of(other))
                if likeness is not None:
                    inside[i, j] = likeness
    return group_vectors([vectors.of(i) for i in ordered], inside)


def _copies_of(batch: Batch, ids: Collection[str]) -> Mapping[str, list[str]]:
    a = schema.article
    found: dict[str, list[str]] = defaultdict(list)
    for row in rows_in(batch.conn, select(a.c.id, a.c.duplicate_of), a.c.duplicate_of, ids):
        found[row.duplicate_of].append(row.id)
    return found


def _first_bodies(batch: Batch, ids: Collection[str]) -> Iterable[Coded]:
    """For each article its first record of each kind."""
    for table in schema.CODED.values():
        first = select(table.c.article, func.min(table.c.position).label("position")).group_by(table.c.article)
        least = {row.article: row.position for row in rows_in(batch.conn, first, table.c.article, ids)}
        query = select(table.c.article, table.c.position, table.c.body)
        for row in rows_in(batch.conn, query, table.c.article, least):
            if row.position == least[row.article]:
                record = read_body(row.body, overlay={}, actor_ids={})
                assert isinstance(record, Coded)
                yield record


def _stories_of(batch: Batch, ids: Collection[str]) -> set[str]:
    m = schema.member
    query = select(m.c.record_id).where(schema.plainly(m.c.record_kind) == "story", m.c.role == "source")
    return {row.record_id for row in rows_in(batch.conn, query, m.c.target, ids)}
