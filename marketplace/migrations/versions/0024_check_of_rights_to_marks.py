"""What the nightly check finds of rights to marks."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"

_STANDING = sa.text("state <> 'resolved'")


def upgrade() -> None:
    op.create_table(
        "mark_flags",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authorisation_id", sa.Integer(), nullable=False),
        sa.Column("producer_id", sa.Integer(), nullable=False),
        sa.Column("trouble", sa.String(length=255), nullable=False),
        sa.Column("state", sa.String(length=255), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("state IN ('open', 'accepted', 'resolved')", name=op.f("ck_mark_flags_state")),
        sa.CheckConstraint(
            "trouble IN ('lapsed', 'suspended', 'mark', 'territory')", name=op.f("ck_mark_flags_trouble")
        ),
        sa.CheckConstraint("state <> 'accepted' OR length(reason) > 0", name=op.f("ck_mark_flags_reason")),
        sa.CheckConstraint("(state = 'open') = (closed_at IS NULL)", name=op.f("ck_mark_flags_closed_at")),
        sa.ForeignKeyConstraint(
            ["authorisation_id"],
            ["authorisations.id"],
            name=op.f("fk_mark_flags_authorisation_id_authorisations"),
        ),
        sa.ForeignKeyConstraint(
            ["producer_id"], ["producers.id"], name=op.f("fk_mark_flags_producer_id_producers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mark_flags")),
    )
    with op.batch_alter_table("mark_flags", schema=None) as batch_op:
        batch_op.create_index("ix_mark_flags_state", ["state", "opened_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_mark_flags_producer_id"), ["producer_id"], unique=False)
        batch_op.create_index(
            "uq_mark_flags_standing",
            ["authorisation_id", "trouble"],
            unique=True,
            sqlite_where=_STANDING,
            postgresql_where=_STANDING,
        )


def downgrade() -> None:
    op.drop_table("mark_flags")
