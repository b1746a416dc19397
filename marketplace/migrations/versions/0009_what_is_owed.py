"""The ledger, dated fees and tax rates, and what of them is frozen at an order."""

import sqlalchemy as sa
from alembic import op

from marketplace.migrations.append_only import make_append_only, make_changeable

revision = "0009"
down_revision = "0008"

KINDS = (
    "kind IN ('sale', 'commission', 'withholding', 'voucher', 'payment', 'remittance', 'transfer', 'dues')"
)
APPLIES = (
    "applies_to IN ('all', 'cooperative_union', 'cooperative', 'cooperative_group', 'enterprise', 'household',"
    " 'facility', 'farm')"
)
NOTICE = {
    "sqlite": "julianday(valid_from) - julianday(announced_on) >= 20",
    "postgresql": "valid_from - announced_on >= 20",
}
CHARGES = {"commission_bp": "INTEGER", "commission": "BIGINT", "withholding": "BIGINT"}
APPEND_ONLY = ("ledger_transactions", "ledger_entries", "fee_rates", "tax_rates")


def upgrade() -> None:
    op.create_table(
        "ledger_transactions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=255), nullable=False),
        sa.Column("kind", sa.String(length=255), nullable=False),
        sa.Column("sub_order", sa.String(length=255), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(KINDS, name=op.f("ck_ledger_transactions_kind")),
        sa.CheckConstraint("length(source) > 0", name=op.f("ck_ledger_transactions_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_transactions")),
    )
    with op.batch_alter_table("ledger_transactions", schema=None) as batch_op:
        batch_op.create_index("uq_ledger_transactions_source", ["source", "kind"], unique=True)
        batch_op.create_index(batch_op.f("ix_ledger_transactions_sub_order"), ["sub_order"], unique=False)
        batch_op.create_index(batch_op.f("ix_ledger_transactions_day"), ["day"], unique=False)

    op.create_table(
        "ledger_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("transaction_id", sa.Integer(), nullable=False),
        sa.Column("account", sa.String(length=255), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_ledger_entries_amount")),
        sa.ForeignKeyConstraint(
            ["transaction_id"],
            ["ledger_transactions.id"],
            name=op.f("fk_ledger_entries_transaction_id_ledger_transactions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_entries")),
    )
    with op.batch_alter_table("ledger_entries", schema=None) as batch_op:
        batch_op.create_index("uq_ledger_entries_account", ["account", "transaction_id"], unique=True)
        batch_op.create_index(
            batch_op.f("ix_ledger_entries_transaction_id"), ["transaction_id"], unique=False
        )

    op.create_table(
        "fee_rates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("applies_to", sa.String(length=255), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("announced_on", sa.Date(), nullable=False),
        sa.Column("basis_points", sa.Integer(), nullable=False),
        sa.Column("minimum", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(APPLIES, name=op.f("ck_fee_rates_applies_to")),
        sa.CheckConstraint("basis_points BETWEEN 0 AND 5000", name=op.f("ck_fee_rates_basis_points")),
        sa.CheckConstraint("minimum >= 0", name=op.f("ck_fee_rates_minimum")),
        sa.CheckConstraint(NOTICE[op.get_bind().dialect.name], name=op.f("ck_fee_rates_notice")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fee_rates")),
    )
    op.create_table(
        "tax_rates",
        sa.Column("tax", sa.String(length=255), nullable=False),
        sa.Column("activity", sa.String(length=255), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("basis_points", sa.Integer(), nullable=False),
        sa.Column("basis", sa.String(length=255), nullable=False),
        sa.CheckConstraint("tax IN ('value_added', 'personal_income')", name=op.f("ck_tax_rates_tax")),
        sa.CheckConstraint("activity IN ('goods', 'services')", name=op.f("ck_tax_rates_activity")),
        sa.CheckConstraint("basis_points BETWEEN 0 AND 5000", name=op.f("ck_tax_rates_basis_points")),
        sa.PrimaryKeyConstraint("tax", "activity", "valid_from", name=op.f("pk_tax_rates")),
    )
    for name, type in CHARGES.items():
        # Straight, not as a batch: that would make the table anew, under the lines that refer to it.
        check = f"CONSTRAINT ck_sub_orders_{name} CHECK ({name} >= 0)"
        op.execute(f"ALTER TABLE sub_orders ADD COLUMN {name} {type} DEFAULT 0 NOT NULL {check}")
    op.execute("ALTER TABLE sub_orders ADD COLUMN taxes JSON DEFAULT '[]' NOT NULL")

    for table in APPEND_ONLY:
        make_append_only(table)


def downgrade() -> None:
    for table in APPEND_ONLY:
        make_changeable(table)
    for name in ("taxes", *CHARGES):
        op.execute(f"ALTER TABLE sub_orders DROP COLUMN {name}")
    op.drop_table("tax_rates")
    op.drop_table("fee_rates")
    op.drop_table("ledger_entries")
    op.drop_table("ledger_transactions")
