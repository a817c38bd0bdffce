"""Finds the names of people: those that the model marks, and capitals beside an office that it missed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from communique.actors.found import NameHit, Scan, WordHit
from communique.actors.gazetteer import Name, NameKind, WordClass
from communique.actors.places import find_countries

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

# No name of a person is longer; a run of capitals that is belongs to a headline.
MOST_NAME_TOKENS = 10
_JOINING_FIELDS = frozenset({"and", "&", ",", "the"})
_BEFORE_FIELD = frozenset({"of", "for"})


def can_be_name(found: Scan, token: Token) -> bool:
    """Whether a word can be part of somebody's name: a capital that no table knows as something else."""
    return (
        token.text[0].isupper()
        and token.text[0].isalpha()
        and token.i not in found.name_at
        and token.i not in found.word_at
        and (not found.has("no_name_words", token) or _is_inside_name(token))
        and not _opens_office(found, token)
        and not _is_field_of_office(found, token)
    )


def _is_inside_name(token: Token) -> bool:
    """ "Jun" is a month and half a name: behind another name word, and marked by the model, it is the latter."""
    is_part = token.ent_type_ == "PERSON" or (token.dep_ == "flat" and token.head.i < token.i)
    after = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else None
    if token.ent_type_ != "DATE" and after is not None and after.dep_ == "flat" and after.head.i == token.i:
        # "Jan Wierzba" opens with one.
        return token.pos_ == "PROPN" and after.pos_ == "PROPN" and after.text[0].isupper()
    return token.i > 0 and is_part and token.nbor(-1).pos_ == "PROPN"


def _opens_office(found: Scan, token: Token) -> bool:
    """ "Foreign" and "External Affairs" before "Minister" are no names, though models mark them as such."""
    at = token.i
    while at < len(found.doc) and found.has("office_modifiers", found.doc[at]):
        at += 1
    return at > token.i and at in found.word_at


def _is_field_of_office(found: Scan, token: Token) -> bool:
    """ "Minister of Foreign Affairs and Trade Keo Vannak": what the office is for, and not the name behind it."""
    at = token.i
    if not found.has("office_modifiers", token):
        return False
    while at > 0 and (found.has("office_modifiers", found.doc[at]) or found.doc[at].lower_ in _JOINING_FIELDS):
        at -= 1
    return found.doc[at].lower_ in _BEFORE_FIELD and at - 1 in found.word_at


def field_end(found: Scan, at: int) -> int:
    """Where what an office is for ends, from the "of" or "for" before it: "of Foreign Affairs and Trade"."""
    end = at + 1
    while end < len(found.doc) and (
        found.has("office_modifiers", found.doc[end]) or found.doc[end].lower_ in _JOINING_FIELDS
    ):
        end += 1
    while end > at + 1 and found.doc[end - 1].lower_ in _JOINING_FIELDS:
        end -= 1
    return end


def find_names(found: Scan) -> None:
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
    if not can_be_name(found, token) or (token.is_sent_start and hit.word.kind is not WordClass.TITLE):
        return False
    # "Foreign Minister Espoo-based …": what a noun follows is no name; roles want a word that is tagged a name.
    return token.pos_ == "PROPN" or (hit.word.kind is not WordClass.ROLE and token.pos_ in ("X", "ADJ", "NOUN", "VERB"))


def _trim(found: Scan, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The runs of name words in a marked stretch: without "President", "Cuban", "'s" and what follows a mark."""
    at = None
    for i in range(start, end + 1):
        inside = i < end and (can_be_name(found, found.doc[i]) or (at is not None and _joins(found, i, end)))
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
        return glued and (can_be_name(found, after) or found.has("name_particles", after)) and _is_short(found, i)
    if found.has("name_particles", token):
        return can_be_name(found, after) or found.has("name_particles", after) or after.text == "-"
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
    while end < len(doc) and (can_be_name(found, doc[end]) or _joins(found, end, len(doc))):
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
        if can_be_name(found, before) and not before.is_sent_start:
            start -= 1
        elif (before.text == "-" and start > 1 and can_be_name(found, doc[start - 2])) or (
            found.has("name_particles", before) and start > 1 and can_be_name(found, doc[start - 2])
        ):
            start -= 2
        else:
            break
    return start
