"""Finds in a text's tokens the names and nouns of the tables, and the names of people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from communique.actors.gazetteer import Gazetteer, Name, NameKind, Word, WordClass, cut_units, plain
from communique.actors.places import find_countries

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

POSSESSIVE = ("'s", "’s", "'", "’")
NOMINAL = ("NOUN", "PROPN")
# No name of a person is longer; a run of capitals that is belongs to a headline.
MOST_NAME_TOKENS = 10
LEAST_MISSPELT = 6
LEAST_MISSPELT_RATIO = 90


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


def scan(doc: Doc, gazetteer: Gazetteer) -> Scan:
    """Find names, nouns and people."""
    found = Scan(doc, gazetteer)
    units, owners = doc_units(doc)
    for hit in gazetteer.find_names(units):
        start, end = owners[hit.start], owners[hit.end - 1] + 1
        name = _choose(doc, start, end, hit.entry)
        if name and _is_doubtful(found, name):
            name = Name(name.name, NameKind.OTHER, None)
        if name and _is_meant(found, start, end, name):
            entry = NameHit(start, end, name)
            found.names.append(entry)
            for token in range(start, end):
                found.name_at.setdefault(token, entry)
    _find_places(found)
    found.names.sort(key=lambda n: n.start)
    _find_words(found, units, owners)
    _find_people(found)
    found.people.sort(key=lambda p: p.start)
    return found


def _find_places(found: Scan) -> None:
    """Cities and regions that the model marks, with their country; of two of one name that of a state in the text."""
    states = {n.name.state for n in found.names if n.name.state}
    for ent in found.doc.ents:
        misspelt = _misspelt(found, ent) if ent.label_ in ("PLACE", "ORG") and len(ent) == 1 else None
        if misspelt is not None:
            hit = NameHit(ent.start, ent.end, misspelt)
            found.names.append(hit)
            found.name_at[ent.start] = hit
            continue
        if ent.label_ != "PLACE" or any(t.i in found.name_at for t in ent):
            continue
        countries = find_countries(ent.text)
        near = [c for c in countries if c in states] or countries
        if near:
            found.places.append(NameHit(ent.start, ent.end, Name(ent.text, NameKind.OTHER, near[0])))


def _misspelt(found: Scan, ent: Span) -> Name | None:
    """The state whose name somebody mistyped: "Ethopia", "Phillippines"."""
    word = plain(ent.text)
    if ent.start in found.name_at or len(word) < LEAST_MISSPELT or not word.isalpha() or find_countries(word):
        return None
    for known, name in found.gazetteer.state_words:
        is_close = known != word and known[0] == word[0] and abs(len(known) - len(word)) <= 1
        if is_close and fuzz.ratio(known, word) >= LEAST_MISSPELT_RATIO:
            return name
    return None


def doc_units(doc: Doc) -> tuple[list[str], list[int]]:
    """Units of a doc's words and the token of each."""
    units: list[str] = []
    owners: list[int] = []
    for token in doc:
        cut = cut_units(token.text)
        units += cut
        owners += [token.i] * len(cut)
    return units, owners


def name_parts(doc: Doc, start: int, end: int) -> tuple[str, ...]:
    """Words of a name as they are printed, hyphenated ones as one, folded to lower case."""
    text = doc[start:end].text
    return tuple(p for p in plain(text).lower().replace(".", " ").split() if p)


def _choose(doc: Doc, start: int, end: int, names: tuple[Name, ...]) -> Name | None:
    if len(names) == 1:
        return names[0]
    # "US" and "UK" are both name and adjective; before a noun they are adjectives, as "Hong Kong" is.
    kinds = {n.kind: n for n in names}
    if NameKind.ADJECTIVE in kinds and NameKind.STATE in kinds:
        head = doc[end - 1]
        before_noun = head.dep_ in ("compound", "amod") and head.head.i >= end
        return kinds[NameKind.ADJECTIVE if before_noun else NameKind.STATE]
    return names[0]


