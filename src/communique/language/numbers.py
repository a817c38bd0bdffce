"""Numbers in digits and words: "1,234.5", "6.3 billion", "two hundred and fifty", "two dozen", "two thirds"."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from communique.language.lexemes import Lexeme, Sort, low_at, touches
from communique.records import Op

# A number of more digits is an account, a telephone or an error, never an amount in the news.
MAX_DIGITS = 16


@dataclass(frozen=True, slots=True)
class NumberWords:
    """The number words of one language; see `locales/en/numbers.toml`."""

    ones: Mapping[str, int]
    tens: Mapping[str, int]
    scales: Mapping[str, int]
    suffixes: Mapping[str, int]
    money_suffixes: Mapping[str, int]
    vague: Mapping[str, int]
    vague_tens: Sequence[str]
    ordinals: Mapping[str, int]
    ordinal_suffixes: Sequence[str]
    fractions: Mapping[str, int]
    joiners: Sequence[str]
    articles: Sequence[str]


@dataclass(frozen=True, slots=True)
class ReadNumber:
    """A number in lexemes up to `end`. `op` is `>` for "hundreds"; `share` marks a fraction ("two thirds")."""

    end: int
    value: float
    op: Op = "="
    share: bool = False
    in_words: bool = False
    scaled: bool = False


@cache
def number_words(language: str = "en") -> NumberWords:
    """Load the number words of a language."""
    table = tomllib.loads((files("communique.locales") / language / "numbers.toml").read_text("utf-8"))
    table["joiners"] = table.pop("and")
    return NumberWords(**table)


@cache
def number_starters(language: str = "en") -> frozenset[str]:
    """Words that a number or an ordinal can begin with, for passing over all others cheaply."""
    words = number_words(language)
    tables = (words.ones, words.tens, words.scales, words.vague, words.vague_tens, words.ordinals, words.fractions)
    return frozenset(w for table in (*tables, words.articles) for w in table) | {"half", "one"}


def read_digits(text: str) -> float | None:
    """Read digits with separators: "1,234.5", "2.500.000", "0,5" are 1234.5, 2500000 and 0.5; None where unclear."""
    if sum(c.isdigit() for c in text) > MAX_DIGITS or not text.isascii():
        return None
    for group, point in ((",", "."), (".", ",")):
        whole, _, decimals = text.partition(point)
        heads = whole.split(group)
        if len(heads) > 1 and not (1 <= len(heads[0]) <= 3 and all(len(h) == 3 for h in heads[1:])):
            continue
        # "1.234" is a decimal in English; a comma with three digits has been read as a thousand before.
        if decimals and not decimals.isdigit():
            continue
        return float("".join(heads) + (f".{decimals}" if decimals else ""))
    return None


def read_number(lexemes: Sequence[Lexeme], i: int, *, money: bool = False) -> ReadNumber | None:
    """Read the cardinal number that begins at lexeme `i`.

    Args:
        lexemes: The text, cut.
        i: Where the number begins.
        money: Whether a currency stands before it, so that "m" means million.
    """
    if not 0 <= i < len(lexemes):
        return None
    if lexemes[i].sort is Sort.NUMBER:
        value = read_digits(lexemes[i].text)
        return None if value is None else _scale(lexemes, i + 1, value, money=money)
    return _read_vague(lexemes, i) or _read_fraction(lexemes, i) or _read_words(lexemes, i)


def read_ordinal(lexemes: Sequence[Lexeme], i: int) -> tuple[int, int] | None:
    """Read "third", "twenty-first" or "48th" at `i`: its number and where it ends."""
    words = number_words()
    low = low_at(lexemes, i)
    if low in words.ordinals:
        return words.ordinals[low], i + 1
    if low in words.tens:
        j = i + 2 if low_at(lexemes, i + 1) == "-" else i + 1
        unit = words.ordinals.get(low_at(lexemes, j), 10)
        return (words.tens[low] + unit, j + 1) if unit < 10 else None
    if low.isdigit() and len(low) < 5 and touches(lexemes, i) and low_at(lexemes, i + 1) in words.ordinal_suffixes:
        return int(low), i + 2
    return None


def _scale(lexemes: Sequence[Lexeme], i: int, value: float, *, money: bool, in_words: bool = False) -> ReadNumber:
    """Multiply by the scales that follow ("6.3 billion", "7bn", "2 hundred thousand")."""
    words = number_words()
    scaled = False
    j = i
    while (low := low_at(lexemes, j)) in words.scales:
        value, scaled, j = value * words.scales[low], True, j + 1
    suffix = low_at(lexemes, j)
    table = {**words.suffixes, **(words.money_suffixes if money and touches(lexemes, j - 1) else {})}
    if not scaled and suffix in table:
        value, scaled, j = value * table[suffix], True, j + 1
    # 6.3 billion is an integer though 6.3 x 10^9 is not one in binary.
    return ReadNumber(j, _tidy(value), in_words=in_words, scaled=scaled)


def _tidy(value: float) -> float:
    return float(round(value)) if abs(value) >= 1000 and abs(value - round(value)) < 1e-6 * abs(value) else value


def _read_vague(lexemes: Sequence[Lexeme], i: int) -> ReadNumber | None:
    """Read "hundreds", "tens of thousands": more than that number.

    Op `>` with the least that the plural can mean: "hundreds" says more than 100, not how many.
    """
    words = number_words()
    low = low_at(lexemes, i)
    factor = 1
    if low in words.vague_tens and low_at(lexemes, i + 1) == "of":
        i, factor = i + 2, 10
    elif low in words.vague and low_at(lexemes, i + 1) == "of" and low_at(lexemes, i + 2) in words.vague:
        i, factor = i + 2, words.vague[low]
    value = words.vague.get(low_at(lexemes, i))
    return None if value is None else ReadNumber(i + 1, float(value * factor), ">", in_words=True, scaled=True)


def _read_fraction(lexemes: Sequence[Lexeme], i: int) -> ReadNumber | None:
    """Read "half", "a quarter", "two thirds", "three-fifths", and "half a million"."""
    words = number_words()
    low = low_at(lexemes, i)
    if low == "half":
        if low_at(lexemes, i + 1) in words.articles and low_at(lexemes, i + 2) in words.scales:
            return ReadNumber(i + 3, words.scales[low_at(lexemes, i + 2)] / 2, in_words=True, scaled=True)
        return ReadNumber(i + 1, 0.5, share=True, in_words=True)
    top = 1 if low in words.articles or low == "one" else words.ones.get(low)
    if top is None:
        return None
    j = i + 2 if low_at(lexemes, i + 1) == "-" else i + 1
    bottom = words.fractions.get(low_at(lexemes, j))
    plural = low_at(lexemes, j).endswith("s")
    if bottom is None or plural != (top > 1) or top >= bottom:
        return None
    return ReadNumber(j + 1, top / bottom, share=True, in_words=True)


def _read_words(lexemes: Sequence[Lexeme], i: int) -> ReadNumber | None:
    """Read a cardinal in words: "three", "twenty-three", "a dozen", "two hundred and fifty thousand"."""
    words = number_words()
    total, group, j, seen = 0, 0, i, False
    if low_at(lexemes, i) in words.articles and low_at(lexemes, i + 1) in words.scales:
        group, j = 1, i + 1
    while j < len(lexemes):
        low = lexemes[j].low
        joins = seen and (low in words.joiners or (low == "-" and touches(lexemes, j - 1)))
        step = _small(lexemes, j + 1 if joins else j, group)
        if step is None and low in words.scales and (group or total):
            scale = words.scales[low]
            total, group = (total, group * scale) if scale == 100 else (total + group * scale, 0)
            j, seen = j + 1, True
            continue
        if step is None or (low in words.joiners and total == 0 and group < 100):
            break
        group, j, seen = group + step, (j + 1 if joins else j) + 1, True
    if not seen:
        return None
    tail = low_at(lexemes, j), low_at(lexemes, j + 1), low_at(lexemes, j + 2)
    # "one and a half million"
    if tail[0] in words.joiners and tail[1] in words.articles and tail[2] == "half":
        return _scale(lexemes, j + 3, total + group + 0.5, money=False, in_words=True)
    return ReadNumber(j, float(total + group), in_words=True, scaled=total > 0 or group >= 100)


def _small(lexemes: Sequence[Lexeme], i: int, group: int) -> int | None:
    """The ones or tens word at `i`, if it can be added to `group` ("twenty" + "three", not "three" + "two")."""
    words = number_words()
    low = low_at(lexemes, i)
    if low in words.tens:
        return words.tens[low] if group % 100 == 0 else None
    if low in words.ones:
        value = words.ones[low]
        fits = group % 100 == 0 or (group % 10 == 0 and group % 100 >= 20 and 0 < value < 10)
        return value if fits else None
    return None
