"""An index from which alone is read whether anything happened to the newest orders of producers."""

from alembic import op

revision = "0039"
down_revision = "0038"


def upgrade() -> None:
    columns = ["producer_id", "deliver_until", "issued_at", "revision"]
    op.create_index("ix_purchase_orders_producer_until", "purchase_orders", columns)


def downgrade() -> None:
    op.drop_index("ix_purchase_orders_producer_until", "purchase_orders")
