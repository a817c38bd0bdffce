"""Whose an agreement is where its own words name nobody, or one side: "the treaty, which was signed in 2006"."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from communique.coding.arguments import side, sides
from communique.coding.clauses import case_of, find_subject, is_negated, lemma, obliques
from communique.coding.context import Context
from communique.coding.deals import Deal, is_agreement, lists
from communique.coding.holders import PRIVATE, refs_at
from communique.coding.syntax import children
from communique.records import ActorKind, ActorRef, Stage

if TYPE_CHECKING:
    from spacy.tokens import Span as Tokens
    from spacy.tokens import Token

# Sentences before a nameless agreement in which its two states are looked for.
BACK = 2
TWO = 2
# One state's deed at a treaty of many: who ratifies, leaves or suspends it does so alone.
SINGLE = (Stage.RATIFIED, Stage.ENDED, Stage.SUSPENDED)


def is_mediated(deal: Deal) -> bool:
    """As in "a truce brokered by Qatar": who brings others together is no party."""
    return lemma(deal.verb) in lists()["phrases.mediate"]


def without_mediator(context: Context, deal: Deal, found: tuple[ActorRef, ...]) -> tuple[ActorRef, ...]:
    """The parties less who brokered it."""
    if not is_mediated(deal):
        return found
    brokers = _brokers(context, deal)
    return tuple(r for r in found if side(r) not in brokers)


def _brokers(context: Context, deal: Deal) -> set[str]:
    """Whoever brought the others together."""
    by = obliques(deal.verb, "by") if is_mediated(deal) else []
    return {side(r) for a in by for r in refs_at(context, a)}


def beneficiaries(context: Context, deal: Deal) -> tuple[ActorRef, ...]:
    """As in "entered into force for Mali and Niger", "took effect between Kenyan troops and a militia"."""
    if deal.stage is not Stage.IMPLEMENTED:
        return ()
    heads = obliques(deal.verb, "for", "between")
    # The parse may hang them on another phrase of the clause: "came into effect at dawn between …".
    for phrase in children(deal.verb, "obl"):
        heads.extend(obliques(phrase, "between"))
    return _states(r for h in heads for r in refs_at(context, h))


def states_around(context: Context, deal: Deal, found: tuple[ActorRef, ...]) -> tuple[ActorRef, ...]:
    """The two states that a sentence tells of, else those of the sentences before it; nobody where there are more.

    Only for an agreement that has a noun, and for the earlier sentences only where that noun is a known one.
    """
    if _is_to_come(deal) or (deal.noun is None and not _is_agreed_by_nobody(deal)):
        return ()
    sent = deal.verb.sent
    here = _told_of(context, sent, beside=deal.verb)
    brokers = _brokers(context, deal)
    here = tuple(r for r in here if side(r) not in brokers)
    if len(_pair(here, found)) == TWO:
        return _pair(here, found)
    if len(sides(here)) > TWO or not (deal.noun is None or _is_known(deal.noun)):
        return ()
    for _ in range(BACK):
        if sent.start == 0:
            break
        sent = context.doc[sent.start - 1].sent
        here = _merged(_told_of(context, sent), here)
        if len(sides(here)) >= TWO:
            break
    return _pair(here, found)


def sides_around(context: Context, deal: Deal, found: tuple[ActorRef, ...]) -> tuple[ActorRef, ...]:
    """The two states near an agreement, else those of its article; those found where neither tells them."""
    return states_around(context, deal, found) or main_states(context, deal, found) or found


def main_states(context: Context, deal: Deal, found: tuple[ActorRef, ...]) -> tuple[ActorRef, ...]:
    """The two states that the article is about, for an agreement whose side or sides nothing nearer tells.

    Nobody where the subject is somebody else, such as a firm: what that signs is its own.
    """
    if _is_to_come(deal) or (deal.noun is None and not _is_agreed_by_nobody(deal)):
        return ()
    subject = find_subject(deal.verb)
    own = subject is None or (deal.noun is not None and subject.i == deal.noun.i) or subject.pos_ == "PRON"
    if not own and subject is not None:
        own = lemma(subject) in lists()["phrases.both"] or any(r.state for r in refs_at(context, subject))
    states = [r for r in context.references.prominent if r.kind is ActorKind.STATE]
    other = [r for r in states if r.state not in {f.state for f in found} | _brokers(context, deal)]
    both = (*found, *other[: TWO - len(sides(found))])
    return both if own and len(sides(both)) == TWO else ()


def _pair(told: tuple[ActorRef, ...], found: tuple[ActorRef, ...]) -> tuple[ActorRef, ...]:
    """The two sides of those found and those told of: two states, else a state and a body; else nobody."""
    states = _merged(tuple(r for r in told if r.state), found)
    both = _merged(told, found)
    return next((p for p in (states, both) if len(sides(p)) == TWO), ())


def acts_alone(deal: Deal, parties: tuple[ActorRef, ...]) -> bool:
    """As in "Denmark became the fifth state to ratify the rescue convention": a treaty of many, named or known."""
    if deal.noun is None or deal.stage not in SINGLE or not any(r.state for r in parties):
        return False
    subject = find_subject(deal.verb)
    alone = subject is None or subject.i != deal.noun.i
    return alone and lemma(deal.noun) in lists()["treaty"] and not is_negated(deal.verb)


def _is_to_come(deal: Deal) -> bool:
    """What is proposed or still to be signed may be of states that the story has not told of."""
    return deal.stage is Stage.PROPOSED or deal.rule == "agreement.to_be_signed"


def _is_agreed_by_nobody(deal: Deal) -> bool:
    """As in "it was agreed that", "a swap was agreed in principle"."""
    return lemma(deal.verb) == "agree" and bool(children(deal.verb, "aux:pass")) and not obliques(deal.verb, "by")


def _is_known(noun: Token) -> bool:
    """A thing told of before: "the agreement", "this pact", "the 1998 treaty"; and one told by "under" and "by"."""
    determined = any(c.lower_ in ("the", "this", "that", "both", "its", "their") for c in noun.children)
    return (determined and is_agreement(noun)) or case_of(noun) in ("under", "by")


def _told_of(context: Context, sent: Tokens, *, beside: Token | None = None) -> tuple[ActorRef, ...]:
    # "Uganda renewed its deal, while Manila left its own": the other clause tells of others.
    clauses = children(beside, "advcl") if beside is not None else []
    contrasted = [c for c in clauses if any(m.lower_ in ("while", "whereas", "whilst") for m in children(c, "mark"))]
    elsewhere = {t.i for c in contrasted for t in c.subtree}
    found = (
        r
        for m in context.mentions_of(sent)
        if not m.in_place_role and m.head not in elsewhere
        for r in m.refs
        if r.sector not in PRIVATE or r.kind is ActorKind.STATE
    )
    return _states(found)


def _states(refs: Iterable[ActorRef]) -> tuple[ActorRef, ...]:
    """One reference for each state and international body."""
    sides = (r for r in refs if r.state or r.sector == "IGO")
    return tuple({r.state or r.key: r for r in sides}.values())


def _merged(first: tuple[ActorRef, ...], second: tuple[ActorRef, ...]) -> tuple[ActorRef, ...]:
    known = sides(second)
    return (*second, *(r for r in first if side(r) not in known))
