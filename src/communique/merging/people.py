"""The directory of actors: which mentions in many articles are one person, body or state."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields

from communique.merging.names import read_name, same_name, shares_surname
from communique.merging.order import report_order
from communique.merging.words import find_words
from communique.records import Actor, ActorKind, ActorRef, Article, Coded, Quote, Span, Tenure

# Spans of evidence that a directory entry shows; its records hold the others.
_EVIDENCE_SHOWN = 5
# Letters of a name's part by which candidates are found.
_BLOCK_LETTERS = 3


@dataclass(frozen=True, slots=True)
class Directory:
    """Entries, and for each key of an article the id of its entry."""

    actors: tuple[Actor, ...]
    ids: Mapping[str, str]
    # Names that the articles give to each state.
    state_names: Mapping[str, tuple[str, ...]]

    def id_of(self, ref: ActorRef) -> str:
        """The entry's id, or the key of an actor that has no entry."""
        return self.ids.get(ref.key, ref.key)


@dataclass(slots=True)
class _Entry:
    """All mentions under one key, earliest first."""

    key: str
    order: tuple[object, ...]
    refs: list[ActorRef]
    records: list[Coded]
    tenures: list[Tenure]
    public: bool = False

    @property
    def first(self) -> ActorRef:
        return self.refs[0]


def find_actors(articles: Sequence[Article], records: Sequence[Coded]) -> Directory:
    """Bring together the mentions of all articles.

    One person is who has the same name, in whatever spelling, and the same state; a family name alone only where the
    office is the same too and no second person of that state and office bears it.
    """
    entries = _collect(articles, records)
    root = _join_people([e for e in entries if e.first.kind is ActorKind.PERSON])
    groups: dict[str, list[_Entry]] = defaultdict(list)
    for entry in entries:
        groups[root.get(entry.key, entry.key)].append(entry)
    actors, ids = [], {}
    for group in groups.values():
        # The id kept is that of the key that was seen first.
        for entry in group:
            ids[entry.key] = group[0].key
        if any(e.public for e in group):
            actors.append(_make_actor(group))
    states = {a.state: a.names for a in actors if a.kind is ActorKind.STATE and a.state}
    return Directory(tuple(sorted(actors, key=lambda a: a.id)), ids, states)


def references_of(record: Coded) -> Iterable[ActorRef]:
    """All actors that a record mentions."""
    for field in fields(record):
        value = getattr(record, field.name)
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, ActorRef):
                yield item


def is_named(ref: ActorRef) -> bool:
    """Whether a person is named: "the foreign minister" is an office that somebody holds."""
    return ref.name.casefold() != (ref.office or "").casefold() and any(c.isupper() for c in ref.name)


def _collect(articles: Sequence[Article], records: Sequence[Coded]) -> list[_Entry]:
    """One entry a key, in the order in which the articles bring them in."""
    by_id = {a.id: a for a in articles}
    known = [(report_order(by_id[r.article], r), r) for r in records if r.article in by_id]
    entries: dict[str, _Entry] = {}
    for order, record in sorted(known, key=lambda pair: pair[0]):
        for ref in references_of(record):
            entry = entries.setdefault(ref.key, _Entry(ref.key, order, [], [], []))
            entry.refs.append(ref)
            entry.records.append(record)
            entry.public |= _is_public(ref, record)
        if isinstance(record, Tenure):
            entries[record.person.key].tenures.append(record)
            entries[record.person.key].public = True
    return list(entries.values())


def _is_public(ref: ActorRef, record: Coded) -> bool:
    """Whether a mention brings its actor into the directory: "a farmer" and "people" stay roles in an event."""
    if ref.kind is ActorKind.STATE:
        return True
    if ref.kind is not ActorKind.PERSON:
        # "the Houthis", but not "people of Yemen".
        return ref.name[:1].isupper()
    speaks = isinstance(record, Quote) and ref is record.speaker
    return is_named(ref) and (speaks or ref.office is not None)


def _join_people(entries: Sequence[_Entry]) -> dict[str, str]:
    """Key to the first key of the same person."""
    root = {e.key: e.key for e in entries}
    members = {e.key: [e] for e in entries}
    names = {e.key: read_name(e.first.name) for e in entries}
    for one, other in _pairs(entries, names):
        a, b = root[one.key], root[other.key]
        # Everybody in the one group must fit everybody in the other: "A. B." would else join all with these initials.
        if a != b and all(_same(x, y, names) for x in members[a] for y in members[b]):
            members[a] += members.pop(b)
            root |= {e.key: a for e in members[a]}
    return root | _join_surnames(members, names)


def _pairs(entries: Sequence[_Entry], names: Mapping[str, tuple[str, ...]]) -> Iterable[tuple[_Entry, _Entry]]:
    blocks: dict[str, list[int]] = defaultdict(list)
    for number, entry in enumerate(entries):
        parts = names[entry.key]
        # By each later part, and for names told in another order by all parts together.
        keys = {*(p[:_BLOCK_LETTERS] for p in parts[1:]), " ".join(sorted(parts))} if is_named(entry.first) else ()
        for key in keys:
            blocks[f"{entry.first.state}|{key}"].append(number)
    pairs = {(i, j) for block in blocks.values() for n, i in enumerate(block) for j in block[n + 1 :]}
    return ((entries[i], entries[j]) for i, j in sorted(pairs))


def _same(one: _Entry, other: _Entry, names: Mapping[str, tuple[str, ...]]) -> bool:
    return one.first.state == other.first.state and same_name(names[one.key], names[other.key])


def _join_surnames(members: Mapping[str, list[_Entry]], names: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Family names alone, joined to the one person of that state and office who bears them."""
    by_office: dict[tuple[str | None, str], set[str]] = defaultdict(set)
    for first, group in members.items():
        for office in {_office(r) for e in group for r in e.refs if r.office and is_named(r)}:
            by_office[(group[0].first.state, office)].add(first)
    joined: dict[str, str] = {}
    for first, group in members.items():
        entry = group[0]
        if len(group) > 1 or len(names[entry.key]) != 1 or not is_named(entry.first):
            continue
        same_office = {f for r in entry.refs if r.office for f in by_office[(entry.first.state, _office(r))]}
        bearers = [f for f in same_office if len(names[f]) > 1 and shares_surname(names[entry.key], names[f])]
        if len(bearers) == 1:
            joined[first] = bearers[0]
    return joined


def _office(ref: ActorRef) -> str:
    return " ".join(find_words(ref.office or ""))


def _make_actor(group: Sequence[_Entry]) -> Actor:
    refs = [r for e in group for r in e.refs]
    spellings = Counter(r.name for r in refs if r.kind is not ActorKind.PERSON or is_named(r))
    sectors = Counter(r.sector for r in refs if r.sector)
    evidence: dict[Span, None] = {s: None for e in group for r in e.records for s in r.evidence[:1]}
    joined = len(group) > 1
    return Actor(
        id=group[0].key,
        aliases=tuple(sorted(e.key for e in group[1:])),
        # The commonest spelling first: it is the one to show.
        names=tuple(sorted(spellings, key=lambda n: (-spellings[n], n))),
        kind=group[0].first.kind,
        state=group[0].first.state,
        sector=min(sectors, key=lambda s: (-sectors[s], s)) if sectors else None,
        tenures=tuple(sorted({t.id for e in group for t in e.tenures})),
        evidence=tuple(evidence)[:_EVIDENCE_SHOWN],
        rule="actor.spellings" if joined else "actor.key",
        confidence=round(max(r.confidence for r in refs) * (0.95 if joined else 1.0), 4),
        coder=group[0].records[0].coder,
    )
