"""Commands on promises, positions, agreements and claims."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from communique.cli.main import app
from communique.merging.merge import merge
from communique.records import EventType
from communique.store import open_store
from factories import make_article, make_commitment, state

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
