"""`review`, `show` and `build` as a desk uses them: reject, correct, merge, list, export, and what a rebuild says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from communique.cli.main import app
from communique.errors import ConfigError
from communique.merging.merge import merge
from communique.records import EventType, make_id
from communique.store import open_store
from factories import make_article, make_event, state

FIRST = "Niger sent rice to Chad on Monday."
SECOND = "Chad's port took in rice from Niger's silos."


@pytest.fixture
def store(tmp_path: Path) -> str:
    path = str(tmp_path / "r.db")
    niger, chad = [state("NER")], [state("TCD")]
    with open_store(path, create=True) as opened:
        for name, text, day in (("one", FIRST, "2022-05-09"), ("two", SECOND, "2022-05-02")):
            article = make_article(name, text)
            opened.put(article, [make_event(article, text, EventType.AID, actor=niger, recipient=chad, start=day)])
        opened.put_merged(merge(list(opened.articles()), list(opened.coded())))
    return path


def call(*arguments: str) -> tuple[list[str], str]:
    done = CliRunner().invoke(app, arguments, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout.splitlines(), done.stderr


def event_ids(store: str) -> list[str]:
    lines, _ = call("events", "--store", store, "--json")
    return [json.loads(line)["id"] for line in lines]


def happening_ids(store: str) -> list[str]:
    with open_store(store) as opened:
        return [r.id for r in opened.records("happening")]  # type: ignore[union-attr]


def test_a_rejected_event_is_listed_no_more_until_it_is_accepted(store: str) -> None:
    first = event_ids(store)[0]
    _, said = call("review", "reject", first, "--store", store, "--by", "A. Desk", "--reason", "a sale")
    assert said.startswith("rejected: ")
    assert "happenings -1" in said
    assert first not in event_ids(store)
    assert call("show", first, "--store", store)[0][-1].startswith("rejected: ")
    [line], _ = call("review", "list", "--store", store)
    assert "A. Desk  reject" in line
    assert "(a sale)" in line
    call("review", "accept", first, "--store", store, "--by", "B. Desk")
    assert first in event_ids(store)
    assert len(call("reviews", "list", "--store", store, "--json")[0]) == 2
    assert call("review", "list", "--lost", "--store", store)[0] == []


def test_corrections_are_exported_as_gold(store: str, tmp_path: Path) -> None:
    first = event_ids(store)[0]
    call("review", "correct", first, "recipient", "MLI", "--store", store, "--by", "me")
    lines, _ = call("reviews", "export", "--store", store)
    assert [e["recipient"] for line in lines for e in json.loads(line)["events"]] == [
        [{"name": "Mali", "state": "MLI"}]
    ]
    gold, coded = tmp_path / "gold.jsonl", tmp_path / "coded.jsonl"
    call("reviews", "export", "--store", store, "--output", str(gold))
    call("export", "--store", store, "--output", str(coded))
    figures = json.loads("\n".join(call("score", str(gold), str(coded), "--json")[0]))
    assert figures["events"]["and modality"]["hits"] == 1


def test_happenings_are_merged_and_split_by_hand(store: str) -> None:
    one, other = happening_ids(store)
    call("review", "merge", one, other, "--store", store, "--by", "me", "--reason", "one ship")
    [joined] = happening_ids(store)
    for known in (one, other):
        lines, _ = call("happening", known, "--store", store)
        assert json.loads(lines[0])["id"] == joined
        assert [line.split()[0] for line in lines[1:]] == ["report", "report"]
    report = lines[1].split()[1]
    call("review", "split", joined, report, "--store", store, "--by", "me")
    assert len(happening_ids(store)) == 2


def test_wrong_decisions_end_with_a_line(store: str) -> None:
    for arguments, said in (
        (("accept", "nothing"), "no record 'nothing'"),
        (("correct", event_ids(store)[0], "colour", "red"), "cannot be corrected"),
        (("merge", happening_ids(store)[0], "nothing"), "no other happening"),
    ):
        with pytest.raises(ConfigError, match=said):
            CliRunner().invoke(app, ["review", *arguments, "--store", store, "--by", "me"], catch_exceptions=False)


def test_an_old_record_is_shown_as_old(store: str) -> None:
    first = event_ids(store)[-1]
    lines, _ = call("show", first, "--store", store)
    assert json.loads(lines[0])["id"] == first
    with open_store(store) as opened:
        opened.put(make_article("one", "Niger sent nothing."), ())
        opened.put(make_article("two", "Chad took in nothing."), ())
    lines, _ = call("show", first, "--store", store)
    assert json.loads(lines[0])["id"] == first
    assert lines[1] == "old: version 1 of the text said so; the page has changed since"
    assert lines[2] in (FIRST, SECOND)
    with pytest.raises(ConfigError, match="has no record"):
        CliRunner().invoke(app, ["show", make_id("no"), "--store", store], catch_exceptions=False)
