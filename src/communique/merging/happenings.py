"""Happenings: one real-world event, however many articles report or recall it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from communique.merging.clusters import Group, Join, group_reports
from communique.merging.disagreements import find_disagreements
from communique.merging.people import Directory
from communique.merging.reports import Report, read_report
from communique.merging.times import read_days
from communique.records import (
    ActorKind,
    ActorRef,
    Article,
    Event,
    Happening,
    Modality,
    PartialDate,
    Place,
    Quantity,
    make_id,
)

_T = TypeVar("_T")

# What did happen; plans, wishes and denials are no happenings.
HAPPENED = frozenset((Modality.ACTUAL, Modality.HISTORICAL))
# Each further independent source halves what doubt is left.
_DOUBT_LEFT = 0.5
_REASONS_SHOWN = 12
# The rule of a record in which a person set a field.
_BY_PERSON = "review.person"


def find_happenings(
    articles: Sequence[Article],
    events: Iterable[Event],
    *,
    directory: Directory,
    duplicates: Mapping[str, str],
    joins: Sequence[Join] = (),
) -> tuple[Happening, ...]:
    """Join the reports of each event.

    Args:
        articles: All articles.
        events: All events; those that are said not to have happened, or not yet, are left out.
        directory: Who is who across articles.
        duplicates: Reprint to original.
        joins: What people said is one event, or is not.

    Returns:
        Happenings by time, then id; each has the id of its earliest report, so that later articles do not change it.
    """
    by_id = {a.id: a for a in articles}
    reports = [
        read_report(e, by_id[e.article], directory=directory, duplicates=duplicates)
        for e in events
        if e.modality in HAPPENED and e.article in by_id
    ]
    found = [make_happening(group, directory) for group in group_reports(reports, joins)]
    return tuple(sorted(found, key=lambda h: (h.start or "", h.id)))


def make_happening(group: Group, directory: Directory) -> Happening:
    """One happening of the reports that were found to tell of it."""
    reports = group.reports
    first = reports[0]
    own_id = make_id("happening", first.event.id)
    # What a person set counts before what the machine read, however often it read it.
    sure = [r for r in reports if r.event.rule == _BY_PERSON] or reports
    kind = _commonest(r.event.event for r in sure) or first.event.event
    # Roles are taken from the surest report of that type; the other may tell the event from the other side.
    model = min((r for r in sure if r.event.event is kind), key=lambda r: (-_richness(r), r.order))
    actor, recipient = _parties(sure, model, directory)
    start = _commonest_start(sure) or _commonest_start(reports)
    return Happening(
        id=own_id,
        aliases=tuple(sorted({i for j in group.joins if j.together for i in j.aliases} - {own_id})),
        event=kind,
        mode=_commonest(r.event.mode for r in sure if r.event.event is kind),
        contexts=tuple(dict.fromkeys(c for r in reports for c in r.event.contexts)),
        modality=Modality.HISTORICAL if all(r.historical for r in reports) else Modality.ACTUAL,
        actor=actor,
        recipient=recipient,
        place=_place(sure) or _place(reports),
        start=start,
        end=next((r.event.end for r in reports if r.event.end and r.event.start == start), None),
        quantities=_quantities(reports),
        reports=tuple(r.event.id for r in reports),
        sources=tuple(dict.fromkeys(r.article.id for r in reports)),
        independent_sources=count_independent(reports),
        disagreements=find_disagreements(reports, directory),
        why=_reasons(group),
        evidence=tuple(dict.fromkeys(s for r in reports for s in r.event.evidence)),
        rule="happening.joined" if len(reports) > 1 else "happening.single",
        confidence=_confidence(reports),
        coder=first.event.coder,
    )


def count_independent(reports: Sequence[Report]) -> int:
    """Number of sources that did not copy from each other: reprints and stories of one agency count once."""
    return len(set(_sources(reports)))


def _sources(reports: Sequence[Report]) -> list[str]:
    # A reprint may have dropped the agency that its original names, so its original counts for it.
    agencies = {r.article.id: r.article.agency for r in reports}
    return [
        f"agency {agency.casefold()}" if (agency := agencies.get(r.original) or r.article.agency) else r.original
        for r in reports
    ]


def _confidence(reports: Sequence[Report]) -> float:
    best: dict[str, float] = {}
    for source, report in zip(_sources(reports), reports, strict=True):
        best[source] = max(best.get(source, 0.0), report.event.confidence)
    doubt = 1.0 - max(best.values())
    return round(1.0 - doubt * _DOUBT_LEFT ** (len(best) - 1), 4)


def _richness(report: Report) -> float:
    """How much a report says of who did it: its sureness, names, and a recipient."""
    return report.event.confidence + 0.2 * bool(report.event.recipient) + 0.1 * len(report.people)


def _parties(
    reports: Sequence[Report], model: Report, directory: Directory
) -> tuple[tuple[ActorRef, ...], tuple[ActorRef, ...]]:
    """The model's parties, and those that others add to a side that the model leaves open."""
    actor, recipient = list(model.event.actor), list(model.event.recipient)
    for report in reports:
        if report.event.event is not model.event.event:
            continue
        for ref in (*report.event.actor, *report.event.recipient):
            party = ref.state or directory.id_of(ref)
            if party in model.actors:
                actor.append(ref)
            elif party in (model.recipients or report.recipients):
                recipient.append(ref)
    return _distinct(actor, directory), _distinct(recipient, directory)


def _distinct(refs: Sequence[ActorRef], directory: Directory) -> tuple[ActorRef, ...]:
    """Each actor once; a state goes without saying where its minister is named."""
    by_id: dict[str, ActorRef] = {}
    for ref in refs:
        key = directory.id_of(ref)
        by_id.setdefault(key, replace(ref, id=key))
    spoken_for = {r.state for r in by_id.values() if r.kind is not ActorKind.STATE and r.state}
    return tuple(r for r in by_id.values() if r.kind is not ActorKind.STATE or r.state not in spoken_for)


def _place(reports: Sequence[Report]) -> Place | None:
    places = [r.event.place for r in reports if r.event.place]
    name = _commonest(p.name for p in places)
    return next((p for p in places if p.name == name), None)


def _commonest_start(reports: Sequence[Report]) -> PartialDate | None:
    """The day that most reports name; a month or year only where nobody names a day."""
    starts = [r.event.start for r in reports if r.event.start and read_days(r.event.start)]
    finest = max((min(len(s), 10) for s in starts), default=0)
    return _commonest(s for s in starts if min(len(s), 10) == finest)


def _quantities(reports: Sequence[Report]) -> tuple[Quantity, ...]:
    found: dict[object, Quantity] = {}
    for quantity in (q for r in reports for q in r.event.quantities):
        found.setdefault((quantity.value, quantity.unit, (quantity.of or "").casefold()), quantity)
    return tuple(found.values())


def _reasons(group: Group) -> tuple[str, ...]:
    counted = Counter(reason for link in group.links for reason in link.why)
    said = tuple(dict.fromkeys(join.why for join in group.joins))
    return said + tuple(sorted(counted, key=lambda reason: (-counted[reason], reason))[:_REASONS_SHOWN])


def _commonest(values: Iterable[_T | None]) -> _T | None:
    """The value given most often; of several the one that came first."""
    counted = Counter(v for v in values if v is not None)
    return max(counted, key=lambda v: counted[v]) if counted else None
