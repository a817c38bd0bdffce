"""Reprints in a store that grows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

from sqlalchemy import bindparam, select, update

from communique.merging.order import article_order
from communique.merging.reprints import find_originals, first_copied, may_be_copies, reprint_keys
from communique.records import Article
from communique.store import schema
from communique.store.growth.batch import Batch
from communique.store.growth.near import find_near, rows_in
from communique.store.growth.traces import put_copied


def grow_copies(batch: Batch) -> None:
    """Find of what each article of a batch is a copy, and which earlier or later ones are copies of it."""
    keys = {a.id: set(reprint_keys(a)) for a in batch.present()}
    batch.add([row for i, own in keys.items() for row in batch.put_keys(i, ((k, 0) for k in own))])
    candidates = _candidates(batch, keys)
    others = _copied_from(batch, batch.arrived)
    for article_id, found in candidates.items():
        own = article_order(batch.library.articles[article_id])
        others |= {i for i in found if article_order(batch.library.articles[i]) > own}
    others -= batch.arrived
    batch.library.load(others)
    further = {i: set(reprint_keys(batch.library.articles[i])) for i in others if i in batch.library.articles}
    candidates |= _candidates(batch, further)
    copied = {i: _first_copied(batch.library.articles[i], batch, found) for i, found in candidates.items()}
    _put_originals(batch, copied)


def _candidates(batch: Batch, keys: Mapping[str, Collection[int]]) -> dict[str, list[str]]:
    """For each article others that may be copies; they are read."""
    under = find_near(batch.conn, {k for own in keys.values() for k in own})
    shared = {i: Counter(n for k in own for n in under.get(k, ())) for i, own in keys.items()}
    numbers = {i: batch.library.numbers[i] for i in keys}
    worth = {
        i: [n for n, count in found.items() if may_be_copies(count) and n != numbers[i]] for i, found in shared.items()
    }
    batch.library.load_numbered({n for found in worth.values() for n in found})
    known = batch.library.by_number
    return {i: [known[n] for n in found if n in known] for i, found in worth.items()}


def _first_copied(article: Article, batch: Batch, candidates: Collection[str]) -> str | None:
    own = article_order(article)
    found = sorted((batch.library.articles[i] for i in candidates), key=article_order)
    first = first_copied(article, (a for a in found if article_order(a) < own))
    return first.id if first is not None else None


def _copied_from(batch: Batch, ids: Collection[str]) -> set[str]:
    t = schema.trace
    return {row.article for row in rows_in(batch.conn, select(t.c.article), t.c.copied_from, ids)}


def _put_originals(batch: Batch, copied: Mapping[str, str | None]) -> None:
    """Follow copies of copies to their originals, and note all that changed."""
    concerned, front = set(copied), set(copied)
    while front := _copied_from(batch, front) - concerned:
        concerned |= front
    batch.library.load(concerned)
    sources = _read_sources(batch, concerned, copied)
    originals = find_originals({i: c for i, c in sources.items() if c is not None})
    t = schema.trace
    # Forgetting an original has taken it from its copies: what they were is in their traces.
    query = select(t.c.article, t.c.original)
    known = {r.article: r.original for r in rows_in(batch.conn, query, t.c.article, concerned)}
    changed: dict[str, tuple[str | None, str | None]] = {}
    moved: dict[str, str | None] = {}
    for article_id in concerned & batch.library.articles.keys():
        before, now = batch.library.originals.get(article_id), originals.get(article_id)
        if article_id in batch.new:
            batch.new[article_id].copied_from, batch.new[article_id].original = sources[article_id], now
            batch.affected |= {x for x in (known.get(article_id), now) if x}
        else:
            changed[article_id] = (sources[article_id], now)
        if known.get(article_id) != now:
            batch.affected |= {article_id, *(x for x in (known.get(article_id), now) if x)}
        if before != now:
            moved[article_id] = now
    # What a copy that is gone was a copy of has a copy less.
    batch.affected |= {t.original for i, t in batch.old.items() if t.original and i in batch.gone()}
    put_copied(batch.conn, changed)
    _put_duplicates(batch, moved)


def _read_sources(batch: Batch, concerned: Collection[str], copied: Mapping[str, str | None]) -> dict[str, str | None]:
    """From what each article was copied, and from what that was, and so on."""
    t = schema.trace
    sources: dict[str, str | None] = dict(copied)
    query = select(t.c.article, t.c.copied_from)
    front = set(concerned) | {c for c in sources.values() if c is not None}
    while front := front - sources.keys():
        sources |= dict.fromkeys(front)
        sources |= {r.article: r.copied_from for r in rows_in(batch.conn, query, t.c.article, front)}
        front = {c for c in sources.values() if c is not None}
    return sources


def _put_duplicates(batch: Batch, moved: Mapping[str, str | None]) -> None:
    a = schema.article
    if moved:
        rows = [{"key": i, "new": original} for i, original in moved.items()]
        batch.conn.execute(update(a).where(a.c.id == bindparam("key")).values(duplicate_of=bindparam("new")), rows)
    for article_id, original in moved.items():
        batch.library.set_original(article_id, original)
    batch.changed_rows += len(moved)
