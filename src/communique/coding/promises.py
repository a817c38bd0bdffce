"""Words that promise: "pledged to send", "reaffirms its intention to", "we will send", "are to meet"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from communique.coding.clauses import (
    antecedent,
    auxiliaries,
    conjuncts,
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
from communique.coding.holders import as_state, is_public, states_of
from communique.coding.offers import find_offer, intention_denied, is_restraint, is_vowed
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
from communique.coding.speakers import inserted_cue, is_cue
from communique.coding.syntax import children
from communique.coding.wordlists import load_words
from communique.records import ActorKind, ActorRef, Quote

if TYPE_CHECKING:
    from spacy.tokens import Token

SELF = frozenset({"itself", "themselves", "himself", "herself", "ourselves", "myself"})
QUESTIONS = frozenset({"when", "how", "why", "whether", "where", "who", "what", "which"})
DENIED_INTENT = "commitment.assure.no_intention"
# In an official's own words these are the own side's acts though nobody is named: "the ferry will be returned".
OWN_PASSIVES = ("AID", "RETREAT", "CONCEDE", "SUPPORT", "COOPERATE")


def find_promises(context: Context) -> Iterator[Promise]:
    """All promises in the article's text, in text order."""
    for token in context.words:
        found = _find(context, token)
        if found is None or lemma(found.act) in lists()["bounds.void"]:
            continue
        if not is_harm(found.act) or is_negated(found.act) or found.rule == DENIED_INTENT:
            yield found


def _find(context: Context, token: Token) -> Promise | None:
    return (
        _promise_verb(context, token)
        or promise_noun(context, token)
        or promise_adjective(context, token)
        or _future(context, token)
        or _passive_future(context, token)
        or _given(context, token)
        or announced_gift(context, token)
        or find_offer(context, token)
    )


def is_harm(act: Token) -> bool:
    """What is promised is ill: a threat."""
    if lemma(act) in lists()["bounds.harm"]:
        return True
    thing = direct_object(act) if act.tag_.startswith("VB") else None
    # To cut subsidies is a reform, to cut ties a threat.
    hostile = thing is not None and lemma(thing) in lists()["bounds.hostile_object"]
    return hostile and lemma(act) in lists()["bounds.harm_by_object"]


def quotes_at(context: Context, token: Token) -> list[Quote]:
    """The quotes that hold a token, the innermost first."""
    holding = [q for q in context.quotes if q.span.start <= token.idx < q.span.end]
    return sorted(holding, key=lambda q: q.span.end - q.span.start)


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
        act = _offered(token, act)
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


def _offered(verb: Token, act: Token | None) -> Token | None:
    """Help that is offered binds, offers to mediate or to talk do not: "offered 200 scholarships"."""
    thing = direct_object(verb)
    if thing is not None and is_gift(thing):
        return thing
    if act is not None:
        return act if lemma(act) not in lists()["bounds.good_offices"] else None
    return thing if thing is not None and lemma(thing) in lists()["bounds.mediation"] else None


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


def _future(context: Context, token: Token) -> Promise | None:
    """Read "we will send", "the ministers are to meet", "said that it would release"."""
    act = _carried_act(token) if _is_future(context, token) else None
    if act is None:
        return None
    subject = _who_will(token)
    obligor = parties_at(context, subject)
    if not obligor:
        obligor = _announcers(context, token) if lemma(act) in load_words("agreements")["joint.future"] else ()
        return Promise(obligor, act, token, "commitment.announced_future", 0.75) if obligor else None
    quotes = quotes_at(context, token)
    if quotes:
        return _by_speaker(quotes, obligor, act, token)
    return None if _is_agenda(subject, obligor, act) else Promise(obligor, act, token, "commitment.will.told", 0.7)


