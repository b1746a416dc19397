"""Fairs: who organises them, their plans of booths, applications and the places given."""

import sqlalchemy as sa
from alembic import op

from marketplace.migrations.append_only import make_append_only, make_changeable

revision = "0031"
down_revision = "0030"

_TABLES = (
    "application_products",
    "allotments",
    "booths",
    "applications",
    "programme_items",
    "plan_features",
    "fair_quotas",
    "fair_papers",
    "fair_groups",
    "booth_types",
    "fairs",
    "organisers",
)
_ROLES = "role IN ('officer', 'producer', 'mark', 'organiser')"
_FORMER_ROLES = "role IN ('officer', 'producer', 'mark')"
_SCOPE = (
    "(role = 'producer') = (producer_id IS NOT NULL) AND (role = 'mark') = (mark_id IS NOT NULL)"
    " AND (role = 'organiser') = (organiser_id IS NOT NULL)"
    " AND (role = 'officer' OR province_code IS NULL)"
)
_FORMER_SCOPE = (
    "(role = 'producer') = (producer_id IS NOT NULL) AND (role = 'mark') = (mark_id IS NOT NULL)"
    " AND (role = 'officer' OR province_code IS NULL)"
)
_INVITED = "role IN ('owner', 'manager', 'packer', 'mark', 'organiser_manager', 'organiser_steward')"
_FORMERLY_INVITED = "role IN ('owner', 'manager', 'packer', 'mark')"
_ABOUT = (
    "(producer_id IS NOT NULL) = (role IN ('owner', 'manager', 'packer'))"
    " AND (mark_id IS NOT NULL) = (role = 'mark')"
    " AND (organiser_id IS NOT NULL) = (role IN ('organiser_manager', 'organiser_steward'))"
)
_FORMERLY_ABOUT = "(producer_id IS NULL) <> (mark_id IS NULL) AND (role = 'mark') = (mark_id IS NOT NULL)"


