"""Reading records back: by kind, state, time, type; all about two states; by words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, Table, and_, exists, func, literal, or_, select, text

from communique.errors import StoreError
from communique.merging.times import read_days
from communique.records import Article, Modality, PartialDate, Record, Refusal, to_json
from communique.store import schema
from communique.store.rows import read_body, references

# What merging lays over a coded record.
_OVERLAY = {"commitment": ("status", "as_of", "fulfilled_by")}
# Rows fetched at a time: an export of a large store must not fill the memory.
_CHUNK = 500
# FTS5 marks the words that were found with these; the caller turns them into what its output can show.
FOUND_START, FOUND_END = "\x02", "\x03"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which records are wanted; an empty filter wants all."""

    article: str | None = None
    states: tuple[str, ...] = ()
    since: PartialDate | None = None
    until: PartialDate | None = None
    event: str | None = None
    modality: Modality | None = None
    min_confidence: float = 0.0


def read_articles(conn: Connection, *conditions: ColumnElement[bool]) -> Iterator[Article]:
    """Articles, oldest publication first."""
    a = schema.article
    query = select(a.c.body, a.c.text, a.c.version, a.c.duplicate_of).where(*conditions)
    query = query.order_by(a.c.published.nulls_first(), a.c.id)
    for row in _stream(conn, query):
        overlay = {"text": row.text, "version": row.version, "duplicate_of": row.duplicate_of}
        record = read_body(row.body, overlay=overlay, actor_ids={})
        assert isinstance(record, Article)
        yield record


def read_records(conn: Connection, kind: str | None, wanted: Filter) -> Iterator[Record]:
    """Records of one kind, or of all kinds: each article before its records, then what merging made."""
    actor_ids = {r.key: r.actor for r in conn.execute(select(schema.actor_key))}
    if kind is None:
        yield from _read_all(conn, wanted, actor_ids)
    elif kind == "article":
        yield from read_articles(conn, *_article_conditions(wanted))
    elif kind == "refusal":
        yield from _read_refusals(conn)
    elif kind in schema.CODED:
        yield from _read_coded(conn, kind, wanted, actor_ids)
    elif kind in schema.MERGED:
        yield from _read_merged(conn, kind, wanted, actor_ids)
    elif kind in ("review", "run"):
        table = schema.review if kind == "review" else schema.run
        by = table.c.at if kind == "review" else table.c.started_at
        for row in _stream(conn, select(table.c.body).order_by(by, table.c.id)):
            yield read_body(row.body, overlay={}, actor_ids={})
    else:
        kinds = ("article", *schema.CODED, *schema.MERGED, "review", "run", "refusal")
        raise StoreError(f"no record kind {kind!r}", remedy=f"there are {', '.join(kinds)}")


def read_about(
    conn: Connection, a: str, b: str, *, since: PartialDate | None, until: PartialDate | None
) -> list[Record]:
    """All that concerns both states: what has both among its parties, and what concerns either in articles on both."""
    actor_ids = {r.key: r.actor for r in conn.execute(select(schema.actor_key))}
    wanted = Filter(since=since, until=until)
    shared = _articles_on_both(a, b)
    found: list[Record] = []
    for kind, table in schema.CODED.items():
        both, either = _have_states(kind, table, a, b)
        if kind == "claim":
            # A claim that nobody in particular makes has no party to go by.
            either = or_(either, ~_has_party(kind, table))
        found += _read_coded(conn, kind, wanted, actor_ids, or_(both, and_(either, table.c.article.in_(shared))))
    both, either = _have_states("happening", schema.happening, a, b)
    m = schema.member
    told_there = exists().where(
        m.c.record_kind == "happening", m.c.record_id == schema.happening.c.id, m.c.target.in_(shared)
    )
    found += _read_merged(conn, "happening", wanted, actor_ids, or_(both, and_(either, told_there)))
    articles = {article for r in found if (article := getattr(r, "article", None))}
    told = conn.execute(select(m.c.record_id, m.c.target).where(m.c.record_kind == "story", m.c.role == "source"))
    stories = {row.record_id for row in told if row.target in articles}
    found += (r for r in _read_merged(conn, "story", Filter(), actor_ids) if getattr(r, "id", "") in stories)
    people = {ref["id"] for r in found for ref in references(to_json(r))}
    found += (r for r in _read_merged(conn, "actor", Filter(), actor_ids) if getattr(r, "id", "") in people)
    # What could not be read may have concerned the two: a dossier has to say that it is missing.
    return [*(x for x in read_articles(conn) if x.id in articles), *found, *_read_refusals(conn)]


def search(conn: Connection, query: str, *, limit: int) -> list[tuple[str, str]]:
    """Articles that hold all the words, best first, each with the place in its text."""
    if conn.dialect.name != "sqlite":
        raise StoreError("this database has no full-text index", remedy="search in an SQLite store")
    words = _escape(query)
    if not words:
        return []
    statement = text(
        "SELECT article.id AS id, snippet(article_text, 1, :a, :b, '…', 24) AS place FROM article_text"
        " JOIN article ON article.number = article_text.rowid WHERE article_text MATCH :words"
        " ORDER BY bm25(article_text, 4.0, 1.0), article.id LIMIT :limit"
    )
    values = {"words": words, "limit": limit, "a": FOUND_START, "b": FOUND_END}
    return [(row.id, row.place) for row in conn.execute(statement, values)]


