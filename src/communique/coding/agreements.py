"""Treaties, deals and joint undertakings, each at one stage of its life."""

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
    obliques,
    own_subject,
    phrase_bounds,
    subtree_bounds,
    words_between,
)
from communique.coding.context import Context
from communique.coding.holders import describe, fold_name, party_refs_at, refs_at
from communique.coding.promises import UNSURE, WILL
from communique.coding.terms import times_in
from communique.coding.wordlists import WordLists, load_words
from communique.language.document import TimeKind
from communique.records import ActorRef, Agreement, Event, PartialDate, Stage, make_id

if TYPE_CHECKING:
    from spacy.tokens import Token

MAX_PARTIES = 12
SUBJECT_CASES = ("on", "about", "over", "for", "of", "regarding", "concerning")
# Sentences back in which the parties of "the text" or "the deal" are looked for.
LOOK_BACK = 4


@dataclass(frozen=True, slots=True)
class Deal:
    """An agreement in the syntax: its noun (None for "agreed to …"), the verb of its stage, its act."""

    noun: Token | None
    verb: Token
    stage: Stage
    rule: str
    act: Token | None = None
    confidence: float = 0.8


def lists() -> WordLists:
    """The lists of agreement words."""
    return load_words("agreements")


def code_agreements(context: Context, events: tuple[Event, ...]) -> tuple[Agreement, ...]:
    """Agreements in text order: "Oman and Qatar signed a memorandum on fisheries in Doha".

    Args:
        context: The article.
        events: The article's events; their parties stand in where the sentence names one side only.

    Returns:
        One record for each agreement and stage; what has not been signed, or may be, is none.
    """
    found: dict[str, Agreement] = {}
    last: tuple[ActorRef, ...] = ()
    for token in context.doc:
        if not context.is_coded(token.sent):
            continue
        deal = _find_deal(token)
        if deal is None:
            continue
        parties = _parties(context, deal, events)
        anaphoric = deal.noun is not None and _looks_back(deal.noun)
        if anaphoric and len(_sides(parties)) < 2 and last:
            parties = _merge(last, parties) if deal.stage is not Stage.SIGNED or not parties else parties
        if not _can_agree(parties, deal):
            continue
        last = parties
        record = _write(context, deal, parties)
        found.setdefault(record.id, record)
    return tuple(found.values())


def _find_deal(token: Token) -> Deal | None:
    if token.tag_.startswith("VB") and token.dep_ not in ("amod", "compound"):
        return _agreed_to(token) or _announced_together(token) or _stage_verb(token)
    return None


def _is_so(verb: Token) -> bool:
    """The stage was reached: not negated, not to come, not a possibility, no bare "to sign"."""
    if is_negated(verb) or auxiliaries(verb) & (UNSURE | WILL):
        return False
    if any(c.lower_ in ("if", "unless", "whether") for c in children(verb, "mark")):
        return False
    return not (verb.tag_ == "VB" and any(c.lower_ in ("to", "not") for c in children(verb, "mark", "advmod")))


def _stage_verb(verb: Token) -> Deal | None:
    """ "signed 15 documents on trade", "the treaty was ratified", "an accord that both signed"."""
    stage = next((n for n, v in lists().table("stages").items() if lemma(verb) in v), None)
    if stage is None or not _is_so(verb):
        return None
    thing = direct_object(verb)
    if thing is None or thing.tag_ in ("WDT", "WP", "IN"):
        passive = own_subject(verb) if any(c.dep_ == "aux:pass" for c in verb.children) else None
        relative = verb.head if verb.dep_ in ("acl", "acl:relcl") else None
        thing = passive or relative
    if thing is None or not is_agreement(thing):
        return None
    if lemma(verb) in ("approve", "welcome", "adopt", "announce", "denounce", "discuss", "leave"):
        # A parliament's approval and a neighbour's applause make no agreement.
        return None
    return Deal(thing, verb, Stage(stage), f"agreement.{lemma(verb)}")


def is_agreement(noun: Token) -> bool:
    """Whether a noun names an agreement: "memorandum", "joint statement", "Doha accord"."""
    word = lemma(noun)
    if word in lists()["noun"]:
        return True
    before = {c.lower_ for c in children(noun, "amod", "compound", "nmod:desc", "nmod")}
    return (word in lists()["qualified_noun"] and bool(before & lists()["qualifier"])) or word == "text"


def _looks_back(noun: Token) -> bool:
    return lemma(noun) in lists()["anaphor"] and any(c.lower_ in ("the", "this") for c in children(noun, "det"))


