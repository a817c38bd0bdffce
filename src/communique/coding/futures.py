"""Promises in the future tense: "we will send", "the ministers are to meet", "said that it would release"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.coding.acts import carried_act, is_denied, is_disposed, is_known, is_measure, is_waived
from communique.coding.clauses import (
    antecedent,
    auxiliaries,
    clause_tokens,
    conjuncts,
    find_subject,
    is_negated,
    lemma,
    obliques,
    own_subject,
)
from communique.coding.context import Context
from communique.coding.holders import PRIVATE, as_state, states_of
from communique.coding.offers import is_restraint, is_vowed
from communique.coding.pledges import WILL, Promise, is_conditional, is_passive, lists, parties_at
from communique.coding.speakers import inserted_cue, is_cue
from communique.coding.syntax import children
from communique.coding.terms import times_in
from communique.coding.wordlists import list_of, load_words
from communique.language.document import TimeKind
from communique.records import ActorKind, ActorRef, Quote, QuoteKind

if TYPE_CHECKING:
    from spacy.tokens import Token

QUESTIONS = frozenset({"when", "how", "why", "whether", "where", "who", "what", "which"})
# A speaker's state that was guessed is known no better than this.
GUESSED = 0.65
# Times that may lie ahead.
TO_COME = (TimeKind.POINT, TimeKind.DUE, TimeKind.INTERVAL)
# "Perhaps Riga will send": what may be binds nobody.
MAYBE = frozenset({"perhaps", "maybe", "probably", "possibly", "likely", "presumably", "surely", "doubtless"})
# Quotes whose words are given as a report, where "would" is the future of the past.
OWN_WORDS = ("quote.said", "quote.according_to")
# In an official's own words these are the own side's acts though nobody is named: "the ferry will be returned".
OWN_PASSIVES = ("AID", "RETREAT", "CONCEDE", "SUPPORT", "COOPERATE")


def find_future(context: Context, token: Token) -> Promise | None:
    """A promise in the future tense, active or passive, or None."""
    return (
        _future(context, token)
        or _passive_future(context, token)
        or _own_thing(context, token)
        or _scheduled(context, token)
    )


def _future(context: Context, token: Token) -> Promise | None:
    """Read "we will send", "the ministers are to meet", "said that it would release"."""
    act = carried_act(token) if _is_future(context, token) else None
    if act is None:
        return None
    subject = _who_will(token)
    obligor = parties_at(context, subject)
    if not obligor:
        obligor = _announcers(context, token) if lemma(act) in load_words("agreements")["joint.future"] else ()
        return Promise(obligor, act, token, "commitment.announced_future", 0.75) if obligor else None
    quotes = quotes_at(context, token)
    if quotes and quotes[0].kind is QuoteKind.DIRECT and not is_known(act) and not is_denied(act):
        # "Norway will ride it out with them": in people's own words a rare verb is a figure of speech.
        return None
    if quotes:
        return _by_speaker(quotes, obligor, act, token)
    # An act that the lists do not know may be none of anybody's will.
    confidence = 0.7 if is_known(act) else 0.6
    told = Promise(obligor, act, token, "commitment.will.told", confidence)
    return None if _is_agenda(subject, obligor, act) else told


def _passive_future(context: Context, verb: Token) -> Promise | None:
    """Read "will be sent by Oslo", and in an official's own words "two ferries will be sent"."""
    helping = auxiliaries(verb)
    planned = bool(helping & {"is", "are"}) and any(c.lower_ == "to" for c in children(verb, "mark", "aux"))
    # "Two helicopters are being sent", in an official's own words.
    planned = planned or ("being" in helping and bool(helping & {"is", "are"}) and lemma(verb) in lists()["giving"])
    to_come = bool(helping & WILL) or planned or ("would" in helping and _is_reported(context, verb))
    if not is_passive(verb) or not to_come or is_negated(verb) or is_conditional(verb) or "have" in helping:
        return None
    kind = list_of("commitments", "acts").get(lemma(verb))
    agent = next(iter(obliques(verb, "by")), None)
    obligor = parties_at(context, agent) if kind else ()
    if obligor:
        return Promise(obligor, verb, verb, "commitment.will.passive", 0.7)
    quotes = quotes_at(context, verb)
    if kind not in OWN_PASSIVES or agent is not None or not quotes or quotes[0].speaker.state is None:
        return None
    obligor = _own_side(context, quotes, own_subject(verb))
    return Promise(obligor, verb, verb, "commitment.will.own_passive", 0.6) if obligor else None


