"""What banks have taken back of payments, and shares of producers that have gone on to them."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

# Straight, not as a batch: that would make the table anew, under the receipts that refer to it.
_DISPUTED = """
ALTER TABLE payments ADD COLUMN disputed BIGINT DEFAULT 0 NOT NULL
CONSTRAINT ck_payments_disputed CHECK (disputed >= 0)
"""


def upgrade() -> None:
    op.execute(_DISPUTED)
    op.create_table(
        "passed_shares",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=255), nullable=False),
        sa.Column("provider_id", sa.String(length=255), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("recalled", sa.BigInteger(), nullable=False),
        sa.Column("returned", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_passed_shares_amount")),
        sa.CheckConstraint(
            "returned >= 0 AND returned <= recalled AND recalled <= amount",
            name=op.f("ck_passed_shares_recalled"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passed_shares")),
        sa.UniqueConstraint("reference", name=op.f("uq_passed_shares_reference")),
        sa.UniqueConstraint("provider_id", name=op.f("uq_passed_shares_provider_id")),
    )


def downgrade() -> None:
    op.drop_table("passed_shares")
    op.execute("ALTER TABLE payments DROP COLUMN disputed")
