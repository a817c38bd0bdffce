"""Promises to act: who is bound to do what for whom, by when and on what condition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from communique.coding.acts import carried_act, is_harm, is_known, read_act
from communique.coding.announced import promises_of_events
from communique.coding.avowals import is_told
from communique.coding.clauses import (
    case_of,
    conjuncts,
    direct_object,
    find_subject,
    is_negated,
    is_not,
    lemma,
    obliques,
    own_subject,
    subtree_bounds,
    words_between,
)
from communique.coding.context import Context
from communique.coding.holders import as_state, mention_at, party_refs_at, states_of
from communique.coding.pledges import Promise, lists
from communique.coding.promises import find_promises
from communique.coding.speakers import afterthoughts, tail_before
from communique.coding.syntax import children
from communique.coding.terms import amounts_in, read_due
from communique.records import ActorKind, ActorRef, Commitment, Event, EventType, PartialDate, make_id

if TYPE_CHECKING:
    from spacy.tokens import Token

# Types of what is done to somebody's harm.
ILL_WILL = (EventType.ACCUSE, EventType.THREATEN, EventType.PROTEST, EventType.ASSAULT)
# What a promise loses in confidence where the obligor's state is unknown.
UNKNOWN = 0.3
CONDITIONAL = frozenset({"if", "unless", "once", "provided", "should"})
# Tokens between a promise's verb and the word on which its condition hangs.
CONDITION_REACH = 12


def code_commitments(
    context: Context, events: tuple[Event, ...], avowed: Iterable[tuple[Promise, EventType]] = ()
) -> tuple[Commitment, ...]:
    """Promises of parties about their own acts: "By May we will reopen the consulate," the envoy said.

    Args:
        context: The article with its quotes, since "we" is whoever speaks.
        events: The article's events, whose parties fill those that the promise leaves out.
        avowed: Promises that only the judge has read, with the types of what is promised.

    Returns:
        Commitments in text order; threats, forecasts and other people's predictions are none.
    """
    found: dict[str, Commitment] = {}
    acts: set[int] = set()
    for promise in find_promises(context):
        promised = tuple(_acts(promise))
        for act in promised:
            acts.add(act.i)
            commitment = _write(context, promise, act, events, promised)
            if commitment is not None:
                found.setdefault(commitment.id, commitment)
    told = [(c.evidence, c.obligor) for c in found.values()]
    for promise in promises_of_events(context, events):
        if (
            promise.act.i not in acts
            and not _is_void(promise)
            and not is_told(told, promise.trigger.sent, promise.obligor)
        ):
            commitment = _write(context, promise, promise.act, events)
            if commitment is not None:
                found.setdefault(commitment.id, commitment)
    told = [(c.evidence, c.obligor) for c in found.values()]
    for promise, event in avowed:
        if is_told(told, promise.trigger.sent, promise.obligor):
            continue
        commitment = _write(context, promise, promise.act, events)
        if commitment is not None:
            kind = commitment.event if commitment.event is not EventType.AGREE else event
            found.setdefault(commitment.id, replace(commitment, event=kind))
    return tuple(sorted(found.values(), key=lambda c: c.evidence[0].start))


def _acts(promise: Promise) -> Iterator[Token]:
    """The promised act, and those joined to it that are of another kind."""
    kinds = set()
    for joined in conjuncts(promise.act) if promise.act.tag_.startswith("VB") else [promise.act]:
        act = joined if joined.i == promise.act.i else carried_act(joined) or joined
        kind = read_act(act)
        if act.i != promise.act.i and not _shares_promise(act, promise.act):
            continue
        if kind not in kinds and (act.i == promise.act.i or not is_harm(act) or is_negated(act)):
            kinds.add(kind)
            yield act


def _is_void(promise: Promise) -> bool:
    """To promise to consider something promises nothing."""
    return lemma(promise.act) in lists()["bounds.void"]


def _shares_promise(act: Token, first: Token) -> bool:
    """Whether a joined act is promised too: no "but we will not fire first", "and hoped to see", "and Riga accepts"."""
    apart = own_subject(act) is not None and (is_negated(act) or act.tag_ not in ("VB", "VBG"))
    return not apart and act.tag_ in (first.tag_, "VB")


def _write(
    context: Context, promise: Promise, act: Token, events: tuple[Event, ...], promised: tuple[Token, ...] = ()
) -> Commitment | None:
    """The record of one promised act; the further acts of `promised` have records, and words, of their own."""
    obligor = _obligors(context, promise, act)
    due = read_due(context, act, promise.trigger)
    kind = read_act(act, events)
    if kind in ILL_WILL and not is_known(act) and promise.rule.startswith("commitment.will"):
        # "will challenge the ruling", "is to storm the fort": what the lists don't know may be a threat.
        return None
    if _is_mere_agreement(promise, obligor, due) or _is_past_visit(promise, obligor, due):
        return None
    start, end = subtree_bounds(act, without=(*_beside(act), *afterthoughts(act), *_next_acts(act, promised)))
    end = tail_before(act, end)
    condition = _condition(act) or _condition(promise.trigger)
    first = start if act.pos_ in ("NOUN", "NUM", "SYM") else min([act.i, *(c.i for c in act.children if is_not(c))])
    if promise.trigger.pos_ == "PROPN":
        # "Oslo gave two million dollars and [Peru one million]"
        first = max(first, promise.trigger.i + 1)
    content = words_between(act, first, end)
    return Commitment(
        id=make_id("commitment", context.article_id, act.idx, *sorted(r.key for r in obligor)),
        article=context.article_id,
        obligor=obligor,
        beneficiary=_beneficiaries(context, act, obligor)
        or _promised_to(context, promise, obligor)
        or _from_event(act, obligor, events),
        event=kind,
        content=content or act.text,
        condition=condition,
        due=due,
        quantities=amounts_in(context, min(start, promise.trigger.i), end),
        as_of=context.document.published,
        evidence=context.evidence([promise.trigger.sent, act.sent]),
        rule=promise.rule,
        confidence=promise.confidence - (0.0 if _is_known(obligor) else UNKNOWN),
        coder=context.coder,
    )


def _next_acts(act: Token, promised: tuple[Token, ...]) -> tuple[int, ...]:
    """The joined acts after this one that are promises of their own: "to send grain and [to reopen the port]"."""
    inside = {t.i for t in act.subtree}
    return tuple(c.i for c in promised if c.i > act.i and c.i in inside)


def _obligors(context: Context, promise: Promise, act: Token) -> tuple[ActorRef, ...]:
    """Who is bound: for "we", the state for which the speaker speaks."""
    quoted = context.speaker_at(act.idx)
    refs = promise.obligor
    if quoted is not None and all(r.key == quoted.key for r in refs):
        refs = tuple(as_state(context, r) for r in refs)
    return tuple({r.key: r for r in refs}.values())


def _is_mere_agreement(promise: Promise, obligor: tuple[ActorRef, ...], due: PartialDate | None) -> bool:
    """Several who "agreed to" act are an agreement; it binds each as a promise where it names the day."""
    subject = find_subject(promise.trigger)
    several = len(states_of(obligor)) > 1 or (
        subject is not None and (len(conjuncts(subject)) > 1 or subject.tag_ == "NNS")
    )
    return lemma(promise.trigger) == "agree" and due is None and several


def _is_known(obligor: tuple[ActorRef, ...]) -> bool:
    return any(r.state or r.kind is ActorKind.ORGANIZATION for r in obligor)


def _is_past_visit(promise: Promise, obligor: tuple[ActorRef, ...], due: PartialDate | None) -> bool:
    """One person's meeting of the day is news of the day and no promise."""
    alone = len(obligor) == 1 and obligor[0].kind is ActorKind.PERSON
    return promise.rule == "commitment.will.told" and alone and due is None and read_act(promise.act) == "CONSULT"


