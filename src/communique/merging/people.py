"""The directory of actors: which mentions in many articles are one person, body or state."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from rapidfuzz import fuzz

from communique.actors.compare import compare_names
from communique.actors.fullnames import read_full_name
from communique.actors.gazetteer import load_gazetteer
from communique.actors.spellings import skeleton_class
from communique.coding.privacy import Names, is_named
from communique.coding.privacy import refs_of as references_of
from communique.merging.decisions import ActorDecision, ActorName, Rulings, Verdict, name_of
from communique.merging.keys import make_key
from communique.merging.names import read_name, shares_surname, sounds_of
from communique.merging.order import report_order
from communique.merging.words import find_words
from communique.records import Actor, ActorKind, ActorRef, Article, Coded, Coder, Quote, Span, Tenure

# Spans of evidence that a directory entry shows; its records hold the others.
_EVIDENCE_SHOWN = 5
# Mentions that an entry keeps as its earliest: one more than it shows, so that one may go without a search for others.
HEADS = 6
# Joining two people by error is worse than showing one person twice: surer than `compare_names` asks for.
_ONE_PERSON = 0.88
_LEAST_IN_COMMON = 60


__all__ = ["Directory", "find_actors", "is_named", "references_of"]


@cache
def state_names() -> Mapping[str, tuple[str, ...]]:
    """The name and code of each state: what articles call it says nothing about what they tell of it."""
    return {code: (state.name, code) for code, state in load_gazetteer().states.items()}


@dataclass(frozen=True, slots=True)
class Directory:
    """Entries, and for each key of an article the id of its entry."""

    actors: tuple[Actor, ...]
    ids: Mapping[str, str]

    @property
    def state_names(self) -> Mapping[str, tuple[str, ...]]:
        """Names of each state."""
        return state_names()

    def id_of(self, ref: ActorRef) -> str:
        """The entry's id, or the key of an actor that has no entry."""
        return self.ids.get(ref.key, ref.key)


@dataclass(frozen=True, slots=True)
class Head:
    """How an article names one key first, with the first spans that tell of it; `order` is its place among all."""

    order: tuple[bool, str, str, int, str]
    first: ActorRef
    evidence: tuple[Span, ...]
    coder: Coder

    @property
    def article(self) -> str:
        """The article's id."""
        return self.order[2]


@dataclass(frozen=True, slots=True)
class Mention:
    """What one article says of one key."""

    key: str
    head: Head
    spellings: Mapping[str, int]
    sectors: Mapping[str, int]
    offices: tuple[str, ...]
    tenures: tuple[str, ...]
    confidence: float
    public: bool


@dataclass(slots=True)
class Entry:
    """All mentions of one key, summed; `heads` are the earliest of them, which alone tell who is meant."""

    key: str
    articles: int = 0
    heads: list[Head] = field(default_factory=list)
    spellings: Counter[str] = field(default_factory=Counter)
    sectors: Counter[str] = field(default_factory=Counter)
    offices: Counter[str] = field(default_factory=Counter)
    tenures: Counter[str] = field(default_factory=Counter)
    confidences: Counter[float] = field(default_factory=Counter)
    public: int = 0

    def add(self, mention: Mention) -> None:
        """Count in what an article says."""
        is_complete = len(self.heads) == self.articles
        self._count(mention, 1)
        if is_complete or mention.head.order < self.heads[-1].order:
            self.heads = sorted([*self.heads, mention.head], key=lambda h: h.order)[:HEADS]

    def drop(self, mention: Mention) -> bool:
        """Count out what an article says no longer; returns whether others must be named as the earliest now."""
        self._count(mention, -1)
        self.heads = [h for h in self.heads if h.article != mention.head.article]
        return len(self.heads) < min(self.articles, _EVIDENCE_SHOWN)

    def _count(self, mention: Mention, by: int) -> None:
        self.articles += by
        self.public += by * mention.public
        for name, number in mention.spellings.items():
            self.spellings[name] += by * number
        for name, number in mention.sectors.items():
            self.sectors[name] += by * number
        for names, counted in ((self.offices, mention.offices), (self.tenures, mention.tenures)):
            for name in counted:
                names[name] += by
        self.confidences[mention.confidence] += by
        counters: tuple[Counter[Any], ...] = (
            self.spellings,
            self.sectors,
            self.offices,
            self.tenures,
            self.confidences,
        )
        for counter in counters:
            for gone in [k for k, n in counter.items() if n <= 0] if by < 0 else ():
                del counter[gone]

    @property
    def first(self) -> ActorRef:
        """The earliest mention."""
        return self.heads[0].first

    @property
    def order(self) -> tuple[bool, str, str, int, str]:
        """Place of the earliest mention among all."""
        return self.heads[0].order

    @property
    def is_person(self) -> bool:
        """Whether it may be joined to another by its name."""
        return self.first.kind is ActorKind.PERSON

    def told(self) -> tuple[object, ...]:
        """All that decides with whom it is one."""
        ref = self.first
        return (self.order, ref.name, ref.kind, ref.state, ref.office, tuple(sorted(self.offices)))


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
    by_article: dict[str, list[Coded]] = defaultdict(list)
    for record in records:
        by_article[record.article].append(record)
    found: dict[str, Entry] = {}
    for article in articles:
        for mention in read_mentions(article, by_article[article.id], names):
            found.setdefault(mention.key, Entry(mention.key)).add(mention)
    entries = sorted(found.values(), key=lambda e: (e.order, e.key))
    rulings = rule(entries, decisions)
    groups = join_entries(entries, rulings)
    actors = [make_actor(group, rulings) for group in groups if is_public(group)]
    # The id kept is that of the key that was seen first.
    ids = {entry.key: group[0].key for group in groups for entry in group}
    return Directory(tuple(sorted(actors, key=lambda a: a.id)), ids)


