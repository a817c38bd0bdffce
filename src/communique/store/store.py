"""The store: articles, what was coded from them, and what merging made of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Engine, delete, func, insert, select, update

from communique.errors import StoreError
from communique.merging.merge import Merged
from communique.records import (
    Article,
    Coded,
    Coder,
    Modality,
    PartialDate,
    Record,
    Refusal,
    Review,
    Run,
    make_id,
    to_json,
)
from communique.store import health, queries, schema
from communique.store.engine import connect, explained
from communique.store.merged import put_merged
from communique.store.rows import (
    article_row,
    coded_row,
    coder_row,
    dump,
    evidence_rows,
    given_digest,
    party_rows,
)


class Store:
    """A database of records. Every method is one transaction: it happens as a whole or not at all."""

    def __init__(self, engine: Engine, *, target: str | Path) -> None:
        self._engine = engine
        self._target = target
        self._coder: Coder | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with explained(self._target), self._engine.connect() as conn:
            yield conn

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with (
            explained(self._target),
            self._engine.connect().execution_options(store_write=True) as conn,
            conn.begin(),
        ):
            yield conn

    # Runs ------------------------------------------------------------------------------------------------------------

    def begin_run(self, coder: Coder) -> Run:
        """Note that a build starts; what is put from now on was made by this coder."""
        started = datetime.now(UTC).isoformat(timespec="microseconds")
        run = Run(id=make_id("run", started, *dataclasses.astuple(coder)), started_at=started, coder=coder)
        with self._writing() as conn:
            _put_coder(conn, coder)
            conn.execute(insert(schema.run).values(_run_row(run)))
        self._coder = coder
        return run

    def finish_run(self, run: Run) -> Run:
        """Note that a build has ended, with its counts."""
        ended = dataclasses.replace(run, ended_at=datetime.now(UTC).isoformat(timespec="microseconds"))
        with self._writing() as conn:
            conn.execute(update(schema.run).where(schema.run.c.id == run.id).values(_run_row(ended)))
        return ended

    # Writing ---------------------------------------------------------------------------------------------------------

    def is_current(self, article_id: str, text_digest: str, coder: Coder) -> bool:
        """Whether this text of this article was coded by this very coder, so that a second build can pass it by."""
        a, v = schema.article, schema.article_version
        known = select(v.c.text_digest).where(v.c.article == article_id)
        with self._reading() as conn:
            row = conn.execute(select(a.c.text_digest, a.c.coder).where(a.c.id == article_id)).first()
            if row is None or row.coder != coder_row(coder)["id"]:
                return False
            # An older text is current too: two saved copies of one page would otherwise take turns for ever.
            return row.text_digest == text_digest or text_digest in set(conn.scalars(known))

    def put(self, article: Article, records: Sequence[Coded], *, coder: Coder | None = None) -> bool:
        """Store an article with all that was coded from it, in the place of what was there.

        Args:
            article: The article; its version is counted by the store.
            records: All its records.
            coder: What coded it; by default that of the run, else of the first record.

        Returns:
            Whether anything changed: the same input twice changes nothing.
        """
        made_by = coder or self._coder or (records[0].coder if records else None)
        digest = given_digest(article, records)
        with self._writing() as conn:
            for each in {r.coder for r in records} | ({made_by} if made_by else set()):
                _put_coder(conn, each)
            maker = coder_row(made_by)["id"] if made_by else None
            if not _put_article(conn, article, digest=digest, coder_id=maker):
                return False
            _delete_coded(conn, article.id)
            _insert_coded(conn, records, published=article.published)
            conn.execute(delete(schema.refusal).where(schema.refusal.c.uri == article.uri))
            _set_merged(conn, merged=False)
        return True

    def refuse(self, refusal: Refusal) -> bool:
        """Keep an input that could not be read or coded, once; returns whether it is new."""
        row = dataclasses.asdict(refusal)
        del row["record"]
        t = schema.refusal
        with self._writing() as conn:
            same = (t.c.uri == refusal.uri) & (t.c.stage == refusal.stage) & (t.c.reason == refusal.reason)
            if conn.execute(select(t.c.number).where(same)).first():
                return False
            conn.execute(insert(t).values(row))
        return True

    def put_merged(self, merged: Merged) -> int:
        """Store what merging found in the place of what it found before; returns how many rows changed."""
        with self._writing() as conn:
            changed = put_merged(conn, merged)
            _set_merged(conn, merged=True)
        return changed

    def needs_merging(self) -> bool:
        """Whether articles came in since the last merging, or merging was interrupted."""
        with self._reading() as conn:
            value = conn.scalar(select(schema.info.c.value).where(schema.info.c.name == "merged"))
        return value == "0"

    def add_review(self, review: Review) -> bool:
        """Keep a person's decision; returns whether it is new. Reviews survive any rebuild."""
        fields = to_json(review)
        row = {n: fields[n] for n in ("id", "target", "action", "by", "at")} | {"body": dump(fields)}
        with self._writing() as conn:
            if conn.execute(select(schema.review.c.id).where(schema.review.c.id == review.id)).first():
                return False
            conn.execute(insert(schema.review).values(row))
        return True

    # Reading ---------------------------------------------------------------------------------------------------------

    def articles(self) -> Iterator[Article]:
        """All articles, oldest publication first."""
        with self._reading() as conn:
            yield from queries.read_articles(conn)

    def article(self, article_id: str) -> Article:
        """One article; raises StoreError where there is none with this id."""
        with self._reading() as conn:
            for found in queries.read_articles(conn, schema.article.c.id == article_id):
                return found
        raise StoreError(f"{self._target}: there is no article {article_id!r}", remedy="export lists their ids")

    def records(
        self,
        kind: str | None = None,
        *,
        article: str | None = None,
        states: Sequence[str] = (),
        since: PartialDate | None = None,
        until: PartialDate | None = None,
        event: str | None = None,
        modality: Modality | None = None,
        min_confidence: float = 0.0,
    ) -> Iterator[Record]:
        """Records of one kind, or all: each article before its records, then what merging made.

        Args:
            kind: A record kind of `records.md`; None for all but runs, which tell of the store and of no text.
            article: Only those of this article.
            states: Only those among whose parties are all these states.
            since: Only those that are about this time or later.
            until: Only those that are about this time or earlier.
            event: Only those of this PLOVER type.
            modality: Only those of this modality.
            min_confidence: Only those at least so sure.

        Raises:
            StoreError: There is no such kind.
        """
        wanted = queries.Filter(
            article=article,
            states=tuple(states),
            since=since,
            until=until,
            event=event,
            modality=modality,
            min_confidence=min_confidence,
        )
        with self._reading() as conn:
            yield from queries.read_records(conn, kind, wanted)

    def coded(self) -> Iterator[Coded]:
        """All coded records: with the articles, the matter of merging."""
        with self._reading() as conn:
            for kind in schema.CODED:
                yield from (r for r in queries.read_records(conn, kind, queries.Filter()) if isinstance(r, Coded))

    def about(
        self, a: str, b: str, *, since: PartialDate | None = None, until: PartialDate | None = None
    ) -> list[Record]:
        """All that concerns both states, articles included: the matter of a dossier.

        That is what has both among its parties, of articles that speak of both also what concerns one of them, and
        all refusals.
        """
        with self._reading() as conn:
            return queries.read_about(conn, a, b, since=since, until=until)

    def search(self, query: str, limit: int = 20) -> list[tuple[str, str]]:
        """Articles that hold all the words, best first: id and the place in the text; `"…"` keeps words together."""
        with self._reading() as conn:
            return queries.search(conn, query, limit=limit)

    def reviews(self) -> list[Review]:
        """All decisions of people, in the order in which they were made."""
        with self._reading() as conn:
            return [r for r in queries.read_records(conn, "review", queries.Filter()) if isinstance(r, Review)]

    # Care ------------------------------------------------------------------------------------------------------------

    def check(self) -> list[str]:
        """What is wrong with the store, a line each; empty where it is in order."""
        with self._reading() as conn:
            return health.find_problems(conn)

    def counts(self) -> dict[str, int]:
        """How many records of each kind there are."""
        tables = {"article": schema.article, **schema.CODED, **schema.MERGED}
        tables |= {"review": schema.review, "run": schema.run, "refusal": schema.refusal}
        with self._reading() as conn:
            return {k: conn.scalar(select(func.count()).select_from(t)) or 0 for k, t in tables.items()}

    def backup(self, path: str | Path) -> None:
        """Copy the store to a file, also while it is written to; the file appears only once it is whole."""
        with explained(path):
            health.write_backup(self._engine, Path(path))


