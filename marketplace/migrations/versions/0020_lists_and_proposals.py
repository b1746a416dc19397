"""Lists of recognitions, their batches, and acts that wait for a second officer."""

import sqlalchemy as sa
from alembic import op

from marketplace.migrations.append_only import make_append_only, make_changeable

revision = "0020"
down_revision = "0019"

_STATES = "'draft', 'submitted', 'returned', 'approved', 'suspended', 'closed'"
_TEXT, _MOMENT = sa.String(length=255), sa.DateTime()
_KINDS = "'recognise', 'correct', 'extend', 'revoke', 'release_list', 'undo_list'"
_DECISION = ["product_id", "decision_no", "decided_on", "stars"]


def upgrade() -> None:
    for name, items in _tables().items():
        op.create_table(name, *items)
    op.create_index("uq_batch_steps_kind", "batch_steps", ["batch_id", "kind"], unique=True)
    op.create_index("ix_list_imports_uploaded_at", "list_imports", ["uploaded_at"])
    op.create_index(op.f("ix_imported_products_product_id"), "imported_products", ["product_id"])
    op.create_index("ix_proposals_state", "proposals", ["state", "submitted_at"])
    for name in ("batches", "batch_steps"):
        make_append_only(name)
    _recognitions()
    op.add_column("acts", sa.Column("document", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("producers", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_producers_state"), type_="check")
        sql = f"state IN ({_STATES}, 'registered')"
        batch_op.create_check_constraint(batch_op.f("ck_producers_state"), sql)


def _recognitions() -> None:
    make_changeable("recognitions")
    op.drop_index("uq_recognitions_decision", table_name="recognitions")
    with op.batch_alter_table("recognitions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("batch_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("corrects_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("origin", _TEXT, nullable=False, server_default=""))
        name = batch_op.f("fk_recognitions_batch_id_batches")
        batch_op.create_foreign_key(name, "batches", ["batch_id"], ["id"])
        name = batch_op.f("fk_recognitions_corrects_id_recognitions")
        batch_op.create_foreign_key(name, "recognitions", ["corrects_id"], ["id"])
        batch_op.create_check_constraint(batch_op.f("ck_recognitions_corrects_another"), "corrects_id <> id")
    op.create_index("uq_recognitions_decision", "recognitions", [*_DECISION, "origin"], unique=True)
    op.create_index(op.f("ix_recognitions_batch_id"), "recognitions", ["batch_id"])
    op.create_index(op.f("ix_recognitions_corrects_id"), "recognitions", ["corrects_id"])
    make_append_only("recognitions")


def _tables() -> dict[str, list]:
    number, day = sa.Integer(), sa.Date()
    return {
        "batches": [
            sa.Column("id", number, nullable=False),
            *(sa.Column(name, _TEXT, nullable=False) for name in ("code", "source", "digest")),
            sa.Column("created_at", _MOMENT, nullable=False),
            sa.PrimaryKeyConstraint("id", name=op.f("pk_batches")),
            sa.UniqueConstraint("code", name=op.f("uq_batches_code")),
        ],
        "batch_steps": [
            sa.Column("id", number, nullable=False),
            sa.Column("batch_id", number, nullable=False),
            sa.Column("kind", _TEXT, nullable=False),
            sa.Column("created_at", _MOMENT, nullable=False),
            sa.CheckConstraint("kind IN ('release', 'undo')", name=op.f("ck_batch_steps_kind")),
            _points("batch_steps", "batch_id", "batches.id"),
            sa.PrimaryKeyConstraint("id", name=op.f("pk_batch_steps")),
        ],
        "recognition_terms": [
            sa.Column("in_force_from", day, nullable=False),
            sa.Column("legal_basis", _TEXT, nullable=False),
            sa.Column("months", number, nullable=False),
            sa.Column("extension_days", number, nullable=True),
            sa.CheckConstraint("months > 0", name=op.f("ck_recognition_terms_months")),
            sa.CheckConstraint("extension_days > 0", name=op.f("ck_recognition_terms_extension_days")),
            sa.PrimaryKeyConstraint("in_force_from", name=op.f("pk_recognition_terms")),
        ],
        "list_files": [
            sa.Column("digest", _TEXT, nullable=False),
            sa.Column("content", sa.LargeBinary(), nullable=False),
            sa.PrimaryKeyConstraint("digest", name=op.f("pk_list_files")),
        ],
        "list_mappings": [
            sa.Column("shape", _TEXT, nullable=False),
            sa.Column("columns", sa.JSON(), nullable=False),
            sa.PrimaryKeyConstraint("shape", name=op.f("pk_list_mappings")),
        ],
        "list_imports": _imports(),
        "imported_products": [
            sa.Column("import_id", number, nullable=False),
            sa.Column("product_id", number, nullable=False),
            _points("imported_products", "import_id", "list_imports.id"),
            _points("imported_products", "product_id", "products.id"),
            sa.PrimaryKeyConstraint("import_id", "product_id", name=op.f("pk_imported_products")),
        ],
        "proposals": _proposals(),
    }


def _imports() -> list:
    number = sa.Integer()
    checks = {
        "state": "state IN ('uploaded', 'waiting', 'in_force', 'undone')",
        "evidence": "evidence IN ('A', 'B1', 'B2', 'C')",
        "batch": "(state = 'uploaded') = (batch_id IS NULL)",
    }
    return [
        sa.Column("id", number, nullable=False),
        *(sa.Column(name, _TEXT, nullable=False) for name in ("code", "name", "digest")),
        sa.Column("province_code", _TEXT, nullable=True),
        *(sa.Column(name, _TEXT, nullable=False) for name in ("evidence", "sheet")),
        *(
            sa.Column(name, sa.JSON(), nullable=False)
            for name in ("terms", "columns", "corrections", "counts")
        ),
        sa.Column("state", _TEXT, nullable=False),
        sa.Column("batch_id", number, nullable=True),
        sa.Column("uploaded_by", number, nullable=True),
        sa.Column("uploaded_at", _MOMENT, nullable=False),
        *(sa.CheckConstraint(sql, name=op.f(f"ck_list_imports_{name}")) for name, sql in checks.items()),
        _points("list_imports", "digest", "list_files.digest"),
        _points("list_imports", "province_code", "places.code"),
        _points("list_imports", "batch_id", "batches.id"),
        _points("list_imports", "uploaded_by", "users.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_list_imports")),
        sa.UniqueConstraint("code", name=op.f("uq_list_imports_code")),
    ]


def _proposals() -> list:
    number = sa.Integer()
    checks = {
        "state": "state IN ('draft', 'submitted', 'returned', 'approved', 'rejected', 'withdrawn')",
        "revision": "revision > 0",
        "submitted_at": "state <> 'submitted' OR submitted_at IS NOT NULL",
        "reasons": "state NOT IN ('returned', 'rejected') OR length(reasons) > 0",
        "kind": f"kind IN ({_KINDS})",
        "second_officer": "state <> 'approved' OR decided_by <> proposed_by",
    }
    return [
        sa.Column("id", number, nullable=False),
        sa.Column("kind", _TEXT, nullable=False),
        sa.Column("province_code", _TEXT, nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("proposed_by", number, nullable=False),
        sa.Column("decided_by", number, nullable=True),
        sa.Column("state", _TEXT, nullable=False),
        sa.Column("submitted_at", _MOMENT, nullable=True),
        sa.Column("decided_at", _MOMENT, nullable=True),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("revision", number, nullable=False),
        *(sa.CheckConstraint(sql, name=op.f(f"ck_proposals_{name}")) for name, sql in checks.items()),
        _points("proposals", "province_code", "places.code"),
        _points("proposals", "proposed_by", "users.id"),
        _points("proposals", "decided_by", "users.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposals")),
    ]


def _points(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_{column}_{to.split('.')[0]}"
    return sa.ForeignKeyConstraint([column], [to], name=op.f(name))


def downgrade() -> None:
    with op.batch_alter_table("producers", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_producers_state"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_producers_state"), f"state IN ({_STATES})")
        if op.get_bind().dialect.name == "sqlite":
            # The copy has made a check of the table from that of a column, which then could not be dropped.
            batch_op.drop_constraint(batch_op.f("ck_producers_free_delivery_from"), type_="check")
    op.drop_column("acts", "document")
    make_changeable("recognitions")
    for name in ("uq_recognitions_decision", "ix_recognitions_batch_id", "ix_recognitions_corrects_id"):
        op.drop_index(name, table_name="recognitions")
    with op.batch_alter_table("recognitions", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_recognitions_corrects_another"), type_="check")
        for column, table in (("batch_id", "batches"), ("corrects_id", "recognitions")):
            batch_op.drop_constraint(batch_op.f(f"fk_recognitions_{column}_{table}"), type_="foreignkey")
            batch_op.drop_column(column)
        batch_op.drop_column("origin")
    op.create_index("uq_recognitions_decision", "recognitions", _DECISION, unique=True)
    make_append_only("recognitions")
    for name in ("batch_steps", "batches"):
        make_changeable(name)
    for name in ("proposals", "imported_products", "list_imports", "list_mappings", "list_files"):
        op.drop_table(name)
    for name in ("recognition_terms", "batch_steps", "batches"):
        op.drop_table(name)
