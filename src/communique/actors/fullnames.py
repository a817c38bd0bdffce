"""What stands in a person's name: which words are titles, initials, fathers' names, and which is the family's."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files

from communique.actors.spellings import fold

# A name is a few words; what is longer is a text.
MOST_CHARACTERS = 200
MOST_WORDS = 16
# Scripts that write no short vowels, or whose signs do not say how another language writes the name.
_VOWELLESS = re.compile(
    r"[\u0590-\u08ff\u0900-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
)
_HAN_OR_HANGUL = re.compile(r"[\u3400-\u9fff\uac00-\ud7af]")
_WORD = re.compile(r"[^\W_]+(?:['’`ʻʼ][^\W_]+|[\u064b-\u065f\u0900-\u0fff\u1000-\u109f\u1780-\u17ff])*['’]?")
# Marks that carry vowels in the scripts of India and Indochina are no word characters.
_MARKED = re.compile(r"[\u0900-\u0fff\u1000-\u109f\u1780-\u17ff]+")
_GLUED = re.compile(r"(?<=[^\W\d_A-Z][^\W\d_A-Z])(?=[A-Z][^\W\d_A-Z]{2})")
_BLANKS = re.compile(r"[\s,;·・‧•\u200c\u00b7-]+")


@dataclass(frozen=True, slots=True)
class NameWord:
    """One word of a name, folded to ASCII."""

    text: str
    is_initial: bool = False
    is_common: bool = False
    is_patronymic: bool = False
    # Known by fuller signs than its place: a comma, capitals, a family name that stands first.
    is_surname: bool = False
    # "bin" or "ibn" stands before it: whose child somebody is.
    is_father: bool = False


@dataclass(frozen=True, slots=True)
class FullName:
    """The telling words of a name, given names first where the order is known."""

    words: tuple[NameWord, ...]
    # Whether a comma or capitals say which is the family's name.
    order_known: bool = False
    # Whether it is written without vowels, so that only consonants can be compared.
    bare: bool = False
    # Whether it is written in signs for whole syllables or words, where a slip gives another name.
    signs: bool = False


@dataclass(frozen=True, slots=True)
class _Words:
    """The tables of `data/names.toml`."""

    titles: frozenset[str]
    suffixes: frozenset[str]
    particles: frozenset[str]
    filial: frozenset[str]
    common: frozenset[str]
    family_first: frozenset[str]
    patronymic_endings: tuple[str, ...]
    common_endings: tuple[str, ...]
    nicknames: dict[str, frozenset[int]]


@cache
def load_words() -> _Words:
    """The tables of titles, particles, nicknames and the like."""
    raw = tomllib.loads((files("communique.actors") / "data" / "names.toml").read_text("utf-8"))
    groups: dict[str, set[int]] = {}
    for number, line in enumerate(raw["nicknames"]):
        for name in line.split():
            groups.setdefault(name, set()).add(number)
    sets = {n: frozenset(raw[n]) for n in ("titles", "suffixes", "particles", "filial", "common", "family_first")}
    return _Words(
        **sets,
        patronymic_endings=tuple(raw["patronymic_endings"]),
        common_endings=tuple(raw["common_endings"]),
        nicknames={name: frozenset(numbers) for name, numbers in groups.items()},
    )


def cut_ending(word: str) -> tuple[str, str]:
    """A folded word as stem and shared ending: "gudmundsdottir" is "gudmunds" and "dottir"."""
    for ending in load_words().common_endings:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word.removesuffix(ending), ending
    return word, ""


def same_given_name(one: str, other: str) -> bool:
    """Whether two folded words are forms of one given name: "ted" and "theodore"."""
    known = load_words().nicknames
    return bool(known.get(one, frozenset()) & known.get(other, frozenset()))


@lru_cache(maxsize=100_000)
def read_full_name(name: str) -> FullName:
    """Read a name as some paper writes it: "Mr. SAYEED, Karim bin Omar" is Karim Omar Sayeed, family name known."""
    name = name[:MOST_CHARACTERS]
    before, comma, after = name.partition(",")
    words, behind = _telling(_words(before)), _telling(_words(after)) if comma else []
    capitals = [w for w in words if w.is_surname]
    order_known = bool(behind) or 0 < len(capitals) < len(words)
    if behind:
        words = [*behind, *(replace(w, is_surname=True) for w in words)]
    elif order_known:
        words = [*(w for w in words if not w.is_surname), *capitals]
    else:
        words = _family_first(words)
    return FullName(
        words=tuple(_with_patronymics(words))[:MOST_WORDS],
        order_known=order_known,
        bare=bool(_VOWELLESS.search(name)),
        signs=bool(_HAN_OR_HANGUL.search(name)),
    )


def _words(text: str) -> list[tuple[str, str]]:
    """Words as written and folded; what is glued together is cut."""
    if _VOWELLESS.search(text):
        found = [w for w in _BLANKS.split(text) if w]
        if len(found) == 1 and _HAN_OR_HANGUL.match(found[0]) and 2 <= len(found[0]) <= 4:
            # Family name of one sign, then the given name.
            found = [found[0][:1], found[0][1:]]
    else:
        found = [w for word in _WORD.findall(text) for w in _GLUED.split(word)]
    return [(w, folded) for w in found if (folded := fold(w))]


def _telling(words: list[tuple[str, str]]) -> list[NameWord]:
    """Without titles, suffixes and particles, unless nothing would be left."""
    tables = load_words()
    mixed = any(w.islower() or not w.isupper() for w, _ in words if len(w) > 2)
    kept: list[NameWord] = []
    father = False
    for at, (written, folded) in enumerate(words):
        is_last = at == len(words) - 1
        inner = bool(kept) and not is_last
        # "El Amrani" opens with its particle, and so do names of one word with one.
        if (folded in tables.titles and not is_last and len(folded) > 1) or (
            folded in tables.suffixes and at and is_last
        ):
            continue
        if folded in tables.filial and inner:
            father = True
            continue
        if folded in tables.particles and (inner or (folded in ("al", "el") and not is_last)) and len(folded) > 1:
            continue
        kept.append(
            NameWord(
                folded,
                is_initial=len(folded) == 1,
                is_common=folded in tables.common,
                is_surname=mixed and len(written) > 2 and written.isupper(),
                is_father=father,
            )
        )
        father = False
    return kept or [NameWord(folded, is_initial=len(folded) == 1) for _, folded in words]


def _family_first(words: list[NameWord]) -> list[NameWord]:
    """The family name of "Xi Jinping" and "Orbán Viktor" goes last, as in most names."""
    first = load_words().family_first
    if 2 <= len(words) <= 3 and words[0].text in first and (words[-1].text not in first or len(words) == 3):
        return [*words[1:], replace(words[0], is_surname=True)]
    return words


def _with_patronymics(words: list[NameWord]) -> list[NameWord]:
    """Mark a father's name among three words and more: Abramovich alone is a family's."""
    if len(words) < 3:
        return words
    endings = load_words().patronymic_endings
    found: list[NameWord] = []
    for at, word in enumerate(words):
        is_one = at > 0 and word.text.endswith(endings) and len(word.text) > 6 and not word.is_surname
        found.append(replace(word, is_patronymic=True) if is_one else word)
    return found
