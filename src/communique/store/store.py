"""The store: articles, what was coded from them, and what merging made of it."""

from __future__ import annotations

import dataclasses
import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Engine, delete, func, insert, select, update

from communique.errors import StoreError
from communique.merging.erasing import erase
from communique.merging.merge import Merged
from communique.merging.namesakes import part_namesakes
from communique.records import (
    Article,
    Coded,
    Coder,
    Modality,
    PartialDate,
    Record,
    Refusal,
    Run,
    make_id,
    to_json,
)
from communique.store import forgetting, growth, health, queries, reviewing, schema
from communique.store.changes import Changes
from communique.store.deciding import DecidingStore
from communique.store.directory import DirectoryStore, put_fact, read_forgotten, read_partings
from communique.store.engine import connect, explained, public
from communique.store.merged import put_merged
from communique.store.rows import coder_row, dump, given_digest, merged_for
from communique.store.writing import Put, coded_bodies, delete_coded, insert_coded, mark_arrived, put_article, put_coder


@contextmanager
def _no_search_for_cycles() -> Iterator[None]:
    """Let memory be freed by counts of references alone.

    A step of merging, or the matter of a dossier, are very many objects, nearly all of them without cycles, that are
    kept to the end: looking through them again and again for cycles takes a tenth of the time.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


class Store(DirectoryStore, DecidingStore):
    """A database of records. Every method is one transaction: it happens as a whole or not at all."""

    def __init__(self, engine: Engine, *, target: str | Path) -> None:
        self._engine = engine
        self._target = target
        self._coder: Coder | None = None
        # What was written since the store was opened, or the last run began.
        self.changes = Changes()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    @property
    def name(self) -> str:
        """Its file or address, as it may be shown: without a password."""
        return public(self._target)

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
            put_coder(conn, coder)
            conn.execute(insert(schema.run).values(_run_row(run)))
        self._coder = coder
        self.changes = Changes()
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
        with self._writing() as conn:
            if forgetting.is_forgotten(conn, article):
                return False
            # People who were forgotten do not come back, whoever brings the article.
            article, records = erase(article, records, read_forgotten(conn))
            digest = given_digest(article, records)
            for each in {r.coder for r in records} | ({made_by} if made_by else set()):
                put_coder(conn, each)
            maker = coder_row(made_by)["id"] if made_by else None
            put = put_article(conn, article, digest=digest, coder_id=maker)
            if put is Put.KNOWN:
                return False
            mark_arrived(conn, [article.id])
            self._replace_coded(conn, article, records, new=put is Put.NEW)
            conn.execute(delete(schema.refusal).where(schema.refusal.c.uri == article.uri))
            _set_merged(conn, merged=False)
        return True

    def _replace_coded(
        self, conn: Connection, article: Article, records: Sequence[Coded], *, new: bool = False
    ) -> None:
        before = {} if new else coded_bodies(conn, article.id)
        kept, decided = reviewing.apply_to_article(conn, article, records)
        kept = part_namesakes(kept, read_partings(conn))
        if not new:
            delete_coded(conn, article.id)
        after = insert_coded(conn, kept, published=article.published)
        reviewing.put_machine(conn, article.id, decided, new=new)
        for kind in schema.CODED:
            self.changes.compare(kind, before.get(kind, {}), after[kind])

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

    def merge_arrived(self, *, as_of: PartialDate | None = None, most: int = growth.MOST) -> int:
        """Merge what came, changed or went since the last merging with all that is near to it.

        In steps, each a transaction: one that is interrupted goes on where it stopped.

        Args:
            as_of: Day on which promises are judged; None for the newest publication.
            most: Articles a step.

        Returns:
            How many rows changed.
        """
        changed, waits, first = 0, True, True
        while waits:
            with _no_search_for_cycles(), self._writing() as conn:
                changed += growth.prepare(conn, self.changes, as_of=as_of) if first else 0
                rows, waits = growth.step(conn, self.changes, as_of=as_of, most=most)
                changed += rows
                if not waits:
                    changed += growth.finish(conn, self.changes, as_of=as_of)
            first = False
        return changed

    def put_merged(self, merged: Merged, *, as_of: PartialDate | None = None) -> int:
        """Store what merging all at once found in the place of what was found before; returns how many rows changed.

        Args:
            merged: What merging found.
            as_of: The day for which it judged promises, as it was asked to.
        """
        judged = next((c.as_of for c in merged.commitments), as_of)
        with self._writing() as conn:
            changed = put_merged(conn, merged, self.changes)
            _set_merged(conn, merged=True)
            put_fact(conn, "merged_for", merged_for(as_of))
            put_fact(conn, "judged_on", f"{judged or ''} asked")
            # It leaves no traces: when something comes, all is merged anew.
            put_fact(conn, "merged_by", "")
        return changed

    def needs_merging(self, as_of: PartialDate | None = None) -> bool:
        """Whether anything came in or was decided since the last merging, which was for another day or interrupted."""
        i = schema.info
        with self._reading() as conn:
            known = {row.name: row.value for row in conn.execute(select(i.c.name, i.c.value))}
        # Empty where all was merged at once, without traces; absent in a store of an older schema.
        by = known.get("merged_by")
        by_another = by is None or (by != "" and by.partition(" names ")[0] != growth.merged_by())
        return known.get("merged") != "1" or known.get("merged_for") != merged_for(as_of) or by_another

    # Forgetting -------------------------------------------------------------------------------------------------------

    def forget_source(self, source: str) -> forgetting.Forgotten:
        """Remove a source and all that only it supported, for good; then merge the store, and wipe it.

        Raises:
            ConfigError: The store has nothing of that source.
        """
        with self._writing() as conn:
            gone = forgetting.forget_source(conn, source)
            _set_merged(conn, merged=False)
        return gone

    def is_forgotten(self, article: Article) -> bool:
        """Whether an article belongs to a source that was forgotten."""
        with self._reading() as conn:
            return forgetting.is_forgotten(conn, article)

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
            yield from (r for r in queries.read_coded(conn) if isinstance(r, Coded))

    def about(
        self, a: str, b: str, *, since: PartialDate | None = None, until: PartialDate | None = None
    ) -> list[Record]:
        """All that concerns both states, articles included: the matter of a dossier.

        That is what has both among its parties, of articles that speak of both also what concerns one of them, and
        all refusals.
        """
        with _no_search_for_cycles(), self._reading() as conn:
            return queries.read_about(conn, a, b, since=since, until=until)

    def record(self, record_id: str) -> Record | None:
        """A coded or merged record by its id."""
        with self._reading() as conn:
            return queries.read_record(conn, record_id)

    def former(self, record_id: str) -> list[queries.Former]:
        """Records with this id that were read in an older text of their article, newest first."""
        with self._reading() as conn:
            return queries.read_former(conn, record_id)

    def search(self, query: str, limit: int = 20) -> list[tuple[str, str]]:
        """Articles that hold all the words, best first: id and the place in the text; `"…"` keeps words together."""
        with self._reading() as conn:
            return queries.search(conn, query, limit=limit)

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


def _set_merged(conn: Connection, *, merged: bool) -> None:
    put_fact(conn, "merged", "1" if merged else "0")


def _run_row(run: Run) -> dict[str, str | None]:
    fields = to_json(run)
    return {n: fields[n] for n in ("id", "started_at", "ended_at")} | {
        "coder": coder_row(run.coder)["id"],
        "body": dump(fields),
    }
