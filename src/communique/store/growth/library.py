"""Articles and records at hand while a batch is merged: read from the store once, many at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from sqlalchemy import Connection, select

from communique.merging.happenings import HAPPENED
from communique.merging.people import Directory, references_of
from communique.merging.reports import Report, read_report
from communique.merging.times import Days, read_days
from communique.merging.withdrawals import Withdrawal, find_withdrawals
from communique.records import Article, Coded, Commitment, Event
from communique.store import schema
from communique.store.growth.near import rows_in
from communique.store.rows import read_body


class Library:
    """What was read; `originals` are those of copies, `ids` those of actors whose key is not their id."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn
        self.articles: dict[str, Article] = {}
        self.numbers: dict[str, int] = {}
        self.by_number: dict[int, str] = {}
        self.events: dict[str, list[Event]] = defaultdict(list)
        self.promises: dict[str, list[Commitment]] = defaultdict(list)
        self.originals: dict[str, str] = {}
        self._ids: dict[str, str] = {}
        self._reports: dict[str, list[Report]] = {}
        self._withdrawals: dict[str, tuple[Withdrawal, ...]] = {}
        self._has_records: set[str] = set()
        self._of_event: dict[str, str] = {}
        self._shared: dict[str, str] = {}

    @property
    def directory(self) -> Directory:
        """Who is who among the actors of what was read."""
        return Directory((), self._ids)

    def load(self, ids: Iterable[str]) -> None:
        """Read articles by id; those that are not there are not there."""
        self._load(schema.article.c.id, {i for i in ids if i not in self.articles})

    def load_numbered(self, numbers: Iterable[int]) -> None:
        """Read articles by number."""
        self._load(schema.article.c.number, {n for n in numbers if n not in self.by_number})

    def _load(self, column: object, values: Collection[object]) -> None:
        a = schema.article
        query = select(a.c.id, a.c.number, a.c.body, a.c.text, a.c.version, a.c.duplicate_of)
        for row in rows_in(self._conn, query, column, values):
            overlay = {"text": row.text, "version": row.version, "duplicate_of": None}
            article = read_body(row.body, overlay=overlay, actor_ids={})
            assert isinstance(article, Article)
            self.articles[row.id] = article
            self.numbers[row.id] = row.number
            self.by_number[row.number] = row.id
            if row.duplicate_of is not None:
                self.originals[row.id] = row.duplicate_of

    def days_of(self, numbers: Collection[int]) -> dict[int, Days | None]:
        """When articles by number were published, of those that are there; they are not read."""
        a = schema.article
        query = select(a.c.number, a.c.published)
        return {row.number: read_days(row.published) for row in rows_in(self._conn, query, a.c.number, numbers)}

    def withdrawals(self, article_id: str) -> tuple[Withdrawal, ...]:
        """Sentences of an article that was read in which something is taken back."""
        if article_id not in self._withdrawals:
            self._withdrawals[article_id] = find_withdrawals([self.articles[article_id]])
        return self._withdrawals[article_id]

    def load_records(self, ids: Iterable[str]) -> None:
        """Read events and promises of articles, and who their actors are."""
        missing = {i for i in ids if i in self.articles and i not in self._has_records}
        self._has_records |= missing
        keys = set()
        for kind in ("event", "commitment"):
            for record in self._read(kind, missing):
                keys |= {ref.key for ref in references_of(record)}
                if isinstance(record, Event):
                    self.events[record.article].append(record)
                    self._of_event[record.id] = record.article
                elif isinstance(record, Commitment):
                    self.promises[record.article].append(record)
        self.load_ids(keys)

    def coded(self, ids: Iterable[str]) -> dict[str, list[Coded]]:
        """All records of articles; they are not kept at hand."""
        found: dict[str, list[Coded]] = defaultdict(list)
        chosen = list(ids)
        for kind in schema.CODED:
            for record in self._read(kind, chosen):
                found[record.article].append(record)
        return found

    def _read(self, kind: str, ids: Collection[str]) -> Iterable[Coded]:
        table = schema.CODED[kind]
        for row in rows_in(self._conn, select(table.c.body), table.c.article, ids):
            record = read_body(row.body, overlay={}, actor_ids={}, shared=self._shared)
            assert isinstance(record, Coded)
            yield record

    def load_ids(self, keys: Iterable[str]) -> None:
        """Look up whom keys stand for."""
        t = schema.actor_key
        missing = {k for k in keys if k not in self._ids}
        self._ids |= {k: k for k in missing}
        self._ids |= {row.key: row.actor for row in rows_in(self._conn, select(t.c.key, t.c.actor), t.c.key, missing)}

    def set_ids(self, ids: dict[str, str]) -> None:
        """Learn whom keys stand for now."""
        self._ids |= ids
        self._reports.clear()

    def set_original(self, article_id: str, original: str | None) -> None:
        """Learn of what an article is a copy now."""
        self.originals.pop(article_id, None)
        if original is not None:
            self.originals[article_id] = original
        self._reports.pop(article_id, None)

    def reports(self, article_id: str) -> list[Report]:
        """What an article that was read reports as having happened."""
        if article_id not in self._reports:
            article = self.articles.get(article_id)
            told = [e for e in self.events[article_id] if e.modality in HAPPENED] if article else []
            self._reports[article_id] = [
                read_report(e, article, directory=self.directory, duplicates=self.originals) for e in told if article
            ]
        return self._reports[article_id]

    def report(self, event_id: str) -> Report | None:
        """What an event record says, of an article whose records were read; None of one that is not at hand."""
        article_id = self._of_event.get(event_id)
        if article_id is None:
            return None
        return next((r for r in self.reports(article_id) if r.event.id == event_id), None)

    def articles_of_events(self, event_ids: Iterable[str]) -> dict[str, str]:
        """The article of each event that is there."""
        e = schema.event
        return {r.id: r.article for r in rows_in(self._conn, select(e.c.id, e.c.article), e.c.id, event_ids)}
