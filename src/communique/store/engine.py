"""Opening a store: the SQLite file or the database behind a URL, and plain words for what goes wrong."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from communique.errors import StoreError
from communique.store.schema import APPLICATION_ID, HEAD

# Another build may hold the store while it writes an article, which takes milliseconds, or what merging found, which
# may take a minute in a large store; after five something is stuck.
BUSY_SECONDS = 300
# Number of the lock that writers of a PostgreSQL store take one after the other; others in that database have others.
_WRITERS_LOCK = 0x434D4E51

# What SQLite says, and what it means to somebody who has never heard of SQLite. The first match counts.
_MEANINGS = (
    ("database or disk is full", "no space is left for it", "free some space; all articles stored so far are kept"),
    ("no space left", "no space is left for it", "free some space; all articles stored so far are kept"),
    ("disk full", "no space is left for it", "free some space; all articles stored so far are kept"),
    ("lock timeout", "another program is writing to it", "wait until that is done, then run the command again"),
    ("password authentication failed", "the server does not accept the user or password", "check the URL"),
    ("does not exist", "the server has no such user or database", "check the URL, or make it with createdb"),
    ("connection to server", "no server answers there", "check host and port, and that the server runs"),
    ("read-only transaction", "it cannot be written to", "name the primary server, or ask for the right to write"),
    ("permission denied for", "this user may not do that", "ask for the right to use and make tables there"),
    ("database is locked", "another program is writing to it", "wait until that is done, then run the command again"),
    ("readonly database", "it cannot be written to", "check the rights of the file and its folder"),
    ("unable to open", "it cannot be opened", "check that its folder exists and may be written to"),
    ("not a database", "it is no store", "name another file with --store"),
    ("malformed", "it is damaged", "restore a backup, or build it anew from its articles"),
    ("disk i/o error", "the disk failed while reading or writing it", "check the disk; restore a backup if need be"),
)


def connect(target: str | Path, *, create: bool) -> Engine:
    """The engine of a store that is there and has the present schema; made where `create` says so.

    Args:
        target: Path of an SQLite file, or a database URL (`postgresql+psycopg://…`).
        create: Make the store where there is none.

    Raises:
        StoreError: There is none, it is something else, or it cannot be opened.
    """
    engine = make_engine(target, create=create)
    try:
        with explained(target):
            revision = read_revision(engine, target)
            if revision is None:
                if not create:
                    raise StoreError(f"{public(target)}: there is no store", remedy="make one with communique build")
                from communique.store.migrating import upgrade

                upgrade(engine)
            elif revision != HEAD:
                raise _other_schema(target, revision)
            if engine.dialect.name == "sqlite":
                _use_wal(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine


def make_engine(target: str | Path, *, create: bool) -> Engine:
    """An engine for the target, whatever is there."""
    if is_url(target):
        return _server_engine(str(target))
    path = Path(target)
    if path.is_dir():
        raise StoreError(f"{path}: is a folder", remedy="name a file, such as relations.db")
    if not create and not path.exists():
        raise StoreError(f"{path}: there is no store", remedy="make one with communique build")
    if create and not path.parent.is_dir():
        raise StoreError(f"{path}: its folder does not exist", remedy=f"make the folder {path.parent}")
    # `isolation_level=None`: the driver would otherwise end transactions by itself around DDL, and a process killed
    # while it makes a store would leave half of one.
    options = {"isolation_level": None, "timeout": BUSY_SECONDS}
    # A URL object, since a path may hold any character.
    from sqlalchemy import URL

    engine = create_engine(URL.create("sqlite", database=str(path)), connect_args=options)
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", _begin)
    return engine


def is_url(target: str | Path) -> bool:
    """Whether the target is a database URL and no file."""
    return isinstance(target, str) and "://" in target


def read_revision(engine: Engine, target: str | Path) -> str | None:
    """The schema's revision, None for a new database; raises StoreError where it belongs to something else."""
    with engine.connect() as conn:
        tables = set(inspect(conn).get_table_names())
        if engine.dialect.name == "sqlite":
            application = conn.exec_driver_sql("PRAGMA application_id").scalar()
            if (tables or application) and application != APPLICATION_ID:
                raise StoreError(
                    f"{target}: it is a database of another program, no store", remedy="name another file with --store"
                )
        if "alembic_version" not in tables:
            return None
        if "evidence" not in tables:
            raise StoreError(
                f"{public(target)}: it is a database of another program, no store", remedy="name another database"
            )
        revision = conn.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return None if revision is None else str(revision)


