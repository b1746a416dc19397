"""Indexes that the pages of officers and producers are read from, however much the tables hold."""

from alembic import op

revision = "0029"
down_revision = "0028"

_INDEXES = (
    ("ix_products_producer_state", "products", ["producer_id", "state"]),
    ("ix_recognitions_decided_on", "recognitions", ["decided_on", "id"]),
    ("ix_acts_expires_on", "acts", ["expires_on"]),
    ("ix_payments_method_state", "payments", ["method", "state"]),
)


def upgrade() -> None:
    for name, table, columns in _INDEXES:
        op.create_index(name, table, columns)


def downgrade() -> None:
    for name, table, _columns in reversed(_INDEXES):
        op.drop_index(name, table)
