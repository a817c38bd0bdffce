"""What stands around some promises in the store: acts, articles that tell of both sides, sentences that take back.

It is read for all of them at once, so that a promise more costs no query more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from communique.merging.promises import Act, Court, find_fulfilment, fulfilling_keys, owed_keys, read_act, term_from
from communique.merging.times import Days, read_days
from communique.merging.withdrawals import Withdrawal
from communique.records import Commitment, EventType, Happening, make_id
from communique.store import schema
from communique.store.growth.batch import Batch
from communique.store.growth.near import CHUNK, NearRow, find_between, rows_in
from communique.store.rows import read_body

# A publication dated to the year begins so many days before it ends.
_YEAR = 366


@dataclass(frozen=True, slots=True)
class _Sought:
    """Keys that are looked under for a promise, and the days from one to another."""

    keys: frozenset[int]
    first: int
    last: int


class Around:
    """What is known around some promises, whose articles were read."""

    def __init__(self, batch: Batch, promises: Sequence[Commitment], court: Court) -> None:
        self._batch, self._court = batch, court
        self._library = batch.library
        self._acts: dict[int, list[tuple[int, int]]] = defaultdict(list)
        self._done: dict[int, list[Act]] = defaultdict(list)
        self._off: dict[int, set[int]] = defaultdict(set)
        self._withdrawals: dict[int, tuple[Withdrawal, ...]] = {}
        self._load_acts(promises)
        # What is kept was not taken back: what was printed of its party in all the time since need not be read.
        self._load_withdrawals(p for p in promises if not self._is_kept(p))

    def acts(self, keys: Collection[int], term: Days) -> Iterable[Act]:
        """Acts under some keys that began within a term."""
        first, last = term.first.toordinal(), term.last.toordinal()
        numbers = {n for k in keys for day, n in self._acts.get(k, ()) if first <= day <= last}
        return [a for n in sorted(numbers) for a in self._done[n] if term.first <= a.days.first <= term.last]

    def told(self, keys: Collection[int], after: date) -> Iterator[Days]:
        """Days of publication of articles under some keys; the first that lies before the day of judgement will do."""
        t, day = schema.near, read_days(self._court.as_of)
        if day is None:
            return
        query = select(t.c.day, t.c.article).where(t.c.key.in_(sorted(keys)), t.c.day > after.toordinal())
        last = day.last.toordinal()
        first = self._batch.conn.execute(query.where(t.c.day <= last).limit(1)).first()
        if first is not None:
            yield Days(date.fromordinal(first.day), date.fromordinal(first.day))
            return
        rows = self._batch.conn.execute(query.where(t.c.day > last, t.c.day <= last + _YEAR)).all()
        self._library.load_numbered({row.article for row in rows})
        for row in rows:
            article = self._library.articles.get(self._library.by_number.get(row.article, ""))
            if article is not None and (days := read_days(article.published)) is not None:
                yield days

    def withdrawals(self, keys: Collection[int], after: date) -> Iterable[Withdrawal]:
        """Sentences under some keys that take something back."""
        numbers = {n for k in keys for n in self._off.get(k, ())}
        return [w for n in sorted(numbers) for w in self._withdrawals[n] if w.days.first > after]

    def _load_withdrawals(self, promises: Iterable[Commitment]) -> None:
        library = self._library
        sought = []
        for promise in promises:
            made = read_days(library.articles[promise.article].published)
            if made is not None:
                keys = frozenset(owed_keys(promise, library.directory))
                sought.append(_Sought(keys, made.last.toordinal() + 1, date.max.toordinal()))
        for key, _, number in self._find(sought):
            self._off[key].add(number)
        numbers = {n for found in self._off.values() for n in found}
        library.load_numbered(numbers)
        for number in numbers:
            there = library.by_number.get(number)
            self._withdrawals[number] = library.withdrawals(there) if there else ()

    def _is_kept(self, promise: Commitment) -> bool:
        article, day = self._library.articles[promise.article], read_days(self._court.as_of)
        if day is None:
            return False
        return find_fulfilment(promise, article, self, directory=self._library.directory, day=day) is not None

    def _load_acts(self, promises: Iterable[Commitment]) -> None:
        """Read the acts that may keep some promises: of their types, under their keys, within their terms."""
        library = self._library
        sought: list[_Sought] = []
        kinds: dict[int, EventType] = {}
        for promise in promises:
            term = term_from(promise, library.articles[promise.article].published)
            if term is not None:
                keys = fulfilling_keys(promise, library.directory)
                kinds |= keys
                sought.append(_Sought(frozenset(keys), term.first.toordinal(), term.last.toordinal()))
        wanted: dict[int, set[EventType]] = defaultdict(set)
        for key, day, number in self._find(sought):
            self._acts[key].append((day, number))
            wanted[number].add(kinds[key])
        for number, happening in self._read_happenings(wanted):
            act = read_act(happening, articles=library.articles, directory=library.directory)
            if act is not None:
                self._done[number].append(act)

    def _read_happenings(self, wanted: dict[int, set[EventType]]) -> list[tuple[int, Happening]]:
        """Happenings of some types that some articles, by number, were the first to tell; their articles are read."""
        a, e, h = schema.article, schema.event, schema.happening
        told = select(a.c.number, e.c.id).join_from(a, e, e.c.article == a.c.id)
        of = {make_id("happening", r.id): r.number for r in rows_in(self._batch.conn, told, a.c.number, wanted)}
        rows = rows_in(self._batch.conn, select(h.c.id, h.c.event, h.c.body), h.c.id, of)
        found: list[tuple[int, Happening]] = []
        for row in rows:
            if EventType(row.event) in wanted[of[row.id]]:
                happening = read_body(row.body, overlay={}, actor_ids={})
                assert isinstance(happening, Happening)
                found.append((of[row.id], happening))
        self._library.load_ids({r.key for _, x in found for r in (*x.actor, *x.recipient)})
        self._library.load({s for _, x in found for s in x.sources})
        return found

    def _find(self, sought: Iterable[_Sought]) -> Iterator[NearRow]:
        """Rows under the keys of some promises, each once, and perhaps some of days before or after those asked for."""
        days: dict[int, tuple[int, int]] = {}
        for each in sought:
            for key in each.keys:
                first, last = days.get(key, (each.first, each.last))
                days[key] = min(first, each.first), max(last, each.last)
        # Those of about the same days together: few rows are read in vain then.
        ordered = sorted(days, key=lambda k: (days[k], k))
        for start in range(0, len(ordered), CHUNK):
            chunk = ordered[start : start + CHUNK]
            first, last = min(days[k][0] for k in chunk), max(days[k][1] for k in chunk)
            yield from find_between(self._batch.conn, chunk, first, last)


__all__ = ["Around"]
