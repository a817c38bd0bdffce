"""Word lists of the statement coders: which verbs report, promise, side, agree and measure in a language."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True)
class WordLists:
    """One file of word lists: `words["say"]` is a set of lemmas; a table's lists are named `table.list`.

    `classes` are lists whose order matters: words that mean one thing, the first of them its name.
    """

    words: Mapping[str, frozenset[str]]
    classes: tuple[tuple[str, ...], ...] = ()
    numbers: Mapping[str, int] | None = None

    def __getitem__(self, name: str) -> frozenset[str]:
        return self.words[name]

    def table(self, name: str) -> dict[str, frozenset[str]]:
        """The lists of one table by their name, in the order of the file."""
        return {k.split(".", 1)[1]: v for k, v in self.words.items() if k.startswith(name + ".")}

    def class_of(self, word: str) -> str:
        """The name of the class that holds a word, or the word."""
        return next((c[0] for c in self.classes if word in c), word)


FILES = ("quotes", "commitments", "positions", "agreements", "claims")


@cache
def irregular_forms(language: str = "en") -> Mapping[str, str]:
    """Irregular forms by their lemma: "stood" to "stand"."""
    lists = load_words("forms", language).words
    return {form: word for word, forms in lists.items() for form in forms}


@cache
def known_words(language: str = "en") -> frozenset[str]:
    """All words of all lists, against which a doubtful lemma is checked."""
    return frozenset(w for name in FILES for v in load_words(name, language).words.values() for w in v)


@cache
def list_of(name: str, table: str, language: str = "en") -> Mapping[str, str]:
    """The list of a file's table that holds each word, the first of several: "send" to "AID" in commitments, acts."""
    found: dict[str, str] = {}
    for listed, words in load_words(name, language).table(table).items():
        for word in words:
            found.setdefault(word, listed)
    return found


@cache
def load_words(name: str, language: str = "en") -> WordLists:
    """Read `locales/<language>/statements/<name>.toml`."""
    folder = resources.files("communique.locales").joinpath(language.split("-", maxsplit=1)[0], "statements")
    loaded = tomllib.loads(folder.joinpath(f"{name}.toml").read_text("utf-8"))
    words: dict[str, frozenset[str]] = {}
    numbers: dict[str, int] = {}
    classes: list[tuple[str, ...]] = []
    for key, value in loaded.items():
        tables = {f"{key}.{k}": v for k, v in value.items()} if isinstance(value, dict) else {key: value}
        for full, entry in tables.items():
            if isinstance(entry, str):
                words[full] = frozenset(entry.split())
            elif isinstance(entry, int):
                numbers[full] = entry
            else:
                classes.extend(tuple(line.split()) for line in entry)
    return WordLists(words=words, classes=tuple(classes), numbers=numbers)
