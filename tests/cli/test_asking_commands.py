"""Commands that ask: what crosses a border, how sure, how right, and why."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from communique.cli.main import app
from communique.errors import ConfigError
from communique.merging.merge import merge
from communique.records import ActorKind, ActorRef, EventType, to_line
from communique.store import open_store
from factories import make_article, make_event, state

TEXT = "Niger sent rice to Chad. Police in Niger beat students. Chad thanked Niger."
STUDENTS = ActorRef(key="students", id="students", name="students", kind=ActorKind.GROUP, state="NER")


@pytest.fixture
def store(tmp_path: Path) -> str:
    article = make_article("one", TEXT)
    ner, tcd = state("NER"), state("TCD")
    records = [
        make_event(article, "Niger sent rice to Chad.", EventType.AID, actor=[ner], recipient=[tcd], confidence=0.9),
        make_event(article, "Police in Niger beat students.", EventType.COERCE, actor=[ner], recipient=[STUDENTS]),
        make_event(article, "Chad thanked Niger.", EventType.SUPPORT, actor=[tcd], recipient=[ner], confidence=0.4),
    ]
    path = str(tmp_path / "r.db")
    with open_store(path, create=True) as opened:
        opened.put(article, records)
        opened.put_merged(merge([article], records))
    return path


def call(*arguments: str, stdin: str | None = None) -> str:
    done = CliRunner().invoke(app, arguments, input=stdin, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def kinds(out: str, record: str = "event") -> list[str]:
    found = [json.loads(line) for line in out.splitlines()]
    return [r["event"] for r in found if r["record"] == record]


def test_events_are_all_unless_only_those_across_borders_are_asked_for(store: str) -> None:
    assert kinds(call("events", "--store", store, "--json")) == ["AID", "COERCE", "SUPPORT"]
    assert kinds(call("events", "--store", store, "--json", "--all")) == ["AID", "COERCE", "SUPPORT"]
    assert kinds(call("events", "--store", store, "--json", "--cross-border")) == ["AID", "SUPPORT"]
    assert "COERCE" not in call("events", "NER", "--store", store, "--cross-border")
    for kind in ("commitments", "positions", "agreements"):
        call(kind, "--store", store, "--cross-border")


def test_a_dossier_leaves_out_what_is_less_sure_or_at_home(store: str, tmp_path: Path) -> None:
    def write(*options: str) -> str:
        call("dossier", "NER", "TCD", "--store", store, "--output", str(tmp_path), *options)
        return (tmp_path / "niger-chad.md").read_text("utf-8")

    assert "COERCE" not in write()
    assert "COERCE" in write("--domestic")
    assert "SUPPORT" in write()
    assert "SUPPORT" not in write("--min-confidence", "0.6")


def test_an_export_leaves_out_what_is_less_sure(store: str) -> None:
    assert kinds(call("export", "--store", store)) == ["AID", "COERCE", "SUPPORT"]
    sure = call("export", "--store", store, "--min-confidence", "0.6")
    assert kinds(sure) == ["AID", "COERCE"]
    assert kinds(sure, "happening") == ["AID", "COERCE"]


def test_an_export_scores_itself_as_right(store: str, tmp_path: Path) -> None:
    out = call("export", "--store", store)
    gold = tmp_path / "gold.jsonl"
    gold.write_text(out, "utf-8")
    found = json.loads(call("score", str(gold), "-", "--json", stdin=out))
    assert found["events"]["and modality"] == {
        "precision": 1.0, "recall": 1.0, "f1": 1.0, "hits": 3, "predicted": 3, "gold": 3,
    }  # fmt: skip
    table = call("score", str(gold), "-", "--errors", "5", stdin="")
    assert "MISSED · one.txt" in table
    assert "Niger sent rice to Chad." in table


def test_scoring_prints_words_of_others_as_they_are(tmp_path: Path) -> None:
    article = make_article("[bold]", "Chad\x1b[31m thanked [red]Niger[/red].")
    event = make_event(article, article.text, EventType.SUPPORT, actor=[state("TCD")], mode="[link]")
    path = tmp_path / "gold.jsonl"
    path.write_text(f"{to_line(article)}\n{to_line(event)}\n", "utf-8")
    table = call("score", str(path), "-", "--errors", "1", stdin="")
    assert "\x1b" not in table
    assert "[red]Niger[/red]" in table


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("score", "none.jsonl", "-"), "none.jsonl"),
        (("score", "-", "-"), "standard input"),
        (("score", "bad.jsonl", "-"), "bad.jsonl:2: no JSON"),
        (("lexicon", "explain", " "), "no sentence"),
        (("lexicon", "explain", "x" * 30_000), "characters"),
    ],
)
def test_bad_input_is_named(
    arguments: tuple[str, ...], words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bad.jsonl").write_text('{"sentence": "Chad thanked Niger."}\nthanks\n')
    with pytest.raises(ConfigError) as caught:
        CliRunner().invoke(app, arguments, input="", catch_exceptions=False)
    assert words in str(caught.value)


def test_a_sentence_is_explained() -> None:
    out = call("lexicon", "explain", "-", stdin="Ghana recalled its ambassador from Togo.\n")
    for words in ("SANCTION withdraw actual", "recipient, from: Togo", "is none of", "fits too"):
        assert words in out
    (line,) = call("lexicon", "explain", "Ghana recalled its ambassador from Togo.", "--json").splitlines()
    assert json.loads(line)["events"][0]["event"] == "SANCTION"


def test_help_has_examples() -> None:
    for command in (("score",), ("lexicon", "explain"), ("events",), ("dossier",)):
        assert f"communique {' '.join(command)}" in " ".join(call(*command, "--help").split())
