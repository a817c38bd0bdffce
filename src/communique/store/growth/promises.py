"""Promises in a store that grows: judged anew where something that may keep them, or bears on them, came or went."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import orjson
from sqlalchemy import Connection, and_, func, or_, select

from communique.merging.keys import answer
from communique.merging.people import Directory
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
from communique.merging.withdrawals import Withdrawal, is_withdrawn
from communique.merging.words import find_stems
from communique.records import Commitment, Happening, PartialDate, Status, make_id
from communique.store import schema
from communique.store.directory import put_fact, read_fact
from communique.store.growth.batch import Batch
from communique.store.growth.library import Library
from communique.store.growth.near import NearRow, add_near, chunks, drop_near, find_between, find_days, rows_in
from communique.store.growth.surroundings import Around
from communique.store.growth.traces import Trace
from communique.store.merged import put_commitments
from communique.store.rows import read_body

_FACT = "judged_on"


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
        calls |= {(k, w.days.first.toordinal()) for w in library.withdrawals(article_id) for k in withdrawal_keys(w)}
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
    stale, fresh = _moved(before, after, reread)
    # What only a forgotten article told was taken from the store with it, and stands in neither.
    told = {make_id("happening", e) for i in reread if i in batch.old for e in batch.old[i].events}
    lost = {h.id for h in stale} | (told - {h.id for h in after})
    articles = set(reread) | _called(batch, reread, court) | _kept_by(batch, lost) | _kept_now(batch, fresh)
    _judge(batch, articles, court)


def _moved(
    before: Sequence[Happening], after: Sequence[Happening], reread: Collection[str]
) -> tuple[list[Happening], list[Happening]]:
    """Those that are gone or other than they were, and those that are new or so: none else changes a promise's lot."""
    old, looked_at = {h.id: h for h in before}, frozenset(reread)
    same = {h.id for h in after if old.get(h.id) == h and looked_at.isdisjoint(h.sources)}
    return [h for h in before if h.id not in same], [h for h in after if h.id not in same]


def _called(batch: Batch, reread: Collection[str], court: Court) -> set[str]:
    """Articles with promises on which bears of whom some articles tell now or told before, or what they take back."""
    come, gone = _calls(batch, reread, batch.new, batch.old), _calls(batch, reread, batch.old, batch.new)
    waiting = list(find_days(batch.conn, {answer(k) for k in come.keys() | gone.keys()}))
    # By what was promised a row of theirs has the day on which it was due, and none for what may take it back.
    heard = {n for k, day, n in waiting if 0 < day < come.get(answer(k), 0)}
    silent = {n for k, day, n in waiting if 0 < day < gone.get(answer(k), 0)}
    bound = [(answer(k), n) for k, day, n in waiting if day == 0 and answer(k) in come]
    unbound = {n for k, day, n in waiting if day == 0 and answer(k) in gone}
    found = _with_status(batch, heard, Status.OPEN) | _with_status(batch, silent, Status.OVERDUE)
    return found | _with_status(batch, unbound, Status.WITHDRAWN) | _taken_back(batch, reread, bound, court)


def _calls(
    batch: Batch, reread: Collection[str], traces: Mapping[str, Trace], others: Mapping[str, Trace]
) -> dict[int, int]:
    """Keys for which promises wait, with the last of their days: those of a text that is another, or that differ."""
    found: dict[int, int] = {}
    for article_id in reread:
        own = set(traces[article_id].calls) if article_id in traces else set()
        if article_id not in batch.arrived and article_id in others:
            own -= set(others[article_id].calls)
        for key, day in own:
            found[key] = max(day, found.get(key, day))
    return found


def _with_status(batch: Batch, numbers: Collection[int], status: Status) -> set[str]:
    """Articles, of some by number, with a promise of which this became."""
    c, a = schema.commitment, schema.article
    query = select(c.c.article).join_from(a, c, c.c.article == a.c.id).where(schema.plainly(c.c.status) == status.value)
    return {row.article for row in rows_in(batch.conn, query, a.c.number, numbers)}


