"""Where sentences of news may and may not begin, whatever the model thinks.

The treebanks hold little agency news; datelines ("HAVANA, Feb 19 (Reuters) -"), "On Tuesday," and abbreviations before a
name are what parsers trained on them cut at.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

# Before a capital these nearly always go on: "Mr. Smith", "Sept. 15".
_NEVER_LAST = frozenset(
    "mr. mrs. ms. dr. prof. gen. lt. col. maj. capt. sgt. cpl. cmdr. adm. sen. rep. gov. st. hon. rev. pres. amb. mt. ft."
    " messrs. supt. vs. v. no. nos. jan. feb. mar. apr. jun. jul. aug. sept. sep. oct. nov. dec. fig. pp. vol. al. ca. e.g. i.e."
    " approx. est. dep. min. brig."
    .split()
)
# After these a sentence may end, but "U.S. President" is commoner: the model has to be sure.
_SELDOM_LAST = re.compile(r"(?:[A-Za-z]\.){1,4}|Inc\.|Corp\.|Co\.|Ltd\.|Jr\.|Sr\.|etc\.|a\.m\.|p\.m\.")
_SURE = 2.0
_NEVER_BEFORE = frozenset((",", ";", ")", "]", "%", "”", "’s", "'s", "n't", "n’t"))
_NEVER_AFTER = frozenset((",", "(", "[", "$", "€", "£", "#", "“", "and", "or", "the", "a", "an", "of"))

# "HAVANA, Feb 19 (Reuters) -", "MOSCOW/KYIV (AP) —", "Paris, 3 May 2021 –"; a place in capitals or an agency must show it.
_DATELINE = re.compile(
    r"""\s*(?:
      [A-Z][A-Z'’.\-/ ]{2,40}(?:,\ [^\n()–—-]{1,40})?\s*(?:\([^()\n]{2,40}\)\s*)?(?:--?|[–—]|:)(?=\s)
    | [A-Z][^\n()–—:]{2,50}\([A-Z][^()\n]{1,30}\)\s*(?:--?|[–—]|:)(?=\s)
    | \([A-Z][^()\n]{1,30}\)\s*(?:--?|[–—])(?=\s)
    )""",
    re.VERBOSE,
)


def find_datelines(text: str) -> list[tuple[int, int]]:
    """Find the datelines at the starts of paragraphs, as spans of characters."""
    found = []
    at = 0
    for line in text.split("\n"):
        match = _DATELINE.match(line)
        # Only a line that goes on is an article's first line; "WARNING: " alone is a heading.
        if match and len(line) - match.end() > 20:
            found.append((at + match.start(), at + match.end()))
        at += len(line) + 1
    return found


def choose_starts(
    scores: NDArray[np.float32],
    words: Sequence[str],
    *,
    separators: Sequence[int],
    blank_line: Sequence[bool],
    in_dateline: Sequence[bool],
) -> NDArray[np.bool_]:
    """Choose the words at which sentences start.

    Args:
        scores: Log-odds that a word starts a sentence, [n].
        words: The words without whitespace tokens, n of them.
        separators: What stands before each word: 0 nothing, 1 a blank, 2 a line end.
        blank_line: Whether an empty line stands before the word.
        in_dateline: Whether the word stands in a dateline, or first after it.
    """
    starts: NDArray[np.bool_] = scores > 0
    for i in np.flatnonzero(starts):
        if i and not _may_start(words[i - 1], words[i], score=float(scores[i]), new_line=separators[i] == 2):
            starts[i] = False
    starts &= ~np.asarray(in_dateline, bool)
    starts |= np.asarray(blank_line, bool)
    if len(starts):
        starts[0] = True
    return starts


def must_not_start(before: str, word: str, *, new_line: bool) -> bool:
    """Say whether no sentence can start at `word`: after "On Tuesday ," or "Mr."."""
    if new_line:
        # A heading has no full stop, so at a line end only the commonest joints go on.
        return before in {",", "(", "["}
    return before in _NEVER_AFTER or word in _NEVER_BEFORE or before.lower() in _NEVER_LAST


def _may_start(before: str, word: str, *, score: float, new_line: bool) -> bool:
    if must_not_start(before, word, new_line=new_line):
        return False
    return new_line or score > _SURE or not _SELDOM_LAST.fullmatch(before)
