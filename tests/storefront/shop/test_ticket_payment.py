"""Buying a ticket over the web: the form, the transfer on the ticket's page, the card, and giving it back."""

import json
import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace.fairs.ledger_check import check_fairs
from marketplace.fairs.ticket_life import lapse_tickets
from marketplace.fairs.visitors import HOLD, Visitor, VisitorState
from marketplace.payments.bank_accounts import BankAccount
from marketplace.payments.banks import SAMPLE_BANK
from marketplace.payments.ledger import balance, organiser_account
from marketplace.payments.payments import Payment
from marketplace.payments.refunds import Refund
from storefront.work.payments import ask_gateway
from tests import ticket_world, world
from tests.letters import do_jobs, letters_to
from tests.people import browser, fill
from tests.stripe_server import signed
from tests.world import NOW

FORM = {"name": "Nguyễn An", "contact": "an@vidu.vn", "heads": "3", "company": "", "method": "vietqr"}
S = VisitorState


@pytest.fixture
def fair(session):
    made = ticket_world.fair(session, name="Hội chợ Xuân")
    session.commit()
    return made


@pytest.fixture
def guest(app):
    return browser(app)


def come(client, fair, **changes):
    return fill(client, f"/en/fairs/{fair.slug}/visit", **(FORM | changes))


def the_ticket(session) -> Visitor:
    session.expire_all()
    return session.scalars(select(Visitor).order_by(Visitor.id.desc())).first()


def due_of(session) -> Payment:
    session.expire_all()
    return session.scalars(select(Payment).order_by(Payment.id.desc())).first()


def test_the_form_says_what_it_costs_and_how_it_is_paid(guest, fair):
    text = guest.get(f"/en/fairs/{fair.slug}/visit").text
    assert "A ticket costs 20,000\u00a0₫ a head" in text and "20,000\u00a0₫ × 1 = 20,000\u00a0₫" in text
    assert 'value="vietqr"' in text and 'value="card"' not in text
    answer = come(guest, fair, action="total", heads="4")
    assert answer.status_code == 200 and "20,000\u00a0₫ × 4 = 80,000\u00a0₫" in answer.text
    assert "Nguyễn An" in answer.text


def test_places_are_held_and_the_page_says_what_to_transfer(app, session, guest, fair):
    answer = come(guest, fair)
    assert answer.status_code == 303
    made, due = the_ticket(session), due_of(session)
    assert (made.state, due.reference, due.amount) == (S.PENDING, f"ticket:{made.id}", 60_000)
    text = guest.get(answer.location).text
    for words in ("Not paid yet", due.code, "0123456789", "60,000\u00a0₫", "held until", "<svg"):
        assert words in text, words
    assert "Show the code at the gate" not in text and ".ics" not in text
    assert "7 places are left" in guest.get(f"/en/fairs/{fair.slug}/visit").text
    (letter,) = letters_to(app, "an@vidu.vn")
    assert letter.subject == "Please pay for your ticket for Hội chợ Xuân"
    assert "60,000" in letter.text and f"/tickets/{made.code}" in letter.text


def test_the_ticket_is_good_once_the_money_has_come(app, session, guest, fair):
    page = come(guest, fair).location
    ticket_world.pay(session, due_of(session))
    session.commit()
    do_jobs(app)
    text = guest.get(page).text
    assert "Good for entrance" in text and "Show the code at the gate" in text and ".ics" in text
    assert "Paid." in text and "Transfer 60,000" not in text
    assert letters_to(app, "an@vidu.vn")[-1].subject == "Your ticket for Hội chợ Xuân"


def test_too_little_asks_for_the_rest(session, guest, fair):
    page = come(guest, fair).location
    ticket_world.pay(session, due_of(session), amount=50_000)
    session.commit()
    text = guest.get(page).text
    assert "50,000\u00a0₫ has come, 10,000\u00a0₫ is missing." in text and "Transfer 10,000" in text


def test_what_is_not_paid_in_time_says_so_by_the_clock_and_lapses(app, session, guest, fair, clock):
    page = come(guest, fair).location
    clock.moment = NOW + HOLD
    text = guest.get(page).text
    assert "Not paid in time" in text and "Register anew" in text
    assert "Transfer 60,000" not in text and "10 places" in guest.get(f"/en/fairs/{fair.slug}/visit").text
    lapse_tickets(session, fair, clock.moment)
    session.commit()
    do_jobs(app)
    assert "Register anew" in guest.get(page).text
    assert letters_to(app, "an@vidu.vn")[-1].subject == "Your ticket for Hội chợ Xuân was not paid in time"
    # Whoever still wants to come registers anew, with the same contact.
    assert come(guest, fair).status_code == 303 and the_ticket(session).state == S.PENDING


def test_a_paid_ticket_is_given_back_and_the_page_says_that_money_goes_back(session, guest, fair, clock):
    page = come(guest, fair).location
    ticket_world.pay(session, due_of(session))
    session.commit()
    assert "goes back in full" in guest.get(page).text
    clock.go_to(fair.starts_on)
    assert "cancellation" not in guest.get(page).text
    answer = fill(guest, f"/en/fairs/{fair.slug}/visit", f"{page}/cancellation")
    assert answer.status_code == 422 and "until the day before" in answer.text
    clock.go_to(fair.starts_on - timedelta(days=1))
    assert fill(guest, page, f"{page}/cancellation").status_code == 303
    assert session.scalars(select(Refund.amount)).all() == [60_000]
    text = guest.get(page).text
    assert "60,000\u00a0₫ goes back to you." in text and "Cancelled" in text


