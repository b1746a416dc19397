"""What pages and purchases ask for does not grow with old orders: every growing table is read through an index."""

import re
from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, text

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
# Asks for whole tables, once a button is pressed: it compares everything with everything.
WHOLE = {"/office/ledger/check?now=1"}
# Counts of what is not done yet, from an index that holds nothing else.
OPEN_ALONE = {"ix_jobs_open"}
_SCAN = re.compile(r"SCAN (\w+?)(?:_\d+)?(?: USING (?:COVERING )?INDEX (\w+))?$")
# With these off PostgreSQL reads by a condition on an index wherever there is one for it, however few rows there are.
_IN_ORDER = ["seqscan"]
_BY_CONDITION = ["seqscan", "indexscan", "indexonlyscan"]


@pytest.fixture
def grown(app, session) -> World:
    made = World(app, session)
    made.grow(2)
    if session.connection().dialect.name == "postgresql":
        _forget_statistics(session.connection())
    return made


def _forget_statistics(connection: Connection) -> None:
    """Plan as in a new database: what was counted while other tests ran would choose other plans from run to run."""
    connection.execute(text("DELETE FROM pg_statistic"))
    connection.execute(text("UPDATE pg_class SET relpages = 0, reltuples = -1 WHERE relkind IN ('r', 'i')"))


@pytest.mark.parametrize(
    ("person", "pages"),
    [("buyer", BUYER), ("seller", SELLER), ("officer", OFFICER)],
    ids=["buyer", "seller", "officer"],
)
def test_no_page_reads_a_growing_table_as_a_whole(grown, undone, statements, person, pages):
    found = {}
    for page in set(pages) - WHOLE:
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
    whole = _whole_on_postgresql if undone.engine.dialect.name == "postgresql" else _whole_on_sqlite
    return sorted({table for statement in asked for table in whole(undone.connection, statement)})


def _whole_on_sqlite(connection: Connection, statement: str) -> list[str]:
    driver = connection.connection.dbapi_connection
    nothing = [None] * statement.count("?")
    steps = [row[3] for row in driver.execute(f"EXPLAIN QUERY PLAN {statement}", nothing)]
    # What is read in the order that is asked for ends with the page.
    if "LIMIT ?" in statement and not any("TEMP B-TREE" in step for step in steps):
        return []
    read = [_SCAN.match(step) for step in steps]
    return [step[1] for step in read if step and step[1] in GROWING and step[2] not in OPEN_ALONE]


def _whole_on_postgresql(connection: Connection, statement: str) -> list[str]:
    driver = connection.connection.dbapi_connection
    if "LIMIT" in statement:
        in_order = _generic_plan(driver, statement, _IN_ORDER)
        if not any(step["Node Type"] in ("Sort", "Seq Scan") for step in in_order):
            return []
    steps = _generic_plan(driver, statement, _BY_CONDITION)
    scanned = [step["Relation Name"] for step in steps if step["Node Type"] == "Seq Scan"]
    return [table for table in scanned if table in GROWING]


def _generic_plan(driver, statement: str, without: list[str]) -> list[dict]:
    """The steps for whatever parameters there may be, if the planner can do without these."""
    names = list(dict.fromkeys(re.findall(r"%\((\w+)\)s", statement)))
    numbered = re.sub(r"%\((\w+)\)s", lambda name: f"${names.index(name[1]) + 1}", statement)
    explain = f"EXPLAIN (GENERIC_PLAN, FORMAT JSON) {numbered.replace('%%', '%')}"
    with driver.transaction():
        for way in without:
            driver.execute(f"SET LOCAL enable_{way} = off")
        plan = driver.execute(explain, prepare=False).fetchone()[0][0]["Plan"]
        for way in without:
            driver.execute(f"SET LOCAL enable_{way} = on")
    return list(_steps(plan))


def _steps(step: dict) -> Iterator[dict]:
    yield step
    for below in step.get("Plans", ()):
        yield from _steps(below)
