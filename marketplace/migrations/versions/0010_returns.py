"""Returns with their lines and pictures."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

_OPEN = sa.text("state IN ('asked', 'mediation', 'accepted', 'arrived')")


def upgrade() -> None:
    op.create_table("returns", *_returns())
    with op.batch_alter_table("returns", schema=None) as batch_op:
        batch_op.create_index(
            "uq_returns_open",
            ["sub_order_id"],
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        )
        batch_op.create_index("ix_returns_sub_order_id", ["sub_order_id"], unique=False)
        batch_op.create_index("ix_returns_state_due_at", ["state", "due_at"], unique=False)
    op.create_table("return_lines", *_lines())
    with op.batch_alter_table("return_lines", schema=None) as batch_op:
        batch_op.create_index("uq_return_lines_order_line", ["return_id", "order_line_id"], unique=True)
        batch_op.create_index(batch_op.f("ix_return_lines_order_line_id"), ["order_line_id"], unique=False)
    op.create_table("return_pictures", *_pictures())
    with op.batch_alter_table("return_pictures", schema=None) as batch_op:
        batch_op.create_index("uq_return_pictures_position", ["return_id", "position"], unique=True)
        batch_op.create_index(batch_op.f("ix_return_pictures_digest"), ["digest"], unique=False)


def _returns() -> list:
    text, moment, dong = sa.String(length=255), sa.DateTime(), sa.BigInteger()
    checks = {
        "state": "state IN ('asked', 'mediation', 'accepted', 'arrived', 'settled', 'declined', 'withdrawn')",
        "reason": "reason IN ('damaged', 'wrong', 'not_as_described', 'spoiled', 'other')",
        "wanted": "wanted IN ('everything', 'pieces', 'amount')",
        "wanted_amount": "(wanted = 'amount') = (wanted_amount IS NOT NULL)",
        "wanted_amount_positive": "wanted_amount > 0",
        "refund": "delivery_refund >= 0 AND delivery_refund <= refund",
        "decided_by": "decided_by IN ('buyer', 'producer', 'operator', 'timer')",
        "arrived": "state <> 'arrived' OR (arrived_at IS NOT NULL AND NOT keeps_goods)",
        "account": "(account_bin = '') = (account_number = '')",
    }
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", text, nullable=False),
        sa.Column("sub_order_id", sa.Integer(), nullable=False),
        sa.Column("state", text, nullable=False),
        sa.Column("asked_at", moment, nullable=False),
        sa.Column("moved_at", moment, nullable=False),
        sa.Column("due_at", moment, nullable=True),
        sa.Column("reason", text, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("wanted", text, nullable=False),
        sa.Column("wanted_amount", dong, nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("objection", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("decided_by", text, nullable=True),
        sa.Column("keeps_goods", sa.Boolean(), nullable=False),
        sa.Column("refund", dong, nullable=False),
        sa.Column("delivery_refund", dong, nullable=False),
        sa.Column("arrived_at", moment, nullable=True),
        sa.Column("account_bin", text, nullable=False),
        sa.Column("account_number", text, nullable=False),
        sa.Column("account_holder", text, nullable=False),
        *(sa.CheckConstraint(sql, name=op.f(f"ck_returns_{name}")) for name, sql in checks.items()),
        sa.ForeignKeyConstraint(
            ["sub_order_id"], ["sub_orders.id"], name=op.f("fk_returns_sub_order_id_sub_orders")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_returns")),
        sa.UniqueConstraint("number", name=op.f("uq_returns_number")),
    ]


def _lines() -> list:
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("return_id", sa.Integer(), nullable=False),
        sa.Column("order_line_id", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("refund", sa.BigInteger(), nullable=False),
        sa.Column("sellable", sa.Integer(), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_return_lines_quantity")),
        sa.CheckConstraint("refund >= 0", name=op.f("ck_return_lines_refund")),
        sa.CheckConstraint("sellable >= 0 AND sellable <= quantity", name=op.f("ck_return_lines_sellable")),
        sa.ForeignKeyConstraint(
            ["return_id"], ["returns.id"], name=op.f("fk_return_lines_return_id_returns")
        ),
        sa.ForeignKeyConstraint(
            ["order_line_id"], ["order_lines.id"], name=op.f("fk_return_lines_order_line_id_order_lines")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_return_lines")),
    ]


def _pictures() -> list:
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("return_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=255), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("widths", sa.JSON(), nullable=False),
        sa.CheckConstraint("width > 0 AND height > 0", name=op.f("ck_return_pictures_size")),
        sa.CheckConstraint("position BETWEEN 1 AND 5", name=op.f("ck_return_pictures_position")),
        sa.ForeignKeyConstraint(
            ["return_id"], ["returns.id"], name=op.f("fk_return_pictures_return_id_returns")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_return_pictures")),
    ]


def downgrade() -> None:
    op.drop_table("return_pictures")
    op.drop_table("return_lines")
    op.drop_table("returns")
