"""The demo's purchase orders: one in every state, with claims, an invoice that was paid and one that is overdue."""

from sqlalchemy import select

from marketplace.accounts.memberships import add_member
from marketplace.payments.payments import Payment
from marketplace.sourcing.goods import ClaimState, GoodsClaim, Invoice
from marketplace.sourcing.purchase_orders import PurchaseOrder, PurchaseOrderState
from storefront.demo.bank_accounts import add_bank_accounts
from storefront.demo.contracts import SELLER
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
