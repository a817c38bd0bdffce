"""Where states, their bodies and people stand on an issue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from communique.coding.attitudes import Side, lists
from communique.coding.avowals import is_told
from communique.coding.clauses import antecedent, clause_tokens, direct_object, lemma, sentences
from communique.coding.context import Context
from communique.coding.holders import is_private, is_public, party_refs_at
from communique.coding.issues import Issue, find_forum, issue_id, read_issue, recognised_person
from communique.coding.seconding import gapped
from communique.coding.sided import Sided, sides_of_events
from communique.coding.stances import find_sides
from communique.coding.syntax import children
from communique.coding.terms import read_since_until
from communique.records import ActorKind, ActorRef, Event, Position, make_id

if TYPE_CHECKING:
    from spacy.tokens import Token

# Sentences back to which "it" and a vote without an object may look for their issue.
LOOK_BACK = 3
# PLOVER's sector of those who have left office: they speak for nobody but themselves.
FORMER = "ELI"


def code_positions(context: Context, events: tuple[Event, ...], avowed: Iterable[Sided] = ()) -> tuple[Position, ...]:
    """Positions in text order, one for each holder: "Malta and Cyprus voted against the draft" gives two.

    Args:
        context: The article with its quotes.
        events: The article's events; a side taken there and missed here is added, if it names an issue.
        avowed: Sides that only the judge has read.

    Returns:
        Positions; what somebody is asked or expected to support is none.
    """
    found: dict[str, Position] = {}
    last: tuple[Issue, Token] | None = None
    taken: set[int] = set()
    for side in find_sides(context):
        holders = _holders(context, side)
        issue = _issue_of(context, side, last, holders)
        if issue is None:
            last = _named_issue(context, side) or last
            continue
        if side.issue is not None and side.issue.pos_ != "PRON":
            last = (issue, side.issue)
        taken.add(side.verb.i)
        for holder in holders:
            position = _write(context, side, holder, issue)
            if not any(_says_same(p, position) for p in found.values()):
                found.setdefault(position.id, position)
    for more in (sides_of_events(context, events), avowed):
        told = [(p.evidence, (p.holder,)) for p in found.values()]
        for sided in more:
            # Whose side a verb tells has been read already, and with more care.
            known = sided.side.verb.i in taken or is_told(told, sided.side.verb.sent, sided.holders)
            if not known:
                found |= {p.id: p for p in _of_holders(context, sided) if p.id not in found}
    return tuple(sorted(found.values(), key=lambda p: p.evidence[0].start))


def _of_holders(context: Context, sided: Sided) -> Iterator[Position]:
    """A position for each of those whom an event or the judge names as holders."""
    head = sided.side.issue
    for holder in sided.holders if head is not None else ():
        issue = _issue_of(context, sided.side, None, (holder,))
        if issue is not None:
            yield _write(context, sided.side, holder, issue)


def _holders(context: Context, side: Side) -> tuple[ActorRef, ...]:
    """Holders that can have a position in international affairs; courts rule and crowds protest."""
    if not side.holders and side.issue is not None:
        speaker = context.speaker_at(side.issue.idx)
        return (speaker,) if speaker is not None and speaker.state is not None else ()
    found: dict[str, ActorRef] = {}
    for head in side.holders:
        if lemma(antecedent(head)) in lists()["no_holder_noun"]:
            continue
        # "the Coalition, an alliance that opposes it": whose name stands before.
        named = head.head if head.dep_ == "appos" and head.head.pos_ == "PROPN" else head
        for ref in party_refs_at(context, named) or party_refs_at(context, head):
            words = set(ref.name.lower().split())
            if ref.sector == FORMER or is_private(ref):
                continue
            if (ref.state or ref.kind is ActorKind.ORGANIZATION or is_public(ref)) and not words & lists()[
                "no_holder_noun"
            ]:
                found.setdefault(ref.key, ref)
    return tuple(found.values())


def _says_same(earlier: Position, later: Position) -> bool:
    """One sentence that says it twice, or "…, although he also did so elsewhere"."""
    same = (earlier.holder.key, earlier.stance, earlier.issue_id) == (later.holder.key, later.stance, later.issue_id)
    return same and (earlier.evidence == later.evidence or later.rule.endswith(("did_so", "gapped")))


def _issue_of(
    context: Context, side: Side, last: tuple[Issue, Token] | None, holders: tuple[ActorRef, ...]
) -> Issue | None:
    if not holders:
        return None
    if (side.issue is None or side.issue.lower_ in ("it", "that")) and (".voted" in side.rule or ".was_" in side.rule):
        # What is voted on is a text: the one named last, and not what the text condemns.
        before = _put_to_vote(context, side) or _text_before(context, side, lists()["voted_on"])
        if before is not None and _sentences_between(context, before[1], side.verb) <= LOOK_BACK:
            return before[0]
    if side.issue is None or side.issue.lower_ in ("it", "this", "that", "them", "these", "those"):
        # What is not tolerated is an act told before, which no noun of a text names.
        vague = lemma(side.verb) in lists()["recognise"]
        before = last or (None if vague else _text_before(context, side))
        near = before is not None and _sentences_between(context, before[1], side.verb) <= LOOK_BACK
        return before[0] if before is not None and near else None
    if lemma(side.issue) == "motion" and lemma(side.verb) in ("turn", "vote", "throw", "reject"):
        # A motion put down is an order of business.
        ballot = any(lemma(o) in ("ballot", "vote", "adjournment", "recess") for o in children(side.issue, "nmod"))
        if ballot:
            return None
    if lemma(side.verb) in ("recognize", "recognise"):
        return recognised_person(context, side.issue) or read_issue(context, side.issue, holder_state=holders[0].state)
    return read_issue(context, side.issue, holder_state=holders[0].state)


def _named_issue(context: Context, side: Side) -> tuple[Issue, Token] | None:
    """An issue that a sentence names whose holder is nobody: "it" may still look back to it."""
    if side.issue is None or side.issue.pos_ == "PRON":
        return None
    issue = read_issue(context, side.issue, holder_state=None)
    return (issue, side.issue) if issue is not None else None


def _text_before(context: Context, side: Side, nouns: frozenset[str] | None = None) -> tuple[Issue, Token] | None:
    """The resolution or deal last named before a vote or judgement without an object of its own."""
    known = nouns or lists()["text_noun"] | {w for c in lists().classes for w in c}
    for token in reversed(context.doc[: side.verb.i]):
        if token.pos_ == "NOUN" and lemma(token) in known:
            issue = read_issue(context, token, holder_state=None)
            return (issue, token) if issue is not None else None
    return None


def _put_to_vote(context: Context, side: Side) -> tuple[Issue, Token] | None:
    """What the sentence before decides: "The council extended the mandate. Malta voted in favour"."""
    first = side.verb.sent.start
    if not first:
        return None
    for verb in reversed(context.doc[first - 1].sent):
        thing = direct_object(verb) if lemma(verb) in lists()["decides"] and verb.tag_.startswith("VB") else None
        if thing is not None and thing.pos_ == "NOUN":
            issue = read_issue(context, thing, holder_state=None)
            return (issue, thing) if issue is not None else None
    return None


def _sentences_between(context: Context, earlier: Token, later: Token) -> int:
    if earlier.i >= later.i:
        return 0
    return len(sentences(context.doc, earlier.i, later.i + 1)) - 1


def _told_in(side: Side) -> set[int]:
    """Words whose times are the position's: those of its clause, up to "and Malta since 2020"."""
    head = side.verb.head
    if side.rule.endswith("gapped"):
        return set(range(side.verb.i, max(t.i for t in head.subtree) + 1))
    told = clause_tokens(side.verb)
    gap = min((c.i for c in gapped(side.verb)), default=None)
    return {i for i in told if gap is None or i < gap}


def _write(context: Context, side: Side, holder: ActorRef, issue: Issue) -> Position:
    told = _told_in(side) - set(range(*issue.tokens))
    since, until = read_since_until(context, told or {side.verb.i})
    sents = [side.verb.sent, *([side.issue.sent] if side.issue is not None and not side.holders else [])]
    number = side.verb.idx
    return Position(
        id=make_id("position", context.article_id, holder.key, side.stance, issue_id(issue), number),
        article=context.article_id,
        holder=holder,
        stance=side.stance,
        issue=issue.text,
        issue_id=issue_id(issue),
        about=issue.about,
        forum=find_forum(context, side.verb, without=side.holders),
        since=since,
        until=until,
        evidence=context.evidence(sents),
        rule=side.rule,
        confidence=side.confidence,
        coder=context.coder,
    )
