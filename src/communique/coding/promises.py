"""Words that promise: "pledged to send", "reaffirms its intention to", "we will send", "are to meet"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.coding.clauses import (
    auxiliaries,
    children,
    conjuncts,
    direct_object,
    find_subject,
    infinitive_of,
    is_negated,
    lemma,
)
from communique.coding.context import Context
from communique.coding.holders import party_refs_at
from communique.coding.speakers import is_cue
from communique.coding.wordlists import WordLists, load_words
from communique.records import ActorKind, ActorRef, Quote

if TYPE_CHECKING:
    from spacy.tokens import Token

WILL = frozenset({"will", "shall", "'ll", "’ll", "wo"})
# Under these what follows is a possibility and no promise.
UNSURE = frozenset({"would", "could", "might", "may", "should", "can", "must", "ought"})


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


def find_promises(context: Context) -> Iterator[Promise]:
    """All promises in the article's text, in text order."""
    for token in context.doc:
        if not context.is_coded(token.sent):
            continue
        found = _promise_verb(context, token) or _promise_noun(context, token) or _future(context, token)
        if found is not None and (not is_harm(found.act) or is_negated(found.act)):
            yield found


def is_harm(act: Token) -> bool:
    """What is promised is ill: a threat."""
    return lemma(act) in lists()["bounds.harm"]


def parties_at(context: Context, token: Token | None) -> tuple[ActorRef, ...]:
    """Those who can be bound: states, their bodies and people, international bodies."""
    if token is None:
        return ()
    refs = party_refs_at(context, token)
    return tuple(r for r in refs if r.state is not None or r.kind is ActorKind.ORGANIZATION)


def quotes_at(context: Context, token: Token) -> list[Quote]:
    """The quotes that hold a token, the innermost first."""
    holding = [q for q in context.quotes if q.span.start <= token.idx < q.span.end]
    return sorted(holding, key=lambda q: q.span.end - q.span.start)


def _promise_verb(context: Context, token: Token) -> Promise | None:
    """As in "Riga pledged to send", "Ottawa pledged 50 million dollars", "they agreed to reopen the bridge by May"."""
    words = lists()
    if not token.tag_.startswith("VB") or token.dep_ == "amod":
        return None
    binding = lemma(token) in words["promise"]
    if not binding and lemma(token) not in words["promise_infinitive"]:
        return None
    if is_negated(token) or auxiliaries(token) & (UNSURE | WILL) or _is_conditional(token):
        return None
    if token.tag_ == "VB" and any(c.lower_ == "to" for c in children(token, "mark")):
        # "asked to pledge", "wants to promise"
        return None
    act = infinitive_of(token)
    if act is None and binding:
        act = direct_object(token)
        if act is not None and (lemma(act) in words["promise_noun"] or act.pos_ == "PRON"):
            act = None
        act = act or next((c for c in children(token, "ccomp") if c.i > token.i), None)
    obligor = parties_at(context, find_subject(token))
    if act is None or not obligor:
        return None
    rule = f"commitment.{lemma(token)}.{'act' if act.tag_.startswith('VB') else 'thing'}"
    return Promise(obligor, act, token, rule, 0.85 if binding else 0.75)


def _promise_noun(context: Context, token: Token) -> Promise | None:
    """As in "Hanoi reaffirms its intention to open", "announced plans to withdraw", "is committed to sending"."""
    words = lists()
    if lemma(token) in words["promise_noun"] and token.pos_ == "NOUN":
        verb = token.head
        if verb.tag_.startswith("VB") and lemma(verb) in words["reaffirm"] and token.dep_ in ("obj", "xcomp", "obl"):
            act = infinitive_of(token) or infinitive_of(verb)
            return _checked(context, token, verb, act, f"commitment.{lemma(verb)}_{lemma(token)}")
    elif lemma(token) in words["promise_adjective"] or token.lower_ in words["promise_adjective"]:
        if not any(c.lemma_ == "be" for c in children(token, "cop", "aux:pass")):
            return None
        gerund = next((c for c in children(token, "advcl", "obl", "xcomp") if c.tag_ == "VBG"), None)
        return _checked(context, token, token, infinitive_of(token) or gerund, f"commitment.is_{token.lower_}")
    return None


def _checked(context: Context, token: Token, verb: Token, act: Token | None, rule: str) -> Promise | None:
    if act is None or is_negated(verb) or auxiliaries(verb) & UNSURE or _is_conditional(verb):
        return None
    obligor = parties_at(context, find_subject(verb))
    return Promise(obligor, act, token, rule, 0.8) if obligor else None


def _is_conditional(verb: Token) -> bool:
    """Inside "if …" or "unless …"."""
    return any(c.lower_ in ("if", "unless", "whether", "were", "should") for c in children(verb, "mark"))


