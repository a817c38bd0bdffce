"""Reads tables of office holders: CSV, exports of Wikidata, FollowTheMoney; every fault is told with its line."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from communique.actors.gazetteer import Gazetteer, load_gazetteer
from communique.actors.holder_exports import Row, read_ftm, read_wikidata
from communique.actors.holders import Holder, HolderTable, sector_of
from communique.errors import ConfigError
from communique.records import PartialDate

# A table of all office holders of the world since 1945 has some ten million characters.
MOST_BYTES = 200_000_000
COLUMNS = ("name", "state", "office", "from", "to")
_DATE = re.compile(r"([12]\d{3})(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_WIKIDATA_DATE = re.compile(r"\+?([12]\d{3})-(0\d|1[0-2])-([0-2]\d|3[01])(?:T[\d:.]*Z?)?")
_SECTOR = re.compile(r"[A-Z]{3}")


def load_holders(path: Path, *, language: str = "en") -> HolderTable:
    """Read a table of office holders.

    Args:
        path: CSV with the columns name, state, office, from, to and perhaps sector; a JSON result of Wikidata's query
            service or an export of Wikidata entities; or FollowTheMoney entities, one JSON object a line.
        language: Language of the states' and offices' names.

    Raises:
        ConfigError: The file or one of its lines cannot be used; says which and why.
    """
    gazetteer = load_gazetteer(language)
    text = _read(path)
    rows = _read_json(path, text) if text.lstrip()[:1] in ("{", "[") else _read_csv(path, text)
    holders = tuple(dict.fromkeys(_check(path, row, gazetteer) for row in rows))
    if not holders:
        raise ConfigError(f"{path}: names no office holder", remedy=f"write a table with {', '.join(COLUMNS)}")
    return HolderTable(holders)


def _read(path: Path) -> str:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ConfigError(f"{path}: is larger than {MOST_BYTES:,} bytes", remedy="split it")
        return path.read_text("utf-8-sig")
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror or error}", remedy="name a table of office holders") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: is not written in UTF-8", remedy="save it as UTF-8") from error


def _read_csv(path: Path, text: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""))
    header: list[str] | None = None
    try:
        for cells in reader:
            if not cells or cells[0].startswith("#"):
                continue
            if header is None:
                header = [c.strip().lower() for c in cells]
                missing = [c for c in COLUMNS if c not in header]
                if missing:
                    raise ConfigError(
                        f"{path}:{reader.line_num}: the first line lacks the column {', '.join(missing)}",
                        remedy=f"write {','.join(COLUMNS)} there",
                    )
                continue
            if len(cells) != len(header):
                raise ConfigError(
                    f"{path}:{reader.line_num}: {len(cells)} cells where the first line has {len(header)}",
                    remedy='put cells with a comma in quotes ("…")',
                )
            named = dict(zip(header, cells, strict=True))
            yield Row(
                reader.line_num,
                named["name"],
                named["state"],
                named["office"],
                named["from"],
                named["to"],
                named.get("sector", ""),
            )
    except csv.Error as error:
        raise ConfigError(f"{path}:{reader.line_num}: is no CSV: {error}", remedy="save the table as CSV") from error


def _read_json(path: Path, text: str) -> Iterator[Row]:
    try:
        whole: Any = json.loads(text)
    except ValueError:
        whole = None
    except RecursionError as error:
        raise ConfigError(f"{path}: is nested too deeply", remedy="export it anew") from error
    if isinstance(whole, list) or (isinstance(whole, Mapping) and "schema" not in whole):
        return read_wikidata(path, whole)
    return read_ftm(path, _json_lines(path, text))


def _json_lines(path: Path, text: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                value = json.loads(line)
            except (ValueError, RecursionError) as error:
                raise ConfigError(f"{path}:{number}: is no JSON", remedy="write one JSON object a line") from error
            if not isinstance(value, Mapping):
                raise ConfigError(f"{path}:{number}: is no JSON object", remedy="write one JSON object a line")
            yield number, value


def _check(path: Path, row: Row, gazetteer: Gazetteer) -> Holder:
    where = f"{path}:{row.line}"
    name = " ".join(row.name.split())
    if not any(c.isalpha() for c in name):
        raise ConfigError(f"{where}: has no name", remedy="write the person's full name")
    state = find_state(row.state, gazetteer) if row.state.strip() else None
    if row.state.strip() and state is None:
        raise ConfigError(
            f"{where}: no state {row.state.strip()!r}",
            remedy="write an ISO 3166-1 code such as PER, or an English name",
        )
    sector = row.sector.strip().upper() or None
    if sector and not _SECTOR.fullmatch(sector):
        raise ConfigError(f"{where}: {row.sector!r} is no PLOVER sector", remedy="write three letters, such as GOV")
    office = " ".join(row.office.split()) or None
    first, last = (_date(value, where=where) for value in (row.first, row.last))
    if first and last and last < first[: len(last)]:
        raise ConfigError(f"{where}: the term ends ({last}) before it begins ({first})", remedy="check the dates")
    return Holder(
        name=name,
        state=state,
        office=office,
        sector=sector or (sector_of(office, gazetteer) if office else None),
        first=first,
        last=last,
    )


def _date(value: str, *, where: str) -> PartialDate | None:
    value = value.strip()
    if not value:
        return None
    if not _DATE.fullmatch(value) and (exact := _WIKIDATA_DATE.fullmatch(value)):
        # Wikidata writes 00 for what it does not know.
        year, month, day = exact.groups()
        return PartialDate(year if month == "00" else f"{year}-{month}" if day == "00" else f"{year}-{month}-{day}")
    if not _DATE.fullmatch(value):
        raise ConfigError(f"{where}: {value!r} is no date", remedy="write YYYY-MM-DD, YYYY-MM or YYYY")
    return PartialDate(value)


@cache
def _two_letters() -> dict[str, str]:
    import pycountry

    return {c.alpha_2: c.alpha_3 for c in pycountry.countries} | {"XK": "XKX"}


def find_state(value: str, gazetteer: Gazetteer) -> str | None:
    """ISO 3166-1 alpha-3 code of a state by code (two letters or three) or English name; None where there is none."""
    value = " ".join(value.split())
    return _two_letters().get(value.upper()) or gazetteer.state_of(value)
