"""The nightly check finds each kind of damage that is done behind the program's back, and nothing else."""

import pytest
from sqlalchemy import delete, insert, literal, select, update
from sqlalchemy.orm import selectinload

from catalog.products import Product
from marketplace.orders import life
from marketplace.orders.goods_check import check_goods
from marketplace.orders.orders import Order, OrderLine, Party, SubOrder, find_order
from marketplace.orders.paying import arrived, payment_of
from marketplace.orders.vouchers import Voucher, VoucherUse
from marketplace.payments.payments import Payment, Receipt
from marketplace.payments.refunds import Refund
from marketplace.stock import Movement, Stock
from tests import world
from tests.marketplace.orders.test_voucher_uses import basket_of, place
from tests.world import NOW


@pytest.fixture
def part(session) -> SubOrder:
    """The first of two parts with a voucher; what came before it was delivered, returned to its door or called off."""
    for _ in range(2):
        world.product(session, stock=20)
    world.voucher(session)
    session.commit()
    goods = select(Product).options(selectinload(Product.variants)).order_by(Product.id)
    numbers = [
        place(session, basket_of(session, *session.scalars(goods), codes=["TET2026"])).number
        for _ in range(3)
    ]
    delivered, came_back, left = (find_order(session, number).sub_orders for number in numbers)
    for each in (*delivered, *came_back):
        life.confirm(session, each, NOW)
        life.pack(session, each, NOW)
        life.ship(session, each, "ghn", f"GHN{each.id:05}", NOW)
    for each in delivered:
        life.deliver(session, each, NOW)
        paid = payment_of(session, each)
        arrived(session, paid.id, paid.amount, f"remittance:ghn:{each.id}", NOW)
    life.bring_back(session, came_back[0], NOW)
    life.cancel(session, left[1], Party.BUYER, "", NOW)
    session.commit()
    assert check_goods(session) == []
    return left[0]


def rules(session) -> dict[str, int]:
    found = [finding.rule for finding in check_goods(session)]
    return {rule: found.count(rule) for rule in found}


def test_an_empty_shop_is_sound(session):
    assert check_goods(session) == []


DAMAGES = [
    (update(Stock).values(on_hand=Stock.on_hand + 1), {"stock is not what was moved": 2}),
    (
        update(Stock).values(reserved=Stock.reserved + 1),
        {"stock is not what was moved": 2, "reserved is not what is ordered": 2},
    ),
    (delete(Movement).where(Movement.reason == "shipped"), {"stock is not what was moved": 2}),
    (update(SubOrder).values(subtotal=SubOrder.subtotal + 1), {"part does not add up": 6}),
    (update(OrderLine).values(price=OrderLine.price + 1), {"part does not add up": 6}),
    (
        update(OrderLine).values(quantity=2),
        {"part does not add up": 6, "reserved is not what is ordered": 1},
    ),
    (
        insert(Receipt).from_select(
            ["payment_id", "source", "amount", "received_at"],
            select(Payment.id, Payment.code, literal(5), Payment.created_at),
        ),
        {"payment is not what came": 6},
    ),
    (update(Payment).values(received=Payment.received + 1), {"payment is not what came": 6}),
    (
        update(SubOrder).values(discount=SubOrder.discount + 1),
        {"discount is not that of its vouchers": 6},
    ),
    (delete(VoucherUse), {"discount is not that of its vouchers": 6, "voucher is counted wrongly": 1}),
    (update(VoucherUse).values(given_back=True), {"voucher is counted wrongly": 1}),
    (update(Voucher).values(uses=Voucher.uses - 1), {"voucher is counted wrongly": 1}),
    (update(Voucher).values(uses=Voucher.uses + 1), {"voucher is counted wrongly": 1}),
    (update(Payment).values(reference=Payment.code), {"part without a payment": 6}),
]


@pytest.mark.parametrize(("damage", "found"), DAMAGES, ids=range(len(DAMAGES)))
def test_each_damage_is_found(session, part, damage, found):
    session.execute(damage)
    assert rules(session) == found


def test_an_order_without_parts_is_found(session, part):
    lone = {"id": 999, "number": "0123456789", "checkout_key": "LONE", "placed_at": NOW, "language": "vi"}
    to = {"name": "", "phone": "", "street": "", "commune_code": world.BA_DINH, "email": ""}
    session.execute(insert(Order).values(**lone, **to, payment_method="card", note_to_producers=""))
    assert rules(session) == {"order without parts": 1}


def test_more_going_back_than_came_is_found(session, part):
    payment = payment_of(session, part)
    refund = Refund(payment_id=payment.id, reason="x", source="x", amount=payment.amount, asked_at=NOW)
    session.add(refund)
    session.flush()
    assert rules(session) == {}
    refund.amount += 1
    session.flush()
    assert rules(session) == {"more goes back than came": 1}
