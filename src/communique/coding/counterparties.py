"""The two sides of an agreement that its sentence leaves unnamed: "the treaty, signed in 2006", "the two sides"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.actors.references import MentionKind
from communique.coding.arguments import side
from communique.coding.clauses import find_subject, lemma, obliques
from communique.coding.context import Context
from communique.coding.deals import Deal, looks_back
from communique.coding.holders import is_private, party_refs_at, states_of
from communique.coding.syntax import children
from communique.records import ActorKind, ActorRef, Event, EventType, Stage

if TYPE_CHECKING:
    from spacy.tokens import Token

# Sentences back in which the two sides are looked for.
LOOK_BACK = 4
# Tokens back in which an agreement told of before is looked for.
REACH = 1500
# Characters back in which those who met are taken for those who sign.
MEETING_REACH = 600
# How both of them are named.
BOTH = frozenset(
    {
        "side",
        "leader",
        "minister",
        "president",
        "premier",
        "party",
        "delegation",
        "they",
        "neighbour",
        "neighbor",
        "dignitary",
    }
    | {"government", "country", "state", "nation", "capital", "counterpart", "official", "diplomat", "negotiator"}
)


def merge(first: tuple[ActorRef, ...], second: tuple[ActorRef, ...]) -> tuple[ActorRef, ...]:
    """The parties of both, each once, the first found foremost."""
    return tuple({r.key: r for r in (*first, *(s for s in second if s.key not in {f.key for f in first}))}.values())


def sides(parties: tuple[ActorRef, ...]) -> tuple[str, ...]:
    """The states and bodies among the parties, each once."""
    return tuple(dict.fromkeys(side(r) for r in parties))


def pair(context: Context, deal: Deal, found: tuple[ActorRef, ...]) -> tuple[ActorRef, ...]:
    """The two states that the last sentences tell of, for "the treaty, signed in 2006" and "the two sides"."""
    noun = deal.noun
    definite = noun is not None and any(c.lower_ in ("the", "this", "that", "both") for c in children(noun, "det"))
    subject = find_subject(deal.verb)
    both = subject is not None and lemma(subject) in BOTH and bool(children(subject, "det", "nummod", "nmod:poss"))
    agents = obliques(deal.verb, "by")
    if (noun is None and not both) or (agents and not any(lemma(a) in BOTH for a in agents)):
        return found
    if not (definite or both) or (subject is not None and states_of(found) and not both):
        return found
    told = _told_before(context, noun, deal.verb) if definite and noun is not None else ()
    if told:
        return merge(found, told)
    named = _last_two(context, deal.verb)
    return merge(found, named) if set(sides(found)) <= set(sides(named)) else found


def _told_before(context: Context, noun: Token, verb: Token) -> tuple[ActorRef, ...]:
    """Both sides of "talks on a treaty between the two neighbours", for "the treaty" of a later sentence."""
    for earlier in reversed(context.doc[max(0, verb.sent.start - REACH) : verb.sent.start]):
        if earlier.pos_ == "NOUN" and lemma(earlier) == lemma(noun):
            named = tuple(r for o in obliques(earlier, "between", "with") for r in party_refs_at(context, o))
            if len(sides(named)) == 2:
                return named
    return ()


def _last_two(context: Context, verb: Token) -> tuple[ActorRef, ...]:
    """The two states of the nearest sentences that name two and no more; a state stands for its offices."""
    first, last = verb.sent.start, verb.sent.end
    for _ in range(LOOK_BACK):
        named = [
            r
            for m in context.references.mentions
            if first <= m.head < last and m.kind is not MentionKind.GROUP and not m.in_place_role
            for r in m.refs
            if r.state and not is_private(r)
        ]
        by_state = {r.state: r for r in sorted(named, key=lambda r: r.kind is ActorKind.STATE)}
        if len(by_state) >= 2 or first == 0:
            return tuple(by_state.values()) if len(by_state) == 2 else ()
        first = context.doc[first - 1].sent.start
    return ()


def from_meeting(
    context: Context, deal: Deal, found: tuple[ActorRef, ...], events: tuple[Event, ...]
) -> tuple[ActorRef, ...]:
    """As in "The president received the premier. A protocol was also signed": those who met just before sign."""
    signing = deal.stage in (Stage.SIGNED, Stage.AGREED) and deal.noun is not None
    subject = find_subject(deal.verb) if signing else None
    unnamed = subject is None or (deal.noun is not None and subject.i == deal.noun.i) or lemma(subject) in BOTH
    if not signing or not unnamed:
        return found
    first = context.doc[deal.verb.sent.start].idx
    for event in reversed(events):
        near = 0 <= first - event.trigger.start <= MEETING_REACH
        both = (*event.actor, *event.recipient)
        states = {r.state for r in both if r.state}
        if near and event.event is EventType.CONSULT and len(states) == 2 and set(sides(found)) <= states:
            return merge(found, both)
    return found


def is_told_of(deal: Deal) -> bool:
    """As in "Ministers initialled an accord. The text is to be signed in May": it is not proposed once more."""
    noun = deal.noun
    bare = noun is not None and not any(c.dep_ in ("amod", "nmod", "compound") for c in noun.children)
    return deal.rule == "agreement.to_be_signed" and noun is not None and bare and looks_back(noun)
