"""Who is meant by officials without a state, by roles, bodies and groups, in texts of several countries."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from communique.actors.gazetteer import load_gazetteer
from communique.actors.references import Mention
from communique.actors.resolve import resolve_actors
from communique.language.document import Document
from communique.records import Article

if TYPE_CHECKING:
    from spacy.language import Language

GAZETTEER = load_gazetteer()


def states(nlp: Language, text: str, words: str) -> set[str]:
    """States of the mention that the last occurrence of some words heads; "-" where a party has none."""
    doc = nlp(text)
    article = Article(id="a", text_digest="d", uri="u", language="en", text=text)
    references = resolve_actors(Document(article, doc, (), ()), GAZETTEER)
    start = text.rindex(words)
    inside = [t for t in doc if start <= t.idx < start + len(words)]
    roots = [t for t in inside if t.head not in inside or t.head.i == t.i]
    found: Mention | None = next((m for t in roots if (m := references.headed_by(t.i)) is not None), None)
    found = found or references.covering(inside[-1].i)
    return {r.state or "-" for r in found.refs} if found is not None else set()


ROWS = (Path(__file__).parent / "who_is_meant.tsv").read_text("utf-8").splitlines()
CASES = [tuple(row.split("\t")) for row in ROWS if not row.startswith("#")]


@pytest.mark.parametrize(("text", "words", "expected"), CASES)
def test_the_state_of_who_is_meant(nlp: Language, text: str, words: str, expected: str) -> None:
    assert states(nlp, text, words) == set(expected.split())
