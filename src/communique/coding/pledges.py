"""Promises that stand in a noun, an adjective or a passive: "Oslo's pledge to send", "gave assurances that"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

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
    with_particle,
)
from communique.coding.context import Context
from communique.coding.holders import is_private, is_public, party_refs_at, states_of
from communique.coding.syntax import children
from communique.coding.wordlists import WordLists, load_words
from communique.records import ActorKind, ActorRef

if TYPE_CHECKING:
    from spacy.tokens import Token

WILL = frozenset({"will", "shall", "'ll", "’ll", "wo"})
# Under these what follows is a possibility and no promise.
UNSURE = frozenset({"would", "could", "might", "may", "should", "can", "must", "ought"})
# Relations of who promises to the promise: "Oslo's pledge", "a Norwegian pledge", "a pledge from Oslo".
PLEDGER = ("nmod:poss", "amod", "compound", "nmod")


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise in the syntax: who is bound, the promised act's verb or noun, and the word that promises."""

    obligor: tuple[ActorRef, ...]
    act: Token
    trigger: Token
    rule: str
    confidence: float


def lists() -> WordLists:
    """The lists of promising words."""
    return load_words("commitments")


def parties_at(context: Context, token: Token | None) -> tuple[ActorRef, ...]:
    """Those who can be bound: states, their bodies and people, international bodies, holders of an office."""
    if token is None:
        return ()
    # Nurses and engineers may be sent by a state, a firm or club promises for itself.
    refs = (r for r in party_refs_at(context, token) if r.kind is ActorKind.GROUP or not is_private(r))
    return tuple(r for r in refs if r.state is not None or r.kind is ActorKind.ORGANIZATION or is_public(r))


def is_conditional(verb: Token) -> bool:
    """Inside "if …" or "unless …"."""
    return any(c.lower_ in ("if", "unless", "whether", "were", "should") for c in children(verb, "mark"))


def is_passive(verb: Token) -> bool:
    """As in "was promised" and "money promised by Oslo"."""
    return any(c.dep_ == "aux:pass" for c in verb.children) or (
        verb.tag_ == "VBN" and verb.dep_ in ("acl", "acl:relcl") and not auxiliaries(verb) & {"has", "have", "had"}
    )


def is_wished(verb: Token) -> bool:
    """As in "asked to pledge", "wants to promise"."""
    return verb.tag_ == "VB" and any(c.lower_ == "to" for c in children(verb, "mark"))


def promise_noun(context: Context, token: Token) -> Promise | None:
    """As in "Hanoi reaffirms its intention to open", "gave its word that", "Ghana's pledge to send"."""
    words = lists()
    if lemma(token) not in words["promise_noun"] | words["given_noun"] | words["owned_noun"] or token.pos_ != "NOUN":
        return None
    if any(c.lower_ == "no" for c in children(token, "det")):
        # "has no intention of leaving"
        return None
    verb = token.head
    governed = token.dep_ in ("obj", "xcomp") and verb.tag_.startswith("VB")
    repeated = lemma(verb) in words["reaffirm"] and lemma(token) in words["promise_noun"]
    given = lemma(verb) in words["give"] and lemma(token) in words["given_noun"]
    if governed and (repeated or given) and _is_own(context, token, verb):
        act = infinitive_of(token) or infinitive_of(verb) or _promised_clause(token) or _promised_clause(verb)
        act = act or _intended(token)
        return checked(context, verb, act, f"commitment.{lemma(verb)}_{lemma(token)}")
    return _owned_promise(context, token)


def promise_adjective(context: Context, token: Token) -> Promise | None:
    """As in "Riga is committed to sending", "is determined to"."""
    words = lists()
    if lemma(token) not in words["promise_adjective"] and token.lower_ not in words["promise_adjective"]:
        return None
    if not any(c.lemma_ == "be" for c in children(token, "cop", "aux:pass")):
        return None
    return checked(context, token, infinitive_of(token) or gerund_of(token), f"commitment.is_{token.lower_}")


def gerund_of(verb: Token) -> Token | None:
    """The act in "committed itself to cutting", "is committed to sending"."""
    found = (c for c in children(verb, "advcl", "obl", "xcomp", "acl") if c.tag_ == "VBG" and c.i > verb.i)
    return next((c for c in found if any(m.lower_ == "to" for m in children(c, "mark", "case"))), None)


def checked(context: Context, verb: Token, act: Token | None, rule: str) -> Promise | None:
    """A promise of the verb's subject, where the verb tells of something that is so."""
    if act is None or is_negated(verb) or auxiliaries(verb) & UNSURE or is_conditional(verb) or is_wished(verb):
        return None
    obligor = parties_at(context, find_subject(verb))
    return Promise(obligor, act, verb, rule, 0.8) if obligor else None


def _intended(noun: Token) -> Token | None:
    """The act of "has the intention of joining"."""
    found = (c for c in children(noun, "acl", "nmod") if c.tag_ == "VBG" and c.i > noun.i)
    return next((c for c in found if any(m.lower_ == "of" for m in children(c, "mark", "case"))), None)


