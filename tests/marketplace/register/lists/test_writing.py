"""A list in the register: written as one batch, counting from its release, gone with its undoing."""

from datetime import date

import pytest
from sqlalchemy import event, select

from catalog.columns import read_columns
from catalog.producers import Producer, ProducerState
from catalog.products import Product, ProductState
from catalog.recognitions import Evidence, Recognition
from catalog.records import Base, Refused
from catalog.search.documents import read_documents
from catalog.versions import current_version
from marketplace.audit import Entry
from marketplace.register.lists.imports import ImportState, ListMapping
from marketplace.register.lists.service import commit, read_import, release, undo
from tests import world
from tests.marketplace.register.lists.making import (
    DECISION,
    ROWS,
    in_force,
    outcomes,
    planned,
    uploaded,
    workbook,
)
from tests.world import NOW, TODAY


def public(session) -> tuple:
    """What listing and search know of the catalogue."""
    session.commit()
    shelf = read_columns(session, current_version(session))
    return shelf.rows, read_documents(session)


def contents(session) -> dict[str, list]:
    """All rows of all tables."""
    session.flush()
    connection = session.connection()
    return {
        table.name: sorted(connection.execute(select(table)).all(), key=repr)
        for table in Base.metadata.sorted_tables
    }


def test_a_list_counts_once_it_is_released(session):
    imported = uploaded(session, workbook())
    before = public(session)
    commit(session, imported, NOW, TODAY)
    assert imported.state == ImportState.WAITING
    assert public(session) == before
    release(session, imported, NOW)
    rows, documents = public(session)
    assert {row.shown.name: [badge.stars for badge in row.badges(TODAY)] for row in rows.values()} == {
        row[1]: [int(row[4][0])] for row in ROWS
    }
    assert not any(row.is_sold for row in rows.values())
    assert len(documents) == 3
    assert {p.state for p in session.scalars(select(Producer))} == {ProducerState.REGISTERED}


def test_importing_twice_changes_nothing(session):
    in_force(session, workbook())
    again = uploaded(session, workbook())
    assert outcomes(planned(session, again)) == ["same"] * 3
    with pytest.raises(Refused, match="nothing to write"):
        commit(session, again, NOW, TODAY)


def test_a_list_that_waits_is_known_to_the_next(session):
    commit(session, uploaded(session, workbook()), NOW, TODAY)
    assert outcomes(planned(session, uploaded(session, workbook()))) == ["same"] * 3


def test_a_dry_run_writes_nothing(session):
    imported = uploaded(session, workbook())
    before = contents(session)
    planned(session, imported)
    assert contents(session) == before


@pytest.fixture
def catalogue(session):
    """A producer with an account, one of whose products the list raises, and things of others."""
    maker = world.producer(session, "HTX Suối Giàng")
    tea = world.product(session, "Chè Shan tuyết Suối Giàng", by=maker)
    world.recognition(session, tea, 3, date(2025, 1, 5))
    wrong = world.product(session, "Gạo nếp Tú Lệ", by=world.producer(session, "Hộ KD Lò Văn A"))
    world.recognition(
        session, wrong, 5, date(2026, 8, 5), decision_no="3981/QĐ-UBND", issuer="UBND tỉnh Lào Cai"
    )
    return tea


def test_undoing_restores_exactly(session, catalogue):
    shown, before = public(session), contents(session)
    imported = in_force(session, workbook())
    assert public(session) != shown
    undo(session, imported, NOW)
    assert public(session)[1] == shown[1]
    assert public(session)[0] == shown[0]
    after = contents(session)
    for table, rows in before.items():
        if table in ("catalogue_version", "catalogue_changes"):
            continue
        assert set(map(repr, rows)) <= set(map(repr, after[table])), table
    added = {table for table in after if len(after[table]) != len(before[table])}
    assert added == {
        "batches", "batch_steps", "catalogue_changes", "entries", "imported_products", "list_files", "list_imports",
        "list_mappings", "products", "recognitions",
    }  # fmt: skip
    new = session.scalars(select(Product).where(Product.id.not_in([row[0] for row in before["products"]])))
    assert {product.state for product in new} == {ProductState.HIDDEN}


