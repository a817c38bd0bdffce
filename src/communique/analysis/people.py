"""People who act or speak for two states, with the offices that articles attest and where these disagree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from importlib import resources

from communique.analysis.dates import first_day, last_day
from communique.analysis.dossier_types import OfficeLine, PersonLine, Role
from communique.analysis.evidence import Library, find_words, mark_parties
from communique.analysis.wording import tidy
from communique.records import Actor, Tenure


def make_people(
    tenures: Iterable[Tenure], *, actors: Iterable[Actor], pair: tuple[str, str], library: Library,
    acted: dict[str, int],
) -> tuple[PersonLine, ...]:  # fmt: skip
    """People of the two states, the first state's first, those in most happenings first.

    Args:
        tenures: Who held which office.
        actors: The directory, for other spellings of a name.
        pair: The states.
        library: Articles.
        acted: Number of happenings by person's id.
    """
    by_person: dict[str, list[Tenure]] = defaultdict(list)
    for tenure in tenures:
        if (tenure.state or tenure.person.state) in pair:
            by_person[tenure.person.id].append(tenure)
    directory = {a.id: a for a in actors}
    offices = {id_: _make_offices(held, library) for id_, held in by_person.items()}
    rivals = _find_rivals(offices, {id_: held[0].person.name for id_, held in by_person.items()})
    people = []
    for id_, held in by_person.items():
        name = tidy(held[0].person.name, 80)
        others = {tidy(t.person.name, 80) for t in held}
        others.update(tidy(n, 80) for n in (directory[id_].names if id_ in directory else ()))
        people.append(
            PersonLine(
                name=name,
                other_names=tuple(sorted(others - {name})),
                state=held[0].state or held[0].person.state or "",
                offices=tuple(
                    _doubt(o, offices[id_], rivals.get((id_, _office_key(o.office)), ())) for o in offices[id_]
                ),
                happenings=acted.get(id_, 0),
            )
        )
    return tuple(sorted(people, key=lambda p: (pair.index(p.state) if p.state in pair else 2, -p.happenings, p.name)))


def _make_offices(held: Sequence[Tenure], library: Library) -> tuple[OfficeLine, ...]:
    by_office: dict[str, list[Tenure]] = defaultdict(list)
    for tenure in held:
        by_office[_office_key(tenure.office)].append(tenure)
    lines = []
    for told in by_office.values():
        seen = sorted(
            d for t in told for d in (t.first_seen, t.last_seen, library.source(t.article).published) if d
        )  # fmt: skip
        lines.append(
            OfficeLine(
                office=tidy(told[0].office, 100),
                state=told[0].state,
                since=next((t.from_ for t in told if t.from_), None),
                until=next((t.to for t in told if t.to), None),
                first_seen=seen[0] if seen else None,
                last_seen=seen[-1] if seen else None,
                doubts=(),
                proofs=tuple(
                    proof
                    for t in told
                    for proof in library.prove(
                        t.evidence,
                        marks=[
                            *find_words(t.office, t.evidence, library=library, role=Role.TRIGGER),
                            *mark_parties((t.person,), Role.ACTOR),
                        ],
                        rule=t.rule,
                        confidence=t.confidence,
                    )
                ),
            )
        )
    return tuple(sorted(lines, key=lambda o: (o.last_seen or "", o.office), reverse=True))


def _find_rivals(offices: dict[str, tuple[OfficeLine, ...]], names: dict[str, str]) -> dict[tuple[str, str], list[str]]:
    """Others whom articles of the same time name as holder of the same office."""
    holders: dict[tuple[str | None, str], list[tuple[str, OfficeLine]]] = defaultdict(list)
    for id_, lines in offices.items():
        for line in lines:
            holders[line.state, _office_key(line.office)].append((id_, line))
    rivals: dict[tuple[str, str], list[str]] = defaultdict(list)
    for (_, key), held in holders.items():
        if _is_shared(key):
            continue
        for id_, line in held:
            rivals[id_, key] += [names[o] for o, other in held if o != id_ and _overlap(line, other)]
    return rivals


@cache
def _shared_words() -> frozenset[str]:
    text = resources.files("communique.analysis").joinpath("data/shared_offices.txt").read_text("utf-8")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))


def _is_shared(office_key: str) -> bool:
    """Whether a state has several of these at a time: deputy ministers, ambassadors, ministers of something."""
    return f"={office_key}" in _shared_words() or not _shared_words().isdisjoint(office_key.split())


def _doubt(line: OfficeLine, all_of_person: Sequence[OfficeLine], rivals: Sequence[str]) -> OfficeLine:
    doubts = [f"articles of the same time also name {tidy(name, 80)} in this office" for name in rivals]
    key = set(_office_key(line.office).split())
    for other in all_of_person:
        words = set(_office_key(other.office).split())
        # "minister" beside "foreign minister" is the same office in short.
        if other is not line and not (words <= key or key <= words) and _overlap(line, other):
            doubts.append(f"articles of the same time also say {other.office}")
    return OfficeLine(
        office=line.office, state=line.state, since=line.since, until=line.until, first_seen=line.first_seen,
        last_seen=line.last_seen, doubts=tuple(doubts), proofs=line.proofs,
    )  # fmt: skip


def _overlap(one: OfficeLine, other: OfficeLine) -> bool:
    first, last = first_day(one.first_seen), last_day(one.last_seen)
    begin, end = first_day(other.first_seen), last_day(other.last_seen)
    return bool(first and last and begin and end and first <= end and begin <= last)


def _office_key(office: str) -> str:
    return " ".join(office.casefold().replace("-", " ").split())
