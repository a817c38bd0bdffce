"""What both engines promise: one order, one search, writers that wait, readers that do not."""

from __future__ import annotations

import threading
import time

import pytest
from sqlalchemy import JSON, cast, func, select

from communique.building import merge_store
from communique.errors import StoreError
from communique.records import Article, EventType, Refusal
from communique.store import Store, migrate_store, open_store, schema
from communique.store.engine import make_engine
from communique.store.forgetting import json_field
from communique.store.migrating import upgrade
from factories import CODER, make_article, make_event, state


def put_one(store: Store, number: int) -> None:
    text = f"Chad thanked Niger for load {number} of wheat."
    article = make_article(f"load-{number}", text)
    store.put(article, [make_event(article, text, EventType.SUPPORT, actor=[state("TCD")], recipient=[state("NER")])])


def test_it_can_be_opened_twice_and_needs_no_migration(target: str) -> None:
    with open_store(target, create=True) as one, open_store(target, create=True) as other:
        put_one(one, 1)
        assert len(list(other.articles())) == 1
    assert migrate_store(target) == (schema.HEAD, schema.HEAD)


@pytest.mark.parametrize("revision", ["0001", "0002"])
def test_every_older_store_can_be_migrated(target: str, revision: str) -> None:
    engine = make_engine(target, create=True)
    upgrade(engine, revision)
    with engine.connect().execution_options(store_write=True) as conn, conn.begin():
        conn.execute(schema.info.insert().values(name="merged", value="1"))
    engine.dispose()
    with pytest.raises(StoreError, match="run communique store migrate"):
        open_store(target)
    assert migrate_store(target) == (revision, schema.HEAD)
    with open_store(target) as store:
        put_one(store, 1)
        merge_store(store)
        assert store.check() == []
        assert len(store.search("wheat")) == 1


def test_none_is_made_by_reading(target: str) -> None:
    with pytest.raises(StoreError, match="there is no store; make one with communique build"):
        open_store(target)
    with pytest.raises(StoreError, match="there is no store"):
        migrate_store(target)


@pytest.mark.parametrize(
    "query",
    [
        "nunez",
        "NÚÑEZ",
        "Nuñez",
        "the",
        "envoys",
        "envoy",
        '"of the envoy"',
        "peace-keepers",
        "Öl",
        "2022-05-09",
        "№ fish",
    ],
)
def test_both_find_the_same_words(store: Store, query: str) -> None:
    text = "Núñez spoke of the envoys of Öland, peace-keepers and fish on 2022-05-09. Das Öl is dear, № 4 says."
    found = make_article("found", text)
    store.put(found, ())
    store.put(make_article("other", "Nothing of it stands here."), ())
    # No word is too common to be asked for ("the").
    [(article, place)] = store.search(query)
    assert article == found.id
    assert "\x02" in place


@pytest.mark.parametrize("query", ["fishes and birds", '"envoys the"', "spoken", "\x00", "()", "zzz"])
def test_both_find_nothing_else(store: Store, query: str) -> None:
    store.put(make_article("one", "Envoys spoke of the fish."), ())
    assert store.search(query) == []


def test_words_come_in_the_order_of_their_bytes(store: Store) -> None:
    # Servers have orders of their own, in which "a" stands between "A" and "B", and "-" counts for nothing.
    for uri in ("b.txt", "a-2.txt", "B.txt", "a1.txt", "Ä.txt"):
        store.refuse(Refusal(uri=uri, stage="reading", reason="is empty"))
    uris = [r.uri for r in store.records("refusal") if isinstance(r, Refusal)]
    assert uris == sorted(uris)


def test_bodies_are_json_to_the_database(store: Store) -> None:
    put_one(store, 1)
    with store._reading() as conn:
        body = schema.event.c.body
        assert conn.scalar(select(json_field(conn, body, "rule"))) == "test"
        column = func.json_extract(body, "$.actor[0].state")
        if conn.dialect.name == "postgresql":
            column = cast(body, JSON)[("actor", "0", "state")].as_string()
        assert conn.scalar(select(column)) == "TCD"


def test_two_writers_wait_for_each_other(target: str) -> None:
    """Each writes its own articles and one that both have; all are there, once."""
    with open_store(target, create=True):
        pass
    failures: list[BaseException] = []

    def write(numbers: range) -> None:
        try:
            with open_store(target) as store:
                for number in numbers:
                    put_one(store, number)
        except BaseException as error:
            failures.append(error)
            raise

    writers = [threading.Thread(target=write, args=(r,)) for r in (range(25), range(15, 40))]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert failures == []
    with open_store(target) as store:
        merge_store(store)
        assert len(list(store.articles())) == len(list(store.coded())) == 40
        assert store.check() == []


def test_a_writer_waits_until_the_other_is_done(target: str) -> None:
    with open_store(target, create=True) as one, open_store(target) as other:
        done: list[str] = []

        def write() -> None:
            put_one(other, 1)
            done.append("other")

        waiting = threading.Thread(target=write)
        with one._writing():
            waiting.start()
            time.sleep(0.3)
            done.append("one")
        waiting.join()
        assert done == ["one", "other"]


def test_a_writer_that_waits_too_long_says_so(target: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("communique.store.engine.BUSY_SECONDS", 0.2)
    with open_store(target, create=True) as one, open_store(target) as other:
        with one._writing(), pytest.raises(StoreError, match="another program is writing to it"):
            put_one(other, 1)
        put_one(other, 1)
        assert len(list(one.articles())) == 1


def test_readers_do_not_wait_and_see_one_moment(target: str) -> None:
    with open_store(target, create=True) as writer, open_store(target) as reader:
        for number in range(3):
            put_one(writer, number)
        articles = reader.articles()
        first = next(articles)
        # While a writer is at work, and after it is done, the reader goes on in the store that it began to read.
        with writer._writing() as conn:
            conn.execute(schema.article.delete().where(schema.article.c.id != first.id))
            began = time.monotonic()
            assert len(list(open_and_read(target))) == 3
            assert time.monotonic() - began < 5
        assert len([first, *articles]) == 3
        assert len(list(reader.articles())) == 1


def open_and_read(target: str) -> list[Article]:
    with open_store(target) as store:
        return list(store.articles())


def test_a_run_is_kept(store: Store) -> None:
    run = store.begin_run(CODER)
    assert next(iter(store.records("run"))) == run
