"""Schema migrations: numbered steps in `migrations/versions`, run by Alembic."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine

from communique.errors import StoreError
from communique.store.engine import explained, make_engine, read_revision
from communique.store.schema import APPLICATION_ID, HEAD


def migrate_store(target: str | Path) -> tuple[str, str]:
    """Bring a store to the present schema; all in one transaction, so that an interrupted migration changes nothing.

    Returns:
        Revision before and after.

    Raises:
        StoreError: There is no store, or it was made by a newer program.
    """
    engine = make_engine(target, create=False)
    try:
        with explained(target):
            before = read_revision(engine, target)
            if before is None:
                raise StoreError(f"{target}: there is no store", remedy="make one with communique build")
            if before > HEAD:
                raise StoreError(f"{target}: its schema {before} is newer than this program's {HEAD}")
            if before != HEAD:
                upgrade(engine)
            return before, HEAD
    finally:
        engine.dispose()


def upgrade(engine: Engine, to: str = "head") -> None:
    """Run the migrations that are due, all or up to a revision."""
    # Needed once in the life of a store, and slow to load.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    with engine.connect().execution_options(store_write=True) as conn, conn.begin():
        # Another process may have made the store between our look and our lock.
        config.attributes["connection"] = conn
        command.upgrade(config, to)
        if engine.dialect.name == "sqlite":
            # In the same transaction: a store without its mark would pass for another program's file.
            conn.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
