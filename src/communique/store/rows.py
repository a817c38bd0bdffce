"""Records to rows and back."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

import orjson

import communique
from communique.errors import StoreError
from communique.merging.times import Days, read_days, read_window
from communique.records import (
    KINDS,
    ActorRef,
    Article,
    Coded,
    Coder,
    Event,
    Happening,
    Modality,
    PartialDate,
    Position,
    Record,
    Span,
    Story,
    Tenure,
    from_json,
    make_id,
    to_json,
)
from communique.store.schema import CODED, MERGED

Row = dict[str, Any]

# Longer strings are words of an article, which seldom come again.
_LONGEST_SHARED = 40
# Columns that a row computes; all others are fields of the record.
_COMPUTED = frozenset({"first_on", "last_on", "position", "coder", "body"})


def coder_row(coder: Coder) -> Row:
    """The row of a coder; its id follows from its versions."""
    parts = (coder.program, coder.model, coder.lexicon, coder.judge)
    return {
        "id": make_id("coder", *parts),
        "program": coder.program,
        "model": coder.model,
        "lexicon": coder.lexicon,
        "judge": coder.judge,
    }


def article_row(article: Article) -> Row:
    """The row of an article, without what the store adds (version, coder, digest of what was given)."""
    fields = to_json(article)
    text = fields.pop("text")
    days = read_days(article.published)
    names = ("id", "text_digest", "uri", "publisher", "agency", "title", "published", "language", "duplicate_of")
    # The text is kept once, as a column: the body of a long article would double the store.
    return {n: fields[n] for n in names} | _days(days) | {"text": text, "body": dump(fields)}


def coded_row(record: Coded, *, published: str | None) -> Row:
    """The row of a coded record."""
    fields = to_json(record)
    names = [c.name for c in CODED[record.record].columns if c.name not in _COMPUTED]
    return (
        {n: fields[n] for n in names}
        | _days(_record_days(record, published))
        | {"position": record.evidence[0].start, "coder": coder_row(record.coder)["id"], "body": dump(fields)}
    )


def merged_row(record: Record) -> Row:
    """The row of a happening, story or actor."""
    fields = to_json(record)
    names = [c.name for c in MERGED[record.record].columns if c.name not in _COMPUTED]
    if isinstance(record, Happening):
        days = read_window(record.start, record.end)
    elif isinstance(record, Story):
        days = read_window(record.first_published, record.last_published)
    else:
        days = None
    coder_id = coder_row(Coder(**fields["coder"]))["id"]
    return {n: fields[n] for n in names} | _days(days) | {"coder": coder_id, "body": dump(fields)}


def evidence_rows(record: Record) -> list[Row]:
    """One row a span of evidence."""
    spans: tuple[Span, ...] = getattr(record, "evidence", ())
    key = {"record_kind": record.record, "record_id": getattr(record, "id", "")}
    return [key | {"ord": n, "article": s.article, "start": s.start, "end": s.end} for n, s in enumerate(spans)]


def party_rows(record: Record) -> list[Row]:
    """One row an actor reference, and one a country that a position is about."""
    key = {"record_kind": record.record, "record_id": getattr(record, "id", ""), "article": _article_of(record)}
    rows: list[Row] = []
    for role in _reference_fields(record.record):
        value = getattr(record, role)
        refs = value if isinstance(value, tuple) else (value,) if value else ()
        rows += [key | {"role": role, "ord": n} | _ref_row(ref) for n, ref in enumerate(refs)]
    if isinstance(record, Position):
        empty = {"key": None, "name": None, "kind": "state", "sector": None, "office": None}
        rows += [key | empty | {"role": "about", "ord": n, "state": s} for n, s in enumerate(record.about)]
    return rows


def member_rows(record: Record) -> list[Row]:
    """What a merged record is made of."""
    key = {"record_kind": record.record, "record_id": getattr(record, "id", "")}
    rows: list[Row] = []
    for role, field in (("report", "reports"), ("source", "sources"), ("source", "articles"), ("alias", "aliases")):
        targets: tuple[str, ...] = getattr(record, field, ())
        rows += [key | {"role": role, "ord": n, "target": t} for n, t in enumerate(targets)]
    return rows


def read_body(
    body: str, *, overlay: Mapping[str, Any], actor_ids: Mapping[str, str], shared: dict[str, str] | None = None
) -> Record:
    """A record from its body, with what merging found laid over it.

    Args:
        body: JSON as stored.
        overlay: Fields that merging set.
        actor_ids: Directory ids of actor keys.
        shared: Strings of records read before, to be used again: ids and names stand in many records at once.
    """
    fields: dict[str, Any] = orjson.loads(body)
    if shared is not None:
        fields = _share(fields, shared)
    fields.update(overlay)
    if actor_ids:
        for ref in references(fields):
            ref["id"] = actor_ids.get(ref["key"], ref["id"])
    return from_json(fields)


def _share(value: Any, shared: dict[str, str]) -> Any:
    if isinstance(value, str):
        return shared.setdefault(value, value) if len(value) <= _LONGEST_SHARED else value
    if isinstance(value, dict):
        return {key: _share(each, shared) for key, each in value.items()}
    return [_share(each, shared) for each in value] if isinstance(value, list) else value


def merged_for(as_of: PartialDate | None) -> str:
    """The day for which a store was merged, with the version that did it."""
    return f"{communique.__version__} {as_of or ''}"


def given_digest(article: Article, records: Iterable[Coded]) -> str:
    """Digest of an article and its records, whatever the order in which the records come."""
    # Version and original are the store's own; the same page fetched on another day, or found twice, says nothing new.
    plain = dataclasses.replace(article, version=1, duplicate_of=None, retrieved_at=None, uri="")
    digest = hashlib.sha256(dump(to_json(plain)).encode())
    for line in sorted(dump(to_json(r)) for r in records):
        digest.update(b"\n" + line.encode())
    return digest.hexdigest()


def dump(fields: Mapping[str, Any]) -> str:
    """JSON as stored."""
    try:
        return orjson.dumps(fields).decode()
    except TypeError as error:
        # Lone surrogates: half a character, which no file in UTF-8 can hold.
        raise StoreError(f"a record holds text that is no Unicode: {error}", remedy="read its source anew") from error


def _days(days: Days | None) -> Row:
    if days is None:
        return {"first_on": None, "last_on": None}
    return {"first_on": days.first.isoformat(), "last_on": days.last.isoformat()}


def _record_days(record: Coded, published: str | None) -> Days | None:
    if isinstance(record, Position):
        own = read_window(record.since, record.until)
    elif isinstance(record, Tenure):
        own = read_window(record.from_, record.to)
    else:
        own = read_window(getattr(record, "start", None), getattr(record, "end", None))
    if own is None and isinstance(record, Event) and record.modality is Modality.HISTORICAL:
        # Background without a date did not happen on the day that somebody wrote of it.
        return None
    return own or read_days(published)


def _article_of(record: Record) -> str | None:
    value: str | None = getattr(record, "article", None)
    return value


def _ref_row(ref: ActorRef) -> Row:
    names = ("key", "name", "state", "sector", "office")
    return {n: getattr(ref, n) for n in names} | {"kind": ref.kind.value}


@cache
def _reference_fields(kind: str) -> tuple[str, ...]:
    return tuple(f.name for f in dataclasses.fields(KINDS[kind]) if "ActorRef" in str(f.type))


def references(fields: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The actor references among a record's JSON fields."""
    for value in fields.values():
        for item in value if isinstance(value, list) else (value,):
            if isinstance(item, dict) and "key" in item and "sector" in item:
                yield item
