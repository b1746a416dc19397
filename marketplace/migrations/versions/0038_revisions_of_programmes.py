"""Items of a programme know how often they were written, so that of two who change one the second is told."""

from alembic import op

revision = "0038"
down_revision = "0037"

_CHECK = "CONSTRAINT ck_programme_items_revision CHECK (revision > 0)"


def upgrade() -> None:
    op.execute(f"ALTER TABLE programme_items ADD COLUMN revision INTEGER DEFAULT 1 NOT NULL {_CHECK}")


def downgrade() -> None:
    op.execute("ALTER TABLE programme_items DROP COLUMN revision")
