"""What a producer had said of itself when an officer returned it."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    op.add_column("profiles", sa.Column("returned_facts", sa.JSON(none_as_null=True), nullable=True))


def downgrade() -> None:
    op.drop_column("profiles", "returned_facts")
