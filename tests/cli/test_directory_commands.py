"""Commands about people: compare, merge, split, show, import, forget; and coding with a table of office holders."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from communique.building import merge_store
from communique.cli.main import app
from communique.errors import ConfigError
from communique.merging.merge import merge
from communique.records import Coded, Quote
from communique.store import open_store
from factories import make_article, make_quote, make_tenure, person

TEXT = "“Yes,” said Rosa Quispe. “No,” said R. Quispe. “Maybe,” said Comandante Luz. “Never,” said Ana Ruiz."


@pytest.fixture
def store(tmp_path: Path) -> str:
    article = make_article("one", TEXT)
    names = {"“Yes,”": "Rosa Quispe", "“No,”": "R. Quispe", "“Maybe,”": "Comandante Luz", "“Never,”": "Ana Ruiz"}
    records: list[Coded] = [make_quote(article, words, person(name, "PER")) for words, name in names.items()]
    path = str(tmp_path / "r.db")
    with open_store(path, create=True) as opened:
        opened.put(article, records)
        opened.put_merged(merge([article], records))
    return path


def call(*arguments: str) -> list[dict[str, Any]]:
    done = CliRunner().invoke(app, arguments, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def refused(*arguments: str) -> str:
    with pytest.raises(ConfigError) as caught:
        CliRunner().invoke(app, arguments, catch_exceptions=False)
    return str(caught.value)


def test_two_names_are_compared() -> None:
    [row] = call("actors", "compare", "QUISPE, Rosa", "Rosa Quispe")
    assert row == {"name1": "QUISPE, Rosa", "name2": "Rosa Quispe", "same": True, "score": 1.0}


def test_a_file_of_pairs_is_compared_in_its_order(tmp_path: Path) -> None:
    path = tmp_path / "pairs.csv"
    path.write_text('name1,name2\n"Ruiz, Ana",Ana Ruiz\nAna Ruiz,Eva Ruiz\n', "utf-8")
    assert [(r["name2"], r["same"]) for r in call("actors", "compare", str(path))] == [
        ("Ana Ruiz", True),
        ("Eva Ruiz", False),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a,b\nX,Y\n", "lacks the columns name1 and name2"),
        ("name1,name2\nX\n", ":2: has no second name"),
    ],
)
def test_a_wrong_file_of_pairs_is_told(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "pairs.csv"
    path.write_text(text, "utf-8")
    assert said in refused("actors", "compare", str(path))
    assert "No such file" in refused("actors", "compare", str(tmp_path / "none.csv"))
    assert "two names are compared" in refused("actors", "compare", "a", "b", "c")


def test_merge_and_split_are_shown_with_who_and_why(store: str) -> None:
    call(
        "actors",
        "merge",
        "Rosa Quispe",
        "Comandante Luz",
        "--store",
        store,
        "--by",
        "ana",
        "--because",
        "nom de guerre",
    )
    actor, decision = call("actors", "show", "Comandante Luz", "--store", store)
    assert set(actor["names"]) == {"Rosa Quispe", "R. Quispe", "Comandante Luz"}
    assert (decision["action"], decision["by"], decision["reason"]) == ("merge", "ana", "nom de guerre")
    assert decision["at"]
    call("actors", "split", actor["id"], "R. Quispe", "--store", store, "--by", "ben")
    actor, *decisions = call("actors", "show", "Rosa Quispe", "--store", store)
    assert set(actor["names"]) == {"Rosa Quispe", "Comandante Luz"}
    assert [d["action"] for d in decisions] == ["merge", "split"]
    assert [d["by"] for d in decisions] == ["ana", "ben"]


def test_what_cannot_be_merged_or_split_is_told(store: str) -> None:
    assert "no actor 'Nobody'" in refused("actors", "merge", "Nobody", "Ana Ruiz", "--store", store)
    assert "one entry already" in refused("actors", "merge", "Rosa Quispe", "R. Quispe", "--store", store)
    assert "has no name 'Eva'" in refused("actors", "split", "Ana Ruiz", "Eva", "--store", store)
    assert "by --office or --article" in refused("actors", "split", "Ana Ruiz", "Ana Ruiz", "--store", store)


HASSANS = (
    ("one", "Health Minister", "“We vaccinate,” said Health Minister Mohammed Hassan."),
    ("two", "Defence Minister", "“We arm,” said Defence Minister Mohammed Hassan."),
    ("three", None, "“We wait,” said Mohammed Hassan."),
)


@pytest.fixture
def namesakes(tmp_path: Path) -> str:
    path = str(tmp_path / "n.db")
    with open_store(path, create=True) as opened:
        for name, office, text in HASSANS:
            article = make_article(name, text)
            who = person("Mohammed Hassan", "EGY", office)
            records: list[Coded] = [make_quote(article, text.split("”")[0] + "”", who)]
            records += [make_tenure(article, "Mohammed Hassan", who)] if office else []
            opened.put(article, records)
        merge_store(opened)
    return path


def offices_of(store: str, actor: str) -> list[str]:
    return [r["office"] for r in call("actors", "show", actor, "--store", store) if r["record"] == "tenure"]


def put_again(store: str, *, text: str = "") -> None:
    """Codes the articles anew, as a build with a newer coder does."""
    with open_store(store) as opened:
        for name, office, told in HASSANS:
            article = make_article(name, told + text)
            who = person("Mohammed Hassan", "EGY", office)
            records: list[Coded] = [make_quote(article, told.split("”")[0] + "”", who, confidence=0.7)]
            opened.put(article, [*records, *([make_tenure(article, "Mohammed Hassan", who)] if office else [])])
        merge_store(opened)


def people(store: str) -> list[str]:
    out = CliRunner().invoke(app, ["actors", "list", "--store", store], catch_exceptions=False).stdout
    return [line.split("  ")[0] for line in out.splitlines() if "  person  " in line]


def test_two_people_of_one_name_are_parted_by_office_for_all_builds(namesakes: str) -> None:
    [one] = people(namesakes)
    assert sorted(offices_of(namesakes, one)) == ["Defence Minister", "Health Minister"]
    call("actors", "split", one, "--office", "minister of defence", "--store", namesakes, "--by", "ana")
    first, second = people(namesakes)
    assert (first, offices_of(namesakes, first)) == (one, ["Health Minister"])
    assert offices_of(namesakes, second) == ["Defence Minister"]
    put_again(namesakes, text=" More.")
    assert people(namesakes) == [first, second]
    assert offices_of(namesakes, second) == ["Defence Minister"]
    decision = call("actors", "show", second, "--store", namesakes)[-1]
    assert (decision["action"], decision["offices"], decision["by"]) == ("split", ["minister of defence"], "ana")
    said = refused("actors", "show", "Mohammed Hassan", "--store", namesakes)
    assert "2 actors are called" in said
    assert "Health Minister" in said
    assert "Defence Minister" in said


def test_two_people_of_one_name_are_parted_by_article_and_joined_again(namesakes: str) -> None:
    third = make_article("three", HASSANS[2][2]).id
    call("actors", "split", "Mohammed Hassan", "--article", third, "--store", namesakes)
    first, second = people(namesakes)
    assert offices_of(namesakes, second) == []
    with open_store(namesakes) as opened:
        speakers = {r.article: r.speaker.id for r in opened.records("quote") if isinstance(r, Quote)}
    assert {a for a, who in speakers.items() if who == second} == {third}
    call("actors", "merge", first, second, "--store", namesakes)
    [again] = people(namesakes)
    assert len(offices_of(namesakes, again)) == 2


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), "nothing says"),
        (("Hassan", "--office", "Health Minister"), "a name is given, and an office"),
        (("--office", "Prime Minister"), "told are: Defence Minister; Health Minister"),
        (("--article", "none"), "no article that names"),
        (("--office", "Health Minister", "--office", "Defence Minister"), "all mentions"),
    ],
)
def test_a_parting_that_parts_nobody_is_told(namesakes: str, options: tuple[str, ...], said: str) -> None:
    assert said in refused("actors", "split", "Mohammed Hassan", *options, "--store", namesakes)
    assert len(people(namesakes)) == 1


def test_a_table_is_imported_with_its_faults_by_line(store: str, tmp_path: Path) -> None:
    path = tmp_path / "ministers.csv"
    path.write_text("name,state,office,from,to\nRosa Quispe,PER,Minister,2020,\n", "utf-8")
    call("actors", "import", str(path), "--store", store)
    with open_store(store) as opened:
        table = opened.holders()
    assert table is not None
    assert table.holders[0].name == "Rosa Quispe"
    path.write_text("name,state,office,from,to\nRosa Quispe,Nowhere,Minister,2020,\n", "utf-8")
    assert "ministers.csv:2: no state 'Nowhere'" in refused("actors", "import", str(path), "--store", store)


def test_a_person_is_forgotten(store: str) -> None:
    call("forget", "Rosa Quispe", "--store", store)
    listed = CliRunner().invoke(app, ["export", "--store", store, "--with-text"], catch_exceptions=False).stdout
    assert "Quispe" not in listed
    assert "Ana Ruiz" in listed
    assert "there is no article" in refused("forget", "Rosa Quispe", "--store", store)


def test_phrases_are_coded_by_the_day_of_their_line(tmp_path: Path) -> None:
    table, phrases = tmp_path / "ministers.csv", tmp_path / "phrases.jsonl"
    table.write_text("name,state,office,from,to\nRosa Quispe,PER,Minister,2020,2021\n", "utf-8")
    lines = [{"phrase": "Rosa Quispe", "on": on} for on in ("2020-05-01", "2023-05-01", None)]
    phrases.write_text("\n".join(json.dumps(line) for line in lines), "utf-8")
    found = call("actors", "code", str(phrases), "--actors", str(table))
    assert [(r["state"], r["sector"]) for r in found] == [("PER", "GOV"), ("PER", "ELI"), ("PER", "GOV")]


@pytest.mark.parametrize(
    "command", [("actors", n) for n in ("compare", "merge", "split", "import", "show", "code")] + [("forget",)]
)
def test_help_has_examples(command: tuple[str, ...]) -> None:
    assert "Example" in CliRunner().invoke(app, [*command, "--help"]).stdout


def test_building_with_a_table_and_with_all_names(tmp_path: Path) -> None:
    story = "SANTIAGO, May 4 2020 (AP) - Quispe met Chilean fishermen. Police in Chile arrested Pat Miller on Monday."
    (tmp_path / "story.txt").write_text(story, "utf-8")
    (tmp_path / "t.csv").write_text("name,state,office,from,to\nRosa Quispe,PER,Minister,2020,2021\n", "utf-8")
    store, file = str(tmp_path / "r.db"), str(tmp_path / "story.txt")

    def export() -> str:
        return CliRunner().invoke(app, ["export", "--store", store], catch_exceptions=False).stdout

    call("build", file, "--store", store)
    assert '"name":"Pat Miller"' not in export().replace('": ', '":')
    call("build", file, "--store", store, "--names", "all", "--actors", str(tmp_path / "t.csv"))
    records = [json.loads(line) for line in export().splitlines()]
    refs = [r for x in records if x["record"] == "event" for r in (*x["actor"], *x["recipient"])]
    assert any(r["name"] == "Pat Miller" for r in refs)
    assert any("Quispe" in r["name"] and r["state"] == "PER" for r in refs)
