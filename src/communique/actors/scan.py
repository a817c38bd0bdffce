"""Finds in a text's tokens the names and nouns of the tables, and the names of people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from communique.actors.found import NameHit, Scan, WordHit
from communique.actors.gazetteer import Gazetteer, Name, NameKind, Word, WordClass, cut_units, plain
from communique.actors.personnames import can_be_name, find_names
from communique.actors.places import find_countries

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

NOMINAL = ("NOUN", "PROPN")
# What joins an office to its state, before the bearer's name.
TITLE_LINKS = ("of", "to", "in", "for")
LEAST_MISSPELT = 6
LEAST_MISSPELT_RATIO = 90


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
    find_names(found)
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
        found.sites.append((ent.start, ent.end))
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
    if _is_money(found, start, end):
        return False
    text = doc[start:end].text
    if not text.replace("’", "'").isascii() and text not in found.gazetteer.accented and text.isalpha():
        return False
    if name.kind is NameKind.BODY and name.sector == "PTY" and (_is_longer(found, start) or _is_common(found, name)):
        return False
    if name.kind is NameKind.BODY and end - start == 1 and _is_part_of_person(found, start, end):
        return False  # "Henri Vale" is no mining company
    if name.kind is NameKind.BODY:
        return not _is_of_another(found, start, end, name)
    if name.kind is NameKind.STATE and _is_part_of_water(found, start):
        return False
    if name.kind not in (NameKind.STATE, NameKind.CAPITAL):
        return not (start and doc[start - 1].text.lower() == "ethnic")
    return not (_is_part_of_person(found, start, end) or _is_part_of_region(found, start, end, name))


def _is_money(found: Scan, start: int, end: int) -> bool:
    """Whether a name only says whose money is counted: "6.2 million U.S. dollars", not "the Saudi crown prince"."""
    after = found.doc[end].lower_ if end < len(found.doc) else ""
    counted = start > 0 and found.doc[start - 1].like_num
    return counted and after in found.gazetteer.vocabulary.sets["currency_words"]


def _is_part_of_region(found: Scan, start: int, end: int, name: Name) -> bool:
    """Whether a state's name ends that of a region of its own: "South Australia"."""
    doc = found.doc
    before = doc[start - 1] if start else None
    if name.kind is not NameKind.STATE or before is None or doc[end - 1].ent_type_ != "PLACE":
        return False
    inside = doc[start].ent_iob_ == "I" and before.ent_iob_ == "B" and before.text[0].isupper()
    return inside and find_countries(doc[start - 1 : end].text) == (name.state,)


def _is_part_of_water(found: Scan, start: int) -> bool:
    """Whether a name says only which sea it is: "the Gulf of Finland"."""
    words = [t.text.lower() for t in found.doc[max(0, start - 3) : start]]
    if words[-1:] == ["the"]:
        words.pop()
    is_named = len(words) > 1 and words[-1] == "of" and words[-2] in found.gazetteer.vocabulary.sets["water_words"]
    return is_named and any(t.text[0].isupper() for t in found.doc[max(0, start - 3) : start])


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


def _is_longer(found: Scan, start: int) -> bool:
    """Whether a party's name is the end of another's: "the United Democratic Party" is not the Democratic Party."""
    before = found.doc[start - 1] if start else None
    if before is None or not before.text[0].isupper() or before.is_sent_start or start - 1 in found.name_at:
        return False
    return before.ent_type_ == "ORG" and found.doc[start].ent_iob_ == "I"


def _is_common(found: Scan, name: Name) -> bool:
    """Whether a party's name that many states know is that of another here: the Democratic Party in Tirana."""
    if name.name.lower() not in found.gazetteer.vocabulary.sets["common_parties"]:
        return False
    others = {n.name.state for n in found.names if n.name.state and n.name.kind is not NameKind.BODY}
    return bool(others) and name.state not in others


def _is_part_of_person(found: Scan, start: int, end: int) -> bool:
    """Whether a state's name stands inside a person's: "Michael Jordan", "Paris Hilton"."""
    doc = found.doc
    if doc[start].ent_type_ != "PERSON" and doc[end - 1].ent_type_ != "PERSON":
        return False
    if (
        start > 1
        and doc[start - 1].lower_ in TITLE_LINKS
        and (plain(doc[start - 2].text).lower(),) in found.gazetteer.words
    ):
        return False  # "Foreign Minister of Iran Abbas Rahmani", "Ambassador to Jordan Ann Hale"
    before = doc[start - 1] if start and doc[start].ent_iob_ == "I" else None
    after = doc[end] if end < len(doc) and doc[end].ent_iob_ == "I" and doc[end].ent_type_ == "PERSON" else None
    around = [t for t in (before, after) if t is not None and not t.is_punct]
    # Titles are no part of a name, though models mark "Pakistan President X" as one.
    return any(can_be_name(found, t) and (plain(t.text).lower(),) not in found.gazetteer.words for t in around)


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
