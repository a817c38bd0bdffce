"""What people's decisions make of the machine's records: some rejected, some with other fields, all of them surer."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

import orjson
from pydantic import ValidationError

from communique.actors.gazetteer import cut_units, load_gazetteer, plain
from communique.coding.ontology import cameo_of, score_of
from communique.errors import ConfigError
from communique.records import ActorKind, ActorRef, Coded, Event, Review, from_json, make_id, to_json

# What a record is of and rests on; a record with other evidence is another record.
_FIXED = frozenset({"record", "id", "article", "evidence", "trigger", "span", "rule", "confidence", "coder"})
# "Ana Ruiz (PER)": a person or body and the state that it belongs to or acts for.
_NAME_WITH_STATE = re.compile(r"(.+?)\s*\(([A-Z]{3})\)")
_CODE = re.compile(r"[A-Z]{3}")
_PLACE = re.compile(r"(.+?)\s*(?:\(([A-Z]{3})\))?")


def apply_reviews(records: Sequence[Coded], decisions: Mapping[str, Sequence[Review]]) -> list[Coded]:
    """Records as people left them, those rejected left out.

    Args:
        records: As the machine made them.
        decisions: For the id of a record the reviews that found it, oldest first: the last one has the last word.
    """
    kept = []
    for record in records:
        found: Coded | None = record
        for review in decisions.get(record.id, ()):
            if review.action == "reject":
                found = None
            elif review.action == "accept":
                found = dataclasses.replace(found or record, confidence=1.0)
            elif review.action == "correct" and review.field is not None:
                # What fitted the record on which it was made may not fit what a newer coder makes of the sentence.
                with suppress(ConfigError):
                    found = correct(found or record, review.field, review.value)
        if found is not None:
            kept.append(found)
    return kept


def correct(record: Coded, field: str, value: str | None) -> Coded:
    """The record with another value in a field; its rule then says that a person set it.

    Args:
        record: As it is.
        field: A field of the record's kind.
        value: As a person writes it: a word, a day, parties as codes or names ("CUB, Ana Ruiz (PER)"), JSON for fields
            of several parts; None or nothing for no value.

    Raises:
        ConfigError: The kind has no such field, it cannot be corrected, or cannot have this value.
    """
    fields = to_json(record)
    if field not in fields or field in _FIXED:
        names = ", ".join(sorted(fields.keys() - _FIXED))
        raise ConfigError(f"{field!r} of {record.record} cannot be corrected", remedy=f"there are {names}")
    old = getattr(record, "from_" if field == "from" else field)
    try:
        fields[field] = _read_value(record, field, value, old)
        fields |= {"rule": "review.person", "confidence": 1.0}
        changed = from_json(fields)
    except (ValidationError, ValueError) as error:
        reason = error.errors(include_url=False)[0]["msg"] if isinstance(error, ValidationError) else str(error)
        raise ConfigError(
            f"{field} cannot be {value!r}: {reason}", remedy="docs/records.md shows its values"
        ) from error
    if isinstance(changed, Event) and field in ("event", "mode"):
        # Both follow from type and mode.
        mode = changed.mode if field == "mode" else None
        score, cameo = score_of(changed.event, mode), cameo_of(changed.event, mode)
        changed = dataclasses.replace(changed, mode=mode, score=score, cameo=cameo)
    assert isinstance(changed, Coded)
    return changed


def _read_value(record: Coded, field: str, value: str | None, old: object) -> Any:
    text = (value or "").strip()
    kind = str(next(f.type for f in dataclasses.fields(record) if f.name.rstrip("_") == field))
    many = kind.startswith("tuple")
    if not text:
        return [] if many else None
    if text[0] in "[{":
        return orjson.loads(text)
    if "ActorRef" in kind:
        known = old if isinstance(old, tuple) else (old,) if old else ()
        refs = [orjson.loads(orjson.dumps(_read_party(part, known))) for part in text.split(",") if part.strip()]
        return refs if many else refs[0]
    if "Place" in kind:
        match = _PLACE.fullmatch(text)
        assert match is not None
        return {"name": match[1], "country": match[2]}
    if "Number" in kind:
        return {"op": "=", "number": float(text)}
    if field in ("event", "mode", "modality", "stance", "stage", "status", "kind"):
        text = text.upper() if field == "event" else text.lower()
    return [part.strip() for part in text.split(",")] if many else text


def _read_party(text: str, known: Sequence[ActorRef]) -> ActorRef:
    """A party as a person writes it; one that the record has already stays as it was read."""
    text = text.strip()
    for ref in known:
        if text in (ref.name, f"{ref.name} ({ref.state})") or (ref.kind is ActorKind.STATE and text == ref.state):
            return ref
    gazetteer = load_gazetteer()
    if _CODE.fullmatch(text):
        if text not in gazetteer.states:
            raise ValueError(f"there is no state {text}")
        return _state(text, gazetteer.state_name(text))
    match = _NAME_WITH_STATE.fullmatch(text)
    name, state = (match[1], match[2]) if match else (text, None)
    units = cut_units(name)
    hits = [h for h in gazetteer.find_names(units) if (h.start, h.end) == (0, len(units))] if units else []
    entry = hits[0].entry[0] if hits else None
    if entry is not None and match is None and entry.kind.value == "state" and entry.state:
        return _state(entry.state, gazetteer.state_name(entry.state))
    kind = ActorKind.ORGANIZATION if entry is not None or state is None else ActorKind.PERSON
    key = make_id("actor", " ".join(plain(name).casefold().split()), state or "")
    return ActorRef(key=key, id=key, name=name, kind=kind, state=state or (entry.state if entry else None))


def _state(code: str, name: str) -> ActorRef:
    key = make_id("actor", code)
    return ActorRef(key=key, id=key, name=name, kind=ActorKind.STATE, state=code, sector="GOV")
