"""A store that is none, is damaged, locked, full or from another version is told in one line."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from communique.errors import StoreError
from communique.store import migrate_store, open_store, schema
from communique.store.engine import explained
from factories import make_article


def test_the_migrations_make_the_schema(tmp_path: Path) -> None:
    path = tmp_path / "relations.db"
    open_store(path, create=True).close()
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as conn:
        context = MigrationContext.configure(
            conn, opts={"include_name": lambda name, *_: "article_text" not in str(name)}
        )
        assert compare_metadata(context, schema.metadata) == []
        assert context.get_current_revision() == schema.HEAD
        assert conn.exec_driver_sql("PRAGMA application_id").scalar() == schema.APPLICATION_ID
        assert conn.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
    engine.dispose()
    assert migrate_store(path) == (schema.HEAD, schema.HEAD)


def test_the_tables_can_be_made_in_postgresql() -> None:
    for table in schema.metadata.sorted_tables:
        assert str(CreateTable(table).compile(dialect=postgresql.dialect()))


def test_a_missing_store_is_not_made_by_reading(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no store; make one with communique build"):
        open_store(tmp_path / "relations.db")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("create", [True, False])
@pytest.mark.parametrize("content", [b"not a database at all, but long enough " * 30, b"\x00\xff" * 2000])
def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path, content: bytes, create: bool) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(content)
    with pytest.raises(StoreError, match="it is no store"):
        open_store(path, create=create)
    assert path.read_bytes() == content


@pytest.mark.parametrize("create", [True, False])
def test_another_programs_database_is_left_alone(tmp_path: Path, create: bool) -> None:
    path = tmp_path / "bookmarks.db"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE bookmark (url TEXT)")
    other.commit()
    other.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match="a database of another program"):
        open_store(path, create=create)
    assert path.read_bytes() == before


@pytest.mark.parametrize(("revision", "said"), [("9999", "is newer"), ("0000", "run communique store migrate")])
def test_a_store_of_another_schema_says_what_to_do(tmp_path: Path, revision: str, said: str) -> None:
    path = tmp_path / "relations.db"
    open_store(path, create=True).close()
    raw = sqlite3.connect(path)
    raw.execute("UPDATE alembic_version SET version_num = ?", (revision,))
    raw.commit()
    raw.close()
    with pytest.raises(StoreError, match=said):
        open_store(path, create=True)


def test_a_store_that_was_half_made_is_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "relations.db"
    path.touch()
    with open_store(path, create=True) as store:
        assert store.check() == []


def test_folders_are_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is a folder"):
        open_store(tmp_path, create=True)
    with pytest.raises(StoreError, match="its folder does not exist"):
        open_store(tmp_path / "nowhere" / "relations.db", create=True)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_write_permission_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(StoreError, match="cannot be"):
            open_store(tmp_path / "relations.db", create=True)
    finally:
        tmp_path.chmod(0o700)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (sqlite3.OperationalError("database or disk is full"), "no space is left"),
        (OSError(28, "No space left on device"), "no space is left"),
        (sqlite3.OperationalError("attempt to write a readonly database"), "cannot be written to"),
        (sqlite3.OperationalError("database is locked"), "another program is writing to it"),
        (sqlite3.OperationalError("unable to open database file"), "cannot be opened"),
        (sqlite3.DatabaseError("database disk image is malformed"), "restore a backup"),
        (sqlite3.OperationalError("something\nnew"), "something new"),
    ],
)
def test_errors_are_one_line_with_a_remedy(error: Exception, said: str) -> None:
    with pytest.raises(StoreError, match=said) as caught, explained("relations.db"):
        raise error
    assert str(caught.value).startswith("relations.db: ")
    assert "\n" not in str(caught.value)


def test_a_full_disk_loses_nothing_that_was_stored(tmp_path: Path) -> None:
    path = tmp_path / "relations.db"
    with open_store(path, create=True) as store:
        store.put(make_article("first", "Something happened."), ())

        def limit(connection: sqlite3.Connection, _: object) -> None:
            pages = connection.execute("PRAGMA page_count").fetchone()[0]
            connection.execute(f"PRAGMA max_page_count = {pages + 1}")

        from sqlalchemy import event

        event.listen(store._engine, "connect", limit)
        store._engine.dispose()
        with pytest.raises(StoreError, match="no space is left for it; free some space"):
            store.put(make_article("second", "Something else happened. " * 5000), ())
        assert [a.uri for a in store.articles()] == ["first.txt"]


def test_a_locked_store_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "relations.db"
    monkeypatch.setattr("communique.store.engine.BUSY_SECONDS", 0.1)
    with open_store(path, create=True) as store:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="another program is writing to it"):
            store.put(make_article("first", "Something happened."), ())
        assert list(store.articles()) == []
        other.close()


def test_a_database_url_needs_its_driver(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_driver(*_: object, **__: object) -> None:
        raise ModuleNotFoundError("No module named 'psycopg'", name="psycopg")

    monkeypatch.setattr("communique.store.engine.create_engine", no_driver)
    with pytest.raises(
        StoreError, match=r"needs the package psycopg; install it with: pip install 'communique\[postgres\]'"
    ):
        open_store("postgresql+psycopg://user:secret@localhost/news", create=True)


def test_a_wrong_url_is_told_without_its_password() -> None:
    with pytest.raises(StoreError) as caught:
        open_store("nosuch://user:secret@localhost/news")
    assert "secret" not in str(caught.value)


def test_check_compares_the_full_text_index_with_the_texts(tmp_path: Path) -> None:
    path = tmp_path / "relations.db"
    with open_store(path, create=True) as store:
        store.put(make_article("first", "Something happened."), ())
        before = store.check()
        raw = sqlite3.connect(path)
        raw.execute("INSERT INTO article_text(article_text) VALUES ('delete-all')")
        raw.commit()
        raw.close()
        assert store.search("something") == []
        assert [p for p in store.check() if p not in before] == [
            "the full-text index does not fit the texts; restore a backup, or build it anew"
        ]


def test_a_backup_is_a_whole_store(tmp_path: Path) -> None:
    path, copy = tmp_path / "relations.db", tmp_path / "copy.db"
    with open_store(path, create=True) as store:
        store.put(make_article("first", "Something happened."), ())
        store.backup(copy)
        with pytest.raises(StoreError, match="is there already"):
            store.backup(copy)
        with pytest.raises(StoreError, match="is the store itself"):
            store.backup(path)
    with open_store(copy) as store:
        assert [a.uri for a in store.articles()] == ["first.txt"]
        assert len(store.search("happened")) == 1
    assert sorted(p.name for p in tmp_path.iterdir()) == ["copy.db", "relations.db"]
