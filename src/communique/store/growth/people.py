"""The directory of a store that grows: entries summed, joined anew where a name, a state or an office is near."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import bindparam, delete, select, update

from communique.coding.privacy import Names
from communique.merging.decisions import ActorDecision, Rulings
from communique.merging.people import (
    HEADS,
    Entry,
    is_public,
    join_entries,
    make_actor,
    may_be_one,
    may_bear,
    name_keys,
    office_keys,
    read_mentions,
    rule,
    ruled_key,
    ruled_name,
)
from communique.store import schema
from communique.store.directory import put_fact, read_decisions, read_fact
from communique.store.growth.batch import Batch
from communique.store.growth.near import Links, chunks, put_rows, rows_in
from communique.store.growth.traces import dump_entry, load_entry, read_traces
from communique.store.merged import put_some

_FACT = "ruled"


class _People:
    """Entries at hand, as they were and as they are."""

    def __init__(self, batch: Batch, decisions: Sequence[ActorDecision]) -> None:
        self.batch, self.conn = batch, batch.conn
        self.decisions = decisions
        self.links = Links(batch.conn, "person")
        self.entries: dict[str, Entry] = {}
        self.roots: dict[str, str] = {}
        self.told: dict[str, tuple[object, ...]] = {}

    def load(self, keys: Iterable[str]) -> None:
        """Read entries."""
        t = schema.entry
        for row in rows_in(self.conn, select(t), t.c.key, {k for k in keys if k not in self.entries}):
            self.entries[row.key] = entry = load_entry(row.key, row.body)
            self.roots[row.key] = row.root
            self.told[row.key] = entry.told()

    def rulings(self, keys: Iterable[str]) -> Rulings:
        """What was decided about some entries."""
        return rule((self.entries[k] for k in keys), self.decisions)


def grow_people(batch: Batch) -> None:
    """Sum up whom the articles of a batch mention, and join what is one."""
    decisions = read_decisions(batch.conn)
    people = _People(batch, decisions)
    changed = _sum_up(people)
    ruled_before = _put_rulings(people)
    here = {k for k in changed | ruled_before if k in people.entries and people.entries[k].articles}
    gone = {k for k in changed | ruled_before if k in people.entries} - here
    moved = {k for k in here if people.told.get(k) != people.entries[k].told()} | (ruled_before & here)
    near = _link(people, moved, gone)
    region = _reach(people, here | (near - gone))
    _write(people, region, changed, gone)


def _sum_up(people: _People) -> set[str]:
    """Count out what articles said and in what they say; returns the keys of which something else is said."""
    batch = people.batch
    names = Names(read_fact(batch.conn, "names") or Names.PUBLIC)
    for article in batch.present():
        found = read_mentions(article, batch.coded.get(article.id, ()), names)
        batch.new[article.id].mentions = {m.key: m for m in found}
    pairs = []
    for article_id in sorted(batch.arrived):
        before = batch.old[article_id].mentions if article_id in batch.old else {}
        after = batch.new[article_id].mentions if article_id in batch.new else {}
        pairs += [
            (k, before.get(k), after.get(k)) for k in before.keys() | after.keys() if before.get(k) != after.get(k)
        ]
    people.load({k for k, *_ in pairs})
    short: set[str] = set()
    for key, old, new in pairs:
        entry = people.entries.setdefault(key, Entry(key))
        if old is not None and entry.drop(old):
            short.add(key)
        if new is not None:
            entry.add(new)
    _refill(people, {k for k in short if people.entries[k].articles})
    return {k for k, *_ in pairs}


def _refill(people: _People, keys: Collection[str]) -> None:
    """Look up which mentions are the earliest now, where some of the earliest are gone."""
    p, a, t = schema.party, schema.article, schema.trace
    for key in sorted(keys):
        kinds = tuple(schema.CODED)
        told = select(p.c.article).where(p.c.key == key, p.c.record_kind.in_(kinds)).distinct()
        query = select(a.c.id).where(a.c.id.in_(told)).order_by(a.c.published.nulls_last(), a.c.id)
        entry = people.entries[key]
        heads = {h.article: h for h in entry.heads}
        for chunk_start in range(0, 1 << 30, 50):
            ids = list(people.conn.scalars(query.offset(chunk_start).limit(50)))
            merged = set(people.conn.scalars(select(t.c.article).where(t.c.article.in_(ids)))) - people.batch.arrived
            traces = read_traces(people.conn, merged)
            traces |= {i: people.batch.new[i] for i in ids if i in people.batch.new}
            heads |= {i: trace.mentions[key].head for i, trace in traces.items() if key in trace.mentions}
            if len(heads) >= HEADS or not ids:
                break
        entry.heads = sorted(heads.values(), key=lambda h: h.order)[:HEADS]


def _put_rulings(people: _People) -> set[str]:
    """Keys that people's decisions speak of, where these changed since the last merging."""
    stated = orjson.dumps([d.id for d in people.decisions]).decode()
    before = orjson.loads(read_fact(people.conn, _FACT) or '{"said": "[]", "keys": []}')
    keys = {ruled_key(name) for d in people.decisions for name in (*d.one, *d.other)}
    ruled = _under(people, keys)
    fresh = {k for k, e in people.entries.items() if e.articles and e.heads and ruled_key(ruled_name(e)) in keys}
    people.load(ruled)
    concerned = sorted(people.rulings(k for k in ruled | fresh if people.entries[k].heads).concerned)
    if stated == before["said"] and concerned == before["keys"]:
        return set()
    put_fact(people.conn, _FACT, orjson.dumps({"said": stated, "keys": concerned}).decode())
    people.load(before["keys"])
    return set(concerned) | {k for k in before["keys"] if k in people.entries}


