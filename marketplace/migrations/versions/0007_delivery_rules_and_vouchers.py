"""Delivery rules and vouchers."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_MEASURED = (
    "(length_mm IS NULL) = (width_mm IS NULL) AND (width_mm IS NULL) = (height_mm IS NULL)"
    " AND length_mm BETWEEN 1 AND 3000 AND width_mm BETWEEN 1 AND 3000 AND height_mm BETWEEN 1 AND 3000"
)
# Parcels from before weigh what is in them.
_WEIGH = """
UPDATE sub_orders SET grams = COALESCE((
    SELECT SUM(order_lines.quantity * variants.weight)
    FROM order_lines JOIN variants ON variants.id = order_lines.variant_id
    WHERE order_lines.sub_order_id = sub_orders.id
), 0)
"""


def _added() -> list[tuple[str, sa.Column]]:
    return [
        ("producers", _column("free_delivery_from", sa.BigInteger(), "producers", "free_delivery_from > 0")),
        (
            "products",
            _column(
                "ships_to",
                sa.String(length=255),
                "products",
                "ships_to IN ('anywhere', 'region', 'province')",
                server_default="anywhere",
            ),
        ),
        (
            "products",
            _column(
                "only_in_season",
                sa.Boolean(),
                "products",
                "NOT only_in_season OR season_months > 0",
                server_default=sa.false(),
            ),
        ),
        ("variants", sa.Column("length_mm", sa.Integer(), nullable=True)),
        ("variants", sa.Column("width_mm", sa.Integer(), nullable=True)),
        ("variants", _column("height_mm", sa.Integer(), "variants", _MEASURED, check="measures")),
        ("baskets", sa.Column("voucher_codes", sa.JSON(), nullable=False, server_default="[]")),
        (
            "sub_orders",
            _column(
                "discount",
                sa.BigInteger(),
                "sub_orders",
                "discount >= 0 AND discount <= subtotal",
                server_default="0",
            ),
        ),
        (
            "sub_orders",
            _column("grams", sa.BigInteger(), "sub_orders", "grams >= 0", server_default="0"),
        ),
    ]


def _column(name: str, type, table: str, sql: str, *, check: str = "", server_default=None) -> sa.Column:
    """A column with its check in it: for a check of its own, SQLite would copy the table and drop the old
    one, which others point at."""
    constraint = sa.CheckConstraint(sql, name=op.f(f"ck_{table}_{check or name}"))
    return sa.Column(name, type, constraint, nullable=server_default is None, server_default=server_default)


def upgrade() -> None:
    for table, column in _added():
        op.add_column(table, column)
    op.execute(_WEIGH)
    op.create_table(
        "vouchers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=255), nullable=False),
        sa.Column("bearer", sa.String(length=255), nullable=False),
        sa.Column("producer_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=255), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("most", sa.BigInteger(), nullable=True),
        sa.Column("minimum", sa.BigInteger(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("uses_allowed", sa.Integer(), nullable=False),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("per_buyer_allowed", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=255), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("bearer IN ('operator', 'producer')", name=op.f("ck_vouchers_bearer")),
        sa.CheckConstraint(
            "(bearer = 'producer') = (producer_id IS NOT NULL)", name=op.f("ck_vouchers_producer")
        ),
        sa.CheckConstraint("kind IN ('percent', 'fixed')", name=op.f("ck_vouchers_kind")),
        sa.CheckConstraint(
            "value > 0 AND (kind = 'fixed' OR value <= 10000)", name=op.f("ck_vouchers_value")
        ),
        sa.CheckConstraint("most IS NULL OR (most > 0 AND kind = 'percent')", name=op.f("ck_vouchers_most")),
        sa.CheckConstraint("minimum >= 0", name=op.f("ck_vouchers_minimum")),
        sa.CheckConstraint("last_day >= first_day", name=op.f("ck_vouchers_days")),
        sa.CheckConstraint(
            "uses >= 0 AND uses <= uses_allowed AND uses_allowed > 0", name=op.f("ck_vouchers_uses")
        ),
        sa.CheckConstraint("per_buyer_allowed > 0", name=op.f("ck_vouchers_per_buyer_allowed")),
        sa.CheckConstraint("state IN ('active', 'withdrawn')", name=op.f("ck_vouchers_state")),
        sa.CheckConstraint("length(code) BETWEEN 3 AND 24", name=op.f("ck_vouchers_code")),
        sa.ForeignKeyConstraint(
            ["producer_id"], ["producers.id"], name=op.f("fk_vouchers_producer_id_producers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vouchers")),
        sa.UniqueConstraint("code", name=op.f("uq_vouchers_code")),
    )
    op.create_index(op.f("ix_vouchers_producer_id"), "vouchers", ["producer_id"])
    op.create_table(
        "voucher_uses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("voucher_id", sa.Integer(), nullable=False),
        sa.Column("sub_order_id", sa.Integer(), nullable=False),
        sa.Column("bearer", sa.String(length=255), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("given_back", sa.Boolean(), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_voucher_uses_amount")),
        sa.CheckConstraint("bearer IN ('operator', 'producer')", name=op.f("ck_voucher_uses_bearer")),
        sa.ForeignKeyConstraint(
            ["voucher_id"], ["vouchers.id"], name=op.f("fk_voucher_uses_voucher_id_vouchers")
        ),
        sa.ForeignKeyConstraint(
            ["sub_order_id"], ["sub_orders.id"], name=op.f("fk_voucher_uses_sub_order_id_sub_orders")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voucher_uses")),
    )
    op.create_index("uq_voucher_uses_sub_order", "voucher_uses", ["voucher_id", "sub_order_id"], unique=True)
    op.create_index("ix_voucher_uses_sub_order", "voucher_uses", ["sub_order_id"])


def downgrade() -> None:
    op.drop_table("voucher_uses")
    op.drop_table("vouchers")
    for table, column in reversed(_added()):
        op.drop_column(table, column.name)
