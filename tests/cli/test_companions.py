"""`communique happening` shows what belongs with a happening: the visit of these talks, what was signed there."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

from communique.cli.main import app
from communique.merging.merge import merge
from communique.records import EventType
from communique.store import open_store
from factories import make_article, make_event, person, state

SOLA = person("Ines Sola", "AND", "Prime Minister")
TOLD = (
    ("Ines Sola arrived in Monaco.", EventType.CONSULT, "2022-05-08"),
    ("Ines Sola signed a treaty on taxes.", EventType.SUPPORT, "2022-05-09"),
    ("Ines Sola signed a treaty on trains.", EventType.SUPPORT, "2022-07-09"),
)


def test_a_happening_is_shown_with_what_belongs_with_it(tmp_path: Path) -> None:
    path = str(tmp_path / "r.db")
    with open_store(path, create=True) as opened:
        for number, (text, kind, day) in enumerate(TOLD):
            article = make_article(f"a{number}", text, published=day)
            opened.put(article, [make_event(article, text, kind, actor=[SOLA], recipient=[state("MCO")], start=day)])
        merged = merge(list(opened.articles()), list(opened.coded()))
        opened.put_merged(merged)
    visit, signing, later = merged.happenings
    shown = {}
    for happening in (visit, signing, later):
        done = CliRunner().invoke(app, ["happening", happening.id, "--store", path], catch_exceptions=False)
        shown[happening.id] = [line for line in done.stdout.splitlines() if line.startswith("belongs with ")]
    assert shown == {
        visit.id: [f"belongs with {signing.id} SUPPORT 2022-05-09: same people and days: Ines Sola"],
        signing.id: [f"belongs with {visit.id} CONSULT 2022-05-08: same people and days: Ines Sola"],
        later.id: [],
    }