def rule(entries: Iterable[Entry], decisions: Sequence[ActorDecision]) -> Rulings:
    """What people decided about some entries."""
    return Rulings(decisions, {e.key: ruled_name(e) for e in entries})


def ruled_name(entry: Entry) -> ActorName:
    """The name by which decisions know an entry."""
    return name_of(entry.first.name, entry.first.kind, entry.first.state)


def join_entries(entries: Sequence[Entry], rulings: Rulings) -> list[list[Entry]]:
    """Groups of entries that are one actor.

    Args:
        entries: In order; with each also those that it may be one with.
        rulings: What people decided about them.
    """
    root = _join_people([e for e in entries if e.is_person], rulings)
    root = _join_decided([root.get(e.key, e.key) for e in entries], [e.key for e in entries], rulings)
    groups: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        groups[root[entry.key]].append(entry)
    return list(groups.values())


def is_public(group: Iterable[Entry]) -> bool:
    """Whether an actor has a place in the directory."""
    return any(e.public for e in group)


def read_mentions(article: Article, records: Iterable[Coded], names: Names) -> list[Mention]:
    """What an article says of each actor, by key, in the order in which it brings them in."""
    refs: dict[str, list[tuple[Coded, ActorRef]]] = defaultdict(list)
    for record in sorted(records, key=lambda r: report_order(article, r)):
        for ref in references_of(record):
            refs[ref.key].append((record, ref))
    return [_make_mention(article, key, told, names) for key, told in refs.items()]


def _make_mention(article: Article, key: str, told: Sequence[tuple[Coded, ActorRef]], names: Names) -> Mention:
    record, first = told[0]
    tenures = {r.id for r, _ in told if isinstance(r, Tenure) and r.person.key == key}
    return Mention(
        key=key,
        head=Head(
            order=report_order(article, record),
            first=replace(first, span=None),
            evidence=tuple(dict.fromkeys(s for r, _ in told for s in r.evidence[:1]))[:_EVIDENCE_SHOWN],
            coder=record.coder,
        ),
        spellings=Counter(r.name for _, r in told if r.kind is not ActorKind.PERSON or is_named(r)),
        sectors=Counter(r.sector for _, r in told if r.sector),
        offices=tuple(sorted({_office(r) for _, r in told if r.office})),
        tenures=tuple(sorted(tenures)),
        confidence=max(r.confidence for _, r in told),
        public=bool(tenures) or any(_is_public(ref, r, names) for r, ref in told),
    )


def _is_public(ref: ActorRef, record: Coded, names: Names) -> bool:
    """Whether a mention brings its actor into the directory: "a farmer" and "people" stay roles in an event."""
    if ref.kind is ActorKind.STATE:
        return True
    if ref.kind is not ActorKind.PERSON:
        # "the Houthis", but not "people of Yemen".
        return ref.name[:1].isupper()
    speaks = isinstance(record, Quote) and ref is record.speaker
    return is_named(ref) and (speaks or ref.office is not None or names is Names.ALL)


def _join_people(entries: Sequence[Entry], rulings: Rulings) -> dict[str, str]:
    """Key to the first key of the same person."""
    root = {e.key: e.key for e in entries}
    members = {e.key: [e] for e in entries}
    for one, other in _pairs(entries):
        a, b = root[one.key], root[other.key]
        # Everybody in the one group must fit everybody in the other: "A. B." would else join all with these initials.
        if a != b and all(_same(x, y, rulings) for x in members[a] for y in members[b]):
            members[a] += members.pop(b)
            root |= {e.key: a for e in members[a]}
    return root | _join_surnames(members, rulings)


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


def _pairs(entries: Sequence[Entry]) -> Iterable[tuple[Entry, Entry]]:
    """Those whose names may be one."""
    blocks: dict[int, list[int]] = defaultdict(list)
    for number, entry in enumerate(entries):
        for key in name_keys(entry):
            blocks[key].append(number)
    pairs = {(i, j) for block in blocks.values() for n, i in enumerate(block) for j in block[n + 1 :]}
    return ((entries[i], entries[j]) for i, j in sorted(pairs))


