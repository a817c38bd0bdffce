"""How rare a word is in general English: what few texts use tells which news or event is meant.

Counts of the store at hand would change with every article that comes, and all that hangs on them with it; counts of a
fixed table let an article be compared with those near it and with no others.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from communique.actors.gazetteer import load_gazetteer
from communique.merging.words import find_words, stem

# As if there were so many times more texts, none with the word: what the table does not know is rare, not unheard of.
# Chosen on ECB+ topics 1 to 35: 1 and 2 give the same, 4 is worse.
_UNSEEN = 2.0
# News of states names states: a name that is rare in English is not rare in what this program reads.
_STATES_SHARE = 0.1


@dataclass(frozen=True, slots=True)
class Background:
    """In how many of `texts` texts a stem stands; stems that are not in it are rarer than all others."""

    texts: int
    counts: Mapping[str, int]

    def weight(self, word: str) -> float:
        """How much a stem tells, from about 0 for one that most texts have."""
        return math.log(_UNSEEN * self.texts / (1 + self.counts.get(word, 0)))

    def most_telling(self, words: Collection[str], number: int) -> list[str]:
        """The rarest of some stems."""
        return sorted(words, key=lambda w: (-self.weight(w), w))[:number]


@cache
def load_background(language: str) -> Background:
    """The table of a language; by one without counts no word is rarer than another."""
    code = language.partition("-")[0]
    source = files("communique.locales") / code / "merging" / "word_counts.txt"
    # The language is what a page says of itself, and may be anything.
    if not code.isalpha() or not source.is_file():
        return Background(texts=1, counts={})
    rows = [line.split() for line in source.read_text("utf-8").splitlines() if not line.startswith("#")]
    texts = int(rows[0][1])
    counts = {word: int(number) for word, number in rows[1:]}
    often = int(_STATES_SHARE * texts)
    for state in load_gazetteer().states.values():
        for word in find_words(state.name):
            counts[stem(word)] = max(counts.get(stem(word), 0), often)
    return Background(texts, counts)
