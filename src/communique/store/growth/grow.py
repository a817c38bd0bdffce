"""One step of merging after the other: each takes in some of the articles that came, changed or went, as a whole.

A step is one transaction and leaves a store in order, so that an interrupted merging goes on where it stopped, and a
first merging of a large archive needs no more memory than that of a few articles.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from sqlalchemy import Connection, delete, exists, insert, or_, select

import communique
from communique.merging.clusters import told_keys
from communique.records import PartialDate
from communique.store import schema
from communique.store.changes import Changes
from communique.store.directory import put_fact, read_fact
from communique.store.growth.batch import Batch
from communique.store.growth.copies import grow_copies
from communique.store.growth.library import Library
from communique.store.growth.near import NearRow, chunks, rows_in
from communique.store.growth.people import grow_people
from communique.store.growth.promises import grow_promises, move_court, note_court, put_promise_keys, read_court
from communique.store.growth.reports import grow_happenings
from communique.store.growth.stories import grow_stories
from communique.store.growth.traces import Trace, drop_traces, put_traces, read_traces
from communique.store.merged import put_some
from communique.store.rows import merged_for

# Articles taken in at a time: enough for speed, few enough for the memory.
MOST = 2000


@cache
def merged_by() -> str:
    """The program that merges: its version, and a digest of all that decides what is merged with what."""
    digest = hashlib.sha256()
    for folder in (files("communique") / "merging", files("communique.store") / "growth"):
        _digest(folder, digest.update)
    for locale in sorted((files("communique") / "locales").iterdir(), key=lambda f: f.name):
        if (locale / "merging").is_dir():
            _digest(locale / "merging", digest.update)
    return f"{communique.__version__} {digest.hexdigest()[:16]}"


def _digest(folder: Traversable, update: Callable[[bytes], None]) -> None:
    for file in sorted(folder.iterdir(), key=lambda f: f.name):
        if file.is_file():
            update(file.name.encode() + b"\0" + file.read_bytes())


def prepare(conn: Connection, changes: Changes, *, as_of: PartialDate | None) -> int:
    """See what has to be merged; returns how many rows changed.

    A store that another program merged, or one with other tables in mind, is merged anew as a whole.
    """
    names = read_fact(conn, "names")
    by = f"{merged_by()} names {names}" if names else merged_by()
    batch = Batch(conn=conn, library=Library(conn), changes=changes, arrived=frozenset())
    court = read_court(batch, as_of)
    if read_fact(conn, "merged_by") != by:
        _start_anew(conn)
        put_fact(conn, "merged_by", by)
        # All promises are judged in their turn.
        note_court(conn, court, asked=as_of is not None)
    move_court(batch, court, asked=as_of is not None)
    return batch.changed_rows


def _start_anew(conn: Connection) -> None:
    """Forget all that merging remembers, but not what it found: of that only what differs is written."""
    for table in schema.GROWTH:
        conn.execute(delete(table))
    conn.execute(insert(schema.arrived).from_select(["article"], select(schema.article.c.id)))
    for name in ("ruled", "joined"):
        conn.execute(delete(schema.info).where(schema.info.c.name == name))
    put_fact(conn, "sweep", "1")


def step(conn: Connection, changes: Changes, *, as_of: PartialDate | None, most: int = MOST) -> tuple[int, bool]:
    """Take in some of the articles that wait; returns how many rows changed, and whether more of them wait."""
    w, a = schema.arrived, schema.article
    query = select(w.c.article).join_from(w, a, w.c.article == a.c.id, isouter=True)
    waiting = list(conn.scalars(query.order_by(a.c.published.nulls_first(), w.c.article).limit(most + 1)))
    batch = Batch(conn=conn, library=Library(conn), changes=changes, arrived=frozenset(waiting[:most]))
    _open(batch)
    batch.take_keys()
    grow_copies(batch)
    grow_people(batch)
    court = read_court(batch, as_of)
    reread = _reread(batch)
    before, after = grow_happenings(batch, reread)
    grow_stories(batch)
    grow_promises(batch, court, reread=reread, before=before, after=after)
    put_traces(conn, batch.new, batch.old)
    drop_traces(conn, batch.gone())
    for chunk in chunks(batch.arrived):
        conn.execute(delete(w).where(w.c.article.in_(chunk)))
    return batch.changed_rows, len(waiting) > most


def finish(conn: Connection, changes: Changes, *, as_of: PartialDate | None) -> int:
    """Note that all is merged; returns how many rows changed."""
    changed = _sweep(conn, changes) if read_fact(conn, "sweep") == "1" else 0
    put_fact(conn, "sweep", "0")
    put_fact(conn, "merged", "1")
    put_fact(conn, "merged_for", merged_for(as_of))
    return changed


def _open(batch: Batch) -> None:
    library = batch.library
    library.load(batch.arrived)
    batch.old = read_traces(batch.conn, batch.arrived)
    batch.coded = library.coded(i for i in batch.arrived if i in library.articles)
    batch.new = {a.id: Trace(article=a.id, number=library.numbers[a.id]) for a in batch.present()}


def _reread(batch: Batch) -> set[str]:
    """Look anew at all articles that are told of other people, or in other company, and put them under their keys.

    Returns:
        These articles, those of the batch among them, also such as are gone.
    """
    p, library = schema.party, batch.library
    query = select(p.c.article).where(p.c.record_kind.in_(("event", "commitment")), p.c.article.is_not(None))
    named = {row.article for row in rows_in(batch.conn, query.distinct(), p.c.key, batch.changed_keys)}
    further = (named | batch.affected) - batch.arrived
    library.load(further)
    # One that waits for its own turn is looked at then.
    old = read_traces(batch.conn, further & library.articles.keys())
    batch.old |= old
    for article_id, trace in old.items():
        batch.new[article_id] = Trace(
            article=article_id,
            number=trace.number,
            copied_from=trace.copied_from,
            original=library.originals.get(article_id),
            keys=set(trace.keys),
            mentions=trace.mentions,
        )
    reread = set(batch.arrived) | old.keys()
    library.load_records(reread)
    batch.add([row for i in sorted(reread & batch.new.keys()) for row in _put_keys(batch, i)])
    return reread


def _put_keys(batch: Batch, article_id: str) -> list[NearRow]:
    reports = batch.library.reports(article_id)
    batch.new[article_id].events = tuple(r.event.id for r in reports)
    rows = batch.put_keys(article_id, {(k, 0) for r in reports for k in told_keys(r)})
    return rows + put_promise_keys(batch, article_id)


def _sweep(conn: Connection, changes: Changes) -> int:
    """Remove merged records of which nothing is left, after all was merged anew."""
    m, e, a = schema.member, schema.event, schema.article
    lost = or_(
        (m.c.role == "report") & ~exists().where(e.c.id == m.c.target),
        (m.c.role == "source") & ~exists().where(a.c.id == m.c.target),
    )
    changed = 0
    for kind in ("happening", "story"):
        ids = set(conn.scalars(select(m.c.record_id).where(m.c.record_kind == kind, lost)))
        changed += put_some(conn, kind, ids, (), changes)
    t, n = schema.actor, schema.entry
    ids = set(conn.scalars(select(t.c.id).where(~exists().where(n.c.root == t.c.id))))
    return changed + put_some(conn, "actor", ids, (), changes)
