"""A store that grows: whatever comes, changes or goes, in any order, the end is that of merging all at once."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from communique.merging.decisions import Verdict, make_decision, name_of
from communique.merging.merge import Merged, merge
from communique.records import ActorKind, ActorRef, Article, Coded, Commitment, EventType, Modality, PartialDate
from communique.store import Store, open_store
from factories import make_article, make_commitment, make_event, make_quote, make_tenure, person, state

STATES = ("NOR", "PER", "KEN")
PEOPLE = (
    ("Sergio Salas", "PER", "foreign minister"),
    ("Serguio Salas", "PER", "envoy"),
    ("Salas", "PER", "foreign minister"),
    ("S. Salas", "PER", "foreign minister"),
    ("Sergio Salas", None, "envoy"),
    ("Kari Moen", "NOR", "foreign minister"),
    ("Moen", "NOR", "foreign minister"),
    ("Kari Moen Berg", "NOR", "envoy"),
    ("Amina Otieno", "KEN", None),
)
BODY = ActorRef(key="org:league", id="org:league", name="League of Ports", kind=ActorKind.ORGANIZATION)
MATTERS = ("fish and nets", "wheat flour", "ferries", "a reef of coral", "vaccines", "a harbour crane")
TYPES = (EventType.CONSULT, EventType.AID, EventType.AGREE, EventType.SUPPORT, EventType.ACCUSE)
FIRST = date(2022, 5, 1)


def write(seed: int, version: int = 0) -> tuple[Article, list[Coded]]:
    """An article of a small world, where all have to do with each other."""
    chance = random.Random(f"{seed} {version}")
    topic = random.Random(seed // 3)
    day = FIRST + timedelta(days=chance.choice((0, 1, 2, 9, 40, 300)))
    names = chance.sample(PEOPLE, 2)
    refs = [person(*n) for n in names] + [state(s) for s in chance.sample(STATES, 2)]
    refs += [BODY] if chance.random() < 0.2 else []
    one, other = chance.sample(refs, 2)
    matter = topic.choice(MATTERS)
    lines = [
        f"{one.name} told {other.name} of {matter} at the pier in the rain.",
        f"{other.name} will send {matter} to {one.name} before winter.",
        f"{other.name} withdrew its offer of {matter} and the plan for a pier.",
    ]
    # A text told twice is a reprint, now and then cut.
    filler = " ".join(topic.choice(("tide", "mast", "oar", "keel", "gull", "rope", "buoy")) + str(n) for n in range(40))
    text = "\n".join((*lines[: 2 + (chance.random() < 0.3)], filler[: chance.choice((400, 170))]))
    published = None if chance.random() < 0.1 else PartialDate(day.isoformat()[: chance.choice((10, 10, 10, 7))])
    agency = chance.choice((None, "Tidings"))
    article = make_article(f"a{seed}", text, published=published, title=f"Of {matter}", agency=agency)
    told = day - timedelta(days=chance.choice((0, 1, 5)))
    start = chance.choice((told.isoformat(), told.isoformat()[:7], None))
    modality = chance.choice((Modality.ACTUAL, Modality.ACTUAL, Modality.HISTORICAL, Modality.FUTURE))
    common: dict[str, Any] = {"start": start, "modality": modality}
    event = make_event(article, lines[0], topic.choice(TYPES), actor=[one], recipient=[other], **common)
    due = chance.choice((None, (day + timedelta(days=5)).isoformat(), "2022"))
    to = [one] if chance.random() < 0.8 else []
    promise = make_commitment(article, lines[1], topic.choice(TYPES), obligor=[other], beneficiary=to, due=due)
    records: list[Coded] = [event, promise, make_quote(article, lines[0], one)]
    if one.kind is ActorKind.PERSON:
        records.append(make_tenure(article, lines[0], one))
    return article, records


@contextmanager
def new_store() -> Iterator[Store]:
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "relations.db", create=True) as store:
        yield store


def found(store: Store) -> dict[str, object]:
    """All that merging made of a store."""
    kinds = ("happening", "story", "actor", "commitment")
    return {kind: {r.id: r for r in store.records(kind)} for kind in kinds} | {  # type: ignore[union-attr]
        "duplicates": {a.id: a.duplicate_of for a in store.articles() if a.duplicate_of},
        "ids": {
            ref.key: ref.id
            for r in store.records("event")
            for ref in (*r.actor, *r.recipient)  # type: ignore[union-attr]
            if ref.id != ref.key
        },
    }


def expected(store: Store, as_of: PartialDate | None = None) -> dict[str, object]:
    """What merging all at once makes of the same articles."""
    articles = [replace(a, duplicate_of=None) for a in store.articles()]
    coded = [replace(r, status="open") if isinstance(r, Commitment) else r for r in store.coded()]  # type: ignore[arg-type]
    made: Merged = merge(articles, coded, as_of=as_of, joins=store.joins(), decisions=store.actor_decisions())
    said = {r.key for e in store.records("event") for r in (*e.actor, *e.recipient)}  # type: ignore[union-attr]
    # Directory ids are laid over what is read.
    promises = [
        replace(c, obligor=own(c.obligor, made), beneficiary=own(c.beneficiary, made)) for c in made.commitments
    ]
    return {
        "happening": {h.id: h for h in made.happenings},
        "story": {s.id: s for s in made.stories},
        "actor": {a.id: a for a in made.actors},
        "commitment": {c.id: c for c in promises},
        "duplicates": dict(made.duplicates),
        "ids": {k: v for k, v in made.actor_ids.items() if k != v and k in said},
    }


def own(refs: Sequence[ActorRef], made: Merged) -> tuple[ActorRef, ...]:
    return tuple(replace(r, id=made.actor_ids.get(r.key, r.key)) for r in refs)


def same(store: Store, as_of: PartialDate | None = None) -> None:
    one, other = found(store), expected(store, as_of)
    for kind, records in other.items():
        assert one[kind] == records, kind
    assert store.check() == []


BUILD = st.lists(st.integers(0, 29), min_size=1, max_size=8, unique=True)


@given(builds=st.lists(BUILD, min_size=1, max_size=4), most=st.sampled_from((2, 3, 100)))
@settings(max_examples=15, deadline=None)
def test_articles_may_come_in_any_order_and_any_number_of_builds(builds: list[list[int]], most: int) -> None:
    with new_store() as store:
        for numbers in builds:
            for number in numbers:
                store.put(*write(number))
            store.merge_arrived(most=most)
            same(store)


STEP = st.one_of(
    st.tuples(st.just("put"), st.integers(0, 15)),
    st.tuples(st.just("change"), st.integers(0, 15)),
    st.tuples(st.just("forget"), st.integers(0, 15)),
    st.tuples(st.just("reject"), st.integers(0, 15)),
    st.tuples(st.just("join"), st.integers(0, 15)),
    st.tuples(st.just("one person"), st.integers(0, len(PEOPLE) ** 2 - 1)),
    st.tuples(st.just("two people"), st.integers(0, len(PEOPLE) ** 2 - 1)),
    st.tuples(st.just("judge"), st.integers(0, 3)),
)
DAYS = (None, "2022-05-04", "2022-12-31", "2030-01-01")


@given(steps=st.lists(STEP, min_size=3, max_size=12), first=BUILD)
@settings(max_examples=20, deadline=None)
# The original of two goes: they are told apart again, and stand in a story of their own.
@example(steps=[("put", 0), ("put", 14), ("forget", 14)], first=[0, 12])
# Promises are judged for a day in the past, which hides later news, and then for today.
@example(steps=[("change", 0), ("judge", 2), ("reject", 6)], first=[18, 17, 4, 11])
# What kept a promise is forgotten, and nobody told of the two again.
@example(steps=[("change", 10), ("forget", 15), ("forget", 2)], first=[2, 17, 3, 12, 29, 10, 28, 0])
# One of two reports that people joined goes.
@example(steps=[("join", 15), ("reject", 14)], first=[14, 12])
def test_whatever_changes_or_goes_the_rest_is_as_if_it_had_never_been(
    steps: list[tuple[str, int]], first: list[int]
) -> None:
    with new_store() as store:
        for number in first:
            store.put(*write(number))
        store.merge_arrived()
        as_of = None
        for at, (what, number) in enumerate(steps):
            as_of = PartialDate(DAYS[number]) if what == "judge" and DAYS[number] else None  # type: ignore[arg-type]
            change(store, what, number, version=at + 1)
            store.merge_arrived(as_of=as_of)
            same(store, as_of)


def change(store: Store, what: str, number: int, *, version: int) -> None:
    """Do something to a store; nothing where it has nothing of the kind."""
    there = {a.id for a in store.articles()}
    article, records = write(number)
    happenings = sorted(r.id for r in store.records("happening"))  # type: ignore[union-attr]
    if what == "put":
        store.put(article, records)
    elif what == "change" and article.id in there:
        store.put(*write(number, version))
    elif what == "forget" and article.id in there:
        store.forget_source(article.id)
    elif what == "reject" and records[0].id in {r.id for r in store.records("event")}:  # type: ignore[union-attr]
        store.decide("reject", records[0].id, by="me")
    elif what == "join" and len(happenings) > 1:
        one, other = happenings[number % len(happenings)], happenings[(number + 1) % len(happenings)]
        store.decide("merge", one, by="me", value=other)
    elif what in ("one person", "two people"):
        one_name, other_name = PEOPLE[number // len(PEOPLE)], PEOPLE[number % len(PEOPLE)]
        sides = [[name_of(n, ActorKind.PERSON, s)] for n, s, _ in (one_name, other_name)]
        verdict = Verdict.MERGE if what == "one person" else Verdict.SPLIT
        if sides[0] != sides[1]:
            store.decide_actors(make_decision(verdict, *sides, by="me", at=f"2024-01-01T00:00:{version:02}"))


@pytest.mark.parametrize("seed", range(3))
def test_both_engines_grow_alike(store: Store, seed: int) -> None:
    numbers = random.Random(seed).sample(range(30), 16)
    for start in range(0, 16, 4):
        for number in numbers[start : start + 4]:
            store.put(*write(number))
        store.forget_source(write(numbers[start])[0].id)
        store.merge_arrived(most=3)
        same(store)
