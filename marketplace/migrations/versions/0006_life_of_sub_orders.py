"""Life of sub-orders: how they were moved, shipments, members of producers, reviews of what arrived."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_STATES = "'pending', 'confirmed', 'packed', 'shipped', 'delivered', 'completed', 'cancelled'"
_PARTIES = "'buyer', 'producer', 'operator', 'timer'"
_SCOPE = "(role = 'producer') = (producer_id IS NOT NULL) AND (role = 'officer' OR province_code IS NULL)"


def upgrade() -> None:
    with op.batch_alter_table("sub_orders", schema=None) as batch_op:
        batch_op.add_column(sa.Column("moved_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("delivered_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("cancelled_by", sa.String(length=255), nullable=True))
        batch_op.add_column(sa.Column("cancel_reason", sa.Text(), nullable=False, server_default=""))
        batch_op.drop_constraint(batch_op.f("ck_sub_orders_state"), type_="check")
        batch_op.create_check_constraint(
            batch_op.f("ck_sub_orders_state"), f"state IN ({_STATES}, 'returned')"
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_sub_orders_cancelled_by"), f"cancelled_by IN ({_PARTIES})"
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_sub_orders_cancelled"), "(state = 'cancelled') = (cancelled_by IS NOT NULL)"
        )
        batch_op.create_index("ix_sub_orders_state_delivered_at", ["state", "delivered_at"], unique=False)
    with op.batch_alter_table("sub_orders", schema=None) as batch_op:
        batch_op.alter_column("cancel_reason", server_default=None)

    op.create_table(
        "shipments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sub_order_id", sa.Integer(), nullable=False),
        sa.Column("carrier", sa.String(length=255), nullable=False),
        sa.Column("tracking_no", sa.String(length=255), nullable=False),
        sa.Column("shipped_at", sa.DateTime(), nullable=False),
        sa.Column("cash_to_collect", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "carrier IN ('ghn', 'ghtk', 'viettel_post', 'vnpost', 'coach', 'own_vehicle', 'other')",
            name=op.f("ck_shipments_carrier"),
        ),
        sa.CheckConstraint("cash_to_collect >= 0", name=op.f("ck_shipments_cash_to_collect")),
        sa.ForeignKeyConstraint(
            ["sub_order_id"], ["sub_orders.id"], name=op.f("fk_shipments_sub_order_id_sub_orders")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shipments")),
        sa.UniqueConstraint("sub_order_id", name=op.f("uq_shipments_sub_order_id")),
    )
    with op.batch_alter_table("shipments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shipments_tracking_no"), ["tracking_no"], unique=False)

    op.create_table(
        "reviews",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_line_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("author", sa.String(length=255), nullable=False),
        sa.Column("joints", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=255), nullable=False),
        sa.Column("hidden_because", sa.Text(), nullable=False),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("joints BETWEEN 1 AND 5", name=op.f("ck_reviews_joints")),
        sa.CheckConstraint("state IN ('published', 'hidden')", name=op.f("ck_reviews_state")),
        sa.CheckConstraint(
            "state = 'published' OR hidden_because <> ''", name=op.f("ck_reviews_hidden_because")
        ),
        sa.ForeignKeyConstraint(
            ["order_line_id"], ["order_lines.id"], name=op.f("fk_reviews_order_line_id_order_lines")
        ),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_reviews_product_id_products")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews")),
        sa.UniqueConstraint("order_line_id", name=op.f("uq_reviews_order_line_id")),
    )
    with op.batch_alter_table("reviews", schema=None) as batch_op:
        batch_op.create_index("ix_reviews_product_state", ["product_id", "state"], unique=False)

    with op.batch_alter_table("movements", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_movements_reason"), type_="check")
        batch_op.create_check_constraint(
            batch_op.f("ck_movements_reason"),
            "reason IN ('counted', 'reserved', 'released', 'shipped', 'returned')",
        )

    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.add_column(sa.Column("producer_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_memberships_producer_id_producers"), "producers", ["producer_id"], ["id"]
        )
        batch_op.drop_constraint(batch_op.f("ck_memberships_role"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_memberships_role"), "role IN ('officer', 'producer')")
        batch_op.create_check_constraint(batch_op.f("ck_memberships_scope"), _SCOPE)
        batch_op.create_index(batch_op.f("ix_memberships_producer_id"), ["producer_id"], unique=False)
        batch_op.create_index("uq_memberships_producer", ["user_id", "producer_id"], unique=True)

    with op.batch_alter_table("entries", schema=None) as batch_op:
        batch_op.create_index("ix_entries_subject", ["subject", "subject_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("entries", schema=None) as batch_op:
        batch_op.drop_index("ix_entries_subject")

    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.drop_index("uq_memberships_producer")
        batch_op.drop_index(batch_op.f("ix_memberships_producer_id"))
        batch_op.drop_constraint(batch_op.f("ck_memberships_scope"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_memberships_role"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_memberships_role"), "role IN ('officer')")
        batch_op.drop_constraint(batch_op.f("fk_memberships_producer_id_producers"), type_="foreignkey")
        batch_op.drop_column("producer_id")

    with op.batch_alter_table("movements", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_movements_reason"), type_="check")
        batch_op.create_check_constraint(
            batch_op.f("ck_movements_reason"), "reason IN ('counted', 'reserved')"
        )

    op.drop_table("reviews")
    op.drop_table("shipments")
    with op.batch_alter_table("sub_orders", schema=None) as batch_op:
        batch_op.drop_index("ix_sub_orders_state_delivered_at")
        batch_op.drop_constraint(batch_op.f("ck_sub_orders_cancelled"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_sub_orders_cancelled_by"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_sub_orders_state"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_sub_orders_state"), f"state IN ({_STATES})")
        batch_op.drop_column("cancel_reason")
        batch_op.drop_column("cancelled_by")
        batch_op.drop_column("delivered_at")
        batch_op.drop_column("moved_at")
