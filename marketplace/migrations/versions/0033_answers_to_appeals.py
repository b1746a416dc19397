"""When an officer answered the appeal against taking a listing off."""

from alembic import op

revision = "0033"
down_revision = "0032"

_TYPES = {"sqlite": "DATETIME", "postgresql": "TIMESTAMP WITHOUT TIME ZONE"}
_CHECK = (
    "CONSTRAINT ck_listing_suspensions_answered_at CHECK (answered_at IS NULL OR appealed_at IS NOT NULL)"
)


def upgrade() -> None:
    # Straight, not as a batch: SQLite would make the table anew and lose its checks.
    kind = _TYPES[op.get_bind().dialect.name]
    op.execute(f"ALTER TABLE listing_suspensions ADD COLUMN answered_at {kind} {_CHECK}")


def downgrade() -> None:
    op.execute("ALTER TABLE listing_suspensions DROP COLUMN answered_at")
