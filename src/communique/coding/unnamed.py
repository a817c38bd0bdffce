"""People and places that a story does not name: "a dozen students", "the men", "the town of Goma"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from communique.actors.places import find_place
from communique.coding import syntax
from communique.coding.arguments import PLACES, Finder, side, sides
from communique.coding.frames import Match, heads
from communique.coding.grammar import words
from communique.coding.lexicon import Lexicon
from communique.coding.readings import Reading
from communique.records import ActorKind, ActorRef, make_id
from communique.records import EventType as E

if TYPE_CHECKING:
    from spacy.tokens import Token

    from communique.coding.drafts import Draft

# Acts upon people: an unnamed object is whoever suffers them.
UPON_PEOPLE = frozenset({E.ASSAULT, E.COERCE, E.RETREAT, E.CONCEDE, E.AID, E.SANCTION})
_DOMESTIC = frozenset({E.COERCE, E.PROTEST, E.CONCEDE})


def held_before(reading: Reading, before: Sequence[Draft], lexicon: Lexicon) -> tuple[ActorRef, ...]:
    """ "released 15 sailors … The men had been captured": whom the story has just told of."""
    verb = reading.match.carrier
    people = [t for t in syntax.objects(verb) if t.lemma_.lower() in lexicon.words("captive") | lexicon.words("crowd")]
    if not any(c.lower_ in words("definite") for t in people for c in t.children if c.dep_ == "det"):
        return ()
    held = (d for d in before[::-1][:4] if d.event in (E.COERCE, E.RETREAT) and d.parties.recipient)
    found = next(held, None)
    return found.parties.recipient if found is not None else ()


def is_envoy(token: Token) -> bool:
    """Somebody or something sent abroad: an ambassador, an embassy."""
    return token.lemma_.lower() in words("abroad") or any(
        c.lemma_.lower() in words("abroad") for c in syntax.children(token, "compound", "appos", "flat", "nmod:desc")
    )


def group_there(reading: Reading, lexicon: Lexicon, finder: Finder) -> tuple[ActorRef, ...]:
    """Unnamed people on the receiving end, as a group of the state where they are."""
    match = reading.match
    if reading.event not in UPON_PEOPLE | {E.PROTEST}:
        return ()
    state = state_of_place(match, finder) or _state_above(reading, finder)
    if state is None and reading.event in _DOMESTIC and match.frame.mode != "seize":
        state = next((r.state for r in reading.parties.actor if r.state), None)
    patient = next((t for t in patients_of(reading) if is_people(t, lexicon)), None)
    if state is None:
        return ()
    if patient is not None:
        return (group_ref(patient, state, finder),)
    return state_or_people(reading, state, finder) if reading.event in _DOMESTIC else ()


def _state_above(reading: Reading, finder: Finder) -> str | None:
    """ "launched missiles at Kyiv, wounding 50 people": they were where the blow fell."""
    verb = reading.match.carrier
    if reading.event is not E.ASSAULT or verb.dep_ not in ("advcl", "conj", "xcomp") or verb.head.pos_ != "VERB":
        return None
    own = sides(reading.parties.actor)
    for top in (verb.head, *heads(syntax.objects(verb.head))):
        for preposition, noun in syntax.obliques(top):
            if preposition in (*PLACES, "on", "at", "into", "against"):
                found = [r.state for r in finder.at(noun) or finder.owner(noun, places=True) if r.state]
                state = next((s for s in found if s not in own), None) or finder.state_of_city(noun)
                if state is not None:
                    return state
    return None


def group_ref(head: Token, state: str, finder: Finder) -> ActorRef:
    """Unnamed people as a group of a state."""
    words = [t.text for t in head.subtree if t.dep_ in ("amod", "compound") and head.i - 3 <= t.i < head.i]
    name = " ".join([*words, head.text])
    key = make_id("actor", name.casefold(), state)
    span = finder.context.tokens(head.i, head.i + 1)
    return ActorRef(
        key=key, id=key, name=name, kind=ActorKind.GROUP, state=state, sector="CVL", span=span, confidence=0.5
    )


def patients_of(reading: Reading) -> list[Token]:
    """The words for whom an act is done to."""
    match = reading.match
    found = heads(syntax.objects(match.token)) if match.token.pos_ != "NOUN" else []
    return found + [n for p, n in syntax.obliques(match.token) if p in ("of", "against", "on", "to", "at")]


def is_people(token: Token, lexicon: Lexicon) -> bool:
    """Whether a word means people: "protesters", "hundreds of students", "17"."""
    if any(p == "of" and n.lemma_.lower() in lexicon.words("crowd") for p, n in syntax.obliques(token)):
        return True
    return token.lemma_.lower() in lexicon.words("crowd") | lexicon.words("captive") | lexicon.words("person") or (
        token.pos_ == "NUM" and token.dep_ in ("obj", "nsubj:pass")
    )


def state_of_place(match: Match, finder: Finder) -> str | None:
    """ISO code of the state where an act happens, if its clause says so."""
    for token in (match.token, match.carrier, *syntax.objects(match.token)):
        for preposition, noun in syntax.obliques(token):
            if preposition in ("in", "near", "at", "on", "across", "throughout", "through"):
                if (house := embassy_at(noun)) is not None:
                    # "outside the Danish embassy in Lima" is Lima.
                    if around := _country_around(house):
                        return around
                    continue
                refs = finder.at(noun) or finder.owner(noun, places=True)
                if refs and refs[0].state:
                    return refs[0].state
                if city := finder.state_of_city(noun):
                    return city
    return None


def _country_around(house: Token) -> str | None:
    """The country of the city that an embassy stands in; its own state is where it is not."""
    towns = [n for p, n in syntax.obliques(house) if p in PLACES and n.pos_ == "PROPN"]
    places = (find_place(t.text, near=None) for t in towns)
    return next((p.country for p in places if p is not None and p.country), None)


def embassy_at(noun: Token) -> Token | None:
    """ "the Danish embassy", "in front of the Danish consulate": the house of another state, which stands abroad."""
    nouns = [noun, *(n for p, n in syntax.obliques(noun) if p == "of")]
    return next((n for n in nouns if n.lemma_.lower() in words("abroad-house")), None)


def state_or_people(reading: Reading, state: str, finder: Finder) -> tuple[ActorRef, ...]:
    """The state itself, which a crowd faces, or its people, whom its own government holds down."""
    acting = {r.key for r in reading.parties.actor}
    known = next((r for r in finder.context.references.prominent if r.state == state and r.kind == "state"), None)
    if known is not None and known.key not in acting:
        return (known,)
    plain = reading.event in (E.PROTEST, E.AID, E.RETREAT)
    name = state if plain else f"people of {state}"
    kind = ActorKind.STATE if plain else ActorKind.GROUP
    key = make_id("actor", name, state)
    span = finder.context.tokens(reading.match.token.i, reading.match.token.i + 1)
    return (ActorRef(key=key, id=key, name=name, kind=kind, state=state, span=span, confidence=0.4),)


def other_of_two(actor: Sequence[ActorRef], finder: Finder) -> tuple[ActorRef, ...]:
    """The other of two states that an article is about."""
    pair = finder.context.leading_states[:2]
    own = sides(actor)
    if len(pair) < 2 or not own & sides(pair):
        return ()
    return tuple(r for r in pair if side(r) not in own)
