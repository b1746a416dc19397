"""Alembic's environment: the connection is handed in by marketplace.migrations."""

from alembic import context

from catalog.records import Base, UtcDateTime
from marketplace import models  # noqa: F401  every table must be known


def render_item(kind, item, autogen_context):
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime()"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    render_item=render_item,
    compare_type=True,
)
context.run_migrations()
