"""How alike two words of a name are: one sound in many scripts and spellings, and slips of the pen."""

from __future__ import annotations

import re
from functools import lru_cache

from anyascii import anyascii
from rapidfuzz.distance import OSA

# Figures that stand in for letters: "Ig0r".
_FIGURES = str.maketrans("013457", "oieast")
# Spellings of one sound in the ways in which newsrooms and registers write names; order matters.
_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"tch|tsch|cz|ch(?=$|[^aeiouy])", "c"),
        (r"shch|sch|sh", "s"),
        (r"ph", "f"),
        (r"kh|gh", "h"),
        (r"th", "t"),
        (r"dh", "d"),
        (r"gu(?=[ei])", "g"),
        (r"qu(?=[ei])|q|ck", "k"),
        (r"dzh|dj|zh", "j"),
        (r"ou|oo|oe", "u"),
        (r"ee|iy|ij|yi|ii|ey|ei|ay|ai|y|j(?=$)", "i"),
        (r"w", "v"),
        (r"x", "ks"),
        (r"ts|tz", "z"),
        (r"(.)\1+", r"\1"),
    )
)
# Beginnings that transcriptions of one language write each in its way: Xi, Hsi and Shi.
_BEGINNINGS = tuple(
    (re.compile(p), s) for p, s in ((r"^(?:hs|x)(?=[iu])", "s"), (r"^sh(?=i)", "s"), (r"^ch'?(?=[iu])", "j"))
)
_VOWELS = frozenset("aeiouy")
# Consonants that ears and scripts take for each other.
_NEAR = frozenset(
    frozenset(pair)
    for group in ("bpv", "vfw", "dt", "gkqch", "szcx", "jzgy", "lr", "mn", "hgk", "jy", "td", "cj")
    for pair in (a + b for a in group for b in group if a < b)
)
_CLASSES = {c: kind[0] for kind in ("bpvf", "dt", "gkq", "szxjc", "lr", "mn") for c in kind}
_VOWEL_FOR_VOWEL, _NEAR_FOR_NEAR, _OTHER = 0.5, 0.5, 1.0
_EXTRA_VOWEL, _EXTRA_DOUBLE, _EXTRA_H, _EXTRA_OTHER, _SWAPPED = 0.5, 0.15, 0.25, 0.9, 0.4
_ALIKE_ENDING, _OTHER_ENDING = 0.4, 0.1
# Below this share of letters in place no weighing makes two words one.
_LEAST_ALIKE = 0.4
# Beyond this a word is no name: the table below grows with the square.
MOST_LETTERS = 40


def fold(word: str) -> str:
    """A word of a name in ASCII lower case, letters only: "Ig0r" and "İgor" are "igor"."""
    plain = anyascii(word).lower()
    if any(c.isalpha() for c in plain):
        plain = plain.translate(_FIGURES)
    return re.sub(r"[^a-z]", "", plain)[:MOST_LETTERS]


@lru_cache(maxsize=200_000)
def sound(word: str) -> str:
    """A folded word as it sounds: "serguei", "sergey" and "sergei" are one."""
    for pattern, written in (*_BEGINNINGS, *_SOUNDS):
        word = pattern.sub(written, word)
    return word


def skeleton(word: str) -> str:
    """The consonants of a folded word, for scripts that write no vowels or other ones."""
    # Arabic and Hebrew write long vowels with the signs of w and y.
    bones = "".join(c for c in sound(word.replace("w", "")) if c not in _VOWELS)
    return re.sub(r"(.)\1+", r"\1", bones)


@lru_cache(maxsize=200_000)
def skeleton_class(word: str) -> str:
    """What all spellings of a folded word have in common: the kinds of its first consonants."""
    return "".join(_CLASSES.get(c, "") for c in skeleton(word))[:2] or word[:1]


@lru_cache(maxsize=500_000)
def likeness(one: str, other: str) -> float:
    """How alike two folded words are in letters or in sound, from 0 to 1."""
    if not one or not other:
        return 0.0
    if one == other:
        return 1.0
    # As many letters as that more say that they are two words, whatever the rest.
    if max(len(one), len(other)) > 3 * min(len(one), len(other)):
        return 0.0
    sounds = sound(one), sound(other)
    # Most pairs of words have nothing in common, which a plain distance tells a hundred times faster.
    rough = max(OSA.normalized_similarity(one, other), OSA.normalized_similarity(*sounds))
    if rough < _LEAST_ALIKE:
        return rough
    return max(0.0, max(_closeness(one, other), _closeness(*sounds) - 0.02) - _other_ending(one, other))


def bare_likeness(one: str, other: str) -> float:
    """How alike the consonants of two folded words are; short ones tell nothing."""
    a, b = skeleton(one), skeleton(other)
    if min(len(a), len(b)) < 2:
        return 0.6 if a and b and (a[0] == b[0] or frozenset((a[0], b[0])) in _NEAR) else likeness(one, other)
    return _closeness(a, b) - 0.05


def _other_ending(one: str, other: str) -> float:
    """Slips change a letter inside a word; another ending, "-fox" for "-gray", makes another name."""
    same = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    tails = one[same:], other[same:]
    if min(len(t) for t in tails) >= 2 and _closeness(*tails) < _ALIKE_ENDING:
        return _OTHER_ENDING
    return 0.0


def _closeness(one: str, other: str) -> float:
    longest = max(len(one), len(other))
    return max(0.0, 1.0 - _cost(one, other) / longest) if longest else 0.0


def _cost(one: str, other: str) -> float:
    """Damerau's distance with the weights of this module."""
    before: list[float] = []
    row = [0.0]
    for j, letter in enumerate(other):
        row.append(row[-1] + _extra(letter, other[j - 1] if j else ""))
    for i, a in enumerate(one):
        earlier, before, row = before, row, [row[0] + _extra(a, one[i - 1] if i else "")]
        for j, b in enumerate(other):
            cost = min(
                before[j] + _changed(a, b),
                before[j + 1] + _extra(a, one[i - 1] if i else ""),
                row[j] + _extra(b, other[j - 1] if j else ""),
            )
            if i and j and a == other[j - 1] and b == one[i - 1] and a != b:
                cost = min(cost, earlier[j - 1] + _SWAPPED)
            row.append(cost)
    return row[-1]


def _changed(a: str, b: str) -> float:
    if a == b:
        return 0.0
    if a in _VOWELS and b in _VOWELS:
        return _VOWEL_FOR_VOWEL
    return _NEAR_FOR_NEAR if frozenset((a, b)) in _NEAR else _OTHER


def _extra(letter: str, before: str) -> float:
    if letter == before:
        return _EXTRA_DOUBLE
    if letter in _VOWELS:
        return _EXTRA_VOWEL
    return _EXTRA_H if letter == "h" else _EXTRA_OTHER