def _agreed_to(verb: Token) -> Deal | None:
    """ "Oman and Qatar have agreed to resume flights", "agreed on a timetable"."""
    if lemma(verb) not in lists()["joint.agree"] or not _is_so(verb) or lemma(verb) != "agree":
        return None
    act = infinitive_of(verb) or next(iter(obliques(verb, "on", "upon")), None)
    return Deal(None, verb, Stage.AGREED, "agreement.agreed_to", act=act, confidence=0.85) if act is not None else None


def _announced_together(verb: Token) -> Deal | None:
    """ "The two governments announced that flights would resume": what both announce they have agreed."""
    if lemma(verb) not in lists()["joint.announce"] or lemma(verb) == "say" or not _is_so(verb):
        return None
    clause = next((c for c in children(verb, "ccomp") if c.i > verb.i), None)
    if clause is None or not {"will", "would"} & auxiliaries(clause) or lemma(clause) not in lists()["joint.future"]:
        return None
    return Deal(None, verb, Stage.AGREED, "agreement.announced_together", act=clause, confidence=0.7)


# --- Parties ---------------------------------------------------------------------------------------------------------


def _parties(context: Context, deal: Deal, events: tuple[Event, ...]) -> tuple[ActorRef, ...]:
    """Both sides: subject and agent, who stands behind "with" and "between", and who stands before the noun."""
    heads: list[Token] = []
    passive = any(c.dep_ == "aux:pass" for c in deal.verb.children) or (
        deal.verb.dep_ == "acl" and deal.verb.tag_ == "VBN"
    )
    agents = obliques(deal.verb, "by")
    heads.extend(agents)
    subject = find_subject(deal.verb)
    if subject is not None and not passive and (deal.noun is None or subject.i != deal.noun.i):
        heads.append(subject)
    heads.extend(obliques(deal.verb, "with", "between"))
    if deal.noun is not None:
        heads.extend(obliques(deal.noun, "with", "between"))
        heads.extend(c for c in children(deal.noun, "amod", "compound", "nmod:poss", "nmod:desc"))
    found: tuple[ActorRef, ...] = ()
    for head in heads:
        found = _merge(_merge(found, party_refs_at(context, head)), _led_by(context, head))
        if deal.noun is None and head is subject:
            found = _merge(found, _stateless(context, head))
    if len(_sides(found)) < 2:
        found = _merge(found, _from_events(deal, found, events))
    return found[:MAX_PARTIES]


def _stateless(context: Context, head: Token) -> tuple[ActorRef, ...]:
    """The other side where it is no state: "the government and the rebels have agreed"."""
    others = [t for t in conjuncts(head) if not refs_at(context, t, joined=False)]
    described = [describe(context, t) for t in others if t.i != head.i]
    return tuple(d for d in described if d is not None)


def _led_by(context: Context, head: Token) -> tuple[ActorRef, ...]:
    """ "its creditors, led by Japan": who is named behind a description of the other side."""
    found: tuple[ActorRef, ...] = ()
    for part in children(head, "acl", "appos", "nmod", "acl:relcl"):
        found = _merge(found, refs_at(context, part) if part.dep_ == "appos" else ())
        for agent in obliques(part, "by"):
            found = _merge(found, refs_at(context, agent))
    return found


def _from_events(deal: Deal, found: tuple[ActorRef, ...], events: tuple[Event, ...]) -> tuple[ActorRef, ...]:
    states = set(_sides(found))
    for event in events:
        if event.trigger.start <= deal.verb.idx < event.trigger.end:
            both = (*event.actor, *event.recipient)
            if states <= {r.state or r.key for r in both}:
                return both
    return ()


def _merge(first: tuple[ActorRef, ...], second: tuple[ActorRef, ...]) -> tuple[ActorRef, ...]:
    return (
        tuple({r.key: r for r in (*second, *first)}.values())
        if not first
        else tuple({r.key: r for r in (*first, *(s for s in second if s.key not in {f.key for f in first}))}.values())
    )


def _sides(parties: tuple[ActorRef, ...]) -> tuple[str, ...]:
    """The states and bodies among the parties, each once."""
    return tuple(dict.fromkeys(r.state or r.key for r in parties))


def _can_agree(parties: tuple[ActorRef, ...], deal: Deal) -> bool:
    """Two sides make an agreement; one state and a named paper may, where its other side is no state."""
    sides = _sides(parties)
    if len(sides) >= 2:
        return True
    if deal.noun is None or not sides:
        return False
    # A signing by two people of one country is an agreement between its parties: government and rebels.
    return deal.stage is Stage.SIGNED and len(parties) >= 2


