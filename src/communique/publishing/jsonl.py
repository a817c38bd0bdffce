"""Export as JSON Lines: the whole vocabulary of `records.md`, nothing lost but the texts that belong to others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, TextIO

from communique.merging.leads import lead_span
from communique.records import Article, Record, Span, to_json, to_line

_NOT_NEWLINE = re.compile(r"[^\n]")


def write_jsonl(records: Iterable[Record], out: TextIO, *, with_text: bool = False) -> int:
    """Write records, one a line, each article before what it says.

    Articles belong to their publishers: without `with_text` an article's text shows its opening paragraph and the
    sentences that support a record, and blanks for all other characters, so that every span still cuts its words.

    Args:
        records: In the order of `Store.records`: each article followed by its own records.
        out: Where to.
        with_text: Give whole texts.

    Returns:
        Number of lines.
    """
    count = 0
    group: list[Record] = []
    for record in records:
        # An article waits for its own records only: they say which of its sentences may be shown.
        if group and getattr(record, "article", None) != _id_of(group[0]):
            count += _write_group(group, out, with_text=with_text)
            group = []
        group.append(record)
    return count + _write_group(group, out, with_text=with_text)


def mask_text(article: Article, spans: Iterable[Span]) -> str:
    """The article's text with blanks for all that no span shows; line ends stay."""
    shown: list[str] = []
    at = 0
    for start, end in _join(spans):
        shown += (_NOT_NEWLINE.sub(" ", article.text[at:start]), article.text[start:end])
        at = end
    return "".join(shown) + _NOT_NEWLINE.sub(" ", article.text[at:])


def shown_spans(article: Article, records: Iterable[Record]) -> list[Span]:
    """What an export shows of an article: its opening and whatever a record points at."""
    lead = lead_span(article)
    return [*([lead] if lead else []), *(s for r in records for s in _spans_of(r, article.id))]


def _write_group(group: Sequence[Record], out: TextIO, *, with_text: bool) -> int:
    for record in group:
        if isinstance(record, Article) and not with_text:
            out.write(to_line(replace(record, text=mask_text(record, shown_spans(record, group)))) + "\n")
        else:
            out.write(to_line(record) + "\n")
    return len(group)


def _join(spans: Iterable[Span]) -> list[tuple[int, int]]:
    """Ranges in text order, those that touch made one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted((s.start, s.end) for s in spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _spans_of(record: Record, article_id: str) -> list[Span]:
    """All spans of a record in the article: evidence, trigger, content, mentions of actors, amounts."""
    return [] if isinstance(record, Article) else list(_find_spans(to_json(record), article_id))


def _find_spans(value: Any, article_id: str) -> Iterator[Span]:
    if isinstance(value, dict):
        # An event has the three fields too, but its start and end are dates.
        if value.get("article") == article_id and isinstance(value.get("start"), int):
            yield Span(article=article_id, start=value["start"], end=value["end"])
            return
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _find_spans(item, article_id)


def _id_of(record: Record) -> str | None:
    return record.id if isinstance(record, Article) else getattr(record, "article", None)
