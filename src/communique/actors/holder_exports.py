"""Office holders in exports of others: Wikidata (query results, entities) and FollowTheMoney."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from communique.errors import ConfigError

# Names under which queries of Wikidata commonly give the columns, best first.
_NAMES = {
    "name": ("personLabel", "itemLabel", "holderLabel", "politicianLabel", "name", "person"),
    "state": ("iso3", "iso", "code", "countryLabel", "stateLabel", "country", "state"),
    "office": ("positionLabel", "officeLabel", "postLabel", "position", "office"),
    "first": ("start", "from", "startDate", "startTime", "starttime"),
    "last": ("end", "to", "endDate", "endTime", "endtime"),
}
_HELD, _START, _END, _CITIZEN, _JURISDICTION, _COUNTRY, _ISO3 = "P39", "P580", "P582", "P27", "P1001", "P17", "P298"


# Where FollowTheMoney writes a code for what is no state: the European Union, the world.
_NO_STATE = frozenset(("eu", "zz"))


@dataclass(frozen=True, slots=True)
class Row:
    """One office held, as text, with the line (or number of the entry) that says so."""

    line: int
    name: str
    state: str
    office: str
    first: str
    last: str
    sector: str = ""


def read_wikidata(path: Path, whole: Any) -> Iterator[Row]:
    """Rows of a query result (both JSON forms of the query service) or of exported entities."""
    if isinstance(whole, Mapping) and isinstance(whole.get("entities"), Mapping):
        yield from _read_entities(whole["entities"])
        return
    rows = whole
    if isinstance(whole, Mapping):
        results = whole.get("results")
        rows = results.get("bindings") if isinstance(results, Mapping) else None
    if not isinstance(rows, Sequence):
        raise ConfigError(
            f"{path}: is neither a result of Wikidata's query service nor its entities, nor FollowTheMoney",
            remedy="export JSON with personLabel, countryLabel, positionLabel, start, end",
        )
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, Mapping):
            raise ConfigError(f"{path}: entry {number} is no JSON object", remedy="export it anew")
        cells = {field: _first(row, names) for field, names in _NAMES.items()}
        if not cells["name"]:
            raise ConfigError(
                f"{path}: entry {number} names nobody", remedy=f"name the column one of {', '.join(_NAMES['name'])}"
            )
        yield Row(number, **cells)


def _first(row: Mapping[str, Any], names: Sequence[str]) -> str:
    for name in names:
        value = row.get(name)
        # A blank node is how the query service says that a value is unknown.
        is_unknown = isinstance(value, Mapping) and value.get("type") == "bnode"
        value = None if is_unknown else value.get("value") if isinstance(value, Mapping) else value
        if isinstance(value, str) and value and not value.startswith(("http://", "https://", "_:")):
            return value
    return ""


def _read_entities(entities: Mapping[str, Any]) -> Iterator[Row]:
    """People among the entities with the positions that they held; positions and countries must be among them too."""
    for number, entity in enumerate(entities.values(), start=1):
        if not isinstance(entity, Mapping):
            continue
        for statement in _statements(entity, _HELD):
            position = _entity(entities, _value(statement.get("mainsnak")))
            office = _label(position)
            if not _label(entity) or not office:
                continue
            qualifiers = statement.get("qualifiers") or {}
            yield Row(
                number,
                _label(entity),
                _state(entities, position) or _state(entities, entity, _CITIZEN),
                office,
                _time(qualifiers, _START),
                _time(qualifiers, _END),
            )


def _statements(entity: Mapping[str, Any], prop: str) -> list[Mapping[str, Any]]:
    claims = entity.get("claims")
    found = claims.get(prop) if isinstance(claims, Mapping) else None
    return [s for s in found if isinstance(s, Mapping)] if isinstance(found, list) else []


def _value(snak: Any) -> Any:
    value = snak.get("datavalue") if isinstance(snak, Mapping) else None
    return value.get("value") if isinstance(value, Mapping) else None


def _entity(entities: Mapping[str, Any], value: Any) -> Mapping[str, Any]:
    found = entities.get(str(value.get("id"))) if isinstance(value, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def _label(entity: Mapping[str, Any]) -> str:
    labels = entity.get("labels")
    label = labels.get("en") or next(iter(labels.values()), None) if isinstance(labels, Mapping) else None
    return str(label.get("value", "")) if isinstance(label, Mapping) else ""


def _state(entities: Mapping[str, Any], entity: Mapping[str, Any], *props: str) -> str:
    for prop in props or (_JURISDICTION, _COUNTRY):
        for statement in _statements(entity, prop):
            country = _entity(entities, _value(statement.get("mainsnak")))
            for code in _statements(country, _ISO3):
                return str(_value(code.get("mainsnak")))
            if _label(country):
                return _label(country)
    return ""


def _time(qualifiers: Any, prop: str) -> str:
    snaks = qualifiers.get(prop) if isinstance(qualifiers, Mapping) else None
    value = _value(snaks[0]) if isinstance(snaks, list) and snaks else None
    if not isinstance(value, Mapping):
        return ""
    time, precision = str(value.get("time", "")).removeprefix("+"), value.get("precision", 11)
    if not isinstance(precision, int) or precision < 9:
        # A decade or century is no term.
        return ""
    return time[:4] if precision == 9 else time[:7] if precision == 10 else time[:10]


def read_ftm(path: Path, lines: Iterator[tuple[int, Mapping[str, Any]]]) -> Iterator[Row]:
    """Rows from FollowTheMoney: Occupancy with its Person and Position; people with a `position` of their own."""
    entities: dict[str, tuple[int, str, Mapping[str, Any]]] = {}
    for number, entity in lines:
        properties = entity.get("properties")
        if not isinstance(entity.get("schema"), str) or not isinstance(properties, Mapping) or "id" not in entity:
            raise ConfigError(
                f"{path}:{number}: is no FollowTheMoney entity", remedy="each has `id`, `schema` and `properties`"
            )
        entities[str(entity["id"])] = (number, str(entity["schema"]), properties)
    placed: set[str] = set()
    for number, schema, properties in entities.values():
        if schema != "Occupancy":
            continue
        holder, post = _one(properties, "holder"), _one(properties, "post")
        if holder not in entities or post not in entities:
            raise ConfigError(
                f"{path}:{number}: its {'holder' if holder not in entities else 'post'} is not in the file",
                remedy="export the Person and Position entities with it",
            )
        placed.add(holder)
        person, position = entities[holder][2], entities[post][2]
        state = _country(position, "country") or _country(person, "country", "nationality", "citizenship")
        if any(code in _NO_STATE for code in _all(position, "country")):
            # A commissioner acts for no state, whatever the passport.
            state = ""
        first, last = _one(properties, "startDate"), _one(properties, "endDate")
        yield from (Row(number, n, state, _one(position, "name"), first, last) for n in _names(person))
    for key, (number, schema, properties) in entities.items():
        if schema == "Person" and key not in placed:
            state = _country(properties, "country", "nationality", "citizenship")
            for office in _all(properties, "position"):
                yield from (Row(number, name, state, office, "", "") for name in _names(properties))


def _names(properties: Mapping[str, Any]) -> list[str]:
    return _all(properties, "name") or _all(properties, "alias")


def _all(properties: Mapping[str, Any], name: str) -> list[str]:
    values = properties.get(name)
    return [str(v) for v in values if v] if isinstance(values, list) else [str(values)] if values else []


def _one(properties: Mapping[str, Any], *names: str) -> str:
    return next((v for n in names for v in _all(properties, n)), "")


def _country(properties: Mapping[str, Any], *names: str) -> str:
    return next((v for n in names for v in _all(properties, n) if v.casefold() not in _NO_STATE), "")
