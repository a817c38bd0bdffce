"""Promises that only the coder of events has read: an act to come that a party says it will do.

Events and promises are read by rules of their own; what one of them knows as a promise ("undertakes to let through",
"will visit") is one for the other too, with less confidence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from communique.coding import syntax
from communique.coding.context import Context
from communique.coding.holders import party_refs_at
from communique.coding.pledges import WILL, Promise, lists
from communique.records import ActorKind, Event, EventType, Modality

if TYPE_CHECKING:
    from spacy.tokens import Token

RULE = "commitment.event"
# Ways to agree that bind to an act of one's own: not to accept, to be open for, to propose, to work something out.
_BOUND = ("promise", "undertake", "pledge", "assure", "mean_to", "reaffirm", "visa_extended")
_BINDING = frozenset({EventType.AGREE, EventType.CONCEDE})
_CONFIDENCE = 0.55


def promises_of_events(context: Context, events: Iterable[Event]) -> Iterator[Promise]:
    """A promise for each act to come among the events, in text order."""
    for event in events:
        if event.event not in _BINDING or event.modality is not Modality.ACTUAL or event.rule == "judge":
            continue
        family, _, name = event.rule.partition(".")
        if not any(r.state or r.kind is ActorKind.ORGANIZATION for r in event.actor):
            continue
        span = context.words_at(event.trigger.start, event.trigger.end)
        if span is not None:
            trigger = span.root
            bound = family == "agree" and event.event is EventType.AGREE and name.startswith(_BOUND)
            if bound or (family != "agree" and _is_announced(trigger) and not _is_foretold(trigger, context)):
                act = _act_of(trigger) if bound else trigger
                if bound and (act.i == trigger.i or _is_of_the_past(act) or _is_readiness(trigger)):
                    # "agreed", "agree to a zone": no act of one's own is named.
                    continue
                if not bound and not _is_done_by(trigger, event, context):
                    continue
                yield Promise(event.actor, act, trigger, RULE, min(event.confidence, _CONFIDENCE))


def _is_announced(act: Token) -> bool:
    """ "will visit", "are to send"; not "is expected to visit", nor a meeting that is only named."""
    helpers = {c.lower_ for c in syntax.children(act, "aux")}
    to_be = act.dep_ == "xcomp" and syntax.is_infinitive(act) and act.head.lemma_.lower() == "be"
    return act.pos_ == "VERB" and (bool(helpers & WILL) or to_be)


def _is_foretold(act: Token, context: Context) -> bool:
    """ "Analysts predict that Brazil will cut its tariff": nobody is bound by what others say of him."""
    if act.dep_ != "ccomp":
        return False
    speaker, doer = syntax.subject(act.head), syntax.subject(act)
    ours = {r.state for t in (doer,) if t is not None for r in party_refs_at(context, t)}
    theirs = {r.state for t in (speaker,) if t is not None for r in party_refs_at(context, t)}
    return not theirs & ours


def _is_of_the_past(act: Token) -> bool:
    """ "swore that they had been fishing", "assured him that it was safe": a clause that tells what is or was."""
    if act.dep_ != "ccomp" or syntax.is_infinitive(act):
        return False
    helpers = {c.lower_ for c in syntax.children(act, "aux", "cop", "aux:pass")}
    return act.tag_ != "VB" and not helpers & (WILL | {"would"})


def _is_readiness(trigger: Token) -> bool:
    """ "reiterated its willingness to hold a dialogue" binds to nothing."""
    words = (trigger, *syntax.objects(trigger))
    return any(t.lemma_.lower() in lists()["readiness"] | {"willing"} for t in words)


def _is_done_by(trigger: Token, event: Event, context: Context) -> bool:
    """Whether a party of the event is who will act: no "the road that Oslo financed will bring water"."""
    doer = syntax.subject(trigger)
    if doer is None or syntax.is_passive(trigger):
        return True
    told = party_refs_at(context, doer)
    return bool({r.state or r.key for r in told} & {r.state or r.key for r in event.actor})


def _act_of(trigger: Token) -> Token:
    """What is promised: the clause that completes the promise, or its object."""
    if trigger.pos_ == "PROPN":
        # "Oslo pledged 20 million euros and [Canada] 68 million dollars"
        amounts = (
            t for t in trigger.sent[trigger.i + 1 - trigger.sent.start :] if t.dep_ == "conj" and t.pos_ == "NOUN"
        )
        return next(amounts, trigger)
    clauses = syntax.complements(trigger)
    return next(iter([*clauses, *syntax.objects(trigger)]), trigger)