@contextmanager
def explained(target: str | Path) -> Iterator[None]:
    """Turn what a database driver says into one line that tells what to do."""
    try:
        yield
    except (DBAPIError, sqlite3.Error, OSError) as error:
        reason = str(getattr(error, "orig", None) or error)
        for sign, meaning, remedy in _MEANINGS:
            if sign in reason.lower():
                raise StoreError(f"{public(target)}: {meaning}", remedy=remedy) from error
        if isinstance(error, sqlite3.IntegrityError) or "IntegrityError" in type(error).__name__:
            raise
        raise StoreError(f"{public(target)}: {' '.join(reason.split())}") from error


def public(target: str | Path) -> str:
    """The target without a password."""
    try:
        return make_url(str(target)).render_as_string() if is_url(target) else str(target)
    except ArgumentError:
        return "the database URL"


def _server_engine(target: str) -> Engine:
    try:
        url = make_url(target)
        if url.drivername in ("postgresql", "postgres"):
            # As other programs write it; SQLAlchemy would look for a driver that we do not bring along.
            url = url.set(drivername="postgresql+psycopg")
        if url.get_backend_name() != "postgresql":
            raise StoreError(
                f"{public(target)}: a store is an SQLite file or a PostgreSQL database",
                remedy="write postgresql+psycopg://user@host/database, or name a file",
            )
        engine = create_engine(url, pool_pre_ping=True)
        event.listen(engine, "begin", _begin_on_server)
        return engine
    except ModuleNotFoundError as error:
        raise StoreError(
            f"this kind of database needs the package {error.name}",
            remedy="install it with: pip install 'communique[postgres]'",
        ) from error
    except (ArgumentError, NoSuchModuleError) as error:
        raise StoreError(
            "this is no database URL that can be used", remedy="write postgresql+psycopg://user@host/database"
        ) from error


def _other_schema(target: str | Path, revision: str) -> StoreError:
    if revision > HEAD:
        return StoreError(
            f"{public(target)}: its schema {revision} is newer than this program's {HEAD}",
            remedy="install a newer communique",
        )
    return StoreError(
        f"{public(target)}: its schema {revision} is older than this program's {HEAD}",
        remedy="run communique store migrate",
    )


def _set_pragmas(connection: Any, _: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    # FULL: a transaction that was committed is on the disk, so that a power cut loses the article in work and no more.
    cursor.execute("PRAGMA synchronous = FULL")
    # 64 MB: ids are digests and so fall on any page of an index; with SQLite's own 2 MB a large store is read anew for
    # each article.
    cursor.execute("PRAGMA cache_size = -65536")
    # For the same reason: pages that many articles change are copied from the log once for all of them. Merging a
    # thousand articles writes as much (128 MB) in one transaction.
    cursor.execute("PRAGMA wal_autocheckpoint = 32000")
    cursor.close()


def _begin(conn: Connection) -> None:
    # A writer takes its lock at once: one that starts by reading cannot wait for another writer later on.
    writes = conn.get_execution_options().get("store_write", False)
    conn.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _begin_on_server(conn: Connection) -> None:
    if conn.get_execution_options().get("store_write", False):
        # Writers come one after the other, as with a file: each sees all that the one before it wrote.
        conn.exec_driver_sql(f"SET LOCAL lock_timeout = {int(BUSY_SECONDS * 1000)}")
        conn.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITERS_LOCK})")
    else:
        # A reader sees the store of one moment, however many queries it makes.
        conn.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")


def _use_wal(engine: Engine) -> None:
    # Readers see the last finished article while another process writes the next one.
    raw = engine.raw_connection()
    try:
        cursor = raw.cursor()
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.close()
    finally:
        raw.close()
