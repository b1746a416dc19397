"""Listings: proposed versions, uploads, suspensions, flagged claims, wholesale terms."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

_STATES_BEFORE = "'draft', 'submitted', 'returned', 'published', 'hidden', 'retired'"
_STATES = "'draft', 'submitted', 'returned', 'published', 'hidden', 'suspended', 'retired'"
_DECIDED = "OLD.state NOT IN ('draft', 'submitted')"


def upgrade() -> None:
    op.create_table(
        "claim_flags",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=255), nullable=False),
        sa.Column("rule", sa.String(length=255), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=255), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("(state = 'open') = (closed_at IS NULL)", name=op.f("ck_claim_flags_closed_at")),
        sa.CheckConstraint(
            "rule IN ('stars', 'ocop', 'name', 'organic', 'indication')", name=op.f("ck_claim_flags_rule")
        ),
        sa.CheckConstraint("state <> 'accepted' OR length(reason) > 0", name=op.f("ck_claim_flags_reason")),
        sa.CheckConstraint("state IN ('open', 'accepted', 'resolved')", name=op.f("ck_claim_flags_state")),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.id"], name=op.f("fk_claim_flags_product_id_products")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_flags")),
    )
    with op.batch_alter_table("claim_flags", schema=None) as batch_op:
        batch_op.create_index("ix_claim_flags_state", ["state", "opened_at"], unique=False)
        batch_op.create_index(
            "uq_claim_flags_standing",
            ["product_id", "field", "rule", "subject"],
            unique=True,
            sqlite_where=sa.text("state <> 'resolved'"),
            postgresql_where=sa.text("state <> 'resolved'"),
        )

    op.create_table(
        "listing_revisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=255), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("before", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("flags", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "(state IN ('draft', 'submitted')) = (decided_at IS NULL)",
            name=op.f("ck_listing_revisions_decided_at"),
        ),
        sa.CheckConstraint(
            "state <> 'submitted' OR submitted_at IS NOT NULL", name=op.f("ck_listing_revisions_submitted_at")
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'submitted', 'approved', 'returned', 'rejected', 'dropped')",
            name=op.f("ck_listing_revisions_state"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('returned', 'rejected') OR length(reason) > 0",
            name=op.f("ck_listing_revisions_reason"),
        ),
        sa.CheckConstraint("edition > 0", name=op.f("ck_listing_revisions_edition")),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.id"], name=op.f("fk_listing_revisions_product_id_products")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listing_revisions")),
    )
    with op.batch_alter_table("listing_revisions", schema=None) as batch_op:
        batch_op.create_index("ix_listing_revisions_waiting", ["state", "submitted_at"], unique=False)
        batch_op.create_index("uq_listing_revisions_number", ["product_id", "number"], unique=True)
        batch_op.create_index(
            "uq_listing_revisions_open",
            ["product_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('draft', 'submitted')"),
            postgresql_where=sa.text("state IN ('draft', 'submitted')"),
        )

    op.create_table(
        "listing_suspensions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("was_shown", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("began_at", sa.DateTime(), nullable=False),
        sa.Column("appeal", sa.Text(), nullable=False),
        sa.Column("appealed_at", sa.DateTime(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "(appealed_at IS NULL) = (appeal = '')", name=op.f("ck_listing_suspensions_appeal")
        ),
        sa.CheckConstraint(
            "ended_at IS NULL OR length(answer) > 0", name=op.f("ck_listing_suspensions_answer")
        ),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_listing_suspensions_reason")),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.id"], name=op.f("fk_listing_suspensions_product_id_products")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listing_suspensions")),
    )
    with op.batch_alter_table("listing_suspensions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_listing_suspensions_product_id"), ["product_id"], unique=False)
        batch_op.create_index(
            "uq_listing_suspensions_open",
            ["product_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "picture_uploads",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=255), nullable=False),
        sa.Column("digest", sa.String(length=255), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("crop_left", sa.Integer(), nullable=False),
        sa.Column("crop_top", sa.Integer(), nullable=False),
        sa.Column("crop_right", sa.Integer(), nullable=False),
        sa.Column("crop_bottom", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=255), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("color", sa.String(length=255), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("widths", sa.JSON(), nullable=False),
        sa.Column("formats", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("state IN ('waiting', 'ready', 'failed')", name=op.f("ck_picture_uploads_state")),
        sa.CheckConstraint(
            "crop_left >= 0 AND crop_top >= 0 AND crop_right <= 1000 AND crop_bottom <= 1000 AND crop_right - crop_left >= 100 AND crop_bottom - crop_top >= 100",
            name=op.f("ck_picture_uploads_crop"),
        ),
        sa.CheckConstraint("turn IN (0, 90, 180, 270)", name=op.f("ck_picture_uploads_turn")),
        sa.CheckConstraint("width > 0 AND height > 0", name=op.f("ck_picture_uploads_size")),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.id"], name=op.f("fk_picture_uploads_product_id_products")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_picture_uploads")),
    )
    with op.batch_alter_table("picture_uploads", schema=None) as batch_op:
        batch_op.create_index("uq_picture_uploads_digest", ["product_id", "digest"], unique=True)

    op.create_table(
        "price_tiers",
        sa.Column("variant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("quantity_from", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("price > 0", name=op.f("ck_price_tiers_price")),
        sa.CheckConstraint("quantity_from BETWEEN 2 AND 1000000", name=op.f("ck_price_tiers_quantity_from")),
        sa.ForeignKeyConstraint(
            ["variant_id"], ["variants.id"], name=op.f("fk_price_tiers_variant_id_variants")
        ),
        sa.PrimaryKeyConstraint("variant_id", "quantity_from", name=op.f("pk_price_tiers")),
    )
    op.create_table(
        "wholesale_terms",
        sa.Column("variant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("minimum", sa.Integer(), nullable=True),
        sa.Column("case_pack", sa.Integer(), nullable=True),
        sa.Column("capacity_per_month", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "capacity_per_month BETWEEN 1 AND 1000000", name=op.f("ck_wholesale_terms_capacity_per_month")
        ),
        sa.CheckConstraint("case_pack BETWEEN 1 AND 1000000", name=op.f("ck_wholesale_terms_case_pack")),
        sa.CheckConstraint("minimum BETWEEN 1 AND 1000000", name=op.f("ck_wholesale_terms_minimum")),
        sa.ForeignKeyConstraint(
            ["variant_id"], ["variants.id"], name=op.f("fk_wholesale_terms_variant_id_variants")
        ),
        sa.PrimaryKeyConstraint("variant_id", name=op.f("pk_wholesale_terms")),
    )
    with op.batch_alter_table("pictures", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_label", sa.Boolean(), server_default=sa.false(), nullable=False))
    with op.batch_alter_table("pictures", schema=None) as batch_op:
        batch_op.alter_column("is_label", existing_type=sa.Boolean(), server_default=None)
    _change_products(_STATES)
    for name in ("origin", "quantity"):
        with op.batch_alter_table("products", schema=None) as batch_op:
            batch_op.add_column(sa.Column(name, sa.Text(), server_default="", nullable=False))
        with op.batch_alter_table("products", schema=None) as batch_op:
            batch_op.alter_column(name, existing_type=sa.Text(), server_default=None)
    _keep_decided()


def _change_products(states: str) -> None:
    with op.batch_alter_table("products", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_products_state"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_products_state"), f"state IN ({states})")


def _keep_decided() -> None:
    """What was decided on is never changed or deleted, whoever writes."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE TRIGGER listing_revisions_decided BEFORE UPDATE OR DELETE ON listing_revisions "
            f"FOR EACH ROW WHEN ({_DECIDED}) EXECUTE FUNCTION refuse_change()"
        )
        return
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER listing_revisions_no_{change.lower()} BEFORE {change} ON listing_revisions "
            f"WHEN {_DECIDED} BEGIN SELECT RAISE(ABORT, 'a decided version of a listing is kept'); END"
        )


def downgrade() -> None:
    for name in ("quantity", "origin"):
        with op.batch_alter_table("products", schema=None) as batch_op:
            batch_op.drop_column(name)
    op.execute("UPDATE products SET state = 'hidden' WHERE state = 'suspended'")
    _change_products(_STATES_BEFORE)
    if op.get_bind().dialect.name == "sqlite":
        # A table made anew has the checks of its columns at its end, where they hold on to columns that an
        # older migration takes off.
        with op.batch_alter_table("products", schema=None) as batch_op:
            for name in ("ships_to", "only_in_season"):
                batch_op.drop_constraint(batch_op.f(f"ck_products_{name}"), type_="check")
    with op.batch_alter_table("pictures", schema=None) as batch_op:
        batch_op.drop_column("is_label")
    for table in (
        "wholesale_terms",
        "price_tiers",
        "picture_uploads",
        "listing_suspensions",
        "listing_revisions",
        "claim_flags",
    ):
        op.drop_table(table)
