"""People of the bodies that manage marks: their memberships and their invitations."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"

_ROLES = "role IN ('officer', 'producer', 'mark')"
_FORMER_ROLES = "role IN ('officer', 'producer')"
_SCOPE = (
    "(role = 'producer') = (producer_id IS NOT NULL) AND (role = 'mark') = (mark_id IS NOT NULL)"
    " AND (role = 'officer' OR province_code IS NULL)"
)
_FORMER_SCOPE = (
    "(role = 'producer') = (producer_id IS NOT NULL) AND (role = 'officer' OR province_code IS NULL)"
)
_INVITED = "role IN ('owner', 'manager', 'packer', 'mark')"
_FORMERLY_INVITED = "role IN ('owner', 'manager', 'packer')"
_ONE = "(producer_id IS NULL) <> (mark_id IS NULL) AND (role = 'mark') = (mark_id IS NOT NULL)"


def upgrade() -> None:
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.add_column(sa.Column("mark_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_memberships_mark_id_marks"), "marks", ["mark_id"], ["id"])
        batch_op.create_index(batch_op.f("ix_memberships_mark_id"), ["mark_id"], unique=False)
        batch_op.create_index("uq_memberships_mark", ["user_id", "mark_id"], unique=True)
        _change(batch_op, "ck_memberships_role", _ROLES)
        _change(batch_op, "ck_memberships_scope", _SCOPE)
    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.alter_column("producer_id", existing_type=sa.Integer(), nullable=True)
        batch_op.add_column(sa.Column("mark_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_invitations_mark_id_marks"), "marks", ["mark_id"], ["id"])
        batch_op.create_index(batch_op.f("ix_invitations_mark_id"), ["mark_id"], unique=False)
        _change(batch_op, "ck_invitations_role", _INVITED)
        batch_op.create_check_constraint(batch_op.f("ck_invitations_about"), _ONE)


def _change(batch_op, name: str, rule: str) -> None:
    batch_op.drop_constraint(batch_op.f(name), type_="check")
    batch_op.create_check_constraint(batch_op.f(name), rule)


def downgrade() -> None:
    op.execute("DELETE FROM invitations WHERE mark_id IS NOT NULL")
    op.execute("DELETE FROM memberships WHERE mark_id IS NOT NULL")
    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_invitations_about"), type_="check")
        _change(batch_op, "ck_invitations_role", _FORMERLY_INVITED)
        batch_op.drop_index(batch_op.f("ix_invitations_mark_id"))
        batch_op.drop_constraint(batch_op.f("fk_invitations_mark_id_marks"), type_="foreignkey")
        batch_op.drop_column("mark_id")
        batch_op.alter_column("producer_id", existing_type=sa.Integer(), nullable=False)
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        _change(batch_op, "ck_memberships_scope", _FORMER_SCOPE)
        _change(batch_op, "ck_memberships_role", _FORMER_ROLES)
        batch_op.drop_index("uq_memberships_mark")
        batch_op.drop_index(batch_op.f("ix_memberships_mark_id"))
        batch_op.drop_constraint(batch_op.f("fk_memberships_mark_id_marks"), type_="foreignkey")
        batch_op.drop_column("mark_id")
