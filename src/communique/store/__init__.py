"""The store: an SQLite file by default, PostgreSQL by URL."""

from communique.store.migrating import migrate_store
from communique.store.store import Store, open_store

__all__ = ["Store", "migrate_store", "open_store"]
