"""Retailers and what they do with producers: requests, quotes, samples, contracts, purchase orders, goods, invoices."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"

_TABLES = (
    "goods_claims",
    "delivery_lines",
    "purchase_lines",
    "paper_overrides",
    "invoices",
    "harvests",
    "deliveries",
    "approvals",
    "purchase_orders",
    "contract_papers",
    "contract_lines",
    "contracts",
    "award_lines",
    "quote_lines",
    "awards",
    "sourcing_message_files",
    "samples",
    "quote_versions",
    "request_recipients",
    "request_questions",
    "request_provinces",
    "request_papers",
    "request_marks",
    "request_lines",
    "request_deliveries",
    "quotes",
    "stores",
    "spending_limits",
    "sourcing_requests",
    "sourcing_messages",
    "price_viewers",
    "price_audiences",
    "contact_agreements",
    "approval_rules",
    "retailers",
)
_ROLES = "role IN ('officer', 'producer', 'mark', 'organiser', 'retailer')"
_FORMER_ROLES = "role IN ('officer', 'producer', 'mark', 'organiser')"
_SCOPE = (
    "(role = 'producer') = (producer_id IS NOT NULL) AND (role = 'mark') = (mark_id IS NOT NULL)"
    " AND (role = 'organiser') = (organiser_id IS NOT NULL)"
    " AND (role = 'retailer') = (retailer_id IS NOT NULL)"
    " AND (role = 'officer' OR province_code IS NULL)"
)
_FORMER_SCOPE = (
    "(role = 'producer') = (producer_id IS NOT NULL) AND (role = 'mark') = (mark_id IS NOT NULL)"
    " AND (role = 'organiser') = (organiser_id IS NOT NULL)"
    " AND (role = 'officer' OR province_code IS NULL)"
)
_FOR_ORGANISER = "'organiser_manager', 'organiser_steward'"
_FOR_RETAILER = (
    "'retailer_manager', 'retailer_buyer', 'retailer_approver', 'retailer_receiver', 'retailer_quality'"
)
_FORMERLY_INVITED = f"role IN ('owner', 'manager', 'packer', 'mark', {_FOR_ORGANISER})"
_INVITED = f"role IN ('owner', 'manager', 'packer', 'mark', {_FOR_ORGANISER}, {_FOR_RETAILER})"
_FORMERLY_ABOUT = (
    "(producer_id IS NOT NULL) = (role IN ('owner', 'manager', 'packer'))"
    " AND (mark_id IS NOT NULL) = (role = 'mark')"
    f" AND (organiser_id IS NOT NULL) = (role IN ({_FOR_ORGANISER}))"
)
_ABOUT = f"{_FORMERLY_ABOUT} AND (retailer_id IS NOT NULL) = (role IN ({_FOR_RETAILER}))"
_KEEPING = {
    "lead_days": ("INTEGER", "lead_days BETWEEN 0 AND 365"),
    "supply_from": ("DATE", ""),
    "shelf_life_days": ("INTEGER", "shelf_life_days BETWEEN 1 AND 3650"),
    "storage": ("VARCHAR(255)", "storage IN ('ambient', 'chilled', 'frozen')"),
}
_OF_RETAILERS = {
    "retailer_role": "retailer_role IN ('manager', 'buyer', 'approver', 'receiver', 'quality')",
    "retailer_role_scope": "(retailer_role IS NULL) = (retailer_id IS NULL)",
    "store": "store_id IS NULL OR retailer_role = 'receiver'",
}


def upgrade() -> None:
    op.create_table(
        "retailers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=255), nullable=False),
        sa.Column("kind", sa.String(length=255), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("tax_code", sa.String(length=255), nullable=False),
        sa.Column("registration_number", sa.String(length=255), nullable=False),
        sa.Column("registration_file", sa.String(length=255), nullable=False),
        sa.Column("commune_code", sa.String(length=255), nullable=False),
        sa.Column("street", sa.String(length=255), nullable=False),
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
            "(suspended_at IS NULL) = (suspension_reason = '')", name=op.f("ck_retailers_suspension")
        ),
        sa.CheckConstraint(
            "kind IN ('supermarket', 'convenience', 'shop', 'distributor', 'catering', 'exporter')",
            name=op.f("ck_retailers_kind"),
        ),
        sa.CheckConstraint("state <> 'approved' OR length(tax_code) > 0", name=op.f("ck_retailers_tax_code")),
        sa.CheckConstraint(
            "state <> 'submitted' OR submitted_at IS NOT NULL", name=op.f("ck_retailers_submitted_at")
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'submitted', 'returned', 'approved', 'rejected', 'withdrawn')",
            name=op.f("ck_retailers_state"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('returned', 'rejected') OR length(reasons) > 0", name=op.f("ck_retailers_reasons")
        ),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_retailers_name")),
        sa.CheckConstraint("revision > 0", name=op.f("ck_retailers_revision")),
        sa.ForeignKeyConstraint(
            ["commune_code"], ["places.code"], name=op.f("fk_retailers_commune_code_places")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retailers")),
        sa.UniqueConstraint("code", name=op.f("uq_retailers_code")),
    )
    with op.batch_alter_table("retailers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_retailers_commune_code"), ["commune_code"], unique=False)
        batch_op.create_index("ix_retailers_state", ["state", "submitted_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_retailers_tax_code"), ["tax_code"], unique=False)

    op.create_table(
        "approval_rules",
        sa.Column("retailer_id", sa.Integer(), nullable=False),
        sa.Column("from_amount", sa.BigInteger(), nullable=False),
        sa.Column("approvals", sa.Integer(), nullable=False),
        sa.CheckConstraint("approvals BETWEEN 1 AND 3", name=op.f("ck_approval_rules_approvals")),
        sa.CheckConstraint("from_amount >= 0", name=op.f("ck_approval_rules_from_amount")),
        sa.ForeignKeyConstraint(
            ["retailer_id"], ["retailers.id"], name=op.f("fk_approval_rules_retailer_id_retailers")
        ),
        sa.PrimaryKeyConstraint("retailer_id", "from_amount", name=op.f("pk_approval_rules")),
    )
    op.create_table(
        "contact_agreements",
        sa.Column("retailer_id", sa.Integer(), nullable=False),
        sa.Column("producer_id", sa.Integer(), nullable=False),
        sa.Column("retailer_agreed_at", sa.DateTime(), nullable=True),
        sa.Column("producer_agreed_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["producer_id"], ["producers.id"], name=op.f("fk_contact_agreements_producer_id_producers")
        ),
        sa.ForeignKeyConstraint(
            ["retailer_id"], ["retailers.id"], name=op.f("fk_contact_agreements_retailer_id_retailers")
        ),
        sa.PrimaryKeyConstraint("retailer_id", "producer_id", name=op.f("pk_contact_agreements")),
    )
    with op.batch_alter_table("contact_agreements", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contact_agreements_producer_id"), ["producer_id"], unique=False)

    op.create_table(
        "price_audiences",
        sa.Column("producer_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("viewers", sa.String(length=255), nullable=False),
        sa.CheckConstraint(
            "viewers IN ('verified', 'chosen', 'nobody')", name=op.f("ck_price_audiences_viewers")
        ),
        sa.ForeignKeyConstraint(
            ["producer_id"], ["producers.id"], name=op.f("fk_price_audiences_producer_id_producers")
        ),
        sa.PrimaryKeyConstraint("producer_id", name=op.f("pk_price_audiences")),
    )
    op.create_table(
        "price_viewers",
        sa.Column("producer_id", sa.Integer(), nullable=False),
        sa.Column("retailer_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["producer_id"], ["producers.id"], name=op.f("fk_price_viewers_producer_id_producers")
        ),
        sa.ForeignKeyConstraint(
            ["retailer_id"], ["retailers.id"], name=op.f("fk_price_viewers_retailer_id_retailers")
        ),
        sa.PrimaryKeyConstraint("producer_id", "retailer_id", name=op.f("pk_price_viewers")),
    )
    with op.batch_alter_table("price_viewers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_price_viewers_retailer_id"), ["retailer_id"], unique=False)

    op.create_table(
        "sourcing_messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(length=255), nullable=False),
        sa.Column("retailer_id", sa.Integer(), nullable=False),
        sa.Column("producer_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=255), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("side IN ('producer', 'retailer')", name=op.f("ck_sourcing_messages_side")),
        sa.CheckConstraint("length(text) > 0", name=op.f("ck_sourcing_messages_text")),
        sa.ForeignKeyConstraint(
            ["producer_id"], ["producers.id"], name=op.f("fk_sourcing_messages_producer_id_producers")
        ),
        sa.ForeignKeyConstraint(
            ["retailer_id"], ["retailers.id"], name=op.f("fk_sourcing_messages_retailer_id_retailers")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_sourcing_messages_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sourcing_messages")),
    )
    with op.batch_alter_table("sourcing_messages", schema=None) as batch_op:
        batch_op.create_index("ix_sourcing_messages_about", ["about", "producer_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sourcing_messages_producer_id"), ["producer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sourcing_messages_retailer_id"), ["retailer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sourcing_messages_user_id"), ["user_id"], unique=False)

    op.create_table(
        "sourcing_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=255), nullable=False),
        sa.Column("retailer_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=255), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=255), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("audience", sa.String(length=255), nullable=False),
        sa.Column("sealed", sa.Boolean(), nullable=False),
        sa.Column("min_stars", sa.Integer(), nullable=False),
        sa.Column("province_only", sa.Boolean(), nullable=False),
        sa.Column("closes_at", sa.DateTime(), nullable=True),
        sa.Column("published_at", sa.DateTime(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("handover", sa.String(length=255), nullable=False),
        sa.Column("discount_bp", sa.Integer(), nullable=False),
        sa.Column("payment_days", sa.Integer(), nullable=False),
        sa.Column("shelf_life_percent", sa.Integer(), nullable=False),
        sa.Column("returns", sa.String(length=255), nullable=False),
        sa.Column("lead_days", sa.Integer(), nullable=False),
        sa.CheckConstraint("audience IN ('chosen', 'matching')", name=op.f("ck_sourcing_requests_audience")),
        sa.CheckConstraint(
            "handover IN ('ex_farm', 'delivered')", name=op.f("ck_sourcing_requests_handover")
        ),
        sa.CheckConstraint(
            "returns IN ('none', 'faulty', 'unsold')", name=op.f("ck_sourcing_requests_returns")
        ),
        sa.CheckConstraint("state = 'draft' OR length(title) > 0", name=op.f("ck_sourcing_requests_title")),
        sa.CheckConstraint(
            "state IN ('draft', 'cancelled') OR published_at IS NOT NULL",
            name=op.f("ck_sourcing_requests_published_at"),
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'open', 'awarded', 'closed', 'cancelled')",
            name=op.f("ck_sourcing_requests_state"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('closed', 'cancelled') OR length(reason) > 0",
            name=op.f("ck_sourcing_requests_reason"),
        ),
        sa.CheckConstraint("discount_bp BETWEEN 0 AND 9000", name=op.f("ck_sourcing_requests_discount_bp")),
        sa.CheckConstraint("lead_days BETWEEN 0 AND 365", name=op.f("ck_sourcing_requests_lead_days")),
        sa.CheckConstraint("min_stars IN (0, 3, 4, 5)", name=op.f("ck_sourcing_requests_min_stars")),
        sa.CheckConstraint("payment_days BETWEEN 0 AND 180", name=op.f("ck_sourcing_requests_payment_days")),
        sa.CheckConstraint("published_at < closes_at", name=op.f("ck_sourcing_requests_closes_at")),
        sa.CheckConstraint("revision > 0", name=op.f("ck_sourcing_requests_revision")),
        sa.CheckConstraint(
            "shelf_life_percent BETWEEN 0 AND 100", name=op.f("ck_sourcing_requests_shelf_life_percent")
        ),
        sa.ForeignKeyConstraint(
            ["retailer_id"], ["retailers.id"], name=op.f("fk_sourcing_requests_retailer_id_retailers")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_sourcing_requests_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sourcing_requests")),
        sa.UniqueConstraint("code", name=op.f("uq_sourcing_requests_code")),
        sa.UniqueConstraint("id", "retailer_id", name=op.f("uq_sourcing_requests_id")),
    )
    with op.batch_alter_table("sourcing_requests", schema=None) as batch_op:
        batch_op.create_index(
            "ix_sourcing_requests_retailer_state", ["retailer_id", "state", "id"], unique=False
        )
        batch_op.create_index("ix_sourcing_requests_state_closes_at", ["state", "closes_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_sourcing_requests_user_id"), ["user_id"], unique=False)

    op.create_table(
        "spending_limits",
        sa.Column("retailer_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("per_month", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("per_month >= 0", name=op.f("ck_spending_limits_per_month")),
        sa.ForeignKeyConstraint(
            ["retailer_id"], ["retailers.id"], name=op.f("fk_spending_limits_retailer_id_retailers")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_spending_limits_user_id_users")),
        sa.PrimaryKeyConstraint("retailer_id", "user_id", name=op.f("pk_spending_limits")),
    )
    with op.batch_alter_table("spending_limits", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_spending_limits_user_id"), ["user_id"], unique=False)

    op.create_table(
        "stores",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("retailer_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=255), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("commune_code", sa.String(length=255), nullable=False),
        sa.Column("street", sa.String(length=255), nullable=False),
        sa.Column("phone", sa.String(length=255), nullable=False),
        sa.Column("receiving", sa.Text(), nullable=False),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("length(code) > 0 AND length(name) > 0", name=op.f("ck_stores_name")),
        sa.ForeignKeyConstraint(
            ["commune_code"], ["places.code"], name=op.f("fk_stores_commune_code_places")
        ),
        sa.ForeignKeyConstraint(
            ["retailer_id"], ["retailers.id"], name=op.f("fk_stores_retailer_id_retailers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stores")),
        sa.UniqueConstraint("id", "retailer_id", name=op.f("uq_stores_id")),
        sa.UniqueConstraint("retailer_id", "code", name=op.f("uq_stores_retailer_id")),
    )
    with op.batch_alter_table("stores", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stores_commune_code"), ["commune_code"], unique=False)

    op.create_table(
        "quotes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=255), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("producer_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=255), nullable=False),
        sa.Column("turn", sa.String(length=255), nullable=False),
        sa.Column("current", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("state <> 'declined' OR length(reason) > 0", name=op.f("ck_quotes_reason")),
        sa.CheckConstraint(
            "state IN ('open', 'accepted', 'declined', 'withdrawn')", name=op.f("ck_quotes_state")
        ),
        sa.CheckConstraint("turn IN ('producer', 'retailer')", name=op.f("ck_quotes_turn")),
        sa.CheckConstraint("current > 0", name=op.f("ck_quotes_current")),
        sa.ForeignKeyConstraint(
            ["producer_id"], ["producers.id"], name=op.f("fk_quotes_producer_id_producers")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["sourcing_requests.id"], name=op.f("fk_quotes_request_id_sourcing_requests")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quotes")),
        sa.UniqueConstraint("code", name=op.f("uq_quotes_code")),
        sa.UniqueConstraint("request_id", "producer_id", name=op.f("uq_quotes_request_id")),
    )
    with op.batch_alter_table("quotes", schema=None) as batch_op:
        batch_op.create_index("ix_quotes_producer_state", ["producer_id", "state", "id"], unique=False)

    op.create_table(
        "request_deliveries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("retailer_id", sa.Integer(), nullable=False),
        sa.Column("store_id", sa.Integer(), nullable=True),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=False),
        sa.CheckConstraint("from_day <= until_day", name=op.f("ck_request_deliveries_days")),
        sa.ForeignKeyConstraint(
            ["request_id", "retailer_id"],
            ["sourcing_requests.id", "sourcing_requests.retailer_id"],
            name="request",
        ),
        sa.ForeignKeyConstraint(
            ["store_id", "retailer_id"], ["stores.id", "stores.retailer_id"], name="store"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_deliveries")),
    )
    with op.batch_alter_table("request_deliveries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_request_deliveries_request_id"), ["request_id"], unique=False)

    op.create_table(
        "request_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=True),
        sa.Column("category_code", sa.String(length=255), nullable=True),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("unit", sa.String(length=255), nullable=False),
        sa.Column("quantity_from", sa.Integer(), nullable=False),
        sa.Column("quantity_to", sa.Integer(), nullable=False),
        sa.Column("target_price", sa.BigInteger(), nullable=True),
        sa.Column("substitutes", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "unit IN ('pack', 'case', 'kilogram', 'litre')", name=op.f("ck_request_lines_unit")
        ),
        sa.CheckConstraint(
            "product_id IS NOT NULL OR length(description) > 0", name=op.f("ck_request_lines_wanted")
        ),
        sa.CheckConstraint(
            "quantity_from > 0 AND quantity_from <= quantity_to AND quantity_to <= 10000000",
            name=op.f("ck_request_lines_quantity"),
        ),
        sa.CheckConstraint("target_price > 0", name=op.f("ck_request_lines_target_price")),
        sa.ForeignKeyConstraint(
            ["category_code"], ["categories.code"], name=op.f("fk_request_lines_category_code_categories")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.id"], name=op.f("fk_request_lines_product_id_products")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["sourcing_requests.id"],
            name=op.f("fk_request_lines_request_id_sourcing_requests"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_lines")),
        sa.UniqueConstraint("id", "request_id", name=op.f("uq_request_lines_id")),
        sa.UniqueConstraint("request_id", "position", name=op.f("uq_request_lines_request_id")),
    )
    with op.batch_alter_table("request_lines", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_request_lines_product_id"), ["product_id"], unique=False)

    op.create_table(
        "request_marks",
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=255), nullable=False),
        sa.CheckConstraint(
            "kind IN ('gi', 'collective', 'certification', 'trademark')", name=op.f("ck_request_marks_kind")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["sourcing_requests.id"],
            name=op.f("fk_request_marks_request_id_sourcing_requests"),
        ),
        sa.PrimaryKeyConstraint("request_id", "kind", name=op.f("pk_request_marks")),
    )
    op.create_table(
        "request_papers",
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=255), nullable=False),
        sa.CheckConstraint(
            "kind IN ('ocop_decision', 'food_safety', 'self_declaration', 'lab_test', 'barcode', 'vietgap', 'organic', 'management_system', 'mark_permit', 'alcohol_licence', 'health_product', 'cosmetic', 'business_registration', 'other')",
            name=op.f("ck_request_papers_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["sourcing_requests.id"],
            name=op.f("fk_request_papers_request_id_sourcing_requests"),
        ),
        sa.PrimaryKeyConstraint("request_id", "kind", name=op.f("pk_request_papers")),
    )
    op.create_table(
        "request_provinces",
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("province_code", sa.String(length=255), nullable=False),
        sa.ForeignKeyConstraint(
            ["province_code"], ["places.code"], name=op.f("fk_request_provinces_province_code_places")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["sourcing_requests.id"],
            name=op.f("fk_request_provinces_request_id_sourcing_requests"),
        ),
        sa.PrimaryKeyConstraint("request_id", "province_code", name=op.f("pk_request_provinces")),
    )
    op.create_table(
        "request_questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("producer_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("(answered_at IS NULL) = (answer = '')", name=op.f("ck_request_questions_answer")),
        sa.CheckConstraint("length(question) > 0", name=op.f("ck_request_questions_question")),
        sa.ForeignKeyConstraint(
            ["producer_id"], ["producers.id"], name=op.f("fk_request_questions_producer_id_producers")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["sourcing_requests.id"],
            name=op.f("fk_request_questions_request_id_sourcing_requests"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_questions")),
    )
    with op.batch_alter_table("request_questions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_request_questions_request_id"), ["request_id"], unique=False)

    op.create_table(
        "request_recipients",
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("producer_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("declined_at", sa.DateTime(), nullable=True),
        sa.Column("decline_reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(declined_at IS NULL) = (decline_reason = '')", name=op.f("ck_request_recipients_declined")
        ),
        sa.ForeignKeyConstraint(
            ["producer_id"], ["producers.id"], name=op.f("fk_request_recipients_producer_id_producers")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["sourcing_requests.id"],
            name=op.f("fk_request_recipients_request_id_sourcing_requests"),
        ),
        sa.PrimaryKeyConstraint("request_id", "producer_id", name=op.f("pk_request_recipients")),
    )
    with op.batch_alter_table("request_recipients", schema=None) as batch_op:
        batch_op.create_index("ix_request_recipients_producer", ["producer_id", "request_id"], unique=False)

    op.create_table(
        "quote_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("quote_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(length=255), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("remarks", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("handover", sa.String(length=255), nullable=False),
        sa.Column("discount_bp", sa.Integer(), nullable=False),
        sa.Column("payment_days", sa.Integer(), nullable=False),
        sa.Column("shelf_life_percent", sa.Integer(), nullable=False),
        sa.Column("returns", sa.String(length=255), nullable=False),
        sa.Column("lead_days", sa.Integer(), nullable=False),
        sa.CheckConstraint("by IN ('producer', 'retailer')", name=op.f("ck_quote_versions_by")),
        sa.CheckConstraint("handover IN ('ex_farm', 'delivered')", name=op.f("ck_quote_versions_handover")),
        sa.CheckConstraint("returns IN ('none', 'faulty', 'unsold')", name=op.f("ck_quote_versions_returns")),
        sa.CheckConstraint("discount_bp BETWEEN 0 AND 9000", name=op.f("ck_quote_versions_discount_bp")),
        sa.CheckConstraint("lead_days BETWEEN 0 AND 365", name=op.f("ck_quote_versions_lead_days")),
        sa.CheckConstraint("number > 0", name=op.f("ck_quote_versions_number")),
        sa.CheckConstraint("payment_days BETWEEN 0 AND 180", name=op.f("ck_quote_versions_payment_days")),
        sa.CheckConstraint(
            "shelf_life_percent BETWEEN 0 AND 100", name=op.f("ck_quote_versions_shelf_life_percent")
        ),
        sa.ForeignKeyConstraint(["quote_id"], ["quotes.id"], name=op.f("fk_quote_versions_quote_id_quotes")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_quote_versions_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quote_versions")),
        sa.UniqueConstraint("quote_id", "number", name=op.f("uq_quote_versions_quote_id")),
    )
    with op.batch_alter_table("quote_versions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_quote_versions_user_id"), ["user_id"], unique=False)

    op.create_table(
        "samples",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=255), nullable=False),
        sa.Column("retailer_id", sa.Integer(), nullable=False),
        sa.Column("producer_id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("variant_id", sa.Integer(), nullable=False),
        sa.Column("store_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=255), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("packs", sa.Integer(), nullable=False),
        sa.Column("paid_by", sa.String(length=255), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("wishes", sa.Text(), nullable=False),
        sa.Column("carrier", sa.String(length=255), nullable=False),
        sa.Column("tracking_number", sa.String(length=255), nullable=False),
        sa.Column("taste", sa.Integer(), nullable=True),
        sa.Column("packaging", sa.Integer(), nullable=True),
        sa.Column("label", sa.Integer(), nullable=True),
        sa.Column("suitable", sa.Boolean(), nullable=True),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.Column("received_at", sa.DateTime(), nullable=True),
        sa.Column("scored_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "(state = 'scored') = (suitable IS NOT NULL AND taste IS NOT NULL AND packaging IS NOT NULL AND label IS NOT NULL)",
            name=op.f("ck_samples_scored"),
        ),
        sa.CheckConstraint("paid_by IN ('producer', 'retailer')", name=op.f("ck_samples_paid_by")),
        sa.CheckConstraint(
            "state IN ('asked', 'agreed', 'sent', 'received', 'scored', 'declined', 'cancelled')",
            name=op.f("ck_samples_state"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('declined', 'cancelled') OR length(reason) > 0", name=op.f("ck_samples_reason")
        ),
        sa.CheckConstraint("packs BETWEEN 1 AND 100", name=op.f("ck_samples_packs")),
        sa.CheckConstraint("price >= 0", name=op.f("ck_samples_price")),
        sa.CheckConstraint("revision > 0", name=op.f("ck_samples_revision")),
        sa.CheckConstraint(
            "taste BETWEEN 1 AND 5 AND packaging BETWEEN 1 AND 5 AND label BETWEEN 1 AND 5",
            name=op.f("ck_samples_scores"),
        ),
        sa.ForeignKeyConstraint(
            ["producer_id"], ["producers.id"], name=op.f("fk_samples_producer_id_producers")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["sourcing_requests.id"], name=op.f("fk_samples_request_id_sourcing_requests")
        ),
        sa.ForeignKeyConstraint(
            ["retailer_id"], ["retailers.id"], name=op.f("fk_samples_retailer_id_retailers")
        ),
        sa.ForeignKeyConstraint(["store_id"], ["stores.id"], name=op.f("fk_samples_store_id_stores")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_samples_user_id_users")),
        sa.ForeignKeyConstraint(["variant_id"], ["variants.id"], name=op.f("fk_samples_variant_id_variants")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_samples")),
        sa.UniqueConstraint("code", name=op.f("uq_samples_code")),
    )
    with op.batch_alter_table("samples", schema=None) as batch_op:
        batch_op.create_index("ix_samples_producer_state", ["producer_id", "state", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_samples_request_id"), ["request_id"], unique=False)
        batch_op.create_index("ix_samples_retailer_state", ["retailer_id", "state", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_samples_user_id"), ["user_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_samples_variant_id"), ["variant_id"], unique=False)

    op.create_table(
        "sourcing_message_files",
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_sourcing_message_files_document_id_documents")
        ),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["sourcing_messages.id"],
            name=op.f("fk_sourcing_message_files_message_id_sourcing_messages"),
        ),
        sa.PrimaryKeyConstraint("message_id", "document_id", name=op.f("pk_sourcing_message_files")),
    )
    with op.batch_alter_table("sourcing_message_files", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_sourcing_message_files_document_id"), ["document_id"], unique=False
        )

    op.create_table(
        "awards",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("quote_id", sa.Integer(), nullable=False),
        sa.Column("version_number", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("awarded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["quote_id", "version_number"],
            ["quote_versions.quote_id", "quote_versions.number"],
            name="version",
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_awards_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_awards")),
        sa.UniqueConstraint("quote_id", name=op.f("uq_awards_quote_id")),
    )
    with op.batch_alter_table("awards", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_awards_user_id"), ["user_id"], unique=False)

    op.create_table(
        "quote_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("request_line_id", sa.Integer(), nullable=False),
        sa.Column("variant_id", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=255), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("minimum", sa.Integer(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("vat_percent", sa.Integer(), nullable=False),
        sa.Column("packs_numerator", sa.Integer(), nullable=False),
        sa.Column("packs_denominator", sa.Integer(), nullable=False),
        sa.CheckConstraint("unit IN ('pack', 'case', 'kilogram', 'litre')", name=op.f("ck_quote_lines_unit")),
        sa.CheckConstraint(
            "minimum > 0 AND minimum <= quantity AND quantity <= 10000000",
            name=op.f("ck_quote_lines_quantity"),
        ),
        sa.CheckConstraint(
            "packs_numerator > 0 AND packs_denominator > 0", name=op.f("ck_quote_lines_packs")
        ),
        sa.CheckConstraint("price > 0", name=op.f("ck_quote_lines_price")),
        sa.CheckConstraint("vat_percent IN (0, 5, 8, 10)", name=op.f("ck_quote_lines_vat_percent")),
        sa.ForeignKeyConstraint(
            ["request_line_id"],
            ["request_lines.id"],
            name=op.f("fk_quote_lines_request_line_id_request_lines"),
        ),
        sa.ForeignKeyConstraint(
            ["variant_id"], ["variants.id"], name=op.f("fk_quote_lines_variant_id_variants")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["quote_versions.id"], name=op.f("fk_quote_lines_version_id_quote_versions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quote_lines")),
        sa.UniqueConstraint("version_id", "request_line_id", name=op.f("uq_quote_lines_version_id")),
    )
    with op.batch_alter_table("quote_lines", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_quote_lines_request_line_id"), ["request_line_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_quote_lines_variant_id"), ["variant_id"], unique=False)

    op.create_table(
        "award_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("award_id", sa.Integer(), nullable=False),
        sa.Column("quote_line_id", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_award_lines_quantity")),
        sa.ForeignKeyConstraint(["award_id"], ["awards.id"], name=op.f("fk_award_lines_award_id_awards")),
        sa.ForeignKeyConstraint(
            ["quote_line_id"], ["quote_lines.id"], name=op.f("fk_award_lines_quote_line_id_quote_lines")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award_lines")),
        sa.UniqueConstraint("award_id", "quote_line_id", name=op.f("uq_award_lines_award_id")),
    )
    with op.batch_alter_table("award_lines", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_award_lines_quote_line_id"), ["quote_line_id"], unique=False)

    op.create_table(
        "contracts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=255), nullable=False),
        sa.Column("number", sa.String(length=255), nullable=False),
        sa.Column("retailer_id", sa.Integer(), nullable=False),
        sa.Column("producer_id", sa.Integer(), nullable=False),
        sa.Column("award_id", sa.Integer(), nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=255), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("remarks", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(), nullable=True),
        sa.Column("signed_at", sa.DateTime(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("handover", sa.String(length=255), nullable=False),
        sa.Column("discount_bp", sa.Integer(), nullable=False),
        sa.Column("payment_days", sa.Integer(), nullable=False),
        sa.Column("shelf_life_percent", sa.Integer(), nullable=False),
        sa.Column("returns", sa.String(length=255), nullable=False),
        sa.Column("lead_days", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'ended') = (ended_on IS NOT NULL)", name=op.f("ck_contracts_ended_on")),
        sa.CheckConstraint(
            "(state IN ('signed', 'ended')) = (signed_at IS NOT NULL)", name=op.f("ck_contracts_signed_at")
        ),
        sa.CheckConstraint("handover IN ('ex_farm', 'delivered')", name=op.f("ck_contracts_handover")),
        sa.CheckConstraint("returns IN ('none', 'faulty', 'unsold')", name=op.f("ck_contracts_returns")),
        sa.CheckConstraint(
            "state IN ('draft', 'proposed', 'returned', 'signed', 'declined', 'ended')",
            name=op.f("ck_contracts_state"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('returned', 'declined', 'ended') OR length(reason) > 0",
            name=op.f("ck_contracts_reason"),
        ),
        sa.CheckConstraint("discount_bp BETWEEN 0 AND 9000", name=op.f("ck_contracts_discount_bp")),
        sa.CheckConstraint("lead_days BETWEEN 0 AND 365", name=op.f("ck_contracts_lead_days")),
        sa.CheckConstraint("length(number) > 0", name=op.f("ck_contracts_number")),
        sa.CheckConstraint("payment_days BETWEEN 0 AND 180", name=op.f("ck_contracts_payment_days")),
        sa.CheckConstraint("revision > 0", name=op.f("ck_contracts_revision")),
        sa.CheckConstraint(
            "shelf_life_percent BETWEEN 0 AND 100", name=op.f("ck_contracts_shelf_life_percent")
        ),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_contracts_days")),
        sa.ForeignKeyConstraint(["award_id"], ["awards.id"], name=op.f("fk_contracts_award_id_awards")),
        sa.ForeignKeyConstraint(
            ["producer_id"], ["producers.id"], name=op.f("fk_contracts_producer_id_producers")
        ),
        sa.ForeignKeyConstraint(
            ["retailer_id"], ["retailers.id"], name=op.f("fk_contracts_retailer_id_retailers")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_contracts_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contracts")),
        sa.UniqueConstraint("code", name=op.f("uq_contracts_code")),
        sa.UniqueConstraint("retailer_id", "number", name=op.f("uq_contracts_retailer_id")),
    )
    with op.batch_alter_table("contracts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contracts_award_id"), ["award_id"], unique=False)
        batch_op.create_index("ix_contracts_producer_state", ["producer_id", "state", "id"], unique=False)
        batch_op.create_index("ix_contracts_retailer_state", ["retailer_id", "state", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contracts_user_id"), ["user_id"], unique=False)

    op.create_table(
        "contract_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contract_id", sa.Integer(), nullable=False),
        sa.Column("variant_id", sa.Integer(), nullable=False),
        sa.Column("award_line_id", sa.Integer(), nullable=True),
        sa.Column("unit", sa.String(length=255), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("minimum", sa.Integer(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("price_floor", sa.BigInteger(), nullable=False),
        sa.Column("price_ceiling", sa.BigInteger(), nullable=False),
        sa.Column("vat_percent", sa.Integer(), nullable=False),
        sa.Column("packs_numerator", sa.Integer(), nullable=False),
        sa.Column("packs_denominator", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "unit IN ('pack', 'case', 'kilogram', 'litre')", name=op.f("ck_contract_lines_unit")
        ),
        sa.CheckConstraint(
            "minimum > 0 AND minimum <= quantity AND quantity <= 10000000",
            name=op.f("ck_contract_lines_quantity"),
        ),
        sa.CheckConstraint(
            "packs_numerator > 0 AND packs_denominator > 0", name=op.f("ck_contract_lines_packs")
        ),
        sa.CheckConstraint(
            "price_floor > 0 AND price_floor <= price AND price <= price_ceiling",
            name=op.f("ck_contract_lines_price_corridor"),
        ),
        sa.CheckConstraint("vat_percent IN (0, 5, 8, 10)", name=op.f("ck_contract_lines_vat_percent")),
        sa.ForeignKeyConstraint(
            ["award_line_id"], ["award_lines.id"], name=op.f("fk_contract_lines_award_line_id_award_lines")
        ),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contracts.id"], name=op.f("fk_contract_lines_contract_id_contracts")
        ),
        sa.ForeignKeyConstraint(
            ["variant_id"], ["variants.id"], name=op.f("fk_contract_lines_variant_id_variants")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract_lines")),
        sa.UniqueConstraint("contract_id", "variant_id", name=op.f("uq_contract_lines_contract_id")),
    )
    with op.batch_alter_table("contract_lines", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contract_lines_award_line_id"), ["award_line_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contract_lines_variant_id"), ["variant_id"], unique=False)

    op.create_table(
        "contract_papers",
        sa.Column("contract_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=255), nullable=False),
        sa.CheckConstraint(
            "kind IN ('ocop_decision', 'food_safety', 'self_declaration', 'lab_test', 'barcode', 'vietgap', 'organic', 'management_system', 'mark_permit', 'alcohol_licence', 'health_product', 'cosmetic', 'business_registration', 'other')",
            name=op.f("ck_contract_papers_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contracts.id"], name=op.f("fk_contract_papers_contract_id_contracts")
        ),
        sa.PrimaryKeyConstraint("contract_id", "kind", name=op.f("pk_contract_papers")),
    )
    op.create_table(
        "purchase_orders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=255), nullable=False),
        sa.Column("number", sa.String(length=255), nullable=False),
        sa.Column("retailer_id", sa.Integer(), nullable=False),
        sa.Column("producer_id", sa.Integer(), nullable=False),
        sa.Column("contract_id", sa.Integer(), nullable=True),
        sa.Column("award_id", sa.Integer(), nullable=True),
        sa.Column("store_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=255), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("deliver_from", sa.Date(), nullable=False),
        sa.Column("deliver_until", sa.Date(), nullable=False),
        sa.Column("subtotal", sa.BigInteger(), nullable=False),
        sa.Column("discount", sa.BigInteger(), nullable=False),
        sa.Column("vat", sa.BigInteger(), nullable=False),
        sa.Column("remarks", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("issued_at", sa.DateTime(), nullable=True),
        sa.Column("acknowledged_at", sa.DateTime(), nullable=True),
        sa.Column("handover", sa.String(length=255), nullable=False),
        sa.Column("discount_bp", sa.Integer(), nullable=False),
        sa.Column("payment_days", sa.Integer(), nullable=False),
        sa.Column("shelf_life_percent", sa.Integer(), nullable=False),
        sa.Column("returns", sa.String(length=255), nullable=False),
        sa.Column("lead_days", sa.Integer(), nullable=False),
        sa.CheckConstraint("handover IN ('ex_farm', 'delivered')", name=op.f("ck_purchase_orders_handover")),
        sa.CheckConstraint(
            "returns IN ('none', 'faulty', 'unsold')", name=op.f("ck_purchase_orders_returns")
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'waiting', 'cancelled') OR issued_at IS NOT NULL",
            name=op.f("ck_purchase_orders_issued_at"),
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'waiting', 'issued', 'acknowledged', 'delivered', 'invoiced', 'closed', 'declined', 'cancelled')",
            name=op.f("ck_purchase_orders_state"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('declined', 'cancelled') OR length(reason) > 0",
            name=op.f("ck_purchase_orders_reason"),
        ),
        sa.CheckConstraint("contract_id IS NULL OR award_id IS NULL", name=op.f("ck_purchase_orders_source")),
        sa.CheckConstraint("deliver_from <= deliver_until", name=op.f("ck_purchase_orders_days")),
        sa.CheckConstraint("discount_bp BETWEEN 0 AND 9000", name=op.f("ck_purchase_orders_discount_bp")),
        sa.CheckConstraint("lead_days BETWEEN 0 AND 365", name=op.f("ck_purchase_orders_lead_days")),
        sa.CheckConstraint("length(number) > 0", name=op.f("ck_purchase_orders_number")),
        sa.CheckConstraint("payment_days BETWEEN 0 AND 180", name=op.f("ck_purchase_orders_payment_days")),
        sa.CheckConstraint("revision > 0", name=op.f("ck_purchase_orders_revision")),
        sa.CheckConstraint(
            "shelf_life_percent BETWEEN 0 AND 100", name=op.f("ck_purchase_orders_shelf_life_percent")
        ),
        sa.CheckConstraint(
            "subtotal >= 0 AND vat >= 0 AND discount BETWEEN 0 AND subtotal",
            name=op.f("ck_purchase_orders_amounts"),
        ),
        sa.ForeignKeyConstraint(["award_id"], ["awards.id"], name=op.f("fk_purchase_orders_award_id_awards")),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contracts.id"], name=op.f("fk_purchase_orders_contract_id_contracts")
        ),
        sa.ForeignKeyConstraint(
            ["producer_id"], ["producers.id"], name=op.f("fk_purchase_orders_producer_id_producers")
        ),
        sa.ForeignKeyConstraint(
            ["retailer_id"], ["retailers.id"], name=op.f("fk_purchase_orders_retailer_id_retailers")
        ),
        sa.ForeignKeyConstraint(
            ["store_id", "retailer_id"], ["stores.id", "stores.retailer_id"], name="store"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_purchase_orders_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purchase_orders")),
        sa.UniqueConstraint("code", name=op.f("uq_purchase_orders_code")),
        sa.UniqueConstraint("retailer_id", "number", name=op.f("uq_purchase_orders_retailer_id")),
    )
    with op.batch_alter_table("purchase_orders", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_purchase_orders_award_id"), ["award_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_purchase_orders_contract_id"), ["contract_id"], unique=False)
        batch_op.create_index(
            "ix_purchase_orders_producer_state", ["producer_id", "state", "id"], unique=False
        )
        batch_op.create_index(
            "ix_purchase_orders_retailer_state", ["retailer_id", "state", "id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_purchase_orders_store_id"), ["store_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_purchase_orders_user_id"), ["user_id"], unique=False)

    op.create_table(
        "approvals",
        sa.Column("purchase_order_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["purchase_order_id"],
            ["purchase_orders.id"],
            name=op.f("fk_approvals_purchase_order_id_purchase_orders"),
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_approvals_user_id_users")),
        sa.PrimaryKeyConstraint("purchase_order_id", "revision", "user_id", name=op.f("pk_approvals")),
    )
    with op.batch_alter_table("approvals", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_approvals_user_id"), ["user_id"], unique=False)

    op.create_table(
        "deliveries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=255), nullable=False),
        sa.Column("purchase_order_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=255), nullable=False),
        sa.Column("carrier", sa.String(length=255), nullable=False),
        sa.Column("tracking_number", sa.String(length=255), nullable=False),
        sa.Column("expected_on", sa.Date(), nullable=True),
        sa.Column("temperature", sa.Integer(), nullable=True),
        sa.Column("remarks", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=False),
        sa.Column("received_at", sa.DateTime(), nullable=True),
        sa.Column("received_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(state = 'received') = (received_at IS NOT NULL)", name=op.f("ck_deliveries_received_at")
        ),
        sa.CheckConstraint("state IN ('sent', 'received')", name=op.f("ck_deliveries_state")),
        sa.CheckConstraint("temperature BETWEEN -500 AND 1000", name=op.f("ck_deliveries_temperature")),
        sa.ForeignKeyConstraint(
            ["purchase_order_id"],
            ["purchase_orders.id"],
            name=op.f("fk_deliveries_purchase_order_id_purchase_orders"),
        ),
        sa.ForeignKeyConstraint(["received_by"], ["users.id"], name=op.f("fk_deliveries_received_by_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
        sa.UniqueConstraint("code", name=op.f("uq_deliveries_code")),
        sa.UniqueConstraint("purchase_order_id", "number", name=op.f("uq_deliveries_purchase_order_id")),
    )
    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deliveries_received_by"), ["received_by"], unique=False)
        batch_op.create_index("ix_deliveries_state", ["state", "sent_at"], unique=False)

    op.create_table(
        "harvests",
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.CheckConstraint("quantity >= 0", name=op.f("ck_harvests_quantity")),
        sa.ForeignKeyConstraint(
            ["line_id"], ["contract_lines.id"], name=op.f("fk_harvests_line_id_contract_lines")
        ),
        sa.PrimaryKeyConstraint("line_id", "month", name=op.f("pk_harvests")),
    )
    op.create_table(
        "invoices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("purchase_order_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=255), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("vat", sa.BigInteger(), nullable=False),
        sa.Column("credited", sa.BigInteger(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("settled_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("amount > 0 AND credited BETWEEN 0 AND amount", name=op.f("ck_invoices_amount")),
        sa.CheckConstraint("issued_on <= due_on", name=op.f("ck_invoices_due_on")),
        sa.CheckConstraint("length(number) > 0", name=op.f("ck_invoices_number")),
        sa.ForeignKeyConstraint(
            ["purchase_order_id"],
            ["purchase_orders.id"],
            name=op.f("fk_invoices_purchase_order_id_purchase_orders"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoices")),
        sa.UniqueConstraint("purchase_order_id", name=op.f("uq_invoices_purchase_order_id")),
    )
    with op.batch_alter_table("invoices", schema=None) as batch_op:
        batch_op.create_index("ix_invoices_due_on", ["due_on"], unique=False)

    op.create_table(
        "paper_overrides",
        sa.Column("purchase_order_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=255), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('ocop_decision', 'food_safety', 'self_declaration', 'lab_test', 'barcode', 'vietgap', 'organic', 'management_system', 'mark_permit', 'alcohol_licence', 'health_product', 'cosmetic', 'business_registration', 'other')",
            name=op.f("ck_paper_overrides_kind"),
        ),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_paper_overrides_reason")),
        sa.ForeignKeyConstraint(
            ["purchase_order_id"],
            ["purchase_orders.id"],
            name=op.f("fk_paper_overrides_purchase_order_id_purchase_orders"),
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_paper_overrides_user_id_users")),
        sa.PrimaryKeyConstraint("purchase_order_id", "kind", name=op.f("pk_paper_overrides")),
    )
    with op.batch_alter_table("paper_overrides", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paper_overrides_user_id"), ["user_id"], unique=False)

    op.create_table(
        "purchase_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("purchase_order_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("variant_id", sa.Integer(), nullable=False),
        sa.Column("contract_line_id", sa.Integer(), nullable=True),
        sa.Column("award_line_id", sa.Integer(), nullable=True),
        sa.Column("product_name", sa.String(length=255), nullable=False),
        sa.Column("product_name_en", sa.String(length=255), nullable=False),
        sa.Column("pack", sa.String(length=255), nullable=False),
        sa.Column("pack_en", sa.String(length=255), nullable=False),
        sa.Column("unit", sa.String(length=255), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("packs", sa.Integer(), nullable=False),
        sa.Column("promised", sa.Integer(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("vat_percent", sa.Integer(), nullable=False),
        sa.Column("badges", sa.JSON(), nullable=False),
        sa.Column("badges_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "unit IN ('pack', 'case', 'kilogram', 'litre')", name=op.f("ck_purchase_lines_unit")
        ),
        sa.CheckConstraint(
            "packs > 0 AND promised BETWEEN 0 AND packs", name=op.f("ck_purchase_lines_packs")
        ),
        sa.CheckConstraint("price > 0", name=op.f("ck_purchase_lines_price")),
        sa.CheckConstraint("quantity BETWEEN 1 AND 10000000", name=op.f("ck_purchase_lines_quantity")),
        sa.CheckConstraint("vat_percent IN (0, 5, 8, 10)", name=op.f("ck_purchase_lines_vat_percent")),
        sa.ForeignKeyConstraint(
            ["award_line_id"], ["award_lines.id"], name=op.f("fk_purchase_lines_award_line_id_award_lines")
        ),
        sa.ForeignKeyConstraint(
            ["contract_line_id"],
            ["contract_lines.id"],
            name=op.f("fk_purchase_lines_contract_line_id_contract_lines"),
        ),
        sa.ForeignKeyConstraint(
            ["purchase_order_id"],
            ["purchase_orders.id"],
            name=op.f("fk_purchase_lines_purchase_order_id_purchase_orders"),
        ),
        sa.ForeignKeyConstraint(
            ["variant_id"], ["variants.id"], name=op.f("fk_purchase_lines_variant_id_variants")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purchase_lines")),
        sa.UniqueConstraint(
            "purchase_order_id", "position", name=op.f("uq_purchase_lines_purchase_order_id")
        ),
    )
    with op.batch_alter_table("purchase_lines", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_purchase_lines_award_line_id"), ["award_line_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_purchase_lines_contract_line_id"), ["contract_line_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_purchase_lines_variant_id"), ["variant_id"], unique=False)

    op.create_table(
        "delivery_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("delivery_id", sa.Integer(), nullable=False),
        sa.Column("purchase_line_id", sa.Integer(), nullable=False),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.Column("received", sa.Integer(), nullable=True),
        sa.Column("rejected", sa.Integer(), nullable=False),
        sa.Column("batch", sa.String(length=255), nullable=False),
        sa.Column("best_before", sa.Date(), nullable=True),
        sa.Column("remarks", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "received >= 0 AND rejected >= 0 AND rejected <= received",
            name=op.f("ck_delivery_lines_received"),
        ),
        sa.CheckConstraint("sent > 0", name=op.f("ck_delivery_lines_sent")),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["deliveries.id"], name=op.f("fk_delivery_lines_delivery_id_deliveries")
        ),
        sa.ForeignKeyConstraint(
            ["purchase_line_id"],
            ["purchase_lines.id"],
            name=op.f("fk_delivery_lines_purchase_line_id_purchase_lines"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery_lines")),
        sa.UniqueConstraint("delivery_id", "purchase_line_id", name=op.f("uq_delivery_lines_delivery_id")),
    )
    with op.batch_alter_table("delivery_lines", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_delivery_lines_purchase_line_id"), ["purchase_line_id"], unique=False
        )

    op.create_table(
        "goods_claims",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=255), nullable=False),
        sa.Column("purchase_order_id", sa.Integer(), nullable=False),
        sa.Column("delivery_line_id", sa.Integer(), nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=255), nullable=False),
        sa.Column("state", sa.String(length=255), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("granted", sa.BigInteger(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("ruled", sa.Boolean(), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('short', 'damaged', 'quality', 'temperature', 'late', 'papers')",
            name=op.f("ck_goods_claims_kind"),
        ),
        sa.CheckConstraint(
            "state IN ('open', 'accepted', 'declined', 'referred', 'withdrawn')",
            name=op.f("ck_goods_claims_state"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('declined') OR length(answer) > 0", name=op.f("ck_goods_claims_answer")
        ),
        sa.CheckConstraint(
            "amount > 0 AND granted BETWEEN 0 AND amount", name=op.f("ck_goods_claims_amount")
        ),
        sa.CheckConstraint("length(reasons) > 0", name=op.f("ck_goods_claims_reasons")),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_goods_claims_quantity")),
        sa.CheckConstraint("revision > 0", name=op.f("ck_goods_claims_revision")),
        sa.ForeignKeyConstraint(
            ["delivery_line_id"],
            ["delivery_lines.id"],
            name=op.f("fk_goods_claims_delivery_line_id_delivery_lines"),
        ),
        sa.ForeignKeyConstraint(
            ["purchase_order_id"],
            ["purchase_orders.id"],
            name=op.f("fk_goods_claims_purchase_order_id_purchase_orders"),
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_goods_claims_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goods_claims")),
        sa.UniqueConstraint("code", name=op.f("uq_goods_claims_code")),
    )
    with op.batch_alter_table("goods_claims", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_goods_claims_delivery_line_id"), ["delivery_line_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_goods_claims_purchase_order_id"), ["purchase_order_id"], unique=False
        )
        batch_op.create_index("ix_goods_claims_state", ["state", "opened_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_goods_claims_user_id"), ["user_id"], unique=False)

    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("retailer_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_invitations_retailer_id"), ["retailer_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_invitations_retailer_id_retailers"), "retailers", ["retailer_id"], ["id"]
        )
        _change(batch_op, "ck_invitations_role", _INVITED)
        _change(batch_op, "ck_invitations_about", _ABOUT)

    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.add_column(sa.Column("retailer_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("retailer_role", sa.String(length=255), nullable=True))
        batch_op.add_column(sa.Column("store_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_memberships_retailer_id"), ["retailer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_memberships_store_id"), ["store_id"], unique=False)
        batch_op.create_index("uq_memberships_retailer", ["user_id", "retailer_id"], unique=True)
        batch_op.create_foreign_key(
            batch_op.f("fk_memberships_retailer_id_retailers"), "retailers", ["retailer_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_memberships_store_id_stores"),
            "stores",
            ["store_id", "retailer_id"],
            ["id", "retailer_id"],
        )
        _change(batch_op, "ck_memberships_role", _ROLES)
        _change(batch_op, "ck_memberships_scope", _SCOPE)
        for name, rule in _OF_RETAILERS.items():
            batch_op.create_check_constraint(batch_op.f(f"ck_memberships_{name}"), rule)

    # Straight, not as a batch: SQLite would make the table anew.
    for name, (kind, rule) in _KEEPING.items():
        check = f" CONSTRAINT ck_wholesale_terms_{name} CHECK ({rule})" if rule else ""
        op.execute(f"ALTER TABLE wholesale_terms ADD COLUMN {name} {kind}{check}")


def _change(batch_op, name: str, rule: str) -> None:
    batch_op.drop_constraint(batch_op.f(name), type_="check")
    batch_op.create_check_constraint(batch_op.f(name), rule)


def downgrade() -> None:
    for name in reversed(_KEEPING):
        op.execute(f"ALTER TABLE wholesale_terms DROP COLUMN {name}")
    for table in ("invitations", "memberships"):
        op.execute(f"DELETE FROM {table} WHERE retailer_id IS NOT NULL")  # noqa: S608
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        for name in reversed(_OF_RETAILERS):
            batch_op.drop_constraint(batch_op.f(f"ck_memberships_{name}"), type_="check")
        _change(batch_op, "ck_memberships_scope", _FORMER_SCOPE)
        _change(batch_op, "ck_memberships_role", _FORMER_ROLES)
        batch_op.drop_constraint(batch_op.f("fk_memberships_store_id_stores"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_memberships_retailer_id_retailers"), type_="foreignkey")
        batch_op.drop_index("uq_memberships_retailer")
        batch_op.drop_index(batch_op.f("ix_memberships_store_id"))
        batch_op.drop_index(batch_op.f("ix_memberships_retailer_id"))
        batch_op.drop_column("store_id")
        batch_op.drop_column("retailer_role")
        batch_op.drop_column("retailer_id")
    with op.batch_alter_table("invitations", schema=None) as batch_op:
        _change(batch_op, "ck_invitations_about", _FORMERLY_ABOUT)
        _change(batch_op, "ck_invitations_role", _FORMERLY_INVITED)
        batch_op.drop_constraint(batch_op.f("fk_invitations_retailer_id_retailers"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_invitations_retailer_id"))
        batch_op.drop_column("retailer_id")
    for table in _TABLES:
        op.drop_table(table)
