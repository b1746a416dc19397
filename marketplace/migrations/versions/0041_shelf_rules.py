"""What supermarkets ask for before they list a product, by product set and day."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"

_KINDS = (
    "IN ('ocop_decision', 'food_safety', 'self_declaration', 'lab_test', 'barcode', 'vietgap', 'organic', "
    "'management_system', 'mark_permit', 'alcohol_licence', 'health_product', 'cosmetic', "
    "'business_registration', 'other')"
)


def upgrade() -> None:
    text = sa.String(length=255)
    op.create_table(
        "shelf_rules",
        sa.Column("set_code", text, nullable=False),
        sa.Column("asked", text, nullable=False),
        sa.Column("kind", text, nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("basis", text, nullable=False),
        sa.CheckConstraint(f"asked {_KINDS}", name=op.f("ck_shelf_rules_asked")),
        sa.CheckConstraint(f"kind {_KINDS}", name=op.f("ck_shelf_rules_kind")),
        sa.CheckConstraint("valid_until >= valid_from", name=op.f("ck_shelf_rules_dates")),
        sa.PrimaryKeyConstraint("set_code", "asked", "kind", "valid_from", name=op.f("pk_shelf_rules")),
    )


def downgrade() -> None:
    op.drop_table("shelf_rules")
