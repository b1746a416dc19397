"""The demo's purchase orders: one in every state, with claims, an invoice that was paid and one that is overdue."""

import pytest
from sqlalchemy import select

from catalog.records import Refused
from marketplace.accounts.memberships import add_member
from marketplace.payments.payments import Payment
from marketplace.sourcing.goods import ClaimState, GoodsClaim, Invoice
from marketplace.sourcing.messages import Message
from marketplace.sourcing.purchase_orders import PurchaseOrder, PurchaseOrderState
from marketplace.sourcing.quotes import Side
from marketplace.sourcing.spending import set_rules
from storefront.demo import purchase_orders
from storefront.demo.bank_accounts import add_bank_accounts
from storefront.demo.contracts import SELLER
from storefront.demo.messages import add_missing_messages
from storefront.demo.purchase_orders import add_missing_purchase_orders
from tests import order_world, people, world
from tests.world import NOW, TODAY


def test_every_state_is_there_with_money_that_came_and_money_that_is_late(session, undone):
    seller = world.producer(session, sample=True)
    add_bank_accounts(session, [seller], NOW)
    add_member(session, people.user(session, SELLER), seller, NOW)
    retailer = world.retailer(session, sample=True)
    order_world.market(session, stock=100_000, account=False, retailer=retailer, producer=seller)
    people_of = people.user(session, "quan-ly@vidu.vn")
    order_world.add_person(session, people_of, retailer, NOW)
    set_rules(session, retailer, {20_000_000: 1}, 1, {})
    session.commit()
    assert add_missing_purchase_orders(undone, NOW) == 30
    assert add_missing_purchase_orders(undone, NOW) == 0
    assert set(session.scalars(select(PurchaseOrder.state))) == set(PurchaseOrderState)
    assert {ClaimState.OPEN, ClaimState.REFERRED} <= set(session.scalars(select(GoodsClaim.state)))
    late = (
        select(Invoice.id)
        .join(Invoice.purchase_order)
        .where(PurchaseOrder.state == PurchaseOrderState.INVOICED, Invoice.due_on < TODAY)
    )
    assert session.scalar(late.limit(1))
    assert session.scalar(select(Payment.id).where(Payment.succeeded_at.is_not(None)).limit(1))
    assert add_missing_messages(undone, NOW) > 0
    assert add_missing_messages(undone, NOW) == 0
    written = select(Message.side, Message.about).distinct()
    assert {(side, about[:5]) for side, about in session.execute(written)} == {
        (Side.RETAILER, "order"),
        (Side.PRODUCER, "order"),
    }


def test_an_order_that_is_refused_is_said_aloud(session, undone, monkeypatch):
    seller = world.producer(session, sample=True)
    add_bank_accounts(session, [seller], NOW)
    retailer = world.retailer(session, sample=True)
    order_world.market(session, stock=100_000, account=False, retailer=retailer, producer=seller)
    session.commit()

    def refuse(*_of) -> None:
        raise Refused("Please choose a store.")

    monkeypatch.setattr(purchase_orders, "hand_in", refuse)
    with pytest.raises(RuntimeError, match=r"demo order 1 .* was refused: Please choose a store\."):
        add_missing_purchase_orders(undone, NOW)
