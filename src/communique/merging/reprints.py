"""Reprints: the same text again, cut, retitled, under another byline."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import LCSseq
from rensa import RMinHash, RMinHashLSH

from communique.merging.order import article_order
from communique.merging.words import find_words
from communique.records import Article

# Words a shingle: agencies' set phrases ("told reporters on Monday") are shorter.
_SHINGLE_WORDS = 4
# Below this many words, two texts may say the same by chance.
_SHORTEST_WORDS = 25
# Of the shorter text, this share must stand in the longer one, in the same order.
_ALIGNED_SHARE = 0.75
# A later text this many times longer has reporting of its own and is no reprint.
_OWN_REPORTING = 1.7
# Bands of two rows find pairs down to a similarity of about 0.2: a text cut to a third.
_PERMUTATIONS, _BANDS, _SEED = 128, 64, 20240219
_TEXTS_AT_HAND = 500


@dataclass(frozen=True, slots=True)
class _Text:
    article: Article
    words: tuple[str, ...]
    shingles: frozenset[str]


def find_reprints(articles: Sequence[Article]) -> dict[str, str]:
    """Which article reprints which: id of the reprint to id of its original, the earliest article with that text.

    Article ids, never chains: the original of a reprint is no reprint itself.
    """
    original: dict[str, str] = {}
    for earlier, later in _candidates(sorted(articles, key=article_order)):
        if later.article.id not in original and _is_reprint(earlier, later):
            original[later.article.id] = original.get(earlier.article.id, earlier.article.id)
    return original


def _read(article: Article) -> _Text:
    words = tuple(find_words(article.text))
    count = max(len(words) - _SHINGLE_WORDS + 1, 0)
    return _Text(article, words, frozenset(" ".join(words[i : i + _SHINGLE_WORDS]) for i in range(count)))


def _candidates(articles: Sequence[Article]) -> Iterator[tuple[_Text, _Text]]:
    """Pairs that share shingles, each earlier text before the later one, in an order that the texts alone decide."""
    index = RMinHashLSH(threshold=0.2, num_perm=_PERMUTATIONS, num_bands=_BANDS)

    # The shingles of a text take more room than all else of it: they are cut again for the few texts that are alike.
    @lru_cache(maxsize=_TEXTS_AT_HAND)
    def read(number: int) -> _Text:
        return _read(articles[number])

    for number in range(len(articles)):
        later = read(number)
        if len(later.words) < _SHORTEST_WORDS:
            continue
        sketch = RMinHash(num_perm=_PERMUTATIONS, seed=_SEED)
        sketch.update(sorted(later.shingles))
        for found in sorted(index.query(sketch)):
            if articles[found].language == later.article.language:
                yield read(found), later
        index.insert(number, sketch)


def _is_reprint(earlier: _Text, later: _Text) -> bool:
    if earlier.words == later.words:
        return True
    short, long = sorted((earlier, later), key=lambda t: len(t.words))
    shared = len(short.shingles & long.shingles) / len(short.shingles)
    if shared < _ALIGNED_SHARE / 2:
        return False
    if len(later.words) > _OWN_REPORTING * len(earlier.words):
        return False
    return _aligned_share(short, long) >= _ALIGNED_SHARE


def _aligned_share(short: _Text, long: _Text) -> float:
    """Share of the shorter text's words that stand in the longer one in the same order."""
    return int(LCSseq.similarity(short.words, long.words)) / len(short.words)
