"""Forgetting a source for good: its articles, all that rests on them alone, and the way back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, ColumnElement, Connection, Engine, cast, delete, func, insert, or_, select, update

from communique.errors import ConfigError
from communique.records import Article, Review, to_json
from communique.store import schema
from communique.store.rows import dump, read_body
from communique.store.writing import mark_arrived


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was removed: numbers of articles, of coded records, and of reviews of them."""

    articles: int
    records: int
    reviews: int


def forget_source(conn: Connection, source: str) -> Forgotten:
    """Remove the articles of a source with all that was coded from them, and remember not to read them again.

    Happenings, stories and actors that rest on them are removed too; merging makes anew those that others support.

    Args:
        conn: In a transaction.
        source: An article's id, the file or address that it was read from, the address that its page gives, or the
            beginning of addresses, with `/` at its end (`https://example.org/`).

    Raises:
        ConfigError: The store has nothing of that source.
    """
    a, t, given = schema.article, schema.forgotten, source
    if "://" not in source and not _is_known(conn, source):
        # A file is known by its address, whatever folder it is named from.
        source = Path(source).resolve().as_uri() + ("/" if source.endswith("/") else "")
    found = conn.execute(select(a.c.id, a.c.uri, json_field(conn, a.c.body, "source_url").label("url"))
                         .where(_matches(conn, source))).all()  # fmt: skip
    refused = conn.execute(delete(schema.refusal).where(_starts(schema.refusal.c.uri, source))).rowcount
    if not found and not refused:
        raise ConfigError(
            f"there is no article {given!r}", remedy="give its id, its file or address, or a site with / at its end"
        )
    ids = [row.id for row in found]
    keys = {("article", i) for i in ids} | {("address", row.url) for row in found if row.url}
    if source not in ids:
        keys.add(("prefix" if source.endswith("/") else "address", source))
    known = {tuple(row) for row in conn.execute(select(t.c.kind, t.c.key))}
    at = datetime.now(UTC).isoformat(timespec="seconds")
    new = [{"kind": kind, "key": key, "at": at} for kind, key in sorted(keys - known)]
    if new:
        conn.execute(insert(t), new)
    records = sum(_count(conn, table, ids) for table in schema.CODED.values())
    reviews = sum(_forget_reviews(conn, i) for i in ids)
    for article_id in ids:
        _delete_article(conn, article_id)
    return Forgotten(len(ids), records, reviews)


def is_forgotten(conn: Connection, article: Article) -> bool:
    """Whether an article must not come back."""
    t = schema.forgotten
    addresses = [x for x in (article.uri, article.source_url) if x]
    same = or_((t.c.kind == "article") & (t.c.key == article.id), (t.c.kind == "address") & t.c.key.in_(addresses))
    if conn.execute(select(t.c.key).where(same)).first():
        return True
    prefixes = conn.scalars(select(t.c.key).where(t.c.kind == "prefix"))
    return any(x.startswith(p) for p in prefixes for x in addresses)


def wipe(engine: Engine) -> None:
    """Let no trace of what was deleted stay in the file: SQLite only marks its pages as free."""
    if engine.dialect.name != "sqlite":
        return
    raw = engine.raw_connection()
    try:
        cursor = raw.cursor()
        cursor.execute("INSERT INTO article_text(article_text) VALUES ('rebuild')")
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.close()
    finally:
        raw.close()


def json_field(conn: Connection, body: ColumnElement[str], name: str) -> ColumnElement[Any]:
    """A field of a record's body, as text."""
    found: ColumnElement[Any] = func.json_extract(body, f"$.{name}")
    return found if conn.dialect.name == "sqlite" else cast(body, JSON)[name].as_string()


def _is_known(conn: Connection, source: str) -> bool:
    r = schema.refusal
    queries = (
        select(schema.article.c.id).where(_matches(conn, source)),
        select(r.c.uri).where(_starts(r.c.uri, source)),
    )
    return any(conn.execute(query).first() for query in queries)


def _matches(conn: Connection, source: str) -> ColumnElement[bool]:
    a = schema.article
    return or_(a.c.id == source, _starts(a.c.uri, source), _starts(json_field(conn, a.c.body, "source_url"), source))


def _starts(column: ColumnElement[Any], source: str) -> ColumnElement[bool]:
    if source.endswith("/"):
        return column.startswith(source, autoescape=True)
    same: ColumnElement[bool] = column == source
    return same


def _count(conn: Connection, table: Any, ids: Sequence[str]) -> int:
    return conn.scalar(select(func.count()).select_from(table).where(table.c.article.in_(ids))) or 0


def _delete_article(conn: Connection, article_id: str) -> None:
    e, p, m = schema.evidence, schema.party, schema.member
    for kind, table in schema.MERGED.items():
        resting = select(e.c.record_id).where(e.c.record_kind == kind, e.c.article == article_id)
        ids = list(conn.scalars(resting.distinct()))
        for child in (e, p, m):
            conn.execute(delete(child).where(child.c.record_kind == kind, child.c.record_id.in_(ids)))
        conn.execute(delete(table).where(table.c.id.in_(ids)))
    conn.execute(delete(e).where(e.c.article == article_id))
    conn.execute(delete(p).where(p.c.article == article_id))
    conn.execute(update(schema.article).where(schema.article.c.duplicate_of == article_id).values(duplicate_of=None))
    mark_arrived(conn, [article_id])
    # Its records, older texts and what the machine made of them go with it.
    conn.execute(delete(schema.article).where(schema.article.c.id == article_id))


def _forget_reviews(conn: Connection, article_id: str) -> int:
    """Reviews hold words of what they are about: those of the article go, merges and splits lose its reports."""
    r, t = schema.review, schema.review_anchor
    ids = list(conn.scalars(select(t.c.review).where(t.c.article == article_id).distinct()))
    for review_id in ids:
        review = read_body(conn.scalar(select(r.c.body).where(r.c.id == review_id)) or "{}", overlay={}, actor_ids={})
        assert isinstance(review, Review)
        rest = replace(
            review,
            reports=tuple(a for a in review.reports if a.article != article_id),
            others=tuple(a for a in review.others if a.article != article_id),
        )
        if not rest.reports or not rest.others:
            conn.execute(delete(r).where(r.c.id == review_id))
            continue
        conn.execute(update(r).where(r.c.id == review_id).values(body=dump(to_json(rest))))
        rows = conn.execute(select(t).where(t.c.review == review_id).order_by(t.c.role, t.c.ord)).mappings().all()
        conn.execute(delete(t).where(t.c.review == review_id))
        kept = [dict(row) for row in rows if row["article"] != article_id]
        numbers = dict.fromkeys(("reports", "others"), 0)
        for row in kept:
            row["ord"] = numbers[row["role"]]
            numbers[row["role"]] += 1
        conn.execute(insert(t), kept)
    return len(ids)