def name_keys(entry: Entry) -> set[int]:
    """Keys of names that may be one: a part that sounds alike, and the same state or office."""
    ref = entry.first
    if not entry.is_person or not is_named(ref):
        return set()
    # By each part, and all together for names of which one paper writes two parts as one.
    parts = {
        *(skeleton_class(w.text) for w in read_full_name(ref.name).words if not w.is_common),
        "".join(sorted("".join(read_name(ref.name)))),
    }
    found = {make_key("name", str(ref.state), part) for part in parts}
    return found | {make_key("named office", _office(ref), part) for part in parts if ref.office}


def office_keys(entry: Entry) -> tuple[set[int], set[int]]:
    """Keys under which a family name alone and the full names of the same state and office find each other.

    Returns:
        Keys under which the entry is put, and under which it looks.
    """
    if not entry.is_person or not is_named(entry.first):
        return set(), set()
    own, other = ("family name", "full name") if _is_family_name(entry) else ("full name", "family name")
    held = [(str(entry.first.state), office) for office in entry.offices]
    return {make_key(own, *h) for h in held}, {make_key(other, *h) for h in held}


def ruled_key(name: ActorName) -> int:
    """Key of a name as decisions know it."""
    return make_key("decided", name.kind, name.plain.name)


def may_be_one(one: Entry, other: Entry, rulings: Rulings) -> bool:
    """Whether two that were found by their names may be one person."""
    return _same(one, other, rulings)


def may_bear(one: Entry, other: Entry) -> bool:
    """Whether the one may be meant by the other's family name, or the other by the one's."""
    return _bears(one, other) or _bears(other, one)


def _is_family_name(entry: Entry) -> bool:
    return len(read_name(entry.first.name)) == 1


def _bears(full: Entry, alone: Entry) -> bool:
    """Whether the one's full name has the other's family name, and both have had the same office of the same state."""
    return (
        _is_family_name(alone)
        and not _is_family_name(full)
        and full.first.state == alone.first.state
        and bool(full.offices.keys() & alone.offices.keys())
        and shares_surname(read_name(alone.first.name), read_name(full.first.name))
    )


def _same(one: Entry, other: Entry, rulings: Rulings) -> bool:
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


def _share_office(one: Entry, other: Entry) -> bool:
    return bool(one.offices.keys() & other.offices.keys())


def _join_surnames(members: Mapping[str, list[Entry]], rulings: Rulings) -> dict[str, str]:
    """Family names alone, joined to the one person of that state and office who bears them."""
    by_office: dict[tuple[str | None, str], list[tuple[str, Entry]]] = defaultdict(list)
    for first, group in members.items():
        for entry in group:
            for office in entry.offices if is_named(entry.first) and not _is_family_name(entry) else ():
                by_office[entry.first.state, office].append((first, entry))
    joined: dict[str, str] = {}
    for first, group in members.items():
        entry = group[0]
        if len(group) > 1 or not is_named(entry.first) or not _is_family_name(entry):
            continue
        same_office = [pair for office in entry.offices for pair in by_office.get((entry.first.state, office), ())]
        bearers = {root for root, full in same_office if _bears(full, entry)}
        if len(bearers) == 1 and rulings.verdict(first, next(iter(bearers))) is not Verdict.SPLIT:
            joined[first] = bearers.pop()
    return joined


def _office(ref: ActorRef) -> str:
    return " ".join(find_words(ref.office or ""))


def make_actor(group: Sequence[Entry], rulings: Rulings) -> Actor:
    """The entry of the directory for what is one actor, the key that was seen first first."""
    spellings, sectors = Counter[str](), Counter[str]()
    for entry in group:
        spellings.update(entry.spellings)
        sectors.update(entry.sectors)
    evidence: dict[Span, None] = {s: None for e in group for h in e.heads for s in h.evidence}
    joined = len(group) > 1
    is_decided = any(rulings.verdict(x.key, y.key) for n, x in enumerate(group) for y in group[n + 1 :])
    return Actor(
        id=group[0].key,
        aliases=tuple(sorted(e.key for e in group[1:])),
        # The commonest spelling first: it is the one to show.
        names=tuple(sorted(spellings, key=lambda n: (-spellings[n], n))),
        kind=group[0].first.kind,
        state=next((e.first.state for e in group if e.first.state), None),
        sector=min(sectors, key=lambda s: (-sectors[s], s)) if sectors else None,
        tenures=tuple(sorted({t for e in group for t in e.tenures})),
        evidence=tuple(evidence)[:_EVIDENCE_SHOWN],
        rule="actor.decision" if is_decided else "actor.spellings" if joined else "actor.key",
        confidence=round(max(max(e.confidences) for e in group) * (0.95 if joined and not is_decided else 1.0), 4),
        coder=group[0].heads[0].coder,
    )
