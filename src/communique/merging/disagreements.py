"""Where reports of one happening differ: when, how much, where, and who held which office."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from communique.actors.gazetteer import load_gazetteer
from communique.merging.matters import NAME_LETTERS, read_office
from communique.merging.people import Directory
from communique.merging.reports import Report, state_heads
from communique.merging.times import read_window
from communique.merging.words import find_words, load_common_words, stem
from communique.records import ActorKind, Disagreement, DisputedValue, Number, Quantity, Span

# A value as it is shown, with the evidence for it.
_Value = tuple[str, tuple[Span, ...]]


def find_disagreements(reports: Sequence[Report], directory: Directory) -> tuple[Disagreement, ...]:
    """The fields on which reports differ, each value with its evidence.

    A month and a day in it agree, as do "over 200" and 250; a recollection's "vice president" may be what the person
    has become since, so offices are compared among reports of the time only. Each side may say that the other began a
    fight: then the reports differ on the actor.
    """
    found = [
        _beginners(reports, directory),
        _starts(reports),
        _places(reports),
        *_amounts(reports),
        *_offices(reports, directory),
    ]
    return tuple(d for d in found if d is not None)


def _beginners(reports: Sequence[Report], directory: Directory) -> Disagreement | None:
    turned = any(
        a.actors == b.recipients and b.actors == a.recipients and a.actors != b.actors
        for n, a in enumerate(reports)
        for b in reports[n + 1 :]
        if not (a.mutual or b.mutual)
    )
    if not turned:
        return None
    return _disagreement("actor", ((_show_sides(r, directory), r.event.evidence) for r in reports))


def _show_sides(report: Report, directory: Directory) -> str:
    names = {ref.state or directory.id_of(ref): ref.name for ref in report.event.actor}
    known = load_gazetteer()
    return ", ".join(known.state_name(party) if party in known.states else names[party] for party in sorted(names))


def _starts(reports: Sequence[Report]) -> Disagreement | None:
    given = [(r.event, days) for r in reports if r.event.start and (days := read_window(r.event.start, r.event.end))]
    if all(a.overlaps(b) for _, a in given for _, b in given):
        return None
    return _disagreement("start", ((str(event.start)[:10], event.evidence) for event, _ in given))


def _places(reports: Sequence[Report]) -> Disagreement | None:
    # A country and a city in it are one place told with more or less care.
    countries = {
        ref.name for r in reports for ref in (*r.event.actor, *r.event.recipient) if ref.kind is ActorKind.STATE
    }
    places = [(p.name, r.event.evidence) for r in reports if (p := r.event.place) and p.name not in countries]
    return _disagreement("place", places) if len({name.casefold() for name, _ in places}) > 1 else None


def _amounts(reports: Sequence[Report]) -> Iterable[Disagreement | None]:
    amounts: dict[tuple[str | None, str | None], list[tuple[Quantity, tuple[Span, ...]]]] = defaultdict(list)
    for report in reports:
        for quantity in report.event.quantities:
            counted = _counted(quantity.of, report) or _head(quantity.of, report.article.language)
            amounts[(quantity.unit, counted)].append((quantity, report.event.evidence))
    for key in sorted(amounts, key=str):
        # One report may name two amounts of a thing ("two of the ten ships"): that is no disagreement with itself.
        given = amounts[key]
        if any(not _agree(a.value, b.value) for a, s in given for b, t in given if s != t):
            yield _disagreement("quantities", ((show_quantity(q), spans) for q, spans in given))


def _offices(reports: Sequence[Report], directory: Directory) -> Iterable[Disagreement | None]:
    offices: dict[str, list[tuple[str, str, tuple[Span, ...]]]] = defaultdict(list)
    for report in reports:
        for ref in (*report.event.actor, *report.event.recipient):
            if ref.kind is ActorKind.PERSON and ref.office and not report.historical:
                offices[directory.id_of(ref)].append((ref.office, ref.name, report.event.evidence))
    for key in sorted(offices):
        words = [read_office(office) for office, _, _ in offices[key]]
        # "Foreign Minister" and "Russian Foreign Minister" are one office.
        if any(not (a <= b or b <= a) for a in words for b in words):
            yield _disagreement("office", ((f"{name}: {office}", spans) for office, name, spans in offices[key]))


def show_quantity(quantity: Quantity) -> str:
    """An amount in words: "> 200 tonne medicines"."""
    sign = "" if quantity.value.op == "=" else f"{quantity.value.op} "
    return " ".join(w for w in (f"{sign}{quantity.value.number:g}", quantity.unit, quantity.of) if w)


def _disagreement(field: str, values: Iterable[_Value]) -> Disagreement | None:
    joined: dict[str, dict[Span, None]] = defaultdict(dict)
    for value, spans in values:
        joined[value].update(dict.fromkeys(spans))
    if len(joined) < 2:
        return None
    return Disagreement(
        field=field, values=tuple(DisputedValue(value=v, evidence=tuple(spans)) for v, spans in joined.items())
    )


def _agree(one: Number, other: Number) -> bool:
    """Whether one true number can be behind both: "over 200" and 250 can, 200 and 250 cannot."""
    low, high = max(_low(one), _low(other)), min(_high(one), _high(other))
    return low <= high


def _low(number: Number) -> float:
    if number.op in ("<", "<="):
        return float("-inf")
    return number.number * 0.9 if number.op == "~" else number.number


def _high(number: Number) -> float:
    if number.op in (">", ">="):
        return float("inf")
    return number.number * 1.1 if number.op == "~" else number.number


def _counted(of: str | None, report: Report) -> str | None:
    """The party whose people are counted: "90 Venezuelans" and "120 Venezuelan migrants"."""
    words = {word[:NAME_LETTERS] for word in find_words(of or "") if len(word) > 2}
    return next(
        (party for party in sorted(report.parties) if words & state_heads(party, report.article.language)), None
    )


def _head(of: str | None, language: str) -> str | None:
    """The stem of what is counted: of "blankets and tents for the camp" the blankets."""
    common = load_common_words(language)
    words = find_words(of or "")
    cut = next((n for n, w in enumerate(words) if w in common and n > 0), len(words))
    return stem(words[cut - 1]) if words else None
