"""Search on PostgreSQL."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"

VECTOR = sa.Text().with_variant(postgresql.TSVECTOR(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "search_documents",
        sa.Column("product_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.BigInteger(), nullable=False),
        sa.Column("words", VECTOR, nullable=False),
        sa.Column("prominent", VECTOR, nullable=False),
        sa.PrimaryKeyConstraint("product_id", name=op.f("pk_search_documents")),
    )
    with op.batch_alter_table("search_documents", schema=None) as batch_op:
        batch_op.create_index("ix_search_documents_words", ["words"], postgresql_using="gin")

    op.create_table(
        "search_words",
        sa.Column("lexeme", sa.Text(), nullable=False),
        sa.Column("documents", sa.Integer(), nullable=False),
        sa.Column("edition", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("documents >= 0", name=op.f("ck_search_words_documents")),
        sa.PrimaryKeyConstraint("lexeme", name=op.f("pk_search_words")),
    )
    with op.batch_alter_table("search_words", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_search_words_edition"), ["edition"], unique=False)

    op.create_table(
        "search_state",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("edition", sa.BigInteger(), nullable=False),
        sa.Column("rebuilt", sa.BigInteger(), nullable=False),
        sa.Column("documents", sa.Integer(), nullable=False),
        sa.Column("rebuild_wanted", sa.Boolean(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_search_state_single")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_state")),
    )
    op.execute(
        "INSERT INTO search_state (id, version, edition, rebuilt, documents, rebuild_wanted)"
        " VALUES (1, 0, 0, 0, 0, true)"
    )
    if op.get_bind().dialect.name == "postgresql":
        # Knowing how common a word is, the planner would read the whole table for it, and unpack every text;
        # through the index none is unpacked.
        op.execute("ALTER TABLE search_documents ALTER words SET STATISTICS 0")


def downgrade() -> None:
    op.drop_table("search_state")
    op.drop_table("search_words")
    op.drop_table("search_documents")
