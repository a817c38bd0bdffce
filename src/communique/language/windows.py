"""Cut a text into windows that the encoder can read at once, at places where sentences end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from communique.language.pieces import CASES, Pieces, case_class

# The encoder was trained on windows of up to 160 pieces; its position table ends at 512.
WINDOW_PIECES = 160
LONGEST_WINDOW = 400
_ENDS = frozenset((".", "!", "?", "…", "..."))
_CLOSERS = frozenset(('"', "'", "”", "’", "»", ")", "]", "''"))

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class WordList:
    """The words of a text, without whitespace tokens.

    Attributes:
        places: Place of each word in the Doc.
        words: Their forms.
        separators: What stands before each: 0 nothing, 1 a blank, 2 a line end or the text's start.
        blank_line: Whether an empty line stands before the word.
    """

    places: list[int]
    words: list[str]
    separators: list[int]
    blank_line: list[bool]


@dataclass(frozen=True, slots=True)
class Window:
    """Words `[start, end)` of a word list, as the encoder reads them."""

    start: int
    end: int
    pieces: list[int]
    types: list[int]
    first: list[int]

    def arrays(self) -> dict[str, NDArray[np.float32] | Ints]:
        """The inputs of the encoder's graph: one row each."""
        return {
            "pieces": np.array([self.pieces], np.int64),
            "types": np.array([self.types], np.int64),
            "mask": np.ones((1, len(self.pieces)), np.float32),
            "first": np.array([self.first], np.int64),
        }


def list_words(doc: Doc) -> WordList:
    """List the words of a Doc, and what stands between them."""
    places, words, separators, blank_line = [], [], [], []
    gap, newlines = 1, 1
    for token in doc:
        text = token.text
        if text.isspace():
            gap = 1
            newlines += text.count("\n") + text.count("\u2029") + text.count("\r") * ("\n" not in text)
            continue
        places.append(token.i)
        words.append(text)
        separators.append(2 if newlines else gap)
        blank_line.append(newlines > 1)
        gap, newlines = int(bool(token.whitespace_)), 0
    return WordList(places, words, separators, blank_line)


def cut_windows(listed: WordList, pieces: Pieces) -> list[Window]:
    """Cut the words into windows, each ending where a sentence most surely ends."""
    found = pieces.of(listed.words)
    sizes = [len(p) for p in found]
    windows, start = [], 0
    while start < len(sizes):
        end = _choose_end(listed, sizes, start)
        windows.append(_make(listed, found, start, end, pieces))
        start = end
    return windows


def _choose_end(listed: WordList, sizes: Sequence[int], start: int) -> int:
    """Take the last sure end within `WINDOW_PIECES`, else the first one after, else the longest window."""
    total, end, best, best_rank = 0, start, 0, 0
    while end < len(sizes) and total + sizes[end] <= LONGEST_WINDOW:
        if end > start:
            rank = _rank(listed, end)
            if total > WINDOW_PIECES and best_rank:
                return best
            # An empty line beats a full stop, unless it would leave a window nearly empty.
            if rank and (rank >= best_rank or total < WINDOW_PIECES // 2 or best_rank < 3):
                best, best_rank = end, rank
        total += sizes[end]
        end += 1
    if end == len(sizes) and (total <= WINDOW_PIECES or not best_rank):
        return end
    return best or end


def _rank(listed: WordList, i: int) -> int:
    """Say how surely a sentence ends before word i: 3 empty line, 2 line end, 1 full stop and capital, 0 not at all."""
    if listed.blank_line[i]:
        return 3
    if listed.separators[i] == 0:
        return 0
    j = i - 1
    while j > 0 and listed.words[j] in _CLOSERS:
        j -= 1
    if listed.words[j] not in _ENDS:
        return 0
    word = listed.words[i]
    if listed.separators[i] == 2:
        return 2
    opens = word[0].isupper() or word[0] in "\"'“‘«„" or word[0].isdigit()
    return int(opens)


def _make(listed: WordList, found: Sequence[tuple[int, ...]], start: int, end: int, pieces: Pieces) -> Window:
    ids, types, first = [pieces.first], [0], [0]
    for i in range(start, end):
        first.append(len(ids))
        separator = 2 if i == start else listed.separators[i]
        ids += found[i]
        types += [case_class(listed.words[i]) + CASES * separator] * len(found[i])
    ids.append(pieces.last)
    types.append(0)
    return Window(start, end, ids, types, first)
