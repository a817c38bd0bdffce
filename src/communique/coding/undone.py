"""Words of acts that tell no act: what is bidden, warned of, provided for, or only says where a thing came from."""

from __future__ import annotations

from communique.coding import syntax
from communique.coding.frames import Match
from communique.coding.grammar import words
from communique.coding.ontology import HARM
from communique.records import EventType as E

_PROVIDED = frozenset({E.CONCEDE, E.AID, E.COOPERATE, E.CONSULT, E.RETREAT, E.MOBILIZE})


def says_origin(match: Match) -> bool:
    """ "a rocket fired from Lebanese soil killed": where it came from; the harm is told by the verb."""
    verb = match.token
    fired = verb.dep_ == "acl" and verb.lemma_.lower() in words("launching")
    return fired and verb.head.dep_ == "nsubj" and any(p == "from" for p, _ in syntax.obliques(verb))


def is_provision(match: Match, event: E) -> bool:
    """ "a pact allowing patrols": what an agreement provides is not done yet; and no letter pays a visit."""
    verb = match.token
    noun = verb.head.head if verb.head.dep_ == "nmod" else verb.head
    provided = (
        verb.dep_ == "acl" and verb.tag_ == "VBG" and {noun.lemma_.lower(), verb.head.lemma_.lower()} & words("text")
    )
    if provided and event in _PROVIDED:
        return True
    if verb.dep_ == "acl:relcl" and event is E.CONCEDE and match.frame.operator == "permit":
        # "an accord that lets Fijian boats fish": what a text provides
        doers = {t.lemma_.lower() for t in syntax.agents(verb)}
        if doers & (words("text") | {"clause", "arrangement", "rule", "provision", "system", "licence", "visa"}):
            return True
    doer = syntax.subject(verb) if match.frame.visit and verb.pos_ == "VERB" else None
    return doer is not None and doer.lemma_.lower() in words("text")


def is_unreal(match: Match, event: E) -> bool:
    """An infinitive of purpose tells no act: "efforts to isolate Peru", "met to sign"; force used for it does."""
    verb = match.carrier
    if verb.dep_ == "acl" and any(c.dep_ == "mark" and c.lower_ == "that" for c in verb.children):
        # "its demand that Peru free them"
        return verb.head.lemma_.lower() in words("bidding-noun")
    if verb.tag_ == "VBG" and any(c.dep_ == "mark" and c.lower_ == "against" for c in verb.children):
        # "warned Peru against sending troops"
        return True
    if verb.pos_ not in ("VERB", "AUX") or not syntax.is_infinitive(verb):
        return False
    while verb.dep_ == "conj" and syntax.is_infinitive(verb):
        verb = verb.head
    if verb.dep_ in ("xcomp", "ccomp") and event not in HARM:
        # "invited him to visit", "gave them a day to leave": bidden, and not done yet.
        return verb.head.i < verb.i and verb.head.lemma_.lower() in words("bidding")
    if verb.dep_ == "acl":
        # "the first country to recognise" did so.
        return not any(c.tag_ in ("JJS", "RBS") or c.lower_ in ("first", "last", "only") for c in verb.head.children)
    if verb.dep_ == "advcl":
        if event in (E.SUPPORT, E.ACCUSE, E.REQUEST) and verb.head.lemma_.lower() in words("addressing"):
            # "phoned to congratulate", "wrote to complain": said in the same breath.
            return False
        return event not in HARM and verb.head.pos_ != "ADJ"
    return False
