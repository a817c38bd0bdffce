"""Writing what merging found: only the rows that differ from those of the last merging."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection, Table, bindparam, delete, insert, select, update

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
    changed = 0
    for kind, records in (
        ("happening", merged.happenings),
        ("story", merged.stories),
        ("actor", merged.actors),
    ):
        table = schema.MERGED[kind]
        changed += put_some(conn, kind, set(conn.scalars(select(table.c.id))), records, changes)
    changed += _put_duplicates(conn, merged.duplicates)
    changed += _put_actor_ids(conn, merged.actor_ids)
    changed += put_commitments(conn, merged.commitments)
    return changed


def put_some(
    conn: Connection, kind: str, old: Collection[str], records: Iterable[Happening | Story | Actor], changes: Changes
) -> int:
    """Put merged records in the place of others; only those that differ are written.

    Args:
        conn: In a transaction.
        kind: The kind of the records.
        old: Ids of the records that they replace; one that is not among the new ones goes.
        records: What takes their place.
        changes: Where to count what differs from before.
    """
    table = schema.MERGED[kind]
    fresh = {r.id: r for r in records}
    stored = _bodies(conn, table, sorted({*old, *fresh}))
    rows = {i: merged_row(r) for i, r in fresh.items()}
    differing = [i for i, row in rows.items() if stored.get(i) != row["body"]]
    gone = [i for i in stored if i not in fresh]
    before = {i: stored[i] for i in (*gone, *differing) if i in stored}
    _delete(conn, kind, list(before))
    _put_coders(conn, (fresh[i] for i in differing))
    changes.compare(kind, before, {i: rows[i]["body"] for i in differing})
    for chunk in _batched(differing):
        conn.execute(insert(table), [rows[i] for i in chunk])
        for child, make_rows in (
            (schema.evidence, evidence_rows),
            (schema.party, party_rows),
            (schema.member, member_rows),
        ):
            found = [row for i in chunk for row in make_rows(fresh[i])]
            if found:
                conn.execute(insert(child), found)
    return len(gone) + len(differing)


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


def put_commitments(conn: Connection, commitments: Iterable[Commitment]) -> int:
    """Note what became of promises; the day of judgement is one for the whole store."""
    t = schema.commitment
    judged = {c.id: (c.status.value, c.fulfilled_by) for c in commitments}
    stored: dict[str, tuple[str, str | None]] = {}
    for chunk in _batched(sorted(judged)):
        query = select(t.c.id, t.c.status, t.c.fulfilled_by).where(t.c.id.in_(chunk))
        stored |= {r.id: (r.status, r.fulfilled_by) for r in conn.execute(query)}
    rows = [{"key": i, "new_status": judged[i][0], "new_by": judged[i][1]} for i in stored if stored[i] != judged[i]]
    if rows:
        values: dict[str, Any] = {"status": bindparam("new_status"), "fulfilled_by": bindparam("new_by")}
        conn.execute(update(t).where(t.c.id == bindparam("key")).values(values), rows)
    return len(rows)
