"""Reprints: the same text again, cut, retitled, under another byline."""

from __future__ import annotations

import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import LCSseq

from communique.merging.keys import make_key
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
# Shingles of a text that it is found by: those with the smallest digests, so that two texts keep the same ones. A text
# cut to a third has five to ten of its original's 16 to 32.
_KEPT_SHINGLES = 16
# One shingle in common is a set phrase.
_FEWEST_SHARED = 2
# A run of words none of which begins with a capital or a figure.
_OWN_WORDS = re.compile(r"(?<!\w)(?:[^\W\d_A-Z][^\W_A-Z]*(?:\W{1,3}(?=[^\W\d_A-Z])|\b)){4,}")
_TEXTS_AT_HAND = 500
_DIGESTS = 2**32


@dataclass(frozen=True, slots=True)
class _Text:
    words: tuple[str, ...]
    shingles: frozenset[str]


def find_reprints(articles: Sequence[Article]) -> dict[str, str]:
    """Which article reprints which: id of the reprint to id of its original, the earliest article with that text.

    Article ids, never chains: the original of a reprint is no reprint itself.
    """
    ordered = sorted(articles, key=article_order)
    index: dict[int, list[int]] = defaultdict(list)
    copied: dict[str, str] = {}
    for number, article in enumerate(ordered):
        keys = reprint_keys(article)
        shared = Counter(n for key in keys for n in index[key])
        earlier = [ordered[n] for n in sorted(shared) if shared[n] >= _FEWEST_SHARED]
        if (first := first_copied(article, earlier)) is not None:
            copied[article.id] = first.id
        for key in keys:
            index[key].append(number)
    return find_originals(copied)


def reprint_keys(article: Article) -> tuple[int, ...]:
    """Keys that copies of a text share, whatever was cut; none for a text so short that it may be one by chance."""
    text = _read(article.text)
    if len(text.words) < _SHORTEST_WORDS:
        return ()
    # Names and offices come again in all articles about the same people: words in lower case are the text's own.
    own = _own_shingles(article.text)
    digests = {_digest(s) for s in (own if len(own) >= _KEPT_SHINGLES else text.shingles)}
    # Each halving keeps a subset of what a shorter text keeps, so that texts of two lengths meet in it.
    least = _DIGESTS
    for _ in range((len(digests) // _KEPT_SHINGLES).bit_length() - 1):
        least //= 2
    return tuple(make_key(f"copy {d}") for d in sorted(digests) if d < least)


def _own_shingles(text: str) -> set[str]:
    """Shingles of words in lower case that stand together in the text."""
    found: set[str] = set()
    for run in _OWN_WORDS.findall(text):
        found |= _shingle(find_words(run))
    return found


def _shingle(words: Sequence[str]) -> frozenset[str]:
    count = max(len(words) - _SHINGLE_WORDS + 1, 0)
    return frozenset(" ".join(words[i : i + _SHINGLE_WORDS]) for i in range(count))


def may_be_copies(shared_keys: int) -> bool:
    """Whether two texts with so many keys in common are worth comparing."""
    return shared_keys >= _FEWEST_SHARED


def first_copied(article: Article, earlier: Iterable[Article]) -> Article | None:
    """The first of some earlier articles, in their order, of which an article is a copy."""
    return next((a for a in earlier if a.language == article.language and is_reprint(a, article)), None)


def find_originals(copied: Mapping[str, str]) -> dict[str, str]:
    """From what each copy was copied, its original: a copy of a copy has the original of that one."""

    def origin(article_id: str) -> str:
        while article_id in copied:
            article_id = copied[article_id]
        return article_id

    return {copy: origin(copy) for copy in copied}


def is_reprint(earlier: Article, later: Article) -> bool:
    """Whether the later article is the text of the earlier one again."""
    one, other = _read(earlier.text), _read(later.text)
    if one.words == other.words:
        return True
    short, long = sorted((one, other), key=lambda t: len(t.words))
    shared = len(short.shingles & long.shingles) / max(len(short.shingles), 1)
    if shared < _ALIGNED_SHARE / 2:
        return False
    if len(other.words) > _OWN_REPORTING * len(one.words):
        return False
    return _aligned_share(short, long) >= _ALIGNED_SHARE


# The shingles of a text take more room than all else of it: they are cut again for the few texts that are alike.
@lru_cache(maxsize=_TEXTS_AT_HAND)
def _read(text: str) -> _Text:
    words = tuple(find_words(text))
    return _Text(words, _shingle(words))


def _digest(shingle: str) -> int:
    # The checksum of a string that is one letter longer lies near: multiplied, it falls anywhere.
    return zlib.crc32(shingle.encode()) * 0x9E3779B1 % _DIGESTS


def _aligned_share(short: _Text, long: _Text) -> float:
    """Share of the shorter text's words that stand in the longer one in the same order."""
    return int(LCSseq.similarity(short.words, long.words)) / len(short.words)