def _passive_future(context: Context, verb: Token) -> Promise | None:
    """Read "will be sent by Oslo", and in an official's own words "two ferries will be sent"."""
    helping = auxiliaries(verb)
    planned = bool(helping & {"is", "are"}) and any(c.lower_ == "to" for c in children(verb, "mark", "aux"))
    # "Two helicopters are being sent", in an official's own words.
    planned = planned or ("being" in helping and bool(helping & {"is", "are"}) and lemma(verb) in lists()["giving"])
    to_come = bool(helping & WILL) or planned or ("would" in helping and _under_report(verb))
    if not is_passive(verb) or not to_come or is_negated(verb) or is_conditional(verb) or "have" in helping:
        return None
    kind = next((n for n, v in lists().table("acts").items() if lemma(verb) in v), None)
    agent = next(iter(obliques(verb, "by")), None)
    obligor = parties_at(context, agent) if kind else ()
    if obligor:
        return Promise(obligor, verb, verb, "commitment.will.passive", 0.7)
    quotes = quotes_at(context, verb)
    if kind not in OWN_PASSIVES or agent is not None or not quotes or quotes[0].speaker.state is None:
        return None
    speaker = as_state(context, quotes[0].speaker)
    named = states_of(parties_at(context, own_subject(verb)))
    own = speaker.kind is ActorKind.STATE and not set(named) - {speaker.state}
    return Promise((speaker,), verb, verb, "commitment.will.own_passive", 0.6) if own else None


def _given(context: Context, verb: Token) -> Promise | None:
    """A gift under way, told by the text or by the giver: others' words of it accuse as often."""
    found = giving(context, verb)
    quotes = quotes_at(context, verb) if found is not None else []
    if found is None or not quotes:
        return found
    return found if {q.speaker.state for q in quotes} & set(states_of(found.obligor)) else None


def _who_will(verb: Token) -> Token | None:
    """Who acts; in "Fiji and Tonga are each to send" the parse hangs the names on "each"."""
    each = verb.head if verb.dep_ in ("advcl", "acl", "xcomp") and verb.head.lower_ in ("each", "both", "all") else None
    named = next((c for c in children(each, "dep", "nsubj") if c.i < each.i), None) if each is not None else None
    return named or find_subject(verb)


def _is_future(context: Context, verb: Token) -> bool:
    """A future that somebody brings about: active, not denied, under no condition of its own form."""
    if not verb.tag_.startswith("VB") or is_conditional(verb) or is_passive(verb) or _is_asked(verb):
        return False
    # "We will not station missiles there," he promised: denied futures bind only where the verb says so.
    vowed = lemma(verb.head) in lists()["promise"] or is_restraint(verb)
    if is_negated(verb) and not (vowed or is_vowed(context, verb)):
        return False
    helping = auxiliaries(verb)
    reported = "would" in helping and _under_report(verb)
    return "have" not in helping and (bool(helping & WILL) or reported or _is_to(verb) or _going_to(verb))


def _is_asked(verb: Token) -> bool:
    """As in "has not said when it will leave", "knows who will pay": a question, and no statement."""
    told = verb.dep_ in ("ccomp", "csubj") or (
        verb.dep_ == "advcl" and is_cue(verb.head, "say") and is_negated(verb.head)
    )
    return told and any(c.lower_ in QUESTIONS and c.i < verb.i for c in verb.children)


def _under_report(verb: Token) -> bool:
    """In the clause of a verb of saying: "said it would send", but not "hoped it would help"."""
    at = verb
    while at.dep_ == "conj":
        at = at.head
    if inserted_cue(at) is not None:
        return True
    return at.dep_ in ("ccomp", "parataxis", "ROOT", "acl") and (
        is_cue(at.head, "say") or any(is_cue(c, "say") for c in children(at, "parataxis", "ccomp"))
    )


def _is_to(verb: Token) -> bool:
    """As in "The ministers are to meet in May"."""
    due = any(c.lower_ in ("due", "set", "scheduled") for c in children(verb, "advmod", "aux", "case"))
    to_mark = due or any(c.lower_ == "to" for c in children(verb, "mark", "case", "aux"))
    each = verb.head.lower_ in ("each", "both", "all") and verb.head.i == verb.i - 2
    being = children(verb.head, "cop", "aux") if each else children(verb, "cop", "aux")
    return verb.tag_ == "VB" and to_mark and any(c.lower_ in ("is", "are") for c in being)


