"""The page of disputed card payments: each dispute once, as it stands by the newest event."""

from datetime import timedelta

import pytest

from marketplace.orders.paying import start_payments
from marketplace.payments.card_events import take_event
from marketplace.payments.gateway import Charge, Event
from marketplace.payments.payments import PaymentMethod, payment_for
from tests import world
from tests.marketplace.orders.making import place
from tests.markup import Page
from tests.world import NOW

PATH = "/en/office/payments"


@pytest.fixture
def disputed(session):
    """An order that was paid by card; tells of a dispute over it."""
    order = place(session, world.product(session), payment_method=PaymentMethod.CARD)
    start_payments(session, order, order.sub_orders, NOW)
    session.flush()
    payment = payment_for(session, f"order:{order.id}")
    charge = Charge("pi_1", payment.code, payment.amount)
    take_event(session, "stripe", Event("evt_0", "payment_intent.succeeded", NOW, payment.code, charge), NOW)

    def tell(number: int, status: str, charge_id: str = "pi_1", id: str = "du_1", reason: str = "") -> str:
        at = NOW + timedelta(hours=number)
        facts = {"dispute": id, "status": status, "amount": 120_000, "reason": reason}
        event = Event(f"evt_{number}", "charge.dispute.updated", at, charge_id=charge_id, facts=facts)
        take_event(session, "stripe", event, NOW)
        session.commit()
        return order.number

    return tell


def rows(officer) -> list[str]:
    return [row.text for row in Page(officer.get(PATH).text).find("tr")][1:]


def test_without_any_the_page_says_so(officer):
    assert "No payment is disputed." in officer.get(PATH).text


def test_a_dispute_stands_there_once_as_it_was_told_last(officer, disputed):
    disputed(3, "under_review")
    number = disputed(1, "needs_response")
    (row,) = rows(officer)
    assert number[:4] in row
    assert "120,000 ₫" in row
    assert "The bank decides" in row


def test_the_newest_is_first_and_what_is_not_known_is_shown_as_it_is(officer, disputed):
    disputed(1, "won")
    disputed(2, "<b>odd", charge_id="pi_unknown", id="du_2")
    first, second = rows(officer)
    assert "Unknown" in first
    assert "<b>odd" in first
    assert "Won: the money stays" in second


@pytest.mark.parametrize(
    ("reason", "words", "bears"),
    [
        ("product_not_received", "The goods have not arrived", "The producer"),
        ("fraudulent", "Not paid by the holder of the card", "The market"),
        ("", "Not told", "The market"),
        ("brand_new", "brand_new", "The market"),
    ],
)
def test_it_says_why_and_who_bears_it(officer, disputed, reason, words, bears):
    disputed(1, "needs_response", reason=reason)
    disputed(2, "lost")
    (row,) = rows(officer)
    assert words in row and bears in row


def test_only_officers_see_it(people):
    assert people.nobody.get(PATH).status_code in (303, 403, 404)
    assert people.guest.get(PATH).status_code == 303
