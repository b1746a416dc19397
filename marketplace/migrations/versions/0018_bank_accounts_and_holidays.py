"""From when on buyers pay to a bank account, since a new one waits for a day; and public holidays."""

import sqlalchemy as sa
from alembic import op

from marketplace.migrations.append_only import make_append_only, make_changeable

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    # Straight, not as a batch: that would make the table anew, under the payments that refer to it.
    column = sa.Column("in_force_at", sa.DateTime(), nullable=False, server_default="2000-01-01 00:00:00")
    op.add_column("bank_accounts", column)
    make_changeable("bank_accounts")
    op.execute("UPDATE bank_accounts SET in_force_at = created_at")
    make_append_only("bank_accounts")
    op.create_table(
        "holidays",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("basis", sa.String(length=255), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_holidays")),
    )


def downgrade() -> None:
    op.drop_table("holidays")
    op.drop_column("bank_accounts", "in_force_at")
