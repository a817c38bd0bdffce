"""Traces: what merging took from an article, so that it can be taken back when the article changes or goes."""

from __future__ import annotations

import struct
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from sqlalchemy import Connection, bindparam, delete, select, update

from communique.merging.people import Entry, Head, Mention
from communique.records import ActorKind, ActorRef, Coder, Span
from communique.store import schema
from communique.store.growth.near import chunks, put_rows, rows_in

_PAIR = struct.Struct("<qi")


@dataclass(slots=True)
class Trace:
    """What merging took from one article.

    `keys` are pairs of key and day, `calls` those of them for which promises wait, `events` ids of what it reports.
    """

    article: str
    number: int
    copied_from: str | None = None
    original: str | None = None
    keys: set[tuple[int, int]] = field(default_factory=set)
    mentions: dict[str, Mention] = field(default_factory=dict)
    events: tuple[str, ...] = ()
    calls: tuple[tuple[int, int], ...] = ()

    def near(self) -> set[tuple[int, int, int]]:
        """Its rows in the table of what is near."""
        return {(key, day, self.number) for key, day in self.keys}


def read_traces(conn: Connection, ids: Iterable[str]) -> dict[str, Trace]:
    """Traces of articles, of those that have one."""
    t = schema.trace
    return {row.article: _read_trace(row) for row in rows_in(conn, select(t), t.c.article, ids)}


def put_traces(conn: Connection, traces: Mapping[str, Trace], known: Iterable[str]) -> None:
    """Write traces in the place of those that are known."""
    drop_traces(conn, known)
    put_rows(conn, schema.trace, [_trace_row(trace) for trace in traces.values()])


def drop_traces(conn: Connection, ids: Iterable[str]) -> None:
    """Delete traces of articles."""
    for chunk in chunks(ids):
        conn.execute(delete(schema.trace).where(schema.trace.c.article.in_(chunk)))


def put_copied(conn: Connection, copied: Mapping[str, tuple[str | None, str | None]]) -> None:
    """Note from what articles were copied, and their originals."""
    t = schema.trace
    rows = [{"a": a, "c": c, "o": o} for a, (c, o) in copied.items()]
    if rows:
        values: dict[str, Any] = {"copied_from": bindparam("c"), "original": bindparam("o")}
        conn.execute(update(t).where(t.c.article == bindparam("a")).values(values), rows)


def _trace_row(trace: Trace) -> dict[str, Any]:
    body = {"mentions": list(trace.mentions.values()), "events": trace.events, "calls": trace.calls}
    return {
        "article": trace.article,
        "number": trace.number,
        "copied_from": trace.copied_from,
        "original": trace.original,
        "keys": b"".join(_PAIR.pack(*pair) for pair in sorted(trace.keys)),
        "body": zlib.compress(orjson.dumps(body), 1),
    }


def _read_trace(row: Any) -> Trace:
    body = orjson.loads(zlib.decompress(row.body))
    mentions = [_read_mention(m) for m in body["mentions"]]
    return Trace(
        article=row.article,
        number=row.number,
        copied_from=row.copied_from,
        original=row.original,
        keys={(key, day) for key, day in _PAIR.iter_unpack(row.keys)},
        mentions={m.key: m for m in mentions},
        events=tuple(body["events"]),
        calls=tuple((key, day) for key, day in body["calls"]),
    )


def _read_mention(value: dict[str, Any]) -> Mention:
    lists = {n: tuple(value[n]) for n in ("offices", "tenures")}
    return Mention(**(value | lists | {"head": _read_head(value["head"])}))


def _read_head(value: dict[str, Any]) -> Head:
    first = value["first"]
    published, date, article, start, record = value["order"]
    return Head(
        order=(published, date, article, start, record),
        first=ActorRef(**(first | {"kind": ActorKind(first["kind"])})),
        evidence=tuple(Span(**s) for s in value["evidence"]),
        coder=Coder(**value["coder"]),
    )


def dump_entry(entry: Entry) -> bytes:
    """An entry as it is stored."""
    fields = {
        "articles": entry.articles,
        "public": entry.public,
        "heads": entry.heads,
        "spellings": entry.spellings,
        "sectors": entry.sectors,
        "offices": entry.offices,
        "tenures": entry.tenures,
        # JSON has words only as names.
        "confidences": list(entry.confidences.items()),
    }
    return orjson.dumps(fields)


def load_entry(key: str, body: bytes) -> Entry:
    """An entry as it was stored."""
    value = orjson.loads(body)
    return Entry(
        key=key,
        articles=value["articles"],
        public=value["public"],
        heads=[_read_head(h) for h in value["heads"]],
        spellings=Counter(value["spellings"]),
        sectors=Counter(value["sectors"]),
        offices=Counter(value["offices"]),
        tenures=Counter(value["tenures"]),
        confidences=Counter({float(c): n for c, n in value["confidences"]}),
    )
