"""How often products are looked at, by day."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    op.create_table(
        "visits",
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.CheckConstraint("count > 0", name=op.f("ck_visits_count")),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_visits_product_id_products")),
        sa.PrimaryKeyConstraint("product_id", "day", name=op.f("pk_visits")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_visits_day"), "visits", ["day"])


def downgrade() -> None:
    op.drop_table("visits")