def _is_meant(found: Scan, start: int, end: int, name: Name) -> bool:
    doc = found.doc
    if name.kind is NameKind.OTHER:
        return True
    # "a Soviet-era loan" is dated, and nobody's.
    if [t.lower_ for t in doc[end : end + 2]] == ["-", "era"]:
        return False
    text = doc[start:end].text
    if not text.replace("’", "'").isascii() and text not in found.gazetteer.accented and text.isalpha():
        return False
    if name.kind is NameKind.BODY:
        return not _is_of_another(found, start, end, name)
    if name.kind not in (NameKind.STATE, NameKind.CAPITAL):
        return not (start and doc[start - 1].text.lower() == "ethnic")
    return not (_is_part_of_person(found, start, end) or _is_part_of_region(found, start, end, name))


def _is_part_of_region(found: Scan, start: int, end: int, name: Name) -> bool:
    """Whether a state's name ends that of a region of its own: "South Australia"."""
    doc = found.doc
    before = doc[start - 1] if start else None
    if name.kind is not NameKind.STATE or before is None or doc[end - 1].ent_type_ != "PLACE":
        return False
    inside = doc[start].ent_iob_ == "I" and before.ent_iob_ == "B" and before.text[0].isupper()
    return inside and find_countries(doc[start - 1 : end].text) == (name.state,)


def _is_doubtful(found: Scan, name: Name) -> bool:
    """Whether the text speaks of something else of this name: Georgia where Atlanta is."""
    cues = found.gazetteer.vocabulary.maps["doubtful"].get(name.name, "")
    return name.kind is NameKind.STATE and bool(cues) and any(cue in found.text for cue in cues.split("|"))


def _is_of_another(found: Scan, start: int, end: int, name: Name) -> bool:
    """Whether a body's name that is also a common noun belongs to another state: "Chile's Defense Department"."""
    if tuple(u.lower() for u in cut_units(found.doc[start:end].text)) not in found.gazetteer.words:
        return False
    before = found.names[-1] if found.names else None
    if before is not None and before.name.state and start - before.end <= 1 and before.name.state != name.state:
        return True
    others = {n.name.state for n in found.names if n.name.state}
    return bool(others) and name.state is not None and name.state not in others


def _is_part_of_person(found: Scan, start: int, end: int) -> bool:
    """Whether a state's name stands inside a person's: "Michael Jordan", "Paris Hilton"."""
    doc = found.doc
    if doc[start].ent_type_ != "PERSON" and doc[end - 1].ent_type_ != "PERSON":
        return False
    before = doc[start - 1] if start and doc[start].ent_iob_ == "I" else None
    after = doc[end] if end < len(doc) and doc[end].ent_iob_ == "I" and doc[end].ent_type_ == "PERSON" else None
    around = [t for t in (before, after) if t is not None and not t.is_punct]
    # Titles are no part of a name, though models mark "Pakistan President X" as one.
    return any(_can_be_name(found, t) and (plain(t.text).lower(),) not in found.gazetteer.words for t in around)


def _find_words(found: Scan, units: list[str], owners: list[int]) -> None:
    at = 0
    while at < len(units):
        hit = found.gazetteer.find_word(units, at)
        if hit is None:
            at += 1
            continue
        start, end = owners[hit.start], owners[hit.end - 1] + 1
        if not any(t in found.name_at for t in range(start, end)) and _is_noun(found, start, end, hit.entry):
            entry = WordHit(start, end, hit.entry)
            found.words.append(entry)
            found.word_at.update(dict.fromkeys(range(start, end), entry))
            at = hit.end
        else:
            at += 1