def _taken_back(batch: Batch, reread: Collection[str], bound: Iterable[tuple[int, int]], court: Court) -> set[str]:
    """Articles with promises that articles which were looked at take back now.

    Args:
        batch: The batch.
        reread: Articles that were looked at.
        bound: Keys of what they take back, with the numbers of articles with promises that wait under these.
        court: The day of judgement.
    """
    day, library = read_days(court.as_of), batch.library
    under: dict[int, list[Withdrawal]] = defaultdict(list)
    for withdrawal in (w for i in sorted(reread) if i in library.articles for w in library.withdrawals(i)):
        for key in withdrawal_keys(withdrawal):
            under[key].append(withdrawal)
    told: dict[int, list[Withdrawal]] = defaultdict(list)
    for key, number in bound:
        told[number] += under.get(key, ())
    if day is None or not under:
        return set()
    c, a = schema.commitment, schema.article
    # What is kept was not taken back, whatever anybody says of it.
    query = select(a.c.number, c.c.article, c.c.body, a.c.published, a.c.language)
    query = query.join_from(a, c, c.c.article == a.c.id).where(
        schema.plainly(c.c.status).in_((Status.OPEN.value, Status.OVERDUE.value))
    )
    found: set[str] = set()
    for row in rows_in(batch.conn, query, a.c.number, (n for n, of in told.items() if of)):
        made = read_days(row.published)
        if row.article in found or made is None:
            continue
        # A party that is told of much has promised much: few of these share a word with what is taken back.
        matter = find_stems(orjson.loads(row.body)["content"], language=row.language)
        if all(matter.isdisjoint(w.matter) for w in told[row.number]):
            continue
        promise = read_body(row.body, overlay={}, actor_ids={})
        assert isinstance(promise, Commitment)
        if is_withdrawn(promise, made, told[row.number], day=day, directory=library.directory, language=row.language):
            found.add(row.article)
    return found


def _day_of(promise: Commitment, published: PartialDate | None) -> int:
    """The day under which acts look for a promise; none where the term is so long that they look always."""
    term = term_from(promise, published)
    return 0 if term is None or longest_term(promise, published) else term.first.toordinal()


def _kept_by(batch: Batch, happenings: Collection[str]) -> set[str]:
    """Articles with promises that some happenings were found to have kept."""
    c = schema.commitment
    return {r.article for r in rows_in(batch.conn, select(c.c.article), c.c.fulfilled_by, happenings)}


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
            found |= {p.article for n in near for p in promises.get(n, ()) if _would_keep(act, p, library.directory)}
    return found


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A promise with what is known of its article, and by which act it is kept already, if by any."""

    promise: Commitment
    published: PartialDate | None
    language: str
    kept_on: str | None
    kept_by: str | None

    @property
    def article(self) -> str:
        """The article that tells it."""
        return self.promise.article


def _would_keep(act: Act, waiting: _Waiting, directory: Directory) -> bool:
    """Whether an act keeps a promise, and none before it does."""
    term = term_from(waiting.promise, waiting.published)
    if term is None:
        return False
    own = act.days.first.isoformat(), act.happening.id
    if waiting.kept_on is not None and waiting.kept_by is not None and (waiting.kept_on, waiting.kept_by) < own:
        return False
    return is_kept(waiting.promise, act, term, language=waiting.language, directory=directory)


def _read_promises(batch: Batch, numbers: Collection[int]) -> dict[int, list[_Waiting]]:
    """Promises by the number of their article, with its day and language, and not the article itself."""
    c, a, h = schema.commitment, schema.article, schema.happening
    query = select(a.c.number, a.c.published, a.c.language, c.c.body, c.c.fulfilled_by, h.c.first_on)
    query = query.join_from(a, c, c.c.article == a.c.id).join(h, h.c.id == c.c.fulfilled_by, isouter=True)
    found: dict[int, list[_Waiting]] = defaultdict(list)
    for row in rows_in(batch.conn, query, a.c.number, numbers):
        promise = read_body(row.body, overlay={}, actor_ids={})
        assert isinstance(promise, Commitment)
        found[row.number].append(_Waiting(promise, row.published, row.language, row.first_on, row.fulfilled_by))
    refs = (r for told in found.values() for w in told for r in (*w.promise.obligor, *w.promise.beneficiary))
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
    known = Around(batch, promises, court)
    judged = [
        judge_promise(p, library.articles.get(p.article), known, directory=library.directory, court=court)
        for p in promises
    ]
    batch.changed_rows += put_commitments(batch.conn, judged)


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
