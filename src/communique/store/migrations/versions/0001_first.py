"""The first schema.

Revision 0001. A migration states its tables itself: the schema of today may be another one.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

FULL_TEXT = (
    """CREATE VIRTUAL TABLE article_text USING fts5(
        title, text, content='article', content_rowid='number', tokenize='porter unicode61 remove_diacritics 2')""",
    """CREATE TRIGGER article_text_insert AFTER INSERT ON article BEGIN
        INSERT INTO article_text(rowid, title, text) VALUES (new.number, new.title, new.text);
    END""",
    """CREATE TRIGGER article_text_delete AFTER DELETE ON article BEGIN
        INSERT INTO article_text(article_text, rowid, title, text)
        VALUES ('delete', old.number, old.title, old.text);
    END""",
    """CREATE TRIGGER article_text_update AFTER UPDATE OF title, text ON article BEGIN
        INSERT INTO article_text(article_text, rowid, title, text)
        VALUES ('delete', old.number, old.title, old.text);
        INSERT INTO article_text(rowid, title, text) VALUES (new.number, new.title, new.text);
    END""",
)


def upgrade() -> None:
    """Make all tables, and on SQLite the full-text index."""
    op.create_table('actor_key',
    sa.Column('key', sa.Text(), nullable=False),
    sa.Column('actor', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('key', name='pk_actor_key')
    )
    op.create_table('coder',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('program', sa.Text(), nullable=False),
    sa.Column('model', sa.Text(), nullable=False),
    sa.Column('lexicon', sa.Text(), nullable=False),
    sa.Column('judge', sa.Text(), nullable=True),
    sa.PrimaryKeyConstraint('id', name='pk_coder')
    )
    op.create_table('evidence',
    sa.Column('record_kind', sa.Text(), nullable=False),
    sa.Column('record_id', sa.Text(), nullable=False),
    sa.Column('ord', sa.Integer(), nullable=False),
    sa.Column('article', sa.Text(), nullable=False),
    sa.Column('start', sa.Integer(), nullable=False),
    sa.Column('end', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('record_kind', 'record_id', 'ord', name='pk_evidence')
    )
    op.create_index('ix_evidence_article', 'evidence', ['article'], unique=False)
    op.create_table('info',
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('value', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('name', name='pk_info')
    )
    op.create_table('member',
    sa.Column('record_kind', sa.Text(), nullable=False),
    sa.Column('record_id', sa.Text(), nullable=False),
    sa.Column('role', sa.Text(), nullable=False),
    sa.Column('ord', sa.Integer(), nullable=False),
    sa.Column('target', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('record_kind', 'record_id', 'role', 'ord', name='pk_member')
    )
    op.create_index('ix_member_target', 'member', ['target'], unique=False)
    op.create_table('party',
    sa.Column('record_kind', sa.Text(), nullable=False),
    sa.Column('record_id', sa.Text(), nullable=False),
    sa.Column('role', sa.Text(), nullable=False),
    sa.Column('ord', sa.Integer(), nullable=False),
    sa.Column('article', sa.Text(), nullable=True),
    sa.Column('key', sa.Text(), nullable=True),
    sa.Column('name', sa.Text(), nullable=True),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('state', sa.Text(), nullable=True),
    sa.Column('sector', sa.Text(), nullable=True),
    sa.Column('office', sa.Text(), nullable=True),
    sa.PrimaryKeyConstraint('record_kind', 'record_id', 'role', 'ord', name='pk_party')
    )
    op.create_index('ix_party_article', 'party', ['article'], unique=False)
    op.create_index('ix_party_key', 'party', ['key'], unique=False)
    op.create_index('ix_party_state', 'party', ['state', 'record_kind', 'record_id'], unique=False)
    op.create_table('refusal',
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('uri', sa.Text(), nullable=False),
    sa.Column('stage', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('remedy', sa.Text(), nullable=True),
    sa.PrimaryKeyConstraint('number', name='pk_refusal'),
    sa.UniqueConstraint('uri', 'stage', 'reason', name='uq_refusal_uri_stage_reason')
    )
    op.create_index('ix_refusal_uri', 'refusal', ['uri'], unique=False)
    op.create_table('review',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('target', sa.Text(), nullable=False),
    sa.Column('action', sa.Text(), nullable=False),
    sa.Column('by', sa.Text(), nullable=False),
    sa.Column('at', sa.Text(), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('id', name='pk_review')
    )
    op.create_index('ix_review_target', 'review', ['target'], unique=False)
    op.create_table('actor',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('state', sa.Text(), nullable=True),
    sa.Column('sector', sa.Text(), nullable=True),
    sa.Column('first_on', sa.Text(), nullable=True),
    sa.Column('last_on', sa.Text(), nullable=True),
    sa.Column('rule', sa.Text(), nullable=False),
    sa.Column('confidence', sa.Float(), nullable=False),
    sa.Column('coder', sa.Text(), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['coder'], ['coder.id'], name='fk_actor_coder'),
    sa.PrimaryKeyConstraint('id', name='pk_actor')
    )
    op.create_index('ix_actor_first_on', 'actor', ['first_on'], unique=False)
    op.create_index('ix_actor_state', 'actor', ['state'], unique=False)
    op.create_table('article',
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('text_digest', sa.Text(), nullable=False),
    sa.Column('uri', sa.Text(), nullable=False),
    sa.Column('publisher', sa.Text(), nullable=True),
    sa.Column('agency', sa.Text(), nullable=True),
    sa.Column('title', sa.Text(), nullable=True),
    sa.Column('published', sa.Text(), nullable=True),
    sa.Column('first_on', sa.Text(), nullable=True),
    sa.Column('last_on', sa.Text(), nullable=True),
    sa.Column('language', sa.Text(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('duplicate_of', sa.Text(), nullable=True),
    sa.Column('coder', sa.Text(), nullable=True),
    sa.Column('given_digest', sa.Text(), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['coder'], ['coder.id'], name='fk_article_coder'),
    sa.PrimaryKeyConstraint('number', name='pk_article'),
    sa.UniqueConstraint('id', name='uq_article_id')
    )
    op.create_index('ix_article_published', 'article', ['published'], unique=False)
    op.create_index('ix_article_uri', 'article', ['uri'], unique=False)
    op.create_table('happening',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('event', sa.Text(), nullable=False),
    sa.Column('mode', sa.Text(), nullable=True),
    sa.Column('modality', sa.Text(), nullable=False),
    sa.Column('start', sa.Text(), nullable=True),
    sa.Column('end', sa.Text(), nullable=True),
    sa.Column('independent_sources', sa.Integer(), nullable=False),
    sa.Column('first_on', sa.Text(), nullable=True),
    sa.Column('last_on', sa.Text(), nullable=True),
    sa.Column('rule', sa.Text(), nullable=False),
    sa.Column('confidence', sa.Float(), nullable=False),
    sa.Column('coder', sa.Text(), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['coder'], ['coder.id'], name='fk_happening_coder'),
    sa.PrimaryKeyConstraint('id', name='pk_happening')
    )
    op.create_index('ix_happening_event', 'happening', ['event'], unique=False)
    op.create_index('ix_happening_first_on', 'happening', ['first_on'], unique=False)
    op.create_table('run',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('started_at', sa.Text(), nullable=False),
    sa.Column('ended_at', sa.Text(), nullable=True),
    sa.Column('coder', sa.Text(), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['coder'], ['coder.id'], name='fk_run_coder'),
    sa.PrimaryKeyConstraint('id', name='pk_run')
    )
    op.create_table('story',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('title', sa.Text(), nullable=True),
    sa.Column('first_on', sa.Text(), nullable=True),
    sa.Column('last_on', sa.Text(), nullable=True),
    sa.Column('rule', sa.Text(), nullable=False),
    sa.Column('confidence', sa.Float(), nullable=False),
    sa.Column('coder', sa.Text(), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['coder'], ['coder.id'], name='fk_story_coder'),
    sa.PrimaryKeyConstraint('id', name='pk_story')
    )
    op.create_index('ix_story_first_on', 'story', ['first_on'], unique=False)
    op.create_table('agreement',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('article', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=True),
    sa.Column('stage', sa.Text(), nullable=False),
    sa.Column('start', sa.Text(), nullable=True),
    sa.Column('agreement_id', sa.Text(), nullable=False),
    sa.Column('first_on', sa.Text(), nullable=True),
    sa.Column('last_on', sa.Text(), nullable=True),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('rule', sa.Text(), nullable=False),
    sa.Column('confidence', sa.Float(), nullable=False),
    sa.Column('coder', sa.Text(), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['article'], ['article.id'], name='fk_agreement_article', ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['coder'], ['coder.id'], name='fk_agreement_coder'),
    sa.PrimaryKeyConstraint('id', name='pk_agreement')
    )
    op.create_index('ix_agreement_agreement_id', 'agreement', ['agreement_id'], unique=False)
    op.create_index('ix_agreement_article', 'agreement', ['article'], unique=False)
    op.create_index('ix_agreement_first_on', 'agreement', ['first_on'], unique=False)
    op.create_table('article_version',
    sa.Column('article', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('text_digest', sa.Text(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['article'], ['article.id'], name='fk_article_version_article', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('article', 'version', name='pk_article_version')
    )
    op.create_table('claim',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('article', sa.Text(), nullable=False),
    sa.Column('unit', sa.Text(), nullable=True),
    sa.Column('as_of', sa.Text(), nullable=True),
    sa.Column('first_on', sa.Text(), nullable=True),
    sa.Column('last_on', sa.Text(), nullable=True),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('rule', sa.Text(), nullable=False),
    sa.Column('confidence', sa.Float(), nullable=False),
    sa.Column('coder', sa.Text(), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['article'], ['article.id'], name='fk_claim_article', ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['coder'], ['coder.id'], name='fk_claim_coder'),
    sa.PrimaryKeyConstraint('id', name='pk_claim')
    )
    op.create_index('ix_claim_article', 'claim', ['article'], unique=False)
    op.create_index('ix_claim_first_on', 'claim', ['first_on'], unique=False)
    op.create_table('commitment',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('article', sa.Text(), nullable=False),
    sa.Column('event', sa.Text(), nullable=False),
    sa.Column('due', sa.Text(), nullable=True),
    sa.Column('status', sa.Text(), nullable=False),
    sa.Column('as_of', sa.Text(), nullable=True),
    sa.Column('fulfilled_by', sa.Text(), nullable=True),
    sa.Column('first_on', sa.Text(), nullable=True),
    sa.Column('last_on', sa.Text(), nullable=True),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('rule', sa.Text(), nullable=False),
    sa.Column('confidence', sa.Float(), nullable=False),
    sa.Column('coder', sa.Text(), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['article'], ['article.id'], name='fk_commitment_article', ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['coder'], ['coder.id'], name='fk_commitment_coder'),
    sa.PrimaryKeyConstraint('id', name='pk_commitment')
    )
    op.create_index('ix_commitment_article', 'commitment', ['article'], unique=False)
    op.create_index('ix_commitment_first_on', 'commitment', ['first_on'], unique=False)
    op.create_index('ix_commitment_status', 'commitment', ['status'], unique=False)
    op.create_table('event',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('article', sa.Text(), nullable=False),
    sa.Column('event', sa.Text(), nullable=False),
    sa.Column('mode', sa.Text(), nullable=True),
    sa.Column('cameo', sa.Text(), nullable=True),
    sa.Column('score', sa.Float(), nullable=False),
    sa.Column('modality', sa.Text(), nullable=False),
    sa.Column('start', sa.Text(), nullable=True),
    sa.Column('end', sa.Text(), nullable=True),
    sa.Column('first_on', sa.Text(), nullable=True),
    sa.Column('last_on', sa.Text(), nullable=True),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('rule', sa.Text(), nullable=False),
    sa.Column('confidence', sa.Float(), nullable=False),
    sa.Column('coder', sa.Text(), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['article'], ['article.id'], name='fk_event_article', ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['coder'], ['coder.id'], name='fk_event_coder'),
    sa.PrimaryKeyConstraint('id', name='pk_event')
    )
    op.create_index('ix_event_article', 'event', ['article'], unique=False)
    op.create_index('ix_event_event', 'event', ['event'], unique=False)
    op.create_index('ix_event_first_on', 'event', ['first_on'], unique=False)
    op.create_table('position',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('article', sa.Text(), nullable=False),
    sa.Column('stance', sa.Text(), nullable=False),
    sa.Column('issue_id', sa.Text(), nullable=False),
    sa.Column('since', sa.Text(), nullable=True),
    sa.Column('until', sa.Text(), nullable=True),
    sa.Column('first_on', sa.Text(), nullable=True),
    sa.Column('last_on', sa.Text(), nullable=True),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('rule', sa.Text(), nullable=False),
    sa.Column('confidence', sa.Float(), nullable=False),
    sa.Column('coder', sa.Text(), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['article'], ['article.id'], name='fk_position_article', ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['coder'], ['coder.id'], name='fk_position_coder'),
    sa.PrimaryKeyConstraint('id', name='pk_position')
    )
    op.create_index('ix_position_article', 'position', ['article'], unique=False)
    op.create_index('ix_position_first_on', 'position', ['first_on'], unique=False)
    op.create_index('ix_position_issue_id', 'position', ['issue_id'], unique=False)
    op.create_table('quote',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('article', sa.Text(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('cue', sa.Text(), nullable=True),
    sa.Column('first_on', sa.Text(), nullable=True),
    sa.Column('last_on', sa.Text(), nullable=True),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('rule', sa.Text(), nullable=False),
    sa.Column('confidence', sa.Float(), nullable=False),
    sa.Column('coder', sa.Text(), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['article'], ['article.id'], name='fk_quote_article', ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['coder'], ['coder.id'], name='fk_quote_coder'),
    sa.PrimaryKeyConstraint('id', name='pk_quote')
    )
    op.create_index('ix_quote_article', 'quote', ['article'], unique=False)
    op.create_index('ix_quote_first_on', 'quote', ['first_on'], unique=False)
    op.create_table('tenure',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('article', sa.Text(), nullable=False),
    sa.Column('office', sa.Text(), nullable=False),
    sa.Column('state', sa.Text(), nullable=True),
    sa.Column('from', sa.Text(), nullable=True),
    sa.Column('to', sa.Text(), nullable=True),
    sa.Column('first_on', sa.Text(), nullable=True),
    sa.Column('last_on', sa.Text(), nullable=True),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('rule', sa.Text(), nullable=False),
    sa.Column('confidence', sa.Float(), nullable=False),
    sa.Column('coder', sa.Text(), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['article'], ['article.id'], name='fk_tenure_article', ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['coder'], ['coder.id'], name='fk_tenure_coder'),
    sa.PrimaryKeyConstraint('id', name='pk_tenure')
    )
    op.create_index('ix_tenure_article', 'tenure', ['article'], unique=False)
    op.create_index('ix_tenure_first_on', 'tenure', ['first_on'], unique=False)
    op.create_index('ix_tenure_state', 'tenure', ['state'], unique=False)

    if op.get_bind().dialect.name == "sqlite":
        for statement in FULL_TEXT:
            op.execute(statement)
