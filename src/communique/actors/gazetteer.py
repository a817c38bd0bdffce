"""What names and nouns of one language say about who acts: states, their people and capitals, bodies, offices.

The tables stand in `locales/<language>/actors` (words) and `actors/data` (facts that no language changes). They are
read once a process and never changed.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import chain
from typing import Generic, TypeVar

from communique.errors import ConfigError

# Words and single marks: "Guinea-Bissau" and "N'Djamena" are matched alike however a tokenizer cuts them.
UNIT = re.compile(r"[^\W_]+|[^\w\s]|_")
T = TypeVar("T")


class NameKind(StrEnum):
    """What a name in the tables is."""

    STATE = "state"  # "Cuba"
    ADJECTIVE = "adjective"  # "Cuban"
    PEOPLE = "people"  # "Cubans"
    CAPITAL = "capital"  # "Havana", for the government or the place
    BODY = "body"  # "the Kremlin"
    OTHER = "other"  # "the Indian Ocean": holds the name of a state, but is none


class WordClass(StrEnum):
    """What a noun in the tables is."""

    OFFICE = "office"
    ROLE = "role"
    BODY = "body"
    TITLE = "title"


@dataclass(frozen=True, slots=True)
class Name:
    """A name of the tables; `state` is None for international bodies, `plural` is set for people nouns."""

    name: str
    kind: NameKind
    state: str | None
    sector: str | None = None
    plural: bool = False


@dataclass(frozen=True, slots=True)
class Word:
    """A noun of the tables with the PLOVER sector of whom it names."""

    lemma: str
    kind: WordClass
    sector: str | None
    gender: str | None = None
    plural: bool = False


@dataclass(frozen=True, slots=True)
class State:
    """A state: its common name, its forms ("island", "kingdom") and regions ("caribbean")."""

    code: str
    name: str
    forms: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    successor: str | None = None


@dataclass(frozen=True, slots=True)
class Hit(Generic[T]):
    """Units `[start, end)` of a text and what they name."""

    start: int
    end: int
    entry: T


@dataclass(frozen=True)
class Vocabulary:
    """The small closed classes of a language that rules of this package ask for."""

    sets: Mapping[str, frozenset[str]]
    maps: Mapping[str, Mapping[str, str]]

    def has(self, name: str, word: str) -> bool:
        """Whether a word, in lower case, is in the class."""
        return word.lower() in self.sets[name]


@dataclass(frozen=True)
class Gazetteer:
    """All tables of one language, compiled for looking up from a text's words."""

    language: str
    states: Mapping[str, State]
    names: Mapping[tuple[str, ...], tuple[Name, ...]]
    words: Mapping[tuple[str, ...], Word]
    accented: frozenset[str]  # names as printed that have other letters than ASCII: "Germán" is no German
    vocabulary: Vocabulary

    @cached_property
    def state_words(self) -> tuple[tuple[str, Name], ...]:
        """Names of states that are one word, for names that are misspelt."""
        return tuple((k[0], n[0]) for k, n in self.names.items() if len(k) == 1 and n[0].kind is NameKind.STATE)

    def state_name(self, code: str) -> str:
        """The common name of a state; the code itself where it is not known."""
        return self.states[code].name if code in self.states else code

    def state_of(self, name: str) -> str | None:
        """ISO 3166-1 alpha-3 code of a state by that code or an English name; None where there is no such state."""
        if name.upper() in self.states:
            return name.upper()
        # "cuba" is written in haste, and the tables know "Cuba".
        for spelling in (name, name.title()):
            units = cut_units(spelling)
            for hit in self.find_names(units) if units else ():
                if (hit.start, hit.end) == (0, len(units)):
                    for entry in hit.entry:
                        if entry.kind in {NameKind.STATE, NameKind.ADJECTIVE} and entry.state:
                            return entry.state
        return None

    def find_names(self, units: list[str]) -> Iterator[Hit[tuple[Name, ...]]]:
        """The names in a row of units, longest first and never two on one unit."""
        at = 0
        while at < len(units):
            hit = self._name_at(units, at)
            if hit:
                yield hit
            at = hit.end if hit else at + 1

    def _name_at(self, units: list[str], at: int) -> Hit[tuple[Name, ...]] | None:
        # A name starts with a letter in upper case: "turkey" and "chad" are no states.
        if not (units[at][0].isupper() or units[at][0] in "aé"):
            return None
        longest = self._longest_names.get(units[at].lower(), 0)
        for end in range(min(len(units), at + longest), at, -1):
            key = tuple(units[at:end])
            found = self.names.get(key) or (self.names.get(_from_capitals(key)) if is_shouted(key) else None)
            if found:
                return Hit(at, end, found)
        return None

    def find_word(self, units: list[str], at: int) -> Hit[Word] | None:
        """The longest noun of the tables that starts at a unit."""
        # At most words nothing starts, and one look tells.
        longest = self._longest_words.get(units[at].lower(), 0)
        for end in range(min(len(units), at + longest), at, -1):
            found = self.words.get(tuple(u.lower() for u in units[at:end]))
            if found:
                return Hit(at, end, found)
        return None

    @cached_property
    def _longest_words(self) -> Mapping[str, int]:
        return _longest_by_first(self.words)

    @cached_property
    def _longest_names(self) -> Mapping[str, int]:
        return _longest_by_first((key[0].lower(), *key[1:]) for key in self.names)


