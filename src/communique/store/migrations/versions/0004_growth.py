"""What merging remembers of articles, so that those that come are compared with those near them only.

Revision 0004. The day for which promises were judged is one for the whole store and leaves their rows.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_TABLES = ("arrived", "trace", "link", "crowded", "entry", "entry_key")


def upgrade() -> None:
    """Make the tables; the next merging fills them."""
    op.create_table(
        "arrived",
        sa.Column("article", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("article", name="pk_arrived"),
    )
    op.create_table(
        "trace",
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("copied_from", sa.Text(), nullable=True),
        sa.Column("original", sa.Text(), nullable=True),
        sa.Column("keys", sa.LargeBinary(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("article", name="pk_trace"),
    )
    op.create_index("ix_trace_copied_from", "trace", ["copied_from"])
    op.create_table(
        "near",
        sa.Column("key", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("day", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("article", sa.Integer(), nullable=False, autoincrement=False),
        sa.PrimaryKeyConstraint("key", "day", "article", name="pk_near"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "link",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("one", sa.Text(), nullable=False),
        sa.Column("other", sa.Text(), nullable=False),
        sa.Column("strength", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "one", "other", name="pk_link"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "crowded",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "item", name="pk_crowded"),
    )
    op.create_table(
        "entry",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("root", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_entry"),
    )
    op.create_index("ix_entry_root", "entry", ["root"])
    op.create_table(
        "entry_key",
        sa.Column("key", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("entry", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", "entry", name="pk_entry_key"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_entry_key_entry", "entry_key", ["entry"])
    op.drop_index("ix_party_state", "party")
    op.create_index("ix_party_state", "party", ["state", "record_kind", "record_id", "role", "article"])
    op.create_index("ix_article_last_on", "article", ["last_on"])
    op.create_index("ix_commitment_due", "commitment", ["due"])
    op.create_index("ix_commitment_fulfilled_by", "commitment", ["fulfilled_by"])
    op.drop_column("commitment", "as_of")
    if op.get_bind().dialect.name == "postgresql":
        # As in the other tables.
        inspector = sa.inspect(op.get_bind())
        for table in _TABLES:
            for column in inspector.get_columns(table):
                if isinstance(column["type"], sa.Text):
                    op.execute(f'ALTER TABLE "{table}" ALTER COLUMN "{column["name"]}" TYPE text COLLATE "C"')
