"""The rows of one article and its records."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import Enum

from sqlalchemy import Connection, delete, insert, literal, select, update

from communique.records import Article, Coded, Coder
from communique.store import schema
from communique.store.rows import article_row, coded_row, coder_row, evidence_rows, party_rows


def mark_arrived(conn: Connection, article_ids: Iterable[str]) -> None:
    """Note that articles came, changed or went, for the next merging."""
    t = schema.arrived
    for article_id in article_ids:
        if not conn.execute(select(t.c.article).where(t.c.article == article_id)).first():
            conn.execute(insert(t).values(article=article_id))


def put_coder(conn: Connection, coder: Coder) -> None:
    """Insert a coder where it is new."""
    row = coder_row(coder)
    if not conn.execute(select(schema.coder.c.id).where(schema.coder.c.id == row["id"])).first():
        conn.execute(insert(schema.coder).values(row))


class Put(Enum):
    """What became of an article that was put."""

    KNOWN = "known"
    NEW = "new"
    CHANGED = "changed"


def put_article(conn: Connection, article: Article, *, digest: str, coder_id: str | None) -> Put:
    """Insert or change an article's row."""
    a, v = schema.article, schema.article_version
    row = article_row(article) | {"given_digest": digest, "coder": coder_id}
    old = conn.execute(select(a).where(a.c.id == article.id)).first()
    if old is None:
        conn.execute(insert(a).values(row | {"version": 1}))
        return Put.NEW
    # Of two files with one article the first by name is kept, whichever is read first.
    if (old.given_digest, old.coder) == (digest, coder_id) and old.uri <= article.uri:
        return Put.KNOWN
    row["duplicate_of"] = old.duplicate_of
    version = old.version
    if old.text_digest != article.text_digest:
        earlier = select(v.c.version).where(v.c.article == article.id, v.c.text_digest == article.text_digest)
        if conn.execute(earlier).first():
            return Put.KNOWN
        texts = {"article": article.id, "version": version, "text_digest": old.text_digest, "text": old.text}
        conn.execute(insert(v).values(texts))
        _keep_former(conn, article.id, version)
        version += 1
    conn.execute(update(a).where(a.c.id == article.id).values(row | {"version": version}))
    return Put.CHANGED


def _keep_former(conn: Connection, article_id: str, version: int) -> None:
    """Keep the records of a text that is about to be an older one: somebody may have cited them."""
    f = schema.former
    names = ("article", "version", "record_kind", "record_id", "body")
    for kind, table in schema.CODED.items():
        query = select(table.c.article, literal(version), literal(kind), table.c.id, table.c.body)
        conn.execute(insert(f).from_select(names, query.where(table.c.article == article_id)))


def coded_bodies(conn: Connection, article_id: str) -> dict[str, dict[str, str]]:
    """What stands of an article's records: for each kind, id to body."""
    return {
        kind: {r.id: r.body for r in conn.execute(select(t.c.id, t.c.body).where(t.c.article == article_id))}
        for kind, t in schema.CODED.items()
    }


def delete_coded(conn: Connection, article_id: str) -> None:
    """Delete the records of an article."""
    mark_arrived(conn, [article_id])
    # The evidence of a coded record lies in its own article.
    for child in (schema.evidence, schema.party):
        conn.execute(delete(child).where(child.c.article == article_id, child.c.record_kind.in_(tuple(schema.CODED))))
    for table in schema.CODED.values():
        conn.execute(delete(table).where(table.c.article == article_id))


def insert_coded(conn: Connection, records: Sequence[Coded], *, published: str | None) -> dict[str, dict[str, str]]:
    """Insert the records of an article; returns what stands of them then: for each kind, id to body."""
    # Two readings with one id are one record, told twice.
    distinct = list({r.id: r for r in reversed(records)}.values())
    bodies: dict[str, dict[str, str]] = {}
    for kind, table in schema.CODED.items():
        rows = [coded_row(r, published=published) for r in distinct if r.record == kind]
        bodies[kind] = {row["id"]: row["body"] for row in rows}
        if rows:
            conn.execute(insert(table), rows)
    for child, make_rows in ((schema.evidence, evidence_rows), (schema.party, party_rows)):
        rows = [row for r in distinct for row in make_rows(r)]
        if rows:
            conn.execute(insert(child), rows)
    return bodies