def _longest_by_first(keys: Iterable[tuple[str, ...]]) -> dict[str, int]:
    """Most units of the keys that begin with each word."""
    longest: dict[str, int] = {}
    for key in keys:
        longest[key[0]] = max(longest.get(key[0], 0), len(key))
    return longest


def cut_units(text: str) -> list[str]:
    """The units of a text, without accents and with one kind of apostrophe."""
    return UNIT.findall(plain(text))


def plain(text: str) -> str:
    """Text without accents and with straight quotes, letter for letter in the same case."""
    if text.isascii():
        return text
    flat = unicodedata.normalize("NFKD", text.replace("’", "'").replace("‘", "'").replace("ł", "l").replace("ø", "o"))
    return "".join(c for c in flat if not unicodedata.combining(c))


def is_shouted(units: Iterable[str]) -> bool:
    """Whether words stand in capitals only, as headlines and datelines do."""
    letters = [u for u in units if u.isalpha()]
    return bool(letters) and all(u.isupper() for u in letters) and any(len(u) > 3 for u in letters)


def _from_capitals(units: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(u.capitalize() if len(u) > 3 or i == 0 else u.lower() for i, u in enumerate(units))


@cache
def load_gazetteer(language: str = "en") -> Gazetteer:
    """Read the tables of a language.

    Raises:
        ConfigError: no tables for this language.
    """
    folder = files("communique.locales") / language / "actors"
    if not folder.is_dir():
        raise ConfigError(f"no tables of actors for language {language!r}", remedy="use one of the language folders")
    vocabulary = _read_vocabulary(folder / "vocabulary.toml")
    state_rows = list(read_rows(folder / "states.tsv", width=6))
    names: dict[tuple[str, ...], tuple[Name, ...]] = {}
    accented: set[str] = set()
    # Bodies go last and do not drive out a state of the same name.
    tables = (_state_names(state_rows, vocabulary), _body_names(folder / "bodies.tsv"), _formal_names(state_rows))
    for name, entry in chain(*tables):
        key = tuple(cut_units(name))
        if not name.isascii():
            accented.add(name)
        if key and entry not in names.get(key, ()) and not (key in names and entry.kind is NameKind.STATE):
            names[key] = (*names.get(key, ()), entry)
    for name in vocabulary.sets["no_states"]:
        names.setdefault(tuple(cut_units(name)), (Name(name, NameKind.OTHER, None),))
    return Gazetteer(
        language=language,
        states=_read_states(state_rows),
        names=names,
        accented=frozenset(accented),
        words=_read_words(folder / "words.tsv", vocabulary),
        vocabulary=vocabulary,
    )


def read_rows(table: Traversable, *, width: int) -> Iterator[list[str]]:
    """Rows of a tab-separated table, filled up to `width` columns; lines with # are about the table."""
    for line in table.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            row = line.split("\t")
            yield row + [""] * (width - len(row))


def _split(values: str) -> list[str]:
    return [v for v in values.split("|") if v]


def _read_states(rows: list[list[str]]) -> dict[str, State]:
    facts = {r[0]: r for r in read_rows(files("communique.actors") / "data" / "states.tsv", width=4)}
    states = {}
    for code, name, *_ in rows:
        _, forms, regions, successor = facts.get(code, [code, "", "", ""])
        states[code] = State(code, name, frozenset(_split(forms)), frozenset(_split(regions)), successor or None)
    return states


def _state_names(rows: list[list[str]], vocabulary: Vocabulary) -> Iterator[tuple[str, Name]]:
    for code, common, others, adjectives, people, capitals in rows:
        for name in [common, *_split(others)]:
            yield name, Name(common, NameKind.STATE, code)
        for name in _split(adjectives):
            yield name, Name(common, NameKind.ADJECTIVE, code)
            if name.endswith(("n", "i", "k", "t", "b", "e", "g", "r", "o", "z")) and not name.endswith(("ese", "nais")):
                yield name + "s", Name(common, NameKind.PEOPLE, code, plural=True)
        for name in _split(people):
            yield name, Name(common, NameKind.PEOPLE, code, plural=name.endswith("men"))
            if not name.endswith(("men", "man")):
                yield name + "s", Name(common, NameKind.PEOPLE, code, plural=True)
        for name in _split(capitals):
            yield name, Name(name, NameKind.CAPITAL, code, "GOV")
    for prefix, code in vocabulary.maps["pair_prefixes"].items():
        yield prefix, Name(code, NameKind.ADJECTIVE, code)


def _formal_names(rows: list[list[str]]) -> Iterator[tuple[str, Name]]:
    for code, common, *_ in rows:
        for form in ("Republic of", "Kingdom of", "State of", "Republic of the"):
            yield f"{form} {common}", Name(common, NameKind.STATE, code)


def _body_names(table: Traversable) -> Iterator[tuple[str, Name]]:
    for names, state, sector in read_rows(table, width=3):
        first, *others = names.split("|")
        for name in [first, *others]:
            yield name, Name(first, NameKind.BODY, state or None, sector or None)


def _read_words(table: Traversable, vocabulary: Vocabulary) -> dict[tuple[str, ...], Word]:
    words: dict[tuple[str, ...], Word] = {}
    irregular = vocabulary.maps["plurals"]
    for kind, sector, gender, nouns in read_rows(table, width=4):
        for noun in nouns.split("|"):
            key = tuple(cut_units(noun))
            plural = _plural(key, irregular)
            entry = (WordClass(kind), sector or None, gender or None)
            is_many = key == plural or noun in vocabulary.sets["collective_words"]
            words.setdefault(key, Word(noun, *entry, plural=is_many))
            if kind != "title":
                words.setdefault(plural, Word(noun, *entry, plural=True))
    return words


def _plural(key: tuple[str, ...], irregular: Mapping[str, str]) -> tuple[str, ...]:
    # "secretary of state", "chargé d'affaires": the plural is in the first word; in "peacekeeping force" in the last.
    at = next((i - 1 for i, u in enumerate(key) if i and u in ("of", "in", "-", "d")), len(key) - 1)
    if "-" in key and key[at + 1 : at + 2] == ("-",) and key[-1] not in ("general", "chief", "elect"):
        at = len(key) - 1
    word = key[at]
    if word in irregular:
        made = irregular[word]
    elif word.endswith("man"):
        made = word[:-3] + "men"
    elif word.endswith("y") and word[-2:-1] not in "aeou":
        made = word[:-1] + "ies"
    elif word.endswith("s") and not word.endswith("ss"):
        made = word
    else:
        made = word + ("es" if word.endswith(("s", "x", "ch", "sh")) else "s")
    return (*key[:at], made, *key[at + 1 :])


def _read_vocabulary(path: Traversable) -> Vocabulary:
    raw = tomllib.loads(path.read_text("utf-8"))
    sets = {name: frozenset(words) for name, words in raw["sets"].items()}
    return Vocabulary(sets, raw["maps"])
