"""Numbers that are no amounts: parts of names, times of day, telephone numbers and ages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.language.counted import find_counted
from communique.language.lexemes import Lexeme, Sort, low_at, touches
from communique.language.numbers import ReadNumber
from communique.language.unitwords import UnitWords

if TYPE_CHECKING:
    from spacy.tokens import Doc

# What may stand before the capital of a sentence.
_OPENERS = frozenset(".?!:;\"“”‘’'(-–—")


@dataclass(frozen=True, slots=True)
class NumberText:
    """A text under reading; `times` are characters that dates have taken."""

    doc: Doc
    lexemes: tuple[Lexeme, ...]
    words: UnitWords
    times: tuple[tuple[int, int], ...]

    def is_time(self, start: int, end: int) -> bool:
        """Whether lexemes `[start, end)` touch a time."""
        a, b = self.lexemes[start].start, self.lexemes[end - 1].end
        return any(a < stop and begin < b for begin, stop in self.times)

    def token_after(self, i: int) -> int:
        """First token that begins at or after the end of lexeme `i - 1`."""
        char = self.lexemes[i - 1].end
        span = self.doc.char_span(self.lexemes[i - 1].start, char, alignment_mode="expand")
        return len(self.doc) if span is None else int(span.end)


def is_name(text: NumberText, i: int, number: ReadNumber) -> bool:
    """Whether a number is part of a name, a time of day, a telephone number or an address."""
    return _is_stuck(text, i, number.end) or _is_label(text, i, number) or is_age(text, i, number.end)


def _is_stuck(text: NumberText, i: int, end: int) -> bool:
    """MH17, F-16, Covid-19, 5G, 10:30, 24/7, +53 7 832 1234."""
    lexemes = text.lexemes
    if _is_telephone(lexemes, i):
        return True
    before, after = low_at(lexemes, i - 1), low_at(lexemes, end)
    # "Obama in ’08"
    if before in ("'", "’", "‘") and touches(lexemes, i - 1) and len(lexemes[i].text) == 2 and after != before:
        return True
    if touches(lexemes, i - 1) and before not in ("(", '"', "“", "‘", "'", "[", "~", "—", "–", "=", ">", "<", "#"):
        return True
    if touches(lexemes, end - 1):
        word = lexemes[end].sort is Sort.WORD and lexemes[end - 1].sort is Sort.NUMBER
        digits = after in ("-", ":", "/", ".") and touches(lexemes, end) and lexemes[end + 1].sort is Sort.NUMBER
        return word or digits
    return False


def _is_telephone(lexemes: Sequence[Lexeme], i: int) -> bool:
    """Whether a number stands in a row of three or more, or after a plus."""
    first, last = i, i
    while first > 0 and lexemes[first - 1].sort is Sort.NUMBER:
        first -= 1
    while last + 1 < len(lexemes) and lexemes[last + 1].sort is Sort.NUMBER:
        last += 1
    return last - first >= 2 or (last > first and low_at(lexemes, first - 1) == "+")


def _is_label(text: NumberText, i: int, number: ReadNumber) -> bool:
    """Resolution 1701; Group of Seven; Sputnik 2."""
    before, lexeme = low_at(text.lexemes, i - 1), text.lexemes[i]
    if before in text.words.labels or before in ("№", "@"):
        return True
    span = text.doc.char_span(lexeme.start, text.lexemes[number.end - 1].end, alignment_mode="expand")
    if span is None or not len(span):
        return False
    opens = i == 0 or text.lexemes[i - 1].sort is Sort.BREAK or before in _OPENERS
    if number.in_words and lexeme.text[0].isupper() and not opens:
        return True
    counted = find_counted(text.doc, span.end)
    previous = text.doc[span.start - 1] if span.start and not opens else None
    names = previous is not None and previous.pos_ == "PROPN" and previous.text[0].isupper()
    if names and not number.in_words and counted is None and not number.scaled:
        return True
    return bool(span[0].ent_type_) and span[0].ent_iob_ == "I"


def is_age(text: NumberText, i: int, end: int) -> bool:
    """Ken Waddy, 78, who; a 40-year-old."""
    old = _is_old(text, end)
    commas = low_at(text.lexemes, i - 1) == "," and low_at(text.lexemes, end) in (",", ".", ";", ")")
    named = commas and i >= 2 and text.lexemes[i - 2].text[0].isupper()
    return old or (named and text.lexemes[i].text.isdigit() and len(text.lexemes[i].text) <= 3)


def _is_old(text: NumberText, end: int) -> bool:
    """A 40-year-old; 29 years old; 18-to-34-year-olds."""
    j = end
    while j < end + 5 and (low_at(text.lexemes, j) in ("-", "to") or low_at(text.lexemes, j).isdigit()):
        j += 1
    k = j + 2 if low_at(text.lexemes, j + 1) == "-" else j + 1
    return low_at(text.lexemes, j) in text.words.age_units and low_at(text.lexemes, k) in text.words.ages