def test_somebody_who_types_the_contact_is_shown_nothing_and_the_contact_gets_the_way_to_pay(
    app, session, guest, fair
):
    come(guest, fair)
    answer = come(guest, fair, name="Ai Khác")
    made = the_ticket(session)
    assert (
        answer.status_code == 200 and made.code not in answer.text and due_of(session).code not in answer.text
    )
    assert [one.subject.split(" for ")[0] for one in letters_to(app, "an@vidu.vn")] == ["Please pay"] * 2


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"method": ""}, "Please choose how to pay."),
        ({"method": "card"}, ""),
        ({"method": "cash_on_delivery"}, ""),
        ({"heads": "11"}, "Only 10 places are left."),
        ({"heads": "-1"}, "This is no whole number."),
    ],
)
def test_bad_input_is_said_and_nothing_is_written(session, guest, fair, changes, said):
    answer = come(guest, fair, **changes)
    assert answer.status_code == 422 and said in answer.text
    assert the_ticket(session) is None and due_of(session) is None


def test_a_way_to_pay_that_is_not_open_is_refused_on_the_ticket_too(session, guest, fair):
    page = come(guest, fair).location
    for method in ("card", "cash_on_delivery", "tiền", ""):
        answer = fill(guest, page, f"{page}/payment", method=method)
        assert answer.status_code == 422 and "Please choose how to pay." in answer.text
    assert due_of(session).method == "vietqr"
    assert guest.get(f"{page}/card-payment").status_code == 404


def test_a_made_up_account_is_one_in_the_demo_alone(app, session, guest, fair):
    session.add(
        BankAccount(
            organiser_id=fair.organiser_id,
            bin=SAMPLE_BANK,
            number="0000000001",
            holder="TÀI KHOẢN MẪU",
            created_at=NOW,
            in_force_at=NOW,
        )
    )
    session.commit()
    samples = app.extensions["shop_terms"].samples
    text = guest.get(f"/en/fairs/{fair.slug}/visit").text
    assert ("sold at its gate" in text) is not samples


def test_without_any_way_to_pay_tickets_are_sold_at_the_gate(session, guest):
    fair = world.fair(session, visitor_quota=5, ticket_price=20_000)
    session.commit()
    assert "sold at its gate, 20,000" in guest.get(f"/en/fairs/{fair.slug}/visit").text


# By card


@pytest.fixture
def selling(session, clock, cards):
    day = clock.now().date()
    days = {"starts_on": 20, "ends_on": 24, "applications_from": -5, "applications_until": 10}
    made = ticket_world.fair(session, **{name: day + timedelta(days=n) for name, n in days.items()})
    session.commit()
    return made


def press_pay(client, page: str) -> str:
    """The id of the gateway's page."""
    answer = fill(client, page, f"{page}/card-payment")
    assert answer.status_code == 200, answer.location
    return answer.text.split("/pay/")[1].split('"')[0]


def deliver(client, stripe) -> None:
    for event in stripe.events:
        body = json.dumps(event).encode()
        headers = {"Stripe-Signature": signed(body)}
        answer = client.post("/webhooks/stripe", data=body, headers=headers, content_type="application/json")
        assert answer.status_code == 200


def test_a_card_is_counted_once_by_return_event_and_check(
    app, session, guest, stripe, undone, clock, selling
):
    page = come(guest, selling, method="card").location
    assert "Pay by card" in guest.get(page).text
    opened = press_pay(guest, page)
    assert press_pay(guest, page) == opened
    stripe.pay(opened)
    assert guest.get(f"{page}/card-payment").location == page
    text = guest.get(page).text
    assert "your payment has come" in text and "Good for entrance" in text
    for _ in range(2):
        deliver(guest, stripe)
    with app.app_context():
        ask_gateway(undone, clock.now())
    due = due_of(session)
    assert (due.received, balance(session, organiser_account(selling.organiser_id))) == (60_000, 60_000)


def test_a_card_ticket_that_is_given_back_goes_back_to_the_card(app, session, guest, stripe, clock, selling):
    page = come(guest, selling, method="card").location
    stripe.pay(press_pay(guest, page))
    deliver(guest, stripe)
    assert fill(guest, page, f"{page}/cancellation").status_code == 303
    do_jobs(app)
    deliver(guest, stripe)
    due = due_of(session)
    assert (due.given_back, balance(session, organiser_account(selling.organiser_id))) == (60_000, 0)
    assert check_fairs(session) == [] and "60,000\u00a0₫ has gone back." in guest.get(page).text
    do_jobs(app)
    assert "Money back" in letters_to(app, "an@vidu.vn")[-1].subject


def test_the_way_changes_from_card_to_transfer_until_a_page_is_open(session, guest, stripe, selling):
    page = come(guest, selling, method="card").location
    assert fill(guest, page, f"{page}/payment", method="vietqr").status_code == 303
    assert due_of(session).code in guest.get(page).text
    assert fill(guest, page, f"{page}/payment", method="card").status_code == 303
    press_pay(guest, page)
    assert not re.search('name="method" value="vietqr"', guest.get(page).text)
    answer = fill(guest, page, f"{page}/payment", method="vietqr")
    assert answer.status_code == 422 and "under way already" in answer.text
