"""What the judge says of the events of a sentence: how sure they are, which are none, and which no frame has named."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from communique.actors.references import Mention, MentionKind
from communique.coding import syntax
from communique.coding.arguments import Parties, is_name_of, is_party, is_political, sides
from communique.coding.context import Context
from communique.coding.drafts import Draft
from communique.coding.frames import Match
from communique.coding.judge import Judge, Marks, Pair, Verdict, can_be_judged
from communique.coding.lexicon import Frame
from communique.coding.readings import Reading
from communique.records import ActorRef, EventType, Modality

if TYPE_CHECKING:
    from spacy.tokens import Span as Tokens
    from spacy.tokens import Token

RULE = "judge"
# Of a sentence with more parties than this, the first are looked at: pairs grow with the square.
MAX_PARTIES = 4
# What is carried out by both, where nobody is known to have begun.
_MUTUAL = frozenset({EventType.CONSULT, EventType.COOPERATE})
# What two do together without doing it to each other: "Fijian and Tongan nurses work hand in glove".
# Two names side by side do something together in every figure of speech: "Oslo and Lima bury the hatchet".
SURE_OF_BOTH = 0.96
_SHARED = _MUTUAL | {EventType.AGREE, EventType.SUPPORT}
_LEAST = 1e-4
TWO = 2


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the judge thinks of a draft: a verdict on its two parties in their order, and one on the reverse order."""

    forward: Verdict
    backward: Verdict
    marks: int

    def of(self, event: EventType, *, mutual: bool) -> float:
        """Belief in an event of this type between the two."""
        ours = self.forward.of(event)
        return max(ours, self.backward.of(event)) if mutual else ours

    @property
    def best(self) -> EventType:
        """The likeliest event, the first party acting."""
        return self.forward.best


def judge_drafts(drafts: Sequence[Draft], sent: Tokens, context: Context, judge: Judge) -> list[Opinion | None]:
    """The judge's opinion of each draft of a sentence; None where the sentence names neither party."""
    if not can_be_judged(context.doc):
        return [None] * len(drafts)
    pairs = [_pair_of(draft.parties, sent, context) for draft in drafts]
    asked = [p for p in dict.fromkeys(pairs) if p is not None]
    found = judge.weigh(sent, [q for p in asked for q in (p, p.turned())])
    if not found:
        return [None] * len(drafts)
    opinions = {
        p: Opinion(found[2 * i], found[2 * i + 1], (p.actor is not None) + (p.recipient is not None))
        for i, p in enumerate(asked)
    }
    return [opinions[p] if p is not None else None for p in pairs]


def _pair_of(parties: Parties, sent: Tokens, context: Context) -> Pair | None:
    ours = list(_marks(parties.actor, sent, context))
    theirs = list(_marks(parties.recipient, sent, context))
    if not parties.recipient:
        ours, theirs = ours[:1], [m for m in ours[1:] if not _meet(m, ours[0])]
    elif ours and theirs:
        theirs = [m for m in theirs if not _meet(m, ours[0])]
    if not ours and not theirs:
        return None
    return Pair(ours[0] if ours else None, theirs[0] if theirs else None)


def _marks(refs: Iterable[ActorRef], sent: Tokens, context: Context) -> Iterator[Marks]:
    """Where the sentence names these parties."""
    for ref in refs:
        if ref.span is not None and sent.start_char <= ref.span.start < sent.end_char:
            span = context.words_at(ref.span.start, ref.span.end)
            if span is not None and span.end <= sent.end:
                yield span.start, span.end


def _meet(one: Marks, other: Marks) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def features(draft: Draft, opinion: Opinion | None) -> dict[str, float]:
    """What the confidence in a draft is computed from; see `training/judge/calibrate.py`.

    Beliefs enter as logarithms, since a draft that the judge thinks a hundred times less likely deserves that.
    """
    at_home = not any(is_political(r) for r in draft.parties.everyone)
    # What nobody else has part in was often done to somebody whom the frame has not found, or is none.
    alone = len(sides(draft.parties.everyone)) < TWO
    found = {"bias": 1.0, "frame": draft.confidence - 0.7, "at home": float(at_home), "alone": float(alone)}
    if opinion is None:
        return found | {"unseen": 1.0}
    mutual = not draft.parties.recipient or draft.event in _MUTUAL
    belief = opinion.of(draft.event, mutual=mutual)
    best = max(float(opinion.forward.events[2:].max()), _LEAST)
    return found | {
        "one mark": float(opinion.marks < 2),
        "belief": math.log(max(belief, _LEAST)),
        "none": math.log(max(opinion.forward.none, _LEAST)) / 4,
        "lead": math.log(max(belief, _LEAST) / best),
        "modality": math.log(max(opinion.forward.modality_of(draft.modality), _LEAST)),
    }


