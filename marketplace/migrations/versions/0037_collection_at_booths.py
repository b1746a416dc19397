"""Goods that are ordered beforehand and collected at a booth: points of parts, choices of baskets, the exhibitors' switch."""

from alembic import op

revision = "0037"
down_revision = "0036"

_TIMES = {"sqlite": "TIME", "postgresql": "TIME WITHOUT TIME ZONE"}
_CHECK = (
    "CONSTRAINT ck_sub_orders_collection CHECK ((point_source IS NULL) = (collect_code IS NULL)"
    " AND (point_source IS NULL) = (collect_until IS NULL) AND (point_source IS NOT NULL OR collect_on IS NULL))"
)
_COLUMNS = (
    ("point_source", "VARCHAR(255)"),
    ("point", "JSON"),
    ("collect_on", "DATE"),
    ("collect_until", "DATE"),
    # The last one knows all of them.
    ("collect_code", f"VARCHAR(255) {_CHECK}"),
)
_INDEXES = (
    "CREATE UNIQUE INDEX uq_sub_orders_collect_code ON sub_orders (collect_code)",
    "CREATE INDEX ix_sub_orders_collected ON sub_orders (producer_id, state, id) WHERE point_source IS NOT NULL",
    "CREATE INDEX ix_sub_orders_to_collect ON sub_orders (point_source)"
    " WHERE point_source IS NOT NULL AND state IN ('pending', 'confirmed', 'packed')",
)


def upgrade() -> None:
    # Straight, not as a batch: SQLite would make the table anew and lose its checks.
    for name, kind in _COLUMNS:
        op.execute(f"ALTER TABLE sub_orders ADD COLUMN {name} {kind}")
    for index in _INDEXES:
        op.execute(index)
    op.execute("ALTER TABLE baskets ADD COLUMN collection JSON DEFAULT '{}' NOT NULL")
    time = _TIMES[op.get_bind().dialect.name]
    op.execute(f"ALTER TABLE applications ADD COLUMN preorders_until {time}")


def downgrade() -> None:
    op.execute("ALTER TABLE applications DROP COLUMN preorders_until")
    op.execute("ALTER TABLE baskets DROP COLUMN collection")
    for name in ("collect_code", "collected", "to_collect"):
        op.execute(f"DROP INDEX {'uq' if name == 'collect_code' else 'ix'}_sub_orders_{name}")
    for name, _ in reversed(_COLUMNS):
        op.execute(f"ALTER TABLE sub_orders DROP COLUMN {name}")
