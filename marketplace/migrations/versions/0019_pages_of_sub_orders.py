"""Indexes that read a producer's newest or oldest parts in their order, however many there are."""

from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    op.drop_index("ix_sub_orders_producer_state", "sub_orders")
    op.create_index("ix_sub_orders_producer_state", "sub_orders", ["producer_id", "state", "id"])
    op.create_index("ix_sub_orders_producer", "sub_orders", ["producer_id", "id"])


def downgrade() -> None:
    op.drop_index("ix_sub_orders_producer", "sub_orders")
    op.drop_index("ix_sub_orders_producer_state", "sub_orders")
    op.create_index("ix_sub_orders_producer_state", "sub_orders", ["producer_id", "state"])
