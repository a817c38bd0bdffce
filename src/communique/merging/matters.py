"""What a report is about: its words by what they mean, so that "troops" and "soldiers" meet and set phrases do not."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache
from importlib.resources import files

from communique.language.numbers import number_words
from communique.merging.words import find_words, load_common_words, stem

# "Cuban" and "Cubans" begin as "Cuba" does.
NAME_LETTERS = 4
# Smaller numbers are in every second sentence ("two ministers").
_LEAST_NUMBER = 4
# Numbers of four digits in these bounds are years, which the time of the event tells better.
_YEARS = range(1900, 2101)
# "The third and last day".
_WORDS_BEFORE_TURN = 2
_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)?(?:[.,]\d+)*")
_SENTENCE_START = re.compile(r"(?:^|[.!?:]['\"”’)]*\s)[\W_]*$")


class Part(Enum):
    """What the words that name a meeting speak of, where they speak of one alone."""

    JOURNEY = "journey"
    TALKS = "talks"


@dataclass(frozen=True, slots=True)
class _Classes:
    """Words and beginnings of words, and the class that each is in."""

    whole: Mapping[str, str]
    beginnings: Mapping[str, str]

    def of(self, word: str) -> str | None:
        """The class of a word; None where the tables do not have it."""
        if word in self.whole:
            return self.whole[word]
        return next((self.beginnings[b] for n in range(len(word), 1, -1) if (b := word[:n]) in self.beginnings), None)


@dataclass(frozen=True, slots=True)
class SameWords:
    """The tables of `locales/<language>/merging/same_words.toml`."""

    nothing: _Classes
    things: _Classes
    acts: _Classes
    parts: _Classes
    turns: _Classes
    offices: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Matter:
    """`words` say what a text is about, by class or stem; `names` are those of them that are proper names."""

    words: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()


@cache
def load_same_words(language: str) -> SameWords:
    """The classes of a language; empty where it has none."""
    code = language.partition("-")[0]
    source = files("communique.locales") / code / "merging" / "same_words.toml"
    # The language is what a page says of itself, and may be anything.
    table = tomllib.loads(source.read_text("utf-8")) if code.isalpha() and source.is_file() else {}
    return SameWords(
        nothing=_compile({"": table.get("nothing", "")}),
        **{name: _compile(table.get(name, {})) for name in ("things", "acts", "parts", "turns")},
        offices=table.get("offices", {}),
    )


def name_heads(names: Iterable[str]) -> frozenset[str]:
    """The beginnings of names: "Cuba" takes "Cuban" and "Cubans" with it."""
    return frozenset(w[:NAME_LETTERS] for name in names for w in find_words(name) if len(w) > 2)


def read_matter(text: str, *, heads: Collection[str] = (), language: str = "en") -> Matter:
    """What a text is about, without the names of who takes part.

    >>> sorted(read_matter("Fiji thanked Peru for 40 troops in Suva", heads=name_heads(["Peru", "Fiji"])).words)
    ['40', 'army', 'suva', 'thank']

    Args:
        text: Sentences of a report.
        heads: Beginnings of the names of its parties; only words with a capital letter are taken for them, since
            "demonstrators" begins as "Democratic Republic" does.
        language: Of the text.
    """
    words: set[str] = set()
    proper: set[str] = set()
    numbers: list[int] = []
    for match in _TOKEN.finditer(text):
        plain = _plain_word(match[0])
        value = _number(plain, language)
        if value is not None:
            numbers.append(value)
            continue
        if numbers:
            words |= _told_numbers(numbers)
            numbers = []
        kind = _kind_of(plain, language)
        is_capital = match[0][0].isupper()
        if not kind or (is_capital and plain[:NAME_LETTERS] in heads):
            continue
        words.add(kind)
        if (
            is_capital
            and kind == stem(plain)
            and not _SENTENCE_START.search(text[max(match.start() - 8, 0) : match.start()])
        ):
            proper.add(kind)
    words |= _told_numbers(numbers)
    return Matter(frozenset(words), frozenset(proper))


@lru_cache(maxsize=50_000)
def read_acts(trigger: str, *, language: str = "en") -> frozenset[str]:
    """The words that name an event, by class: "seized" and "impounded" name one act."""
    common, acts = load_common_words(language), load_same_words(language).acts
    found = {acts.of(w) or ("" if w in common or len(w) < 3 else stem(w)) for w in find_words(trigger)}
    return frozenset(found - {""})


@lru_cache(maxsize=50_000)
def read_part(trigger: str, *, language: str = "en") -> Part | None:
    """Whether a meeting is told as a journey or as talks; None where its words say neither, or both."""
    parts = load_same_words(language).parts
    found = {kind for w in find_words(trigger) if (kind := parts.of(w))}
    return Part(found.pop()) if len(found) == 1 else None


def read_turns(text: str, *, language: str = "en") -> Mapping[str, int]:
    """Which round, day or shipment a text speaks of, by what is counted: "a third and last day" is `{"day": 3}`."""
    turns = load_same_words(language).turns
    if not turns.whole:
        return {}
    ordinals = number_words(language.partition("-")[0]).ordinals
    words = find_words(text)
    found: dict[str, int] = {}
    for at, word in enumerate(words):
        if word in ordinals:
            after = (turns.of(w) for w in words[at + 1 : at + 2 + _WORDS_BEFORE_TURN])
            kind = next((k for k in after if k), None)
            if kind:
                found.setdefault(kind, ordinals[word])
    return found


def read_office(office: str, *, language: str = "en") -> frozenset[str]:
    """The words of an office, in its usual name: a "premier" is a prime minister."""
    words = f" {' '.join(find_words(office))} "
    for other, usual in load_same_words(language).offices.items():
        words = words.replace(f" {other} ", f" {usual} ")
    return frozenset(words.split())


def _compile(table: Mapping[str, str]) -> _Classes:
    pairs = [(word, kind) for kind, words in table.items() for word in words.split()]
    return _Classes(
        whole={w: k for w, k in pairs if not w.endswith("*")},
        beginnings={w[:-1]: k for w, k in pairs if w.endswith("*")},
    )


@lru_cache(maxsize=100_000)
def _plain_word(word: str) -> str:
    return (find_words(word) or [""])[0] if not word[0].isdigit() else word


@lru_cache(maxsize=100_000)
def _kind_of(word: str, language: str) -> str:
    """The class of a word, or its stem; nothing for one that names no matter of its own."""
    classes = load_same_words(language)
    if len(word) < 3 or word in load_common_words(language) or classes.nothing.of(word) is not None:
        return ""
    # By the stem of its class, so that how rare it is can be looked up as for all other words.
    return stem(classes.things.of(word) or word)


@lru_cache(maxsize=100_000)
def _number(word: str, language: str) -> int | None:
    """A number in digits or as one word; None for other words."""
    digits = word.replace(",", "")
    if digits.isdigit() and digits.isascii():
        return int(digits[:9])
    code = language.partition("-")[0]
    if not load_same_words(language).acts.whole:
        # A language without tables has no number words either.
        return None
    table = number_words(code)
    return table.ones.get(word, table.tens.get(word, table.scales.get(word)))


def _told_numbers(numbers: Sequence[int]) -> set[str]:
    """ "Twenty-one" is one number; larger parts are left as they stand ("two million" says little by its two)."""
    if len(numbers) == 2 and 20 <= numbers[0] < 100 and numbers[0] % 10 == 0 and numbers[1] < 10:
        numbers = [sum(numbers)]
    return {str(n) for n in numbers if n >= _LEAST_NUMBER and n not in _YEARS}
