"""Writing what merging found: only the rows that differ from those of the last merging."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from communique.merging.merge import Merged
from communique.records import Actor, Commitment, Happening, Story
from communique.store import schema
from communique.store.rows import coder_row, evidence_rows, member_rows, merged_row, party_rows

_T = TypeVar("_T")
# Records written at a time: enough for speed, few enough for the memory.
_BATCH = 1000


def put_merged(conn: Connection, merged: Merged) -> int:
    """Replace happenings, stories and actors, and what was found about articles, promises and actor keys."""
    changed = sum(
        _replace(conn, kind, records)
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


def _replace(conn: Connection, kind: str, records: Iterable[Happening | Story | Actor]) -> int:
    table = schema.MERGED[kind]
    stored: dict[str, str] = {row.id: row.body for row in conn.execute(select(table.c.id, table.c.body))}
    fresh = {r.id: (merged_row(r), r) for r in records}
    differing = [i for i, (row, _) in fresh.items() if stored.get(i) != row["body"]]
    gone = [i for i in stored if i not in fresh]
    _delete(conn, kind, [*gone, *(i for i in differing if i in stored)])
    _put_coders(conn, (fresh[i][1] for i in differing))
    for chunk in _batched([fresh[i] for i in differing]):
        conn.execute(insert(table), [row for row, _ in chunk])
        children = ((schema.evidence, evidence_rows), (schema.party, party_rows), (schema.member, member_rows))
        for child, make_rows in children:
            rows = [row for _, record in chunk for row in make_rows(record)]
            if rows:
                conn.execute(insert(child), rows)
    return len(gone) + len(differing)


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
