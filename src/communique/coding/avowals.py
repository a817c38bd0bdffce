"""What the judge reads of each party of a sentence alone: what it promises, where it stands, what it is agreeing.

Rules name the evidence and are asked first; the judge knows ways of saying it that no list of words holds ("for its
part, Dakar has the ferry in hand by June"). It says that a party promises, not which words tell it: these are found by
syntax, in the clause that the party stands in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from communique.actors.references import Mention
from communique.coding import syntax
from communique.coding.acts import is_known
from communique.coding.arguments import is_party, side, sides
from communique.coding.attitudes import Side
from communique.coding.clauses import auxiliaries, is_negated, lemma
from communique.coding.context import Context
from communique.coding.deals import Deal, is_agreement
from communique.coding.holders import is_private
from communique.coding.judge import Judge, Pair, Verdict, can_be_judged
from communique.coding.pledges import Promise, is_passive
from communique.coding.sided import Sided, can_be_issue, can_hold, things_of_clause
from communique.coding.sport import Genre, find_genre
from communique.coding.wordlists import load_words
from communique.records import ActorKind, ActorRef, EventType, Span

if TYPE_CHECKING:
    from spacy.tokens import Span as Tokens
    from spacy.tokens import Token

# Of a sentence with more parties than this, the first are asked after.
MAX_PARTIES = 6
TWO = 2
# Belief in the likeliest stage of an agreement below which it is not known well enough to be told.
LEAST_STAGE = 0.45
# Classes of acts that are announced without binding anybody (`commitments.toml`).
_NO_PROMISE = ("bounds.ceremony", "bounds.void", "bounds.good_offices", "bounds.session")
# Relations of those to whom something is done, and prepositions of those who do it together with others.
_PASSIVE = frozenset({"obj", "iobj", "obl", "nmod", "compound"})
_WITH = frozenset({"with", "between", "by", "from", "among"})


@dataclass(frozen=True, slots=True)
class Avowal:
    """What the judge thinks of one party of a sentence."""

    mention: Mention
    sent: Tokens
    verdict: Verdict

    @property
    def holders(self) -> tuple[ActorRef, ...]:
        """Those of its references that can be bound and take sides: no crowds, firms and private people."""
        found = (r for r in self.mention.refs if r.state or r.kind is ActorKind.ORGANIZATION)
        return tuple(r for r in found if not is_private(r))


def find_avowals(context: Context, judge: Judge | None) -> tuple[Avowal, ...]:
    """The judge's opinion of each party of the article, in text order; none without a judge."""
    if judge is None or not can_be_judged(context.doc) or find_genre(context.doc) is not Genre.NEWS:
        return ()
    found: list[Avowal] = []
    for sent in context.doc.sents:
        if context.is_coded(sent) and context.speaks_of_somebody(sent):
            mentions = _parties_in(sent, context)
            verdicts = judge.weigh(sent, [Pair((m.start, m.end), None) for m in mentions])
            found += (Avowal(m, sent, v) for m, v in zip(mentions, verdicts, strict=False))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Avowals:
    """What the judge has read of an article that its statements may take over."""

    promises: tuple[tuple[Promise, EventType], ...] = ()
    sides: tuple[Sided, ...] = ()
    deals: tuple[tuple[Deal, tuple[ActorRef, ...]], ...] = ()

    @classmethod
    def of(cls, context: Context, judge: Judge | None) -> Avowals:
        """Ask the judge of each party of the article; nothing without one."""
        if judge is None:
            return cls()
        found = find_avowals(context, judge)
        return cls(
            tuple(promises_of_avowals(found, judge.least("promise"))),
            tuple(sides_of_avowals(found, context, judge.least("stance"))),
            tuple(deals_of_avowals(found, judge.least("stage"))),
        )


def _parties_in(sent: Tokens, context: Context) -> list[Mention]:
    found = [
        m
        for m in context.mentions_of(sent)
        if m.end <= sent.end
        and not m.in_place_role
        and any(is_party(r) for r in m.refs)
        and not syntax.is_excepted(sent.doc[m.head])
        and _can_avow(sent.doc[m.head])
    ]
    return found[:MAX_PARTIES]


def _can_avow(head: Token) -> bool:
    """Whether a party stands where those do who promise, hold and agree: objects and places are not asked after."""
    while head.dep_ in ("conj", "appos", "flat") and head.head.i != head.i:
        head = head.head
    return head.dep_ not in _PASSIVE or (syntax.preposition(head) or "") in _WITH


def is_told(
    told: Iterable[tuple[tuple[Span, ...], Iterable[ActorRef]]], sent: Tokens, parties: Iterable[ActorRef]
) -> bool:
    """Whether something that is read already rests on this sentence, and is of one of these parties.

    Args:
        told: The evidence of each record that is read already, with its parties.
        sent: The sentence of another one.
        parties: The parties of that.
    """
    own = sides(parties)
    return any(
        own & sides(refs) and any(s.start < sent.end_char and sent.start_char < s.end for s in spans)
        for spans, refs in told
    )


