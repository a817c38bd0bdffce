"""The copies of an article are looked up by an index: without one each merging read all articles to find them.

Revision 0005.
"""

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the index."""
    op.create_index("ix_article_duplicate_of", "article", ["duplicate_of"])
