"""Treaties, deals and joint undertakings, each at one stage of its life."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from communique.coding.avowals import is_told
from communique.coding.clauses import (
    case_of,
    conjuncts,
    find_subject,
    lemma,
    obliques,
)
from communique.coding.context import Context
from communique.coding.counterparties import from_meeting, is_told_of, merge, pair, sides
from communique.coding.deal_finder import find_deal
from communique.coding.deal_subjects import name_of, start_of, subject_of
from communique.coding.deals import Deal, lists, looks_back
from communique.coding.holders import describe, fold_name, is_private, party_refs_at, refs_at, states_of
from communique.coding.signatories import (
    acts_alone,
    beneficiaries,
    is_mediated,
    sides_around,
    without_mediator,
)
from communique.coding.syntax import children
from communique.records import ActorKind, ActorRef, Agreement, Event, Stage, make_id

if TYPE_CHECKING:
    from spacy.tokens import Token

MAX_PARTIES = 12
# Who fights the state within it, and makes truces with it.
REBELS = frozenset({"REB", "PRM", "UAF"})
# Sentences back in which the parties of "the text" or "the deal" are looked for.
LOOK_BACK = 4


def code_agreements(
    context: Context, events: tuple[Event, ...], avowed: Iterable[tuple[Deal, tuple[ActorRef, ...]]] = ()
) -> tuple[Agreement, ...]:
    """Agreements in text order: "Oman and Qatar signed a memorandum on fisheries in Doha".

    Args:
        context: The article.
        events: The article's events; their parties stand in where the sentence names one side only.
        avowed: Agreements that only the judge has read, with their parties.

    Returns:
        One record for each agreement and stage; what has not been signed, or may be, is none.
    """
    found: dict[str, Agreement] = {}
    last: tuple[ActorRef, ...] = ()
    # Parties of each noun: "ratified a treaty that was signed in May" is one treaty of the same parties.
    known: dict[int, tuple[ActorRef, ...]] = {}
    for token in context.words_with(lists()["anaphor"]):
        deal = find_deal(token)
        if deal is None or (last and is_told_of(deal)) or _is_none(deal):
            continue
        parties = _parties(context, deal, events)
        if deal.noun is not None and len(sides(parties)) < 2:
            parties = known.get(deal.noun.i) or parties
        if len(sides(parties)) < 2 and not _is_alone(deal, find_subject(deal.verb)):
            parties = from_meeting(context, deal, parties, events)
        if len(sides(parties)) < 2 and not _is_alone(deal, find_subject(deal.verb)):
            # The two states that a mediated deal's own sentence names are those who brokered it.
            parties = parties if is_mediated(deal) else pair(context, deal, parties)
        anaphoric = deal.noun is not None and looks_back(deal.noun)
        anaphoric = anaphoric or _is_both(deal)
        if anaphoric and len(sides(parties)) < 2 and last:
            parties = merge(last, parties) if deal.stage is not Stage.SIGNED or not parties else parties
        if len(sides(parties)) < 2 and not _is_alone(deal, find_subject(deal.verb)):
            parties = sides_around(context, deal, parties)
        if not _can_agree(parties, deal):
            continue
        last = parties
        if deal.noun is not None:
            known[deal.noun.i] = parties
        record = _write(context, deal, parties)
        found.setdefault(record.id, record)
    told = [(a.evidence, a.parties) for a in found.values()]
    for deal, named in avowed:
        parties = named if len(sides(named)) >= 2 else sides_around(context, deal, named)
        if not is_told(told, deal.verb.sent, parties) and _can_agree(parties, deal):
            record = _write(context, deal, parties)
            found.setdefault(record.id, record)
    return tuple(sorted(found.values(), key=lambda a: a.evidence[0].start))


def _is_none(deal: Deal) -> bool:
    """As in "reached no agreement"."""
    return deal.noun is not None and any(c.lower_ == "no" for c in children(deal.noun, "det"))


# --- Parties ---------------------------------------------------------------------------------------------------------


def _parties(context: Context, deal: Deal, events: tuple[Event, ...]) -> tuple[ActorRef, ...]:
    """Both sides: those of its words, and where these name one only, those around and of its event."""
    subject = find_subject(deal.verb)
    found = beneficiaries(context, deal)
    for head in _heads(deal, subject):
        found = merge(merge(found, party_refs_at(context, head)), _led_by(context, head))
        if (deal.noun is None and head is subject) or case_of(head) == "between":
            found = merge(found, _stateless(context, head))
    if len(sides(found)) < 2:
        found = merge(found, _beside(context, deal))
    if len(sides(found)) < 2 and not _is_alone(deal, subject):
        found = without_mediator(context, deal, merge(found, _from_events(deal, found, events)))
    # An agency or firm without a state or a mandate is where the news was filed, and no party beside states.
    public = tuple(r for r in found if r.state or r.sector or r.kind is not ActorKind.ORGANIZATION)
    found = public if len(sides(public)) >= 2 else found
    return found[:MAX_PARTIES]


def _heads(deal: Deal, subject: Token | None) -> list[Token]:
    """Where parties stand: subject and agent, who is behind "with" and "between", and who is before the noun."""
    heads: list[Token] = []
    passive = any(c.dep_ == "aux:pass" for c in deal.verb.children) or (
        deal.verb.dep_ == "acl" and deal.verb.tag_ == "VBN"
    )
    if not is_mediated(deal):
        heads.extend(obliques(deal.verb, "by"))
    if (
        subject is not None
        and not passive
        and not is_mediated(deal)
        and (deal.noun is None or subject.i != deal.noun.i)
    ):
        heads.append(subject)
    heads.extend(obliques(deal.verb, "with", "between"))
    if subject is not None and lemma(subject) in lists()["talks"]:
        # "talks between Oman and Qatar ended in an accord"
        heads.extend(obliques(subject, "with", "between", "of"))
    if deal.rule == "agreement.ask_for":
        heads.extend(children(deal.verb, "obj", "iobj"))
    if deal.stage is Stage.PROPOSED:
        heads.extend(obliques(deal.verb, "to"))
        # "put forward a treaty on transit to Georgia"
        below = [deal.noun, *children(deal.noun, "nmod")] if deal.noun is not None else []
        heads.extend(o for n in below for o in obliques(n, "to"))
    if deal.via is not None:
        heads.extend((*obliques(deal.via, "with", "between", "by"), *children(deal.via, "nmod:poss")))
        if deal.rule.endswith("_of") and deal.noun is not None and not obliques(deal.noun, "between"):
            # "the two ministers presided over the signing of"
            above = find_subject(deal.via.head) if deal.via.head.tag_.startswith("VB") else None
            heads.extend([above] if above is not None and above.i != deal.via.i else [])
        if deal.rule == "agreement.signatures":
            heads.extend(obliques(deal.via, "of"))
    if deal.rule == "agreement.membership" and deal.act is not None:
        heads.append(deal.act)
    if deal.noun is not None:
        # "a memorandum of understanding between Oman and Qatar"
        for inner in (deal.noun, *obliques(deal.noun, "of")):
            between = obliques(inner, "with", "between")
            heads.extend(between)
            if [case_of(b) for b in between] == ["between"] and not children(between[0], "conj"):
                # The parse may join "the truce between the army and the rebels" as truce and rebels.
                heads.extend(children(inner, "conj"))
        heads.extend(c for c in children(deal.noun, "amod", "compound", "nmod:poss", "nmod:desc"))
    return heads


def _is_alone(deal: Deal, subject: Token | None) -> bool:
    """As in "whom Chile agreed to receive": one who agrees to act promises, whatever else happens in the sentence."""
    single = subject is not None and len(conjuncts(subject)) == 1 and subject.tag_ in ("NN", "NNP")
    return deal.rule == "agreement.agreed_to" and single


def _beside(context: Context, deal: Deal) -> tuple[ActorRef, ...]:
    """Parties that the noun leaves to its surroundings.

    "Under a deal struck in March, Oman and Qatar share the gas" has them in its sentence, "ratified a pact that lets
    its farmers sell beef in Taiwan" in what the pact does.
    """
    noun = deal.noun
    if noun is None:
        return ()
    if case_of(noun) in ("under", "by", "in") and deal.verb.head.i == noun.i:
        return party_refs_at(context, subject) if (subject := find_subject(noun.head)) is not None else ()
    agentless = bool(children(deal.verb, "aux:pass")) and not obliques(deal.verb, "by")
    if deal.stage not in (Stage.RATIFIED, Stage.SUSPENDED, Stage.ENDED) and not agentless:
        return ()
    inside = {t.i for c in children(noun, "acl", "acl:relcl") for t in c.subtree if c.i != deal.verb.i}
    named = (m for m in context.references.mentions if m.head in inside)
    return tuple(r for m in named for r in m.refs if r.kind is ActorKind.STATE)


def _stateless(context: Context, head: Token) -> tuple[ActorRef, ...]:
    """The other side where it is no state: "the government and the rebels have agreed"."""
    others = [t for t in conjuncts(head) if not refs_at(context, t, joined=False)]
    described = [describe(context, t) for t in others if t.i != head.i]
    return tuple(d for d in described if d is not None)


def _led_by(context: Context, head: Token) -> tuple[ActorRef, ...]:
    """As in "its creditors, led by Japan": who is named behind a description of the other side."""
    found: tuple[ActorRef, ...] = ()
    for part in children(head, "acl", "appos", "nmod", "acl:relcl"):
        found = merge(found, refs_at(context, part) if part.dep_ == "appos" else ())
        for agent in obliques(part, "by"):
            found = merge(found, refs_at(context, agent))
    return found


def _from_events(deal: Deal, found: tuple[ActorRef, ...], events: tuple[Event, ...]) -> tuple[ActorRef, ...]:
    states = set(sides(found))
    for event in events:
        if event.trigger.start <= deal.verb.idx < event.trigger.end:
            both = (*event.actor, *event.recipient)
            if states <= {r.state or r.key for r in both}:
                return both
    return ()


def _is_both(deal: Deal) -> bool:
    """As in "a deal is being discussed by the pair": the parties of the agreement before."""
    agents = [*obliques(deal.verb, "by"), *(t for t in [find_subject(deal.verb)] if t is not None)]
    return any(lemma(a) in ("pair", "duo", "both", "two", "neighbour", "neighbor") for a in agents)


def _can_agree(parties: tuple[ActorRef, ...], deal: Deal) -> bool:
    """Two sides make an agreement; one state and a named paper may, where its other side is no state."""
    several = sides(parties)
    if all(is_private(r) for r in parties):
        return False
    if len(several) >= 2:
        return True
    if deal.noun is None or not several:
        return False
    if deal.stage in (Stage.RATIFIED, Stage.ENDED) and states_of(parties) and _name_is_proper(deal.noun):
        # "ratified the Paris Agreement": whom else it binds needs no telling.
        return True
    sectors = {r.sector for r in parties}
    if sectors & REBELS and len(sectors) >= 2:
        # "the truce between the army and the rebels"
        return True
    # A signing by two people of one country is an agreement between its parties: government and rebels.
    return (deal.stage is Stage.SIGNED and len(parties) >= 2) or acts_alone(deal, parties)


def _name_is_proper(noun: Token) -> bool:
    """As in "the Agreement on Biodiversity", "the Ottawa Convention": a treaty with a name of its own."""
    return noun.text[:1].isupper() and noun.i != noun.sent.start


# --- Records ---------------------------------------------------------------------------------------------------------


def _write(context: Context, deal: Deal, parties: tuple[ActorRef, ...]) -> Agreement:
    subject, head = subject_of(context, deal)
    name = name_of(context, deal.noun) if deal.noun is not None else None
    states = sorted(sides(parties))
    topic = fold_name(head) if head else "agreement"
    agreement_id = make_id("agreement-thread", *states, topic)
    return Agreement(
        id=make_id("agreement", context.article_id, agreement_id, deal.stage, deal.verb.idx),
        article=context.article_id,
        parties=parties,
        subject=subject,
        name=name,
        stage=deal.stage,
        start=start_of(context, deal),
        agreement_id=agreement_id,
        evidence=context.evidence([deal.verb.sent, *([deal.noun.sent] if deal.noun is not None else [])]),
        rule=deal.rule,
        confidence=deal.confidence,
        coder=context.coder,
    )
