"""Alembic's environment: runs on the connection that the store hands over, inside its transaction."""

from alembic import context

from communique.store.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # SQLite changes a column by making the table anew.
    render_as_batch=True,
    transaction_per_migration=False,
)
context.run_migrations()
