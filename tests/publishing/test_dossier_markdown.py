from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from communique.analysis.dossier import assemble_dossier
from communique.publishing.dossier_markdown import (
    escape_markdown,
    render_dossier_markdown,
    write_dossier_markdown,
)
from communique.records import EventType
from factories_dossier import BRA, GHA, make_article, make_event, make_records

PAIR = ("BRA", "GHA")


def test_every_happening_stands_in_the_text_with_its_sentence() -> None:
    dossier = assemble_dossier(make_records(), pair=PAIR)
    text = render_dossier_markdown(dossier).replace("**", "").replace("\\", "")
    for line in (*dossier.happenings, *dossier.beside):
        assert line.headline in text
        for proof in line.proofs:
            assert proof.source.title in text
    assert dossier.summary[0] in text
    assert "She [Helena Prado] met President" in text


@given(st.text(max_size=60))
def test_words_of_strangers_never_become_markup(words: str) -> None:
    parser = MarkdownIt("commonmark").enable("table").enable("strikethrough")
    inline = [
        child.type for token in parser.parse(f"before {escape_markdown(words)} after") for child in token.children or ()
    ]
    assert set(inline) <= {"text", "text_special"}


@pytest.mark.parametrize(
    "words",
    ["<script>alert(1)</script>", "[a](javascript:alert(1))", "![x](http://x.example)", "http://x.example", "`code`",
     "# heading", "- item", "1. item", "> quote", "a\n\n# b", "&lt;", "$x$", "| a | b |", "\u202egnik", "*b* __c__"],
)  # fmt: skip
def test_markup_in_articles_is_shown_as_it_stands(words: str) -> None:
    rendered = MarkdownIt("commonmark", {"linkify": False}).render(escape_markdown(words))
    assert rendered.startswith("<p>")
    assert rendered.count("<") == 2
    assert "\u202e" not in rendered


def test_hostile_records_leave_the_structure_as_it_is() -> None:
    article = make_article("h", "Brazil praised Ghana <b>**now**</b> | x.", title="](javascript:alert(1)) <script>")
    event = make_event(article, "praised", EventType.SUPPORT, (replace(BRA, name="*"),), (GHA,))
    html = MarkdownIt("commonmark").render(render_dossier_markdown(assemble_dossier([article, event], pair=PAIR)))
    assert "<script" not in html
    assert "<b>" not in html
    assert "href" not in html


def test_an_empty_dossier_says_so(tmp_path: Path) -> None:
    path = tmp_path / "empty.md"
    write_dossier_markdown(assemble_dossier([], pair=("BRA", "ITA")), path)
    assert "Nothing is known between the two" in path.read_text("utf-8")
