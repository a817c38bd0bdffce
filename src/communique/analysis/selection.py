"""Which of the records that a store gives belong in a dossier about two states."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from communique.analysis.borders import crosses_border
from communique.analysis.relations import states_of
from communique.records import (
    Actor,
    ActorRef,
    Agreement,
    Article,
    Claim,
    Coded,
    Commitment,
    Event,
    Happening,
    Position,
    Quote,
    Record,
    Refusal,
    Tenure,
)

T = TypeVar("T")


@dataclass(slots=True)
class Selection:
    """Records by kind, each id once."""

    articles: list[Article] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    happenings: list[Happening] = field(default_factory=list)
    commitments: list[Commitment] = field(default_factory=list)
    positions: list[Position] = field(default_factory=list)
    agreements: list[Agreement] = field(default_factory=list)
    tenures: list[Tenure] = field(default_factory=list)
    quotes: list[Quote] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    actors: list[Actor] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)


def sort_records(records: Sequence[Record]) -> Selection:
    """Records by kind, in the order of their ids, so that the order in which a store gives them changes nothing."""
    return Selection(
        articles=_of(records, Article),
        events=_of(records, Event),
        happenings=_of(records, Happening),
        commitments=_of(records, Commitment),
        positions=_of(records, Position),
        agreements=_of(records, Agreement),
        tenures=_of(records, Tenure),
        quotes=_of(records, Quote),
        claims=_of(records, Claim),
        actors=_of(records, Actor),
        refusals=sorted({r for r in records if isinstance(r, Refusal)}, key=lambda r: (r.uri, r.stage, r.reason)),
    )


def select_about(given: Selection, pair: tuple[str, str]) -> Selection:
    """Keep what concerns the two states and each other.

    An article concerns them where its records speak of both. From such articles come their quotes, all positions,
    claims and offices, and what either does to others; promises and agreements must be between the two.
    """
    near = _articles_about_both(given, pair)
    near_events = {e.id for e in given.events if e.article in near}
    return Selection(
        articles=given.articles,
        events=[e for e in given.events if e.article in near],
        happenings=[h for h in given.happenings if near.intersection(h.sources) or near_events.intersection(h.reports)],
        commitments=[c for c in given.commitments if c.article in near and _is_promise_between(c, pair)],
        positions=[p for p in given.positions if p.article in near],
        agreements=[a for a in given.agreements if states_of(a.parties) >= set(pair)],
        tenures=[t for t in given.tenures if t.article in near],
        quotes=[q for q in given.quotes if q.article in near and q.speaker.state in pair],
        claims=[c for c in given.claims if c.article in near],
        actors=given.actors,
        refusals=given.refusals,
    )


def without_domestic(chosen: Selection) -> Selection:
    """Leave out what happened inside one country, with its reports; what merging has joined to nothing included."""
    kept = [h for h in chosen.happenings if crosses_border(h)]
    told = {id_ for h in kept for id_ in h.reports}
    left_out = {id_ for h in chosen.happenings for id_ in h.reports} - told
    # A report of a happening between two states may name one of them alone.
    events = [e for e in chosen.events if e.id in told or (e.id not in left_out and crosses_border(e))]
    return replace(chosen, happenings=kept, events=events)


def keep_sure(records: Iterable[Record], *, min_confidence: float) -> Iterator[Record]:
    """Leave out what was coded, and happenings, below a confidence; articles, stories and people stay."""
    return (r for r in records if not isinstance(r, Coded | Happening) or r.confidence >= min_confidence)


def _articles_about_both(given: Selection, pair: tuple[str, str]) -> set[str]:
    spoken_of: dict[str, set[str]] = defaultdict(set)
    for article, parties in _parties(given):
        spoken_of[article] |= states_of(parties)
    for position in given.positions:
        spoken_of[position.article].update(position.about)
    return {article for article, states in spoken_of.items() if states >= set(pair)}


def _parties(given: Selection) -> Iterable[tuple[str, tuple[ActorRef, ...]]]:
    for event in given.events:
        yield event.article, (*event.actor, *event.recipient)
    for happening in given.happenings:
        for article in happening.sources:
            yield article, (*happening.actor, *happening.recipient)
    for commitment in given.commitments:
        yield commitment.article, (*commitment.obligor, *commitment.beneficiary)
    for agreement in given.agreements:
        yield agreement.article, agreement.parties
    for quote in given.quotes:
        yield quote.article, (quote.speaker,)
    for position in given.positions:
        yield position.article, (position.holder,)
    for tenure in given.tenures:
        yield tenure.article, (tenure.person,)


def _is_promise_between(commitment: Commitment, pair: tuple[str, str]) -> bool:
    by, to = states_of(commitment.obligor), states_of(commitment.beneficiary)
    if not by & set(pair):
        return False
    # "We will send another shipment" may leave out to whom; then the article decides.
    return not to or by | to >= set(pair)


def _of(records: Sequence[Record], kind: type[T]) -> list[T]:
    unique = {getattr(r, "id", ""): r for r in records if isinstance(r, kind)}
    return [unique[id_] for id_ in sorted(unique)]
