"""Parties that a clause leaves out, from the events told before it: "Riga welcomed the deal", "Oslo refused".

A sentence that reacts to something names only who reacts; with or about whom was said before. Unnamed people on the
receiving end ("a dozen students") become a group of the state where it happens.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from communique.coding import syntax
from communique.coding.arguments import Finder, side, sides
from communique.coding.composition import content_tokens
from communique.coding.frames import Match, heads
from communique.coding.lexicon import Lexicon
from communique.coding.readings import Reading
from communique.records import ActorKind, ActorRef, Modality, make_id
from communique.records import EventType as E

if TYPE_CHECKING:
    from spacy.tokens import Token

    from communique.coding.drafts import Draft

# How far back an unnamed counterpart is looked for, in events.
REACH = 12
_ANSWERS = frozenset({E.REJECT, E.AGREE, E.CONCEDE})
_ADDRESSED = frozenset({E.REQUEST, E.ACCUSE, E.THREATEN, E.AGREE})
_REACTIONS = frozenset({E.SUPPORT, E.ACCUSE, E.REJECT})
# What kind of event a noun takes up.
_TOLD: Mapping[str, frozenset[E]] = {
    "told-deal": frozenset({E.AGREE, E.SUPPORT, E.CONCEDE, E.COOPERATE, E.RETREAT}),
    "told-meeting": frozenset({E.CONSULT, E.AGREE}),
    "told-verdict": frozenset({E.SANCTION, E.REJECT, E.ACCUSE}),
    "told-harm": frozenset({E.ASSAULT, E.COERCE, E.SANCTION, E.MOBILIZE}),
}
# Acts upon people: an unnamed object is whoever suffers them.
_UPON_PEOPLE = frozenset({E.ASSAULT, E.COERCE, E.RETREAT, E.CONCEDE, E.AID, E.SANCTION, E.REQUEST, E.ACCUSE})
_DOMESTIC = frozenset({E.COERCE, E.PROTEST, E.CONCEDE})


def find_recipient(
    reading: Reading, before: Sequence[Draft], lexicon: Lexicon, finder: Finder
) -> tuple[ActorRef, ...]:
    """The recipient that the clause leaves out, or an empty tuple."""
    actor = reading.parties.actor
    earlier = [d for d in before[-REACH:] if d.modality is not Modality.NEGATED][::-1]
    found = _shared(reading, earlier) or _answered(reading, actor, earlier) or _topic(reading, actor, earlier, lexicon)
    found = found or _group(reading, lexicon, finder)
    if found or reading.event is E.PROTEST or not _relates(reading, lexicon):
        return found
    return (
        _same_act(reading, actor, earlier)
        or _nearby(reading, actor, finder)
        or _counterpart(actor, earlier)
        or _prominent(actor, finder)
    )


def _shared(reading: Reading, earlier: Sequence[Draft]) -> tuple[ActorRef, ...]:
    """The recipient of the verb before: "arrested two Chileans and impounded their boat"."""
    carrier = reading.match.carrier
    if carrier.dep_ != "conj" or any(c.dep_ in syntax.SUBJECTS for c in carrier.children):
        return ()
    for draft in earlier:
        other = draft.reading.match.carrier
        if other.i == carrier.head.i and draft.parties.recipient and draft.event not in (E.CONSULT, E.AGREE):
            return draft.parties.recipient
    return ()


def _same_act(reading: Reading, actor: Sequence[ActorRef], earlier: Sequence[Draft]) -> tuple[ActorRef, ...]:
    """The same act told before had a recipient: the embargo is on whom it was on."""
    for draft in earlier:
        if draft.event is reading.event and sides(draft.parties.actor) == sides(actor) and draft.parties.recipient:
            return draft.parties.recipient
    return ()


def _nearby(reading: Reading, actor: Sequence[ActorRef], finder: Finder) -> tuple[ActorRef, ...]:
    """For acts told in passing, the state named last before them in the sentence."""
    token = reading.match.token
    if not (reading.background or token.dep_ in ("acl", "acl:relcl")):
        return ()
    own = sides(actor)
    for mention in reversed(finder.context.references.mentions):
        if not token.sent.start <= mention.head < token.i or mention.in_place_role:
            continue
        others = tuple(r for r in mention.refs if r.state and side(r) not in own)
        if others:
            return others
    return ()


def _answered(reading: Reading, actor: Sequence[ActorRef], earlier: Sequence[Draft]) -> tuple[ActorRef, ...]:
    """Who asked, offered or accused what is now accepted, refused or denied."""
    if reading.event not in _ANSWERS or _has_own_topic(reading):
        return ()
    own = sides(actor)
    for draft in earlier:
        if draft.event in _ADDRESSED and sides(draft.parties.recipient) & own and not sides(draft.parties.actor) & own:
            return draft.parties.actor
    return ()


def _has_own_topic(reading: Reading) -> bool:
    return reading.act is not None


def _topic(
    reading: Reading, actor: Sequence[ActorRef], earlier: Sequence[Draft], lexicon: Lexicon
) -> tuple[ActorRef, ...]:
    """Whose deal, statement or act is praised, condemned or rejected."""
    if reading.event not in _REACTIONS:
        return ()
    own = sides(actor)
    named = _anaphor(reading.match, lexicon)
    if named is None:
        return ()
    word = named.lemma_.lower()
    speech = word in lexicon.words("told-speech")
    types = next((kinds for name, kinds in _TOLD.items() if word in lexicon.words(name)), None)
    if types is not None:
        earlier = [d for d in earlier if d.event in types and not d.is_reaction] or earlier
    for draft in earlier:
        if draft.is_reaction and draft.topic and sides(draft.topic) - own and not speech:
            return tuple(r for r in draft.topic if side(r) not in own)
        if speech and draft.event not in _ADDRESSED | _REACTIONS:
            continue
        pool = draft.parties.actor if speech else draft.parties.everyone
        others = tuple(r for r in pool if side(r) not in own)
        if others:
            return others
    return ()


def _anaphor(match: Match, lexicon: Lexicon) -> Token | None:
    """ "the deal", "this announcement", "it": a thing told before."""
    told = lexicon.words("told-thing") | lexicon.words("told-speech")
    tokens = heads(syntax.objects(match.token)) if match.token.pos_ != "NOUN" else []
    for token in [*tokens, *content_tokens(match), *(n for _, n in syntax.obliques(match.token))]:
        if token.lower_ in ("it", "this", "that", "them"):
            return token
        if token.lemma_.lower() in told and any(
            c.lower_ in ("the", "this", "that", "these", "those", "his", "her", "its", "their") for c in token.children
        ):
            return token
    return None


def _relates(reading: Reading, lexicon: Lexicon) -> bool:
    """Whether the act is of a kind that must have another side: ties cut, envoys recalled, islands seized."""
    if reading.event in (E.SANCTION, E.CONSULT, E.COOPERATE, E.AID):
        return True
    if reading.event is E.SUPPORT:
        objects = {t.lemma_.lower() for t in heads(syntax.objects(reading.match.token))}
        return bool(objects & (lexicon.words("relation") | lexicon.words("agreement")))
    if reading.event in (E.COERCE, E.RETREAT):
        return reading.match.frame.mode in ("seize", "withdraw")
    if reading.event is E.REQUEST:
        return reading.act is not None and reading.act.event in (E.RETREAT, E.CONCEDE, E.CONSULT)
    return reading.event in (E.THREATEN, E.AGREE, E.REJECT, E.SANCTION)


def _counterpart(actor: Sequence[ActorRef], earlier: Sequence[Draft]) -> tuple[ActorRef, ...]:
    """With whom the actor had to do last."""
    own = sides(actor)
    bodies: tuple[ActorRef, ...] = ()
    for draft in earlier:
        if sides(draft.parties.everyone) & own:
            others = tuple(r for r in draft.parties.everyone if side(r) not in own)
            states = tuple(r for r in others if r.state)
            if states:
                return states
            bodies = bodies or others
    return bodies


def _prominent(actor: Sequence[ActorRef], finder: Finder) -> tuple[ActorRef, ...]:
    """The other of two states that an article is about."""
    states: list[ActorRef] = []
    for ref in finder.context.references.prominent:
        if ref.state and ref.state not in {r.state for r in states}:
            states.append(ref)
    own = sides(actor)
    if len(states) < 2 or not own & {side(r) for r in states[:2]}:
        return ()
    return tuple(r for r in states[:2] if side(r) not in own)


def _group(reading: Reading, lexicon: Lexicon, finder: Finder) -> tuple[ActorRef, ...]:
    """Unnamed people on the receiving end, as a group of the state where they are."""
    match = reading.match
    if reading.event not in _UPON_PEOPLE | {E.PROTEST}:
        return ()
    state = _state_of_place(match, finder)
    if state is None and reading.event in _DOMESTIC:
        state = next((r.state for r in reading.parties.actor if r.state), None)
    patient = next((t for t in _patients(reading) if _is_people(t, lexicon)), None)
    if patient is None or state is None:
        if reading.event in _DOMESTIC and state is not None:
            return _state_ref(reading, state, finder)
        return ()
    name = " ".join(t.text for t in patient.subtree if abs(t.i - patient.i) <= 3 and t.dep_ in ("amod", "compound"))
    name = f"{name} {patient.text}".strip()
    key = make_id("actor", name.casefold(), state)
    span = finder.context.tokens(patient.i, patient.i + 1)
    return (ActorRef(key=key, id=key, name=name, kind=ActorKind.GROUP, state=state, span=span, confidence=0.5),)


def _patients(reading: Reading) -> list[Token]:
    match = reading.match
    found = heads(syntax.objects(match.token)) if match.token.pos_ != "NOUN" else []
    return found + [n for p, n in syntax.obliques(match.token) if p in ("of", "against", "on", "to", "at")]


def _is_people(token: Token, lexicon: Lexicon) -> bool:
    return token.lemma_.lower() in lexicon.words("crowd") | lexicon.words("captive") | lexicon.words("person") or (
        token.pos_ == "NUM" and token.dep_ in ("obj", "nsubj:pass")
    )


def _state_of_place(match: Match, finder: Finder) -> str | None:
    for token in (match.token, match.carrier, *syntax.objects(match.token)):
        for preposition, noun in syntax.obliques(token):
            if preposition in ("in", "near", "at", "on", "across", "throughout"):
                refs = finder.at(noun)
                if refs and refs[0].state:
                    return refs[0].state
    return None


def _state_ref(reading: Reading, state: str, finder: Finder) -> tuple[ActorRef, ...]:
    """The state itself, as whatever the crowd faces or the people whom its own police hold."""
    known = next((r for r in finder.context.references.prominent if r.state == state and r.kind == "state"), None)
    if known is not None:
        return (known,)
    # The name is the state's code where the text names only its people or bodies.
    key = make_id("actor", state, state)
    span = reading.parties.actor[0].span if reading.parties.actor else None
    return (ActorRef(key=key, id=key, name=state, kind=ActorKind.STATE, state=state, span=span, confidence=0.4),)
