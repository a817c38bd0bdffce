"""Decisions about the directory of actors, and tables of office holders that were imported.

Revision 0002.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "actor_decision",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_actor_decision"),
    )
    op.create_table(
        "actor_decision_name",
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("ord", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["decision"], ["actor_decision.id"], name="fk_actor_decision_name_decision", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("decision", "side", "ord", name="pk_actor_decision_name"),
    )
    op.create_index("ix_actor_decision_name_name", "actor_decision_name", ["name"])
    op.create_table(
        "holder",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("office", sa.Text(), nullable=True),
        sa.Column("sector", sa.Text(), nullable=True),
        sa.Column("from", sa.Text(), nullable=True),
        sa.Column("to", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_holder"),
    )
    op.create_index("ix_holder_source", "holder", ["source"])
