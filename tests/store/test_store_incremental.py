"""Articles may come in any order and any number of builds: the same happenings come out, under the same ids."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.coded import generate
from communique.building import merge_store
from communique.records import EventType, PartialDate, Record
from communique.store import Store, open_store
from factories import make_article, make_commitment, make_event, state

ARTICLES = 12
KINDS = ("happening", "story", "actor", "commitment")


@contextmanager
def new_store() -> Iterator[Store]:
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "relations.db", create=True) as store:
        yield store


def build(store: Store, numbers: Sequence[int]) -> None:
    for number in numbers:
        store.put(*generate(number))
    merge_store(store)


def merged(store: Store) -> list[Record]:
    return [r for kind in KINDS for r in store.records(kind)]


def built_at_once(numbers: Sequence[int]) -> list[Record]:
    with new_store() as store:
        build(store, numbers)
        return merged(store)


@given(order=st.permutations(range(ARTICLES)), cuts=st.sets(st.integers(1, ARTICLES - 1), max_size=3))
@settings(max_examples=6, deadline=None)
def test_any_order_of_arrival_gives_the_same_happenings(order: list[int], cuts: set[int]) -> None:
    with new_store() as store:
        for start, end in zip((0, *sorted(cuts)), (*sorted(cuts), ARTICLES), strict=True):
            build(store, order[start:end])
        assert merged(store) == built_at_once(range(ARTICLES))
        assert store.check() == []


@given(gone=st.sets(st.integers(0, ARTICLES - 1), min_size=1, max_size=ARTICLES - 1))
@settings(max_examples=4, deadline=None)
def test_forgetting_leaves_what_the_others_would_have_given(gone: set[int]) -> None:
    with new_store() as store:
        build(store, range(ARTICLES))
        for number in sorted(gone):
            store.forget_source(generate(number)[0].id)
        merge_store(store)
        assert merged(store) == built_at_once([n for n in range(ARTICLES) if n not in gone])
        assert store.check() == []


def test_adding_an_article_touches_only_what_it_touches(store: Store) -> None:
    build(store, range(ARTICLES))
    before = {r.id: r for kind in ("happening", "actor") for r in store.records(kind)}  # type: ignore[union-attr]
    text = "Envoys of Fiji and Benin met in Suva to talk about tuna."
    added = make_article("apart", text, published="2031-05-10")
    made = make_event(added, text, EventType.CONSULT, actor=[state("FJI"), state("BEN")], start="2031-05-09")
    store.begin_run(made.coder)
    store.put(added, [made])
    merge_store(store)
    assert store.changes.added["happening"] == 1
    assert store.changes.changed["happening"] == store.changes.removed["happening"] == 0
    assert "happenings +1" in store.changes.summary()
    assert any(line.startswith("new: 2031-05-09 CONSULT Fiji, Benin") for line in store.changes.named)
    after = {r.id: r for kind in ("happening", "actor") for r in store.records(kind)}  # type: ignore[union-attr]
    assert {i: r for i, r in after.items() if i in before} == before


def test_nothing_is_merged_where_nothing_changed(store: Store) -> None:
    text = "Kenya will send maize to Malawi by the end of the year."
    told = make_article("promise", text, published="2021-03-10")
    promise = make_commitment(
        told, text, EventType.AID, obligor=[state("KEN")], beneficiary=[state("MWI")], due="2021-12-31"
    )
    store.put(told, [promise])
    assert store.needs_merging()
    merge_store(store)
    assert not store.needs_merging()
    assert merge_store(store) == 0
    # Another day of judgement is another merging, also back.
    later = PartialDate("2022-02-01")
    assert store.needs_merging(later)
    assert merge_store(store, as_of=later) == 1
    assert [c.status for c in store.records("commitment")] == ["overdue"]  # type: ignore[union-attr]
    assert merge_store(store) == 1
    assert [c.status for c in store.records("commitment")] == ["open"]  # type: ignore[union-attr]
    store.decide("accept", promise.id, by="me")
    assert store.needs_merging()


def test_another_version_of_the_coder_alone_is_no_change(store: Store) -> None:
    import dataclasses

    article, records = generate(3)
    store.put(article, records)
    merge_store(store)
    newer = [dataclasses.replace(r, coder=dataclasses.replace(r.coder, program="2")) for r in records]
    store.begin_run(newer[0].coder)
    assert store.put(article, newer)
    merge_store(store)
    assert not store.changes
    assert store.changes.summary() == ""
    chance = random.Random(3)
    surer = [dataclasses.replace(r, confidence=chance.random()) for r in newer[1:]]
    store.put(article, surer)
    assert store.changes.removed["event"] == 1
    assert store.changes.changed["event"] == 3