def upgrade() -> None:
    op.create_table(
        "organisers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=255), nullable=False),
        sa.Column("kind", sa.String(length=255), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("commune_code", sa.String(length=255), nullable=False),
        sa.Column("street", sa.String(length=255), nullable=False),
        sa.Column("tax_code", sa.String(length=255), nullable=False),
        sa.Column("contact_name", sa.String(length=255), nullable=False),
        sa.Column("phone", sa.String(length=255), nullable=False),
        sa.Column("email", sa.String(length=255), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.Column("suspended_at", sa.DateTime(), nullable=True),
        sa.Column("suspension_reason", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("state", sa.String(length=255), nullable=False),
        sa.Column("submitted_at", sa.DateTime(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(suspended_at IS NULL) = (suspension_reason = '')", name=op.f("ck_organisers_suspension")
        ),
        sa.CheckConstraint(
            "kind IN ('authority', 'centre', 'association', 'enterprise', 'cooperative')",
            name=op.f("ck_organisers_kind"),
        ),
        sa.CheckConstraint(
            "state <> 'submitted' OR submitted_at IS NOT NULL", name=op.f("ck_organisers_submitted_at")
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'submitted', 'returned', 'approved', 'rejected', 'withdrawn')",
            name=op.f("ck_organisers_state"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('returned', 'rejected') OR length(reasons) > 0", name=op.f("ck_organisers_reasons")
        ),
        sa.CheckConstraint("length(name) > 0 AND length(slug) > 0", name=op.f("ck_organisers_name")),
        sa.CheckConstraint("revision > 0", name=op.f("ck_organisers_revision")),
        sa.ForeignKeyConstraint(
            ["commune_code"], ["places.code"], name=op.f("fk_organisers_commune_code_places")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisers")),
        sa.UniqueConstraint("slug", name=op.f("uq_organisers_slug")),
    )
    with op.batch_alter_table("organisers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organisers_commune_code"), ["commune_code"], unique=False)
        batch_op.create_index("ix_organisers_state", ["state", "submitted_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_organisers_tax_code"), ["tax_code"], unique=False)

    op.create_table(
        "fairs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organiser_id", sa.Integer(), nullable=False),
        sa.Column("cloned_from_id", sa.Integer(), nullable=True),
        sa.Column("slug", sa.String(length=255), nullable=False),
        sa.Column("state", sa.String(length=255), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("theme", sa.String(length=255), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("hosts", sa.Text(), nullable=False),
        sa.Column("permit_number", sa.String(length=255), nullable=False),
        sa.Column("venue", sa.String(length=255), nullable=False),
        sa.Column("street", sa.String(length=255), nullable=False),
        sa.Column("commune_code", sa.String(length=255), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("opens_at", sa.Time(), nullable=True),
        sa.Column("closes_at", sa.Time(), nullable=True),
        sa.Column("build_up_from", sa.DateTime(), nullable=True),
        sa.Column("tear_down_until", sa.DateTime(), nullable=True),
        sa.Column("applications_from", sa.Date(), nullable=True),
        sa.Column("applications_until", sa.Date(), nullable=True),
        sa.Column("min_stars", sa.Integer(), nullable=False),
        sa.Column("hold_hours", sa.Integer(), nullable=False),
        sa.Column("deposit_percent", sa.Integer(), nullable=False),
        sa.Column("balance_due_on", sa.Date(), nullable=True),
        sa.Column("visitor_quota", sa.Integer(), nullable=True),
        sa.Column("ticket_price", sa.BigInteger(), nullable=False),
        sa.Column("plan_width", sa.Integer(), nullable=False),
        sa.Column("plan_height", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("announced_at", sa.DateTime(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "state = 'draft' OR (length(name) > 0 AND length(venue) > 0 AND length(permit_number) > 0 AND commune_code IS NOT NULL AND starts_on IS NOT NULL AND ends_on IS NOT NULL AND opens_at IS NOT NULL AND closes_at IS NOT NULL)",
            name=op.f("ck_fairs_complete"),
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'announced', 'postponed', 'cancelled')", name=op.f("ck_fairs_state")
        ),
        sa.CheckConstraint(
            "theme IN ('ocop', 'tet', 'harvest', 'craft', 'food', 'trade', 'tourism')",
            name=op.f("ck_fairs_theme"),
        ),
        sa.CheckConstraint("applications_from <= applications_until", name=op.f("ck_fairs_applications")),
        sa.CheckConstraint("applications_until <= ends_on", name=op.f("ck_fairs_applications_until")),
        sa.CheckConstraint("build_up_from < tear_down_until", name=op.f("ck_fairs_build_up")),
        sa.CheckConstraint("deposit_percent BETWEEN 1 AND 100", name=op.f("ck_fairs_deposit_percent")),
        sa.CheckConstraint("hold_hours BETWEEN 1 AND 720", name=op.f("ck_fairs_hold_hours")),
        sa.CheckConstraint("min_stars IN (0, 3, 4, 5)", name=op.f("ck_fairs_min_stars")),
        sa.CheckConstraint("opens_at < closes_at", name=op.f("ck_fairs_hours")),
        sa.CheckConstraint(
            "plan_width BETWEEN 1 AND 500 AND plan_height BETWEEN 1 AND 500", name=op.f("ck_fairs_plan")
        ),
        sa.CheckConstraint("revision > 0", name=op.f("ck_fairs_revision")),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_fairs_days")),
        sa.CheckConstraint("ticket_price >= 0", name=op.f("ck_fairs_ticket_price")),
        sa.CheckConstraint("visitor_quota > 0", name=op.f("ck_fairs_visitor_quota")),
        sa.ForeignKeyConstraint(["cloned_from_id"], ["fairs.id"], name=op.f("fk_fairs_cloned_from_id_fairs")),
        sa.ForeignKeyConstraint(["commune_code"], ["places.code"], name=op.f("fk_fairs_commune_code_places")),
        sa.ForeignKeyConstraint(
            ["organiser_id"], ["organisers.id"], name=op.f("fk_fairs_organiser_id_organisers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fairs")),
        sa.UniqueConstraint("slug", name=op.f("uq_fairs_slug")),
    )
    with op.batch_alter_table("fairs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fairs_commune_code"), ["commune_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_fairs_organiser_id"), ["organiser_id"], unique=False)
        batch_op.create_index("ix_fairs_state_starts_on", ["state", "starts_on"], unique=False)

    op.create_table(
        "booth_types",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=255), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("corner_surcharge", sa.BigInteger(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("depth", sa.Integer(), nullable=False),
        sa.Column("watts", sa.Integer(), nullable=False),
        sa.Column("has_water", sa.Boolean(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('standard', 'tent', 'raw_space', 'food_court', 'shared', 'online')",
            name=op.f("ck_booth_types_kind"),
        ),
        sa.CheckConstraint(
            "places BETWEEN 1 AND 100 AND (places = 1 OR kind = 'shared')", name=op.f("ck_booth_types_places")
        ),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_booth_types_name")),
        sa.CheckConstraint("price >= 0 AND corner_surcharge >= 0", name=op.f("ck_booth_types_price")),
        sa.CheckConstraint("watts >= 0", name=op.f("ck_booth_types_watts")),
        sa.CheckConstraint(
            "width BETWEEN 1 AND 100 AND depth BETWEEN 1 AND 100", name=op.f("ck_booth_types_size")
        ),
        sa.ForeignKeyConstraint(["fair_id"], ["fairs.id"], name=op.f("fk_booth_types_fair_id_fairs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booth_types")),
        sa.UniqueConstraint("id", "fair_id", name=op.f("uq_booth_types_id")),
    )
    with op.batch_alter_table("booth_types", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_booth_types_fair_id"), ["fair_id"], unique=False)

    op.create_table(
        "fair_groups",
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("category_code", sa.String(length=255), nullable=False),
        sa.ForeignKeyConstraint(
            ["category_code"], ["categories.code"], name=op.f("fk_fair_groups_category_code_categories")
        ),
        sa.ForeignKeyConstraint(["fair_id"], ["fairs.id"], name=op.f("fk_fair_groups_fair_id_fairs")),
        sa.PrimaryKeyConstraint("fair_id", "category_code", name=op.f("pk_fair_groups")),
    )
    op.create_table(
        "fair_papers",
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=255), nullable=False),
        sa.CheckConstraint(
            "kind IN ('ocop_decision', 'food_safety', 'self_declaration', 'lab_test', 'barcode', 'vietgap', 'organic', 'management_system', 'mark_permit', 'alcohol_licence', 'health_product', 'cosmetic', 'business_registration', 'other')",
            name=op.f("ck_fair_papers_kind"),
        ),
        sa.ForeignKeyConstraint(["fair_id"], ["fairs.id"], name=op.f("fk_fair_papers_fair_id_fairs")),
        sa.PrimaryKeyConstraint("fair_id", "kind", name=op.f("pk_fair_papers")),
    )
    op.create_table(
        "fair_quotas",
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("province_code", sa.String(length=255), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.CheckConstraint("most >= 0", name=op.f("ck_fair_quotas_most")),
        sa.ForeignKeyConstraint(["fair_id"], ["fairs.id"], name=op.f("fk_fair_quotas_fair_id_fairs")),
        sa.ForeignKeyConstraint(
            ["province_code"], ["places.code"], name=op.f("fk_fair_quotas_province_code_places")
        ),
        sa.PrimaryKeyConstraint("fair_id", "province_code", name=op.f("pk_fair_quotas")),
    )
    op.create_table(
        "plan_features",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=255), nullable=False),
        sa.Column("label", sa.String(length=255), nullable=False),
        sa.Column("x", sa.Integer(), nullable=False),
        sa.Column("y", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('entrance', 'stage', 'information', 'toilets', 'first_aid', 'parking', 'other')",
            name=op.f("ck_plan_features_kind"),
        ),
        sa.CheckConstraint(
            "x >= 0 AND y >= 0 AND width > 0 AND height > 0", name=op.f("ck_plan_features_place")
        ),
        sa.ForeignKeyConstraint(["fair_id"], ["fairs.id"], name=op.f("fk_plan_features_fair_id_fairs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_features")),
    )
    with op.batch_alter_table("plan_features", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_features_fair_id"), ["fair_id"], unique=False)

    op.create_table(
        "programme_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("starts_at", sa.Time(), nullable=False),
        sa.Column("ends_at", sa.Time(), nullable=False),
        sa.Column("title", sa.String(length=255), nullable=False),
        sa.Column("place", sa.String(length=255), nullable=False),
        sa.CheckConstraint("length(title) > 0", name=op.f("ck_programme_items_title")),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_programme_items_hours")),
        sa.ForeignKeyConstraint(["fair_id"], ["fairs.id"], name=op.f("fk_programme_items_fair_id_fairs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_items")),
    )
    with op.batch_alter_table("programme_items", schema=None) as batch_op:
        batch_op.create_index("ix_programme_items_fair_id_day", ["fair_id", "day"], unique=False)

    op.create_table(
        "applications",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=255), nullable=False),
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("producer_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("booth_type_id", sa.Integer(), nullable=False),
        sa.Column("wants_corner", sa.Boolean(), nullable=False),
        sa.Column("remarks", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=255), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("corner_surcharge", sa.BigInteger(), nullable=False),
        sa.Column("deposit_percent", sa.Integer(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(), nullable=False),
        sa.Column("waitlisted_at", sa.DateTime(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "state <> 'waitlisted' OR waitlisted_at IS NOT NULL", name=op.f("ck_applications_waitlisted_at")
        ),
        sa.CheckConstraint(
            "state IN ('submitted', 'returned', 'waitlisted', 'accepted', 'confirmed', 'checked_in', 'no_show', 'declined', 'lapsed', 'withdrawn', 'cancelled')",
            name=op.f("ck_applications_state"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('returned', 'declined', 'cancelled') OR length(reasons) > 0",
            name=op.f("ck_applications_reasons"),
        ),
        sa.CheckConstraint("deposit_percent BETWEEN 1 AND 100", name=op.f("ck_applications_deposit_percent")),
        sa.CheckConstraint("price >= 0 AND corner_surcharge >= 0", name=op.f("ck_applications_price")),
        sa.CheckConstraint("revision > 0", name=op.f("ck_applications_revision")),
        sa.ForeignKeyConstraint(
            ["booth_type_id", "fair_id"],
            ["booth_types.id", "booth_types.fair_id"],
            name=op.f("fk_applications_booth_type_id_booth_types"),
        ),
        sa.ForeignKeyConstraint(["fair_id"], ["fairs.id"], name=op.f("fk_applications_fair_id_fairs")),
        sa.ForeignKeyConstraint(
            ["producer_id"], ["producers.id"], name=op.f("fk_applications_producer_id_producers")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_applications_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_applications")),
        sa.UniqueConstraint("code", name=op.f("uq_applications_code")),
        sa.UniqueConstraint("id", "fair_id", name=op.f("uq_applications_id")),
    )
    with op.batch_alter_table("applications", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_applications_booth_type_id"), ["booth_type_id"], unique=False)
        batch_op.create_index(
            "ix_applications_fair_id_state", ["fair_id", "state", "submitted_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_applications_producer_id"), ["producer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_applications_user_id"), ["user_id"], unique=False)
        batch_op.create_index(
            "uq_applications_open",
            ["fair_id", "producer_id"],
            unique=True,
            sqlite_where=sa.text(
                "state IN ('accepted', 'checked_in', 'confirmed', 'no_show', 'returned', 'submitted', 'waitlisted')"
            ),
            postgresql_where=sa.text(
                "state IN ('accepted', 'checked_in', 'confirmed', 'no_show', 'returned', 'submitted', 'waitlisted')"
            ),
        )

    op.create_table(
        "booths",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("type_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=255), nullable=False),
        sa.Column("x", sa.Integer(), nullable=True),
        sa.Column("y", sa.Integer(), nullable=True),
        sa.Column("turned", sa.Boolean(), nullable=False),
        sa.Column("is_corner", sa.Boolean(), nullable=False),
        sa.Column("removed_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("(x IS NULL) = (y IS NULL) AND x >= 0 AND y >= 0", name=op.f("ck_booths_place")),
        sa.CheckConstraint("length(number) BETWEEN 1 AND 12", name=op.f("ck_booths_number")),
        sa.ForeignKeyConstraint(["fair_id"], ["fairs.id"], name=op.f("fk_booths_fair_id_fairs")),
        sa.ForeignKeyConstraint(
            ["type_id", "fair_id"],
            ["booth_types.id", "booth_types.fair_id"],
            name=op.f("fk_booths_type_id_booth_types"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booths")),
    )
    with op.batch_alter_table("booths", schema=None) as batch_op:
        batch_op.create_index("ix_booths_type_id", ["type_id"], unique=False)
        batch_op.create_index(
            "uq_booths_number",
            ["fair_id", "number"],
            unique=True,
            sqlite_where=sa.text("removed_at IS NULL"),
            postgresql_where=sa.text("removed_at IS NULL"),
        )

    op.create_table(
        "allotments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("booth_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("deposit", sa.BigInteger(), nullable=False),
        sa.Column("held_until", sa.DateTime(), nullable=True),
        sa.Column("given_at", sa.DateTime(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(), nullable=True),
        sa.Column("released_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "amount >= 0 AND deposit >= 0 AND deposit <= amount", name=op.f("ck_allotments_amount")
        ),
        sa.CheckConstraint("place > 0", name=op.f("ck_allotments_place")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_allotments_application_id_applications")
        ),
        sa.ForeignKeyConstraint(["booth_id"], ["booths.id"], name=op.f("fk_allotments_booth_id_booths")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allotments")),
    )
    with op.batch_alter_table("allotments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_allotments_application_id"), ["application_id"], unique=False)
        batch_op.create_index(
            "ix_allotments_held_until",
            ["held_until"],
            unique=False,
            sqlite_where=sa.text("released_at IS NULL"),
            postgresql_where=sa.text("released_at IS NULL"),
        )
        batch_op.create_index(
            "uq_allotments_application",
            ["application_id"],
            unique=True,
            sqlite_where=sa.text("released_at IS NULL"),
            postgresql_where=sa.text("released_at IS NULL"),
        )
        batch_op.create_index(
            "uq_allotments_place",
            ["booth_id", "place"],
            unique=True,
            sqlite_where=sa.text("released_at IS NULL"),
            postgresql_where=sa.text("released_at IS NULL"),
        )

    op.create_table(
        "application_products",
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_application_products_application_id_applications"),
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.id"], name=op.f("fk_application_products_product_id_products")
        ),
        sa.PrimaryKeyConstraint("application_id", "product_id", name=op.f("pk_application_products")),
    )
    with op.batch_alter_table("application_products", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_application_products_product_id"), ["product_id"], unique=False)

    make_changeable("bank_accounts")
    with op.batch_alter_table("bank_accounts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("organiser_id", sa.Integer(), nullable=True))
        batch_op.alter_column("producer_id", existing_type=sa.INTEGER(), nullable=True)
        batch_op.create_index(batch_op.f("ix_bank_accounts_organiser_id"), ["organiser_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_bank_accounts_organiser_id_organisers"), "organisers", ["organiser_id"], ["id"]
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_bank_accounts_owner"), "(producer_id IS NULL) <> (organiser_id IS NULL)"
        )
    make_append_only("bank_accounts")

    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("organiser_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_invitations_organiser_id"), ["organiser_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_invitations_organiser_id_organisers"), "organisers", ["organiser_id"], ["id"]
        )
        _change(batch_op, "ck_invitations_role", _INVITED)
        _change(batch_op, "ck_invitations_about", _ABOUT)

    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.add_column(sa.Column("organiser_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("organiser_role", sa.String(length=255), nullable=True))
        batch_op.create_index(batch_op.f("ix_memberships_organiser_id"), ["organiser_id"], unique=False)
        batch_op.create_index("uq_memberships_organiser", ["user_id", "organiser_id"], unique=True)
        batch_op.create_foreign_key(
            batch_op.f("fk_memberships_organiser_id_organisers"), "organisers", ["organiser_id"], ["id"]
        )
        _change(batch_op, "ck_memberships_role", _ROLES)
        _change(batch_op, "ck_memberships_scope", _SCOPE)
        batch_op.create_check_constraint(
            batch_op.f("ck_memberships_organiser_role"), "organiser_role IN ('manager', 'steward')"
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_memberships_organiser_role_scope"),
            "(organiser_role IS NULL) = (organiser_id IS NULL)",
        )


def _change(batch_op, name: str, rule: str) -> None:
    batch_op.drop_constraint(batch_op.f(name), type_="check")
    batch_op.create_check_constraint(batch_op.f(name), rule)


def downgrade() -> None:
    make_changeable("bank_accounts")
    for table in ("bank_accounts", "invitations", "memberships"):
        op.execute(f"DELETE FROM {table} WHERE organiser_id IS NOT NULL")  # noqa: S608
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_memberships_organiser_role_scope"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_memberships_organiser_role"), type_="check")
        _change(batch_op, "ck_memberships_scope", _FORMER_SCOPE)
        _change(batch_op, "ck_memberships_role", _FORMER_ROLES)
        batch_op.drop_constraint(batch_op.f("fk_memberships_organiser_id_organisers"), type_="foreignkey")
        batch_op.drop_index("uq_memberships_organiser")
        batch_op.drop_index(batch_op.f("ix_memberships_organiser_id"))
        batch_op.drop_column("organiser_role")
        batch_op.drop_column("organiser_id")
    with op.batch_alter_table("invitations", schema=None) as batch_op:
        _change(batch_op, "ck_invitations_about", _FORMERLY_ABOUT)
        _change(batch_op, "ck_invitations_role", _FORMERLY_INVITED)
        batch_op.drop_constraint(batch_op.f("fk_invitations_organiser_id_organisers"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_invitations_organiser_id"))
        batch_op.drop_column("organiser_id")
    with op.batch_alter_table("bank_accounts", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_bank_accounts_owner"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_bank_accounts_organiser_id_organisers"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_bank_accounts_organiser_id"))
        batch_op.alter_column("producer_id", existing_type=sa.Integer(), nullable=False)
        batch_op.drop_column("organiser_id")
    make_append_only("bank_accounts")
    for table in _TABLES:
        op.drop_table(table)
