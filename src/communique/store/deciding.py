"""The part of a store in which people decide: reviews of records and happenings."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Connection

from communique.merging.clusters import Join
from communique.records import Coded, Event, Happening, Review
from communique.store import schema
from communique.store.directory import put_fact
from communique.store.queries import read_articles
from communique.store.reviewing import (
    Action,
    Decision,
    ReviewState,
    find_happening,
    find_machine,
    make_reviews,
    put_review,
    read_joins,
    read_machine,
    read_rejected,
    read_states,
)
from communique.store.transacting import Transacting


class DecidingStore(Transacting):
    """Reviews; each method is one transaction."""

    def decide(
        self,
        action: Action,
        target: str,
        *,
        by: str,
        field: str | None = None,
        value: str | None = None,
        reason: str | None = None,
    ) -> list[Review]:
        """Keep what a person says of a record or happening, and apply it; merge the store to see all that follows.

        Args:
            action: What is decided.
            target: Id of a coded record; or of a happening, whose reports are then all meant.
            by: Who decides.
            field: The field that is corrected.
            value: Its value; the happening to merge with; or the reports to split off, as ids with blanks between.
            reason: Why.

        Returns:
            The reviews kept.

        Raises:
            ConfigError: There is no such record or field, or it cannot have this value.
        """
        at = datetime.now(UTC).isoformat(timespec="microseconds")
        decision = Decision(action=action, target=target, by=by, at=at, field=field, value=value, reason=reason)
        with self._writing() as conn:
            reviews = make_reviews(conn, decision)
            for review in reviews:
                self._add_review(conn, review)
        return reviews

    def add_review(self, review: Review) -> bool:
        """Keep a person's decision, and apply it; returns whether it is new. Reviews survive any rebuild."""
        with self._writing() as conn:
            return self._add_review(conn, review)

    def _add_review(self, conn: Connection, review: Review) -> bool:
        if not put_review(conn, review):
            return False
        if review.anchor is not None:
            for article in read_articles(conn, schema.article.c.id == review.anchor.article):
                self._replace_coded(conn, article, read_machine(conn, article.id))
        put_fact(conn, "merged", "0")
        return True

    def reviews(self) -> list[Review]:
        """All decisions of people, in the order in which they were made."""
        return [state.review for state in self.review_states()]

    def review_states(self) -> list[ReviewState]:
        """All reviews, each with the records that it finds now."""
        with self._reading() as conn:
            return list(read_states(conn))

    def joins(self) -> list[Join]:
        """What people said is one event, or is not, for merging."""
        with self._reading() as conn:
            return read_joins(conn)

    def rejected_events(self, article_id: str) -> list[Event]:
        """Events of an article, as the machine made them, that people rejected."""
        with self._reading() as conn:
            return [r for r in read_rejected(conn, article_id) if isinstance(r, Event)]

    def as_coded(self, record_id: str) -> Coded | None:
        """A coded record as the machine made it, before people decided on it; also one that they rejected."""
        with self._reading() as conn:
            return find_machine(conn, record_id)

    def happening(self, happening_id: str) -> Happening | None:
        """A happening by its id, or by one that it had before a person merged it with another."""
        with self._reading() as conn:
            return find_happening(conn, happening_id)
