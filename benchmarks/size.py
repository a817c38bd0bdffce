"""Measure a store that grows: time to load and merge each thousand articles, memory, and a dossier's query.

usage: size.py [--articles N] [--store TARGET] [--check]

The records are made up (`benchmarks/coded.py`), so that the language model is not what is measured. Each thousand is a
build: its articles are stored, then merged with what is there. Times are of the processor, which other programs disturb
less, on a server with that of its own processes left out; the wall's are shown beside them. Other programs on a machine
slow the processor too: "make" is the time in which a thousand articles were made up, the same work at each size, and
growth is also told with that taken into account. With --check the run fails where the last thousand costs a fifth more
than the first, memory goes beyond 2 GB, or a query takes a second.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.coded import CODER, generate, states
from communique.building import merge_store
from communique.store import Store, open_store

A_STEP = 1000
MOST_MEMORY_MB, MOST_QUERY_SECONDS, MOST_GROWTH = 2000, 1.0, 1.2
# The two states of which most is told, then rarer pairs.
QUERIES = ((0, 1), (2, 3), (1, 10), (20, 30), (50, 100))


class Clock:
    """Seconds of the processor, and on the wall."""

    cpu = 0.0
    wall = 0.0

    @contextmanager
    def run(self) -> Iterator[None]:
        """Add what runs within."""
        cpu, wall = time.process_time(), time.perf_counter()
        yield
        self.cpu += time.process_time() - cpu
        self.wall += time.perf_counter() - wall


def memory_mb() -> int:
    """The most memory that the process ever had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


@dataclass(frozen=True, slots=True)
class Step:
    """What a thousand articles cost, in seconds of the processor a thousand."""

    making: float
    loading: float
    merging: float

    @property
    def both(self) -> float:
        """All of it."""
        return self.loading + self.merging


def grow(store: Store, articles: int) -> list[Step]:
    """Store and merge all articles, a thousand a build; prints a line for some of them."""
    heads = f"{'articles':>9}  {'make':>6}  {'load':>6}  {'merge':>6}  {'CPU s/1000':>10}  {'wall s/1000':>11}"
    print(f"{heads}  {'peak MB':>8}", flush=True)
    steps = []
    # What the generator reads once is no part of its pace.
    generate(articles)
    for first in range(0, articles, A_STEP):
        making, loading, merging = Clock(), Clock(), Clock()
        count = min(A_STEP, articles - first)
        for number in range(first, first + count):
            with making.run():
                made = generate(number)
            with loading.run():
                store.put(*made, coder=CODER)
        with merging.run():
            merge_store(store)
        steps.append(step := Step(*(c.cpu / count * 1000 for c in (making, loading, merging))))
        done = first + count
        if done <= 5 * A_STEP or done % (5 * A_STEP) == 0 or done == articles:
            wall = (loading.wall + merging.wall) / count * 1000
            times = f"{step.making:>6.2f}  {step.loading:>6.2f}  {step.merging:>6.2f}  {step.both:>10.2f}"
            print(f"{done:>9}  {times}  {wall:>11.2f}  {memory_mb():>8}", flush=True)
    return steps


def query(store: Store) -> float:
    """Ask for some dossiers; returns the seconds of the slowest."""
    slowest = 0.0
    for one, other in QUERIES:
        began = time.perf_counter()
        found = len(store.about(states()[one], states()[other]))
        seconds = time.perf_counter() - began
        slowest = max(slowest, seconds)
        print(f"dossier query: {found} records in {seconds:.2f} s", flush=True)
    return slowest


def main() -> None:
    """Measure and print; with --check end with status 1 where a limit is passed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--store", help="an empty store to use; a temporary file if not given")
    parser.add_argument("--check", action="store_true", help="fail where a limit is passed")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        target = args.store or str(Path(folder) / "size.db")
        with open_store(target, create=True) as store:
            steps = grow(store, args.articles)
            one, again = Clock(), Clock()
            store.put(*generate(args.articles), coder=CODER)
            with one.run():
                merge_store(store)
            with again.run():
                merge_store(store)
            slowest = query(store)
            counts = ", ".join(f"{n} {kind}" for kind, n in store.counts().items() if n)
        size = Path(target).stat().st_size // 2**20 if Path(target).exists() else 0
    growth = steps[-1].both / steps[0].both
    pace = steps[-1].making / steps[0].making
    print(f"\nmerging one article more: {one.wall:.3f} s; again with nothing new: {again.wall:.3f} s")
    print(f"slowest of {len(QUERIES)} dossier queries: {slowest:.2f} s; peak memory: {memory_mb()} MB; file: {size} MB")
    print(f"last thousand against the first: {growth:.2f}, at the same pace {growth / pace:.2f}; {counts}")
    failed = growth > MOST_GROWTH or memory_mb() > MOST_MEMORY_MB or slowest > MOST_QUERY_SECONDS
    if args.check and failed:
        sys.exit("a limit is passed: growth 1.2, memory 2000 MB, query 1 s")


if __name__ == "__main__":
    main()
