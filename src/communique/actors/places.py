"""Where: cities and countries with their coordinates, and whether a name is a place or a party in its clause."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from communique.actors.gazetteer import Gazetteer, NameKind, load_gazetteer, plain
from communique.language.document import Document
from communique.records import Place

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

# A dateline ("BEIJING, Sept. 15 (Xinhua) --") ends within so many tokens of the first.
MOST_DATELINE_TOKENS = 16
DASHES = ("--", "–", "—", ":", "---")


@dataclass(frozen=True, slots=True)
class City:
    """A row of the places table."""

    name: str
    country: str
    latitude: float
    longitude: float
    people: int
    is_capital: bool


def find_place(name: str, *, near: str | None = None) -> Place | None:
    """Look up a city or country.

    Args:
        name: As a text prints it ("La Habana", "Cuba").
        near: ISO alpha-3 of the country that the text is about; of two cities of one name the one there is meant.

    Returns:
        The place with its country, and coordinates where it is a city; None if unknown.
    """
    key = _fold(name)
    if not key:
        return None
    cities = _cities().get(key, ())
    country = _countries().get(key)
    if country and not (near and any(c.country == near for c in cities) and country[1] != near):
        return Place(name=country[0], country=country[1])
    if not cities:
        # Other spellings of capitals stand with the states: "La Habana", "Teheran".
        country_code = _capitals().get(key)
        cities = tuple(c for rows in _cities().values() for c in rows if c.is_capital and c.country == country_code)
    if not cities:
        return None
    best = max(cities, key=lambda c: (c.country == near, c.is_capital, c.people))
    return Place(name=best.name, country=best.country, latitude=best.latitude, longitude=best.longitude)


def find_countries(name: str) -> tuple[str, ...]:
    """Countries that have a city or region of this name, the likeliest first."""
    key = _fold(name)
    cities = sorted(_cities().get(key, ()), key=lambda c: (not c.is_capital, -c.people))
    region = _regions().get(key)
    return tuple(dict.fromkeys([*(c.country for c in cities), *((region,) if region else ())]))


def find_region(name: str) -> str | None:
    """Country of a region or city, where the name leaves no doubt which."""
    countries = find_countries(name)
    return countries[0] if len(countries) == 1 else None


@cache
def _regions() -> Mapping[str, str]:
    packed = (files("communique.actors") / "data" / "regions.tsv.gz").read_bytes()
    rows = (line.split("\t") for line in gzip.decompress(packed).decode("utf-8").splitlines() if line[:1] != "#")
    vocabulary = load_gazetteer().vocabulary
    # "North Mitrovica" lies in no region that is called North alone.
    found = {key: country for name, country in rows if (key := _fold(name)) not in vocabulary.sets["compass_words"]}
    return {**found, **vocabulary.maps["region_names"]}


def _fold(name: str) -> str:
    text = " ".join(plain(name[:200]).casefold().replace(".", " ").split())
    return text.removeprefix("the ")


@cache
def _countries() -> Mapping[str, tuple[str, str]]:
    gazetteer = load_gazetteer()
    found: dict[str, tuple[str, str]] = {}
    for units, names in gazetteer.names.items():
        for name in names:
            if name.kind is NameKind.STATE and name.state:
                found.setdefault(_fold(" ".join(units)), (name.name, name.state))
    return found


@cache
def _capitals() -> Mapping[str, str]:
    return {
        _fold(" ".join(units)): name.state
        for units, names in load_gazetteer().names.items()
        for name in names
        if name.kind is NameKind.CAPITAL and name.state
    }


@cache
def _cities() -> Mapping[str, tuple[City, ...]]:
    packed = (files("communique.actors") / "data" / "places.tsv.gz").read_bytes()
    found: dict[str, list[City]] = {}
    spellings: dict[str, list[City]] = {}
    for line in gzip.decompress(packed).decode("utf-8").splitlines():
        if line.startswith("#"):
            continue
        name, country, latitude, longitude, people, capital, others = line.split("\t")
        city = City(name, country, float(latitude), float(longitude), int(people), capital == "C")
        found.setdefault(_fold(name), []).append(city)
        for other in others.split("|"):
            spellings.setdefault(_fold(other), []).append(city)
    # A city's own name goes before another's old spelling.
    for key, cities in spellings.items():
        found.setdefault(key, cities)
    return {key: tuple(cities) for key, cities in found.items() if key}


def is_place_role(document: Document, start: int, end: int, gazetteer: Gazetteer, kind: NameKind) -> bool:
    """Whether a name says only where something is: "in Moscow", "arrived in Havana", the place of a dateline.

    A capital after "to" or "from" is a place where the verb is one of motion ("flew to Doha"), else its government
    ("gave a note to Doha").
    """
    doc = document.doc
    if in_dateline(doc, start, end):
        return True
    before = _preposition(doc, start, end)
    if before is None:
        return False
    vocabulary = gazetteer.vocabulary
    if before.text.lower() in vocabulary.sets["place_prepositions"]:
        return True
    if kind is NameKind.CAPITAL and before.text.lower() in vocabulary.sets["way_prepositions"]:
        head = doc[end - 1].head if before.head.i < start or before.head.i >= end else before.head.head
        return any(t.lemma_ in vocabulary.sets["motion_verbs"] for t in (head, head.head))
    return False


def _preposition(doc: Doc, start: int, end: int) -> Token | None:
    """The preposition of a name, also of one that is joined to another by "and"."""
    if start == 0:
        return None
    before = doc[start - 1]
    if before.text.lower() in ("the", "and", ",") and start > 1:
        case = [t for t in doc[start:end].root.children if t.dep_ == "case" and t.i < start]
        if case:
            return case[0]
        root = doc[start:end].root
        if root.dep_ == "conj":
            case = [t for t in root.head.children if t.dep_ == "case" and t.i < root.head.i]
            return case[0] if case else None
        return doc[start - 2] if before.text.lower() == "the" else None
    return before if before.pos_ in ("ADP", "SCONJ", "PART") else None


def is_credit(doc: Doc, start: int, end: int) -> bool:
    """Whether a name is the agency in a dateline: "(Reuters) -"."""
    if start == 0 or end + 1 >= len(doc) or doc[start - 1].text != "(" or doc[end].text != ")":
        return False
    return doc[end + 1].text in (*DASHES, "-")


def in_dateline(doc: Doc, start: int, end: int) -> bool:
    """The first words of a text, before a dash or colon: "Havana, February 19 (RHC) --"."""
    if start > 3 or (start and not doc[start - 1].is_punct and not doc[start - 1].is_space):
        return False
    for token in doc[end : end + MOST_DATELINE_TOKENS]:
        if token.text in DASHES or (token.text == "-" and doc[token.i - 1].whitespace_):
            return True
        if token.pos_ in ("VERB", "AUX") or token.tag_ == "POS":
            return False
    return False
