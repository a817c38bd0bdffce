"""Words that promise: "pledged to send", "reaffirms its intention to", "we will send", "are to meet"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from communique.coding.acts import is_harm, is_measure, read_act
from communique.coding.clauses import (
    antecedent,
    auxiliaries,
    direct_object,
    find_subject,
    infinitive_of,
    is_negated,
    lemma,
    obliques,
    own_subject,
)
from communique.coding.context import Context
from communique.coding.futures import find_future, quotes_at
from communique.coding.holders import mention_at, states_of
from communique.coding.offers import find_offer, intention_denied
from communique.coding.pledges import (
    UNSURE,
    WILL,
    Promise,
    announced_gift,
    gerund_of,
    given_passively,
    giving,
    is_conditional,
    is_gift,
    is_passive,
    is_wished,
    lists,
    parties_at,
    promise_adjective,
    promise_noun,
)
from communique.coding.syntax import children
from communique.records import ActorKind, ActorRef, EventType

if TYPE_CHECKING:
    from spacy.tokens import Token

SELF = frozenset({"itself", "themselves", "himself", "herself", "ourselves", "myself"})
DENIED_INTENT = "commitment.assure.no_intention"


def find_promises(context: Context) -> Iterator[Promise]:
    """All promises in the article's text, in text order."""
    for token in context.words:
        found = _find(context, token)
        if found is None or lemma(found.act) in lists()["bounds.void"]:
            continue
        if not is_harm(found.act) or is_negated(found.act) or found.rule == DENIED_INTENT or _is_announced(found):
            yield found


def _is_announced(promise: Promise) -> bool:
    """A measure against somebody that an office announces; one that hangs on a condition is a threat."""
    will = promise.rule.startswith(("commitment.will", "commitment.decide"))
    hanging = any(t.lower_ in ("if", "unless", "should", "until") for t in promise.act.sent)
    return will and is_measure(promise.act) and read_act(promise.act) is not EventType.REJECT and not hanging


def _find(context: Context, token: Token) -> Promise | None:
    return (
        _promise_verb(context, token)
        or promise_noun(context, token)
        or promise_adjective(context, token)
        or find_future(context, token)
        or _given(context, token)
        or announced_gift(context, token)
        or find_offer(context, token)
    )


def _promise_verb(context: Context, token: Token) -> Promise | None:
    """As in "Riga pledged to send", "Ottawa pledged 50 million dollars", "they agreed to reopen the bridge by May"."""
    words = lists()
    if not token.tag_.startswith("VB") or token.dep_ == "amod":
        return None
    bound = lemma(token) in words["bind_self"] and any(c.lower_ in SELF for c in children(token, "obj", "iobj"))
    binding = lemma(token) in words["promise"] or bound
    offering = lemma(token) in words["offer"]
    assuring = lemma(token) in words["assure"]
    if not (binding or offering or assuring or lemma(token) in words["promise_infinitive"]):
        return None
    if is_negated(token) or auxiliaries(token) & (UNSURE | WILL) or is_conditional(token) or is_wished(token):
        return None
    if is_passive(token):
        return given_passively(context, token) if binding else None
    act = infinitive_of(token)
    if assuring:
        act = _assured(context, token)
    elif offering:
        act = _offered(context, token, act)
    elif act is None and binding:
        act = gerund_of(token) or _promised(token)
    obligor = parties_at(context, find_subject(token))
    if act is None:
        return None
    if bound:
        obligor = parties_at(context, own_subject(token) or find_subject(token))
    if assuring and act.dep_ != "ccomp":
        return Promise(obligor, act, token, DENIED_INTENT, 0.7) if obligor else None
    obligor = _bound_in_clause(context, act) or obligor
    if binding and lemma(act) in words["bounds.void"]:
        # "undertook to consider writing off": what is weighed is promised, with less weight.
        act = next((c for c in children(act, "xcomp", "ccomp") if c.tag_ == "VBG"), act)
    rule = f"commitment.{lemma(token)}.{'act' if act.tag_.startswith('VB') else 'thing'}"
    return Promise(obligor, act, token, rule, 0.85 if binding else 0.75) if obligor else None


def _promised(verb: Token) -> Token | None:
    """What "pledged 50 million dollars" and "promised that it would help" promise."""
    thing = direct_object(verb)
    thing = antecedent(thing) if thing is not None else None
    if thing is not None and (lemma(thing) in lists()["promise_noun"] or thing.pos_ == "PRON"):
        thing = None
    return thing or next((c for c in children(verb, "ccomp") if c.i > verb.i), None)


def _offered(context: Context, verb: Token, act: Token | None) -> Token | None:
    """Help that is offered binds, offers to mediate or to talk do not: "offered 200 scholarships"."""
    thing = direct_object(verb)
    if thing is not None and is_gift(thing):
        return thing
    if act is not None:
        return act if lemma(act) not in lists()["bounds.good_offices"] else None
    if thing is None or mention_at(context, thing) is not None:
        return None
    # "offered the firms a tax holiday": what is offered to somebody and is more than words.
    given = children(verb, "iobj") or obliques(verb, "to") or obliques(thing, "to")
    cheap = lemma(thing) in lists()["bounds.courtesy"] or thing.pos_ == "PRON"
    return thing if lemma(thing) in lists()["bounds.mediation"] or (given and not cheap) else None


def _assured(context: Context, verb: Token) -> Token | None:
    """The clause of "assured Riga that it would repay": what the subject's side will do, or what will not be done."""
    clause = next((c for c in children(verb, "ccomp") if c.i > verb.i), None)
    if clause is None:
        return None
    if not auxiliaries(clause) & (WILL | {"would"}):
        return intention_denied(clause)
    own = states_of(parties_at(context, find_subject(verb)))
    subject = states_of(parties_at(context, own_subject(clause)))
    return clause if is_passive(clause) or is_negated(clause) or set(own) & set(subject) else None


def _bound_in_clause(context: Context, act: Token) -> tuple[ActorRef, ...]:
    """The state that "promised that Oslo would send" names itself, however well its speaker is known."""
    subject = own_subject(act) if act.dep_ in ("ccomp", "acl") and not is_passive(act) else None
    if subject is None or subject.pos_ != "PROPN":
        return ()
    return tuple(r for r in parties_at(context, subject) if r.kind is ActorKind.STATE)


def _given(context: Context, verb: Token) -> Promise | None:
    """A gift under way, told by the text or by the giver: others' words of it accuse as often."""
    found = giving(context, verb)
    quotes = quotes_at(context, verb) if found is not None else []
    if found is None or not quotes:
        return found
    return found if {q.speaker.state for q in quotes} & set(states_of(found.obligor)) else None
