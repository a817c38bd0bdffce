"""Words between quotation marks, in all the ways that news sites set them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

# What may close a quotation that a mark opened. Sites mix them: an opening `"` is often closed by `”`.
CLOSERS = {
    '"': '"”',
    "“": '”"',
    "„": '“”"',
    "«": "»",
    "»": "«",
    "”": '”"',
    "''": "''",
    "``": "''",
}
SINGLE_OPENERS = "‘'‚"
# A quotation that is never closed ends with its paragraph; one over this length is a lost mark and not speech.
MAX_QUOTE_CHARACTERS = 6000

_MARK = re.compile(r"''|``|[\"“”„«»]")
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_SENTENCE_END = '.!?:"”’»)'


@dataclass(frozen=True, slots=True)
class Marked:
    """Words between marks: characters `[start, end)` without the marks, `[outer_start, outer_end)` with them.

    `closed` is False where the closing mark is missing; `goes_on` where the next paragraph opens with a mark before
    this one was closed: the same person goes on speaking.
    """

    start: int
    end: int
    outer_start: int
    outer_end: int
    closed: bool = True
    goes_on: bool = False
    single: bool = False


def find_paragraphs(text: str) -> tuple[tuple[int, int], ...]:
    """Paragraphs of a text as characters `[start, end)`; a line break inside a sentence is none."""
    cuts = [0]
    for match in re.finditer(r"\n", text):
        last = match.start() - 1
        while last >= cuts[-1] and text[last].isspace():
            last -= 1
        if last < cuts[-1] or text[last] in _SENTENCE_END or _BLANK_LINE.match(text, match.start()):
            cuts.append(match.end())
    cuts.append(len(text))
    return tuple((a, b) for a, b in pairwise(cuts) if text[a:b].strip())


def find_marked(text: str) -> tuple[Marked, ...]:
    """All stretches between quotation marks, in text order, none inside another.

    A text's straight single marks are read last and only outside the double ones, since most are apostrophes.
    """
    found: list[Marked] = []
    paragraphs = find_paragraphs(text)
    for i, (start, end) in enumerate(paragraphs):
        following = text[paragraphs[i + 1][0] : paragraphs[i + 1][0] + 8].lstrip() if i + 1 < len(paragraphs) else ""
        double = list(_find_double(text, start, end, following=following))
        found.extend(double)
        if not double:
            found.extend(_find_single(text, start, end))
    return tuple(m for m in found if m.start < m.end)


def _find_double(text: str, start: int, end: int, *, following: str) -> Iterator[Marked]:
    opened: re.Match[str] | None = None
    for match in _MARK.finditer(text, start, end):
        mark = match.group()
        if _is_inch_or_apostrophe(text, match):
            continue
        if opened is None:
            if not _is_stray(text, match, start):
                opened = match
        elif mark in CLOSERS[opened.group()] and not _looks_opening(text, match, start, end):
            yield _strip(text, opened, match.start(), match.end(), closed=True)
            opened = None
        elif _looks_opening(text, match, start, end) and mark in CLOSERS:
            # The closing mark was lost: `"We agree, he said. "And we sign."`
            cut = _last_sentence_end(text, opened.end(), match.start())
            yield _strip(text, opened, cut, cut, closed=False)
            opened = match
    if opened is not None and end - opened.end() <= MAX_QUOTE_CHARACTERS:
        goes_on = bool(following) and (following.startswith(opened.group()) or following[0] in '“"„«')
        yield _strip(text, opened, end, end, closed=False, goes_on=goes_on)


def _find_single(text: str, start: int, end: int) -> Iterator[Marked]:
    at = start
    while at < end:
        opening = next((i for i in range(at, end) if _opens_single(text, i, start)), None)
        if opening is None:
            return
        closing = next((i for i in range(opening + 2, end) if _closes_single(text, i)), None)
        if closing is None:
            return
        if text[opening + 1 : closing].count(" ") >= 1:
            yield Marked(opening + 1, closing, opening, closing + 1, single=True)
        at = closing + 1


def _opens_single(text: str, i: int, start: int) -> bool:
    if text[i] not in SINGLE_OPENERS or i + 1 >= len(text):
        return False
    before = text[i - 1] if i > start else " "
    # "'90s" and "'em" are words with something left out.
    return (before.isspace() or before in "([—–-") and text[i + 1].isalpha() and text[i + 1 : i + 4] != "em "


def _closes_single(text: str, i: int) -> bool:
    if text[i] not in "’'":
        return False
    after = text[i + 1] if i + 1 < len(text) else " "
    # A mark after a plural s may be a genitive: 'the fishermen's boats' and 'the boats' crews'.
    return not after.isalnum() and (text[i - 1] in ",.!?" or not (text[i - 1] == "s" and after == " "))


def _is_inch_or_apostrophe(text: str, match: re.Match[str]) -> bool:
    before = text[match.start() - 1] if match.start() else " "
    after = text[match.end()] if match.end() < len(text) else " "
    # `6'2"` is a height; `''` between letters is a typing error for an apostrophe.
    return (match.group() == '"' and before.isdigit() and after.isdigit()) or (
        match.group() == "''" and before.isalnum() and after.isalnum()
    )


def _is_stray(text: str, match: re.Match[str], start: int) -> bool:
    """A mark that cannot open: a closing one behind a word, or that of inches (`6'2" tall`)."""
    if not _follows_word(text, match.start(), start):
        return False
    after = text[match.end() : match.end() + 1]
    return match.group() in "”»" or (text[match.start() - 1].isalnum() and not after.isalnum())


def _follows_word(text: str, i: int, start: int) -> bool:
    return i > start and not text[i - 1].isspace()


def _looks_opening(text: str, match: re.Match[str], start: int, end: int) -> bool:
    """A mark with a blank before and a letter after opens; a curly one says so itself."""
    if match.group() in "“„«" and not (match.group() == "“" and _follows_word(text, match.start(), start)):
        return True
    if match.group() in "”»":
        return False
    before = text[match.start() - 1] if match.start() > start else " "
    after = text[match.end()] if match.end() < end else " "
    return before.isspace() and (after.isalnum() or after == "…") and match.end() < end


def _last_sentence_end(text: str, start: int, end: int) -> int:
    cut = max(text.rfind(c, start, end) for c in ".!?")
    return cut + 1 if cut > start else end


def _strip(
    text: str, opened: re.Match[str], end: int, outer_end: int, *, closed: bool, goes_on: bool = False
) -> Marked:
    start = opened.end()
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Marked(start, max(end, start), opened.start(), max(outer_end, end), closed=closed, goes_on=goes_on)
