"""Positions that only the coder of events has read: who backs, opposes or votes against something that is an issue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.coding import syntax
from communique.coding.attitudes import Side, lists
from communique.coding.clauses import lemma
from communique.coding.context import Context
from communique.coding.holders import mention_at
from communique.records import ActorKind, ActorRef, Event, EventType, Modality, Stance

if TYPE_CHECKING:
    from spacy.tokens import Token

# Acts that take a side; thanks and blame take none, and a request turned down once is no stance.
_SIDED = {
    "support": ("support", "voice_support", "vote", "in_favour", "favour", "share_view", "defend", "back"),
    "reject": ("oppose", "opposition", "vote", "contest"),
}
_STANCES = {"support": Stance.SUPPORT, "reject": Stance.OPPOSE}
_TYPES = frozenset({EventType.SUPPORT, EventType.REJECT, EventType.ACCUSE})
_CONFIDENCE = 0.5
_ABOUT = frozenset({"of", "to", "for", "against", "with", "on", "over"})


@dataclass(frozen=True, slots=True)
class Sided:
    """A side taken, with the parties that the event names as its holders."""

    side: Side
    holders: tuple[ActorRef, ...]


def sides_of_events(context: Context, events: Iterable[Event]) -> Iterator[Sided]:
    """A side for each event that takes one on a thing, in text order; for or against people is none."""
    for event in events:
        family, _, name = event.rule.partition(".")
        names = _SIDED.get(family, ())
        if (
            event.event not in _TYPES
            or event.modality not in (Modality.ACTUAL, Modality.HISTORICAL)
            or not name.startswith(names)
        ):
            continue
        span = context.words_at(event.trigger.start, event.trigger.end)
        issue = _thing_of(span.root, context) if span is not None and names else None
        holders = tuple(r for r in event.actor if r.state or r.kind is ActorKind.ORGANIZATION)
        if span is not None and issue is not None and holders:
            rule = f"position.event.{family}"
            yield Sided(Side((), _STANCES[family], issue, span.root, rule, _CONFIDENCE), holders)


def _thing_of(trigger: Token, context: Context) -> Token | None:
    """What is backed or opposed: the object, else what a preposition adds; nobody by name."""
    things = [] if trigger.pos_ == "NOUN" else syntax.objects(trigger)
    things += [n for p, n in syntax.obliques(trigger) if p in _ABOUT]
    return next(
        (
            t
            for t in things
            if t.pos_ == "NOUN" and lemma(t) not in lists()["answered"] and mention_at(context, t) is None
        ),
        None,
    )
