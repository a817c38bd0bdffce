"""Which wire a story is credited to: `(Source: TASR)`, `PTI | Updated: …`, `With information from AFP`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from communique.reading.words import key_of, load_agencies, load_words

SEPARATORS = re.compile(r"\s[-–—]\s|[|,;•·/:()\[\]©]|\s(?:and|y|e|et|и|with|con|com|avec|in)\s")
JOINT = re.compile(r"[,;/&+|]|\s(?:and|y|e|et|и)\s")
SELF_NAMED = re.compile(
    r"\b(?:news agency|press agency|agencia de noticias|agência de notícias|agence de presse)\b", re.IGNORECASE
)
CREDIT = re.compile(
    r"^[\s(\[*—–-]{0,6}(?P<label>[^\W\d_][^:：()\[\]|/]{1,28}?)\s?[:：]\s?(?P<name>[^()\[\]]{2,120})[)\]]?[\s.]*$"
)
LAST_CREDIT = re.compile(r"\s*[(\[]\s?(?P<inner>[^()\[\]]{2,80})\s?[)\]][\s.]*$")
LAST_WORDS = re.compile(r"(?<=[.!?…\"”»)’'])\s{1,4}(?P<last>[^.!?…\"”»]{1,60})[.\s]{0,3}$")
LAST_DASH = re.compile(r"(?<=[.!?…\"”»)’'])\s{0,3}[-–—]{1,3}\s{0,2}(?P<last>[^.!?…\"”»]{1,40})[.\s]{0,3}$")


@dataclass(frozen=True, slots=True)
class Trimmed:
    """A paragraph without the credit at its end, and the agency of that credit."""

    text: str
    agency: str | None


def match_agency(name: str, *, self_named: bool = False) -> str | None:
    """The agency of a printed name (`Xinhua News Agency` is Xinhua), or None for other outlets.

    Args:
        name: Name as printed.
        self_named: Whether an agency that no list knows counts if it calls itself a news agency; only where a label
            says that it is the source, for outlets call themselves so in their own head.
    """
    name = name.strip(" .,:;-–—()[]/|\"'©")
    known = load_agencies().get(key_of(name))
    if known:
        # "pa" or "map" in small letters is a word; dpa is the one that writes itself so.
        return known if len(name) > 4 or name.isupper() or name != name.lower() or name == "dpa" else None
    return name if self_named and SELF_NAMED.search(name) and name[:1].isupper() and len(name) <= 60 else None


def find_listed(names: str) -> str | None:
    """The last agency of a list (`AP and Reuters`, `Xinhua/AFP`)."""
    whole = match_agency(names, self_named=len(JOINT.split(names)) == 1)
    if whole:
        return whole
    found = [
        match_agency(re.sub(r"^\s*(?:the|agencia|agência|agence|la|a|o|el|l['’])\s", "", part, flags=re.IGNORECASE))
        for part in JOINT.split(names)
    ]
    return next((agency for agency in reversed(found) if agency), None)


def read_credit_line(line: str) -> str | None:
    """The agency that a line of a head or foot credits; None for lines of the story itself.

    Reads `Source: Xinhua`, `KYODO NEWS - Jul 16, 2024`, `By AFP`, `EFE Quito, Ecuador 3 May 2021`,
    `With inputs from ANI`, `(c) EFE News Services`.
    """
    if len(line) > 300:
        return None
    words = load_words()
    credit = CREDIT.match(line)
    if credit and key_of(credit["label"]) in words.credits:
        return find_listed(credit["name"])
    key = key_of(line)
    for phrase in words.inputs:
        if phrase in key:
            return _find_inside(line)
    if re.match(r"\s*(?:\(c\)|©|copyright\b|our standards)", line, re.IGNORECASE):
        return _find_inside(line)
    if len(line) > 120:
        return None
    pieces = [piece for piece in SEPARATORS.split(line) if piece and piece.strip()]
    for piece in reversed(pieces):
        agency = match_agency(_without_by(piece))
        if agency:
            return agency
    return _first_words(line)


def trim_credit(paragraph: str) -> Trimmed:
    """Take the wire's closing marks off the last paragraph: `… from the area. Enditem`, `… (Source: TASR).`"""
    text, agency = paragraph.rstrip(), None
    for _ in range(4):
        found = _trim_once(text)
        if found is None:
            break
        text, agency = found.text, agency or found.agency
    return Trimmed(text, agency)


def _trim_once(text: str) -> Trimmed | None:
    words = load_words()
    bracket = LAST_CREDIT.search(text)
    if bracket and bracket.start() > 0:
        inner = bracket["inner"]
        label, colon, name = inner.partition(":")
        if colon and key_of(label) in words.credits:
            return Trimmed(text[: bracket.start()].rstrip(), find_listed(name))
        agency = find_listed(inner) if len(inner) < 40 else None
        if agency and text[: bracket.start()].rstrip()[-1:] in ".!?…\"”»'’":
            return Trimmed(text[: bracket.start()].rstrip(), agency)
        if key_of(inner) in words.ends:
            return Trimmed(text[: bracket.start()].rstrip(), None)
    for pattern in (LAST_DASH, LAST_WORDS):
        last = pattern.search(text)
        if last is None or last.start() == 0:
            continue
        segment = last["last"].strip()
        if key_of(segment) in words.ends:
            return Trimmed(text[: last.start()].rstrip(), None)
        label, colon, name = segment.partition(":")
        if colon and key_of(label) in words.credits:
            return Trimmed(text[: last.start()].rstrip(), find_listed(name))
        agency = match_agency(segment) or (_first_words(segment) if _is_signoff(segment) else None)
        if agency:
            return Trimmed(text[: last.start()].rstrip(), agency)
    return None


def _is_signoff(segment: str) -> bool:
    """Initials of the desk after the agency: `PTI CORR AKJ ZH ZH`, `EFE jga/mah/dmt`."""
    rest = segment.split()[1:]
    return bool(rest) and all(part.isupper() or "/" in part or part.isdigit() for part in rest)


def _without_by(piece: str) -> str:
    """The name in `By AFP`, `Anadolu staff`, `Reuters correspondent`."""
    words = load_words()
    head, _, rest = piece.strip().partition(" ")
    name = rest if rest and key_of(head) in words.bylines else piece.strip()
    lead, _, role = name.rpartition(" ")
    return lead if lead and (key_of(role) in words.roles or key_of(role) == "staff") else name


def _first_words(line: str) -> str | None:
    """An agency in capitals at the very start: `EFE Quito, Ecuador …`."""
    parts = line.split()[:3]
    for count in range(len(parts), 0, -1):
        name = " ".join(parts[:count]).strip(".,:;-–—()[]/|")
        if name.isupper() and match_agency(name):
            return match_agency(name)
    return None


def _find_inside(line: str) -> str | None:
    """The last agency named anywhere in a credit line."""
    tokens = re.findall(r"[^\s,;:()|/]+", line)[:60]
    found: str | None = None
    for at in range(len(tokens)):
        for count in (3, 2, 1):
            name = " ".join(tokens[at : at + count]).strip(".")
            agency = load_agencies().get(key_of(name))
            if agency and (count > 1 or name.isupper() or (name[:1].isupper() and len(name) > 3)):
                found = agency
                break
    return found
