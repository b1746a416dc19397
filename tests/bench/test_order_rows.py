"""The ceiling of the checkout writes what the checkout writes: as many rows into the same tables."""

import pytest
from sqlalchemy import Connection, func, select

from bench.order_rows import insert_order, insert_order_prepared
from catalog.records import Base
from marketplace.stock import Stock
from tests import world
from tests.shopping import fill_basket, give_address, review_form


def counts(connection: Connection) -> dict[str, int]:
    tables = Base.metadata.sorted_tables
    return {
        table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
        for table in tables
    }


def grown(before: dict[str, int], after: dict[str, int]) -> dict[str, int]:
    return {name: count - before[name] for name, count in after.items() if count != before[name]}


def written_to(statements: list[str]) -> set[str]:
    """Tables that a row was put into or changed in."""
    words = (statement.replace('"', "").split() for statement in statements)
    return {
        found[2] if found[0] == "INSERT" else found[1] for found in words if found[0] in ("INSERT", "UPDATE")
    }


@pytest.mark.parametrize("insert", [insert_order, insert_order_prepared])
def test_the_bare_order_writes_the_same_rows(client, session, undone, statements, insert):
    goods = [world.product(session) for _ in range(2)]
    session.commit()
    fill_basket(client, *goods)
    give_address(client)
    form = review_form(client)
    before = counts(undone.connection)
    statements.clear()
    assert client.post("/orders", data=form).status_code == 303
    real = written_to(statements)
    placed = counts(undone.connection)
    statements.clear()
    with undone.transaction() as writing:
        makers = [product.producer_id for product in goods]
        insert(writing, [product.variants[0].id for product in goods], makers)
    bare = written_to(statements)
    # The basket is emptied, which an order without one does not do; availability has not flipped.
    expected = {name: count for name, count in grown(before, placed).items() if name != "basket_lines"}
    assert grown(placed, counts(undone.connection)) == expected
    assert bare == real - {"baskets", "variants"}
    assert expected["payments"] == expected["sub_orders"] == 2
    session.expire_all()
    assert {stock.reserved for stock in session.scalars(select(Stock))} == {2}
