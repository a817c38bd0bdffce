"""The directory of actors: which mentions in many articles are one person, body or state."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from communique.actors.compare import compare_names
from communique.actors.fullnames import read_full_name
from communique.actors.spellings import skeleton_class
from communique.coding.privacy import Names, is_named
from communique.coding.privacy import refs_of as references_of
from communique.merging.decisions import ActorDecision, Rulings, Verdict, name_of
from communique.merging.names import read_name, shares_surname, sounds_of
from communique.merging.order import report_order
from communique.merging.words import find_words
from communique.records import Actor, ActorKind, ActorRef, Article, Coded, Quote, Span, Tenure

# Spans of evidence that a directory entry shows; its records hold the others.
_EVIDENCE_SHOWN = 5
# Joining two people by error is worse than showing one person twice: surer than `compare_names` asks for.
_ONE_PERSON = 0.88
_LEAST_IN_COMMON = 60


__all__ = ["Directory", "find_actors", "is_named", "references_of"]


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


def find_actors(
    articles: Sequence[Article],
    records: Sequence[Coded],
    *,
    decisions: Sequence[ActorDecision] = (),
    names: Names = Names.PUBLIC,
) -> Directory:
    """Bring together the mentions of all articles.

    One person is who has the same name, in whatever spelling, and the same state (or the same office, where one article
    does not tell the state); a family name alone only where the office is the same too and no second person of that
    state and office bears it. What people decided goes before all of this.

    Args:
        articles: All articles.
        records: All that was coded from them.
        decisions: What people decided about who is one and who is two.
        names: Whose names enter the directory.
    """
    entries = _collect(articles, records, names)
    rulings = Rulings(decisions, {e.key: name_of(e.first.name, e.first.kind, e.first.state) for e in entries})
    root = _join_people([e for e in entries if e.first.kind is ActorKind.PERSON], rulings)
    root = _join_decided([root.get(e.key, e.key) for e in entries], [e.key for e in entries], rulings)
    groups: dict[str, list[_Entry]] = defaultdict(list)
    for entry in entries:
        groups[root[entry.key]].append(entry)
    actors, ids = [], {}
    for group in groups.values():
        # The id kept is that of the key that was seen first.
        for entry in group:
            ids[entry.key] = group[0].key
        if any(e.public for e in group):
            is_decided = any(rulings.verdict(x.key, y.key) for n, x in enumerate(group) for y in group[n + 1 :])
            actors.append(_make_actor(group, is_decided=is_decided))
    states = {a.state: a.names for a in actors if a.kind is ActorKind.STATE and a.state}
    return Directory(tuple(sorted(actors, key=lambda a: a.id)), ids, states)


def _collect(articles: Sequence[Article], records: Sequence[Coded], names: Names) -> list[_Entry]:
    """One entry a key, in the order in which the articles bring them in."""
    by_id = {a.id: a for a in articles}
    known = [(report_order(by_id[r.article], r), r) for r in records if r.article in by_id]
    entries: dict[str, _Entry] = {}
    for order, record in sorted(known, key=lambda pair: pair[0]):
        for ref in references_of(record):
            entry = entries.setdefault(ref.key, _Entry(ref.key, order, [], [], []))
            entry.refs.append(ref)
            entry.records.append(record)
            entry.public |= _is_public(ref, record, names)
        if isinstance(record, Tenure):
            entries[record.person.key].tenures.append(record)
            entries[record.person.key].public = True
    return list(entries.values())


def _is_public(ref: ActorRef, record: Coded, names: Names) -> bool:
    """Whether a mention brings its actor into the directory: "a farmer" and "people" stay roles in an event."""
    if ref.kind is ActorKind.STATE:
        return True
    if ref.kind is not ActorKind.PERSON:
        # "the Houthis", but not "people of Yemen".
        return ref.name[:1].isupper()
    speaks = isinstance(record, Quote) and ref is record.speaker
    return is_named(ref) and (speaks or ref.office is not None or names is Names.ALL)


def _join_people(entries: Sequence[_Entry], rulings: Rulings) -> dict[str, str]:
    """Key to the first key of the same person."""
    root = {e.key: e.key for e in entries}
    members = {e.key: [e] for e in entries}
    for one, other in _pairs(entries):
        a, b = root[one.key], root[other.key]
        # Everybody in the one group must fit everybody in the other: "A. B." would else join all with these initials.
        if a != b and all(_same(x, y, rulings) for x in members[a] for y in members[b]):
            members[a] += members.pop(b)
            root |= {e.key: a for e in members[a]}
    joined = _join_surnames(members, {e.key: read_name(e.first.name) for e in entries}, rulings)
    return root | joined


def _join_decided(roots: Sequence[str], keys: Sequence[str], rulings: Rulings) -> dict[str, str]:
    """Key to the root of its group, once what people decided to be one is one."""
    root = dict(zip(keys, roots, strict=True))
    concerned = [k for k in keys if k in rulings.concerned]
    for n, one in enumerate(concerned):
        for other in concerned[n + 1 :]:
            if rulings.verdict(one, other) is Verdict.MERGE and root[one] != root[other]:
                kept, gone = root[one], root[other]
                root |= {k: kept for k, r in root.items() if r == gone}
    return root


def _pairs(entries: Sequence[_Entry]) -> Iterable[tuple[_Entry, _Entry]]:
    """Those whose names may be one: a part that sounds alike, and the same state or office."""
    blocks: dict[str, list[int]] = defaultdict(list)
    for number, entry in enumerate(entries):
        ref = entry.first
        if not is_named(ref):
            continue
        parts = read_name(ref.name)
        # By each part, and all together for names of which one paper writes two parts as one.
        keys = {
            *(skeleton_class(w.text) for w in read_full_name(ref.name).words if not w.is_common),
            "".join(sorted("".join(parts))),
        }
        for key in keys:
            blocks[f"{ref.state}|{key}"].append(number)
            if ref.office:
                blocks[f"{_office(ref)}||{key}"].append(number)
    pairs = {(i, j) for block in blocks.values() for n, i in enumerate(block) for j in block[n + 1 :]}
    return ((entries[i], entries[j]) for i, j in sorted(pairs))


def _same(one: _Entry, other: _Entry, rulings: Rulings) -> bool:
    if rulings.verdict(one.key, other.key) is not None:
        return rulings.verdict(one.key, other.key) is Verdict.MERGE
    a, b = one.first, other.first
    if a.state != b.state and (None not in (a.state, b.state) or not _share_office(one, other)):
        return False
    # Quick to tell of most: names of one person share a part, as it sounds.
    is_plain = a.name.isascii() and b.name.isascii()
    if is_plain and fuzz.token_set_ratio(sounds_of(a.name), sounds_of(b.name)) < _LEAST_IN_COMMON:
        return False
    return compare_names(a.name, b.name).score >= _ONE_PERSON


def _share_office(one: _Entry, other: _Entry) -> bool:
    offices = ({_office(r) for r in e.refs if r.office} for e in (one, other))
    return bool(next(offices) & next(offices))


def _join_surnames(
    members: Mapping[str, list[_Entry]], names: Mapping[str, tuple[str, ...]], rulings: Rulings
) -> dict[str, str]:
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
        if len(bearers) == 1 and rulings.verdict(first, bearers[0]) is not Verdict.SPLIT:
            joined[first] = bearers[0]
    return joined


def _office(ref: ActorRef) -> str:
    return " ".join(find_words(ref.office or ""))


def _make_actor(group: Sequence[_Entry], *, is_decided: bool = False) -> Actor:
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
        state=next((e.first.state for e in group if e.first.state), None),
        sector=min(sectors, key=lambda s: (-sectors[s], s)) if sectors else None,
        tenures=tuple(sorted({t.id for e in group for t in e.tenures})),
        evidence=tuple(evidence)[:_EVIDENCE_SHOWN],
        rule="actor.decision" if is_decided else "actor.spellings" if joined else "actor.key",
        confidence=round(max(r.confidence for r in refs) * (0.95 if joined and not is_decided else 1.0), 4),
        coder=group[0].records[0].coder,
    )