def _is_noun(found: Scan, start: int, end: int, word: Word) -> bool:
    token = found.doc[end - 1]
    after = found.doc[end] if end < len(found.doc) else None
    if after is not None and after.text == ":" and token.text[0].isupper() and token.is_sent_start:
        return False  # "Source: Prensa Latina"
    if word.kind is WordClass.TITLE:
        return token.text[0].isupper() and token.i + 1 < len(found.doc) and found.doc[token.i + 1].text[0].isupper()
    if token.dep_ == "nmod:desc":
        return True
    if end - start > 1 or token.pos_ in NOMINAL:
        # "general" in "general strike" and "chief" in "chief concern" are no people.
        return not (end - start == 1 and token.dep_ in ("amod", "advmod") and token.text.islower())
    if after is None and end - start < len(found.doc):
        return True  # "Senate hopeful"
    # A model of this size reads many a title before a name as an adjective or verb.
    return token.text[0].isupper() and token.i > 0 and token.pos_ in ("ADJ", "X", "VERB")


def _can_be_name(found: Scan, token: Token) -> bool:
    return (
        token.text[0].isupper()
        and token.text[0].isalpha()
        and token.i not in found.name_at
        and token.i not in found.word_at
        and (not found.has("no_name_words", token) or _is_inside_name(token))
        and not _opens_office(found, token)
    )


def _is_inside_name(token: Token) -> bool:
    """ "Jun" is a month and half a name: behind another name word, and marked by the model, it is the latter."""
    is_part = token.ent_type_ == "PERSON" or (token.dep_ == "flat" and token.head.i < token.i)
    return token.i > 0 and is_part and token.nbor(-1).pos_ == "PROPN"


def _opens_office(found: Scan, token: Token) -> bool:
    """ "Foreign" and "External Affairs" before "Minister" are no names, though models mark them as such."""
    at = token.i
    while at < len(found.doc) and found.has("office_modifiers", found.doc[at]):
        at += 1
    return at > token.i and at in found.word_at


def _find_people(found: Scan) -> None:
    """Names that the model marks, and capitals after a title or office that it missed."""
    doc = found.doc
    for ent in doc.ents:
        if ent.label_ == "PERSON" and not _is_city(found, ent):
            for first, last in _trim(found, ent.start, ent.end):
                start, end = grow_left(found, first), grow_right(found, last)
                if end - start <= MOST_NAME_TOKENS:
                    found.add_person(start, end)
    for hit in found.words:
        if hit.word.kind in (WordClass.TITLE, WordClass.OFFICE, WordClass.ROLE) and not hit.word.plural:
            _find_name_after(found, hit)
            _find_name_beside(found, hit)


def _is_city(found: Scan, ent: Span) -> bool:
    """Whether the model took a city for somebody: "extradited to Sao Paulo a baron"; enters it as a place."""
    before = found.doc[ent.start - 1].text.lower() if ent.start else ""
    countries = find_countries(ent.text) if before in ("in", "to", "from", "near", "at") else ()
    others = (e for e in found.doc.ents if e.label_ == "PERSON" and len(e) > len(ent))
    if not countries or any(ent.text in e.text for e in others):
        return False
    found.places.append(NameHit(ent.start, ent.end, Name(ent.text, NameKind.OTHER, countries[0])))
    return True


def _find_name_after(found: Scan, hit: WordHit) -> None:
    """ "Foreign Minister Paulo Rangel"; behind a comma only names of two words and more: "the minister, Ana Gomes,"."""
    doc = found.doc
    behind_comma = hit.end + 1 < len(doc) and doc[hit.end].text == ","
    start = hit.end + behind_comma
    if start >= len(doc) or start in found.person_at or not _starts_name(found, start, hit):
        return
    end = grow_right(found, start)
    if start < end <= start + MOST_NAME_TOKENS and (not behind_comma or _stands_apart(found, start, end)):
        found.add_person(start, end)


def _stands_apart(found: Scan, start: int, end: int) -> bool:
    """Whether a stretch behind a comma is a name of two words that a mark closes."""
    return end > start + 1 and (end >= len(found.doc) or found.doc[end].is_punct)


