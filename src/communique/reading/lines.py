"""Lines and paragraphs: hard-wrapped lines joined, glued dates taken off."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from communique.errors import ReadingError
from communique.reading.blocks import ends_sentence, is_byline, is_date_line, is_list_item
from communique.reading.days import PrintedDate, read_stamp
from communique.reading.words import key_of, load_words

MIN_WIDTH, MAX_WIDTH = 40, 130
# So many of the line breaks of a group must be where a word no longer fitted.
WRAPPED_SHARE = 0.85
# Hand-set lines end up to so many letters before the column; a line shorter than this share of it ends a paragraph.
SLACK = 8
FULL_SHARE = 0.6
# An article has some hundred paragraphs; what has more than this is an archive, and a longer line is cut at a blank.
MAX_BLOCKS = 20_000
MAX_BLOCK = 100_000
GLUED = re.compile(
    r"^\s{0,80}(?P<label>[^\W\d_][^\W\d_ ]{2,14}(?: [^\W\d_]{2,12}){0,2})?\s?:?\s{0,3}"
    r"(?P<date>\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?(?:\.\d{1,6})?(?:Z|[+-]\d{2}:?\d{2})?)?)[ \t]+(?=\S)"
)
MARKUP = re.compile(r"^\s{0,3}#{1,6}\s+")


def glued_date(text: str) -> tuple[str, PrintedDate | None]:
    """Take off the date that a scraper glued before the first sentence: ` date 2020-06-11 Jordan has sent …`.

    Returns:
        The text without it, and the date, or the text as it was and None.
    """
    match = GLUED.match(text[:400])
    if match is None:
        return text, None
    rest = text[match.end() :]
    label = key_of(match["label"] or "")
    line = rest.split("\n", 1)[0].strip()
    # "2020-06-11 was a Thursday" and "2020-06-11 | World" go on differently from a sentence.
    begins = line[:1].isupper() or line[:1] in "\"“«'‘„¿¡("
    if (
        (label and label not in load_words().published and label not in load_words().updated)
        or not begins
        or len(line) < 20
    ):
        return text, None
    return rest, read_stamp(match["date"])


def split_blocks(text: str) -> list[tuple[str, bool]]:
    """Blocks of a text: paragraphs whose lines were wrapped are joined, other lines stand by themselves.

    Returns:
        Words of each block on one line, and whether a blank line stands before it.
    """
    groups = _group(text)
    # A wrapped paragraph has some ten lines; counting first keeps a file of millions of lines quick.
    check_count(sum(map(len, groups)) // 10)
    width = _wrap_width(groups)
    blocks: list[tuple[str, bool]] = []
    for group in groups:
        gap = True
        for paragraph in _unwrap(group, width) if width else group:
            line = " ".join(MARKUP.sub("", paragraph).split())
            for piece in _cut(line):
                blocks.append((piece, gap))
                gap = False
        check_count(len(blocks))
    return blocks


def check_count(count: int) -> None:
    """Raise ReadingError where a source has more paragraphs than one article can have."""
    if count > MAX_BLOCKS:
        raise ReadingError(
            f"the source has more than {MAX_BLOCKS:,} paragraphs, so it is no single article",
            remedy="split it into one file per article",
        )


def _cut(line: str) -> Iterator[str]:
    start = 0
    while start < len(line):
        end = start + MAX_BLOCK
        if end < len(line):
            blank = line.rfind(" ", start + MAX_BLOCK // 2, end)
            end = blank if blank > 0 else end
        piece = line[start:end].strip()
        if piece:
            yield piece
        start = end


def _group(text: str) -> list[list[str]]:
    """Lines without a blank one between them."""
    groups: list[list[str]] = [[]]
    for line in text.split("\n"):
        stripped = line.strip()
        if stripped:
            groups[-1].append(stripped)
        elif groups[-1]:
            groups.append([])
    return [group for group in groups if group]


def _wrap_width(groups: Sequence[Sequence[str]]) -> int | None:
    """The column at which a text was wrapped, or None where its lines are paragraphs.

    In wrapped text a line ends where the next word would not have fitted; in other text line ends say nothing of that.
    """
    joined = [group for group in groups if len(group) >= 2 and max(map(len, group)) <= MAX_WIDTH]
    lengths = sorted(len(line) for group in joined for line in group[:-1])
    if len(lengths) < 2:
        return None
    # The head's short lines are no part of it: the width is that of the longest lines.
    width = lengths[-1]
    if width < MIN_WIDTH:
        return None
    breaks = [(a, b) for group in joined for a, b in pairwise(group) if len(a) > width * FULL_SHARE]
    forced = [(a, b) for a, b in breaks if _was_forced(a, b, width) or _runs_on(a, b, width)]
    open_ends = sum(a[-1] not in '.!?:"”»' for a, _ in forced)
    if len(forced) < 3 or len(forced) < WRAPPED_SHARE * len(breaks) or open_ends < 0.5 * len(forced):
        return None
    return width


def _unwrap(lines: Sequence[str], width: int) -> list[str]:
    paragraphs: list[list[str]] = []
    told = ends_sentence(lines[-1])
    for index, line in enumerate(lines):
        before = lines[index - 1] if index else ""
        if index and len(before) <= MAX_WIDTH and _is_wrapped(before, line, width, told=told):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return [" ".join(paragraph) for paragraph in paragraphs]


def _is_wrapped(line: str, following: str, width: int, *, told: bool) -> bool:
    """Whether a line goes on in the next: its next word did not fit, or the next begins amid a sentence.

    `told` says that the group ends like a sentence; titles and bylines of a head do not, and are not joined so freely.
    """
    if _was_forced(line, following, width) or _runs_on(line, following, width):
        return True
    if not told or ends_sentence(line) or is_byline(following) or is_date_line(following) or is_list_item(following):
        return False
    return _was_forced(line, following, width - SLACK) and not is_byline(line) and not is_date_line(line)


def _runs_on(line: str, following: str, width: int) -> bool:
    """Whether the next line goes on with a small letter after a line of nearly full width."""
    small = following[:1].islower() and not is_byline(following) and not is_list_item(following)
    return small and len(line) > width * FULL_SHARE and not ends_sentence(line)


def _was_forced(line: str, following: str, width: int) -> bool:
    return len(line) + 1 + len(following.split(" ", 1)[0]) > width
