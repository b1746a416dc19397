"""Changes of name and tax code that companies ask officers for."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"

_STATES = "'draft', 'submitted', 'returned', 'approved', 'rejected', 'withdrawn'"


def upgrade() -> None:
    op.create_table(
        "company_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organiser_id", sa.Integer(), nullable=True),
        sa.Column("retailer_id", sa.Integer(), nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("tax_code", sa.String(length=255), nullable=False),
        sa.Column("file", sa.String(length=255), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("state", sa.String(length=255), nullable=False),
        sa.Column("submitted_at", sa.DateTime(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint(f"state IN ({_STATES})", name=op.f("ck_company_changes_state")),
        sa.CheckConstraint("revision > 0", name=op.f("ck_company_changes_revision")),
        sa.CheckConstraint(
            "state <> 'submitted' OR submitted_at IS NOT NULL", name=op.f("ck_company_changes_submitted_at")
        ),
        sa.CheckConstraint(
            "state NOT IN ('returned', 'rejected') OR length(reasons) > 0",
            name=op.f("ck_company_changes_reasons"),
        ),
        sa.CheckConstraint(
            "(organiser_id IS NULL) <> (retailer_id IS NULL)", name=op.f("ck_company_changes_company")
        ),
        sa.CheckConstraint("length(name) > 0 AND length(file) > 0", name=op.f("ck_company_changes_complete")),
        sa.ForeignKeyConstraint(
            ["organiser_id"], ["organisers.id"], name=op.f("fk_company_changes_organiser_id_organisers")
        ),
        sa.ForeignKeyConstraint(
            ["retailer_id"], ["retailers.id"], name=op.f("fk_company_changes_retailer_id_retailers")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_company_changes_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_company_changes")),
    )
    op.create_index(op.f("ix_company_changes_user_id"), "company_changes", ["user_id"])
    waits = sa.text("state = 'submitted'")
    for kind in ("organiser", "retailer"):
        op.create_index(
            f"uq_company_changes_{kind}",
            "company_changes",
            [f"{kind}_id"],
            unique=True,
            sqlite_where=waits,
            postgresql_where=waits,
        )


def downgrade() -> None:
    op.drop_table("company_changes")
