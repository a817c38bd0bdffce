"""Words, numbers and signs as dates and amounts see them, whichever way a pipeline cuts its tokens.

Tokenizers differ on "$1.2bn", "2019-2021", "Sept." and "mid-2014"; here runs of digits, runs of letters and single
signs are apart, and whether two of them touch can be asked. Addresses and handles are one lexeme of no use, so that
digits in them are never read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto


class Sort(Enum):
    """What a lexeme is made of."""

    WORD = auto()
    NUMBER = auto()
    SIGN = auto()
    OPAQUE = auto()  # an address or handle
    BREAK = auto()  # a blank line: nothing reaches across it


@dataclass(frozen=True, slots=True)
class Lexeme:
    """Characters `[start, end)` of a text; `low` is their lower-case form."""

    start: int
    end: int
    text: str
    low: str
    sort: Sort


# Each alternative begins with another class of character or has a bounded head, so matching stays linear.
_LEXEME = re.compile(
    r"""
    (?P<opaque>
        https?://\S+ | www\.\S+ | (?:pic\.)?twitter\.com/\S+ | @\w+ | \#(?=\w{0,64}[^\W\d_])\w+
      | [\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,8}
    )
  | (?P<break>\n[^\S\n]*\n\s*)
  | (?P<number>\d+(?:[.,]\d+)*)
  | (?P<word>(?:[^\W\d_]\.){2,} | [^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*)
  | (?P<sign>\S)
    """,
    re.VERBOSE,
)
_SORTS = {
    "opaque": Sort.OPAQUE,
    "break": Sort.BREAK,
    "number": Sort.NUMBER,
    "word": Sort.WORD,
    "sign": Sort.SIGN,
}


def split_lexemes(text: str) -> tuple[Lexeme, ...]:
    """Cut a text into lexemes; what lies between them is blank."""
    return tuple(
        Lexeme(m.start(), m.end(), m.group(), m.group().lower(), _SORTS[m.lastgroup or "sign"])
        for m in _LEXEME.finditer(text)
    )


def touches(lexemes: Sequence[Lexeme], left: int) -> bool:
    """Whether no blank stands between lexeme `left` and the next one; False at the ends of the text."""
    if not 0 <= left < len(lexemes) - 1 or Sort.BREAK in (lexemes[left].sort, lexemes[left + 1].sort):
        return False
    return lexemes[left].end == lexemes[left + 1].start


def low_at(lexemes: Sequence[Lexeme], i: int) -> str:
    """Lower-case form of the lexeme at `i`, with "" beyond either end of the text."""
    return lexemes[i].low if 0 <= i < len(lexemes) else ""
