"""The letters about money: to the buyer, once, in the language of the order."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from catalog.producers import Producer
from marketplace.accounts.memberships import add_member
from marketplace.orders import life
from marketplace.orders.lapsing import lapse_unpaid
from marketplace.orders.orders import Order, Party
from marketplace.orders.paybacks import paid_out
from marketplace.orders.paying import arrived, payment_of, start_payments
from marketplace.payments.card_events import take_charge, take_event
from marketplace.payments.gateway import Charge, Event
from marketplace.payments.payments import PaymentMethod, lock_payment
from marketplace.payments.refunds import Refund
from tests import world
from tests.letters import letters_to
from tests.marketplace.orders.making import place
from tests.people import user
from tests.world import NOW

AN = "an@vidu.vn"
M = PaymentMethod


@pytest.fixture
def placed(session):
    def make(method: PaymentMethod, email: str = AN) -> Order:
        product = world.product(session)
        made = place(session, product, email=email, payment_method=method)
        start_payments(session, made, made.sub_orders, NOW)
        session.commit()
        return made

    return make


def pay(session, order) -> None:
    payment = payment_of(session, order.sub_orders[0])
    for _ in range(2):
        arrived(session, payment.id, payment.amount, f"card:{payment.id}", NOW)
    session.commit()


def send_back(session) -> None:
    (refund,) = session.scalars(select(Refund))
    paid_out(session, refund, lock_payment(session, refund.payment_id), NOW, "re_1")
    session.commit()


def money_letters(app) -> list:
    """The words are "payment received" and "money back"."""
    about = ("Đã nhận thanh toán", "Hoàn tiền")
    return [letter for letter in letters_to(app, AN) if letter.subject.startswith(about)]


@pytest.mark.parametrize(("method", "words"), [(M.CARD, "thẻ"), (M.VIETQR, "Nhà sản xuất chuyển tiền")])
def test_the_buyer_is_told_when_money_has_come_and_when_it_goes_back(app, session, placed, method, words):
    order = placed(method)
    pay(session, order)
    (came,) = money_letters(app)
    assert order.number[:4] in came.subject
    assert f"/orders/{order.number}" in came.text
    life.cancel(session, order.sub_orders[0], Party.BUYER, "", NOW)
    session.commit()
    send_back(session)
    assert [words in letter.text for letter in money_letters(app)] == [False, True]


def test_who_pays_too_late_reads_that_it_goes_back(app, session, placed):
    order = placed(M.VIETQR)
    life.cancel(session, order.sub_orders[0], Party.BUYER, "", NOW)
    pay(session, order)
    assert "hoàn" in money_letters(app)[0].text


def test_of_cash_and_without_an_address_nothing_is_written(app, session, placed):
    pay(session, placed(M.CASH_ON_DELIVERY))
    pay(session, placed(M.CARD, email=""))
    assert money_letters(app) == []


def test_of_too_much_by_transfer_the_buyer_and_the_producer_are_told_once(app, session, placed):
    order = placed(M.VIETQR)
    (part,) = order.sub_orders
    add_member(session, user(session, "tho@vidu.vn"), session.get_one(Producer, part.producer_id), NOW)
    payment = payment_of(session, part)
    for _ in range(2):
        arrived(session, payment.id, payment.amount + 25_000, "bank:1", NOW)
    session.commit()
    (letter,) = [one for one in letters_to(app, AN) if one.subject.startswith("Tiền sẽ được hoàn")]
    assert "25.000" in letter.text
    (asked,) = [one for one in letters_to(app, "tho@vidu.vn") if "Vui lòng hoàn" in one.subject]
    assert "/producer/payments" in asked.text


def test_of_too_little_in_time_the_buyer_reads_that_it_comes_back(app, session, placed):
    order = placed(M.VIETQR)
    payment = payment_of(session, order.sub_orders[0])
    arrived(session, payment.id, 10_000, "bank:1", NOW)
    lapse_unpaid(session, NOW + timedelta(hours=24))
    session.commit()
    (letter,) = [one for one in letters_to(app, AN) if one.subject.startswith("Tiền sẽ được hoàn")]
    assert "10.000" in letter.text and "đã hủy" in letter.text


def test_of_a_dispute_each_producer_reads_once_and_what_to_do(app, session, placed):
    order = placed(M.CARD)
    (part,) = order.sub_orders
    owner = session.get_one(Producer, part.producer_id)
    add_member(session, user(session, "tho@vidu.vn"), owner, NOW)
    payment = payment_of(session, part)
    arrived(session, payment.id, payment.amount, "card:pi_1", NOW)
    for type, status in [("created", "needs_response"), ("funds_withdrawn", "needs_response")]:
        facts = {"dispute": "du_1", "status": status, "amount": payment.amount, "reason": "fraudulent"}
        happened = Event(f"evt_{type}", f"charge.dispute.{type}", NOW, charge_id="pi_1", facts=facts)
        take_event(session, "stripe", happened, NOW)
    session.commit()
    (told,) = [one for one in letters_to(app, "tho@vidu.vn") if "khiếu nại" in one.subject]
    assert "chưa gửi" in told.text
    assert f"/producer/orders/{order.number}-1" in told.text
    assert not [one for one in letters_to(app, AN) if "khiếu nại" in one.subject]


def test_of_a_dispute_told_before_its_charge_the_producer_reads_too(app, session, placed):
    order = placed(M.CARD)
    (part,) = order.sub_orders
    add_member(session, user(session, "tho@vidu.vn"), session.get_one(Producer, part.producer_id), NOW)
    payment = payment_of(session, part)
    for type in ("created", "funds_withdrawn"):
        facts = {"dispute": "du_1", "status": "needs_response", "amount": payment.amount}
        happened = Event(f"evt_{type}", f"charge.dispute.{type}", NOW, charge_id="pi_1", facts=facts)
        take_event(session, "stripe", happened, NOW)
    take_charge(session, Charge("pi_1", payment.code, payment.amount), NOW)
    session.commit()
    assert len([one for one in letters_to(app, "tho@vidu.vn") if "khiếu nại" in one.subject]) == 1
