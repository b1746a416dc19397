"""Prices that change within a contract's corridor, and who was told of papers that lapse during contracts."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"

_OPEN = sa.text("state = 'proposed'")
_KINDS = (
    "kind IN ('ocop_decision', 'food_safety', 'self_declaration', 'lab_test', 'barcode', 'vietgap', 'organic',"
    " 'management_system', 'mark_permit', 'alcohol_licence', 'health_product', 'cosmetic', 'business_registration',"
    " 'other')"
)


def upgrade() -> None:
    op.create_table(
        "price_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(length=255), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=255), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "state IN ('proposed', 'agreed', 'declined', 'withdrawn')", name=op.f("ck_price_changes_state")
        ),
        sa.CheckConstraint("by IN ('producer', 'retailer')", name=op.f("ck_price_changes_by")),
        sa.CheckConstraint("price > 0", name=op.f("ck_price_changes_price")),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_price_changes_reason")),
        sa.CheckConstraint(
            "(state = 'proposed') = (decided_at IS NULL)", name=op.f("ck_price_changes_decided_at")
        ),
        sa.ForeignKeyConstraint(
            ["line_id"], ["contract_lines.id"], name=op.f("fk_price_changes_line_id_contract_lines")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_price_changes_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_price_changes")),
    )
    with op.batch_alter_table("price_changes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_price_changes_user_id"), ["user_id"], unique=False)
        batch_op.create_index("ix_price_changes_line", ["line_id", "state", "from_day"], unique=False)
        batch_op.create_index(
            "uq_price_changes_open", ["line_id"], unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN
        )
    op.create_table(
        "contract_paper_notices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contract_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=255), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(_KINDS, name=op.f("ck_contract_paper_notices_kind")),
        sa.CheckConstraint("step IN (-1, 0, 7, 30)", name=op.f("ck_contract_paper_notices_step")),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contracts.id"], name=op.f("fk_contract_paper_notices_contract_id_contracts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract_paper_notices")),
        sa.UniqueConstraint(
            "contract_id", "kind", "last_day", "step", name=op.f("uq_contract_paper_notices_contract_id")
        ),
    )


def downgrade() -> None:
    op.drop_table("contract_paper_notices")
    op.drop_table("price_changes")