def confidence_of(draft: Draft, opinion: Opinion | None, judge: Judge) -> float:
    """How sure an event is: the share of such drafts that are right, as measured."""
    weights: dict[str, float] = judge.weights["confidence"]
    total = sum(weights.get(name, 0.0) * value for name, value in features(draft, opinion).items())
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


def settle_drafts(drafts: Sequence[Draft], sent: Tokens, context: Context, judge: Judge) -> list[Draft]:
    """Set the confidence of each draft, leave out those below the judge's floor, and give it the mode it lacks."""
    kept = []
    for draft, opinion in zip(drafts, judge_drafts(drafts, sent, context, judge), strict=True):
        sure = confidence_of(draft, opinion, judge)
        at_home = not any(is_political(r) for r in draft.parties.everyone)
        if sure >= (judge.home_floor if at_home else judge.floor):
            kept.append(replace(draft, confidence=round(min(max(sure, 0.01), 0.99), 2)))
    return kept


def fill_recipients(drafts: Sequence[Draft], sent: Tokens, context: Context, judge: Judge) -> list[Draft]:
    """Give events without a recipient the party of the sentence that the judge is sure is acted upon."""
    if not can_be_judged(context.doc):
        return list(drafts)
    return [_filled(d, sent, context, judge, _doing_same(d, drafts)) if _lacks_recipient(d) else d for d in drafts]


def _doing_same(draft: Draft, drafts: Sequence[Draft]) -> set[str]:
    """ "Oslo pledged two million dollars and Peru one million": who does the same beside is not who receives it."""
    return sides(r for d in drafts if d is not draft and d.event is draft.event for r in d.parties.actor)


def _lacks_recipient(draft: Draft) -> bool:
    return not draft.parties.recipient and len(sides(draft.parties.actor)) == 1 and draft.event not in _MUTUAL


def _filled(draft: Draft, sent: Tokens, context: Context, judge: Judge, besides: set[str]) -> Draft:
    marks = next(_marks(draft.parties.actor, sent, context), None)
    ours = sides(draft.parties.actor)
    if marks is None:
        return draft
    others = [
        m
        for m in _mentions(sent, context)
        if not sides(m.refs) & (ours | besides)
        and not _meet((m.start, m.end), marks)
        and any(is_party(r) for r in m.refs)
        and syntax.preposition(sent.doc[m.head]) != "according"
    ][:MAX_PARTIES]
    found = judge.weigh(sent, [Pair(marks, (m.start, m.end)) for m in others])
    best = max(zip(found, others, strict=True), key=lambda pair: pair[0].of(draft.event), default=None)
    if best is None or best[0].of(draft.event) < judge.sure:
        return draft
    return replace(draft, parties=Parties(draft.parties.actor, best[1].refs))