def _own_thing(context: Context, verb: Token) -> Promise | None:
    """Read "the embassy will close", "our observers would leave", "the tariffs would stay": what becomes of one's own.

    In an official's own words the state answers for its men, its offices and its measures, whoever moves them.
    """
    if not is_disposed(verb) or is_passive(verb) or not _is_future(context, verb):
        return None
    subject = own_subject(verb)
    subject = antecedent(subject) if subject is not None else None
    if subject is None or subject.pos_ != "NOUN" or lemma(subject) not in list_of("commitments", "own"):
        return None
    obligor = _own_side(context, quotes_at(context, verb), subject)
    return Promise(obligor, verb, verb, "commitment.will.own_thing", 0.55) if obligor else None


def _scheduled(context: Context, verb: Token) -> Promise | None:
    """Read "leaves for Rome on 4 May", "is closing its consulate next month": the present of a day to come."""
    helping = auxiliaries(verb)
    present = verb.tag_ in ("VBZ", "VBP") and not helping
    going = verb.tag_ == "VBG" and helping in ({"is"}, {"are"})
    if not (present or going) or verb.dep_ not in ("ROOT", "conj", "ccomp", "parataxis", "acl:relcl"):
        return None
    if is_denied(verb) or is_conditional(verb) or _is_asked(verb) or carried_act(verb) is None:
        return None
    if not (is_known(verb) or is_measure(verb)):
        return None
    if not _is_ahead(context, verb):
        return None
    obligor = tuple(r for r in parties_at(context, find_subject(verb)) if r.state or r.kind is ActorKind.ORGANIZATION)
    if not obligor or _is_agenda(find_subject(verb), obligor, verb):
        return None
    return Promise(obligor, verb, verb, "commitment.will.scheduled", 0.55)


def _is_ahead(context: Context, verb: Token) -> bool:
    """Whether the clause names a day after publication; one without its year is, since the verb is no past."""
    tokens = clause_tokens(verb)
    beside = [c for c in verb.children if c.dep_.startswith("obl") or c.dep_ == "advmod"]
    # "fixes the end of May as its term": a day that is the object says nothing of when.
    starts = {t.idx for c in beside for t in c.subtree if t.i in tokens}
    published = context.document.published
    for time in times_in(context, min(tokens), max(tokens) + 1):
        if time.start in starts and time.kind in TO_COME and time.last is not None:
            words = context.doc.text[time.start : time.end]
            dated = time.last[:4] in words
            if words.lower().endswith("days"):
                # "on weekdays", "on Mondays": again and again.
                continue
            if published is None or time.last > published or (time.first == time.last and not dated):
                return True
    return False


def _own_side(context: Context, quotes: list[Quote], subject: Token | None) -> tuple[ActorRef, ...]:
    """The state of whoever speaks, for things that are nobody else's."""
    if not quotes or quotes[0].speaker.state is None or _is_private(quotes[0].speaker):
        return ()
    speaker = as_state(context, quotes[0].speaker)
    own = speaker.state is not None and not set(states_of(parties_at(context, subject))) - {speaker.state}
    return (speaker,) if own else ()


def quotes_at(context: Context, token: Token) -> list[Quote]:
    """The quotes that hold a token, the innermost first."""
    holding = [q for q in context.quotes if q.span.start <= token.idx < q.span.end]
    return sorted(holding, key=lambda q: q.span.end - q.span.start)


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
    vowed = lemma(verb.head) in lists()["promise"] or is_restraint(verb) or is_waived(verb)
    if is_denied(verb) and not (vowed or is_vowed(context, verb)):
        return False
    if any(c.lower_ in MAYBE for c in children(verb, "advmod")):
        return False
    helping = auxiliaries(verb)
    reported = "would" in helping and _is_reported(context, verb)
    return "have" not in helping and (bool(helping & WILL) or reported or _is_to(verb) or _going_to(verb))