def _promised_clause(word: Token) -> Token | None:
    """The clause of "its word that the road would open"."""
    found = (c for c in children(word, "acl", "ccomp", "acl:relcl", "advcl") if c.i > word.i)
    return next((c for c in found if auxiliaries(c) & (WILL | {"would"})), None)


def _is_own(context: Context, noun: Token, verb: Token) -> bool:
    """Whether the promise is the subject's own: no "voiced alarm at its neighbour's plan"."""
    owners = [r for c in children(noun, "nmod:poss", "amod") for r in party_refs_at(context, c)]
    if not owners:
        return True
    own = parties_at(context, find_subject(verb))
    return bool({r.state or r.key for r in owners} & {r.state or r.key for r in own})


def _owned_promise(context: Context, noun: Token) -> Promise | None:
    """As in "Ghana's pledge to send police", "a promise of 30 million euros from Finland"."""
    words = lists()
    verb = noun.head
    if lemma(noun) not in words["owned_noun"] or lemma(verb) in words["bounds.undo"] or is_negated(verb):
        return None
    act = infinitive_of(noun) if infinitive_of(noun) in list(noun.children) else _promised_thing(noun)
    act = act or _promised_clause(noun)
    if act is None or lemma(act) in words["bounds.good_offices"] or any(c.lower_ == "no" for c in noun.children):
        return None
    owners = [c for c in noun.children if c.dep_ in ("nmod:poss", "amod", "compound")]
    owners.extend(obliques(noun, "from", "by"))
    owners.extend(obliques(act, "from") if act.pos_ == "NOUN" else [])
    for owner in owners:
        obligor = tuple(r for r in parties_at(context, owner) if r.state or r.kind is ActorKind.ORGANIZATION)
        if obligor:
            return Promise(obligor, act, noun, f"commitment.owned_{lemma(noun)}", 0.65)
    return None


def _promised_thing(noun: Token) -> Token | None:
    return next((o for o in obliques(noun, "of") if is_gift(o)), None)


def is_gift(thing: Token) -> bool:
    """Money, goods or help that can be given: "30 million euros", "200 scholarships"."""
    parts = [thing, *children(thing, "nmod", "compound")]
    return any(lemma(t) in lists()["nouns.AID"] for t in parts)


def given_passively(context: Context, verb: Token) -> Promise | None:
    """As in "50 million pounds has been pledged by Oslo", "grain promised by Riga"."""
    agents = obliques(verb, "by")
    thing = own_subject(verb) or (verb.head if verb.dep_ in ("acl", "acl:relcl") else None)
    if not agents or thing is None or is_negated(verb):
        return None
    obligor = parties_at(context, agents[0])
    rule = f"commitment.{lemma(verb)}.passive"
    return Promise(obligor, infinitive_of(verb) or antecedent(thing), verb, rule, 0.75) if obligor else None


def announced_gift(context: Context, verb: Token) -> Promise | None:
    """As in "announced a 20 million ringgit donation to flood victims": who announces a gift is bound to give it."""
    words = lists()
    name = with_particle(verb)
    if name not in words["announce_gift"] | words["allot"] or not verb.tag_.startswith("VB"):
        return None
    thing = direct_object(verb)
    allotted = name in words["allot"] and thing is not None and is_gift(thing) and bool(_for_others(verb, thing))
    if thing is None or not (allotted or lemma(thing) in words["gift_noun"]) or is_wished(verb) or is_passive(verb):
        return None
    # A gift from somebody else is news, and one without a number or a taker may be long under way.
    counted = any(t.like_num for t in thing.subtree)
    if not counted or obliques(thing, "from", "by") or not _is_own(context, thing, verb):
        return None
    return checked(context, verb, thing, f"commitment.{lemma(verb)}_gift")


def _for_others(verb: Token, thing: Token) -> list[Token]:
    return [*obliques(verb, "for", "to"), *obliques(thing, "for", "to")]


def is_giving(verb: Token) -> bool:
    """A gift under way: "ten buses that Tokyo is donating", "are being donated by Tokyo"."""
    helping = auxiliaries(verb)
    going = verb.tag_ == "VBG" or "being" in helping
    # "is against sending"
    told = going and bool(helping & {"is", "are"}) and not any(c.tag_ == "IN" for c in children(verb, "mark", "case"))
    return lemma(verb) in lists()["giving"] and told and not is_negated(verb)


def giving(context: Context, verb: Token) -> Promise | None:
    """A gift under way binds who gives it for the rest of it."""
    if not is_giving(verb):
        return None
    giver = next(iter(obliques(verb, "by")), None) if is_passive(verb) else find_subject(verb)
    obligor = parties_at(context, giver)
    named = states_of(obligor) or any(r.kind is ActorKind.ORGANIZATION for r in obligor)
    thing = own_subject(verb) if is_passive(verb) else direct_object(verb)
    return Promise(obligor, verb, verb, "commitment.giving", 0.6) if named and thing is not None else None
