"""Purchase orders at the same moment, on both databases: two approvers at once, and the last packs wanted by the shop too."""

from collections.abc import Iterator
from functools import partial

import pytest
from sqlalchemy import select

from marketplace import stock
from marketplace.sourcing.approving import approve, hand_in
from marketplace.sourcing.order_steps import acknowledge
from marketplace.sourcing.purchase_orders import Approval, ApprovalRule, PurchaseLine, PurchaseOrder
from marketplace.stock import Stock
from storefront.database import Database
from tests import order_world as ow
from tests.crowds import at_once
from tests.databases import own_database
from tests.world import NOW


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def database(request, tmp_path_factory) -> Iterator[Database]:
    with own_database(request.param, tmp_path_factory.mktemp("purchases"), "purchase_races") as made:
        yield made


def test_two_approvers_at_once_issue_it_once(database):
    with database.writing(expire_on_commit=False) as session:
        of = ow.market(session)
        session.add(ApprovalRule(retailer_id=of.retailer.id, from_amount=0, approvals=1))
        order = ow.drafted(session, of, 50)
        assert not hand_in(session, order, 1, of.buyer.id, NOW)
        session.commit()

    def agree(user_id: int) -> str:
        with database.transaction() as session:
            approve(session, session.get_one(PurchaseOrder, order.id), 2, user_id, NOW)
        return "agreed"

    outcomes = at_once([partial(agree, id) for id in (of.approver.id, of.manager.id)])
    assert outcomes == {"agreed": 1, "refused": 1}
    with database.reading() as session:
        assert session.get_one(PurchaseOrder, order.id).state == "issued"
        assert len(session.scalars(select(Approval).where(Approval.purchase_order_id == order.id)).all()) == 1


def test_the_last_packs_are_promised_once(database):
    with database.writing(expire_on_commit=False) as session:
        of = ow.market(session, stock=30)
        orders = [ow.issued(session, of, 50).id for _ in range(2)]
        session.commit()
        variant_id = of.variants[0].id

    def take(order_id: int) -> str:
        with database.transaction() as session:
            acknowledge(session, session.get_one(PurchaseOrder, order_id), 2, NOW)
        return "acknowledged"

    def buy(number: int) -> str:
        with database.transaction() as session:
            bought = stock.reserve(session, variant_id, 1, f"shop-{number}", NOW)
        return "bought" if bought else "sold out"

    buying = [partial(buy, number) for number in range(20)]
    outcomes = at_once([*buying[:10], *(partial(take, id) for id in orders), *buying[10:]])
    assert outcomes["acknowledged"] == 2
    with database.reading() as session:
        lines = select(PurchaseLine.promised).where(PurchaseLine.purchase_order_id.in_(orders))
        promised = sum(session.scalars(lines))
        row = session.get_one(Stock, variant_id)
        assert (row.reserved, row.on_hand) == (promised + outcomes["bought"], 30)
