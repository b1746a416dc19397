"""How money changes an order: placed, paid, lapsed, paid too late, called off."""

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import select

from catalog.producers import Producer
from catalog.records import Refused
from marketplace.orders import life
from marketplace.orders.baskets import Basket, BasketLine
from marketplace.orders.carriers import CarrierKey
from marketplace.orders.checkout import lock_basket, place_order
from marketplace.orders.lapsing import lapse_unpaid
from marketplace.orders.ledger_check import Finding, check_ledger
from marketplace.orders.methods import USUAL_TERMS, ShopTerms, check_method, offered_methods
from marketplace.orders.offers import offer_for
from marketplace.orders.orders import Order, OrderLine, Party, SubOrderState, find_order
from marketplace.orders.paybacks import paid_out
from marketplace.orders.paying import arrived, finalise, is_paid, payment_of, payments_of
from marketplace.payments.bank_accounts import add_account
from marketplace.payments.cash_on_delivery import refusals_and_ceilings
from marketplace.payments.ledger import BUYER, balance, producer_account
from marketplace.payments.payments import Payment, PaymentMethod, PaymentState, lock_payment
from marketplace.payments.refunds import Refund
from marketplace.stock import Movement, Stock, reserve
from tests import world
from tests.marketplace.orders.test_checkout import buyer, pack_of
from tests.world import NOW, TODAY

M, S, P = PaymentMethod, SubOrderState, PaymentState
CARDS = ShopTerms(cards=True)
HOUR = timedelta(hours=1)


def maker_of(session, product) -> Producer:
    return session.get_one(Producer, product.producer_id)


@pytest.fixture
def products(session):
    """Of two producers, the first with a bank account, five pieces each."""
    made = [world.product(session, stock=5) for _ in range(2)]
    for product in made:
        add_account(session, maker_of(session, product), "970436", "0123456789", "HTX THU", NOW)
    session.commit()
    return made


def placed(session, *products, method=M.VIETQR, quantity=2) -> Order:
    packs = [pack_of(session, product) for product in products]
    lines = [BasketLine(variant_id=pack.id, quantity=quantity, seen_price=pack.price) for pack in packs]
    basket = Basket(changed_at=NOW, lines=lines)
    session.add(basket)
    session.flush()
    basket = lock_basket(session, basket.token, NOW)
    him = buyer(session)
    total = offer_for(session, basket, him.commune, TODAY).total
    order = place_order(session, basket, him, total, "vi", NOW, TODAY, method, CARDS)
    session.commit()
    return find_order(session, order.number)


def pay(session, payment: Payment, amount=None, source="s:1", now=NOW) -> bool:
    answer = arrived(session, payment.id, payment.amount if amount is None else amount, source, now)
    session.commit()
    return answer


def refunds(session) -> dict[str, int]:
    return {refund.reason: refund.amount for refund in session.scalars(select(Refund))}


def send_all_back(session) -> None:
    for refund in session.scalars(select(Refund).where(Refund.done_at.is_(None))).all():
        paid_out(session, refund, lock_payment(session, refund.payment_id), NOW)
    session.commit()


def stock(session, product) -> tuple[int, int]:
    row = session.get(Stock, pack_of(session, product).id, populate_existing=True)
    return row.on_hand, row.reserved


def lapse_all(session, now) -> int:
    count = lapse_unpaid(session, now)
    session.commit()
    return count


# At placement


def test_cash_is_one_payment_a_parcel_due_at_the_door(session, products):
    order = placed(session, *products, method=M.CASH_ON_DELIVERY)
    found = payments_of(session, order.sub_orders)
    assert [found[part.id].amount for part in order.sub_orders] == [part.total for part in order.sub_orders]
    assert {(p.method, p.state, p.expires_at) for p in found.values()} == {
        (M.CASH_ON_DELIVERY, P.CREATED, None)
    }
    assert life.confirm(session, order.sub_orders[0], NOW)


def test_a_transfer_is_one_payment_a_producer_with_the_account_of_that_day(session, products):
    order = placed(session, *products)
    found = list(payments_of(session, order.sub_orders).values())
    assert len({payment.code for payment in found}) == 2
    assert {payment.expires_at for payment in found} == {NOW + timedelta(hours=24)}
    frozen = found[0].bank_account_id
    add_account(session, maker_of(session, products[0]), "970422", "999999", "HTX THU", NOW)
    assert payment_of(session, order.sub_orders[0]).bank_account_id == frozen is not None


