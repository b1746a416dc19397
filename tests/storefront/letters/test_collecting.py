"""Letters and text messages about pre-orders: another booth, a fair that is put off, its new days."""

from datetime import date, time

import pytest
from sqlalchemy import select

from marketplace.fairs.booths import Booth
from marketplace.fairs.fairs import FairState
from marketplace.orders.orders import Order, Party, SubOrderState
from tests import world
from tests.letters import letters_to
from tests.marketplace.fairs.exhibiting import exhibitor
from tests.people import browser
from tests.preordering import look_after, part_of, preorder

AN, PHONE = "an@vidu.vn", "+84912345678"
DAY = date(2026, 12, 21)


@pytest.fixture
def fair(session):
    return world.fair(session, name="Hội chợ Tết")


@pytest.fixture
def orders(app, session, fair):
    """The numbers of two orders for booth A5: of somebody with an e-mail address, and with a telephone number alone."""
    maker = world.producer(session, "HTX Suối Giàng")
    product = world.product(session, by=maker, stock=9, ships_to="province")
    exhibitor(session, fair, "A5", maker, preorders_until=time(18))
    session.commit()
    made = [preorder(browser(app), product, fair, DAY, email=email) for email in (AN, "")]
    assert [len(texts) for texts in told(app)] == [1, 1], "that the orders have come in"
    return made


def told(app) -> tuple[list[str], list[str]]:
    """Subject and text of each letter to the one, and each text message to the other, oldest first."""
    letters = [f"{one.subject}\n{one.text}" for one in letters_to(app, AN)]
    return letters, [one.text for one in letters_to(app, PHONE)]


def told_of_it(app, session, clock, before: int = 1) -> tuple[list[str], list[str]]:
    """After the timer has run twice, without the first `before` of each: nothing is told again."""
    for _ in range(2):
        look_after(app, session, clock)
    letters, messages = told(app)
    return letters[before:], messages[before:]


def test_another_booth(app, clock, session, fair, orders):
    session.scalars(select(Booth)).one().number = "B9"
    (letter,), (message,) = told_of_it(app, session, clock)
    assert "đổi nơi hoặc ngày nhận" in letter
    for text, number in ((letter, orders[0]), (message, orders[1])):
        assert "Gian hàng B9, Hội chợ Tết" in text and "Thứ Hai, 21/12/2026, 08:00–21:00" in text
        assert "A5" not in text and f"/orders/{number}" in text
    assert "bạn có thể hủy" in letter and "nay nhận tại" in message


def test_put_off_and_announced_anew(app, clock, session, fair, orders):
    fair.state, fair.reason = FairState.POSTPONED, "Mưa"
    (letter,), (message,) = told_of_it(app, session, clock)
    assert "bị hoãn" in letter.partition("\n")[0] and "bị hoãn" in message
    assert (
        "21/12/2026" not in letter and f"/orders/{orders[0]}" in letter and f"/orders/{orders[1]}" in message
    )
    fair.state, fair.starts_on, fair.ends_on = FairState.ANNOUNCED, date(2027, 1, 5), date(2027, 1, 9)
    (letter,), (message,) = told_of_it(app, session, clock, before=2)
    for text in (letter, message):
        assert "Gian hàng A5" in text and "05/01/2027" in text


def test_what_is_not_so_any_more_when_the_letter_is_written_is_not_told(app, clock, session, fair, orders):
    """Announced anew before the letters about the delay were written: the new day alone is told."""
    fair.state, fair.reason = FairState.POSTPONED, "Mưa"
    look_after(app, session, clock)
    fair.state = FairState.ANNOUNCED
    (letter,), (message,) = told_of_it(app, session, clock)
    assert "nay nhận tại" in message and "đổi nơi hoặc ngày nhận" in letter


def test_who_cancels_before_the_letter_is_written_hears_nothing_of_it(app, clock, session, fair, orders):
    session.scalars(select(Booth)).one().number = "B9"
    look_after(app, session, clock)
    for number in orders:
        part = part_of(session, number)
        part.state, part.cancelled_by = SubOrderState.CANCELLED, Party.BUYER
        session.commit()
    assert told_of_it(app, session, clock) == ([], [])


def test_in_the_language_of_the_order(app, clock, session, fair, orders):
    for order in session.scalars(select(Order)):
        order.language = "en"
    session.scalars(select(Booth)).one().number = "B9"
    (letter,), (message,) = told_of_it(app, session, clock)
    assert "is collected elsewhere" in letter and "is collected here now: Booth B9" in message
    assert "/en/orders/" in letter and "/en/orders/" in message


def test_nobody_is_told_that_nothing_has_changed(app, clock, session, fair, orders):
    assert told_of_it(app, session, clock) == ([], [])
