"""Roles of the people of a producer; whoever is a member before becomes an owner."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

_CHECKS = {
    "producer_role": "producer_role IN ('owner', 'manager', 'packer')",
    "producer_role_scope": "(producer_role IS NULL) = (producer_id IS NULL)",
}


def upgrade() -> None:
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.add_column(sa.Column("producer_role", sa.String(length=255), nullable=True))
    op.execute("UPDATE memberships SET producer_role = 'owner' WHERE producer_id IS NOT NULL")
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        for name, sql in _CHECKS.items():
            batch_op.create_check_constraint(batch_op.f(f"ck_memberships_{name}"), sql)


def downgrade() -> None:
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        for name in _CHECKS:
            batch_op.drop_constraint(batch_op.f(f"ck_memberships_{name}"), type_="check")
        batch_op.drop_column("producer_role")
