"""Words that carry what a sentence is about, cut to stems so that "medicines" and "medical" meet."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files

from anyascii import anyascii

# Five letters keep "vaccine" and "vaccination" together and "report" and "republic" apart.
_STEM_LETTERS = 5

# Four letters of a country's name are left in the word for its people ("Peru", "Peruvian").
_NAME_LETTERS = 4

_WORD = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)?")
_POSSESSIVE = re.compile(r"['’][^\W\d_]*$")


@cache
def load_common_words(language: str) -> frozenset[str]:
    """Words of a language that say little about which event a text tells; empty where it has no list."""
    code = language.partition("-")[0]
    source = files("communique.locales") / code / "merging" / "common_words.txt"
    # The language is what a page says of itself, and may be anything.
    if not code.isalpha() or not source.is_file():
        return frozenset()
    lines = source.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines for word in line.split("#")[0].split())


def find_words(text: str) -> list[str]:
    """The words of a text in order, in plain lower-case letters, without possessive endings."""
    return [_plain(word) for word in _WORD.findall(text)]


@lru_cache(maxsize=100_000)
def _plain(word: str) -> str:
    return anyascii(_POSSESSIVE.sub("", word)).lower()


def find_stems(text: str, *, language: str = "en") -> frozenset[str]:
    """Stems of the words that carry what a text is about.

    >>> sorted(find_stems("He thanked the country for its medicines"))
    ['medic', 'thank']
    """
    common = load_common_words(language)
    return frozenset(stem(w) for w in find_words(text) if len(w) > 2 and w not in common)


def stem(word: str) -> str:
    """The first letters of a word; numbers stay whole."""
    return word if word.isdigit() else word[:_STEM_LETTERS]


def drop_names(stems: frozenset[str], names: Iterable[str]) -> frozenset[str]:
    """Stems without those of names: "Cuba" takes "Cuban" and "Cubans" with it.

    Who takes part says nothing about what it is about.
    """
    heads = {word[:_NAME_LETTERS] for name in names for word in find_words(name) if len(word) > 2}
    return frozenset(s for s in stems if s[:_NAME_LETTERS] not in heads)
