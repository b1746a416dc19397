"""The first tables."""

import sqlalchemy as sa
from alembic import op

from marketplace.migrations.append_only import make_append_only, make_changeable

revision = "0001"
down_revision = None

REGISTER = ("recognitions", "authorisations", "acts")


def upgrade() -> None:
    op.create_table(
        "baskets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=255), nullable=False),
        sa.Column("checkout_key", sa.String(length=255), nullable=False),
        sa.Column("address", sa.JSON(), nullable=True),
        sa.Column("adult_confirmed", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_baskets")),
        sa.UniqueConstraint("token", name=op.f("uq_baskets_token")),
    )
    with op.batch_alter_table("baskets", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_baskets_changed_at"), ["changed_at"], unique=False)

    op.create_table(
        "catalogue_changes",
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("product_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("version", "product_id", name=op.f("pk_catalogue_changes")),
    )
    op.create_table(
        "catalogue_version",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_catalogue_version_single")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalogue_version")),
    )
    op.create_table(
        "categories",
        sa.Column("code", sa.String(length=255), nullable=False),
        sa.Column("level", sa.String(length=255), nullable=False),
        sa.Column("parent_code", sa.String(length=255), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=255), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("name_en", sa.String(length=255), nullable=False),
        sa.Column("adults_only", sa.Boolean(), nullable=False),
        sa.Column("icon", sa.String(length=255), nullable=False),
        sa.CheckConstraint("level IN ('industry', 'group', 'set')", name=op.f("ck_categories_level")),
        sa.ForeignKeyConstraint(
            ["parent_code"], ["categories.code"], name=op.f("fk_categories_parent_code_categories")
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_categories")),
        sa.UniqueConstraint("slug", name=op.f("uq_categories_slug")),
    )
    op.create_table(
        "delivery_rates",
        sa.Column("zone", sa.String(length=255), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("base_grams", sa.BigInteger(), nullable=False),
        sa.Column("base_fee", sa.BigInteger(), nullable=False),
        sa.Column("step_grams", sa.BigInteger(), nullable=False),
        sa.Column("step_fee", sa.BigInteger(), nullable=False),
        sa.Column("days_min", sa.Integer(), nullable=False),
        sa.Column("days_max", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "zone IN ('in_province', 'in_region', 'across')", name=op.f("ck_delivery_rates_zone")
        ),
        sa.PrimaryKeyConstraint("zone", "valid_from", name=op.f("pk_delivery_rates")),
    )
    op.create_table(
        "entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("action", sa.String(length=255), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entries")),
    )
    with op.batch_alter_table("entries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_entries_action"), ["action"], unique=False)

    op.create_table(
        "marks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=255), nullable=False),
        sa.Column("kind", sa.String(length=255), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("name_en", sa.String(length=255), nullable=False),
        sa.Column("product", sa.String(length=255), nullable=False),
        sa.Column("product_en", sa.String(length=255), nullable=False),
        sa.Column("number", sa.String(length=255), nullable=False),
        sa.Column("number_checked", sa.Boolean(), nullable=False),
        sa.Column("decision_no", sa.String(length=255), nullable=False),
        sa.Column("registered_on", sa.Date(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("manager", sa.Text(), nullable=False),
        sa.Column("territory_text", sa.Text(), nullable=False),
        sa.Column("protects", sa.Text(), nullable=False),
        sa.Column("protects_en", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.CheckConstraint("kind <> 'gi' OR expires_on IS NULL", name=op.f("ck_marks_gi_has_no_end")),
        sa.CheckConstraint(
            "kind IN ('gi', 'collective', 'certification', 'trademark')", name=op.f("ck_marks_kind")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_marks")),
        sa.UniqueConstraint("slug", name=op.f("uq_marks_slug")),
    )
    op.create_table(
        "places",
        sa.Column("code", sa.String(length=255), nullable=False),
        sa.Column("level", sa.String(length=255), nullable=False),
        sa.Column("prefix", sa.String(length=255), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("province_code", sa.String(length=255), nullable=True),
        sa.Column("region", sa.String(length=255), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=False),
        sa.Column("longitude", sa.Double(), nullable=False),
        sa.CheckConstraint("(level = 'province') = (province_code IS NULL)", name=op.f("ck_places_province")),
        sa.CheckConstraint("level IN ('province', 'commune')", name=op.f("ck_places_level")),
        sa.CheckConstraint(
            "region IN ('northern_mountains', 'red_river_delta', 'north_central', 'south_central', 'south_east', 'mekong_delta')",
            name=op.f("ck_places_region"),
        ),
        sa.ForeignKeyConstraint(
            ["province_code"], ["places.code"], name=op.f("fk_places_province_code_places")
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_places")),
    )
    with op.batch_alter_table("places", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_places_key"), ["key"], unique=False)
        batch_op.create_index(batch_op.f("ix_places_province_code"), ["province_code"], unique=False)

    op.create_table(
        "category_aliases",
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("category_code", sa.String(length=255), nullable=False),
        sa.ForeignKeyConstraint(
            ["category_code"], ["categories.code"], name=op.f("fk_category_aliases_category_code_categories")
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_category_aliases")),
    )
    op.create_table(
        "mark_territories",
        sa.Column("mark_id", sa.Integer(), nullable=False),
        sa.Column("place_code", sa.String(length=255), nullable=False),
        sa.ForeignKeyConstraint(["mark_id"], ["marks.id"], name=op.f("fk_mark_territories_mark_id_marks")),
        sa.ForeignKeyConstraint(
            ["place_code"], ["places.code"], name=op.f("fk_mark_territories_place_code_places")
        ),
        sa.PrimaryKeyConstraint("mark_id", "place_code", name=op.f("pk_mark_territories")),
    )
    op.create_table(
        "orders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=255), nullable=False),
        sa.Column("checkout_key", sa.String(length=255), nullable=False),
        sa.Column("placed_at", sa.DateTime(), nullable=False),
        sa.Column("language", sa.String(length=255), nullable=False),
        sa.Column("payment_method", sa.String(length=255), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("phone", sa.String(length=255), nullable=False),
        sa.Column("email", sa.String(length=255), nullable=False),
        sa.Column("street", sa.Text(), nullable=False),
        sa.Column("commune_code", sa.String(length=255), nullable=False),
        sa.Column("note_to_producers", sa.Text(), nullable=False),
        sa.CheckConstraint("payment_method IN ('cash_on_delivery')", name=op.f("ck_orders_payment_method")),
        sa.ForeignKeyConstraint(
            ["commune_code"], ["places.code"], name=op.f("fk_orders_commune_code_places")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_orders")),
        sa.UniqueConstraint("checkout_key", name=op.f("uq_orders_checkout_key")),
        sa.UniqueConstraint("number", name=op.f("uq_orders_number")),
    )
    op.create_table(
        "place_aliases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place_code", sa.String(length=255), nullable=False),
        sa.Column("level", sa.String(length=255), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.ForeignKeyConstraint(
            ["place_code"], ["places.code"], name=op.f("fk_place_aliases_place_code_places")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place_aliases")),
    )
    with op.batch_alter_table("place_aliases", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_place_aliases_key"), ["key"], unique=False)
        batch_op.create_index("uq_place_aliases", ["place_code", "level", "name"], unique=True)

    op.create_table(
        "producers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=255), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("kind", sa.String(length=255), nullable=False),
        sa.Column("commune_code", sa.String(length=255), nullable=False),
        sa.Column("since", sa.Integer(), nullable=True),
        sa.Column("women_led", sa.Boolean(), nullable=True),
        sa.Column("ethnic_minority_led", sa.Boolean(), nullable=True),
        sa.Column("intro", sa.Text(), nullable=False),
        sa.Column("intro_en", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=255), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('cooperative_union', 'cooperative', 'cooperative_group', 'enterprise', 'household', 'facility', 'farm')",
            name=op.f("ck_producers_kind"),
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'submitted', 'returned', 'approved', 'suspended', 'closed')",
            name=op.f("ck_producers_state"),
        ),
        sa.CheckConstraint("since BETWEEN 1800 AND 2200", name=op.f("ck_producers_since")),
        sa.ForeignKeyConstraint(
            ["commune_code"], ["places.code"], name=op.f("fk_producers_commune_code_places")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_producers")),
        sa.UniqueConstraint("slug", name=op.f("uq_producers_slug")),
    )
    with op.batch_alter_table("producers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_producers_commune_code"), ["commune_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_producers_key"), ["key"], unique=False)

    op.create_table(
        "products",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=255), nullable=False),
        sa.Column("producer_id", sa.Integer(), nullable=False),
        sa.Column("set_code", sa.String(length=255), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("name_en", sa.String(length=255), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("summary_en", sa.Text(), nullable=False),
        sa.Column("ingredients", sa.Text(), nullable=False),
        sa.Column("allergens", sa.Text(), nullable=False),
        sa.Column("storage", sa.Text(), nullable=False),
        sa.Column("shelf_life", sa.Text(), nullable=False),
        sa.Column("usage", sa.Text(), nullable=False),
        sa.Column("declaration_no", sa.String(length=255), nullable=False),
        sa.Column("abv_tenths", sa.Integer(), nullable=True),
        sa.Column("season_months", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=255), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "state IN ('draft', 'submitted', 'returned', 'published', 'hidden', 'retired')",
            name=op.f("ck_products_state"),
        ),
        sa.CheckConstraint("abv_tenths BETWEEN 0 AND 1000", name=op.f("ck_products_abv")),
        sa.CheckConstraint("season_months BETWEEN 0 AND 4095", name=op.f("ck_products_season")),
        sa.ForeignKeyConstraint(
            ["producer_id"], ["producers.id"], name=op.f("fk_products_producer_id_producers")
        ),
        sa.ForeignKeyConstraint(
            ["set_code"], ["categories.code"], name=op.f("fk_products_set_code_categories")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_products")),
        sa.UniqueConstraint("id", "producer_id", name=op.f("uq_products_id")),
        sa.UniqueConstraint("slug", name=op.f("uq_products_slug")),
    )
    with op.batch_alter_table("products", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_products_key"), ["key"], unique=False)
        batch_op.create_index("ix_products_shown", ["state", "set_code"], unique=False)
        batch_op.create_index("uq_products_natural", ["producer_id", "key"], unique=True)

    op.create_table(
        "sub_orders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("producer_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=255), nullable=False),
        sa.Column("subtotal", sa.BigInteger(), nullable=False),
        sa.Column("delivery", sa.BigInteger(), nullable=False),
        sa.Column("arrives_from", sa.Date(), nullable=False),
        sa.Column("arrives_to", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "state IN ('pending', 'confirmed', 'packed', 'shipped', 'delivered', 'completed', 'cancelled')",
            name=op.f("ck_sub_orders_state"),
        ),
        sa.CheckConstraint("subtotal >= 0 AND delivery >= 0", name=op.f("ck_sub_orders_amounts")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_sub_orders_order_id_orders")),
        sa.ForeignKeyConstraint(
            ["producer_id"], ["producers.id"], name=op.f("fk_sub_orders_producer_id_producers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sub_orders")),
    )
    with op.batch_alter_table("sub_orders", schema=None) as batch_op:
        batch_op.create_index("ix_sub_orders_producer_state", ["producer_id", "state"], unique=False)
        batch_op.create_index("uq_sub_orders_producer", ["order_id", "producer_id"], unique=True)

    op.create_table(
        "authorisations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=255), nullable=False),
        sa.Column("mark_id", sa.Integer(), nullable=False),
        sa.Column("producer_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=True),
        sa.Column("basis", sa.String(length=255), nullable=False),
        sa.Column("permit_no", sa.String(length=255), nullable=False),
        sa.Column("granted_by", sa.String(length=255), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "basis IN ('owner', 'member', 'licensee', 'permit')", name=op.f("ck_authorisations_basis")
        ),
        sa.CheckConstraint("valid_until >= valid_from", name=op.f("ck_authorisations_dates")),
        sa.ForeignKeyConstraint(["mark_id"], ["marks.id"], name=op.f("fk_authorisations_mark_id_marks")),
        sa.ForeignKeyConstraint(
            ["producer_id"], ["producers.id"], name=op.f("fk_authorisations_producer_id_producers")
        ),
        sa.ForeignKeyConstraint(
            ["product_id", "producer_id"],
            ["products.id", "products.producer_id"],
            name=op.f("fk_authorisations_product_id_products"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_authorisations")),
        sa.UniqueConstraint("code", name=op.f("uq_authorisations_code")),
    )
    with op.batch_alter_table("authorisations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_authorisations_mark_id"), ["mark_id"], unique=False)
        batch_op.create_index(
            "ix_authorisations_producer_product", ["producer_id", "product_id"], unique=False
        )

    op.create_table(
        "pictures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=255), nullable=False),
        sa.Column("alt", sa.Text(), nullable=False),
        sa.Column("alt_en", sa.Text(), nullable=False),
        sa.Column("color", sa.String(length=255), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("widths", sa.JSON(), nullable=False),
        sa.Column("formats", sa.JSON(), nullable=False),
        sa.CheckConstraint("length(alt) > 0", name=op.f("ck_pictures_alt")),
        sa.CheckConstraint("width > 0 AND height > 0", name=op.f("ck_pictures_size")),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.id"], name=op.f("fk_pictures_product_id_products")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pictures")),
    )
    with op.batch_alter_table("pictures", schema=None) as batch_op:
        batch_op.create_index("uq_pictures_position", ["product_id", "position"], unique=True)

    op.create_table(
        "recognitions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=255), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("stars", sa.Integer(), nullable=False),
        sa.Column("decision_no", sa.String(length=255), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("issuer", sa.String(length=255), nullable=False),
        sa.Column("legal_basis", sa.String(length=255), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("expiry_source", sa.String(length=255), nullable=False),
        sa.Column("evidence", sa.String(length=255), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("evidence IN ('A', 'B1', 'B2', 'C')", name=op.f("ck_recognitions_evidence")),
        sa.CheckConstraint(
            "expiry_source IN ('certificate', 'computed')", name=op.f("ck_recognitions_expiry_source")
        ),
        sa.CheckConstraint("expires_on >= decided_on", name=op.f("ck_recognitions_dates")),
        sa.CheckConstraint("stars BETWEEN 3 AND 5", name=op.f("ck_recognitions_stars")),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.id"], name=op.f("fk_recognitions_product_id_products")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recognitions")),
        sa.UniqueConstraint("code", name=op.f("uq_recognitions_code")),
    )
    with op.batch_alter_table("recognitions", schema=None) as batch_op:
        batch_op.create_index(
            "uq_recognitions_decision", ["product_id", "decision_no", "decided_on", "stars"], unique=True
        )

    op.create_table(
        "stories",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=255), nullable=False),
        sa.Column("language", sa.String(length=255), nullable=False),
        sa.Column("title", sa.String(length=255), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("author", sa.String(length=255), nullable=False),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("state IN ('draft', 'published', 'withdrawn')", name=op.f("ck_stories_state")),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_stories_product_id_products")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stories")),
    )
    with op.batch_alter_table("stories", schema=None) as batch_op:
        batch_op.create_index("uq_stories_version", ["product_id", "version"], unique=True)

    op.create_table(
        "variants",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("sku", sa.String(length=255), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("pack", sa.String(length=255), nullable=False),
        sa.Column("pack_en", sa.String(length=255), nullable=False),
        sa.Column("net", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=255), nullable=False),
        sa.Column("weight", sa.BigInteger(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("available", sa.Boolean(), nullable=False),
        sa.CheckConstraint("unit IN ('g', 'ml', 'piece')", name=op.f("ck_variants_unit")),
        sa.CheckConstraint("net > 0", name=op.f("ck_variants_net")),
        sa.CheckConstraint("price > 0", name=op.f("ck_variants_price")),
        sa.CheckConstraint("weight >= 0", name=op.f("ck_variants_weight")),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.id"], name=op.f("fk_variants_product_id_products")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_variants")),
        sa.UniqueConstraint("sku", name=op.f("uq_variants_sku")),
    )
    with op.batch_alter_table("variants", schema=None) as batch_op:
        batch_op.create_index("uq_variants_position", ["product_id", "position"], unique=True)

    op.create_table(
        "acts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recognition_id", sa.Integer(), nullable=True),
        sa.Column("authorisation_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=255), nullable=False),
        sa.Column("decision_no", sa.String(length=255), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("(kind = 'extend') = (expires_on IS NOT NULL)", name=op.f("ck_acts_extension")),
        sa.CheckConstraint("kind IN ('extend', 'suspend', 'reinstate', 'revoke')", name=op.f("ck_acts_kind")),
        sa.CheckConstraint(
            "(recognition_id IS NULL) <> (authorisation_id IS NULL)", name=op.f("ck_acts_one_right")
        ),
        sa.ForeignKeyConstraint(
            ["authorisation_id"], ["authorisations.id"], name=op.f("fk_acts_authorisation_id_authorisations")
        ),
        sa.ForeignKeyConstraint(
            ["recognition_id"], ["recognitions.id"], name=op.f("fk_acts_recognition_id_recognitions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acts")),
    )
    with op.batch_alter_table("acts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_acts_authorisation_id"), ["authorisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_acts_recognition_id"), ["recognition_id"], unique=False)

    op.create_table(
        "basket_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("basket_id", sa.Integer(), nullable=False),
        sa.Column("variant_id", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("seen_price", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("quantity BETWEEN 1 AND 99", name=op.f("ck_basket_lines_quantity")),
        sa.ForeignKeyConstraint(
            ["basket_id"], ["baskets.id"], name=op.f("fk_basket_lines_basket_id_baskets"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["variant_id"], ["variants.id"], name=op.f("fk_basket_lines_variant_id_variants")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_basket_lines")),
    )
    with op.batch_alter_table("basket_lines", schema=None) as batch_op:
        batch_op.create_index("uq_basket_lines_variant", ["basket_id", "variant_id"], unique=True)

    op.create_table(
        "movements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("variant_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=255), nullable=False),
        sa.Column("source", sa.String(length=255), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("reason IN ('counted', 'reserved')", name=op.f("ck_movements_reason")),
        sa.ForeignKeyConstraint(
            ["variant_id"], ["variants.id"], name=op.f("fk_movements_variant_id_variants")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_movements")),
    )
    with op.batch_alter_table("movements", schema=None) as batch_op:
        batch_op.create_index("uq_movements_source", ["variant_id", "reason", "source"], unique=True)

    op.create_table(
        "order_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sub_order_id", sa.Integer(), nullable=False),
        sa.Column("variant_id", sa.Integer(), nullable=False),
        sa.Column("product_name", sa.String(length=255), nullable=False),
        sa.Column("product_name_en", sa.String(length=255), nullable=False),
        sa.Column("pack", sa.String(length=255), nullable=False),
        sa.Column("pack_en", sa.String(length=255), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("badges", sa.JSON(), nullable=False),
        sa.Column("badges_on", sa.Date(), nullable=False),
        sa.CheckConstraint("price > 0", name=op.f("ck_order_lines_price")),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_order_lines_quantity")),
        sa.ForeignKeyConstraint(
            ["sub_order_id"], ["sub_orders.id"], name=op.f("fk_order_lines_sub_order_id_sub_orders")
        ),
        sa.ForeignKeyConstraint(
            ["variant_id"], ["variants.id"], name=op.f("fk_order_lines_variant_id_variants")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_lines")),
    )
    with op.batch_alter_table("order_lines", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_order_lines_sub_order_id"), ["sub_order_id"], unique=False)

    op.create_table(
        "stock",
        sa.Column("variant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("on_hand", sa.Integer(), nullable=False),
        sa.Column("reserved", sa.Integer(), nullable=False),
        sa.CheckConstraint("reserved >= 0 AND reserved <= on_hand", name=op.f("ck_stock_reserved")),
        sa.ForeignKeyConstraint(["variant_id"], ["variants.id"], name=op.f("fk_stock_variant_id_variants")),
        sa.PrimaryKeyConstraint("variant_id", name=op.f("pk_stock")),
    )
    op.execute("INSERT INTO catalogue_version (id, version) VALUES (1, 1)")
    for table in REGISTER:
        make_append_only(table)


def downgrade() -> None:
    for table in REGISTER:
        make_changeable(table)
    op.drop_table("stock")
    with op.batch_alter_table("order_lines", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_order_lines_sub_order_id"))

    op.drop_table("order_lines")
    with op.batch_alter_table("movements", schema=None) as batch_op:
        batch_op.drop_index("uq_movements_source")

    op.drop_table("movements")
    with op.batch_alter_table("basket_lines", schema=None) as batch_op:
        batch_op.drop_index("uq_basket_lines_variant")

    op.drop_table("basket_lines")
    with op.batch_alter_table("acts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_acts_recognition_id"))
        batch_op.drop_index(batch_op.f("ix_acts_authorisation_id"))

    op.drop_table("acts")
    with op.batch_alter_table("variants", schema=None) as batch_op:
        batch_op.drop_index("uq_variants_position")

    op.drop_table("variants")
    with op.batch_alter_table("stories", schema=None) as batch_op:
        batch_op.drop_index("uq_stories_version")

    op.drop_table("stories")
    with op.batch_alter_table("recognitions", schema=None) as batch_op:
        batch_op.drop_index("uq_recognitions_decision")

    op.drop_table("recognitions")
    with op.batch_alter_table("pictures", schema=None) as batch_op:
        batch_op.drop_index("uq_pictures_position")

    op.drop_table("pictures")
    with op.batch_alter_table("authorisations", schema=None) as batch_op:
        batch_op.drop_index("ix_authorisations_producer_product")
        batch_op.drop_index(batch_op.f("ix_authorisations_mark_id"))

    op.drop_table("authorisations")
    with op.batch_alter_table("sub_orders", schema=None) as batch_op:
        batch_op.drop_index("uq_sub_orders_producer")
        batch_op.drop_index("ix_sub_orders_producer_state")

    op.drop_table("sub_orders")
    with op.batch_alter_table("products", schema=None) as batch_op:
        batch_op.drop_index("uq_products_natural")
        batch_op.drop_index("ix_products_shown")
        batch_op.drop_index(batch_op.f("ix_products_key"))

    op.drop_table("products")
    with op.batch_alter_table("producers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_producers_key"))
        batch_op.drop_index(batch_op.f("ix_producers_commune_code"))

    op.drop_table("producers")
    with op.batch_alter_table("place_aliases", schema=None) as batch_op:
        batch_op.drop_index("uq_place_aliases")
        batch_op.drop_index(batch_op.f("ix_place_aliases_key"))

    op.drop_table("place_aliases")
    op.drop_table("orders")
    op.drop_table("mark_territories")
    op.drop_table("category_aliases")
    with op.batch_alter_table("places", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_places_province_code"))
        batch_op.drop_index(batch_op.f("ix_places_key"))

    op.drop_table("places")
    op.drop_table("marks")
    with op.batch_alter_table("entries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_entries_action"))

    op.drop_table("entries")
    op.drop_table("delivery_rates")
    op.drop_table("categories")
    op.drop_table("catalogue_version")
    op.drop_table("catalogue_changes")
    with op.batch_alter_table("baskets", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_baskets_changed_at"))

    op.drop_table("baskets")
