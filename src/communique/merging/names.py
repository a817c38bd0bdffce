"""Names of persons in many spellings: "Serguei", "Sergei" and "Sergey" are one name."""

from __future__ import annotations

import re
from functools import lru_cache

from anyascii import anyascii
from rapidfuzz.distance import DamerauLevenshtein

# Spellings of one sound in the ways in which newsrooms write Cyrillic, Arabic and Spanish names; order matters.
_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"tch|tsch|ch(?=$|[^aeiouy])", "c"),
        (r"sch|shch", "s"),
        (r"ph", "f"),
        (r"kh|gh", "h"),
        (r"gu(?=[ei])", "g"),
        (r"qu(?=[ei])|q|ck", "k"),
        (r"dzh|dj|zh", "j"),
        (r"ou|oo", "u"),
        (r"ee|iy|ij|yi|ii|ey|ei|y|j(?=$)", "i"),
        (r"w", "v"),
        (r"x", "ks"),
        (r"(.)\1", r"\1"),
    )
)
_TOKEN = re.compile(r"[^\W\d_]+(?:['’`][^\W\d_]+)*")
# Small words inside names, which some papers leave out.
_PARTICLES = frozenset(
    ("al", "el", "de", "del", "la", "las", "los", "da", "do", "dos", "van", "von", "der", "den", "bin", "ben", "ibn")
)
# A spelling may differ in one letter of six; shorter names must be the same.
_LETTERS_AN_EDIT = 6


@lru_cache(maxsize=100_000)
def sounds_of(name: str) -> str:
    """A name's parts as they sound, in one line."""
    return " ".join(read_name(name))


def read_name(name: str) -> tuple[str, ...]:
    """The parts of a name as they sound, without particles: `("sergi", "lavrov")`."""
    parts = tuple(_sound(part) for part in _TOKEN.findall(name))
    kept = tuple(p for p in parts if p and p not in _PARTICLES)
    return kept or tuple(p for p in parts if p)


def same_name(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two full names can be one person's: "Bruno Rodríguez" and "Bruno Rodríguez Parrilla".

    A name of one part is never enough: half a cabinet may share it.
    """
    short, long = sorted((one, other), key=len)
    if len(short) < 2:
        return False
    if "".join(short) == "".join(long):
        # "Amirabdollahian" and "Amir-Abdollahian".
        return True
    if not _matches(short[0], long[0]):
        # Family name first in the one, last in the other.
        return sorted(short) == sorted(long)
    rest = iter(long[1:])
    return all(any(_matches(part, candidate) for candidate in rest) for part in short[1:])


def shares_surname(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether a name of one part is one of the later parts of a full name."""
    short, long = sorted((one, other), key=len)
    return len(short) == 1 and any(_matches(short[0], part) for part in long[1:] or long)


def _matches(one: str, other: str) -> bool:
    if one == other:
        return True
    if 1 in (len(one), len(other)):
        # An initial.
        return one[0] == other[0]
    allowed = min(len(one), len(other)) // _LETTERS_AN_EDIT
    return (
        one[0] == other[0] and allowed > 0 and DamerauLevenshtein.distance(one, other, score_cutoff=allowed) <= allowed
    )


@lru_cache(maxsize=100_000)
def _sound(part: str) -> str:
    plain = re.sub(r"[^a-z]", "", anyascii(part).lower())
    for pattern, sound in _SOUNDS:
        plain = pattern.sub(sound, plain)
    return plain