def _going_to(verb: Token) -> bool:
    return (
        verb.dep_ == "xcomp"
        and verb.head.lower_ == "going"
        and any(c.lower_ in ("is", "are", "am", "'re", "’re", "'m", "’m") for c in children(verb.head, "aux", "cop"))
    )


def act_name(verb: Token) -> str:
    """The name under which a verb stands in the lists: `step_up` where they know it with its particle, else `step`."""
    name = "call_on" if lemma(verb) == "call" and obliques(verb, "on") else with_particle(verb)
    behind = verb.doc[verb.i + 1].lower_ if verb.i + 1 < len(verb.doc) else ""
    # "hand over 14 ambulances": the particle may be hung on the number.
    names = (f"{lemma(verb)}_{behind}", name)
    return next((n for n in names if any(n in v for v in lists().table("acts").values())), lemma(verb))


def _is_known(verb: Token) -> bool:
    return any(act_name(verb) in v for v in lists().table("acts").values())


def _carried_act(verb: Token) -> Token | None:
    """The act proper: "support" in "will continue to support"; None for forecasts and acts of no known kind."""
    words = lists()
    if is_negated(verb):
        return verb
    if lemma(verb) == "help" and any(c.pos_ == "PROPN" for c in children(verb, "obj", "nsubj")):
        # "will help Bolivia restore the line" is help.
        return verb
    if lemma(verb) in words["bounds.carry"] and act_name(verb) == lemma(verb):
        inner = infinitive_of(verb) or next((c for c in children(verb, "xcomp", "advcl") if c.tag_ == "VBG"), None)
        if inner is not None and inner.i > verb.i and _is_known(inner):
            return inner
        thing = direct_object(verb)
        thing = thing or next((c for c in children(verb, "xcomp") if c.i > verb.i and lemma(c) == "work"), None)
        known = thing is not None and any(lemma(thing) in v for v in words.table("nouns").values())
        starting = known and lemma(verb) in ("begin", "start")
        return verb if starting or (known and lemma(verb) in words["acts.COOPERATE"]) else None
    if act_name(verb) in words["bounds.forecast"]:
        return None
    if act_name(verb) in words["bounds.empty"]:
        return _with_counterpart(verb)
    return verb if any(act_name(verb) in v for n, v in words.table("acts").items() if n != "AGREE") else None


def _with_counterpart(verb: Token) -> Token | None:
    """The act of "will hold talks", "will receive the premier"; "will hold elections", "will hold drills" are news."""
    words = lists()
    thing = direct_object(verb)
    thing = antecedent(thing) if thing is not None else None
    person = thing is not None and (thing.pos_ == "PROPN" or lemma(thing) in words["bounds.party_noun"])
    return verb if thing is not None and (person or lemma(thing) in words["nouns.CONSULT"]) else None


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
    joint = all(s.state is None and (s.kind is ActorKind.ORGANIZATION or is_public(s)) for s in innermost)
    # The chairman of a union without a state speaks for the union.
    bodies = {r.sector for r in obligor} == {"IGO"} and all(s.state is None and s.sector == "IGO" for s in innermost)
    if own or joint or bodies:
        return Promise(obligor, act, token, "commitment.will.quote", 0.85 if own else 0.65)
    return None


def _is_agenda(subject: Token | None, obligor: tuple[ActorRef, ...], act: Token) -> bool:
    """What one named person is to do on the day is an agenda: "the minister will open a fair", "the bloc will meet"."""
    if len(obligor) == 1 and obligor[0].sector in ("IGO", "LEG") and lemma(act) in lists()["bounds.session"]:
        return True
    if lemma(act) not in lists()["bounds.ceremony"]:
        return False
    return subject is not None and len(conjuncts(subject)) == 1 and all(r.kind is ActorKind.PERSON for r in obligor)
