"""The tables of a store. Tables and columns have the names of `records.md`.

A row of a coded record holds the columns that queries need and, as `body`, the whole record as JSON: what the coder
said. What merging found (`duplicate_of`, `status`, `fulfilled_by`, directory ids of actors) stands in columns
and tables of its own and is laid over the body when a record is read, so that merging again never touches what was
coded.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

# "CMNQ": tells a store from any other SQLite file (header bytes 68 to 71).
APPLICATION_ID = 0x434D4E51

# Newest revision in `migrations/versions`; a store with another one is older, or made by a newer program.
HEAD = "0005"

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

coder = Table(
    "coder",
    metadata,
    Column("id", Text, primary_key=True),
    Column("program", Text, nullable=False),
    Column("model", Text, nullable=False),
    Column("lexicon", Text, nullable=False),
    Column("judge", Text),
)

article = Table(
    "article",
    metadata,
    # The full-text index points at rows by number; ids are words.
    Column("number", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("version", Integer, nullable=False),
    Column("text_digest", Text, nullable=False),
    Column("uri", Text, nullable=False, index=True),
    Column("publisher", Text),
    Column("agency", Text),
    Column("title", Text),
    Column("published", Text, index=True),
    Column("first_on", Text),
    Column("last_on", Text, index=True),
    Column("language", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("duplicate_of", Text, index=True),
    Column("coder", Text, ForeignKey("coder.id")),
    # Digest of the article and its records as given: tells whether a second build brings anything new.
    Column("given_digest", Text, nullable=False),
    Column("body", Text, nullable=False),
)

# Texts that an article had before, so that the evidence of old exports can still be shown.
article_version = Table(
    "article_version",
    metadata,
    Column("article", Text, ForeignKey("article.id", ondelete="CASCADE"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("text_digest", Text, nullable=False),
    Column("text", Text, nullable=False),
)


def _coded(name: str, *columns: Column[str] | Column[float]) -> Table:
    """A table of records that one article gave."""
    return Table(
        name,
        metadata,
        Column("id", Text, primary_key=True),
        Column("article", Text, ForeignKey("article.id", ondelete="CASCADE"), nullable=False, index=True),
        *columns,
        # Days that the record is about, for queries by time: its own dates, else the day of publication.
        Column("first_on", Text, index=True),
        Column("last_on", Text),
        # Where its first evidence starts: the order in which the article tells it.
        Column("position", Integer, nullable=False),
        Column("rule", Text, nullable=False),
        Column("confidence", Float, nullable=False),
        Column("coder", Text, ForeignKey("coder.id"), nullable=False),
        Column("body", Text, nullable=False),
    )


event = _coded(
    "event",
    Column("event", Text, nullable=False, index=True),
    Column("mode", Text),
    Column("cameo", Text),
    Column("score", Float, nullable=False),
    Column("modality", Text, nullable=False),
    Column("start", Text),
    Column("end", Text),
)
quote = _coded("quote", Column("kind", Text, nullable=False), Column("cue", Text))
commitment = _coded(
    "commitment",
    Column("event", Text, nullable=False),
    Column("due", Text, index=True),
    Column("status", Text, nullable=False, index=True),
    Column("fulfilled_by", Text, index=True),
)
position = _coded(
    "position",
    Column("stance", Text, nullable=False),
    Column("issue_id", Text, nullable=False, index=True),
    Column("since", Text),
    Column("until", Text),
)
agreement = _coded(
    "agreement",
    Column("name", Text),
    Column("stage", Text, nullable=False),
    Column("start", Text),
    Column("agreement_id", Text, nullable=False, index=True),
)
claim = _coded("claim", Column("unit", Text), Column("as_of", Text))
tenure = _coded(
    "tenure",
    Column("office", Text, nullable=False),
    Column("state", Text, index=True),
    Column("from", Text),
    Column("to", Text),
)


def _merged(name: str, *columns: Column[str] | Column[int]) -> Table:
    """A table of records that merging made of several articles."""
    return Table(
        name,
        metadata,
        Column("id", Text, primary_key=True),
        *columns,
        Column("first_on", Text, index=True),
        Column("last_on", Text),
        Column("rule", Text, nullable=False),
        Column("confidence", Float, nullable=False),
        Column("coder", Text, ForeignKey("coder.id"), nullable=False),
        Column("body", Text, nullable=False),
    )


happening = _merged(
    "happening",
    Column("event", Text, nullable=False, index=True),
    Column("mode", Text),
    Column("modality", Text, nullable=False),
    Column("start", Text),
    Column("end", Text),
    Column("independent_sources", Integer, nullable=False),
)
story = _merged("story", Column("title", Text))
actor = _merged(
    "actor",
    Column("kind", Text, nullable=False),
    Column("state", Text, index=True),
    Column("sector", Text),
)

# Which directory entry an article's own key stands for, where the two differ.
actor_key = Table(
    "actor_key",
    metadata,
    Column("key", Text, primary_key=True),
    Column("actor", Text, nullable=False),
)

# What merged records are made of: `role` is report, source or alias.
member = Table(
    "member",
    metadata,
    Column("record_kind", Text, primary_key=True),
    Column("record_id", Text, primary_key=True),
    Column("role", Text, primary_key=True),
    Column("ord", Integer, primary_key=True),
    Column("target", Text, nullable=False, index=True),
)

evidence = Table(
    "evidence",
    metadata,
    Column("record_kind", Text, primary_key=True),
    Column("record_id", Text, primary_key=True),
    Column("ord", Integer, primary_key=True),
    Column("article", Text, nullable=False, index=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
)

# `role` is the record's field; countries that a position is about have only a state.
party = Table(
    "party",
    metadata,
    Column("record_kind", Text, primary_key=True),
    Column("record_id", Text, primary_key=True),
    Column("role", Text, primary_key=True),
    Column("ord", Integer, primary_key=True),
    Column("article", Text, index=True),
    Column("key", Text, index=True),
    Column("name", Text),
    Column("kind", Text, nullable=False),
    Column("state", Text),
    Column("sector", Text),
    Column("office", Text),
    # With all that a dossier asks of a party, so that its rows need not be looked up.
    Index("ix_party_state", "state", "record_kind", "record_id", "role", "article"),
)

review = Table(
    "review",
    metadata,
    Column("id", Text, primary_key=True),
    Column("target", Text, nullable=False, index=True),
    Column("action", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("body", Text, nullable=False),
)

# Where each review points: `role` is record for what it is about, reports and others for the sides of a merge or split;
# `record_id` is the record that it finds now, null while there is none.
review_anchor = Table(
    "review_anchor",
    metadata,
    Column("review", Text, ForeignKey("review.id", ondelete="CASCADE"), primary_key=True),
    Column("role", Text, primary_key=True),
    Column("ord", Integer, primary_key=True),
    Column("article", Text, nullable=False, index=True),
    Column("text_digest", Text, index=True),
    Column("record_kind", Text, nullable=False),
    Column("record_id", Text, index=True),
)

# Records as the machine made them, where a review rejected or changed them: reviews are applied to these anew.
machine = Table(
    "machine",
    metadata,
    Column("record_kind", Text, primary_key=True),
    Column("record_id", Text, primary_key=True),
    Column("article", Text, ForeignKey("article.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("body", Text, nullable=False),
)

# Records of texts that an article had before: what was cited from an older page can still be shown.
former = Table(
    "former",
    metadata,
    Column("article", Text, ForeignKey("article.id", ondelete="CASCADE"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("record_kind", Text, primary_key=True),
    Column("record_id", Text, primary_key=True, index=True),
    Column("body", Text, nullable=False),
)

# What must not come back: `kind` is article, address, prefix (of addresses) or actor
# (digest of a name, and state); nothing else of what was removed.
forgotten = Table(
    "forgotten",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("at", Text, nullable=False),
)

# What people decided about the directory of actors: that the names of two sides are one actor, or two.
actor_decision = Table(
    "actor_decision",
    metadata,
    Column("id", Text, primary_key=True),
    Column("action", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("reason", Text),
)
# `side` is one or other; names are normalised, and found again whatever a newer coder makes. Sides office and article
# hold by what namesakes are parted, and no names.
actor_decision_name = Table(
    "actor_decision_name",
    metadata,
    Column("decision", Text, ForeignKey("actor_decision.id", ondelete="CASCADE"), primary_key=True),
    Column("side", Text, primary_key=True),
    Column("ord", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False, index=True),
    Column("state", Text),
)

# Office holders that were imported; `source` is the file that they came from.
holder = Table(
    "holder",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("state", Text),
    Column("office", Text),
    Column("sector", Text),
    Column("from", Text),
    Column("to", Text),
    Column("source", Text, nullable=False, index=True),
)

run = Table(
    "run",
    metadata,
    Column("id", Text, primary_key=True),
    Column("started_at", Text, nullable=False),
    Column("ended_at", Text),
    Column("coder", Text, ForeignKey("coder.id"), nullable=False),
    Column("body", Text, nullable=False),
)

refusal = Table(
    "refusal",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("uri", Text, nullable=False, index=True),
    Column("stage", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("remedy", Text),
    UniqueConstraint("uri", "stage", "reason"),
)

# What merging remembers, so that an article that comes is compared with those near it and with no others: all that
# follows can be thrown away, and is made anew by the next merging.

# Articles that came, changed or went since the last merging.
arrived = Table("arrived", metadata, Column("article", Text, primary_key=True))

# What merging took from each article: its keys in `near` (`keys`, packed), the article of which it is a copy and the
# original, and in `body` whom it mentions and the events that it reports.
trace = Table(
    "trace",
    metadata,
    Column("article", Text, primary_key=True),
    Column("number", Integer, nullable=False),
    Column("copied_from", Text, index=True),
    Column("original", Text),
    Column("keys", LargeBinary, nullable=False),
    Column("body", LargeBinary, nullable=False),
)

# Where articles find each other: a key of `merging/keys.py`, a day as its number where the key asks for one, and the
# number of an article.
near = Table(
    "near",
    metadata,
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("day", Integer, primary_key=True, autoincrement=False),
    Column("article", Integer, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

# What is alike: two reports, two articles of one story, two entries of the directory; each pair both ways round.
link = Table(
    "link",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("one", Text, primary_key=True),
    Column("other", Text, primary_key=True),
    Column("strength", Integer, nullable=False),
    sqlite_with_rowid=False,
)

# Where so much hangs together that only stronger links count: the level of strength, where it is not the lowest.
crowded = Table(
    "crowded",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("item", Text, primary_key=True),
    Column("level", Integer, nullable=False),
)

# All mentions of one key, summed; `root` is the id of the actor that it stands for.
entry = Table(
    "entry",
    metadata,
    Column("key", Text, primary_key=True),
    Column("root", Text, nullable=False, index=True),
    Column("body", LargeBinary, nullable=False),
)
entry_key = Table(
    "entry_key",
    metadata,
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("entry", Text, primary_key=True),
    Index("ix_entry_key_entry", "entry"),
    sqlite_with_rowid=False,
)

# Facts about the store itself: `merged` is "1" where merging has seen all that is stored; `merged_for` is the day for
# which promises were to be judged, `judged_on` the one for which they were, `merged_by` the program that merged.
info = Table(
    "info",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)


def plainly(column: Column[str]) -> ColumnElement[str]:
    """A column that no index is to be used for.

    SQLite thinks that few rows have the same value, and would read all happenings to find those of an article.
    """
    return column.concat("")


CODED = {t.name: t for t in (event, quote, commitment, position, agreement, claim, tenure)}
MERGED = {t.name: t for t in (happening, story, actor)}
GROWTH = (arrived, trace, near, link, crowded, entry, entry_key)
