"""People: contacts, second factor, address book, favourites, consents, requests; whose baskets and orders are."""

import sqlalchemy as sa
from alembic import op

from marketplace.migrations.append_only import make_append_only, make_changeable

revision = "0005"
down_revision = "0004"

_CONTACT = "email IS NOT NULL OR phone IS NOT NULL OR erased_at IS NOT NULL"
_DEFAULT = sa.text("is_default")


def upgrade() -> None:
    _change_users()
    _make_tables()
    with op.batch_alter_table("baskets", schema=None) as batch_op:
        batch_op.add_column(sa.Column("user_id", sa.Integer(), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_baskets_user_id"), ["user_id"])
        batch_op.create_foreign_key(batch_op.f("fk_baskets_user_id_users"), "users", ["user_id"], ["id"])
    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.add_column(sa.Column("user_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_orders_user_id_users"), "users", ["user_id"], ["id"])
        for column in ("user_id", "phone", "email"):
            batch_op.create_index(batch_op.f(f"ix_orders_{column}"), [column], unique=False)
    op.execute("UPDATE orders SET email = lower(email)")
    make_append_only("consents")


def _change_users() -> None:
    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.add_column(sa.Column("email_verified_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("phone", sa.String(length=255), nullable=True))
        batch_op.add_column(sa.Column("phone_verified_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("language", sa.String(length=255), server_default="vi", nullable=False))
        batch_op.add_column(sa.Column("totp_secret", sa.String(length=255), nullable=True))
        batch_op.add_column(sa.Column("totp_step", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("erased_at", sa.DateTime(), nullable=True))
        batch_op.alter_column("email", existing_type=sa.String(length=255), nullable=True)
        batch_op.create_unique_constraint(batch_op.f("uq_users_phone"), ["phone"])
    # Officers were added by the operator, who vouched for their addresses.
    op.execute("UPDATE users SET email_verified_at = created_at")
    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.alter_column("language", existing_type=sa.String(length=255), server_default=None)
        batch_op.create_check_constraint(batch_op.f("ck_users_contact"), _CONTACT)
        for column in ("email", "phone"):
            together = f"({column} IS NULL) = ({column}_verified_at IS NULL)"
            batch_op.create_check_constraint(batch_op.f(f"ck_users_{column}_verified"), together)


def _make_tables() -> None:
    op.create_table(
        "addresses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("phone", sa.String(length=255), nullable=False),
        sa.Column("commune_code", sa.String(length=255), nullable=False),
        sa.Column("street", sa.Text(), nullable=False),
        sa.Column("old_address", sa.Text(), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["commune_code"], ["places.code"], name=op.f("fk_addresses_commune_code_places")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_addresses_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_addresses")),
    )
    op.create_index(op.f("ix_addresses_user_id"), "addresses", ["user_id"])
    op.create_index(
        "uq_addresses_default",
        "addresses",
        ["user_id"],
        unique=True,
        sqlite_where=_DEFAULT,
        postgresql_where=_DEFAULT,
    )
    op.create_table(
        "consents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=255), nullable=False),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("version", sa.String(length=255), nullable=False),
        sa.Column("language", sa.String(length=255), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("purpose IN ('marketing')", name=op.f("ck_consents_purpose")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_consents_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
    )
    op.create_index("ix_consents_user", "consents", ["user_id", "purpose", "id"])
    op.create_table(
        "data_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=255), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('export', 'erasure', 'correction', 'objection', 'question')",
            name=op.f("ck_data_requests_kind"),
        ),
        sa.CheckConstraint("(answered_at IS NULL) = (answer = '')", name=op.f("ck_data_requests_answer")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_data_requests_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_requests")),
    )
    op.create_index(op.f("ix_data_requests_user_id"), "data_requests", ["user_id"])
    op.create_index(op.f("ix_data_requests_due_on"), "data_requests", ["due_on"])
    op.create_table(
        "favourites",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.id"], name=op.f("fk_favourites_product_id_products")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_favourites_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_favourites")),
    )
    op.create_index("uq_favourites_product", "favourites", ["user_id", "product_id"], unique=True)
    op.create_table(
        "one_time_codes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("nonce", sa.String(length=255), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("tries BETWEEN 0 AND 5", name=op.f("ck_one_time_codes_tries")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_time_codes")),
        sa.UniqueConstraint("subject", name=op.f("uq_one_time_codes_subject")),
    )
    op.create_index(op.f("ix_one_time_codes_expires_at"), "one_time_codes", ["expires_at"])
    op.create_table(
        "recovery_codes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=255), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_recovery_codes_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_codes")),
    )
    op.create_index("uq_recovery_codes_hash", "recovery_codes", ["user_id", "code_hash"], unique=True)
    op.create_table(
        "sign_ups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contact", sa.String(length=255), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("password_hash", sa.String(length=255), nullable=False),
        sa.Column("language", sa.String(length=255), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_ups")),
    )
    op.create_index(op.f("ix_sign_ups_expires_at"), "sign_ups", ["expires_at"])


def downgrade() -> None:
    make_changeable("consents")
    with op.batch_alter_table("orders", schema=None) as batch_op:
        for column in ("email", "phone", "user_id"):
            batch_op.drop_index(batch_op.f(f"ix_orders_{column}"))
        batch_op.drop_constraint(batch_op.f("fk_orders_user_id_users"), type_="foreignkey")
        batch_op.drop_column("user_id")
    with op.batch_alter_table("baskets", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_baskets_user_id_users"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("uq_baskets_user_id"), type_="unique")
        batch_op.drop_column("user_id")
    for table in (
        "sign_ups",
        "recovery_codes",
        "one_time_codes",
        "favourites",
        "data_requests",
        "consents",
        "addresses",
    ):
        op.drop_table(table)
    op.execute("UPDATE users SET email = 'gone-' || id || '@invalid' WHERE email IS NULL")
    with op.batch_alter_table("users", schema=None) as batch_op:
        for name in ("contact", "email_verified", "phone_verified"):
            batch_op.drop_constraint(batch_op.f(f"ck_users_{name}"), type_="check")
        batch_op.drop_constraint(batch_op.f("uq_users_phone"), type_="unique")
        batch_op.alter_column("email", existing_type=sa.String(length=255), nullable=False)
        for column in ("email_verified_at", "phone", "phone_verified_at", "language"):
            batch_op.drop_column(column)
        for column in ("totp_secret", "totp_step", "erased_at"):
            batch_op.drop_column(column)