def find_unnamed_events(drafts: Sequence[Draft], sent: Tokens, context: Context, judge: Judge) -> list[Draft]:
    """Events between two parties of a sentence that no frame names; their rule is `judge`."""
    if not can_be_judged(context.doc):
        return []
    mentions = _parties_in(sent, context)
    told = [frozenset(sides(d.parties.everyone)) for d in drafts]
    pairs = [
        (a, b)
        for i, a in enumerate(mentions)
        for b in mentions[i + 1 :]
        if not sides(a.refs) & sides(b.refs)
        and any(r.state or r.sector for r in (*a.refs, *b.refs))
        and not any(sides(a.refs) | sides(b.refs) <= both for both in told)
        and (not _in_one_phrase(sent.doc[a.head], sent.doc[b.head]) or _side_by_side(a, b, sent))
    ]
    asked = [Pair((a.start, a.end), (b.start, b.end)) for a, b in pairs]
    found = judge.weigh(sent, asked)
    turned = [i for i, v in enumerate(found) if v.reverse > max(v.none, float(v.events[2:].max()))]
    again = dict(zip(turned, judge.weigh(sent, [asked[i].turned() for i in turned]), strict=True))
    drafted: list[Draft] = []
    for i, (a, b) in enumerate(pairs[: len(found)]):
        actor, recipient = (b, a) if i in again else (a, b)
        verdict = again.get(i, found[i])
        event, ours = verdict.best, sides((*actor.refs, *recipient.refs))
        if any(d.event is event and ours & sides(d.parties.everyone) for d in drafts):
            # The same act, of which a frame sees the parties otherwise.
            continue
        happened = verdict.modality_of(Modality.ACTUAL) + verdict.modality_of(Modality.HISTORICAL)
        if _side_by_side(actor, recipient, sent) and (event not in _SHARED or verdict.of(event) < SURE_OF_BOTH):
            # "Norwegian and Polish ships shelled the fort": what two do together they do not do to each other.
            continue
        # Firms and clubs go to war in figures of speech.
        political = all(any(is_political(r) for r in m.refs) for m in (actor, recipient))
        least = judge.unnamed if political else max(judge.unnamed, judge.sure)
        if min(verdict.of(event), happened) >= least:
            drafted.append(_draft(verdict, actor, recipient, sent))
    best = sorted(drafted, key=lambda d: -d.confidence)
    # One sentence that the frames cannot read tells one thing at most that can be trusted.
    return best[:1]


def _parties_in(sent: Tokens, context: Context) -> list[Mention]:
    found = [
        m
        for m in _mentions(sent, context)
        if not m.in_place_role
        and any(is_party(r) for r in m.refs)
        # "according to officials", "the Kodari crossing": who tells it, and a name that is no party's
        and syntax.preposition(sent.doc[m.head]) != "according"
        and not syntax.is_excepted(sent.doc[m.head])
        and (any(r.state for r in m.refs) or not is_name_of(sent.doc[m.head]))
    ]
    return found[:MAX_PARTIES]


def _mentions(sent: Tokens, context: Context) -> Iterator[Mention]:
    return (m for m in context.mentions_of(sent) if m.kind is not MentionKind.GROUP and m.end <= sent.end)


def _in_one_phrase(one: Token, other: Token) -> bool:
    """ "militants loyal to al-Qaeda", "the forum (APEC)": one stands inside the phrase of the other."""
    for inner, outer in ((one, other), (other, one)):
        for head in syntax.up(inner):
            if head.i == outer.i:
                return True
            if syntax.is_verbal(head):
                break
    return False


def _side_by_side(one: Mention, other: Mention, sent: Tokens) -> bool:
    """ "Romania and Hungary", "Indian and Nepalese officers": two of one list."""
    first, second = sorted((sent.doc[one.head], sent.doc[other.head]), key=lambda t: t.i)
    return any(t.i == second.i for t in syntax.conjuncts(first))


def _draft(verdict: Verdict, actor: Mention, recipient: Mention, sent: Tokens) -> Draft:
    event = verdict.best
    mode, belief = verdict.mode_of(event)
    parties = Parties(actor.refs, recipient.refs)
    if (event in _MUTUAL and mode != "visit") or _side_by_side(actor, recipient, sent):
        parties = Parties((*actor.refs, *recipient.refs), ())
    trigger = _trigger(sent.doc[actor.head], sent.doc[recipient.head])
    match = Match(token=trigger, frame=Frame(name=RULE, event=event), words=(trigger,), carrier=trigger)
    reading = Reading(match=match, event=event, mode=None, parties=parties, rule=RULE)
    return Draft(
        reading=reading,
        event=event,
        mode=mode if belief > 0.5 else None,
        modality=verdict.modality,
        parties=parties,
        sent=sent,
        rule=RULE,
        confidence=round(verdict.of(event), 2),
    )


def _trigger(one: Token, other: Token) -> Token:
    """The word that joins two parties: where their paths through the tree meet, else the verb above."""
    above = {one.i, *(t.i for t in syntax.up(one))}
    meeting = next((t for t in (other, *syntax.up(other)) if t.i in above), other)
    return syntax.governor(meeting) if meeting.i in (one.i, other.i) else meeting
