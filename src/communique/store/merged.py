"""Writing what merging found: only the rows that differ from those of the last merging."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection, Select, Table, bindparam, delete, insert, select, update

from communique.merging.merge import Merged
from communique.records import Actor, Commitment, Happening, Story
from communique.store import schema
from communique.store.changes import Changes
from communique.store.rows import coder_row, evidence_rows, member_rows, merged_row, party_rows

_T = TypeVar("_T")
# Records written at a time: enough for speed, few enough for the memory.
_BATCH = 1000


def put_merged(conn: Connection, merged: Merged, changes: Changes) -> int:
    """Replace happenings, stories and actors, and what was found about articles, promises and actor keys.

    Args:
        conn: In a transaction.
        merged: What merging found.
        changes: Where to count what differs from before.
    """
    changed = sum(
        _replace(conn, kind, records, changes)
        for kind, records in (
            ("happening", merged.happenings),
            ("story", merged.stories),
            ("actor", merged.actors),
        )
    )
    changed += _put_duplicates(conn, merged.duplicates)
    changed += _put_actor_ids(conn, merged.actor_ids)
    changed += _put_commitments(conn, merged.commitments)
    return changed


def _replace(conn: Connection, kind: str, records: Iterable[Happening | Story | Actor], changes: Changes) -> int:
    table = schema.MERGED[kind]
    # Digests, not bodies: there are hundreds of thousands of happenings in a large store, and few of them change.
    stored = {row.id: _digest(row.body) for row in _stream(conn, select(table.c.id, table.c.body))}
    fresh = {r.id: r for r in records}
    differing = [i for i, r in fresh.items() if stored.get(i) != _digest(merged_row(r)["body"])]
    gone = [i for i in stored if i not in fresh]
    old = [i for i in (*gone, *differing) if i in stored]
    before = _bodies(conn, table, old)
    _delete(conn, kind, old)
    _put_coders(conn, (fresh[i] for i in differing))
    for chunk in _batched([fresh[i] for i in differing]):
        rows = [merged_row(r) for r in chunk]
        changes.compare(
            kind, {r.id: before.pop(r.id) for r in chunk if r.id in before}, {r["id"]: r["body"] for r in rows}
        )
        conn.execute(insert(table), rows)
        for child, make_rows in (
            (schema.evidence, evidence_rows),
            (schema.party, party_rows),
            (schema.member, member_rows),
        ):
            rows = [row for record in chunk for row in make_rows(record)]
            if rows:
                conn.execute(insert(child), rows)
    changes.compare(kind, before, {})
    return len(gone) + len(differing)


def _stream(conn: Connection, query: Select[Any]) -> Iterator[Any]:
    with conn.execute(query, execution_options={"yield_per": _BATCH}) as result:
        yield from result


def _digest(body: str) -> bytes:
    return hashlib.sha256(body.encode()).digest()


def _bodies(conn: Connection, table: Table, ids: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for chunk in _batched(ids):
        found |= {r.id: r.body for r in conn.execute(select(table.c.id, table.c.body).where(table.c.id.in_(chunk)))}
    return found


def _delete(conn: Connection, kind: str, ids: Sequence[str]) -> None:
    table = schema.MERGED[kind]
    keys = [{"key": i} for i in ids]
    if keys:
        for child in (schema.evidence, schema.party, schema.member):
            conn.execute(delete(child).where(child.c.record_kind == kind, child.c.record_id == bindparam("key")), keys)
        conn.execute(delete(table).where(table.c.id == bindparam("key")), keys)


def _batched(items: Sequence[_T]) -> Iterator[Sequence[_T]]:
    return (items[n : n + _BATCH] for n in range(0, len(items), _BATCH))


def _put_coders(conn: Connection, records: Iterable[Happening | Story | Actor]) -> None:
    known = set(conn.scalars(select(schema.coder.c.id)))
    rows = {row["id"]: row for row in (coder_row(r.coder) for r in records)}
    new = [row for row_id, row in rows.items() if row_id not in known]
    if new:
        conn.execute(insert(schema.coder), new)


def _put_duplicates(conn: Connection, duplicates: Mapping[str, str]) -> int:
    a = schema.article
    stored = {r.id: r.duplicate_of for r in conn.execute(select(a.c.id, a.c.duplicate_of))}
    rows = [{"key": i, "new": duplicates.get(i)} for i, old in stored.items() if duplicates.get(i) != old]
    if rows:
        conn.execute(update(a).where(a.c.id == bindparam("key")).values(duplicate_of=bindparam("new")), rows)
    return len(rows)


def _put_actor_ids(conn: Connection, actor_ids: Mapping[str, str]) -> int:
    t = schema.actor_key
    stored = {r.key: r.actor for r in conn.execute(select(t))}
    wanted = {k: v for k, v in actor_ids.items() if k != v}
    gone = [{"old": k} for k in stored if wanted.get(k) != stored[k]]
    new = [{"key": k, "actor": v} for k, v in wanted.items() if stored.get(k) != v]
    if gone:
        conn.execute(delete(t).where(t.c.key == bindparam("old")), gone)
    if new:
        conn.execute(insert(t), new)
    return len({g["old"] for g in gone} | {n["key"] for n in new})


def _put_commitments(conn: Connection, commitments: Iterable[Commitment]) -> int:
    t = schema.commitment
    names = ("status", "as_of", "fulfilled_by")
    stored = {r.id: (r.status, r.as_of, r.fulfilled_by) for r in conn.execute(select(t.c.id, *(t.c[n] for n in names)))}
    rows: list[dict[str, Any]] = []
    for c in commitments:
        found = (c.status.value, c.as_of, c.fulfilled_by)
        if c.id in stored and stored[c.id] != found:
            rows.append({"key": c.id} | dict(zip(("new_status", "new_as_of", "new_by"), found, strict=True)))
    if rows:
        values: dict[str, Any] = {
            "status": bindparam("new_status"),
            "as_of": bindparam("new_as_of"),
            "fulfilled_by": bindparam("new_by"),
        }
        conn.execute(update(t).where(t.c.id == bindparam("key")).values(values), rows)
    return len(rows)