def test_a_card_pays_the_order_as_a_whole(session, products):
    order = placed(session, *products, method=M.CARD)
    (payment,) = {p.id: p for p in payments_of(session, order.sub_orders).values()}.values()
    assert (payment.amount, payment.expires_at) == (order.total, NOW + HOUR)


def test_ways_that_are_not_open_are_refused_and_not_offered(session, products):
    other = world.product(session, prices=(6_000_000,))
    totals = {products[0].producer_id: 100_000}
    offered, why = offered_methods(session, "+84912345678", totals, USUAL_TERMS, NOW)
    assert (offered, why) == ([M.CASH_ON_DELIVERY, M.VIETQR], None)
    totals[other.producer_id] = 6_000_000
    offered, why = offered_methods(session, "+84912345678", totals, CARDS, NOW)
    assert offered == [M.CARD]
    assert "costs more" in why.message
    with pytest.raises(Refused, match="bank transfers"):
        check_method(session, M.VIETQR, "+84912345678", totals, CARDS, NOW)
    with pytest.raises(Refused, match="Cards are not taken"):
        check_method(session, M.CARD, "+84912345678", totals, USUAL_TERMS, NOW)


def test_a_refused_way_leaves_no_order(session, products):
    other = world.product(session)
    session.commit()
    with pytest.raises(Refused, match="bank transfers"):
        placed(session, products[0], other)
    session.rollback()
    assert session.scalars(select(Payment)).all() == []
    assert stock(session, other) == (10, 0)


# Paid


def test_what_is_paid_in_advance_is_confirmed_only_after(session, products):
    part = placed(session, products[0]).sub_orders[0]
    with pytest.raises(Refused, match="has not come yet"):
        life.confirm(session, part, NOW)
    assert pay(session, payment_of(session, part))
    assert is_paid(session, part)
    assert life.confirm(session, part, NOW)


def test_the_same_money_twice_changes_nothing(session, products):
    part = placed(session, products[0]).sub_orders[0]
    payment = payment_of(session, part)
    assert pay(session, payment)
    assert not pay(session, payment)
    for _ in range(3):
        finalise(session, payment, NOW)
    assert (payment.received, refunds(session)) == (part.total, {})


def test_too_little_leaves_it_unpaid_until_the_rest_comes(session, products):
    part = placed(session, products[0]).sub_orders[0]
    payment = payment_of(session, part)
    pay(session, payment, part.total - 1, "s:1")
    assert not is_paid(session, part)
    pay(session, payment, 1, "s:2")
    assert is_paid(session, part)


def test_paid_twice_by_card_the_second_goes_back(session, products):
    order = placed(session, *products, method=M.CARD)
    payment = payment_of(session, order.sub_orders[0])
    pay(session, payment, source="card:1")
    pay(session, payment, source="card:2")
    assert list(refunds(session).values()) == [order.total]


def test_paid_three_times_two_go_back(session, products):
    order = placed(session, products[0], method=M.CARD)
    payment = payment_of(session, order.sub_orders[0])
    for i in range(3):
        pay(session, payment, source=f"card:{i}")
    assert sum(refunds(session).values()) == 2 * order.total


def test_what_is_too_much_by_transfer_goes_back_each_time_it_comes(session, products):
    part = placed(session, products[0]).sub_orders[0]
    payment = payment_of(session, part)
    pay(session, payment, part.total - 5_000, "bank:1")
    assert refunds(session) == {}
    pay(session, payment, 15_000, "bank:2")
    pay(session, payment, 15_000, "bank:2")
    assert refunds(session) == {f"surplus:{payment.code}:{part.total + 10_000}": 10_000}
    pay(session, payment, 7_000, "bank:3")
    assert list(refunds(session).values()) == [10_000, 7_000]
    assert (balance(session, BUYER), payment.surplus) == (part.total + 17_000, 17_000)
    assert check_ledger(session) == []
    send_all_back(session)
    assert (balance(session, BUYER), balance(session, producer_account(part.producer_id))) == (
        part.total,
        -part.total,
    )


