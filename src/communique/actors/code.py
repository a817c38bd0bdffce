"""State and sector of a bare phrase that names an actor: "Armenian Prime Minister Nikol Pashinyan" is ARM GOV."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from communique.actors.entities import Cast
from communique.actors.found import NameHit, Scan
from communique.actors.gazetteer import Gazetteer, NameKind, WordClass
from communique.actors.holders import HolderTable
from communique.actors.people import find_people
from communique.actors.phrases import Phrase, read_phrases
from communique.actors.places import find_place
from communique.actors.scan import scan
from communique.records import ActorKind, ActorRef, PartialDate, make_id

if TYPE_CHECKING:
    from spacy.tokens import Doc

# A phrase is a line of a table, not a text.
MOST_CHARACTERS = 500


def code_phrase(
    phrase: str,
    *,
    nlp: Callable[[str], Doc],
    gazetteer: Gazetteer,
    holders: HolderTable | None = None,
    on: PartialDate | None = None,
) -> ActorRef | None:
    """Code a phrase without an article around it.

    Args:
        phrase: A noun phrase, such as "Russia's ambassador to Poland".
        nlp: The language pipeline.
        gazetteer: The tables of the phrase's language.
        holders: A table of office holders that the user brings.
        on: Day to which the phrase belongs, for the table.

    Returns:
        Whom the phrase names, with state and sector as far as its own words tell them; None if they tell nothing.
    """
    text = " ".join(phrase[:MOST_CHARACTERS].split())
    if not text:
        return None
    found = scan(nlp(text), gazetteer)
    phrases = read_phrases(found)
    find_people(found, phrases, Cast(gazetteer))
    ref = _read(found, phrases, text)
    return ref if holders is None else _with_standing(found, phrases, text, ref, holders=holders, on=on)


def _read(found: Scan, phrases: list[Phrase], text: str) -> ActorRef | None:
    """What the phrase's own words say."""
    main = _main_phrase(found, phrases)
    if main is not None:
        return _from_phrase(found, main, text)
    if found.names:
        return _from_name(found, text)
    if found.people:
        return _ref(text, ActorKind.PERSON, None, None, None)
    place = find_place(text)
    if place is not None and place.country:
        return _ref(text, ActorKind.GROUP, place.country, "CVL", None)
    return None


def _with_standing(
    found: Scan,
    phrases: list[Phrase],
    text: str,
    ref: ActorRef | None,
    *,
    holders: HolderTable,
    on: PartialDate | None,
) -> ActorRef | None:
    """What the table knows of whoever is named, where the phrase's own words leave it open."""
    if ref is not None and ref.kind is not ActorKind.PERSON and found.names and not found.people:
        return ref
    span = next((p.name for p in phrases if p.name), None) or next(iter(found.people), None)
    name = found.doc[span.start : span.end].text if span is not None else text
    state = sector = office = None
    if span is not None and ref is not None:
        state, sector, office = ref.state, ref.sector, ref.office
    standing = holders.find(name, on=on, state=state, office=office)
    if standing is None:
        return ref
    return _ref(name, ActorKind.PERSON, state or standing.state, sector or standing.sector, office)


def _main_phrase(found: Scan, phrases: list[Phrase]) -> Phrase | None:
    """The phrase that tells the actor: the first, unless a body's own name stands before it."""
    telling = [p for p in phrases if p.sector is not None]
    if not telling:
        return None
    bodies = [n for n in found.names if n.name.kind is NameKind.BODY]
    first = telling[0]
    if bodies and bodies[0].end <= first.start and first.word.kind is WordClass.BODY and bodies[0] not in first.bodies:
        return None
    return first


def _from_phrase(found: Scan, phrase: Phrase, text: str) -> ActorRef:
    states = list(phrase.states) or [n.name.state for n in found.names if n.name.state]
    sector = phrase.sector
    kind = ActorKind.ORGANIZATION if not phrase.is_person else ActorKind.GROUP if phrase.plural else ActorKind.PERSON
    name = found.doc[phrase.name.start : phrase.name.end].text if phrase.name else text
    office = phrase.text if phrase.word.kind is WordClass.OFFICE and not phrase.plural else None
    return _ref(name, kind, states[0] if states else None, sector, office)


def _from_name(found: Scan, text: str) -> ActorRef:
    """A state, capital, people or body by its name alone; a body goes before the state beside it."""
    hits = sorted(found.names, key=_name_rank)
    name = hits[0].name
    state = name.state or next((h.name.state for h in hits if h.name.state and name.kind is not NameKind.BODY), None)
    if name.kind is NameKind.BODY:
        return _ref(name.name, ActorKind.ORGANIZATION, state, name.sector, None)
    if name.kind is NameKind.PEOPLE or found.people:
        return _ref(
            text, ActorKind.GROUP if name.plural else ActorKind.PERSON, state, "CVL" if name.plural else None, None
        )
    return _ref(name.name, ActorKind.STATE, state, name.sector, None)


def _name_rank(hit: NameHit) -> tuple[bool, int]:
    return hit.name.kind is not NameKind.BODY, hit.start


def _ref(name: str, kind: ActorKind, state: str | None, sector: str | None, office: str | None) -> ActorRef:
    key = make_id("actor", state) if kind is ActorKind.STATE else make_id("actor", name.casefold(), state or "")
    return ActorRef(key=key, id=key, name=name, kind=kind, state=state, sector=sector, office=office)
