"""A writer that is killed at any moment loses the article in work and no other."""

from __future__ import annotations

import contextlib
import multiprocessing
import random
import time
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from communique.merging.merge import merge
from communique.records import Article, Event, EventType
from communique.store import open_store
from factories import CODER, make_article, make_event, state

ARTICLES = 100
KILLS = 20


def article_and_event(number: int) -> tuple[Article, Event]:
    text = f"Report {number}. Chad thanked Niger for load {number} of wheat. " + "It was a fine day. " * 40
    article = make_article(f"report-{number}", text)
    words = f"Chad thanked Niger for load {number} of wheat."
    return article, make_event(article, words, EventType.SUPPORT, actor=[state("TCD")], recipient=[state("NER")])


def write_all(path: Path, told: Connection) -> None:
    """What the killed process does: build, passing by what is there."""
    with open_store(path, create=True) as store:
        for number in range(ARTICLES):
            article, event = article_and_event(number)
            if not store.is_current(article.id, article.text_digest, CODER):
                store.put(article, [event])
                told.send(number)
        store.put_merged(merge(list(store.articles()), list(store.coded())))


def write_and_kill(path: Path, *, after: int, seconds: float) -> set[int]:
    """Start a writer, kill it some time after it has told of so many articles; returns those that it told of."""
    # A fork has all modules loaded, so that the kill hits the writing and not the imports.
    processes = multiprocessing.get_context("fork")
    ours, theirs = processes.Pipe(duplex=False)
    writer = processes.Process(target=write_all, args=(path, theirs))
    writer.start()
    theirs.close()
    told: set[int] = set()
    with ours, contextlib.suppress(EOFError):
        while len(told) < after:
            told.add(ours.recv())
        time.sleep(seconds)
        writer.kill()
        while True:
            told.add(ours.recv())
    writer.join()
    writer.close()
    return told


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="needs processes that can be forked")
def test_a_killed_writer_leaves_whole_articles_and_the_next_run_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "relations.db"
    chance = random.Random(7)
    stored: set[int] = set()
    for _ in range(KILLS):
        # Some are killed while they make the store, most while they write.
        stored |= write_and_kill(path, after=chance.choice((0, 1, 1, 2, 3)), seconds=chance.random() * 0.01)
        if path.exists() and path.stat().st_size:
            with open_store(path, create=True) as store:
                kept = {int(a.text.split()[1].rstrip(".")) for a in store.articles()}
                # Told as stored means stored; and no event without its article, no article without its event.
                assert stored <= kept
                assert len(list(store.coded())) == len(kept)
                assert [p for p in store.check() if "not merged" not in p] == []
    assert stored
    ours, theirs = multiprocessing.Pipe(duplex=False)
    write_all(path, theirs)
    ours.close()
    theirs.close()
    with open_store(path) as store, open_store(tmp_path / "whole.db", create=True) as whole:
        for number in range(ARTICLES):
            article, event = article_and_event(number)
            whole.put(article, [event])
        whole.put_merged(merge(list(whole.articles()), list(whole.coded())))
        assert list(store.records()) == list(whole.records())
        assert store.check() == []
