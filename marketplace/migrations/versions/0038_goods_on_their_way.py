"""How many packs of a delivery left the stock of the shop, and what the store said when it came."""

from alembic import op

revision = "0038"
down_revision = "0037"


def upgrade() -> None:
    # Straight, not as a batch: SQLite would make the table anew and lose its checks.
    check = "CONSTRAINT ck_delivery_lines_taken CHECK (taken >= 0)"
    op.execute(f"ALTER TABLE delivery_lines ADD COLUMN taken INTEGER NOT NULL DEFAULT 0 {check}")
    op.execute("ALTER TABLE deliveries ADD COLUMN receipt_remarks TEXT NOT NULL DEFAULT ''")


def downgrade() -> None:
    op.execute("ALTER TABLE deliveries DROP COLUMN receipt_remarks")
    op.execute("ALTER TABLE delivery_lines DROP COLUMN taken")
