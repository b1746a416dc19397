"""What pages and purchases ask for does not grow with old orders: every growing table is read through an index.

The plans are SQLite's; PostgreSQL has the same indexes, and on tables of a few rows it rightly uses none.
"""

import re

import pytest

from tests.shopping import fill_basket, give_address, review_form
from tests.test_budgets import BUYER, OFFICER, SELLER, World

GROWING = [
    "baskets",
    "basket_lines",
    "cod_refusals",
    "entries",
    "jobs",
    "movements",
    "order_lines",
    "orders",
    "payments",
    "receipts",
    "refunds",
    "returns",
    "reviews",
    "shipments",
    "stock",
    "sub_orders",
    "voucher_uses",
]
# Counts of what is not done yet, from an index that holds nothing else.
OPEN_ALONE = {"ix_jobs_open"}
_SCAN = re.compile(r"SCAN (\w+?)(?:_\d+)?(?: USING (?:COVERING )?INDEX (\w+))?$")


@pytest.fixture
def grown(app, session) -> World:
    made = World(app, session)
    made.grow(2)
    if session.get_bind().dialect.name != "sqlite":
        pytest.skip("tables of a few rows are read without an index there")
    return made


@pytest.mark.parametrize(
    ("person", "pages"),
    [("buyer", BUYER), ("seller", SELLER), ("officer", OFFICER)],
    ids=["buyer", "seller", "officer"],
)
def test_no_page_reads_a_growing_table_as_a_whole(grown, undone, statements, person, pages):
    found = {}
    for page in pages:
        statements.clear()
        assert grown.clients[person].get(page.format(**grown.names)).status_code == 200
        found[page] = scans(undone, statements)
    assert {page: tables for page, tables in found.items() if tables} == {}


def test_no_purchase_reads_a_growing_table_as_a_whole(grown, undone, client, statements):
    statements.clear()
    fill_basket(client, *grown.goods)
    give_address(client)
    assert client.post("/orders", data=review_form(client)).status_code == 303
    assert scans(undone, statements) == []


def scans(undone, statements: list[str]) -> list[str]:
    """The growing tables that these statements, or parts of them, read from end to end."""
    asked = [one for one in {*statements} if one.startswith(("SELECT", "UPDATE", "DELETE"))]
    plans = [plan(undone.connection, statement) for statement in asked]
    # What is read in the order that is asked for ends with the page.
    whole = [
        steps
        for statement, steps in zip(asked, plans, strict=True)
        if "LIMIT ?" not in statement or any("TEMP B-TREE" in step for step in steps)
    ]
    read = [_SCAN.match(step) for steps in whole for step in steps]
    return sorted({step[0] for step in read if step and step[1] in GROWING and step[2] not in OPEN_ALONE})


def plan(connection, statement: str) -> list[str]:
    driver = connection.connection.dbapi_connection
    nothing = [None] * statement.count("?")
    return [row[3] for row in driver.execute(f"EXPLAIN QUERY PLAN {statement}", nothing)]
