"""What the parts of a store need of it: transactions, and coding an article's records anew."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from sqlalchemy import Connection, Engine

from communique.records import Article, Coded


class Transacting(ABC):
    """A database that is read and written in transactions."""

    _engine: Engine
    _target: str | Path

    @abstractmethod
    def _reading(self) -> AbstractContextManager[Connection]:
        """A connection to read from, with errors explained."""

    @abstractmethod
    def _writing(self) -> AbstractContextManager[Connection]:
        """A connection in a transaction that is kept as a whole or not at all."""

    @abstractmethod
    def _replace_coded(
        self, conn: Connection, article: Article, records: Sequence[Coded], *, new: bool = False
    ) -> None:
        """Put an article's records in place of those it had."""
