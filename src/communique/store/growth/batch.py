"""A batch: the articles that one step of merging takes in, and what is noted while it does."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from sqlalchemy import Connection

from communique.merging.order import article_order
from communique.records import Article, Coded
from communique.store.changes import Changes
from communique.store.growth.library import Library
from communique.store.growth.near import NearRow, add_near, drop_near
from communique.store.growth.traces import Trace


@dataclass(slots=True)
class Batch:
    """What came, changed or went; `old` and `new` are the traces before and after, `reread` what is looked at anew.

    `affected` are articles that are told in other company: their originals, or those of their copies, changed.
    """

    conn: Connection
    library: Library
    changes: Changes
    arrived: frozenset[str]
    coded: dict[str, list[Coded]] = field(default_factory=dict)
    old: dict[str, Trace] = field(default_factory=dict)
    new: dict[str, Trace] = field(default_factory=dict)
    affected: set[str] = field(default_factory=set)
    changed_keys: set[str] = field(default_factory=set)
    changed_rows: int = 0

    def present(self) -> list[Article]:
        """The articles of the batch that are there, in order."""
        found = self.library.articles
        return sorted((found[i] for i in self.arrived if i in found), key=article_order)

    def gone(self) -> set[str]:
        """Articles that were taken in once and are no longer there."""
        return {i for i in self.arrived if i not in self.library.articles}

    def put_keys(self, article_id: str, keys: Iterable[tuple[int, int]]) -> list[NearRow]:
        """Note further keys of an article, and give the rows that are new."""
        trace = self.new[article_id]
        fresh = set(keys) - trace.keys
        trace.keys |= fresh
        return [(key, day, trace.number) for key, day in fresh]

    def take_keys(self) -> None:
        """Take all that the batch's articles were found by from the tables."""
        drop_near(self.conn, (row for trace in self.old.values() for row in trace.near()))

    def add(self, rows: Collection[NearRow]) -> None:
        """Put articles under keys."""
        add_near(self.conn, rows)