def _find_name_beside(found: Scan, hit: WordHit) -> None:
    """ "The head of the tourism department, Tinatin Z, …": a name that syntax puts beside an office."""
    for token in found.doc[hit.end - 1].children:
        start = token.i
        if token.dep_ != "appos" or start <= hit.end or found.doc[start - 1].text != "," or start in found.person_at:
            continue
        if _starts_name(found, start, hit):
            end = grow_right(found, start)
            if end <= start + MOST_NAME_TOKENS and _stands_apart(found, start, end):
                found.add_person(start, end)


def _starts_name(found: Scan, at: int, hit: WordHit) -> bool:
    token = found.doc[at]
    if not _can_be_name(found, token) or (token.is_sent_start and hit.word.kind is not WordClass.TITLE):
        return False
    # "Foreign Minister Espoo-based …": what a noun follows is no name; roles want a word that is tagged a name.
    return token.pos_ == "PROPN" or (hit.word.kind is not WordClass.ROLE and token.pos_ in ("X", "ADJ", "NOUN", "VERB"))


def _trim(found: Scan, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The runs of name words in a marked stretch: without "President", "Cuban", "'s" and what follows a mark."""
    at = None
    for i in range(start, end + 1):
        inside = i < end and (_can_be_name(found, found.doc[i]) or (at is not None and _joins(found, i, end)))
        if inside and at is None:
            at = i
        elif not inside and at is not None:
            yield at, i
            at = None


def _joins(found: Scan, i: int, end: int) -> bool:
    """A particle, hyphen or initial's point between two name words."""
    token = found.doc[i]
    after = found.doc[i + 1] if i + 1 < len(found.doc) else None
    if found.has("name_suffixes", token):
        return True
    if after is None or i + 1 >= end + 2:
        return False
    if _is_second_half(found.doc, token.i) or _is_second_half(found.doc, token.i + 1):
        return True
    if token.text in "-–'’" or token.text == ".":
        glued = not token.whitespace_ or token.text == "."
        return glued and (_can_be_name(found, after) or found.has("name_particles", after)) and _is_short(found, i)
    if found.has("name_particles", token):
        return _can_be_name(found, after) or found.has("name_particles", after) or after.text == "-"
    return False


def _is_second_half(doc: Doc, i: int) -> bool:
    """Whether a token is the small half of a name such as "Ban Ki-moon"."""
    if i < 2 or doc[i - 1].text != "-" or doc[i - 1].whitespace_ or doc[i - 2].whitespace_:
        return False
    return doc[i].text.islower() and (doc[i].ent_type_ == "PERSON" or (doc[i].dep_ == "flat" and doc[i].head.i < i))


def _is_short(found: Scan, i: int) -> bool:
    """A point ends an initial, not a sentence."""
    return found.doc[i].text != "." or len(found.doc[i - 1].text) <= 2


def grow_right(found: Scan, end: int) -> int:
    """Where a name that reaches to `end` ends."""
    doc = found.doc
    while end < len(doc) and (_can_be_name(found, doc[end]) or _joins(found, end, len(doc))):
        if doc[end].is_sent_start and not found.has("name_suffixes", doc[end]):
            break
        end += 1
    while end > 0 and doc[end - 1].is_punct:
        end -= 1
    return end


def grow_left(found: Scan, start: int) -> int:
    """Where a name that starts at `start` or before it starts."""
    doc = found.doc
    while start > 0 and not doc[start].is_sent_start and start - 1 not in found.person_at:
        before = doc[start - 1]
        if _can_be_name(found, before) and not before.is_sent_start:
            start -= 1
        elif (before.text == "-" and start > 1 and _can_be_name(found, doc[start - 2])) or (
            found.has("name_particles", before) and start > 1 and _can_be_name(found, doc[start - 2])
        ):
            start -= 2
        else:
            break
    return start
