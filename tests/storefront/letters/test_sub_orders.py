"""The letters about one parcel: to the buyer at each step, to the producer when it is not wanted any more."""

import pytest
from sqlalchemy import select

from marketplace.accounts.memberships import add_member
from marketplace.accounts.users import add_user
from marketplace.orders import life
from marketplace.orders.orders import Party, SubOrder
from marketplace.orders.paying import arrived, payment_of, start_payments
from marketplace.payments.payments import PaymentMethod
from tests import world
from tests.letters import letters_to
from tests.marketplace.orders.making import place
from tests.world import NOW

AN, LAN = "an@vidu.vn", "lan@vidu.vn"


@pytest.fixture
def part(session) -> SubOrder:
    # As in a request: what is noted bears the moment of the test's clock.
    session.info["now"] = NOW
    product = world.product(session, "Chè Shan", by=world.producer(session, "HTX Suối Giàng"))
    member = add_user(session, LAN, "Lan", "mật khẩu rất dài", NOW)
    add_member(session, member, session.get(world.Producer, product.producer_id), NOW)
    made = place(session, product, email=AN)
    session.commit()
    return session.scalars(select(SubOrder).where(SubOrder.order_id == made.id)).one()


def subjects(app, to: str) -> list[str]:
    return [letter.subject for letter in letters_to(app, to)]


def test_the_buyer_is_told_of_each_step_that_matters(app, session, part):
    life.confirm(session, part, NOW)
    session.commit()
    assert subjects(app, AN) == ["HTX Suối Giàng đã xác nhận kiện hàng của bạn"]
    life.pack(session, part, NOW)
    life.ship(session, part, "ghn", "GYCYQNYM", NOW)
    session.commit()
    shipped = letters_to(app, AN)[-1]
    for body in (shipped.text, shipped.html):
        assert "GYCYQNYM" in body
        assert "https://donhang.ghn.vn/?order_code=GYCYQNYM" in body
        assert "120.000\u00a0₫" in body
    life.deliver(session, part, NOW)
    session.commit()
    delivered = letters_to(app, AN)[-1]
    assert "28/11/2026" in delivered.text
    life.complete(session, part, NOW)
    session.commit()
    assert len(subjects(app, AN)) == 3
    assert subjects(app, LAN) == []


def test_a_second_press_writes_no_second_letter(app, session, part):
    for _ in range(2):
        life.confirm(session, part, NOW)
        session.commit()
    assert len(subjects(app, AN)) == 1


@pytest.mark.parametrize(
    ("by", "words", "to_producer"),
    [
        (Party.BUYER, "Bạn đã hủy", 1),
        (Party.PRODUCER, "bị nhà sản xuất hủy", 0),
        (Party.OPERATOR, "bị nhà sản xuất hủy", 1),
        (Party.TIMER, "chưa được thanh toán", 1),
    ],
)
def test_who_is_told_of_a_cancellation(app, session, part, by, words, to_producer):
    life.cancel(session, part, by, "hết <hàng>", NOW)
    session.commit()
    [letter] = letters_to(app, AN)
    assert words in letter.text
    assert "hết <hàng>" in letter.text
    assert "hết &lt;hàng&gt;" in letter.html
    assert len(subjects(app, LAN)) == to_producer


def test_a_parcel_that_came_back_is_told(app, session, part):
    life.confirm(session, part, NOW)
    life.pack(session, part, NOW)
    life.ship(session, part, "coach", "", NOW)
    life.bring_back(session, part, NOW)
    session.commit()
    assert subjects(app, AN)[-1] == "Kiện hàng từ HTX Suối Giàng đã quay về"


@pytest.fixture
def paid(session, part) -> SubOrder:
    part.order.payment_method = PaymentMethod.CARD
    start_payments(session, part.order, [part], NOW)
    payment = payment_of(session, part)
    arrived(session, payment.id, payment.amount, "card:1", NOW)
    life.confirm(session, part, NOW)
    life.pack(session, part, NOW)
    session.commit()
    return part


@pytest.mark.parametrize("undelivered", [False, True])
def test_who_has_paid_reads_at_once_that_it_goes_back(app, session, paid, undelivered):
    if undelivered:
        life.ship(session, paid, "coach", "", NOW)
        life.bring_back(session, paid, NOW)
    else:
        life.cancel(session, paid, Party.PRODUCER, "hết hàng", NOW)
    session.commit()
    letter = letters_to(app, AN)[-1]
    for body in (letter.text, letter.html):
        assert "120.000\u00a0₫ bạn đã trả cho kiện này sẽ được hoàn lại" in body


def test_what_does_not_come_and_was_not_paid_has_neither_a_day_nor_money(app, session, part):
    life.confirm(session, part, NOW)
    session.commit()
    assert "Dự kiến nhận" in letters_to(app, AN)[-1].text
    life.cancel(session, part, Party.PRODUCER, "hết hàng", NOW)
    session.commit()
    cancelled = letters_to(app, AN)[-1]
    for body in (cancelled.text, cancelled.html):
        assert "Dự kiến nhận" not in body
        assert "hoàn lại" not in body


def test_what_is_confirmed_and_cancelled_at_once_is_told_as_cancelled(app, session, part):
    life.confirm(session, part, NOW)
    life.cancel(session, part, Party.PRODUCER, "hết hàng", NOW)
    session.commit()
    assert subjects(app, AN) == ["Kiện hàng từ HTX Suối Giàng đã bị hủy"]


def test_an_english_buyer_reads_english(app, session, part):
    part.order.language = "en"
    life.confirm(session, part, NOW)
    session.commit()
    assert subjects(app, AN) == ["HTX Suối Giàng has confirmed your parcel"]


def test_a_buyer_without_an_address_gets_none(app, session, part):
    part.order.email = ""
    life.cancel(session, part, Party.PRODUCER, "hết hàng", NOW)
    session.commit()
    assert subjects(app, "") == []
