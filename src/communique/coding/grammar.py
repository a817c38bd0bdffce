"""Closed classes of English that rules of syntax and modality ask for: `locales/en/lexicon/grammar.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources


@cache
def words(name: str, language: str = "en") -> frozenset[str]:
    """A closed class of words; raises KeyError where the table has none of this name."""
    return _classes(language)[name]


@cache
def _classes(language: str) -> dict[str, frozenset[str]]:
    path = resources.files("communique.locales").joinpath(language, "lexicon", "grammar.toml")
    raw = tomllib.loads(path.read_text("utf-8"))["classes"]
    return {name: frozenset(w.strip() for w in listed.split(",")) for name, listed in raw.items()}
