"""Slots of a frame: where in the clause a party stands, and who stands there.

A slot is `subj`, `obj`, `poss` and the like, or a preposition; `docs/events.md` lists them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from communique.coding import syntax
from communique.coding.arguments import PLACES, Finder, Parties, distinct, side, sides
from communique.coding.frames import Match, has_slot, heads
from communique.coding.ontology import HARM
from communique.records import ActorRef
from communique.records import EventType as E

if TYPE_CHECKING:
    from spacy.tokens import Token

Refs = tuple[ActorRef, ...]
_SPEECH = frozenset({E.ACCUSE, E.REQUEST, E.SUPPORT, E.REJECT, E.THREATEN, E.AGREE, E.CONCEDE})
# What is announced in the passive is done by who announces it.
_ANNOUNCED = frozenset({E.AID, E.AGREE, E.SUPPORT, E.CONCEDE, E.RETREAT, E.SANCTION, E.COOPERATE})
VERB_ACTOR = ("subj",)
VERB_RECIPIENT = ("obj", "iobj", "to", "with", "against", "on", "from", "for", "at", "toward", "towards", "upon")
NOUN_ACTOR = ("poss", "by", "adj", "from", "between", "of")
NOUN_RECIPIENT = ("of", "against", "on", "upon", "to", "with", "for", "toward", "towards", "from", "over", "in")


def find_parties(match: Match, finder: Finder) -> Parties:
    """Actor and recipient of a matched frame, before composition."""
    if match.token.pos_ == "NOUN":
        return _of_noun(match, finder)
    return _of_verb(match, finder)


def _of_verb(match: Match, finder: Finder) -> Parties:
    frame = match.frame
    actor = first_slot(match, frame.actor or VERB_ACTOR, finder)
    if (
        not actor
        and frame.event in _ANNOUNCED
        and syntax.is_passive(match.token)
        and has_slot(match.token, "will", carrier=match.carrier)
    ):
        # "Lima announced that the boats would be handed over": who announces a gift gives it.
        actor = _speaker(match, finder)
    recipient = first_slot(match, frame.recipient or VERB_RECIPIENT, finder, but=actor)
    return Parties(actor, recipient)


def _of_noun(match: Match, finder: Finder) -> Parties:
    frame, noun = match.frame, match.token
    actor: tuple[ActorRef, ...] = ()
    occurs = noun.dep_ == "nsubj" and not syntax.is_passive(match.carrier) and match.carrier.i != noun.i
    if "speaker" in frame.actor:
        # A predicate is said of its subject, by somebody else.
        return _of_verb(match, finder)
    if match.light and not occurs:
        actor = finder.doers(match.carrier)
        if not actor and match.carrier.i == noun.i:
            actor = finder.at(syntax.subject(noun))
    if match.light and noun.dep_ == "obj" and syntax.is_passive(match.carrier):
        # "was handed a note of protest"
        return Parties(actor, finder.at(syntax.subject(match.carrier)))
    slots = frame.actor or NOUN_ACTOR
    inner = first_slot(match, slots, finder) if not actor or frame.mutual else ()
    if not actor:
        actor, inner = inner, ()
    recipient = first_slot(match, frame.recipient or NOUN_RECIPIENT, finder, but=actor)
    if not recipient and inner and not sides(inner) <= sides(actor):
        recipient = tuple(r for r in inner if side(r) not in sides(actor))
    if frame.mutual:
        between = first_slot(match, ("between", "among"), finder)
        if between and not match.light:
            actor, recipient = between, ()
    return Parties(actor, recipient)


def first_slot(
    match: Match, slots: Iterable[str], finder: Finder, *, but: Sequence[ActorRef] = ()
) -> tuple[ActorRef, ...]:
    """The parties of the first slot that names somebody of another side than `but`; else of the same side."""
    own = sides(but)
    keys = {r.key for r in but}
    fallback: tuple[ActorRef, ...] = ()
    for slot in slots:
        found = tuple(r for r in slot_parties(match, slot, finder) if r.key not in keys)
        others = tuple(r for r in found if side(r) not in own)
        if others:
            return others
        if found and not fallback:
            fallback = found
    return fallback


def slot_parties(match: Match, slot: str, finder: Finder) -> Refs:
    """Who stands in a slot of the frame."""
    if slot in SLOTS:
        return SLOTS[slot](match, finder)
    if slot.startswith("deep-"):
        return _deep(match, slot.removeprefix("deep-"), finder)
    tokens = slot_tokens(match, slot)
    found = finder.many(tokens, places=slot not in PLACES or slot in (*match.frame.recipient, *match.frame.actor))
    if not found and match.frame.event in HARM:
        # "fired at targets in Kisumu"
        found = distinct(r for t in tokens for r in finder.owner(t, places=True))
    return found


def _subject(match: Match, finder: Finder) -> Refs:
    if match.frame.name.endswith(".a"):
        return finder.at(syntax.subject(match.carrier))
    # A text may condemn or call for something; what else a relative clause says of it, its authors did not do.
    speaks = match.frame.event is None or match.frame.event in _SPEECH
    joined = _together(match.carrier)
    if joined and match.token.pos_ != "NOUN":
        return finder.many([*syntax.agents(match.carrier), *joined])
    return finder.doers(match.carrier) if speaks else finder.many(syntax.agents(match.carrier))


def _together(verb: Token) -> list[Token]:
    """ "together with Peru, Chile called on": Peru called on too."""
    return [
        noun
        for preposition, noun in syntax.obliques(verb)
        if preposition in ("with", "together", "alongside")
        and any(
            t.lower_ in ("together", "jointly", "alongside", "along")
            for t in noun.doc[max(0, noun.left_edge.i - 1) : noun.i]
        )
    ]


def _object(match: Match, finder: Finder) -> Refs:
    verb = match.carrier if match.token.pos_ == "NOUN" else match.token
    return finder.many(syntax.objects(verb)) or finder.many(syntax.children(verb, "iobj"))


def _visited(match: Match, finder: Finder) -> Refs:
    # "toured a factory in Lima": to be somewhere is to be there.
    heads = syntax.objects(match.token)
    inner = [n for h in heads for p, n in syntax.obliques(h) if p in PLACES]
    return finder.many(heads) or finder.many(inner)


def _named(match: Match, finder: Finder) -> Refs:
    # The object itself is a party, not only something of a party's.
    return finder.many(o for o in syntax.objects(match.token) if finder.mention(o) is not None)


def _named_doer(match: Match, finder: Finder) -> Refs:
    # "wants Peru to leave": a party that is to act; "expects the deal with Peru to hold" asks nobody.
    doers = (syntax.subject(c) for c in syntax.complements(match.token))
    own = {t.i for t in syntax.agents(match.carrier)}
    return finder.many(d for d in doers if d is not None and d.i not in own and finder.mention(d) is not None)


def _body(match: Match, finder: Finder) -> Refs:
    nouns = [*syntax.objects(match.token), *(n for p, n in syntax.obliques(match.token) if p in ("from", "of"))]
    return tuple(r for r in finder.many(nouns) if (r.sector or "")[:3] == "IGO")


def _plural(match: Match, finder: Finder) -> Refs:
    found = finder.doers(match.carrier)
    joined = any(len(syntax.conjuncts(t)) > 1 for t in syntax.agents(match.carrier))
    return found if joined or len(sides(found)) > 1 else ()


def _anti(match: Match, finder: Finder) -> Refs:
    mentions = [finder.mention(c) for c in match.token.children if c.lower_.startswith("anti-")]
    return distinct(r for m in mentions if m is not None for r in m.refs)


def _swept(match: Match, finder: Finder) -> Refs:
    # "riots swept Chilean towns", "protests broke out in Lima": where a crowd is, it is from.
    verb = match.token.head
    heads = [*syntax.objects(verb), *(n for p, n in syntax.obliques(verb) if p in PLACES)]
    return finder.many(heads) if match.token.dep_ in ("nsubj", "nsubj:pass") else ()


def _deep(match: Match, preposition: str, finder: Finder) -> Refs:
    cases = [
        c for c in match.token.subtree if c.lower_ == preposition and c.dep_ == "case" and not _aside(c, match.token)
    ]
    return finder.many(c.head for c in cases)


def _aside(token: Token, top: Token) -> bool:
    """Whether another clause, or the subject's phrase, lies between: what it tells is not the trigger's."""
    current = token
    while current.i not in (top.i, current.head.i):
        if current.dep_ in ("acl:relcl", "advcl", "parataxis") or (current.dep_ == "nsubj" and top.pos_ == "VERB"):
            return True
        current = current.head
    return False


def _complement(match: Match, finder: Finder) -> Refs:
    return finder.many(s for c in syntax.complements(match.token) if (s := syntax.subject(c)) is not None)


def _speaker(match: Match, finder: Finder) -> Refs:
    """Who says the clause: "the claims are false, [Lima] said", "[Lima] made clear that the door was open"."""
    clause = match.carrier
    for head in syntax.up(clause):
        if clause.dep_ == "ccomp" and (found := finder.many(syntax.agents(head))):
            return found
        clause = head
    for child in syntax.children(match.carrier, "parataxis"):
        if found := finder.many(syntax.agents(child)):
            return found
    speaker = finder.context.speaker_at(match.token.idx)
    return (speaker,) if speaker is not None else ()


def _told(match: Match, finder: Finder) -> Refs:
    """To whom the clause is said: "told [Lima] that it would mean war"."""
    clause = match.carrier
    for head in syntax.up(clause):
        if clause.dep_ == "ccomp":
            spoken = [
                *syntax.objects(head),
                *syntax.children(head, "iobj"),
                *(n for p, n in syntax.obliques(head) if p == "to"),
            ]
            if found := finder.many(t for t in spoken if t.i != clause.i):
                return found
        clause = head
    return ()


def _said_of(match: Match, finder: Finder) -> Refs:
    """Whose the subject is: "the [Chilean] claims are false"."""
    subject = syntax.subject(match.carrier)
    return finder.at(subject) or finder.owner(subject, places=True) if subject is not None else ()


SLOTS: Mapping[str, Callable[[Match, Finder], Refs]] = {
    "subj": _subject,
    "obj": _object,
    "iobj": lambda match, finder: finder.many(syntax.children(match.carrier, "iobj")),
    "poss": lambda match, finder: finder.many(syntax.children(match.token, "nmod:poss")),
    "adj": lambda match, finder: finder.adjectives(match.token),
    "comp": _complement,
    "carrier-obj": lambda match, finder: finder.many(syntax.objects(match.carrier)),
    "visited": _visited,
    "named": _named,
    "comp-named": _named_doer,
    "body": _body,
    "plural": _plural,
    "anti": _anti,
    "swept": _swept,
    # "was told to leave Peru": who sends somebody away is whose land it is.
    "left": lambda match, finder: finder.many(o for c in syntax.complements(match.token) for o in syntax.objects(c)),
    # "relented after a call from Lima": who does what the clause says.
    "clause": lambda match, finder: finder.doers(syntax.governor(match.token)),
    "speaker": _speaker,
    "told": _told,
    "said-of": _said_of,
}


def slot_tokens(match: Match, slot: str) -> list[Token]:
    """The nouns behind a preposition of the trigger, of its light verb, or of its object."""
    token, carrier = match.token, match.carrier
    tops: list[Token] = [token]
    for child in syntax.children(token, "acl"):
        # "blockade imposed by Chile on Peru": the participle's phrases are the noun's.
        if token.pos_ == "NOUN" and syntax.is_passive(child):
            tops.append(child)
    if carrier.i != token.i:
        tops.append(carrier)
    if token.pos_ in ("VERB", "AUX"):
        tops.extend(heads(syntax.objects(token)) if not syntax.is_passive(token) else [])
    return [n for head in tops for p, n in syntax.obliques(head) if p == slot]
