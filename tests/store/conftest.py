"""One contract for both engines: each test with a `store` or a `target` runs on SQLite and on PostgreSQL.

The PostgreSQL half needs COMMUNIQUE_POSTGRESQL, the URL of a server where databases may be made and dropped;
`.ci/postgresql start FOLDER` starts one and prints it. Without it those tests are skipped, in CI they fail.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from communique.store import Store, open_store

SERVER = "COMMUNIQUE_POSTGRESQL"


def make_database() -> Iterator[str]:
    """The URL of an empty database, dropped afterwards."""
    server = os.environ.get(SERVER)
    if not server:
        missing = f"no PostgreSQL: set {SERVER} to a server's URL (.ci/postgresql start FOLDER)"
        if os.environ.get("COMMUNIQUE_CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    name = f"test_{uuid.uuid4().hex[:12]}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as conn:
        conn.execute(text(f"CREATE DATABASE {name}"))
    try:
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        with engine.connect() as conn:
            conn.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where a store can be made: a file, then a database."""
    if request.param == "sqlite":
        yield str(tmp_path / "relations.db")
    else:
        yield from make_database()


@pytest.fixture
def store(target: str) -> Iterator[Store]:
    """An empty store."""
    with open_store(target, create=True) as opened:
        yield opened