def open_store(target: str | Path, *, create: bool = False) -> Store:
    """Open a store: an SQLite file, or a PostgreSQL database by its URL.

    Args:
        target: Path, or `postgresql+psycopg://user@host/database`.
        create: Make it where there is none.

    Raises:
        StoreError: It is not there, no store, of another schema, or cannot be opened; says what to do.
    """
    return Store(connect(target, create=create), target=target)


def _put_coder(conn: Connection, coder: Coder) -> None:
    row = coder_row(coder)
    if not conn.execute(select(schema.coder.c.id).where(schema.coder.c.id == row["id"])).first():
        conn.execute(insert(schema.coder).values(row))


def _put_article(conn: Connection, article: Article, *, digest: str, coder_id: str | None) -> bool:
    """Insert or change an article's row; False where nothing is new."""
    a, v = schema.article, schema.article_version
    row = article_row(article) | {"given_digest": digest, "coder": coder_id}
    old = conn.execute(select(a).where(a.c.id == article.id)).first()
    if old is None:
        conn.execute(insert(a).values(row | {"version": 1}))
        return True
    # Of two files with one article the first by name is kept, whichever is read first.
    if (old.given_digest, old.coder) == (digest, coder_id) and old.uri <= article.uri:
        return False
    row["duplicate_of"] = old.duplicate_of
    version = old.version
    if old.text_digest != article.text_digest:
        earlier = select(v.c.version).where(v.c.article == article.id, v.c.text_digest == article.text_digest)
        if conn.execute(earlier).first():
            return False
        texts = {"article": article.id, "version": version, "text_digest": old.text_digest, "text": old.text}
        conn.execute(insert(v).values(texts))
        version += 1
    conn.execute(update(a).where(a.c.id == article.id).values(row | {"version": version}))
    return True


