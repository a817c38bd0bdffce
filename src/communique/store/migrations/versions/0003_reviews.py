"""Reviews that find their records again, older versions with their records, what was forgotten; PostgreSQL's index.

Revision 0003. On PostgreSQL all words are compared by their bytes, as SQLite does, and titles and texts get a full-text
index that knows no stop words, so that both find the same.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

# A text vector holds a megabyte at most; no article that anybody reads is longer.
_WORDS_INDEXED = 300_000


def upgrade() -> None:
    """Make the tables, and on PostgreSQL the index."""
    op.create_table(
        "review_anchor",
        sa.Column("review", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("ord", sa.Integer(), nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("text_digest", sa.Text(), nullable=True),
        sa.Column("record_kind", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["review"], ["review.id"], name="fk_review_anchor_review", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("review", "role", "ord", name="pk_review_anchor"),
    )
    for column in ("article", "text_digest", "record_id"):
        op.create_index(f"ix_review_anchor_{column}", "review_anchor", [column])
    op.create_table(
        "machine",
        sa.Column("record_kind", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Text(), nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["article"], ["article.id"], name="fk_machine_article", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("record_kind", "record_id", name="pk_machine"),
    )
    op.create_index("ix_machine_article", "machine", ["article"])
    op.create_table(
        "former",
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("record_kind", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["article"], ["article.id"], name="fk_former_article", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("article", "version", "record_kind", "record_id", name="pk_former"),
    )
    op.create_index("ix_former_record_id", "former", ["record_id"])
    op.create_table(
        "forgotten",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "key", name="pk_forgotten"),
    )
    if op.get_bind().dialect.name == "postgresql":
        _compare_bytes()
        _index_words()


def _compare_bytes() -> None:
    inspector = sa.inspect(op.get_bind())
    for table in inspector.get_table_names():
        for column in inspector.get_columns(table):
            if isinstance(column["type"], sa.Text) and table != "alembic_version":
                op.execute(f'ALTER TABLE "{table}" ALTER COLUMN "{column["name"]}" TYPE text COLLATE "C"')


def _index_words() -> None:
    conn = op.get_bind()
    # Written out in full: an index is made anew (by a restore) with an empty search path.
    schema = conn.dialect.identifier_preparer.quote(str(conn.exec_driver_sql("SELECT current_schema()").scalar()))
    words = f"{schema}.communique"
    op.execute(f"CREATE TEXT SEARCH DICTIONARY {words}_stem (TEMPLATE = pg_catalog.snowball, Language = english)")
    op.execute(f"CREATE TEXT SEARCH CONFIGURATION {words} (COPY = pg_catalog.english)")
    # Without the extension (part of PostgreSQL, but a package of its own with some) accents must be typed as printed.
    available = conn.exec_driver_sql("SELECT count(*) FROM pg_available_extensions WHERE name = 'unaccent'").scalar()
    plain = ""
    if available:
        op.execute("CREATE EXTENSION IF NOT EXISTS unaccent")
        where = "SELECT nspname FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE extname = 'unaccent'"
        plain = f"{conn.dialect.identifier_preparer.quote(str(conn.exec_driver_sql(where).scalar()))}.unaccent, "
    tokens = "asciiword, word, hword_asciipart, hword_part, asciihword, hword"
    op.execute(f"ALTER TEXT SEARCH CONFIGURATION {words} ALTER MAPPING FOR {tokens} WITH {plain}{words}_stem")
    op.execute(
        f"CREATE FUNCTION {words}_words(title text, words text) RETURNS tsvector LANGUAGE sql IMMUTABLE AS $$"
        f" SELECT setweight(to_tsvector('{words}', coalesce(title, '')), 'A')"
        f" || setweight(to_tsvector('{words}', left(words, {_WORDS_INDEXED})), 'D') $$"
    )
    op.execute(f"CREATE INDEX article_text ON article USING gin ({words}_words(title, text))")
