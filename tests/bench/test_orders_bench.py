"""The benchmark of orders: a tiny run from end to end, and the orders of the past that it makes."""

import json
import sys

import pytest
from sqlalchemy import func, select

from bench import report
from bench.order_rows import insert_order
from bench.orders.command import main
from bench.orders.past import count_orders, fill_up
from marketplace.jobs import Job
from marketplace.orders.orders import Order, OrderLine, SubOrder
from marketplace.payments.payments import Payment
from marketplace.stock import Movement
from tests import world
from tests.databases import own_database

TINY = ["--databases", "sqlite", "--products", "400", "--rounds", "1", "--seconds", "0.2", "--addresses", "2"]


def test_a_tiny_run_measures_everything(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(report, "RESULTS", tmp_path)
    main([*TINY, "--orders", "0", "300"], lambda text: print(text, file=sys.stderr))
    shown = capsys.readouterr().out
    assert "sqlite: basket to order, 8 at once" in shown
    assert "sqlite: one transaction, 1 at once" in shown
    assert "while 16 read" in shown
    (kept,) = tmp_path.glob("*.json")
    found = json.loads(kept.read_text())
    assert all(line["rate"] > 0 and line["p50"] > 0 for line in found["lines"])
    assert {aim["aim"] for aim in found["aims"]} == {"≥ 40%", "", "≤ 1.3 ×", "0"}


@pytest.mark.parametrize("orders", [["5"], ["300", "0"]])
def test_sizes_go_from_few_to_many(orders, capsys):
    with pytest.raises(SystemExit):
        main(["--orders", *orders], print)
    assert "from few to many" in capsys.readouterr().err


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_orders_of_the_past_are_whole(kind, tmp_path):
    with own_database(kind, tmp_path, "past") as database:
        with database.transaction() as session:
            goods = [world.product(session, stock=5) for _ in range(2)]
            pair = tuple(product.variants[0].id for product in goods)
        fill_up(database, 30, pair)
        fill_up(database, 50, pair)
        fill_up(database, 20, pair)
        assert count_orders(database) == 50
        with database.transaction() as session:
            insert_order(session, pair)
        with database.reading() as session:
            for kind_of_row in (SubOrder, OrderLine, Payment):
                assert session.scalar(select(func.count()).select_from(kind_of_row)) == 102
            assert session.scalar(select(func.count()).select_from(Job)) == 51
            assert session.scalar(select(func.count(Order.phone.distinct()))) == 49
            whole = (
                select(func.count(OrderLine.id))
                .join(SubOrder, SubOrder.id == OrderLine.sub_order_id)
                .join(Order, Order.id == SubOrder.order_id)
            )
            assert session.scalar(whole) == 102
            reserved = select(func.count()).where(Movement.reason == "reserved")
            assert session.scalar(reserved) == 102
