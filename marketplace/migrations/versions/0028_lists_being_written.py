"""Lists that the worker writes, and how far it is."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"

_BEFORE = "'uploaded', 'waiting', 'in_force', 'undone'"


def upgrade() -> None:
    _states(f"{_BEFORE}, 'writing'", "(state IN ('uploaded', 'writing')) = (batch_id IS NULL)")
    op.create_table(
        "list_writings",
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("refusal", sa.JSON(), nullable=False),
        sa.CheckConstraint("0 <= done AND done <= total", name=op.f("ck_list_writings_done")),
        sa.ForeignKeyConstraint(
            ["import_id"], ["list_imports.id"], name=op.f("fk_list_writings_import_id_list_imports")
        ),
        sa.ForeignKeyConstraint(["asked_by"], ["users.id"], name=op.f("fk_list_writings_asked_by_users")),
        sa.PrimaryKeyConstraint("import_id", name=op.f("pk_list_writings")),
    )


def _states(states: str, batch: str) -> None:
    with op.batch_alter_table("list_imports", schema=None) as batch_op:
        for name, sql in {"state": f"state IN ({states})", "batch": batch}.items():
            batch_op.drop_constraint(batch_op.f(f"ck_list_imports_{name}"), type_="check")
            batch_op.create_check_constraint(batch_op.f(f"ck_list_imports_{name}"), sql)


def downgrade() -> None:
    op.drop_table("list_writings")
    op.execute("UPDATE list_imports SET state = 'uploaded' WHERE state = 'writing'")
    _states(_BEFORE, "(state = 'uploaded') = (batch_id IS NULL)")