def _beside(act: Token) -> tuple[int, ...]:
    """What hangs on the act's verb and is no part of the promise: subject, condition, "…, he said"."""
    return tuple(
        c.i
        for c in act.children
        if c.dep_ in ("nsubj", "nsubj:pass", "nsubj:outer", "aux", "cop", "mark", "parataxis", "punct", "discourse")
        or (c.dep_ == "advcl" and any(m.lower_ in CONDITIONAL for m in children(c, "mark")))
        or (c.dep_ in ("obl", "advmod", "advcl", "obl:unmarked", "obj") and c.i < act.i)
    )


def _condition(verb: Token) -> str | None:
    """As in "if parliament agrees", "provided that Quito pays", "on condition that", "subject to approval"."""
    found = next((t for t in (*verb.subtree, *_beside_head(verb)) if _is_conditional(t, verb)), None)
    if found is None:
        return None
    start, end = subtree_bounds(found, without=afterthoughts(found))
    return words_between(found, start, tail_before(found, end) if found.i > verb.i else end) or None


def _beside_head(verb: Token) -> list[Token]:
    """Clauses that hang on the verb of saying: "if it is freed, the port will open, he said"."""
    return children(verb.head, "advcl") if verb.dep_ in ("ccomp", "parataxis") else []


def _is_conditional(token: Token, verb: Token) -> bool:
    if token.dep_ not in ("advcl", "obl", "nmod", "acl", "conj") or token.i == verb.i:
        return False
    if abs(token.head.i - verb.i) > CONDITION_REACH:
        return False
    words = lists()
    if token.dep_ == "advcl":
        opening = [c.lower_ for c in children(token, "mark", "case", "advmod") if c.i < token.i]
        if any(m in words["condition.mark"] for m in opening):
            return True
        if token.lower_ in words["condition.adjective"]:
            # "subject to approval"
            return True
        # "provided that", "assuming that": a participle that only opens the condition.
        return token.lower_ in words["condition.participle"] and bool(children(token, "ccomp"))
    phrase = f"{case_of(token)}_{lemma(token)}"
    return phrase in words["condition.phrase"] or (case_of(token) or "") in words["condition.case"]


