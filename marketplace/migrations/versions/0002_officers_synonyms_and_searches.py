"""Officers, synonyms and searches."""

import sqlalchemy as sa
from alembic import op

from marketplace.migrations.append_only import make_append_only, make_changeable

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "searches",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("words", sa.String(length=128), nullable=False),
        sa.Column("found", sa.Boolean(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.CheckConstraint("count > 0", name=op.f("ck_searches_count")),
        sa.PrimaryKeyConstraint("day", "words", "found", name=op.f("pk_searches")),
    )
    op.create_table(
        "synonym_lists",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_synonym_lists")),
    )
    op.create_table(
        "users",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=255), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("password_hash", sa.String(length=255), nullable=False),
        sa.Column("session_generation", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_users_email")),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_users_name")),
        sa.CheckConstraint("session_generation > 0", name=op.f("ck_users_session_generation")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("email", name=op.f("uq_users_email")),
    )
    op.create_table(
        "memberships",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=255), nullable=False),
        sa.Column("province_code", sa.String(length=255), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("role IN ('officer')", name=op.f("ck_memberships_role")),
        sa.CheckConstraint(
            "province_code IS NULL OR length(province_code) = 2", name=op.f("ck_memberships_province_code")
        ),
        sa.ForeignKeyConstraint(
            ["province_code"], ["places.code"], name=op.f("fk_memberships_province_code_places")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_memberships_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memberships")),
    )
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.create_index(
            "uq_memberships_officer",
            ["user_id"],
            unique=True,
            sqlite_where=sa.text("role = 'officer'"),
            postgresql_where=sa.text("role = 'officer'"),
        )

    with op.batch_alter_table("entries", schema=None) as batch_op:
        batch_op.add_column(sa.Column("user_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_entries_user_id_users"), "users", ["user_id"], ["id"])

    make_append_only("synonym_lists")


def downgrade() -> None:
    make_changeable("synonym_lists")
    with op.batch_alter_table("entries", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_entries_user_id_users"), type_="foreignkey")
        batch_op.drop_column("user_id")

    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_memberships_officer",
            sqlite_where=sa.text("role = 'officer'"),
            postgresql_where=sa.text("role = 'officer'"),
        )

    op.drop_table("memberships")
    op.drop_table("users")
    op.drop_table("synonym_lists")
    op.drop_table("searches")
