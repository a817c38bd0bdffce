"""Commands on promises, positions, agreements and claims."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from communique.building import merge_store
from communique.cli.main import app
from communique.merging.merge import merge
from communique.records import EventType, Stance
from communique.store import open_store
from factories import make_article, make_commitment, make_position, state

TEXT = "Niger will send rice to Chad by June. Niger will lend Chad two ships."


@pytest.fixture
def store(tmp_path: Path) -> str:
    article = make_article("one", TEXT, published="2021-03-01")
    parties = {"obligor": [state("NER")], "beneficiary": [state("TCD")]}
    records = [
        make_commitment(article, "Niger will send rice to Chad by June.", EventType.AID, due="2021-06-30", **parties),
        make_commitment(article, "Niger will lend Chad two ships.", EventType.AID, **parties),
    ]
    path = str(tmp_path / "r.db")
    with open_store(path, create=True) as opened:
        opened.put(article, records)
        opened.put_merged(merge([article], records))
    return path


def call(*arguments: str) -> str:
    done = CliRunner().invoke(app, arguments, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.mark.parametrize(
    ("options", "due"),
    [
        ((), ["2021-06-30", None]),
        (("--open",), ["2021-06-30", None]),
        (("--due-before", "2021-07-01", "--open"), ["2021-06-30"]),
        (("--due-before", "2021-06-30"), []),
        (("--due-before", "2021-07"), ["2021-06-30"]),
    ],
)
def test_promises_by_their_term(store: str, options: tuple[str, ...], due: list[str | None]) -> None:
    out = call("commitments", "--store", store, "--json", *options)
    assert sorted((json.loads(line)["due"] for line in out.splitlines()), key=str) == sorted(due, key=str)


@pytest.mark.parametrize(
    "arguments",
    [
        ("positions", "--issue", "blockade"),
        ("positions", "--table"),
        ("agreements", "--stages"),
        ("claims", "--differing"),
    ],
)
def test_an_empty_answer_is_an_answer(store: str, arguments: tuple[str, ...]) -> None:
    assert "Niger" not in call(*arguments, "--store", store)


def test_what_finds_nothing_says_so(store: str) -> None:
    done = CliRunner().invoke(app, ["quotes", "Peru", "--store", store], catch_exceptions=False)
    assert (done.exit_code, "no quote in" in done.stderr) == (0, True)
    done = CliRunner().invoke(app, ["positions", "--issue", "zebra", "--store", store], catch_exceptions=False)
    assert "no issue is meant by 'zebra'" in done.stderr


def test_ids_lead_to_the_record(store: str) -> None:
    rows = call("commitments", "--store", store, "--ids").splitlines()[1:]
    assert len(rows) == 2
    for row in rows:
        assert json.loads(call("show", row.split()[0], "--store", store).splitlines()[0])["record"] == "commitment"


@pytest.fixture
def stands(tmp_path: Path) -> str:
    path = str(tmp_path / "s.db")
    told = (
        ("2021-03-01", "Niger backs the dam in Chad.", "the dam in Chad", "NER", Stance.SUPPORT, ("TCD",)),
        ("2022-03-01", "Niger opposes the dam.", "the dam", "NER", Stance.OPPOSE, ()),
        ("2022-03-01", "Niger opposes the dam.", "the dam", "NER", Stance.OPPOSE, ()),
    )
    with open_store(path, create=True) as opened:
        for number, (day, text, issue, holder, stance, about) in enumerate(told):
            article = make_article(str(number), text, published=day)
            opened.put(article, [make_position(article, text, state(holder), stance=stance, issue=issue, about=about)])
        merge_store(opened)
    return path


def test_an_issue_is_a_line_in_time_and_a_table_where_each_stands_now(stands: str) -> None:
    heading, _, *rows = call("positions", "--issue", "dam in Chad", "--store", stands).splitlines()
    assert heading == "the dam in Chad (TCD)"
    assert [("support" in r, "2021-03-01" in r) for r in rows if r] == [(True, True)]
    # What two articles say in the same words is one row.
    heading, _, *rows = call("positions", "--issue", "dam", "--store", stands).splitlines()
    assert ["support" in r for r in rows if r] == [True, False]
    _, _, *rows = call("positions", "--issue", "dam", "--table", "--store", stands).splitlines()
    assert [r.split()[:2] for r in rows if r] == [["Niger", "oppose"]]


def test_states_that_no_wording_names_are_left_out_of_the_question(stands: str) -> None:
    done = CliRunner().invoke(app, ["positions", "--issue", "dam of Mali", "--store", stands], catch_exceptions=False)
    assert "the dam in Chad" in done.stdout
    assert "no wording has all of 'dam of Mali'; shown is what has 'dam'" in done.stderr
