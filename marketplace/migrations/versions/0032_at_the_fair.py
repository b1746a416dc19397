"""Visitors, arrivals, shortlists, meetings and outcomes of fairs."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"

_TABLES = (
    "outcomes",
    "meetings",
    "meeting_wishes",
    "interests",
    "feedback",
    "busy_slots",
    "visitors",
    "scans",
    "meeting_slots",
    "head_counts",
)


def upgrade() -> None:
    op.create_table(
        "head_counts",
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("heads", sa.Integer(), nullable=False),
        sa.CheckConstraint("heads >= 0", name=op.f("ck_head_counts_heads")),
        sa.ForeignKeyConstraint(["fair_id"], ["fairs.id"], name=op.f("fk_head_counts_fair_id_fairs")),
        sa.PrimaryKeyConstraint("fair_id", "day", name=op.f("pk_head_counts")),
    )
    op.create_table(
        "meeting_slots",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=False),
        sa.Column("tables", sa.Integer(), nullable=False),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_meeting_slots_hours")),
        sa.CheckConstraint("tables BETWEEN 1 AND 200", name=op.f("ck_meeting_slots_tables")),
        sa.ForeignKeyConstraint(["fair_id"], ["fairs.id"], name=op.f("fk_meeting_slots_fair_id_fairs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_slots")),
    )
    with op.batch_alter_table("meeting_slots", schema=None) as batch_op:
        batch_op.create_index("uq_meeting_slots_starts_at", ["fair_id", "starts_at"], unique=True)

    op.create_table(
        "scans",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=255), nullable=False),
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("scanned_at", sa.DateTime(), nullable=False),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("length(key) BETWEEN 8 AND 64", name=op.f("ck_scans_key")),
        sa.CheckConstraint("scanned_at <= received_at", name=op.f("ck_scans_scanned_at")),
        sa.ForeignKeyConstraint(["fair_id"], ["fairs.id"], name=op.f("fk_scans_fair_id_fairs")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_scans_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scans")),
        sa.UniqueConstraint("key", name=op.f("uq_scans_key")),
    )
    with op.batch_alter_table("scans", schema=None) as batch_op:
        batch_op.create_index("ix_scans_fair_id_code", ["fair_id", "code", "day"], unique=False)
        batch_op.create_index(batch_op.f("ix_scans_user_id"), ["user_id"], unique=False)

    op.create_table(
        "visitors",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=255), nullable=False),
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=255), nullable=False),
        sa.Column("state", sa.String(length=255), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("contact", sa.String(length=255), nullable=False),
        sa.Column("company", sa.String(length=255), nullable=False),
        sa.Column("heads", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("language", sa.String(length=255), nullable=False),
        sa.Column("held_until", sa.DateTime(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("(kind = 'trade') = (length(company) > 0)", name=op.f("ck_visitors_company")),
        sa.CheckConstraint("kind IN ('public', 'trade')", name=op.f("ck_visitors_kind")),
        sa.CheckConstraint(
            "state <> 'pending' OR (amount > 0 AND held_until IS NOT NULL)", name=op.f("ck_visitors_pending")
        ),
        sa.CheckConstraint("state IN ('pending', 'registered', 'cancelled')", name=op.f("ck_visitors_state")),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_visitors_amount")),
        sa.CheckConstraint("heads BETWEEN 1 AND 20", name=op.f("ck_visitors_heads")),
        sa.CheckConstraint("length(name) > 0 AND length(contact) > 0", name=op.f("ck_visitors_name")),
        sa.ForeignKeyConstraint(["fair_id"], ["fairs.id"], name=op.f("fk_visitors_fair_id_fairs")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_visitors_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visitors")),
        sa.UniqueConstraint("code", name=op.f("uq_visitors_code")),
    )
    with op.batch_alter_table("visitors", schema=None) as batch_op:
        batch_op.create_index("ix_visitors_fair_id_state", ["fair_id", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_visitors_user_id"), ["user_id"], unique=False)
        batch_op.create_index(
            "uq_visitors_contact",
            ["fair_id", "contact"],
            unique=True,
            sqlite_where=sa.text("state <> 'cancelled'"),
            postgresql_where=sa.text("state <> 'cancelled'"),
        )

    op.create_table(
        "busy_slots",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slot_id", sa.Integer(), nullable=False),
        sa.Column("visitor_id", sa.Integer(), nullable=True),
        sa.Column("application_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(visitor_id IS NULL) <> (application_id IS NULL)", name=op.f("ck_busy_slots_whose")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_busy_slots_application_id_applications")
        ),
        sa.ForeignKeyConstraint(
            ["slot_id"], ["meeting_slots.id"], name=op.f("fk_busy_slots_slot_id_meeting_slots")
        ),
        sa.ForeignKeyConstraint(
            ["visitor_id"], ["visitors.id"], name=op.f("fk_busy_slots_visitor_id_visitors")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_busy_slots")),
    )
    with op.batch_alter_table("busy_slots", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_busy_slots_application_id"), ["application_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_busy_slots_visitor_id"), ["visitor_id"], unique=False)
        batch_op.create_index("uq_busy_slots_application", ["slot_id", "application_id"], unique=True)
        batch_op.create_index("uq_busy_slots_visitor", ["slot_id", "visitor_id"], unique=True)

    op.create_table(
        "feedback",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("visitor_id", sa.Integer(), nullable=True),
        sa.Column("application_id", sa.Integer(), nullable=True),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "(visitor_id IS NULL) <> (application_id IS NULL)", name=op.f("ck_feedback_whose")
        ),
        sa.CheckConstraint("score BETWEEN 1 AND 5", name=op.f("ck_feedback_score")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_feedback_application_id_applications")
        ),
        sa.ForeignKeyConstraint(["fair_id"], ["fairs.id"], name=op.f("fk_feedback_fair_id_fairs")),
        sa.ForeignKeyConstraint(
            ["visitor_id"], ["visitors.id"], name=op.f("fk_feedback_visitor_id_visitors")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback")),
    )
    with op.batch_alter_table("feedback", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_feedback_fair_id"), ["fair_id"], unique=False)
        batch_op.create_index("uq_feedback_application", ["application_id"], unique=True)
        batch_op.create_index("uq_feedback_visitor", ["visitor_id"], unique=True)

    op.create_table(
        "interests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("shared_at", sa.DateTime(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("length(message) <= 500", name=op.f("ck_interests_message")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_interests_application_id_applications")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_interests_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interests")),
    )
    with op.batch_alter_table("interests", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_interests_user_id"), ["user_id"], unique=False)
        batch_op.create_index("uq_interests_application", ["application_id", "user_id"], unique=True)

    op.create_table(
        "meeting_wishes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visitor_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=255), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.CheckConstraint("side IN ('buyer', 'exhibitor')", name=op.f("ck_meeting_wishes_side")),
        sa.CheckConstraint("rank BETWEEN 1 AND 20", name=op.f("ck_meeting_wishes_rank")),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_meeting_wishes_application_id_applications"),
        ),
        sa.ForeignKeyConstraint(
            ["visitor_id"], ["visitors.id"], name=op.f("fk_meeting_wishes_visitor_id_visitors")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_wishes")),
    )
    with op.batch_alter_table("meeting_wishes", schema=None) as batch_op:
        batch_op.create_index("ix_meeting_wishes_application_id", ["application_id"], unique=False)
        batch_op.create_index("uq_meeting_wishes_pair", ["visitor_id", "application_id", "side"], unique=True)

    op.create_table(
        "meetings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slot_id", sa.Integer(), nullable=False),
        sa.Column("visitor_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("table_number", sa.Integer(), nullable=False),
        sa.CheckConstraint("table_number > 0", name=op.f("ck_meetings_table_number")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_meetings_application_id_applications")
        ),
        sa.ForeignKeyConstraint(
            ["slot_id"], ["meeting_slots.id"], name=op.f("fk_meetings_slot_id_meeting_slots")
        ),
        sa.ForeignKeyConstraint(
            ["visitor_id"], ["visitors.id"], name=op.f("fk_meetings_visitor_id_visitors")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings")),
    )
    with op.batch_alter_table("meetings", schema=None) as batch_op:
        batch_op.create_index("ix_meetings_application_id", ["application_id"], unique=False)
        batch_op.create_index("uq_meetings_application", ["slot_id", "application_id"], unique=True)
        batch_op.create_index("uq_meetings_pair", ["visitor_id", "application_id"], unique=True)
        batch_op.create_index("uq_meetings_table", ["slot_id", "table_number"], unique=True)
        batch_op.create_index("uq_meetings_visitor", ["slot_id", "visitor_id"], unique=True)

    op.create_table(
        "outcomes",
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("sales", sa.BigInteger(), nullable=False),
        sa.Column("contracts", sa.Integer(), nullable=False),
        sa.Column("contract_value", sa.BigInteger(), nullable=False),
        sa.Column("samples", sa.Integer(), nullable=False),
        sa.Column("said_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("contracts > 0 OR contract_value = 0", name=op.f("ck_outcomes_contracts")),
        sa.CheckConstraint("contracts >= 0 AND samples >= 0", name=op.f("ck_outcomes_counts")),
        sa.CheckConstraint("sales >= 0 AND contract_value >= 0", name=op.f("ck_outcomes_amounts")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_outcomes_application_id_applications")
        ),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_outcomes")),
    )


def downgrade() -> None:
    for table in _TABLES:
        op.drop_table(table)