def _beneficiaries(context: Context, act: Token, obligor: tuple[ActorRef, ...]) -> tuple[ActorRef, ...]:
    """For whom: the object of help, or who stands behind "to", "for" and "with"."""
    bound = {r.key for r in obligor} | set(states_of(obligor))
    thing = direct_object(act)
    phrases = [*obliques(act, "to", "for", "with", "between")]
    if thing is not None:
        phrases = [
            *([thing] if mention_at(context, thing) is not None else []),
            *phrases,
            *(o for p in children(thing, "nmod") for o in [p, *obliques(p, "to", "for")]),
        ]
    elif act.pos_ == "NOUN":
        phrases = [*phrases, *(o for p in phrases for o in obliques(p, "for", "to"))]
    if is_negated(act):
        # "promised not to help" its neighbour does nothing for it.
        return ()
    for phrase in phrases:
        refs = tuple(r for r in party_refs_at(context, phrase) if r.key not in bound and r.state not in bound)
        if refs and any(r.state or r.kind is ActorKind.ORGANIZATION for r in refs):
            return refs
    return ()


def _promised_to(context: Context, promise: Promise, obligor: tuple[ActorRef, ...]) -> tuple[ActorRef, ...]:
    """As in "promised its neighbour that": whom the promise is given to."""
    thing = promise.trigger if promise.trigger.i != promise.act.i else None
    for child in children(thing, "iobj", "obj") if thing is not None else []:
        if child.i != promise.act.i and mention_at(context, child) is not None:
            return tuple(r for r in party_refs_at(context, child) if r.state not in states_of(obligor))
    return ()


def _from_event(act: Token, obligor: tuple[ActorRef, ...], events: tuple[Event, ...]) -> tuple[ActorRef, ...]:
    """The recipient of an event of promising that the same words name."""
    states = set(states_of(obligor))
    for event in events:
        inside = event.trigger.start <= act.idx < event.trigger.end
        if inside and event.event in (EventType.AGREE, EventType.CONCEDE) and states & set(states_of(event.actor)):
            return tuple(r for r in event.recipient if r.state not in states)
    return ()
