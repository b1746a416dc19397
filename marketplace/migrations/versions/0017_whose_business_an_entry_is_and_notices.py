"""Whose business an entry of the audit is; notices for people; their quiet hours."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

_UNREAD = sa.text("read_at IS NULL")
# Records that said by themselves whose they are, at the time of this migration.
_OWNED = ("products", "sub_orders", "memberships", "profiles", "vouchers")


def upgrade() -> None:
    with op.batch_alter_table("entries", schema=None) as batch_op:
        batch_op.add_column(sa.Column("producer_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_entries_producer_id_producers"), "producers", ["producer_id"], ["id"]
        )
        batch_op.create_index(batch_op.f("ix_entries_producer_id"), ["producer_id"])
        batch_op.create_index(batch_op.f("ix_entries_user_id"), ["user_id"])
        batch_op.create_index("ix_entries_at", ["at"])
    _say_whose()
    with op.batch_alter_table("users", schema=None) as batch_op:
        for name, hour in (("quiet_from", "21"), ("quiet_until", "7")):
            batch_op.add_column(sa.Column(name, sa.Integer(), server_default=hour, nullable=False))
    with op.batch_alter_table("users", schema=None) as batch_op:
        for name in ("quiet_from", "quiet_until"):
            batch_op.alter_column(name, existing_type=sa.Integer(), server_default=None)
            batch_op.create_check_constraint(batch_op.f(f"ck_users_{name}"), f"{name} BETWEEN 0 AND 23")
    _notices()


def _say_whose() -> None:
    entries = _table("entries", "subject", "subject_id", "producer_id")
    producers, parts = _table("producers", "id"), _table("sub_orders", "id", "producer_id")
    returns = _table("returns", "id", "sub_order_id")
    owners = {"producers": sa.select(producers.c.id).where(producers.c.id == entries.c.subject_id)}
    for name in _OWNED:
        owned = _table(name, "id", "producer_id")
        owners[name] = sa.select(owned.c.producer_id).where(owned.c.id == entries.c.subject_id)
    of_return = sa.select(parts.c.producer_id).join(returns, returns.c.sub_order_id == parts.c.id)
    owners["returns"] = of_return.where(returns.c.id == entries.c.subject_id)
    for subject, owner in owners.items():
        whose = owner.correlate(entries).scalar_subquery()
        op.execute(entries.update().where(entries.c.subject == subject).values(producer_id=whose))


def _table(name: str, *columns: str) -> sa.TableClause:
    return sa.table(name, *map(sa.column, columns))


def _notices() -> None:
    op.create_table(
        "notices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(length=255), nullable=False) for name in ("kind", "about", "path")),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("read_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_notices_user_id_users")),
        sa.ForeignKeyConstraint(["entry_id"], ["entries.id"], name=op.f("fk_notices_entry_id_entries")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
    )
    op.create_index("uq_notices_entry", "notices", ["user_id", "entry_id", "kind", "path"], unique=True)
    op.create_index("ix_notices_at", "notices", ["at"])
    op.create_index(
        "ix_notices_unread", "notices", ["user_id"], sqlite_where=_UNREAD, postgresql_where=_UNREAD
    )


def downgrade() -> None:
    op.drop_table("notices")
    with op.batch_alter_table("users", schema=None) as batch_op:
        for name in ("quiet_from", "quiet_until"):
            batch_op.drop_constraint(batch_op.f(f"ck_users_{name}"), type_="check")
            batch_op.drop_column(name)
    with op.batch_alter_table("entries", schema=None) as batch_op:
        batch_op.drop_index("ix_entries_at")
        batch_op.drop_index(batch_op.f("ix_entries_user_id"))
        batch_op.drop_index(batch_op.f("ix_entries_producer_id"))
        batch_op.drop_constraint(batch_op.f("fk_entries_producer_id_producers"), type_="foreignkey")
        batch_op.drop_column("producer_id")
