"""Claims to known producers, invitations to act for one, suspensions with what was said about them."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

_OPEN_CLAIM = sa.text("state IN ('draft', 'submitted', 'returned')")
_OPEN_SUSPENSION = sa.text("ended_at IS NULL")
_STATES = "'draft', 'submitted', 'returned', 'approved', 'rejected', 'withdrawn'"
_CHECKS = {
    "producer_claims": {
        "state": f"state IN ({_STATES})",
        "revision": "revision > 0",
        "submitted_at": "state <> 'submitted' OR submitted_at IS NOT NULL",
        "reasons": "state NOT IN ('returned', 'rejected') OR length(reasons) > 0",
    },
    "invitations": {"role": "role IN ('owner', 'manager', 'packer')"},
    "producer_suspensions": {
        "reason": "length(reason) > 0",
        "appeal": "(appealed_at IS NULL) = (appeal = '')",
        "answered_at": "answered_at IS NULL OR appealed_at IS NOT NULL",
    },
}
_TEXT, _LONG, _MOMENT = sa.String(length=255), sa.Text(), sa.DateTime()


def upgrade() -> None:
    _create(
        "producer_claims",
        {"producer_id": "producers", "user_id": "users"},
        *_columns(_LONG, "statement", "proof"),
        *_columns(_MOMENT, "created_at"),
        *_columns(_TEXT, "state"),
        *_columns(_MOMENT, "submitted_at", "decided_at", nullable=True),
        *_columns(_LONG, "reasons"),
        *_columns(sa.Integer(), "revision"),
    )
    op.create_index("ix_producer_claims_state", "producer_claims", ["state", "submitted_at"])
    _unique("producer_claims", ["user_id", "producer_id"], _OPEN_CLAIM)
    _create(
        "invitations",
        {"producer_id": "producers", "user_id": "users"},
        *_columns(_TEXT, "contact", "role"),
        *_columns(_MOMENT, "created_at", "expires_at"),
        *_columns(_MOMENT, "used_at", "revoked_at", nullable=True),
    )
    _create(
        "producer_suspensions",
        {"producer_id": "producers"},
        *_columns(_LONG, "reason", "appeal", "answer"),
        *_columns(_MOMENT, "suspended_at"),
        *_columns(_MOMENT, "appealed_at", "answered_at", "ended_at", nullable=True),
    )
    op.create_index("ix_producer_suspensions_appealed_at", "producer_suspensions", ["appealed_at"])
    _unique("producer_suspensions", ["producer_id"], _OPEN_SUSPENSION)


def _create(table: str, keys: dict[str, str], *columns: sa.Column) -> None:
    """A table with a number, columns that point elsewhere, and the rest; each that points has an index."""
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in keys),
        *columns,
        *(sa.CheckConstraint(sql, name=op.f(f"ck_{table}_{name}")) for name, sql in _CHECKS[table].items()),
        *(
            sa.ForeignKeyConstraint([name], [f"{to}.id"], name=op.f(f"fk_{table}_{name}_{to}"))
            for name, to in keys.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    for name in keys:
        op.create_index(op.f(f"ix_{table}_{name}"), table, [name])


def _columns(type_: object, *names: str, nullable: bool = False) -> list[sa.Column]:
    return [sa.Column(name, type_, nullable=nullable) for name in names]


def _unique(table: str, columns: list[str], where: object) -> None:
    op.create_index(
        f"uq_{table}_open", table, columns, unique=True, sqlite_where=where, postgresql_where=where
    )


def downgrade() -> None:
    for table in ("producer_suspensions", "invitations", "producer_claims"):
        op.drop_table(table)
