"""Private persons: by name stand those who hold or speak for an office or are quoted; others are a role."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

from communique.actors.gazetteer import Gazetteer, cut_units
from communique.records import ActorKind, ActorRef, Coded, Tenure, make_id

R = TypeVar("R", bound=Coded)
# Fields in which somebody speaks: whose words or promises they are.
SPEAKING = frozenset({"speaker", "holder", "obligor", "attributed_to"})
# Who is of these acts for a state, a party or an organization, even where the text gives no office.
OFFICIAL = frozenset({"GOV", "LEG", "ELI", "PTY", "OPP", "IGO"})


class Names(StrEnum):
    """Whose names records may bear."""

    ALL = "all"
    PUBLIC = "public"


def hide_private(records: Sequence[R], gazetteer: Gazetteer) -> tuple[R, ...]:
    """Put a role in the place of the name of each private person of one article.

    Args:
        records: All records of the article: one may show that somebody whom another names holds an office.
        gazetteer: The tables of the article's language; "an Afghan" is no name.
    """
    public = {ref.key for record in records for ref in _public_refs(record)}

    def hide(ref: ActorRef) -> ActorRef:
        return role_of(ref, gazetteer.language) if ref.key not in public and _has_own_name(ref, gazetteer) else ref

    return tuple(change_refs(record, hide) for record in records)


def change_refs(record: R, change: Callable[[ActorRef], ActorRef]) -> R:
    """A record with other actor references; the same object where none changes."""
    changed: dict[str, Any] = {}
    for field in fields(record):
        value = getattr(record, field.name)
        if isinstance(value, ActorRef):
            if (new := change(value)) is not value:
                changed[field.name] = new
        elif isinstance(value, tuple) and any(isinstance(v, ActorRef) for v in value):
            refs = tuple(change(v) if isinstance(v, ActorRef) else v for v in value)
            if any(a is not b for a, b in zip(refs, value, strict=True)):
                changed[field.name] = refs
    return replace(record, **changed) if changed else record


def refs_of(record: Any) -> Iterator[ActorRef]:
    """All actors that a record mentions."""
    kind: type = type(record)
    for name in _names_of_refs(kind):
        value = getattr(record, name)
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, ActorRef):
                yield item


@cache
def _names_of_refs(kind: type) -> tuple[str, ...]:
    # A dossier asks this of thousands of records.
    return tuple(field.name for field in fields(kind) if "ActorRef" in str(field.type))


def is_named(ref: ActorRef) -> bool:
    """Whether a person is named: "the foreign minister" is an office that somebody holds."""
    return ref.name.casefold() != (ref.office or "").casefold() and any(c.isupper() for c in ref.name)


def role_of(ref: ActorRef, language: str = "en") -> ActorRef:
    """The same actor without a name: by office, else by what people of the sector are called."""
    roles = _roles(language)
    name = ref.office or roles.get(ref.sector or "", roles["other"])
    key = make_id("actor", name.casefold(), ref.state)
    return replace(ref, key=key, id=key, name=name)


def _public_refs(record: Coded) -> Iterable[ActorRef]:
    for field in fields(record):
        value = getattr(record, field.name)
        for ref in value if isinstance(value, tuple) else (value,):
            speaks = field.name in SPEAKING or isinstance(record, Tenure)
            if isinstance(ref, ActorRef) and (speaks or ref.office is not None or ref.sector in OFFICIAL):
                yield ref


def _has_own_name(ref: ActorRef, gazetteer: Gazetteer) -> bool:
    if ref.kind is not ActorKind.PERSON or not is_named(ref):
        return False
    words = ref.name.split()
    # "Peruvian farmer" and "an Afghan" are descriptions.
    if not words or not any(c.isupper() for c in words[-1]):
        return False
    units = cut_units(ref.name)
    return not any(hit.start == 0 and hit.end == len(units) for hit in gazetteer.find_names(units))


@cache
def _roles(language: str) -> Mapping[str, str]:
    table = files("communique.locales") / language / "actors" / "private.toml"
    roles: dict[str, str] = tomllib.loads(table.read_text("utf-8"))["roles"]
    return roles
