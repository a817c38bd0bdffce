"""Words by which a page's furniture, dates and credits are known, in all languages that are read.

The lists are data (`data/words/<language>.toml`, `data/agencies.tsv`, `data/capitals.tsv`). All languages hold at once:
an English page of a Cuban outlet has a Spanish comment form.
"""

from __future__ import annotations

import csv
import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

LETTERS = re.compile(r"[^\W\d_]+")
WORD_FILES = ("en", "es", "pt", "fr", "ru")


@dataclass(frozen=True, slots=True)
class Words:
    """Word lists of all languages together; every entry is a key as `key_of` makes it.

    Attributes:
        whole: Lines that are furniture when nothing else stands in them ("Follow us").
        starts: Beginnings of furniture lines ("Sign up for our").
        within: Phrases that give furniture away wherever they stand in a line of up to two sentences.
        labels: Words that make what follows a colon or bar furniture ("Also read | …").
        captions: Labels of pictures and their credits ("Photo: …").
        tail: Headings after which the story is over ("Related coverage").
        asks: Verbs with which a page asks something of its reader ("subscribe").
        site: Things of a web site ("newsletter"), which make a request out of such a verb.
        you: Words by which a page speaks to its reader or of itself ("your", "our").
        bylines: Words before an author's name.
        editors: Labels of desk staff, who are no authors.
        roles: Words that mark a line of a name as a byline ("Correspondent").
        credits: Labels before the source of a story.
        inputs: Phrases that credit a wire in running text ("with information from").
        published: Labels before the day of publication.
        updated: Labels before the day of a later change.
        summaries: Headings of bullet summaries.
        ends: Words with which wires close a story ("Enditem").
        months: Month names and their abbreviations, 1 to 12.
        weekdays: Names of days.
        date_words: Other words of date lines ("at", "de", "hours").
    """

    whole: frozenset[str]
    starts: frozenset[str]
    within: tuple[str, ...]
    labels: frozenset[str]
    captions: frozenset[str]
    tail: frozenset[str]
    asks: frozenset[str]
    site: frozenset[str]
    you: frozenset[str]
    bylines: frozenset[str]
    editors: frozenset[str]
    roles: frozenset[str]
    credits: frozenset[str]
    inputs: tuple[str, ...]
    published: frozenset[str]
    updated: frozenset[str]
    summaries: frozenset[str]
    ends: frozenset[str]
    months: Mapping[str, int]
    weekdays: frozenset[str]
    date_words: frozenset[str]


def key_of(text: str) -> str:
    """A line as the lists know it: letters only, folded, single blanks ("Comments (12)" is "comments")."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("'", "").replace("’", "")
    return " ".join(LETTERS.findall(folded))


@cache
def load_words() -> Words:
    """All lists of all languages."""
    lists: dict[str, list[str]] = {}
    months: dict[str, int] = {}
    for language in WORD_FILES:
        table = tomllib.loads(_read(f"words/{language}.toml"))
        for number, names in enumerate(table.pop("months"), start=1):
            months.update({key_of(name): number for name in names.split()})
        for name, entries in table.items():
            lists.setdefault(name, []).extend(filter(None, map(key_of, entries)))
    sets = {name: frozenset(entries) for name, entries in lists.items()}
    return Words(
        whole=sets["whole"],
        starts=sets["starts"],
        within=tuple(sorted(sets["within"])),
        labels=sets["labels"],
        captions=sets["captions"],
        tail=sets["tail"],
        asks=sets["asks"],
        site=sets["site"],
        you=sets["you"],
        bylines=sets["bylines"],
        editors=sets["editors"],
        roles=sets["roles"],
        credits=sets["credits"],
        inputs=tuple(sorted(sets["inputs"])),
        published=sets["published"],
        updated=sets["updated"],
        summaries=sets["summaries"],
        ends=sets["ends"],
        months=months,
        weekdays=sets["weekdays"],
        date_words=sets["date_words"],
    )


@cache
def load_agencies() -> Mapping[str, str]:
    """News agencies: key of each spelling to the name that records give."""
    found: dict[str, str] = {}
    for row in _rows("agencies.tsv"):
        for spelling in (row["name"], *row["aliases"].split("|")):
            if spelling:
                found[key_of(spelling)] = row["name"]
    return found


@cache
def load_places() -> Mapping[str, str]:
    """Cities that datelines name: key of each spelling to the ISO 3166-1 alpha-3 code of the country."""
    found: dict[str, str] = {}
    for row in _rows("capitals.tsv"):
        for spelling in (row["name"], *row["aliases"].split("|")):
            # The first of two cities of one name is the larger.
            if spelling:
                found.setdefault(key_of(spelling), row["country"])
    return found


@cache
def load_regions() -> Mapping[str, str]:
    """States and provinces as datelines shorten them ("Ill.", "Ont."), to the country's ISO code."""
    return {key_of(name): row["country"] for row in _rows("regions.tsv") for name in row["names"].split("|")}


def _rows(name: str) -> list[dict[str, str]]:
    lines = [line for line in _read(name).splitlines() if line and not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def _read(name: str) -> str:
    return (files("communique.reading") / "data" / name).read_text(encoding="utf-8")
