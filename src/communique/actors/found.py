"""What a scan finds: names and nouns of the tables, and names of people, by their tokens."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from communique.actors.gazetteer import Gazetteer, Name, Word, plain

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

POSSESSIVE = ("'s", "’s", "'", "’")


@dataclass(frozen=True, slots=True)
class NameHit:
    """Tokens `[start, end)` that are a name of the tables."""

    start: int
    end: int
    name: Name


@dataclass(frozen=True, slots=True)
class WordHit:
    """Tokens `[start, end)` that are a noun of the tables."""

    start: int
    end: int
    word: Word


@dataclass(frozen=True, slots=True)
class PersonSpan:
    """Tokens `[start, end)` that name a person, titles left out; `parts` are the words of the name in lower case."""

    start: int
    end: int
    parts: tuple[str, ...]


@dataclass
class Scan:
    """What stands where; filled once by `scan`, then only read."""

    doc: Doc
    gazetteer: Gazetteer
    names: list[NameHit] = field(default_factory=list)
    words: list[WordHit] = field(default_factory=list)
    people: list[PersonSpan] = field(default_factory=list)
    name_at: dict[int, NameHit] = field(default_factory=dict)
    word_at: dict[int, WordHit] = field(default_factory=dict)
    person_at: dict[int, PersonSpan] = field(default_factory=dict)
    places: list[NameHit] = field(default_factory=list)  # cities and regions that are no capitals
    sites: list[tuple[int, int]] = field(default_factory=list)  # all that is marked a place and is no state or capital

    @cached_property
    def text(self) -> str:
        """The doc's text, put together once."""
        return self.doc.text

    def has(self, kind: str, token: Token) -> bool:
        """Whether a token's word is in a closed class of the language."""
        return self.gazetteer.vocabulary.has(kind, token.text)

    def add_person(self, start: int, end: int) -> PersonSpan | None:
        """Enter a person's name unless one stands there already."""
        end = self._without_tail(start, end)
        if start >= end or any(t in self.person_at for t in range(start, end)):
            return None
        person = PersonSpan(start, end, name_parts(self.doc, start, end))
        self.people.append(person)
        self.person_at.update(dict.fromkeys(range(start, end), person))
        return person

    def _without_tail(self, start: int, end: int) -> int:
        """The end without blanks and the stop that ends the sentence; a stop after a letter or two abbreviates."""
        while end > start and (
            self.doc[end - 1].is_space
            or (end - start > 1 and self.doc[end - 1].text == "." and len(self.doc[end - 2]) > 2)
        ):
            end -= 1
        return end


def name_parts(doc: Doc, start: int, end: int) -> tuple[str, ...]:
    """Words of a name as they are printed, hyphenated ones as one, folded to lower case."""
    text = doc[start:end].text
    return tuple(p for p in plain(text).lower().replace(".", " ").split() if p)
