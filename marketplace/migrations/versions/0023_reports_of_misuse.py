"""Reports of misuse of stars and marks."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"

_ABOUT = (
    "product_id IS NOT NULL OR mark_id IS NOT NULL OR producer_id IS NOT NULL OR code <> '' OR place <> ''"
)
_POINTING = {
    "product_id": "products.id",
    "mark_id": "marks.id",
    "producer_id": "producers.id",
    "province_code": "places.code",
    "user_id": "users.id",
}


def upgrade() -> None:
    op.create_table(
        "misuse_reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=255), nullable=False),
        sa.Column("kind", sa.String(length=255), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=True),
        sa.Column("mark_id", sa.Integer(), nullable=True),
        sa.Column("producer_id", sa.Integer(), nullable=True),
        sa.Column("province_code", sa.String(length=255), nullable=True),
        sa.Column("code", sa.String(length=255), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("picture", sa.String(length=255), nullable=False),
        sa.Column("contact", sa.String(length=255), nullable=False),
        sa.Column("language", sa.String(length=255), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=255), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        *(sa.CheckConstraint(rule, name=op.f(f"ck_misuse_reports_{name}")) for name, rule in _RULES.items()),
        *(
            sa.ForeignKeyConstraint(
                [column], [target], name=op.f(f"fk_misuse_reports_{column}_{target.partition('.')[0]}")
            )
            for column, target in _POINTING.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_misuse_reports")),
        sa.UniqueConstraint("number", name=op.f("uq_misuse_reports_number")),
    )
    with op.batch_alter_table("misuse_reports", schema=None) as batch_op:
        batch_op.create_index("ix_misuse_reports_state", ["state", "received_at"], unique=False)
        for column in ("product_id", "mark_id", "producer_id", "user_id", "decided_at"):
            batch_op.create_index(batch_op.f(f"ix_misuse_reports_{column}"), [column], unique=False)


_RULES = {
    "state": "state IN ('received', 'examined', 'upheld', 'not_upheld')",
    "kind": "kind IN ('stars', 'mark', 'origin', 'other')",
    "text": "length(text) > 0",
    "revision": "revision > 0",
    "decided_at": "(state IN ('upheld', 'not_upheld')) = (decided_at IS NOT NULL)",
    "reasons": "decided_at IS NULL OR length(reasons) > 0",
    "about": _ABOUT,
}


def downgrade() -> None:
    op.drop_table("misuse_reports")
