"""Papers of producers, how long each kind serves, and what rests on which."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"

_KINDS = (
    "kind IN ('ocop_decision', 'food_safety', 'self_declaration', 'lab_test', 'barcode', 'vietgap', 'organic', "
    "'management_system', 'mark_permit', 'alcohol_licence', 'health_product', 'cosmetic', "
    "'business_registration', 'other')"
)


def upgrade() -> None:
    text = sa.String(length=255)
    op.create_table(
        "document_terms",
        sa.Column("kind", text, nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("basis", text, nullable=False),
        sa.CheckConstraint(_KINDS, name=op.f("ck_document_terms_kind")),
        sa.CheckConstraint("months > 0", name=op.f("ck_document_terms_months")),
        sa.PrimaryKeyConstraint("kind", "valid_from", name=op.f("pk_document_terms")),
    )
    op.create_table(
        "rests_on",
        sa.Column("what", text, nullable=False),
        sa.Column("kind", text, nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("basis", text, nullable=False),
        sa.CheckConstraint(_KINDS, name=op.f("ck_rests_on_kind")),
        sa.CheckConstraint("valid_until >= valid_from", name=op.f("ck_rests_on_dates")),
        sa.PrimaryKeyConstraint("what", "kind", "valid_from", name=op.f("pk_rests_on")),
    )
    op.create_table("documents", *_documents(text))
    with op.batch_alter_table("documents", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_documents_file"), ["file"], unique=False)
        batch_op.create_index("ix_documents_producer_product", ["producer_id", "product_id"], unique=False)
        batch_op.create_index("ix_documents_state_submitted_at", ["state", "submitted_at"], unique=False)


def _documents(text: sa.String) -> list:
    checks = {
        "kind": _KINDS,
        "state": "state IN ('kept', 'submitted', 'accepted', 'returned')",
        "audience": "audience IN ('producer', 'officers', 'retailers', 'public')",
        "dates": "valid_until >= valid_from",
        "reason": "state <> 'returned' OR reason <> ''",
        "shows_file": "NOT shows_file OR audience = 'public'",
        "file": "pages > 0 AND size > 0",
        "replaces": "replaces_id <> id",
    }
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", text, nullable=False),
        sa.Column("producer_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=True),
        sa.Column("kind", text, nullable=False),
        sa.Column("title", text, nullable=False),
        sa.Column("number", text, nullable=False),
        sa.Column("issuer", text, nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("file", text, nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("audience", text, nullable=False),
        sa.Column("shows_file", sa.Boolean(), nullable=False),
        sa.Column("state", text, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        *(sa.CheckConstraint(sql, name=op.f(f"ck_documents_{name}")) for name, sql in checks.items()),
        sa.ForeignKeyConstraint(
            ["producer_id"], ["producers.id"], name=op.f("fk_documents_producer_id_producers")
        ),
        sa.ForeignKeyConstraint(
            ["product_id", "producer_id"],
            ["products.id", "products.producer_id"],
            name=op.f("fk_documents_product_id_products"),
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["documents.id"], name=op.f("fk_documents_replaces_id_documents")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents")),
        sa.UniqueConstraint("code", name=op.f("uq_documents_code")),
        sa.UniqueConstraint("replaces_id", name=op.f("uq_documents_replaces_id")),
    ]


def downgrade() -> None:
    op.drop_table("documents")
    op.drop_table("rests_on")
    op.drop_table("document_terms")
