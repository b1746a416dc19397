"""What producers say of themselves, for an officer to agree to; consent to the terms of selling."""

import sqlalchemy as sa
from alembic import op

from marketplace.migrations.append_only import make_append_only, make_changeable

revision = "0013"
down_revision = "0012"

_OPEN = sa.text("state IN ('draft', 'submitted', 'returned')")
_NEW = sa.text("producer_id IS NULL AND state = 'draft'")
_STATES = "'draft', 'submitted', 'returned', 'approved', 'rejected', 'withdrawn'"
_KINDS = (
    "'cooperative_union', 'cooperative', 'cooperative_group', 'enterprise', 'household', 'facility', 'farm'"
)
_COMPLETE = "producer_id IS NOT NULL AND kind IS NOT NULL AND commune_code IS NOT NULL AND length(name) > 0"
_CHECKS = {
    "state": f"state IN ({_STATES})",
    "revision": "revision > 0",
    "submitted_at": "state <> 'submitted' OR submitted_at IS NOT NULL",
    "reasons": "state NOT IN ('returned', 'rejected') OR length(reasons) > 0",
    "kind": f"kind IN ({_KINDS})",
    "complete": f"state IN ('draft', 'withdrawn') OR ({_COMPLETE})",
    "tax_hash": "(tax_hash = '') = (tax_last = '')",
    "tax_code": "tax_code = '' OR tax_hash = ''",
}


def upgrade() -> None:
    op.create_table("profiles", *_profiles())
    for name in ("producer_id", "user_id", "tax_code", "tax_hash"):
        op.create_index(op.f(f"ix_profiles_{name}"), "profiles", [name])
    op.create_index("ix_profiles_state", "profiles", ["state", "submitted_at"])
    for name, column, where in (("open", "producer_id", _OPEN), ("new", "user_id", _NEW)):
        op.create_index(
            f"uq_profiles_{name}",
            "profiles",
            [column],
            unique=True,
            sqlite_where=where,
            postgresql_where=where,
        )
    _consents("purpose IN ('marketing', 'selling')")


def _profiles() -> list:
    text, moment = sa.String(length=255), sa.DateTime()
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("producer_id", sa.Integer(), nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("kind", text, nullable=True),
        sa.Column("name", text, nullable=False),
        sa.Column("commune_code", text, nullable=True),
        *(
            sa.Column(name, text, nullable=False)
            for name in ("street", "contact_name", "phone", "email", "tax_code", "tax_hash", "tax_last")
        ),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("state", text, nullable=False),
        sa.Column("submitted_at", moment, nullable=True),
        sa.Column("decided_at", moment, nullable=True),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        *(sa.CheckConstraint(sql, name=op.f(f"ck_profiles_{name}")) for name, sql in _CHECKS.items()),
        sa.ForeignKeyConstraint(
            ["producer_id"], ["producers.id"], name=op.f("fk_profiles_producer_id_producers")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_profiles_user_id_users")),
        sa.ForeignKeyConstraint(
            ["commune_code"], ["places.code"], name=op.f("fk_profiles_commune_code_places")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_profiles")),
    ]


def _consents(check: str) -> None:
    """SQLite makes the table anew for another check, and its triggers would be lost with the old one."""
    make_changeable("consents")
    with op.batch_alter_table("consents", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_consents_purpose"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_consents_purpose"), check)
    make_append_only("consents")


def downgrade() -> None:
    make_changeable("consents")
    op.execute("DELETE FROM consents WHERE purpose = 'selling'")
    make_append_only("consents")
    _consents("purpose IN ('marketing')")
    op.drop_table("profiles")
