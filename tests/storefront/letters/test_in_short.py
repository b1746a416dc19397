"""Text messages to buyers who left a telephone number alone: the few things that matter, each in a sentence."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace.jobs import Job
from marketplace.orders import life
from marketplace.orders.lapsing import lapse_unpaid
from marketplace.orders.orders import Order, Party
from marketplace.orders.paybacks import paid_out
from marketplace.orders.paying import arrived, payment_of, start_payments
from marketplace.payments.payments import PaymentMethod, lock_payment
from marketplace.payments.refunds import Refund
from tests import world
from tests.letters import do_jobs, letters_to
from tests.marketplace.orders.making import place
from tests.world import NOW

PHONE = "+84912345678"
M = PaymentMethod


@pytest.fixture
def placed(session):
    def make(method: PaymentMethod = M.CASH_ON_DELIVERY, **facts) -> Order:
        made = place(session, world.product(session), payment_method=method, **facts)
        made.note("order.placed")
        start_payments(session, made, made.sub_orders, NOW)
        session.commit()
        return made

    return make


def messages(app) -> list[str]:
    kept = letters_to(app, PHONE)
    assert all((one.subject, one.html) == ("", "") for one in kept)
    return [one.text for one in kept]


def send_off(session, order) -> None:
    (part,) = order.sub_orders
    life.confirm(session, part, NOW)
    life.pack(session, part, NOW)
    life.ship(session, part, "ghn", "GHN12345", NOW)


def test_the_order_and_the_parcel_are_told_with_the_page_of_the_order(app, session, placed):
    order = placed()
    send_off(session, order)
    life.deliver(session, order.sub_orders[0], NOW)
    session.commit()
    came, shipped = messages(app)
    assert f"/orders/{order.number}" in came and f"/orders/{order.number}" in shipped
    assert "GHN12345" in shipped
    cash = f"{order.total:,}".replace(",", ".")
    assert cash in came and cash in shipped
    assert all(len(text) < 200 for text in (came, shipped))


def test_in_the_language_of_the_order(app, session, placed):
    placed(language="en")
    (came,) = messages(app)
    assert "has come in" in came and "/en/orders/" in came


def test_who_left_an_address_gets_letters_and_no_messages(app, session, placed):
    order = placed(email="an@vidu.vn")
    send_off(session, order)
    session.commit()
    assert messages(app) == []
    assert len(letters_to(app, "an@vidu.vn")) == 3


def test_a_cancellation_is_told_with_its_reason_but_not_to_who_has_cancelled(app, session, placed):
    given_up, own = placed(), placed()
    life.cancel(session, given_up.sub_orders[0], Party.PRODUCER, "hết hàng", NOW)
    life.cancel(session, own.sub_orders[0], Party.BUYER, "", NOW)
    session.commit()
    told = [text for text in messages(app) if "hủy" in text]
    assert len(told) == 1 and "hết hàng" in told[0] and given_up.number in told[0].replace("-", "")


def test_what_was_not_paid_in_time_and_what_goes_back_are_told(app, session, placed):
    order = placed(M.VIETQR)
    payment = payment_of(session, order.sub_orders[0])
    arrived(session, payment.id, 10_000, "bank:1", NOW)
    lapse_unpaid(session, NOW + timedelta(hours=24))
    session.commit()
    (refund,) = session.scalars(select(Refund))
    paid_out(session, refund, lock_payment(session, payment.id), NOW)
    session.commit()
    told = messages(app)
    assert sum("đúng hạn" in text for text in told) == 1
    assert sum("10.000" in text for text in told) == 2, "that it will go back, and that it is on its way"


def test_where_no_text_messages_are_sent_none_are_written(app, session, placed, monkeypatch):
    settings = app.extensions["settings"]
    monkeypatch.setattr(type(settings), "can_text", property(lambda self: False))
    placed()
    do_jobs(app)
    assert session.scalars(select(Job).where(Job.kind == "letter")).all() == []