# --- Records ---------------------------------------------------------------------------------------------------------


def _write(context: Context, deal: Deal, parties: tuple[ActorRef, ...]) -> Agreement:
    subject, head = _subject(deal)
    name = _name(context, deal.noun) if deal.noun is not None else None
    states = sorted(_sides(parties))
    topic = fold_name(head) if head else "agreement"
    agreement_id = make_id("agreement-thread", *states, topic)
    return Agreement(
        id=make_id("agreement", context.article_id, agreement_id, deal.stage, deal.verb.idx),
        article=context.article_id,
        parties=parties,
        subject=subject,
        name=name,
        stage=deal.stage,
        start=_start(context, deal),
        agreement_id=agreement_id,
        evidence=context.evidence([deal.verb.sent, *([deal.noun.sent] if deal.noun is not None else [])]),
        rule=deal.rule,
        confidence=deal.confidence,
        coder=context.coder,
    )


def _subject(deal: Deal) -> tuple[str | None, str | None]:
    """What it is about, in words, and the head word that identifies it."""
    if deal.act is not None:
        start, end = subtree_bounds(deal.act)
        thing = direct_object(deal.act) or own_subject(deal.act)
        first = deal.act.i if deal.act.tag_.startswith("VB") and own_subject(deal.act) is None else start
        return words_between(deal.act, first, end) or None, lemma(thing or deal.act)
    if deal.noun is None:
        return None, None
    for about in _subject_phrases(deal):
        start, end = subtree_bounds(about)
        start = next((i for i in range(start, about.i + 1) if deal.verb.doc[i].pos_ not in ("ADP", "DET")), start)
        return words_between(about, start, end) or None, lemma(about)
    purpose = infinitive_of(deal.noun) or next(
        (c for c in children(deal.verb, "advcl") if c.i > deal.noun.i and c.tag_ == "VB"), None
    )
    if purpose is not None:
        thing = direct_object(purpose)
        start, end = subtree_bounds(purpose)
        return words_between(purpose, purpose.i, end) or None, lemma(thing or purpose)
    kinds = children(deal.noun, "compound", "amod")
    kind = next((k for k in kinds if k.ent_type_ == "" and k.pos_ in ("NOUN", "ADJ") and k.lower_ != "joint"), None)
    return (kind.text, lemma(kind)) if kind is not None else (None, None)


def _subject_phrases(deal: Deal) -> Iterator[Token]:
    if deal.noun is not None:
        for phrase in (*obliques(deal.noun, *SUBJECT_CASES), *obliques(deal.verb, "on", "about", "regarding")):
            if phrase.i > deal.noun.i and not phrase.like_num and not _is_day(phrase):
                yield phrase


def _is_day(token: Token) -> bool:
    # Months and weekdays behind "on" and "of"; the calendar is the times stage's, the shape is enough here.
    return (token.pos_ == "PROPN" and any(c.like_num for c in token.children)) or token.lower_.endswith("day")


def _name(context: Context, noun: Token) -> str | None:
    """A name of its own: "Doha accord", "Belt and Road memorandum", "Treaty of Rome"."""
    start, end = phrase_bounds(noun, drop=("acl", "appos", "cc", "conj"))
    while start < noun.i and context.doc[start].pos_ in ("DET", "NUM", "PRON"):
        start += 1
    of_name = [c for c in obliques(noun, "of") if c.pos_ == "PROPN"]
    named = (
        any(t.text[:1].isupper() and t.pos_ != "ADJ" for t in context.doc[start : noun.i]) or noun.text[:1].isupper()
    )
    end = max([noun.i + 1, *(t.i + 1 for c in of_name for t in c.subtree)])
    return words_between(noun, start, end) if named or of_name else None


def _start(context: Context, deal: Deal) -> PartialDate | None:
    """When the stage was reached: the point of time of its clause, else the article's day for news."""
    start, end = subtree_bounds(deal.verb)
    for bounds in ((start, end), (deal.verb.sent.start, deal.verb.sent.end)):
        points = [t for t in times_in(context, *bounds) if t.kind is TimeKind.POINT and t.first]
        past = [t for t in points if not context.document.published or (t.first or "") <= context.document.published]
        if past:
            return min(past, key=lambda t: abs(t.start - deal.verb.idx)).first
    return None
