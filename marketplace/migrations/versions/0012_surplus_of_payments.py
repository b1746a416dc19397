"""How much of what came for a payment pays for nothing and is to go back."""

from alembic import op

revision = "0012"
down_revision = "0011"

# Straight, not as a batch: that would make the table anew, under the receipts that refer to it.
_COLUMN = """
ALTER TABLE payments ADD COLUMN surplus BIGINT DEFAULT 0 NOT NULL
CONSTRAINT ck_payments_surplus CHECK (surplus >= 0 AND surplus <= received)
"""
_PROMISED = """
UPDATE payments SET surplus = COALESCE(
    (SELECT sum(amount) FROM refunds WHERE payment_id = payments.id AND reason LIKE 'surplus:%'), 0)
"""


def upgrade() -> None:
    op.execute(_COLUMN)
    op.execute(_PROMISED)


def downgrade() -> None:
    op.execute("ALTER TABLE payments DROP COLUMN surplus")
