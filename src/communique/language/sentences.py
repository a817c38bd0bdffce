"""Where sentences of news may and may not begin, whatever the model thinks.

The treebanks hold little agency news; datelines ("HAVANA, Feb 19 (Reuters) -"), "On Tuesday," and abbreviations before
a name are what parsers trained on them cut at.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

# Before a capital these nearly always go on: "Mr. Smith", "Sept. 15".
_ABBREVIATIONS = """
mr. mrs. ms. dr. prof. gen. lt. col. maj. capt. sgt. cpl. cmdr. adm. sen. rep. gov. st. hon. rev. pres. amb. mt. ft.
messrs. supt. vs. v. no. nos. jan. feb. mar. apr. jun. jul. aug. sept. sep. oct. nov. dec. fig. pp. vol. al. ca. e.g.
i.e. approx. est. dep. min. brig.
"""
_NEVER_LAST = frozenset(_ABBREVIATIONS.split())
# After these a sentence may end, but "U.S. President" is commoner: the model has to be sure.
_SELDOM_LAST = re.compile(r"(?:[A-Za-z]\.){1,4}|Inc\.|Corp\.|Co\.|Ltd\.|Jr\.|Sr\.|etc\.|a\.m\.|p\.m\.")
_SURE = 2.0
# The model misses starts after headings sooner than it cuts sentences: on GUM's dev part F1 is 0.900 at log-odds 0,
# 0.908 between -0.5 and -1, and attachment gains too.
_LIKELY = -0.8
_NEVER_BEFORE = frozenset((",", ";", ")", "]", "%", "”", "’s", "'s", "n't", "n’t"))
_NEVER_AFTER = frozenset((",", "(", "[", "$", "€", "£", "#", "“", "and", "or", "the", "a", "an", "of"))
# Where no blank stands between, a sentence can only start behind one of these ("left.He came").
_MARKS = frozenset(".!?…:;\"'”’»)]—–*")

# "HAVANA, Feb 19 (Reuters) -", "MOSCOW/KYIV (AP) —", "Paris, 3 May 2021 –".
# A place in capitals, an agency or a day must show it: "Moscow, October 9. /TASS/.", "YEREVAN, MAY 3, ARMENPRESS."
_MONTH = (
    r"(?i:jan(?:uary)?|febr?(?:uary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DATELINE = re.compile(
    rf"""\s*(?:
      (?!(?:On|In|By|From|Since|Until|At)\ )[A-Z][\w'’./-]+(?:\ [A-Z][\w'’./-]+){{0,3}}[.,]\ (?:[A-Z][\w.]{{1,20}},\ )?
      (?:{_MONTH}\ \d{{1,2}}|\d{{1,2}}\ {_MONTH})(?:,?\ \d{{4}})?
      (?:,?\ ?\([A-Z][^()\n]{{1,30}}\)(?:\s?(?:--?|[–—:.]))? | [.,]?\s*/[A-Z][^/\n]{{1,30}}/\.?(?:\ (?:--?|[–—]))?
        | ,\ [A-Z]{{3,}}[A-Za-z.]*?(?:\.|\s(?:--?|[–—]))| \.?\s(?:--?|[–—])|:)(?=\s)
    | [A-Z][A-Z'’.\-/ ]{{2,40}}(?:,\ [^\n()–—-]{{1,40}})?\s*(?:\([^()\n]{{2,40}}\)\s*)?(?:--?|[–—]|:)(?=\s)
    | [A-Z][^\n()–—:]{{2,50}}\([A-Z][^()\n]{{1,30}}\)\s*(?:--?|[–—]|:)(?=\s)
    | \([A-Z][^()\n]{{1,30}}\)\s*(?:--?|[–—])(?=\s)
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
    starts: NDArray[np.bool_] = scores > _LIKELY
    for i in np.flatnonzero(starts).tolist():
        if i and not _may_start(words[i - 1], words[i], score=float(scores[i]), separator=separators[i]):
            starts[i] = False
    starts &= ~np.asarray(in_dateline, bool)
    starts |= np.asarray(blank_line, bool)
    if len(starts):
        starts[0] = True
    return starts


def must_not_start(before: str, word: str, *, separator: int) -> bool:
    """Say whether no sentence can start at `word`: after "On Tuesday ," or "Mr.", or inside "Díaz-Canel".

    Args:
        before: The word before it.
        word: The word itself.
        separator: What stands between: 0 nothing, 1 a blank, 2 a line end.
    """
    if separator == 2:
        # A heading has no full stop, so at a line end only the commonest joints go on.
        return before in {",", "(", "["}
    if separator == 0 and before[-1] not in _MARKS:
        return True
    return before in _NEVER_AFTER or word in _NEVER_BEFORE or before.lower() in _NEVER_LAST


def _may_start(before: str, word: str, *, score: float, separator: int) -> bool:
    if must_not_start(before, word, separator=separator):
        return False
    return separator == 2 or score > _SURE or not _SELDOM_LAST.fullmatch(before)
