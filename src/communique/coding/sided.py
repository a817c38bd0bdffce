"""Positions that only the coder of events has read: who backs, opposes or condemns something that is an issue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.coding import syntax
from communique.coding.attitudes import Side, lists
from communique.coding.clauses import auxiliaries, lemma
from communique.coding.context import Context
from communique.coding.holders import is_private, mention_at
from communique.coding.issues import is_clause
from communique.coding.pledges import WILL
from communique.coding.wordlists import load_words
from communique.records import ActorKind, ActorRef, Event, EventType, Modality, Stance

if TYPE_CHECKING:
    from spacy.tokens import Span as Tokens
    from spacy.tokens import Token

_STANCES = {
    EventType.SUPPORT: Stance.SUPPORT,
    EventType.REJECT: Stance.OPPOSE,
    EventType.ACCUSE: Stance.OPPOSE,
}
_CONFIDENCE = 0.5
_ABOUT = frozenset(
    {"of", "to", "for", "against", "with", "on", "over", "at", "about", "behind", "by", "towards", "toward"}
)
# "by" leads to a thing only behind feelings and blame that come under a verb: "was dismayed by the ruling".
_BY_ADJECTIVE = frozenset({"ADJ", "VERB"})
# Those who have left office, courts, and the accused speak for themselves or rule.
_NO_HOLDERS = ("ELI", "JUD")
_IT = frozenset({"it", "this", "that", "them", "these", "those"})


@dataclass(frozen=True, slots=True)
class Sided:
    """A side taken, with the parties that the event names as its holders."""

    side: Side
    holders: tuple[ActorRef, ...]


def sides_of_events(context: Context, events: Iterable[Event]) -> Iterator[Sided]:
    """A side for each event that takes one on a thing, in text order; for or against people is none."""
    for event in events:
        family, _, name = event.rule.partition(".")
        frame = name.rpartition(".")[0]
        stance = _STANCES.get(event.event)
        known = lists()[f"sided_{family}"] if family in ("support", "reject", "accuse") else frozenset()
        told = event.modality in (Modality.ACTUAL, Modality.HISTORICAL)
        if stance is None or frame not in known or not told:
            continue
        span = context.words_at(event.trigger.start, event.trigger.end)
        if span is None or lemma(span.root) in lists()["no_side_verb"] or _is_undone(span.root):
            continue
        historical = event.modality is Modality.HISTORICAL
        if frame == "veto" and auxiliaries(span.root) & (WILL | {"would"}):
            # Threatened, not cast.
            continue
        if (frame == "pass_pact" and historical) or (frame.startswith("call") and _is_qualified(span.root)):
            continue
        if frame == "not_accept" and lemma(span.root) not in lists()["recognise"] | lists()["assenting"] - {"join"}:
            continue
        issue = _thing_of(span, context)
        holders = tuple(r for r in event.actor if can_hold(r) and not _is_apart(context, r))
        if issue is not None and holders:
            rule = f"position.event.{family}"
            yield Sided(Side((), stance, issue, span.root, rule, _CONFIDENCE), holders)


def _is_undone(verb: Token) -> bool:
    """As in "used to call the plan a trap", "recognised neither the vote nor", "a pact approved by the Senate"."""
    below = [t for o in syntax.objects(verb) for t in o.subtree]
    denied = any(t.lower_ in ("neither", "no") and t.i > verb.i for t in below)
    told_by_the_way = verb.dep_ == "acl" and verb.tag_ == "VBN"
    return denied or told_by_the_way or (verb.dep_ == "xcomp" and lemma(verb.head) == "use")


def _is_apart(context: Context, ref: ActorRef) -> bool:
    """As in "Georgia's neighbours" and "critics of Ankara": others than the one named."""
    span = context.words_at(ref.span.start, ref.span.end) if ref.span is not None else None
    return span is not None and span.root.dep_.startswith("nmod") and lemma(span.root.head) in lists()["apart_noun"]


def _is_qualified(verb: Token) -> bool:
    """As in "described it as useful but insufficient": such a judgement takes both sides."""
    return any(t.lower_ in ("but", "though", "if", "albeit") for t in verb.doc[verb.i : verb.sent.end])


def can_hold(ref: ActorRef) -> bool:
    """Whether a party takes sides: no courts, which rule, and nobody who has left office."""
    known = ref.state or ref.kind is ActorKind.ORGANIZATION
    return bool(known) and ref.sector not in _NO_HOLDERS and not is_private(ref)


def _thing_of(trigger: Tokens, context: Context) -> Token | None:
    """What is backed or opposed: the object, else what a preposition adds; nobody by name."""
    return next((t for t in _things(trigger) if _is_issue(t, trigger, context)), None)


def _things(trigger: Tokens) -> Iterator[Token]:
    """What the words of an event may be about, the likeliest first."""
    root = trigger.root
    # "conveyed its rejection and denunciation of the remarks": what follows hangs on the last of the joined nouns.
    nouns = [n for t in (root, *syntax.objects(root)) if t.pos_ == "NOUN" and t in trigger for n in syntax.conjuncts(t)]
    being = any(c.dep_ == "cop" for c in root.children)
    if nouns and not being:
        for noun in nouns:
            yield from _behind(noun)
        if root.pos_ != "NOUN" or root.dep_ in ("obj", "obl"):
            yield from _behind(root if root.pos_ != "NOUN" else root.head)
        return
    if being:
        # "is unhappy with the ruling" has its thing behind it, "the ruling is a mistake" before.
        yield from _behind(root)
        yield from (t for t in (syntax.subject(root),) if t is not None)
        return
    things = syntax.objects(root)
    yield from things
    if _take_no_side(things):
        return
    yield from _behind(root)
    for clause in syntax.complements(root):
        # "regretted that the border was shut": the clause is the issue.
        if is_clause(clause) and clause.i > root.i and any(m.lower_ == "that" for m in clause.children):
            yield clause


def things_of_clause(verb: Token, context: Context) -> Iterator[Token]:
    """What a clause whose words are not known may be for or against, the likeliest first.

    Its object and what stands behind that, what the clause says of something, and what further verbs of its subject do.
    """
    objects = syntax.objects(verb)
    # Where and how it is said is no issue: "said at her conference".
    telling = lemma(verb) in load_words("quotes")["say"] and not objects
    if not telling:
        yield from objects
        if _take_no_side(objects):
            return
        for thing in objects:
            yield from _behind(thing)
        yield from _behind(verb)
    for clause in syntax.complements(verb):
        subject = syntax.subject(clause)
        if subject is not None and mention_at(context, subject) is not None and is_clause(clause):
            # "complained that Washington was blocking payments"
            yield clause
        yield from (t for t in (subject,) if t is not None)
        yield from syntax.objects(clause)
        yield from _behind(clause)
    # "rejected as absurd a bill": the parse takes the bill for what it is likened to.
    yield from (n for case, n in syntax.obliques(verb) if case == "as" and not telling)
    for other in syntax.conjuncts(verb):
        if other.i > verb.i and other.pos_ == "VERB" and syntax.subject(other) is None:
            yield from syntax.objects(other)
            yield from _behind(other)


def _take_no_side(things: Iterable[Token]) -> bool:
    """As in "declined an invitation to the parade", "saw the importance of the toll": no side on what follows."""
    return any(lemma(t) in lists()["answered"] | lists()["no_side_thing"] for t in things)


def _behind(head: Token) -> Iterator[Token]:
    for case, noun in syntax.obliques(head):
        if noun.i < head.i or case not in _ABOUT or (case == "by" and head.pos_ not in _BY_ADJECTIVE):
            continue
        if lemma(noun) in ("favor", "favour", "support", "defence", "defense"):
            yield from _behind(noun)
        yield noun


def _is_issue(thing: Token, trigger: Tokens, context: Context) -> bool:
    return can_be_issue(thing, context) and thing not in trigger


def can_be_issue(thing: Token, context: Context) -> bool:
    """Whether one can be for or against what a word names: a thing or an act, no party, no request and no manner."""
    if thing.lower_ in _IT:
        return thing.dep_ in ("obj", "nsubj:pass")
    if is_clause(thing):
        return True
    # What is asked of one is turned down once, what a report says is contested.
    vague = (lists()["answered"] - {"report"}) | lists()["state_of_things"] | lists()["no_side_thing"]
    vague |= lists()["charges"] | lists()["support_noun"] | lists()["oppose_noun"] | lists()["concern_noun"]
    # What is written small is a thing, whatever the tagger says: "the border treaty".
    common = thing.pos_ == "NOUN" or (thing.pos_ == "PROPN" and thing.text.islower())
    if not common or lemma(thing) in vague or thing.ent_type_ in ("DATE", "TIME", "PERSON"):
        return False
    denied = any(c.lower_ == "no" for c in thing.children if c.dep_ == "det")
    return not denied and lemma(thing) not in lists()["manner"] and mention_at(context, thing) is None
