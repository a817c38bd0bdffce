"""A build that is killed, or whose disk fails, loses the article in work and no other, and the next one goes on.

The records are made up (`benchmarks/coded.py`): the store is tested here, and not the language model. All is compared
with a build that nothing disturbed.
"""

from __future__ import annotations

import contextlib
import dataclasses
import multiprocessing
import os
import random
import time
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from failing_disk import FULL, SYNC_FAILED, TRUNCATE_FAILED, WRITE_FAILED, FailingDisk

from benchmarks.coded import CODER, generate
from communique.building import merge_store
from communique.errors import StoreError
from communique.records import Article, Coded, Record
from communique.store import Store, open_store

ARTICLES = 30
# `.ci/run` asks for 200.
KILLS = int(os.environ.get("COMMUNIQUE_KILLS", "10"))
FAULTS = int(os.environ.get("COMMUNIQUE_FAULTS", "3"))

pytestmark = pytest.mark.skipif(
    "fork" not in multiprocessing.get_all_start_methods(), reason="needs processes that can be forked"
)


def coded_by(version: int, number: int) -> tuple[Article, list[Coded]]:
    """An article as a version of the coder codes it: each is surer than the one before."""
    article, records = generate(number)
    coder = dataclasses.replace(CODER, program=f"benchmark {version}")
    sure = min(0.7 + version / 1000, 1.0)
    return article, [dataclasses.replace(r, coder=coder, confidence=sure) for r in records]


def build(store: Store, version: int, tell: Callable[[int], None] = lambda _: None) -> None:
    """Store all articles of a version but those that are there, then merge."""
    coder = dataclasses.replace(CODER, program=f"benchmark {version}")
    for number in range(ARTICLES):
        article, records = coded_by(version, number)
        if not store.is_current(article.id, article.text_digest, coder):
            store.put(article, records, coder=coder)
            tell(number)
    tell(ARTICLES)
    merge_store(store)
    tell(ARTICLES + 1)


def undisturbed(folder: Path, version: int) -> list[Record]:
    """All records of a build that nothing disturbed."""
    with open_store(folder / f"undisturbed-{version}.db", create=True) as store:
        build(store, version)
        return list(store.records())


def run_and_kill(target: str, version: int, *, after: int, seconds: float) -> tuple[set[int], bool]:
    """Start a builder, kill it some time after it has told so much; returns what it told of, and if it was done."""
    # A fork has all modules loaded, so that the kill hits the writing and not the imports.
    processes = multiprocessing.get_context("fork")
    ours, theirs = processes.Pipe(duplex=False)

    def work(told: Connection) -> None:
        with open_store(target, create=True) as store:
            build(store, version, told.send)

    builder = processes.Process(target=work, args=(theirs,))
    builder.start()
    theirs.close()
    told: list[int] = []
    with ours, contextlib.suppress(EOFError):
        while len(told) < after:
            told.append(ours.recv())
        time.sleep(seconds)
        builder.kill()
        while True:
            told.append(ours.recv())
    builder.join()
    builder.close()
    return {n for n in told if n < ARTICLES}, ARTICLES + 1 in told


def look_at(store: Store, stored: set[int], version: int) -> None:
    """Told as stored means stored, and each article stands there whole, by one version of the coder."""
    expected = {v: dict(coded for coded in map_coded(v)) for v in (version, version - 1)}
    kept = {a.id: a for a in store.articles()}
    for number in stored:
        article, records = coded_by(version, number)
        assert kept[article.id].text == article.text
        assert {r.id: r.confidence for r in store.records(article=article.id) if r.id in {x.id for x in records}} == {  # type: ignore[union-attr]
            r.id: r.confidence for r in records
        }
    for article_id in kept:
        found = {r.id: r.confidence for kind in KINDS for r in store.records(kind, article=article_id)}  # type: ignore[union-attr]
        assert found in [expected[v].get(article_id) for v in expected]
    assert [p for p in store.check() if "not merged" not in p] == []