def _escape(query: str) -> str:
    """The words of a query as FTS5 strings: its operators (`NEAR`, `*`, `:`) stay words of the user's."""
    parts = re.findall(r'"([^"]*)"|([^\s"]+)', query[:1000].replace("\x00", " "))
    phrases = [phrase or word for phrase, word in parts]
    return " ".join(f'"{p}"' for p in phrases if any(c.isalnum() for c in p))


def _read_all(conn: Connection, wanted: Filter, actor_ids: dict[str, str]) -> Iterator[Record]:
    for article in read_articles(conn, *_article_conditions(wanted)):
        yield article
        own = replace(wanted, article=article.id)
        for kind in schema.CODED:
            yield from _read_coded(conn, kind, own, actor_ids)
    if wanted.article is None:
        for kind in schema.MERGED:
            yield from _read_merged(conn, kind, wanted, actor_ids)
        # Runs have clock times: two builds of the same articles must export the same lines.
        for kind in ("review", "refusal"):
            yield from read_records(conn, kind, wanted)


def _read_coded(
    conn: Connection, kind: str, wanted: Filter, actor_ids: dict[str, str], *conditions: ColumnElement[bool]
) -> Iterator[Record]:
    table, a = schema.CODED[kind], schema.article
    names = _OVERLAY.get(kind, ())
    query = select(table.c.body, *(table.c[n] for n in names)).join_from(table, a, table.c.article == a.c.id)
    query = query.where(*_conditions(kind, table, wanted), *conditions)
    query = query.order_by(a.c.published.nulls_first(), a.c.id, table.c.position, table.c.id)
    for row in _stream(conn, query):
        yield read_body(row.body, overlay={n: getattr(row, n) for n in names}, actor_ids=actor_ids)


def _read_merged(
    conn: Connection, kind: str, wanted: Filter, actor_ids: dict[str, str], *conditions: ColumnElement[bool]
) -> Iterator[Record]:
    table = schema.MERGED[kind]
    query = select(table.c.body).where(*_conditions(kind, table, wanted), *conditions)
    for row in _stream(conn, query.order_by(table.c.first_on.nulls_first(), table.c.id)):
        yield read_body(row.body, overlay={}, actor_ids=actor_ids)


def _read_refusals(conn: Connection) -> Iterator[Record]:
    t = schema.refusal
    for row in _stream(conn, select(t).order_by(t.c.uri, t.c.stage, t.c.reason)):
        yield Refusal(uri=row.uri, stage=row.stage, reason=row.reason, remedy=row.remedy)


def _conditions(kind: str, table: Table, wanted: Filter) -> list[ColumnElement[bool]]:
    found = [table.c.confidence >= wanted.min_confidence] if wanted.min_confidence > 0 else []
    if wanted.article is not None:
        found.append(table.c.article == wanted.article if "article" in table.c else _has_source(kind, table, wanted))
    found += [_has_state(kind, table, s) for s in wanted.states]
    found += _time_conditions(table, wanted)
    for name in ("event", "modality"):
        value = getattr(wanted, name)
        if value is not None:
            # A kind without the field cannot have the value.
            found.append(table.c[name] == str(value) if name in table.c else literal(False))
    return found


def _article_conditions(wanted: Filter) -> list[ColumnElement[bool]]:
    a = schema.article
    found = _time_conditions(a, wanted)
    if wanted.article is not None:
        found.append(a.c.id == wanted.article)
    p = schema.party
    found += [exists().where(p.c.article == a.c.id, p.c.state == s) for s in wanted.states]
    return found


def _time_conditions(table: Table, wanted: Filter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    since, until = read_days(wanted.since), read_days(wanted.until)
    if since is not None:
        found.append(table.c.last_on >= since.first.isoformat())
    if until is not None:
        found.append(table.c.first_on <= until.last.isoformat())
    return found


def _has_state(kind: str, table: Table, state: str) -> ColumnElement[bool]:
    p = schema.party
    # What somebody alleges of others does not make the one who alleges it a party to it.
    roles = p.c.role != "attributed_to" if kind in ("event", "happening") else literal(True)
    return exists().where(p.c.state == state, p.c.record_kind == kind, p.c.record_id == table.c.id, roles)


def _has_party(kind: str, table: Table) -> ColumnElement[bool]:
    p = schema.party
    return exists().where(p.c.record_kind == kind, p.c.record_id == table.c.id)


def _has_source(kind: str, table: Table, wanted: Filter) -> ColumnElement[bool]:
    m = schema.member
    return exists().where(
        m.c.record_kind == kind, m.c.record_id == table.c.id, m.c.role == "source", m.c.target == wanted.article
    )


def _have_states(kind: str, table: Table, a: str, b: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Whether both states, and whether either, are among a record's parties."""
    first, second = _has_state(kind, table, a), _has_state(kind, table, b)
    return and_(first, second), or_(first, second)


def _articles_on_both(a: str, b: str) -> Select[Any]:
    """Articles that speak of both states."""
    p = schema.party
    return (
        select(p.c.article)
        .where(p.c.state.in_((a, b)), p.c.article.is_not(None))
        .group_by(p.c.article)
        .having(func.count(p.c.state.distinct()) == 2)
    )


def _stream(conn: Connection, query: Select[Any]) -> Iterator[Row[Any]]:
    return iter(conn.execution_options(yield_per=_CHUNK).execute(query))
