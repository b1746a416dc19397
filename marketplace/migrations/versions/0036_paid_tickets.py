"""Tickets that are paid over the web: holds that lapse, and cash taken at the gate."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"

_STATES = "state IN ('pending', 'registered', 'lapsed', 'cancelled')"
_FORMER_STATES = "state IN ('pending', 'registered', 'cancelled')"
_OPEN = "state IN ('pending', 'registered')"
_FORMERLY_OPEN = "state <> 'cancelled'"


def upgrade() -> None:
    _open_index(_OPEN)
    with op.batch_alter_table("visitors") as batch_op:
        batch_op.add_column(sa.Column("cash", sa.BigInteger(), nullable=False, server_default="0"))
        _change(batch_op, _STATES)
        batch_op.create_check_constraint(batch_op.f("ck_visitors_cash"), "cash BETWEEN 0 AND amount")
    with op.batch_alter_table("visitors") as batch_op:
        batch_op.alter_column("cash", existing_type=sa.BigInteger(), server_default=None)


def downgrade() -> None:
    op.execute("UPDATE visitors SET state = 'cancelled' WHERE state = 'lapsed'")
    with op.batch_alter_table("visitors") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_visitors_cash"), type_="check")
        _change(batch_op, _FORMER_STATES)
        batch_op.drop_column("cash")
    _open_index(_FORMERLY_OPEN)


def _change(batch_op, states: str) -> None:
    batch_op.drop_constraint(batch_op.f("ck_visitors_state"), type_="check")
    batch_op.create_check_constraint(batch_op.f("ck_visitors_state"), states)


def _open_index(rule: str) -> None:
    op.drop_index("uq_visitors_contact", table_name="visitors")
    where = {"sqlite_where": sa.text(rule), "postgresql_where": sa.text(rule)}
    op.create_index("uq_visitors_contact", "visitors", ["fair_id", "contact"], unique=True, **where)