def _surest(avowals: Iterable[Avowal], belief: Callable[[Verdict], float]) -> Iterator[Avowal]:
    """Of the mentions of one party in a sentence ("the minister … he") the one that the judge is surest of."""
    found: dict[tuple[int, frozenset[str]], Avowal] = {}
    for avowal in avowals:
        if avowal.holders:
            key = avowal.sent.start, frozenset(sides(avowal.holders))
            kept = found.get(key)
            if kept is None or belief(avowal.verdict) > belief(kept.verdict):
                found[key] = avowal
    yield from found.values()


# --- Promises --------------------------------------------------------------------------------------------------------


def promises_of_avowals(avowals: Iterable[Avowal], least: float) -> Iterator[tuple[Promise, EventType]]:
    """A promise, and the type of what is promised, for each party that the judge is sure makes one."""
    for avowal in _surest(avowals, lambda v: v.promise[1]):
        event, belief = avowal.verdict.promise
        if belief >= least:
            trigger = syntax.governor(avowal.sent.doc[avowal.mention.head])
            act = _act_of(trigger)
            if not _binds_nobody(trigger, act):
                yield Promise(avowal.holders, act, trigger, "commitment.judge", round(belief, 2)), event


def _act_of(trigger: Token) -> Token:
    """What is promised: the clause that completes the verb, else the verb."""
    return next(iter(syntax.complements(trigger)), trigger)


def _binds_nobody(trigger: Token, act: Token) -> bool:
    """What rules know to be no promise: agendas, readiness to talk, offers to mediate, what several agree on."""
    lists = load_words("commitments")
    if any(lists[name] & {lemma(act), lemma(trigger)} for name in _NO_PROMISE):
        return True
    if trigger.dep_ == "acl:relcl" and act.i == trigger.i:
        # "fulfilling a pledge that Moscow made in May": told of again.
        return True
    if any(c.lower_ == "no" for t in (trigger, act) for o in syntax.objects(t) for c in o.children):
        # "made no promise"
        return True
    if (lemma(trigger) == "have" and act.i != trigger.i) or auxiliaries(trigger) & {"should", "must", "ought"}:
        # "had to honour its commitments", "should offer them food": what another asks of it
        return True
    if is_passive(trigger) and lemma(trigger) in lists["promise"]:
        # "gave way after it was promised an exemption"
        return True
    if not is_known(act) and any(o.pos_ == "PRON" for o in syntax.objects(act)):
        # "a storm is coming, and we will ride it out with them": a figure of speech.
        return True
    sides_taken = load_words("positions")
    if is_negated(act) and lemma(act) in sides_taken["recognise"] | sides_taken["assenting"]:
        # "will not accept the ruling" is a stance.
        return True
    readiness = {lemma(t) for t in (trigger, act, *act.children, act.head)} & lists["ready"]
    return bool(readiness) or lemma(trigger) == "agree"


# --- Positions -------------------------------------------------------------------------------------------------------


def sides_of_avowals(avowals: Iterable[Avowal], context: Context, least: float) -> Iterator[Sided]:
    """A side for each party that the judge is sure takes one on a thing that the sentence names."""
    for avowal in _surest(avowals, lambda v: v.stance[1]):
        stance, belief = avowal.verdict.stance
        holders = tuple(r for r in avowal.holders if can_hold(r))
        if belief < least or not holders:
            continue
        verb = syntax.governor(avowal.sent.doc[avowal.mention.head])
        issue = next((t for t in things_of_clause(verb, context) if _can_be_issue(t, avowal, context)), None)
        if issue is not None:
            yield Sided(Side((), stance, issue, verb, "position.judge", round(belief, 2)), holders)


def _can_be_issue(token: Token, avowal: Avowal, context: Context) -> bool:
    inside = avowal.mention.start <= token.i < avowal.mention.end
    return not inside and can_be_issue(token, context)


# --- Agreements ------------------------------------------------------------------------------------------------------


def deals_of_avowals(avowals: Sequence[Avowal], least: float) -> Iterator[tuple[Deal, tuple[ActorRef, ...]]]:
    """An agreement for each sentence of which the judge is sure that a side is agreeing, where words name it."""
    for _, told in groupby(avowals, key=lambda a: a.sent.start):
        parties = [a for a in told if a.verdict.agreeing >= least and a.holders]
        refs = tuple({side(r): r for a in reversed(parties) for r in a.holders}.values())[::-1]
        if not refs:
            continue
        sent = parties[0].sent
        stage = max(parties, key=lambda a: a.verdict.stage[1]).verdict.stage
        if stage[1] < LEAST_STAGE:
            continue
        noun = next((t for t in sent if is_agreement(t)), None)
        verb = syntax.governor(noun if noun is not None else sent.doc[parties[0].mention.head])
        words = load_words("agreements")
        agreed = len(refs) >= TWO and lemma(verb) in words["joint.agree"] | words["joint.decide"]
        if noun is None and not agreed:
            # What two do together is no agreement yet: "have reopened the bridge". Of one, its name must be told.
            continue
        yield Deal(noun, verb, stage[0], "agreement.judge", confidence=round(stage[1], 2)), refs
