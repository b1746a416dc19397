"""Payments, bank accounts, terms of payment, refusals and refunds; every order so far is paid in cash."""

import sqlalchemy as sa
from alembic import op

from catalog.codes import new_code
from marketplace.migrations.append_only import make_append_only, make_changeable

revision = "0008"
down_revision = "0007"

APPEND_ONLY = ("bank_accounts", "receipts", "payment_events")
METHODS = "payment_method IN ('cash_on_delivery', 'vietqr', 'card')"


def upgrade() -> None:
    op.create_table(
        "cod_refusals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("phone", sa.String(length=255), nullable=False),
        sa.Column("reference", sa.String(length=255), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cod_refusals")),
        sa.UniqueConstraint("reference", name=op.f("uq_cod_refusals_reference")),
    )
    with op.batch_alter_table("cod_refusals", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cod_refusals_phone"), ["phone"], unique=False)

    op.create_table(
        "bank_accounts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("producer_id", sa.Integer(), nullable=False),
        sa.Column("bin", sa.String(length=255), nullable=False),
        sa.Column("number", sa.String(length=255), nullable=False),
        sa.Column("holder", sa.String(length=255), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("length(bin) = 6", name=op.f("ck_bank_accounts_bin")),
        sa.CheckConstraint("length(holder) > 0", name=op.f("ck_bank_accounts_holder")),
        sa.CheckConstraint("length(number) BETWEEN 4 AND 19", name=op.f("ck_bank_accounts_number")),
        sa.ForeignKeyConstraint(
            ["producer_id"], ["producers.id"], name=op.f("fk_bank_accounts_producer_id_producers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_accounts")),
    )
    with op.batch_alter_table("bank_accounts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bank_accounts_producer_id"), ["producer_id"], unique=False)

    op.create_table(
        "payment_terms",
        sa.Column("producer_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("cod_ceiling", sa.BigInteger(), nullable=True),
        sa.Column("cod_call", sa.Boolean(), nullable=False),
        sa.Column("connected_account", sa.String(length=255), nullable=True),
        sa.CheckConstraint("cod_ceiling >= 0", name=op.f("ck_payment_terms_cod_ceiling")),
        sa.ForeignKeyConstraint(
            ["producer_id"], ["producers.id"], name=op.f("fk_payment_terms_producer_id_producers")
        ),
        sa.PrimaryKeyConstraint("producer_id", name=op.f("pk_payment_terms")),
    )
    op.create_table(
        "payments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=255), nullable=False),
        sa.Column("method", sa.String(length=255), nullable=False),
        sa.Column("reference", sa.String(length=255), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("received", sa.BigInteger(), nullable=False),
        sa.Column("given_back", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=255), nullable=False),
        sa.Column("provider_id", sa.String(length=255), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("bank_account_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=True),
        sa.Column("succeeded_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "method IN ('cash_on_delivery', 'vietqr', 'card')", name=op.f("ck_payments_method")
        ),
        sa.CheckConstraint("state != 'succeeded' OR received >= amount", name=op.f("ck_payments_succeeded")),
        sa.CheckConstraint(
            "state IN ('created', 'pending', 'succeeded', 'failed', 'cancelled')",
            name=op.f("ck_payments_state"),
        ),
        sa.CheckConstraint("amount > 0", name=op.f("ck_payments_amount")),
        sa.CheckConstraint("given_back >= 0 AND given_back <= received", name=op.f("ck_payments_given_back")),
        sa.ForeignKeyConstraint(
            ["bank_account_id"], ["bank_accounts.id"], name=op.f("fk_payments_bank_account_id_bank_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payments")),
        sa.UniqueConstraint("code", name=op.f("uq_payments_code")),
        sa.UniqueConstraint("provider_id", name=op.f("uq_payments_provider_id")),
        sa.UniqueConstraint("reference", name=op.f("uq_payments_reference")),
    )
    with op.batch_alter_table("payments", schema=None) as batch_op:
        batch_op.create_index("ix_payments_state_expires_at", ["state", "expires_at"], unique=False)

    op.create_table(
        "payment_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("provider", sa.String(length=255), nullable=False),
        sa.Column("event_id", sa.String(length=255), nullable=False),
        sa.Column("type", sa.String(length=255), nullable=False),
        sa.Column("payment_id", sa.Integer(), nullable=True),
        sa.Column("charge_id", sa.String(length=255), nullable=True),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("happened_at", sa.DateTime(), nullable=False),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["payment_id"], ["payments.id"], name=op.f("fk_payment_events_payment_id_payments")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_events")),
    )
    with op.batch_alter_table("payment_events", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_payment_events_charge_id"), ["charge_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_payment_events_payment_id"), ["payment_id"], unique=False)
        batch_op.create_index("uq_payment_events_event_id", ["provider", "event_id"], unique=True)

    op.create_table(
        "receipts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("payment_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=255), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("amount != 0", name=op.f("ck_receipts_amount")),
        sa.ForeignKeyConstraint(
            ["payment_id"], ["payments.id"], name=op.f("fk_receipts_payment_id_payments")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipts")),
        sa.UniqueConstraint("source", name=op.f("uq_receipts_source")),
    )
    with op.batch_alter_table("receipts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_receipts_payment_id"), ["payment_id"], unique=False)

    op.create_table(
        "refunds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("payment_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=255), nullable=False),
        sa.Column("source", sa.String(length=255), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("done_at", sa.DateTime(), nullable=True),
        sa.Column("provider_id", sa.String(length=255), nullable=True),
        sa.CheckConstraint("amount > 0", name=op.f("ck_refunds_amount")),
        sa.ForeignKeyConstraint(["payment_id"], ["payments.id"], name=op.f("fk_refunds_payment_id_payments")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refunds")),
        sa.UniqueConstraint("provider_id", name=op.f("uq_refunds_provider_id")),
        sa.UniqueConstraint("reason", name=op.f("uq_refunds_reason")),
    )
    with op.batch_alter_table("refunds", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_refunds_done_at"), ["done_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_refunds_payment_id"), ["payment_id"], unique=False)

    with op.batch_alter_table("order_lines", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reservations", sa.Integer(), server_default="1", nullable=False))
        batch_op.create_check_constraint(batch_op.f("ck_order_lines_reservations"), "reservations > 0")
    _allow_methods(METHODS)
    for table in APPEND_ONLY:
        make_append_only(table)
    _pay_older_orders_in_cash()


def downgrade() -> None:
    for table in APPEND_ONLY:
        make_changeable(table)
    _allow_methods("payment_method IN ('cash_on_delivery')")

    with op.batch_alter_table("order_lines", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_order_lines_reservations"), type_="check")
        batch_op.drop_column("reservations")

    with op.batch_alter_table("refunds", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_refunds_payment_id"))
        batch_op.drop_index(batch_op.f("ix_refunds_done_at"))

    op.drop_table("refunds")
    with op.batch_alter_table("receipts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_receipts_payment_id"))

    op.drop_table("receipts")
    with op.batch_alter_table("payment_events", schema=None) as batch_op:
        batch_op.drop_index("uq_payment_events_event_id")
        batch_op.drop_index(batch_op.f("ix_payment_events_payment_id"))
        batch_op.drop_index(batch_op.f("ix_payment_events_charge_id"))

    op.drop_table("payment_events")
    with op.batch_alter_table("payments", schema=None) as batch_op:
        batch_op.drop_index("ix_payments_state_expires_at")

    op.drop_table("payments")
    op.drop_table("payment_terms")
    with op.batch_alter_table("bank_accounts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bank_accounts_producer_id"))

    op.drop_table("bank_accounts")
    with op.batch_alter_table("cod_refusals", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cod_refusals_phone"))

    op.drop_table("cod_refusals")


def _allow_methods(check: str) -> None:
    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_orders_payment_method"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_orders_payment_method"), check)


def _pay_older_orders_in_cash() -> None:
    older = op.get_bind().execute(
        sa.text(
            "SELECT part.id, part.subtotal + part.delivery, orders.placed_at, part.state = 'cancelled'"
            " FROM sub_orders part JOIN orders ON orders.id = part.order_id"
        )
    )
    rows = [
        {
            "code": f"CP{new_code(10)}",
            "reference": f"sub-order:{id}",
            "amount": amount,
            "state": "cancelled" if cancelled else "created",
            "at": placed_at,
        }
        for id, amount, placed_at, cancelled in older
    ]
    if rows:
        insert = (
            "INSERT INTO payments"
            " (code, method, reference, amount, received, given_back, state, tries, created_at)"
            " VALUES (:code, 'cash_on_delivery', :reference, :amount, 0, 0, :state, 0, :at)"
        )
        op.get_bind().execute(sa.text(insert), rows)
