"""Finding what is near, in tables: articles under keys, and what is linked to what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, Table, and_, bindparam, delete, func, insert, select
from sqlalchemy.dialects import postgresql

from communique.store import schema

T = TypeVar("T")
# Values in one query.
CHUNK = 800
# Key, day and number of an article.
NearRow = tuple[int, int, int]


def chunks(values: Iterable[T]) -> Iterator[list[T]]:
    """Values in their order, so many at a time as a query takes."""
    ordered = sorted(values)  # type: ignore[type-var]
    return (ordered[n : n + CHUNK] for n in range(0, len(ordered), CHUNK))


def rows_in(conn: Connection, query: Any, column: Any, values: Iterable[Any]) -> Iterator[Row[Any]]:
    """Rows of a query whose column has one of many values."""
    for chunk in chunks(set(values)):
        yield from conn.execute(query.where(column.in_(chunk)))


def put_rows(conn: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows, if there are any."""
    if rows:
        conn.execute(insert(table), rows)


def add_near(conn: Connection, rows: Iterable[NearRow]) -> None:
    """Put articles under keys."""
    ordered = sorted(set(rows))
    if not ordered:
        return
    t = schema.near
    if conn.dialect.name == "postgresql":
        new = postgresql.insert(t).from_select(("key", "day", "article"), select(*_columns(ordered)))
        conn.execute(new.on_conflict_do_nothing())
    else:
        conn.exec_driver_sql("INSERT OR IGNORE INTO near (key, day, article) VALUES (?, ?, ?)", ordered)


def drop_near(conn: Connection, rows: Iterable[NearRow]) -> None:
    """Take articles from under keys."""
    ordered = sorted(set(rows))
    if not ordered:
        return
    t = schema.near
    if conn.dialect.name == "postgresql":
        gone = select(*_columns(ordered)).subquery()
        same = and_(t.c.key == gone.c.key, t.c.day == gone.c.day, t.c.article == gone.c.article)
        conn.execute(delete(t).where(same))
    else:
        conn.exec_driver_sql("DELETE FROM near WHERE key = ? AND day = ? AND article = ?", ordered)


def _columns(rows: Sequence[NearRow]) -> list[Any]:
    # Arrays that the server unfolds: a row at a time would take it ten times as long.
    kinds = (schema.near.c.key.type, schema.near.c.day.type, schema.near.c.article.type)
    names = ("key", "day", "article")
    values = zip(*rows, strict=True)
    return [
        func.unnest(bindparam(None, list(column), type_=postgresql.ARRAY(kind), unique=True)).label(name)
        for column, kind, name in zip(values, kinds, names, strict=True)
    ]


def find_near(conn: Connection, keys: Iterable[int]) -> dict[int, list[int]]:
    """Numbers of the articles under each of some keys."""
    t = schema.near
    found: dict[int, list[int]] = defaultdict(list)
    for row in rows_in(conn, select(t.c.key, t.c.article), t.c.key, keys):
        found[row.key].append(row.article)
    return found


def find_days(conn: Connection, keys: Iterable[int]) -> Iterator[NearRow]:
    """Articles under keys, each with its day."""
    t = schema.near
    for row in rows_in(conn, select(t.c.key, t.c.day, t.c.article), t.c.key, keys):
        yield row.key, row.day, row.article


def find_between(conn: Connection, keys: Iterable[int], first: int, last: int) -> Iterator[NearRow]:
    """Articles under keys with a day from the first to the last."""
    t = schema.near
    query = select(t.c.key, t.c.day, t.c.article).where(t.c.day >= first, t.c.day <= last)
    for row in rows_in(conn, query, t.c.key, keys):
        yield row.key, row.day, row.article


class Links:
    """What is linked to what, of one kind; changes are written at once, reading remembers."""

    def __init__(self, conn: Connection, kind: str) -> None:
        self._conn = conn
        self._kind = kind
        self._known: dict[str, dict[str, int]] = {}

    def load(self, items: Iterable[str]) -> None:
        """Read the links of some items, all at once."""
        t = schema.link
        missing = {i for i in items if i not in self._known}
        self._known |= {i: {} for i in missing}
        query = select(t.c.one, t.c.other, t.c.strength).where(t.c.kind == self._kind)
        for row in rows_in(self._conn, query, t.c.one, missing):
            self._known[row.one][row.other] = row.strength

    def of(self, item: str) -> Mapping[str, int]:
        """The links of an item."""
        if item not in self._known:
            self.load([item])
        return self._known[item]

    def replace(self, items: Collection[str], links: Mapping[tuple[str, str], int]) -> set[str]:
        """Put links in the place of all that some items had; returns what these were linked to."""
        self.load(items)
        t = schema.link
        old = {(i, j) for i in items for j in self._known[i]}
        fresh = {pair: s for (i, j), s in links.items() for pair in ((i, j), (j, i))}
        stale = [(i, j) for i, j in old if fresh.get((i, j)) != self._known[i][j]]
        rows = [{"k": self._kind, "a": a, "b": b} for i, j in stale for a, b in ((i, j), (j, i))]
        if rows:
            same = and_(t.c.kind == bindparam("k"), t.c.one == bindparam("a"), t.c.other == bindparam("b"))
            self._conn.execute(delete(t).where(same), rows)
        gone = set(stale)
        new = [
            {"kind": self._kind, "one": i, "other": j, "strength": s}
            for (i, j), s in fresh.items()
            if ((i, j) not in old and (j, i) not in old) or (i, j) in gone or (j, i) in gone
        ]
        put_rows(self._conn, t, new)
        for i, j in stale:
            self._known[i].pop(j, None)
            self._known.get(j, {}).pop(i, None)
        for (i, j), s in fresh.items():
            if i in self._known:
                self._known[i][j] = s
        return {j for _, j in old}

    def prefetch(self, seeds: Iterable[str], rounds: int = 3) -> None:
        """Read ahead what most pieces reach."""
        front = set(seeds)
        for _ in range(rounds):
            self.load(front)
            front = {j for i in front for j in self._known[i] if j not in self._known}
            if not front:
                return


class Levels:
    """Levels of strength at which items were found to hang together."""

    def __init__(self, conn: Connection, kind: str) -> None:
        t = schema.crowded
        self._conn, self._kind = conn, kind
        # Few are crowded, if any.
        self.known = {r.item: r.level for r in conn.execute(select(t.c.item, t.c.level).where(t.c.kind == kind))}

    def put(self, levels: Mapping[str, int], gone: Iterable[str]) -> None:
        """Note at which levels items were found now, and which are gone."""
        t = schema.crowded
        changed = {i: n for i, n in levels.items() if self.known.get(i, 0) != n} | dict.fromkeys(gone, 0)
        old = [i for i in changed if i in self.known]
        for chunk in chunks(old):
            self._conn.execute(delete(t).where(t.c.kind == self._kind, t.c.item.in_(chunk)))
        put_rows(self._conn, t, [{"kind": self._kind, "item": i, "level": n} for i, n in changed.items() if n])


__all__ = [
    "Levels", "Links", "add_near", "chunks", "drop_near", "find_between", "find_days", "find_near", "put_rows",
    "rows_in",
]  # fmt: skip
