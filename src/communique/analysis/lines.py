"""Happenings as lines of a dossier: each in words, dated, with the reports that tell it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from communique.analysis.dates import first_day
from communique.analysis.dossier_types import Dispute, HappeningLine, Proof, Role
from communique.analysis.evidence import Library, Mark, mark_parties
from communique.analysis.relations import Direction, find_direction, is_verbal, side_of
from communique.analysis.states import state_in_sentence
from communique.analysis.wording import (
    NOBODY,
    Wording,
    find_wording,
    join_words,
    merge_parties,
    tell_event,
    tell_place,
    tell_quantities,
)
from communique.coding.ontology import score_of
from communique.records import ActorRef, Event, Happening, Modality, PartialDate

_SHOWN_QUANTITIES = 3


@dataclass(frozen=True, slots=True)
class Told:
    """A happening with the events that report it, in the order of their publication."""

    happening: Happening
    reports: tuple[Event, ...]


def gather_told(happenings: Iterable[Happening], events: Iterable[Event]) -> list[Told]:
    """Join happenings to their reports; an event that no happening counts stands as one of its own."""
    by_id = {e.id: e for e in events}
    told = [Told(h, tuple(by_id[r] for r in h.reports if r in by_id)) for h in happenings]
    merged = {r for t in told for r in t.happening.reports}
    return told + [Told(_stand_alone(e), (e,)) for e in by_id.values() if e.id not in merged]


def make_lines(told: Iterable[Told], *, pair: tuple[str, str], library: Library) -> list[HappeningLine]:
    """Lines of all that concerns either state, those between the two first, newest first.

    People carry their office where they first appear.
    """
    placed = [(t, d) for t in told if (d := _direction_of(t.happening, pair))]
    dates = {t.happening.id: _date_of(t, library) for t, _ in placed}
    placed.sort(key=lambda i: (i[1] is Direction.BESIDE, *_newest_first(dates[i[0].happening.id][0], i[0])))
    known: set[str] = set()
    lines = []
    for item, direction in placed:
        line = _make_line(item, direction=direction, pair=pair, library=library, known=known)
        on, is_report_day = dates[item.happening.id]
        lines.append(replace(line, on=on, on_is_report_day=is_report_day))
    return lines


def _direction_of(happening: Happening, pair: tuple[str, str]) -> Direction | None:
    return find_direction(happening.event, actor=happening.actor, recipient=happening.recipient, pair=pair)


def between(actor: Sequence[ActorRef], recipient: Sequence[ActorRef], *, mutual: bool) -> str:
    """Who with whom, as states and bodies: `Russia → Cuba`, `Russia, Cuba`."""
    acting, receiving = _short_names(actor), _short_names(recipient)
    if mutual and not receiving:
        return " – ".join(acting)
    return f"{join_words(acting) or NOBODY} → {join_words(receiving)}" if receiving else join_words(acting) or NOBODY


def _short_names(parties: Sequence[ActorRef]) -> list[str]:
    names = [state_in_sentence(p.state) if p.state else p.name for p in parties]
    return list(dict.fromkeys(n.removeprefix("the ")[:60] for n in names))


def _make_line(
    item: Told, *, direction: Direction, pair: tuple[str, str], library: Library, known: set[str]
) -> HappeningLine:
    happening = item.happening
    cameo, _ = Counter(e.cameo for e in item.reports).most_common(1)[0] if item.reports else (None, 0)
    words = find_wording(
        happening.event, mode=happening.mode, cameo=cameo, trigger=_first_trigger(item.reports, library)
    )
    proofs = _prove_reports(item, library)
    return HappeningLine(
        id=happening.id,
        event=happening.event,
        mode=happening.mode,
        label=words.label,
        headline=_headline(item, words=words, known=known),
        side=side_of(happening.event),
        verbal=is_verbal(happening.event),
        direction=direction,
        between=between(
            merge_parties(happening.actor), merge_parties(happening.recipient), mutual=direction is Direction.MUTUAL
        ),
        modality=happening.modality,
        score=score_of(happening.event, happening.mode),
        on=happening.start,
        until=happening.end if happening.end != happening.start else None,
        on_is_report_day=False,
        contexts=happening.contexts,
        proofs=proofs,
        independent_sources=happening.independent_sources,
        disputes=tuple(
            Dispute(
                field=d.field,
                values=tuple(
                    (v.value, tuple(dict.fromkeys(library.source(s.article).title for s in v.evidence)))
                    for v in d.values
                ),
            )
            for d in happening.disagreements
        ),
        why=happening.why,
        confidence=happening.confidence,
    )  # fmt: skip


def _first_trigger(reports: Sequence[Event], library: Library) -> str:
    held = ((e.trigger, library.articles.get(e.trigger.article)) for e in reports)
    return next((trigger.cut(article.text) for trigger, article in held if article), "")


def _headline(item: Told, *, words: Wording, known: set[str]) -> str:
    happening = item.happening
    told = tell_event(
        words,
        actor=happening.actor,
        recipient=happening.recipient,
        modality=happening.modality,
        known=known,
        alleged=any(e.attributed_to for e in item.reports),
    )
    told += tell_place(happening.place, said=told)
    amounts = tell_quantities(happening.quantities)[:_SHOWN_QUANTITIES]
    return f"{told}: {'; '.join(amounts)}" if amounts else told


def _prove_reports(item: Told, library: Library) -> tuple[Proof, ...]:
    proofs: list[Proof] = []
    for event in sorted(item.reports, key=lambda e: (library.source(e.article).published or "9", e.article, e.id)):
        marks = [
            Mark(event.trigger, Role.TRIGGER),
            *mark_parties(event.actor, Role.ACTOR),
            *mark_parties(event.recipient, Role.RECIPIENT),
            *(Mark(q.span, Role.AMOUNT) for q in event.quantities),
        ]
        proofs += library.prove(
            event.evidence, marks=marks, rule=event.rule, confidence=event.confidence,
            attributed_to=event.attributed_to,
        )  # fmt: skip
    if proofs:
        return tuple(proofs)
    happening = item.happening
    return library.prove(happening.evidence, rule=happening.rule, confidence=happening.confidence)


def _date_of(item: Told, library: Library) -> tuple[PartialDate | None, bool]:
    """When it happened; what is told as news without a day is dated by its first report, background is not."""
    if item.happening.start is not None:
        return item.happening.start, False
    if item.happening.modality is Modality.HISTORICAL:
        return None, False
    sources = item.happening.sources or tuple(e.article for e in item.reports)
    days = sorted(p for s in sources if (p := library.source(s).published))
    return (PartialDate(days[0][:10]), True) if days else (None, False)


def _newest_first(on: PartialDate | None, item: Told) -> tuple[int, int, str, int, str]:
    day = first_day(on)
    # Of one day in the order of the story, whose first sentences say what matters most.
    place = min(((e.article, e.trigger.start) for e in item.reports), default=("", 0))
    return (0 if day else 1, -day.toordinal() if day else 0, *place, item.happening.id)


def _stand_alone(event: Event) -> Happening:
    return Happening(
        id=event.id, event=event.event, mode=event.mode, contexts=event.contexts, modality=event.modality,
        actor=event.actor, recipient=event.recipient, place=event.place, start=event.start, end=event.end,
        quantities=event.quantities, reports=(event.id,), sources=(event.article,), independent_sources=1,
        evidence=event.evidence, rule=event.rule, confidence=event.confidence, coder=event.coder,
    )  # fmt: skip