def test_what_is_too_much_and_then_called_off_goes_back_as_a_whole(session, products):
    part = placed(session, products[0]).sub_orders[0]
    pay(session, payment_of(session, part), part.total + 10_000)
    life.cancel(session, part, Party.BUYER, "", NOW)
    session.commit()
    assert sorted(refunds(session).values()) == sorted([10_000, part.total])
    send_all_back(session)
    assert (balance(session, BUYER), balance(session, producer_account(part.producer_id))) == (0, 0)


# Lapsed


@pytest.mark.parametrize("how", ["lapsed", "cancelled"])
def test_what_was_too_little_goes_back_when_the_order_is_over(session, products, how):
    part = placed(session, products[0]).sub_orders[0]
    payment = payment_of(session, part)
    pay(session, payment, 30_000, "bank:1")
    if how == "lapsed":
        lapse_all(session, NOW + 24 * HOUR)
    else:
        life.cancel(session, part, Party.BUYER, "", NOW)
        session.commit()
    assert lapse_all(session, NOW + 25 * HOUR) == 0
    assert refunds(session) == {f"surplus:{payment.code}:30000": 30_000}
    assert (balance(session, BUYER), check_ledger(session)) == (30_000, [])
    send_all_back(session)
    assert (balance(session, BUYER), payment.given_back) == (0, 30_000)


def test_the_rest_that_comes_too_late_goes_back_and_only_the_whole_price_counts(session, products):
    part = placed(session, products[0]).sub_orders[0]
    payment = payment_of(session, part)
    pay(session, payment, 30_000, "bank:1")
    lapse_all(session, NOW + 24 * HOUR)
    pay(session, payment, part.total - 30_000, "bank:2", NOW + 25 * HOUR)
    assert (part.state, sum(refunds(session).values())) == (S.CANCELLED, part.total)
    pay(session, payment, part.total, "bank:3", NOW + 26 * HOUR)
    assert (part.state, is_paid(session, part), sum(refunds(session).values())) == (
        S.PENDING,
        True,
        part.total,
    )
    send_all_back(session)
    assert (balance(session, BUYER), check_ledger(session)) == (part.total, [])


def test_the_nightly_check_finds_money_that_nobody_sends_back(session, products):
    payment = payment_of(session, placed(session, products[0]).sub_orders[0])
    payment.received, payment.state = payment.amount + 1, P.SUCCEEDED
    assert check_ledger(session) == [Finding("paid for nothing, and not to go back", payment.code)]


@pytest.mark.parametrize(("method", "hold"), [(M.VIETQR, 24 * HOUR), (M.CARD, HOUR)])
def test_unpaid_goods_are_free_again_when_the_hold_ends(session, products, method, hold):
    order = placed(session, products[0], method=method)
    part = order.sub_orders[0]
    assert lapse_all(session, NOW + hold - timedelta(seconds=1)) == 0
    assert stock(session, products[0]) == (5, 2)
    assert lapse_all(session, NOW + hold) == 1
    assert lapse_all(session, NOW + hold) == 0
    assert (part.state, part.cancelled_by) == (S.CANCELLED, Party.TIMER)
    assert payment_of(session, part).state == P.CANCELLED
    assert stock(session, products[0]) == (5, 0)


def test_what_is_paid_or_due_at_the_door_does_not_lapse(session, products):
    pay(session, payment_of(session, placed(session, products[0]).sub_orders[0]))
    placed(session, products[1], method=M.CASH_ON_DELIVERY)
    assert lapse_all(session, NOW + 1000 * HOUR) == 0


def test_late_money_brings_the_goods_back(session, products):
    part = placed(session, products[0]).sub_orders[0]
    lapse_all(session, NOW + 24 * HOUR)
    assert pay(session, payment_of(session, part), now=NOW + 25 * HOUR)
    assert (part.state, part.cancelled_by, is_paid(session, part)) == (S.PENDING, None, True)
    assert stock(session, products[0]) == (5, 2)
    assert refunds(session) == {}


