"""Checks and copies of a store."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, Engine, func, select, text
from sqlalchemy.exc import DatabaseError

from communique.errors import StoreError
from communique.store import schema

# Problems named of one sort; the rest is counted.
_NAMED = 5


def find_problems(conn: Connection) -> list[str]:
    """What is wrong, a line each."""
    found: list[str] = []
    for what, lines in (
        ("file", _find_damage(conn)),
        ("evidence", _find_stray_evidence(conn)),
        ("reference", _find_dangling(conn)),
    ):
        problems = list(lines)
        found += problems[:_NAMED]
        if len(problems) > _NAMED:
            found.append(f"{what}: {len(problems) - _NAMED} more of the same")
    value = conn.scalar(select(schema.info.c.value).where(schema.info.c.name == "merged"))
    if value == "0":
        found.append("articles came in that were not merged yet; run communique build again")
    return found


def write_backup(engine: Engine, path: Path) -> None:
    """Copy an SQLite store page by page, as it stands at one moment."""
    if engine.dialect.name != "sqlite":
        raise StoreError("only an SQLite store can be copied", remedy="use the database's own tool, such as pg_dump")
    if path.resolve() == Path(str(engine.url.database)).resolve():
        raise StoreError(f"{path}: is the store itself", remedy="name another file")
    if path.exists():
        raise StoreError(f"{path}: is there already", remedy="name a new file, or remove this one")
    part = path.with_name(path.name + ".part")
    raw = engine.raw_connection()
    try:
        part.unlink(missing_ok=True)
        copy = sqlite3.connect(part)
        try:
            source = raw.driver_connection
            assert isinstance(source, sqlite3.Connection)
            source.backup(copy)
            # A copy is one file, with no log beside it.
            copy.execute("PRAGMA journal_mode = DELETE")
        finally:
            copy.close()
        os.replace(part, path)
    finally:
        raw.close()
        part.unlink(missing_ok=True)


def _find_damage(conn: Connection) -> Iterator[str]:
    if conn.dialect.name != "sqlite":
        return
    for (line,) in conn.execute(text("PRAGMA integrity_check")):
        if line != "ok":
            yield f"the file is damaged: {line}; restore a backup, or build it anew"
    for row in conn.execute(text("PRAGMA foreign_key_check")):
        yield f"{row[0]} row {row[1]} refers to a {row[2]} that is not there"
    try:
        # Asked for like a row that is put in; the 1 has it compare the index with the texts.
        conn.execute(text("INSERT INTO article_text(article_text, rank) VALUES ('integrity-check', 1)"))
    except DatabaseError as error:
        # A store that can only be read cannot be asked.
        if "malformed" in str(error):
            yield "the full-text index does not fit the texts; restore a backup, or build it anew"


def _find_stray_evidence(conn: Connection) -> Iterator[str]:
    e, a = schema.evidence, schema.article
    joined = select(e, a.c.id.label("found"), func.length(a.c.text).label("length"))
    for row in conn.execute(joined.join_from(e, a, e.c.article == a.c.id, isouter=True)):
        where = f"{row.record_kind} {row.record_id}"
        if row.found is None:
            yield f"{where}: evidence in article {row.article}, which is not there"
        elif not 0 <= row.start < row.end <= row.length:
            yield f"{where}: evidence {row.start}:{row.end} lies outside its article {row.article}"


def _find_dangling(conn: Connection) -> Iterator[str]:
    tables = {**schema.CODED, **schema.MERGED}
    e, p, m = schema.evidence, schema.party, schema.member
    for kind, table in tables.items():
        known = select(table.c.id)
        supported = select(e.c.record_id).where(e.c.record_kind == kind)
        for record_id in conn.scalars(known.where(table.c.id.not_in(supported))):
            yield f"{kind} {record_id}: has no evidence"
        for child in (e, p, m):
            lost = select(child.c.record_id).where(child.c.record_kind == kind, child.c.record_id.not_in(known))
            for record_id in conn.scalars(lost.distinct()):
                yield f"{kind} {record_id}: is gone, but its {child.name} is still there"
    for role, target in (("report", schema.event), ("source", schema.article)):
        lost = select(m).where(m.c.role == role, m.c.target.not_in(select(target.c.id)))
        for row in conn.execute(lost):
            yield f"{row.record_kind} {row.record_id}: its {role} {row.target} is not there"
    c, h, a = schema.commitment, schema.happening, schema.article
    lost = select(c.c.id, c.c.fulfilled_by).where(c.c.fulfilled_by.is_not(None))
    for row in conn.execute(lost.where(c.c.fulfilled_by.not_in(select(h.c.id)))):
        yield f"commitment {row.id}: the happening {row.fulfilled_by} that fulfilled it is not there"
    lost = select(a.c.id, a.c.duplicate_of).where(a.c.duplicate_of.is_not(None))
    for row in conn.execute(lost.where(a.c.duplicate_of.not_in(select(a.alias().c.id)))):
        yield f"article {row.id}: its original {row.duplicate_of} is not there"
