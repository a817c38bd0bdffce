"""JSON Lines: all records, and of the texts only what supports them."""

from __future__ import annotations

import io
import json
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from communique.merging import merge
from communique.publishing.jsonl import mask_text, write_jsonl
from communique.records import EventType, Record, Span, from_json
from communique.store import open_store
from factories import make_article, make_event, make_quote, person, state

TEXT = (
    "Ghana's envoy came to Lomé.\nPrivate words here. Togo thanked Ghana for the ferry. Private too.\n“Fine,” he said."
)


def sample() -> list[Record]:
    article = make_article("ferry", TEXT)
    event = make_event(
        article, "Togo thanked Ghana for the ferry.", EventType.SUPPORT, actor=[state("TGO")], recipient=[state("GHA")]
    )
    return [article, event, make_quote(article, "“Fine,”", person("Kofi Ansah", "GHA"))]


def export(records: list[Record], *, with_text: bool = False) -> list[dict[str, object]]:
    out = io.StringIO()
    assert write_jsonl(records, out, with_text=with_text) == len(records)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_only_supporting_sentences_are_shown_and_spans_keep_their_words() -> None:
    records = sample()
    article, event, quote = export(records)
    text = str(article["text"])
    assert len(text) == len(TEXT)
    assert "rivate words" not in text
    assert "he said" not in text
    for record in (event, quote):
        for span in record["evidence"]:  # type: ignore[attr-defined]
            assert text[span["start"] : span["end"]] == TEXT[span["start"] : span["end"]]
    assert text.startswith("Ghana's envoy came to Lomé.\n")
    assert text.count("\n") == TEXT.count("\n")


def test_whole_texts_on_request() -> None:
    assert [from_json(line) for line in export(sample(), with_text=True)] == sample()


def test_an_export_of_a_store_is_read_back(tmp_path: Path) -> None:
    article, *records = sample()
    with open_store(tmp_path / "relations.db", create=True) as store:
        store.put(article, records)  # type: ignore[arg-type]
        store.put_merged(merge([article], records))  # type: ignore[list-item, arg-type]
        stored = list(store.records())
        assert [from_json(line) for line in export(stored, with_text=True)] == stored
        assert export(stored)[0]["text"] == export(sample())[0]["text"]


@given(text=st.text(min_size=1), data=st.data())
@settings(deadline=None)
def test_a_masked_text_shows_the_words_of_every_span(text: str, data: st.DataObject) -> None:
    article = make_article("any", text)
    spans = []
    for _ in range(data.draw(st.integers(0, 3))):
        start = data.draw(st.integers(0, len(text) - 1))
        spans.append(Span(article=article.id, start=start, end=data.draw(st.integers(start + 1, len(text)))))
    masked = mask_text(article, spans)
    assert len(masked) == len(text)
    assert all(s.cut(masked) == s.cut(text) for s in spans)
    shown = {n for s in spans for n in range(s.start, s.end)}
    assert all(c in " \n" for n, c in enumerate(masked) if n not in shown)
