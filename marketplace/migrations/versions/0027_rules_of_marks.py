"""Where the rules for using a mark can be read."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"

_COLUMNS = {"rules_url": sa.Text(), "rules_file": sa.String(length=255)}


def upgrade() -> None:
    with op.batch_alter_table("marks", schema=None) as batch_op:
        for name, kind in _COLUMNS.items():
            batch_op.add_column(sa.Column(name, kind, nullable=False, server_default=""))
    with op.batch_alter_table("marks", schema=None) as batch_op:
        for name in _COLUMNS:
            batch_op.alter_column(name, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("marks", schema=None) as batch_op:
        for name in _COLUMNS:
            batch_op.drop_column(name)
