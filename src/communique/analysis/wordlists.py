"""Lists of words that come with the analyses."""

from __future__ import annotations

from functools import cache
from importlib import resources


@cache
def read_words(name: str) -> frozenset[str]:
    """The words of `analysis/data/NAME.txt`, several a line, `#` before a comment."""
    text = resources.files("communique.analysis").joinpath(f"data/{name}.txt").read_text("utf-8")
    return frozenset(word for line in text.splitlines() for word in line.partition("#")[0].split())