KINDS = ("event", "quote", "commitment", "position", "agreement", "claim", "tenure")


def map_coded(version: int) -> Iterator[tuple[str, dict[str, float]]]:
    """For each article its records, id and confidence."""
    for number in range(ARTICLES):
        article, records = coded_by(version, number)
        yield article.id, {r.id: r.confidence for r in records}


def test_a_build_that_is_killed_goes_on_where_it_stopped(target: str, tmp_path: Path) -> None:
    chance = random.Random(7)
    version, stored, done, merging = 1, set[int](), False, 0
    for _ in range(KILLS):
        if done:
            # All is built: a newer coder codes it all anew, in the same store.
            version, stored = version + 1, set()
        # Some are killed while they make the store or look for where to go on, some while they merge.
        after = chance.choice((0, 1, 1, 2, 4, 8, ARTICLES))
        told, done = run_and_kill(
            target, version, after=min(after, ARTICLES - len(stored)), seconds=chance.random() / 20
        )
        stored |= told
        with contextlib.suppress(StoreError), open_store(target) as store:
            look_at(store, stored, version)
            merging += store.needs_merging()
    with open_store(target, create=True) as store:
        build(store, version)
        assert list(store.records()) == undisturbed(tmp_path, version)
        assert store.check() == []
    assert merging


def run_with_fault(path: Path, disk: FailingDisk) -> tuple[set[int], str | None, dict[str, int]]:
    """Build on a disk that fails; returns the articles told of, what the build said, and the calls to the disk."""
    processes = multiprocessing.get_context("fork")
    ours, theirs = processes.Pipe(duplex=False)

    def work(out: Connection) -> None:
        disk.install()
        told: list[int] = []
        said = None
        try:
            with open_store(path, create=True) as store:
                build(store, 1, told.append)
        except StoreError as error:
            said = str(error)
        out.send(({n for n in told if n < ARTICLES}, said, disk.calls))

    builder = processes.Process(target=work, args=(theirs,))
    builder.start()
    theirs.close()
    with ours:
        result: tuple[set[int], str | None, dict[str, int]] = ours.recv()
    builder.join()
    builder.close()
    return result


FAILURES = {
    "no space is left": FailingDisk(operation="write", code=FULL, half=True),
    "space is left again": FailingDisk(operation="write", code=FULL, lasting=False),
    "a write fails": FailingDisk(operation="write", code=WRITE_FAILED, half=True, lasting=False),
    "a sync fails": FailingDisk(operation="sync", code=SYNC_FAILED, lasting=False),
    "no sync succeeds": FailingDisk(operation="sync", code=SYNC_FAILED),
    "a truncation fails": FailingDisk(operation="truncate", code=TRUNCATE_FAILED, lasting=False),
}


@pytest.mark.parametrize("failure", FAILURES)
def test_a_disk_that_fails_loses_no_stored_article(tmp_path: Path, failure: str) -> None:
    expected = undisturbed(tmp_path, 1)
    _, said, calls = run_with_fault(tmp_path / "counted.db", FailingDisk())
    assert said is None
    model = FAILURES[failure]
    chance = random.Random(failure)
    points = max(calls[model.operation], 1)
    failed = 0
    for turn in range(FAULTS):
        path = tmp_path / f"{turn}.db"
        at = chance.randrange(points)
        told, said, _ = run_with_fault(path, dataclasses.replace(model, at=at, calls=FailingDisk().calls, _kept=[]))
        failed += said is not None
        if said is not None:
            assert ("no space is left" if model.code == FULL else "the disk failed") in said
        with contextlib.suppress(StoreError), open_store(path) as store:
            look_at(store, told, 1)
        # On a disk that works again, the same command goes on.
        with open_store(path, create=True) as store:
            build(store, 1)
            assert list(store.records()) == expected
            assert store.check() == []
    if model.operation != "truncate":
        assert failed