def test_what_was_undone_can_be_imported_again(session, catalogue):
    first = in_force(session, workbook())
    once = public(session)
    undo(session, first, NOW)
    second = in_force(session, workbook())
    again = public(session)

    def without_codes(found):
        return {id: (row.shown, [star[:4] for star in row.stars]) for id, row in found[0].items()}

    assert without_codes(again) == without_codes(once)
    undo(session, second, NOW)


def test_of_two_lists_the_last_one_to_go_takes_a_product_off(session):
    first = in_force(session, workbook())
    later = [[*row[:5], "99/QĐ-UBND ngày 01/10/2026", ""] for row in ROWS]
    second = in_force(session, workbook(later))
    undo(session, first, NOW)
    assert len(public(session)[0]) == 3
    undo(session, second, NOW)
    assert public(session)[0] == {}


def test_what_lives_on_its_own_meanwhile_stays_when_its_list_goes(session):
    imported = in_force(session, workbook())
    product = session.scalars(select(Product).where(Product.name == ROWS[0][1])).one()
    world.recognition(session, product, 5, date(2026, 10, 1))
    undo(session, imported, NOW)
    assert [row.shown.name for row in public(session)[0].values()] == [product.name]


def test_a_proposal_is_never_shown(session):
    in_force(session, workbook(), evidence=Evidence.PROPOSAL)
    assert public(session)[0] == {}
    assert len(session.scalars(select(Recognition)).all()) == 3


def test_every_step_is_noted(session):
    imported = in_force(session, workbook())
    undo(session, imported, NOW)
    session.commit()
    actions = session.scalars(select(Entry.action).order_by(Entry.id)).all()
    assert [a for a in actions if a.startswith("list.")] == [
        "list.uploaded", "list.committed", "list.released", "list.undone"
    ]  # fmt: skip
    assert actions.count("recognition.imported") == 3


def test_a_mapping_is_remembered_by_the_shape_of_the_list(session):
    header = ["STT", "Tên sản phẩm", "Tên chủ thể", "Nơi ở", "Hạng sao", "Quyết định", "Ghi chú"]
    imported = uploaded(session, workbook(header=header))
    assert outcomes(planned(session, imported)) == ["error"] * 3
    columns = {str(i): c.key for i, c in read_import(session, imported).columns.items()}
    imported.read_as(columns | {"3": "address"}, {})
    commit(session, imported, NOW, TODAY)
    assert session.scalars(select(ListMapping)).one().columns["3"] == "address"
    other = [[9, "Cốm", *ROWS[0][2:4], "3", DECISION, ""]]
    assert outcomes(planned(session, uploaded(session, workbook(other, header=header)))) == ["new"]


def test_a_list_is_written_once(session):
    imported = uploaded(session, workbook())
    commit(session, imported, NOW, TODAY)
    with pytest.raises(Refused, match="nothing to write"):
        commit(session, imported, NOW, TODAY)
    with pytest.raises(Refused, match="in the register already"):
        imported.correct(5, {"stars": "5"})


def many(count: int) -> bytes:
    return workbook([
        [i, f"Chè số {i}", f"HTX số {i // 2}", "Xã Văn Chấn", 3 + i % 3, DECISION, ""] for i in range(count)
    ])  # fmt: skip


def test_statements_do_not_grow_with_the_rows(session, undone):
    counts = []
    for count in (100, 200, 400):
        imported = uploaded(session, many(count))
        seen: list[str] = []

        def note(_connection, _cursor, statement, *_, seen=seen):
            if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK TO")):
                seen.append(statement)

        event.listen(undone.engine, "before_cursor_execute", note)
        with session.begin_nested() as savepoint:
            commit(session, imported, NOW, TODAY)
            savepoint.rollback()
        event.remove(undone.engine, "before_cursor_execute", note)
        counts.append(len(seen))
    assert counts[0] == counts[1] == counts[2]
