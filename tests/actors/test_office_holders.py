"""Tables of office holders: how they are read, and what they say of a name on a day."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from communique.actors.code import code_phrase
from communique.actors.gazetteer import load_gazetteer
from communique.actors.holder_files import load_holders
from communique.actors.holders import HolderTable, join_tables, sector_of
from communique.actors.resolve import resolve_actors
from communique.errors import ConfigError
from communique.language.document import Document
from communique.records import PartialDate

if TYPE_CHECKING:
    from spacy.language import Language

CSV = """\
# made for this test
name,state,office,from,to
Rosa Quispe,Peru,President,2011-07,2016-07
Rosa Quispe,PER,Senator,2017,2020
Tomás Vela,PER,Foreign Minister,2014-02-01,2018
Jón Vela,ISL,Prime Minister,2019,
Amara Keita,ML,Chief Justice,,2001
"""


def table(tmp_path: Path, text: str = CSV, name: str = "holders.csv") -> HolderTable:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return load_holders(path)


@pytest.mark.parametrize(
    ("name", "on", "expected"),
    [
        ("Rosa Quispe", "2012-05-01", ("PER", "GOV", "President", False)),
        ("Rosa Quispe", "2016-07-31", ("PER", "GOV", "President", False)),
        ("QUISPE, Rosa", "2018", ("PER", "LEG", "Senator", False)),
        ("R. Quispe", "2016-09-01", ("PER", "ELI", "President", True)),
        ("Rosa Quispe", "2024-01-01", ("PER", "ELI", "Senator", True)),
        ("Rosa Quispe", "2001-01-01", ("PER", None, None, False)),
        ("Quispe", "2012-05-01", ("PER", "GOV", "President", False)),
        ("Vela", "2015-01-01", ("PER", "GOV", "Foreign Minister", False)),
        ("Vela", "2020-01-01", ("ISL", "GOV", "Prime Minister", False)),
        ("Amara Keïta", "1999-01-01", ("MLI", "JUD", "Chief Justice", False)),
        ("Jon Vela", None, ("ISL", "GOV", "Prime Minister", False)),
    ],
)
def test_what_the_table_says_of_a_day(
    tmp_path: Path, name: str, on: str | None, expected: tuple[str, str | None, str | None, bool]
) -> None:
    found = table(tmp_path).find(name, on=PartialDate(on) if on else None)
    assert found is not None
    assert (found.state, found.sector, found.office, found.former) == expected


@pytest.mark.parametrize(
    ("name", "on", "fields"),
    [
        ("Vela", "2018-06-01", {"state": "CHL"}),
        ("Vela", None, {}),  # two people
        ("Rosa", "2012-05-01", {}),  # a given name alone
        ("Rosario Ruiz", "2012-05-01", {}),
        ("Rosa Quispe", "2012-05-01", {"state": "BOL"}),
        ("Tomás Vela", "2015-01-01", {"office": "Admiral"}),
        ("", None, {}),
    ],
)
def test_who_is_not_in_it(tmp_path: Path, name: str, on: str | None, fields: dict[str, str]) -> None:
    assert table(tmp_path).find(name, on=PartialDate(on) if on else None, **fields) is None


def test_tables_are_joined_and_known_by_what_they_say(tmp_path: Path) -> None:
    one, same = table(tmp_path), table(tmp_path, "\n".join([*CSV.splitlines()[:2], *CSV.splitlines()[:1:-1], ""]))
    assert one.version == same.version
    joined = join_tables([one, None, same])
    assert joined is not None
    assert len(joined.holders) == 5
    assert join_tables([None]) is None


def test_sectors_of_offices() -> None:
    gazetteer = load_gazetteer()
    offices = {"Minister of Mines": "GOV", "Speaker of Parliament": "LEG", "Army chief": "MIL", "Gardener": None}
    assert {o: sector_of(o, gazetteer) for o in offices} == offices


HEAD = "name,state,office,from,to\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name,office\nX,Y\n", "holders.csv:1: the first line lacks the column state, from, to"),
        (HEAD + "A B,PER,Minister,2011\n", "holders.csv:2: 4 cells where the first line has 5"),
        (HEAD + "A B,PER,Minister,2011,2012\nC D,Atlantis,King,,\n", "holders.csv:3: no state 'Atlantis'"),
        (HEAD + "A B,PER,Minister,May 2011,\n", "holders.csv:2: 'May 2011' is no date"),
        (HEAD + "A B,PER,Minister,2011-02-01,2010\n", r"the term ends \(2010\) before it begins"),
        (HEAD + " ,PER,Minister,,\n", "holders.csv:2: has no name"),
        (HEAD, "names no office holder"),
        ("", "names no office holder"),
        ("name,state,office,from,to,sector\nA B,PER,Minister,,,government\n", "is no PLOVER sector"),
        ('{"id": 1}\nnothing\n', "holders.csv:1: is no FollowTheMoney entity"),
        ('{"id": "a", "schema": "Person", "properties": {}}\nnothing\n', "holders.csv:2: is no JSON"),
        ('{"results": 5}', "is neither a result of Wikidata's query service"),
        ('[{"personLabel": "A B"}, 5]', "entry 2 is no JSON object"),
        ('[{"countryLabel": "Peru"}]', "entry 1 names nobody"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        table(tmp_path, text)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"none\.csv: No such file"):
        load_holders(tmp_path / "none.csv")
    (tmp_path / "latin.csv").write_bytes(HEAD.encode() + "José B,PER,King,,".encode("latin-1"))
    with pytest.raises(ConfigError, match="is not written in UTF-8"):
        load_holders(tmp_path / "latin.csv")


def held(found: HolderTable) -> list[tuple[str | None, ...]]:
    return [(h.name, h.state, h.office, h.first, h.last) for h in found.holders]


EXPECTED = [("Rosa Quispe", "PER", "minister of mines", "2011-07-28", "2016")]


def test_results_of_wikidatas_query_service(tmp_path: Path) -> None:
    cells = {
        "personLabel": "Rosa Quispe",
        "person": "http://www.wikidata.org/entity/Q1",
        "countryLabel": "Peru",
        "positionLabel": "minister of mines",
        "start": "2011-07-28T00:00:00Z",
        "end": "2016-00-00T00:00:00Z",
    }
    assert held(table(tmp_path, json.dumps([cells]))) == EXPECTED
    full = {"head": {}, "results": {"bindings": [{k: {"type": "literal", "value": v} for k, v in cells.items()}]}}
    assert held(table(tmp_path, json.dumps(full))) == EXPECTED


def entity(label: str, **claims: Any) -> dict[str, Any]:
    return {"labels": {"en": {"language": "en", "value": label}}, "claims": claims}


def snak(value: Any) -> dict[str, Any]:
    return {"datavalue": {"value": value}}


def test_entities_of_wikidata(tmp_path: Path) -> None:
    time = [snak({"time": "+2011-07-28T00:00:00Z", "precision": 11})]
    year = [snak({"time": "+2016-01-01T00:00:00Z", "precision": 9})]
    post = {"mainsnak": snak({"id": "Q2"}), "qualifiers": {"P580": time, "P582": year}}
    entities = {
        "Q1": entity("Rosa Quispe", P39=[post, {"mainsnak": snak({"id": "Q99"})}]),
        "Q2": entity("minister of mines", P1001=[{"mainsnak": snak({"id": "Q3"})}]),
        "Q3": entity("Peru", P298=[{"mainsnak": snak("PER")}]),
    }
    assert held(table(tmp_path, json.dumps({"entities": entities}))) == EXPECTED


def test_follow_the_money(tmp_path: Path) -> None:
    term = {"holder": ["p"], "post": ["o"], "startDate": ["2011-07-28"], "endDate": ["2016"]}
    post = {"name": ["minister of mines"], "country": ["pe"]}
    senator = {"name": ["Ana Vik"], "country": ["no"], "position": ["Senator"]}
    rows: list[dict[str, Any]] = [
        {"id": "p", "schema": "Person", "properties": {"name": ["Rosa Quispe"], "nationality": ["pe"]}},
        {"id": "o", "schema": "Position", "properties": post},
        {"id": "h", "schema": "Occupancy", "properties": term},
        {"id": "q", "schema": "Person", "properties": senator},
    ]
    text = "\n".join(json.dumps(r) for r in rows)
    assert held(table(tmp_path, text)) == [*EXPECTED, ("Ana Vik", "NOR", "Senator", None, None)]
    with pytest.raises(ConfigError, match=":2: its post is not in the file"):
        table(tmp_path, "\n".join(json.dumps(r) for r in (rows[0], rows[2])))


def test_offices_of_no_state_and_unknown_days_in_exports(tmp_path: Path) -> None:
    path = tmp_path / "ftm.json"
    entities = [
        {"id": "p", "schema": "Person", "properties": {"name": ["Ana Ruiz"], "nationality": ["fr"]}},
        {"id": "o", "schema": "Position", "properties": {"name": ["Commissioner"], "country": ["eu"]}},
        {"id": "h", "schema": "Occupancy", "properties": {"holder": ["p"], "post": ["o"], "startDate": ["2020"]}},
    ]
    path.write_text("\n".join(json.dumps(e) for e in entities), "utf-8")
    [held] = load_holders(path).holders
    assert (held.office, held.state) == ("Commissioner", None)
    row = {
        "personLabel": {"type": "literal", "value": "Ana Ruiz"},
        "countryLabel": {"type": "literal", "value": "Peru"},
        "start": {"type": "bnode", "value": "t123"},
    }
    path.write_text(json.dumps({"results": {"bindings": [row]}}), "utf-8")
    [held] = load_holders(path).holders
    assert (held.state, held.first) == ("PER", None)


def test_phrases_get_state_and_sector_by_the_day(tmp_path: Path, nlp: Language) -> None:
    holders, gazetteer = table(tmp_path), load_gazetteer()
    code = {
        on: code_phrase("Rosa Quispe", nlp=nlp, gazetteer=gazetteer, holders=holders, on=PartialDate(on))
        for on in ("2012-01-01", "2018-01-01", "2022-01-01")
    }
    assert [ref and (ref.state, ref.sector) for ref in code.values()] == [
        ("PER", "GOV"),
        ("PER", "LEG"),
        ("PER", "ELI"),
    ]
    own = code_phrase("Bolivian writer Rosa Quispe", nlp=nlp, gazetteer=gazetteer, holders=holders)
    assert own is not None
    assert own.state == "BOL"


@pytest.mark.parametrize(
    ("text", "published", "state", "sector"),
    [
        ("Quispe met the Norwegian delegation in Oslo on Tuesday. Quispe later flew home.", "2013-03-02", "PER", "GOV"),
        ("Quispe met the Norwegian delegation in Oslo on Tuesday.", "2023-03-02", "PER", "ELI"),
        ("The Chilean painter Rosa Quispe met the Norwegian delegation.", "2013-03-02", "CHL", None),
    ],
)
def test_an_article_that_gives_no_office(
    tmp_path: Path, nlp: Language, text: str, published: str, state: str, sector: str | None
) -> None:
    from communique.language.analyse import analyse_all
    from factories import make_article

    article = make_article("quispe", text, published=published)
    [document] = analyse_all([article], nlp)
    assert isinstance(document, Document)
    found = resolve_actors(document, load_gazetteer(), table(tmp_path))
    [quispe] = {(r.state, r.sector) for m in found.mentions for r in m.refs if "Quispe" in r.name}
    assert quispe[0] == state
    assert sector is None or quispe[1] == sector