def test_what_came_back_is_released_and_shipped_like_any_other(session, products):
    one, other = placed(session, products[0]), placed(session, products[0])
    lapse_all(session, NOW + 24 * HOUR)
    for i, order in enumerate((one, other)):
        pay(session, payment_of(session, order.sub_orders[0]), source=f"s:{i}", now=NOW + 25 * HOUR)
    life.cancel(session, one.sub_orders[0], Party.BUYER, "", NOW)
    part = other.sub_orders[0]
    life.confirm(session, part, NOW)
    life.pack(session, part, NOW)
    life.ship(session, part, CarrierKey.GHN, "GHN123", NOW)
    session.commit()
    assert stock(session, products[0]) == (3, 0)
    moved = session.scalars(
        select(Movement.reason).where(Movement.variant_id == pack_of(session, products[0]).id)
    )
    assert Counter(moved) == {"counted": 1, "reserved": 4, "released": 3, "shipped": 1}


def test_late_money_for_goods_sold_meanwhile_goes_back(session, products):
    """All lines or none: one product is still there, the other is not."""
    second = world.product(session, by=maker_of(session, products[0]), stock=5)
    order = placed(session, products[0], second)
    (part,) = order.sub_orders
    lapse_all(session, NOW + 24 * HOUR)
    reserve(session, pack_of(session, second).id, 4, "somebody else", NOW)
    session.commit()
    pay(session, payment_of(session, part), now=NOW + 25 * HOUR)
    assert part.state == S.CANCELLED
    assert stock(session, products[0]) == (5, 0)
    assert stock(session, second) == (5, 4)
    assert list(refunds(session).values()) == [part.total]
    assert {line.reservations for line in session.scalars(select(OrderLine))} == {1}


def test_of_a_late_card_payment_only_the_missing_part_goes_back(session, products):
    order = placed(session, *products, method=M.CARD)
    here, gone = order.sub_orders
    lapse_all(session, NOW + HOUR)
    reserve(session, pack_of(session, products[1]).id, 5, "somebody else", NOW)
    session.commit()
    pay(session, payment_of(session, here), now=NOW + 2 * HOUR)
    assert (here.state, gone.state) == (S.PENDING, S.CANCELLED)
    assert list(refunds(session).values()) == [gone.total]


# Called off


def test_what_is_called_off_is_not_to_be_paid(session, products):
    order = placed(session, *products)
    life.cancel(session, order.sub_orders[0], Party.BUYER, "", NOW)
    states = [payment_of(session, part).state for part in order.sub_orders]
    assert states == [P.CANCELLED, P.PENDING]


def test_money_for_what_the_buyer_called_off_goes_back_and_brings_nothing_back(session, products):
    part = placed(session, products[0]).sub_orders[0]
    life.cancel(session, part, Party.BUYER, "", NOW)
    pay(session, payment_of(session, part))
    assert part.state == S.CANCELLED
    assert list(refunds(session).values()) == [part.total]


def test_a_paid_part_that_is_called_off_goes_back_once(session, products):
    order = placed(session, *products, method=M.CARD)
    pay(session, payment_of(session, order.sub_orders[0]))
    for _ in range(2):
        life.cancel(session, order.sub_orders[1], Party.PRODUCER, "hết hàng", NOW)
    session.commit()
    assert refunds(session) == {f"sub-order:{order.sub_orders[1].id}": order.sub_orders[1].total}


def test_a_part_called_off_before_paying_by_card_lowers_the_sum(session, products):
    order = placed(session, *products, method=M.CARD)
    whole = order.total
    life.cancel(session, order.sub_orders[0], Party.BUYER, "", NOW)
    payment = payment_of(session, order.sub_orders[1])
    assert (payment.amount, payment.state) == (order.sub_orders[1].total, P.CREATED)
    # The page for the whole sum was still open somewhere.
    pay(session, payment, whole, "card:1")
    assert list(refunds(session).values()) == [order.sub_orders[0].total]


def test_a_parcel_in_cash_that_was_not_taken_is_remembered(session, products):
    part = placed(session, products[0], method=M.CASH_ON_DELIVERY).sub_orders[0]
    life.confirm(session, part, NOW)
    life.pack(session, part, NOW)
    life.ship(session, part, CarrierKey.GHN, "GHN123", NOW)
    life.bring_back(session, part, NOW)
    life.bring_back(session, part, NOW)
    session.flush()
    assert refusals_and_ceilings(session, "+84912345678", [], NOW)[0] == 1
    assert payment_of(session, part).state == P.CANCELLED
