"""Promises in a store that grows: judged anew where something that may keep them, or bears on them, came or went."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date

from sqlalchemy import Connection, and_, func, or_, select

from communique.merging.keys import answer
from communique.merging.promises import (
    OPEN_TERM_DAYS,
    Act,
    Court,
    act_keys,
    due_keys,
    is_kept,
    judge_promise,
    keeping_keys,
    longest_term,
    make_court,
    owed_keys,
    promise_keys,
    read_act,
    term_from,
    told_keys,
    withdrawal_keys,
)
from communique.merging.times import Days, read_days
from communique.merging.withdrawals import Withdrawal, find_withdrawals
from communique.records import Commitment, Happening, PartialDate, make_id
from communique.store import schema
from communique.store.directory import put_fact, read_fact
from communique.store.growth.batch import Batch
from communique.store.growth.library import Library
from communique.store.growth.near import NearRow, add_near, chunks, drop_near, find_between, find_near, rows_in
from communique.store.merged import put_commitments
from communique.store.rows import read_body

_FACT = "judged_on"
# A publication dated to the year begins so many days before it ends.
_YEAR = 366


def put_promise_keys(batch: Batch, article_id: str) -> list[NearRow]:
    """Keys by which the promises of an article are found, and by which it is found by those of others."""
    library = batch.library
    article, directory = library.articles[article_id], library.directory
    promises, published = library.promises[article_id], read_days(article.published)
    keys = {(k, _day_of(p, article.published)) for p in promises for k in promise_keys(p, directory)}
    keys |= {(answer(k), 0) for p in promises for k in owed_keys(p, directory)}
    for promise in promises:
        if (due := read_days(promise.due)) is not None:
            keys |= {(answer(k), due.last.toordinal()) for k in due_keys(promise, directory)}
    calls: set[tuple[int, int]] = set()
    if published is not None:
        told = told_keys(library.events[article_id], promises, directory)
        calls = {(k, published.last.toordinal()) for k in told}
        calls |= {(k, w.days.first.toordinal()) for w in find_withdrawals([article]) for k in withdrawal_keys(w)}
    batch.new[article_id].calls = tuple(sorted(calls))
    return batch.put_keys(article_id, keys | calls)


def grow_promises(
    batch: Batch,
    court: Court,
    *,
    reread: Collection[str],
    before: Sequence[Happening],
    after: Sequence[Happening],
) -> None:
    """Judge the promises on which a batch bears.

    Args:
        batch: The batch.
        court: The day of judgement.
        reread: Articles that were looked at anew.
        before: Happenings that were there around them.
        after: Those that are there now.
    """
    _move_acts(batch, before, after)
    called = {(k, d) for i in reread for t in (batch.old.get(i), batch.new.get(i)) if t for k, d in t.calls}
    numbers = {n for found in find_near(batch.conn, {answer(k) for k, _ in called}).values() for n in found}
    batch.library.load_numbered(numbers)
    articles = {batch.library.by_number[n] for n in numbers if n in batch.library.by_number} | set(reread)
    articles |= _kept_by(batch, before) | _kept_now(batch, after)
    _judge(batch, articles, court)


def _day_of(promise: Commitment, published: PartialDate | None) -> int:
    """The day under which acts look for a promise; none where the term is so long that they look always."""
    term = term_from(promise, published)
    return 0 if term is None or longest_term(promise, published) else term.first.toordinal()


def _kept_by(batch: Batch, happenings: Iterable[Happening]) -> set[str]:
    """Articles with promises that some happenings were found to have kept."""
    c = schema.commitment
    return {r.article for r in rows_in(batch.conn, select(c.c.article), c.c.fulfilled_by, {h.id for h in happenings})}


def _kept_now(batch: Batch, happenings: Iterable[Happening]) -> set[str]:
    """Articles with promises that some happenings keep."""
    library = batch.library
    acts = [a for h in happenings if (a := read_act(h, articles=library.articles, directory=library.directory))]
    wanted = {k for a in acts for k in keeping_keys(a.happening, library.directory)}
    days = [a.days.first.toordinal() for a in acts]
    if not wanted:
        return set()
    rows = [(k, 0, n) for k, day, n in find_between(batch.conn, wanted, 0, 0)]
    rows += find_between(batch.conn, wanted, min(days) - OPEN_TERM_DAYS, max(days))
    waiting: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for key, day, number in rows:
        waiting[key].append((day, number))
    promises = _read_promises(batch, {n for _, _, n in rows})
    found = set()
    for act in acts:
        at = act.days.first.toordinal()
        for key in keeping_keys(act.happening, library.directory):
            near = {n for day, n in waiting.get(key, ()) if day == 0 or at - OPEN_TERM_DAYS <= day < at}
            for promise, published, language in (p for n in near for p in promises.get(n, ())):
                term = term_from(promise, published)
                if promise.article not in found and term is not None and is_kept(
                    promise, act, term, language=language, directory=library.directory
                ):  # fmt: skip
                    found.add(promise.article)
    return found


def _read_promises(
    batch: Batch, numbers: Collection[int]
) -> dict[int, list[tuple[Commitment, PartialDate | None, str]]]:
    """Promises by the number of their article, with its day and language, and not the article itself."""
    c, a = schema.commitment, schema.article
    query = select(a.c.number, a.c.published, a.c.language, c.c.body).join_from(c, a, c.c.article == a.c.id)
    found: dict[int, list[tuple[Commitment, PartialDate | None, str]]] = defaultdict(list)
    for row in rows_in(batch.conn, query, a.c.number, numbers):
        promise = read_body(row.body, overlay={}, actor_ids={})
        assert isinstance(promise, Commitment)
        found[row.number].append((promise, row.published, row.language))
    refs = (r for told in found.values() for p, *_ in told for r in (*p.obligor, *p.beneficiary))
    batch.library.load_ids({r.key for r in refs})
    return found


def _move_acts(batch: Batch, before: Iterable[Happening], after: Iterable[Happening]) -> None:
    stale, fresh = _act_rows(batch, before), _act_rows(batch, after)
    drop_near(batch.conn, stale - fresh)
    add_near(batch.conn, fresh - stale)
    # A row that is there already costs nothing, one that is missing a fulfilment.
    add_near(batch.conn, fresh & stale)


def _act_rows(batch: Batch, happenings: Iterable[Happening]) -> set[NearRow]:
    library, rows = batch.library, set()
    for happening in happenings:
        act = read_act(happening, articles=library.articles, directory=library.directory)
        old = batch.old.get(happening.sources[0])
        number = library.numbers.get(happening.sources[0], old.number if old else None)
        if act is not None and number is not None:
            rows |= {(k, act.days.first.toordinal(), number) for k in act_keys(happening, library.directory)}
    return rows


def _judge(batch: Batch, articles: Collection[str], court: Court) -> None:
    library = batch.library
    library.load(articles)
    library.load_records(articles)
    promises = [p for i in sorted(articles) for p in library.promises[i]]
    known = _Around(batch, promises, court)
    judged = [
        judge_promise(p, library.articles.get(p.article), known, directory=library.directory, court=court)
        for p in promises
    ]
    batch.changed_rows += put_commitments(batch.conn, judged)


class _Around:
    """What stands around some promises in the store; read for all of them at once."""

    def __init__(self, batch: Batch, promises: Sequence[Commitment], court: Court) -> None:
        self._batch, self._court = batch, court
        self._library: Library = batch.library
        self._happenings: dict[str, list[Act]] = {}
        self._withdrawals: dict[str, tuple[Withdrawal, ...]] = {}
        directory = batch.library.directory
        dated = [(p, made) for p in promises if (made := read_days(batch.library.articles[p.article].published))]
        self._first = min((made.last.toordinal() for _, made in dated), default=0)
        self._off = self._rows({k for p, _ in dated for k in owed_keys(p, directory)})
        self._load_articles(self._off)

    def acts(self, keys: Collection[int], term: Days) -> Iterable[Act]:
        """Acts under some keys that began within a term."""
        t = schema.near
        span = t.c.day.between(term.first.toordinal(), term.last.toordinal())
        query = select(t.c.article).where(t.c.key.in_(sorted(keys)), span).distinct()
        numbers = set(self._batch.conn.scalars(query))
        if not numbers:
            return []
        self._library.load_numbered(numbers)
        ids = {self._library.by_number[n] for n in numbers if n in self._library.by_number}
        self._load_acts(ids)
        return [a for i in sorted(ids) for a in self._happenings[i] if term.first <= a.days.first <= term.last]

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
        ids = {self._library.by_number[n] for n in numbers if n in self._library.by_number}
        for i in ids:
            if i not in self._withdrawals:
                self._withdrawals[i] = find_withdrawals([self._library.articles[i]])
        return [w for i in sorted(ids) for w in self._withdrawals[i] if w.days.first > after]

    def _rows(self, keys: Iterable[int]) -> dict[int, list[int]]:
        t = schema.near
        found: dict[int, list[int]] = defaultdict(list)
        query = select(t.c.key, t.c.article).where(t.c.day > self._first)
        for row in rows_in(self._batch.conn, query, t.c.key, keys):
            found[row.key].append(row.article)
        return found

    def _load_articles(self, rows: dict[int, list[int]]) -> None:
        self._library.load_numbered({n for numbers in rows.values() for n in numbers})

    def _load_acts(self, ids: Collection[str]) -> None:
        missing = [i for i in ids if i not in self._happenings]
        if not missing:
            return
        library, h = self._library, schema.happening
        library.load_records(missing)
        of = {make_id("happening", e.id): i for i in missing for e in library.events[i]}
        rows = list(rows_in(self._batch.conn, select(h.c.id, h.c.body), h.c.id, of))
        found = [(of[row.id], read_body(row.body, overlay={}, actor_ids={})) for row in rows]
        library.load({s for _, x in found if isinstance(x, Happening) for s in x.sources})
        self._happenings |= {i: [] for i in missing}
        for article_id, happening in found:
            assert isinstance(happening, Happening)
            act = read_act(happening, articles=library.articles, directory=library.directory)
            if act is not None:
                self._happenings[article_id].append(act)


def read_court(batch: Batch, as_of: PartialDate | None) -> Court:
    """The day for which promises are judged: the one asked for, else that of the newest publication."""
    latest = batch.conn.scalar(select(func.max(schema.article.c.last_on)))
    newest = read_days(latest)
    return make_court(as_of or (PartialDate(latest) if latest else None), latest_day=newest.last if newest else None)


def note_court(conn: Connection, court: Court, *, asked: bool) -> str:
    """Keep the day for which promises are judged; returns what was kept before.

    Args:
        conn: In a transaction.
        court: The day, and whether it lies beyond all news.
        asked: Whether somebody asked for this day; else it is that of the newest publication.
    """
    before = read_fact(conn, _FACT) or ""
    put_fact(conn, _FACT, f"{court.as_of or ''} {'asked' if asked else 'newest'}{' beyond' if court.beyond else ''}")
    return before


def move_court(batch: Batch, court: Court, *, asked: bool) -> None:
    """Judge the promises whose term ended, or whose act has come, since the day for which all were judged last."""
    before = note_court(batch.conn, court, asked=asked)
    if before == read_fact(batch.conn, _FACT):
        return
    old, _, how = before.partition(" ")
    one, other = read_days(old), read_days(court.as_of)
    # With the newest day nothing is known that came after it; any other day hides news, or lies beyond it.
    if how == "newest" and not asked and one and other and one.first <= other.first and one.last <= other.last:
        chosen = _between(batch, one, other)
    else:
        c = schema.commitment
        chosen = set(batch.conn.scalars(select(c.c.article).distinct()))
    for some in chunks(chosen):
        fresh = Batch(conn=batch.conn, library=Library(batch.conn), changes=batch.changes, arrived=frozenset())
        _judge(fresh, some, court)
        batch.changed_rows += fresh.changed_rows


def _between(batch: Batch, old: Days, new: Days) -> set[str]:
    """Articles with promises that fell due, or may be kept by what happened, from one day to another."""
    c, h = schema.commitment, schema.happening
    # As words: a year or a month ends after it begins.
    coarse = and_(c.c.due >= f"{old.first.year:04}", func.length(c.c.due) < len("2024-05-01"))
    due = select(c.c.article).where(or_(c.c.due >= old.first.isoformat(), coarse), c.c.due <= new.last.isoformat())
    found = set(batch.conn.scalars(due.distinct()))
    since = select(h.c.body).where(h.c.first_on > old.first.isoformat(), h.c.first_on <= new.last.isoformat())
    happenings = [read_body(body, overlay={}, actor_ids={}) for body in batch.conn.scalars(since)]
    batch.library.load_ids({r.key for x in happenings if isinstance(x, Happening) for r in (*x.actor, *x.recipient)})
    batch.library.load({s for x in happenings if isinstance(x, Happening) for s in x.sources})
    return found | _kept_now(batch, [x for x in happenings if isinstance(x, Happening)])