def _under(people: _People, keys: Iterable[int]) -> set[str]:
    """Entries under some keys."""
    t = schema.entry_key
    return {row.entry for row in rows_in(people.conn, select(t.c.entry), t.c.key, keys)}


def _link(people: _People, moved: Collection[str], gone: Collection[str]) -> set[str]:
    """Link entries that are told otherwise now to those that they may be one with; returns what is concerned."""
    t = schema.entry_key
    for chunk in chunks({*moved, *gone}):
        people.conn.execute(delete(t).where(t.c.entry.in_(chunk)))
    names = {k: name_keys(people.entries[k]) for k in moved}
    offices = {k: office_keys(people.entries[k]) for k in moved}
    rows = [
        {"key": key, "entry": k}
        for k in moved
        for key in sorted({*names[k], *offices[k][0], ruled_key(ruled_name(people.entries[k]))})
    ]
    put_rows(people.conn, t, rows)
    by_name = _find_pairs(people, names)
    by_office = _find_pairs(people, {k: sought for k, (_, sought) in offices.items()})
    entries, rulings = people.entries, people.rulings({x for pair in by_name for x in pair})
    links = {(a, b): 1 for a, b in by_name if may_be_one(entries[a], entries[b], rulings)}
    links |= {(a, b): 1 for a, b in by_office if may_bear(entries[a], entries[b])}
    return people.links.replace({*moved, *gone}, links) | {x for pair in links for x in pair}


def _find_pairs(people: _People, sought: Mapping[str, Collection[int]]) -> set[tuple[str, str]]:
    """Pairs of entries, smaller key first, of which one is under a key that the other looks under; they are read."""
    t = schema.entry_key
    under: dict[int, list[str]] = defaultdict(list)
    wanted = {k for keys in sought.values() for k in keys}
    for row in rows_in(people.conn, select(t.c.key, t.c.entry), t.c.key, wanted):
        under[row.key].append(row.entry)
    people.load({e for found in under.values() for e in found})
    return {(min(e, o), max(e, o)) for e, keys in sought.items() for k in keys for o in under.get(k, ()) if o != e}


def _reach(people: _People, seeds: Collection[str]) -> set[str]:
    """All entries that hang together with some, also by what people decided."""
    reached, front = set(seeds), set(seeds)
    ruled = set(orjson.loads(read_fact(people.conn, _FACT) or '{"keys": []}')["keys"])
    while front:
        people.links.load(front)
        found = {o for i in front for o in people.links.of(i)}
        if (reached | found) & ruled:
            found |= ruled
        # What stands for one actor now is looked at together too.
        front = found - reached
        reached |= front
    people.load(reached)
    return {k for k in reached if k in people.entries and people.entries[k].articles}


def _write(people: _People, region: Collection[str], changed: Collection[str], gone: Collection[str]) -> None:
    batch = people.batch
    ordered = sorted((people.entries[k] for k in region), key=lambda e: (e.order, e.key))
    rulings = people.rulings(region)
    groups = join_entries(ordered, rulings)
    actors = [make_actor(group, rulings) for group in groups if is_public(group)]
    roots = {entry.key: group[0].key for group in groups for entry in group}
    _put_entries(people, roots, changed, gone)
    old = {people.roots[k] for k in (*region, *gone) if k in people.roots} | set(roots.values())
    batch.changed_rows += put_some(batch.conn, "actor", old, actors, batch.changes)
    _put_ids(people, roots, gone)
    batch.changed_keys = {k for k, root in roots.items() if people.roots.get(k, k) != root}


def _put_entries(people: _People, roots: dict[str, str], changed: Collection[str], gone: Collection[str]) -> None:
    t = schema.entry
    for chunk in chunks(gone):
        people.conn.execute(delete(t).where(t.c.key.in_(chunk)))
    rows: list[dict[str, Any]] = [
        {"k": k, "r": roots[k], "b": dump_entry(people.entries[k])}
        for k in roots
        if k in changed or people.roots.get(k) != roots[k]
    ]
    known = [r for r in rows if r["k"] in people.roots]
    if known:
        values: dict[str, Any] = {"root": bindparam("r"), "body": bindparam("b")}
        people.conn.execute(update(t).where(t.c.key == bindparam("k")).values(values), known)
    new = [r for r in rows if r["k"] not in people.roots]
    put_rows(people.conn, t, [{"key": r["k"], "root": r["r"], "body": r["b"]} for r in new])


def _put_ids(people: _People, roots: dict[str, str], gone: Collection[str]) -> None:
    """Keep for whom the keys stand that are not their actor's id."""
    t = schema.actor_key
    concerned = {*roots, *gone}
    stored = {r.key: r.actor for r in rows_in(people.conn, select(t.c.key, t.c.actor), t.c.key, concerned)}
    wanted = {k: root for k, root in roots.items() if k != root}
    stale = [k for k, actor in stored.items() if wanted.get(k) != actor]
    for chunk in chunks(stale):
        people.conn.execute(delete(t).where(t.c.key.in_(chunk)))
    new = [{"key": k, "actor": root} for k, root in wanted.items() if stored.get(k) != root]
    put_rows(people.conn, t, new)
    people.batch.changed_rows += len({*stale, *(row["key"] for row in new)})
    people.batch.library.set_ids({k: k for k in concerned} | wanted)