def _is_asked(verb: Token) -> bool:
    """As in "has not said when it will leave", "knows who will pay": a question, and no statement."""
    told = verb.dep_ in ("ccomp", "csubj") or (
        verb.dep_ == "advcl" and is_cue(verb.head, "say") and is_negated(verb.head)
    )
    return told and any(c.lower_ in QUESTIONS and c.i < verb.i for c in verb.children)


def _is_reported(context: Context, verb: Token) -> bool:
    """Whether "would" tells of the future in somebody's words: "said it would send", but not "hoped it would help"."""
    at = verb
    while at.dep_ == "conj":
        at = at.head
    if inserted_cue(at) is not None:
        return True
    if at.dep_ in ("ccomp", "parataxis", "ROOT", "acl", "xcomp") and (
        is_cue(at.head, "say")
        or (at.head.i != at.i and lemma(at.head) in lists()["reporting"] | load_words("quotes")["noun"])
        or any(is_cue(c, "say") for c in children(at, "parataxis", "ccomp"))
    ):
        return True
    if _is_of_terms(at):
        return True
    return any(q.kind is QuoteKind.INDIRECT and q.rule.startswith(OWN_WORDS) for q in quotes_at(context, verb)[:1])


def _is_of_terms(verb: Token) -> bool:
    """As in "Under the deal, Riga would recognise the vote": what a text that binds provides for."""
    terms = (o for v in (verb, verb.head) for o in obliques(v, "under", "in") if o.i < verb.i)
    return any(lemma(t) in load_words("agreements")["anchor"] for t in terms)


def _is_to(verb: Token) -> bool:
    """As in "The ministers are to meet in May"."""
    due = any(c.lower_ in ("due", "set", "scheduled") for c in children(verb, "advmod", "aux", "case"))
    to_mark = due or any(c.lower_ == "to" for c in children(verb, "mark", "case", "aux"))
    each = verb.head.lower_ in ("each", "both", "all") and verb.head.i == verb.i - 2
    being = children(verb.head, "cop", "aux") if each else children(verb, "cop", "aux")
    return verb.tag_ == "VB" and to_mark and any(c.lower_ in ("is", "are", "was", "were") for c in being)


def _going_to(verb: Token) -> bool:
    return (
        verb.dep_ == "xcomp"
        and verb.head.lower_ == "going"
        and any(c.lower_ in ("is", "are", "am", "'re", "’re", "'m", "’m") for c in children(verb.head, "aux", "cop"))
    )


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
    # A joint statement or a report of both sides speaks for them all; "officials said" and a spokesman whose side
    # the text leaves open speak for whom they speak of; a scholar or a critic speaks for nobody.
    # One whose state was only guessed, from the place or the topic, is such a spokesman too.
    open_side = all((s.state is None or s.confidence <= GUESSED) and not _is_private(s) for s in innermost)
    if own or open_side:
        confidence = 0.85 if own else 0.65
        return Promise(obligor, act, token, "commitment.will.quote", confidence if is_known(act) else confidence - 0.1)
    return None


def _is_private(speaker: ActorRef) -> bool:
    """Somebody who speaks for no state: an analyst, a paper, a party in opposition."""
    told = f"{speaker.office or ''} {speaker.name}".lower().replace("-", " ").split()
    return speaker.sector in PRIVATE or any(w.removesuffix("s") in lists()["bounds.onlooker"] for w in told)


def _is_agenda(subject: Token | None, obligor: tuple[ActorRef, ...], act: Token) -> bool:
    """What one named person is to do on the day is an agenda: "the minister will open a fair", "the bloc will meet"."""
    if len(obligor) == 1 and obligor[0].sector in ("IGO", "LEG") and lemma(act) in lists()["bounds.session"]:
        return True
    if lemma(act) not in lists()["bounds.ceremony"]:
        return False
    return subject is not None and len(conjuncts(subject)) == 1 and all(r.kind is ActorKind.PERSON for r in obligor)