def _delete_coded(conn: Connection, article_id: str) -> None:
    for name, table in schema.CODED.items():
        ids = select(table.c.id).where(table.c.article == article_id).scalar_subquery()
        for child in (schema.evidence, schema.party):
            conn.execute(delete(child).where(child.c.record_kind == name, child.c.record_id.in_(ids)))
        conn.execute(delete(table).where(table.c.article == article_id))


def _insert_coded(conn: Connection, records: Sequence[Coded], *, published: str | None) -> None:
    # Two readings with one id are one record, told twice.
    distinct = list({r.id: r for r in reversed(records)}.values())
    for kind, table in schema.CODED.items():
        rows = [coded_row(r, published=published) for r in distinct if r.record == kind]
        if rows:
            conn.execute(insert(table), rows)
    for child, make_rows in ((schema.evidence, evidence_rows), (schema.party, party_rows)):
        rows = [row for r in distinct for row in make_rows(r)]
        if rows:
            conn.execute(insert(child), rows)


def _set_merged(conn: Connection, *, merged: bool) -> None:
    value = "1" if merged else "0"
    if not conn.execute(update(schema.info).where(schema.info.c.name == "merged").values(value=value)).rowcount:
        conn.execute(insert(schema.info).values(name="merged", value=value))


def _run_row(run: Run) -> dict[str, str | None]:
    fields = to_json(run)
    return {n: fields[n] for n in ("id", "started_at", "ended_at")} | {
        "coder": coder_row(run.coder)["id"],
        "body": dump(fields),
    }
