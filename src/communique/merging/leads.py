"""The opening of an article: what it has to say before anything else, and the evidence of the story it belongs to."""

from __future__ import annotations

import re

from communique.records import Article, Part, PartKind, Span

# Leads of wire stories run to some 40 words; beyond this a paragraph is no lead but a text without line ends.
_LONGEST_LEAD = 400

_SENTENCE_END = re.compile(r"[.!?]['\"”’)]?(?=\s)")


def lead_span(article: Article) -> Span | None:
    """The first paragraph of the story, cut at the end of a sentence where it is long; None for an empty text."""
    for start, end in _story_ranges(article):
        block = article.text[start:end]
        at = start + len(block) - len(block.lstrip())
        stop = article.text.find("\n", at, end)
        stop = end if stop < 0 else stop
        if at < stop:
            return Span(article=article.id, start=at, end=_cut_long(article.text, at, stop))
    return None


def _story_ranges(article: Article) -> list[tuple[int, int]]:
    stories: list[Part] = [p for p in article.parts if p.kind is PartKind.STORY]
    return [(p.span.start, p.span.end) for p in stories] or [(0, len(article.text))]


def _cut_long(text: str, start: int, end: int) -> int:
    end = start + len(text[start:end].rstrip())
    if end - start <= _LONGEST_LEAD:
        return end
    # One more than the limit, so that a full stop at the limit is seen with the blank after it.
    ends = [m.end() for m in _SENTENCE_END.finditer(text, start, start + _LONGEST_LEAD + 1)]
    return ends[-1] if ends else start + _LONGEST_LEAD