def _future(context: Context, token: Token) -> Promise | None:
    """Read "we will send", "the ministers are to meet", "said that it would release"."""
    act = _carried_act(token) if _is_future(token) else None
    if act is None:
        return None
    subject = find_subject(token)
    obligor = parties_at(context, subject)
    if not obligor:
        obligor = _announcers(context, token) if lemma(act) in load_words("agreements")["joint.future"] else ()
        return Promise(obligor, act, token, "commitment.announced_future", 0.75) if obligor else None
    quotes = quotes_at(context, token)
    if quotes:
        return _by_speaker(quotes, obligor, act, token)
    return None if _is_agenda(subject, obligor, act) else Promise(obligor, act, token, "commitment.will.told", 0.7)


def _is_future(verb: Token) -> bool:
    """A future that somebody brings about: active, not denied, under no condition of its own form."""
    if not verb.tag_.startswith("VB") or is_negated(verb) or _is_conditional(verb) or _is_passive(verb):
        return False
    helping = auxiliaries(verb)
    reported = "would" in helping and _under_report(verb)
    return "have" not in helping and (bool(helping & WILL) or reported or _is_to(verb) or _going_to(verb))


def _is_passive(verb: Token) -> bool:
    return any(c.dep_ == "aux:pass" for c in verb.children)


def _under_report(verb: Token) -> bool:
    """In the clause of a verb of saying: "said it would send", but not "hoped it would help"."""
    at = verb
    while at.dep_ == "conj":
        at = at.head
    return at.dep_ in ("ccomp", "parataxis", "ROOT", "acl") and (
        is_cue(at.head, "say") or any(is_cue(c, "say") for c in children(at, "parataxis", "ccomp"))
    )


def _is_to(verb: Token) -> bool:
    """As in "The ministers are to meet in May"."""
    due = any(c.lower_ in ("due", "set", "scheduled") for c in children(verb, "advmod", "aux"))
    to_mark = due or any(c.lower_ == "to" for c in children(verb, "mark", "case", "aux"))
    return verb.tag_ == "VB" and to_mark and any(c.lower_ in ("is", "are") for c in children(verb, "cop", "aux"))


def _going_to(verb: Token) -> bool:
    return (
        verb.dep_ == "xcomp"
        and verb.head.lower_ == "going"
        and any(c.lower_ in ("is", "are", "am", "'re", "’re", "'m", "’m") for c in children(verb.head, "aux", "cop"))
    )


def _carried_act(verb: Token) -> Token | None:
    """The act proper: "support" in "will continue to support"; None for forecasts and acts of no known kind."""
    words = lists()
    if lemma(verb) in words["bounds.carry"]:
        inner = infinitive_of(verb)
        if inner is not None and any(lemma(inner) in v for v in words.table("acts").values()):
            return inner
        thing = direct_object(verb)
        known = thing is not None and any(lemma(thing) in v for v in words.table("nouns").values())
        return verb if known and lemma(verb) in words["acts.COOPERATE"] else None
    if lemma(verb) in words["bounds.forecast"]:
        return None
    return verb if any(lemma(verb) in v for n, v in words.table("acts").items() if n != "AGREE") else None


def _announcers(context: Context, verb: Token) -> tuple[ActorRef, ...]:
    """Who announces what will happen: "the two ports announced that ferries would resume"."""
    at = verb
    if at.dep_ in ("ccomp", "obj") and lemma(at.head) in ("announce", "declare", "promise", "pledge", "confirm"):
        return parties_at(context, find_subject(at.head))
    return ()


def _by_speaker(quotes: list[Quote], obligor: tuple[ActorRef, ...], act: Token, token: Token) -> Promise | None:
    """A speaker promises for the own side only; what others will do is a forecast."""
    innermost = [q.speaker for q in quotes if q.span == quotes[0].span]
    bound = {r.state or r.key for r in obligor}
    own = any((s.state or s.key) in bound for s in innermost)
    # A joint statement or a report of both sides speaks for them all; a nameless person speaks for nobody.
    joint = all(s.state is None and s.kind is ActorKind.ORGANIZATION for s in innermost)
    if not own and not joint:
        return None
    return Promise(obligor, act, token, "commitment.will.quote", 0.85 if own else 0.7)


def _is_agenda(subject: Token | None, obligor: tuple[ActorRef, ...], act: Token) -> bool:
    """What one named person is to do on the day is an agenda: "the minister will open a fair"."""
    if lemma(act) not in lists()["bounds.ceremony"]:
        return False
    return subject is not None and len(conjuncts(subject)) == 1 and all(r.kind is ActorKind.PERSON for r in obligor)
