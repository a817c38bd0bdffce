"""What SQLite does for the queries of a store: none of them may read a table that grows with it as a whole."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import event

from benchmarks.coded import generate
from communique.building import merge_store
from communique.records import Event
from communique.store import Store, open_store

# Tables with a row or more an article; `arrived` is emptied by each merging.
GROWS = (
    "article", "event", "quote", "commitment", "position", "agreement", "claim", "tenure", "happening", "story",
    "actor", "member", "evidence", "party", "trace", "near", "link", "entry", "entry_key",
)  # fmt: skip
# These have few values, so that an index by them alone is no better than none.
_COARSE = re.compile(r"\((?:record_kind|kind|status|event)=\?\)")


def wasteful(plan: str) -> bool:
    """Whether a step of a plan reads all of a table, or a great part."""
    words = plan.split()
    if len(words) < 2 or words[1] not in GROWS:
        return False
    return words[0] == "SCAN" or bool(_COARSE.search(plan))


def wasted(store: Store, path: Path, act: Callable[[], object]) -> list[str]:
    """What some work asks of the store that reads too much."""
    asked: dict[str, object] = {}

    def note(conn: object, cursor: object, statement: str, given: object, context: object, many: bool) -> None:
        if statement.lstrip()[:6] in ("SELECT", "DELETE", "UPDATE"):
            asked.setdefault(statement, given[0] if many and isinstance(given, list) else given)

    event.listen(store._engine, "before_cursor_execute", note)
    act()
    event.remove(store._engine, "before_cursor_execute", note)
    assert asked
    found = []
    with sqlite3.connect(path) as conn:
        for statement, given in asked.items():
            plans = [row[3] for row in conn.execute(f"EXPLAIN QUERY PLAN {statement}", given)]  # type: ignore[call-overload]
            found += [f"{p}: {statement}" for p in plans if wasteful(p)]
    return found


@pytest.fixture
def filled(tmp_path: Path) -> Store:
    with open_store(tmp_path / "relations.db", create=True) as store:
        for number in range(60):
            store.put(*generate(number))
        merge_store(store)
        return store


def test_an_article_more_is_merged_by_indexes(filled: Store, tmp_path: Path) -> None:
    # One with a sentence that takes something back, one with a copy of an earlier text, one that changed, one undated.
    for number in (60, 61, 62, 63, 64, 65, 100):
        article, records = generate(number)
        filled.put(replace(article, published=None) if number == 65 else article, records)
    changed, records = generate(50)
    filled.put(replace(changed, title="Another"), records[:-2])
    # The times of which there are articles are asked for where one has none.
    assert [w for w in wasted(filled, tmp_path / "relations.db", lambda: merge_store(filled)) if "min(" not in w] == []


def test_articles_are_stored_and_changed_by_indexes(filled: Store, tmp_path: Path) -> None:
    article, records = generate(60)
    text = article.text + " More."

    def put() -> None:
        filled.put(article, records)
        filled.put(replace(article, text=text, text_digest="0"), records)

    assert wasted(filled, tmp_path / "relations.db", put) == []


def test_a_dossier_is_read_by_indexes(filled: Store, tmp_path: Path) -> None:
    pairs = {(e.actor[0].state, e.recipient[0].state) for e in filled.records("event") if isinstance(e, Event)}
    one, other = sorted((a, b) for a, b in pairs if a and b)[0]
    found = wasted(filled, tmp_path / "relations.db", lambda: filled.about(one, other))
    assert found == []
