"""When and how surely: starts and modalities of events in short passages of news."""

from __future__ import annotations

from pathlib import Path

import pytest

from communique.coding.article import code_articles, load_tools
from communique.records import Article, Event, PartialDate

DATA = Path(__file__).parent / "data"
Row = tuple[str, str, str, str, str]


def _rows(name: str) -> list[Row]:
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return [(a, b, c, d, e) for a, b, c, d, e in (line.split("\t") for line in lines if line[:1] not in ("", "#"))]


READ, UNREAD = _rows("when.tsv"), _rows("when-unread.tsv")


@pytest.fixture(scope="module")
def coded() -> dict[str, list[Event]]:
    texts = {(row[0], row[4]) for row in (*READ, *UNREAD)}
    articles = [
        Article(id=str(i), text_digest="", uri="u", language="en", text=text, published=PartialDate(day))
        for i, (day, text) in enumerate(sorted(texts))
    ]
    return {
        a.text: [r for r in records if isinstance(r, Event)] for a, records in code_articles(articles, load_tools())
    }


def _found(row: Row, coded: dict[str, list[Event]]) -> tuple[str, str] | None:
    """Start and modality of the event that a word triggers."""
    events = [e for e in coded[row[4]] if row[1] in row[4][e.trigger.start : e.trigger.end]]
    best = max(events, key=lambda e: e.confidence, default=None)
    return None if best is None else (str(best.start or "-"), best.modality.value)


@pytest.mark.parametrize("row", READ, ids=lambda row: f"{row[1]}: {row[4][:50]}")
def test_an_event_has_its_start_and_modality(row: Row, coded: dict[str, list[Event]]) -> None:
    found = _found(row, coded)
    assert found is not None
    assert (found[0][: len(row[2])], found[1]) == (row[2], row[3])
    assert row[2] != "-" or found[0] == "-"


def test_unread_passages_are_mostly_right(coded: dict[str, list[Event]]) -> None:
    found = [(row, f) for row in UNREAD if (f := _found(row, coded)) is not None]
    starts = [f[0].startswith(row[2]) for row, f in found]
    modalities = [f[1] in row[3].split("|") for row, f in found]
    assert sum(starts) >= 0.88 * len(found)
    assert sum(modalities) >= 0.9 * len(found)
