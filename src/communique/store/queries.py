"""Reading records back: by kind, state, time, type; all about two states; by words."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import orjson
from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    Table,
    Text,
    and_,
    bindparam,
    exists,
    func,
    intersect,
    literal,
    select,
    text,
    union,
)
from sqlalchemy.dialects import postgresql

from communique.coding.privacy import refs_of
from communique.errors import StoreError
from communique.merging.times import read_days
from communique.records import Article, Modality, PartialDate, Record, Refusal
from communique.store import schema
from communique.store.rows import read_body

# What merging lays over a coded record.
_OVERLAY = {"commitment": ("status", "fulfilled_by")}
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


@dataclass(frozen=True, slots=True)
class Former:
    """A record of an older text of its article, with that text."""

    record: Record
    version: int
    text: str


def read_former(conn: Connection, record_id: str) -> list[Former]:
    """Records with this id in older texts, newest first."""
    f, v = schema.former, schema.article_version
    query = select(f.c.body, f.c.version, v.c.text).join_from(
        f, v, and_(v.c.article == f.c.article, v.c.version == f.c.version)
    )
    rows = conn.execute(query.where(f.c.record_id == record_id).order_by(f.c.version.desc(), f.c.article))
    return [Former(read_body(row.body, overlay={}, actor_ids={}), row.version, row.text) for row in rows]


def read_record(conn: Connection, record_id: str) -> Record | None:
    """A coded or merged record by its id, as it stands after merging."""
    actor_ids = {r.key: r.actor for r in conn.execute(select(schema.actor_key))}
    for kind, table in {**schema.CODED, **schema.MERGED}.items():
        names = _OVERLAY.get(kind, ())
        row = conn.execute(select(table.c.body, *(table.c[n] for n in names)).where(table.c.id == record_id)).first()
        if row is not None:
            overlay = {n: getattr(row, n) for n in names} | _judged(conn, kind)
            return read_body(row.body, overlay=overlay, actor_ids=actor_ids)
    return None


def _judged(conn: Connection, kind: str) -> dict[str, str | None]:
    """The day for which promises were judged, the same for all of them."""
    if kind != "commitment":
        return {}
    i = schema.info
    day = (conn.scalar(select(i.c.value).where(i.c.name == "judged_on")) or "").partition(" ")[0]
    return {"as_of": day or None}


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
    # Looked up once for all kinds of records.
    shared = _listed(conn, conn.scalars(_articles_on_both(a, b)))
    found: list[Record] = []
    for kind, table in schema.CODED.items():
        p = schema.party
        both = intersect(_with_states(kind, a), _with_states(kind, b))
        chosen = [select(both.subquery()), _with_states(kind, a, b).where(p.c.article.in_(shared))]
        if kind == "claim":
            # A claim that nobody in particular makes has no party to go by.
            chosen.append(select(table.c.id).where(table.c.article.in_(shared), ~_has_party(kind, table)))
        if kind == "position":
            # Who else takes a side shows how the two stand to the others.
            chosen.append(select(table.c.id).where(table.c.article.in_(shared)))
        found += _read_coded(conn, kind, wanted, actor_ids, table.c.id.in_(union(*chosen)))
    m = schema.member
    is_happening, is_story = (schema.plainly(m.c.record_kind) == kind for kind in ("happening", "story"))
    told_there = select(m.c.record_id).where(is_happening, m.c.target.in_(shared))
    both = intersect(_with_states("happening", a), _with_states("happening", b))
    there = _with_states("happening", a, b).where(schema.party.c.record_id.in_(told_there))
    known = schema.happening.c.id.in_(union(select(both.subquery()), there))
    found += _read_merged(conn, "happening", wanted, actor_ids, known)
    articles = {article for r in found if (article := getattr(r, "article", None))}
    told = {i for (i,) in _in_chunks(conn, select(m.c.record_id).where(is_story), m.c.target, articles)}
    found += _read_chosen(conn, "story", told, actor_ids)
    people = {ref.id for r in found for ref in refs_of(r)}
    found += _read_chosen(conn, "actor", people, actor_ids)
    texts = [x for chunk in _chunks(articles) for x in read_articles(conn, schema.article.c.id.in_(chunk))]
    texts.sort(key=lambda x: (x.published is not None, x.published or "", x.id))
    # What could not be read may have concerned the two: a dossier has to say that it is missing.
    return [*texts, *found, *_read_refusals(conn)]


def _read_chosen(conn: Connection, kind: str, ids: Collection[str], actor_ids: dict[str, str]) -> list[Record]:
    """Merged records by id, in their order."""
    table = schema.MERGED[kind]
    rows = sorted(
        (row.first_on is not None, row.first_on or "", row.id, row.body)
        for row in _in_chunks(conn, select(table.c.first_on, table.c.id, table.c.body), table.c.id, ids)
    )
    return [read_body(body, overlay={}, actor_ids=actor_ids) for *_, body in rows]


def _in_chunks(
    conn: Connection, query: Select[Any], column: ColumnElement[Any], values: Collection[str]
) -> Iterator[Row[Any]]:
    """Rows whose column has one of many values: more than a database takes in one query."""
    for chunk in _chunks(values):
        yield from conn.execute(query.where(column.in_(chunk)))


def _chunks(values: Collection[str]) -> Iterator[list[str]]:
    ordered = sorted(values)
    return (ordered[n : n + _CHUNK] for n in range(0, len(ordered), _CHUNK))


def search(conn: Connection, query: str, *, limit: int) -> list[tuple[str, str]]:
    """Articles that hold all the words, best first, each with the place in its text."""
    phrases = _phrases(query)
    if not phrases:
        return []
    if conn.dialect.name == "postgresql":
        return _search_server(conn, phrases, limit=limit)
    # Each a string to FTS5, so that its operators (`NEAR`, `*`, `:`) stay words of the user's.
    words = " ".join(f'"{p}"' for p in phrases)
    statement = text(
        "SELECT article.id AS id, snippet(article_text, 1, :a, :b, '…', 24) AS place FROM article_text"
        " JOIN article ON article.number = article_text.rowid WHERE article_text MATCH :words"
        " ORDER BY bm25(article_text, 4.0, 1.0), article.id LIMIT :limit"
    )
    values = {"words": words, "limit": limit, "a": FOUND_START, "b": FOUND_END}
    return [(row.id, row.place) for row in conn.execute(statement, values)]


def _search_server(conn: Connection, phrases: list[str], *, limit: int) -> list[tuple[str, str]]:
    a = schema.article
    # A phrase of nothing but signs asks for nothing.
    sought: ColumnElement[Any] = func.phraseto_tsquery("communique", phrases[0])
    for phrase in phrases[1:]:
        sought = sought.op("&&")(func.phraseto_tsquery("communique", phrase))
    shape = f"StartSel={FOUND_START}, StopSel={FOUND_END}, MaxFragments=1, MaxWords=24, MinWords=12"
    place = func.ts_headline("communique", a.c.text, sought, shape)
    words = func.communique_words(a.c.title, a.c.text)
    statement = select(a.c.id, place.label("place")).where(words.op("@@")(sought))
    statement = statement.order_by(func.ts_rank(words, sought).desc(), a.c.id).limit(limit)
    return [(row.id, row.place) for row in conn.execute(statement)]


def _phrases(query: str) -> list[str]:
    """The words of a query, those in double quotes together."""
    parts = re.findall(r'"([^"]*)"|([^\s"]+)', query[:1000].replace("\x00", " "))
    phrases = [phrase or word for phrase, word in parts]
    return [p for p in phrases if any(c.isalnum() for c in p)]


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
    conn: Connection,
    kind: str,
    wanted: Filter,
    actor_ids: dict[str, str],
    *conditions: ColumnElement[bool],
    shared: dict[str, str] | None = None,
) -> Iterator[Record]:
    table, a = schema.CODED[kind], schema.article
    names = _OVERLAY.get(kind, ())
    query = select(table.c.body, *(table.c[n] for n in names)).join_from(table, a, table.c.article == a.c.id)
    query = query.where(*_conditions(kind, table, wanted), *conditions)
    query = query.order_by(a.c.published.nulls_first(), a.c.id, table.c.position, table.c.id)
    judged = _judged(conn, kind)
    for row in _stream(conn, query):
        overlay = {n: getattr(row, n) for n in names} | judged
        yield read_body(row.body, overlay=overlay, actor_ids=actor_ids, shared=shared)


def read_coded(conn: Connection) -> Iterator[Record]:
    """All coded records, in as little memory as they can be held in together."""
    actor_ids = {r.key: r.actor for r in conn.execute(select(schema.actor_key))}
    shared: dict[str, str] = {}
    for kind in schema.CODED:
        yield from _read_coded(conn, kind, Filter(), actor_ids, shared=shared)


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
    return table.c.id.in_(_with_states(kind, state))


def _with_states(kind: str, *states: str) -> Select[Any]:
    """Ids of records that have one of the states among their parties."""
    p = schema.party
    found = select(p.c.record_id).where(p.c.state.in_(states), p.c.record_kind == kind)
    # What somebody alleges of others does not make the one who alleges it a party to it.
    return found.where(p.c.role != "attributed_to") if kind in ("event", "happening") else found


def _has_party(kind: str, table: Table) -> ColumnElement[bool]:
    p = schema.party
    return exists().where(p.c.record_kind == kind, p.c.record_id == table.c.id)


def _has_source(kind: str, table: Table, wanted: Filter) -> ColumnElement[bool]:
    m = schema.member
    return exists().where(
        m.c.record_kind == kind, m.c.record_id == table.c.id, m.c.role == "source", m.c.target == wanted.article
    )


def _articles_on_both(a: str, b: str) -> Select[Any]:
    """Articles that speak of both states."""
    p = schema.party
    told = (select(p.c.article).where(p.c.state == state, p.c.article.is_not(None)) for state in (a, b))
    return select(intersect(*told).subquery())


def _listed(conn: Connection, values: Iterable[str]) -> Select[Any]:
    """Values as rows of a query, however many: a database takes so and so many parameters only."""
    found = list(values)
    if conn.dialect.name == "postgresql":
        return select(func.unnest(bindparam(None, found, type_=postgresql.ARRAY(Text), unique=True)))
    return select(func.json_each(orjson.dumps(found).decode()).table_valued("value").c.value)


def _stream(conn: Connection, query: Select[Any]) -> Iterator[Row[Any]]:
    # An option of this query alone: a server cursor is for rows, and the same connection runs other commands.
    with conn.execute(query, execution_options={"yield_per": _CHUNK}) as result:
        yield from result
