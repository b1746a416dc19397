"""Paying a booth by card: the gateway's page, the signed event over HTTP, the browser that comes back, a refund."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace.accounts.memberships import add_member
from marketplace.fairs.application_steps import withdraw
from marketplace.fairs.applications import Application, ApplicationState
from marketplace.fairs.ledger_check import check_fairs
from marketplace.payments.ledger import balance, organiser_account
from marketplace.payments.payments import Payment, PaymentState
from marketplace.payments.refunds import Refund
from storefront.work.payments import ask_gateway
from tests import booth_world, people, world
from tests.booth_world import ready
from tests.letters import do_jobs
from tests.people import signed_in
from tests.shopping import hidden
from tests.stripe_server import signed

S = ApplicationState


@pytest.fixture
def fair(session, clock, cards):
    day = clock.now().date()
    spans = {"starts_on": 20, "ends_on": 24, "applications_from": -5, "applications_until": 10}
    return world.fair(session, **{name: day + timedelta(days=days) for name, days in spans.items()})


@pytest.fixture
def held(session, fair, clock):
    """An application with a booth held for it."""
    type = booth_world.booth_type(session, fair)
    booth_world.booths(session, fair, type, 1)
    one = booth_world.application(session, fair, type, now=clock.now())
    booth_world.accept(session, fair, one, clock.now())
    session.commit()
    return one


@pytest.fixture
def client(cards, session, held):
    user = people.user(session, "an@vidu.vn")
    add_member(session, user, ready(session, held).producer, booth_world.NOW)
    session.commit()
    return signed_in(cards, user)


def post(client, page: str, path: str, **data):
    return client.post(path, data={"csrf_token": hidden(client.get(page).text, "csrf_token")} | data)


def press_pay(client, page: str) -> str:
    """Choose the card, press "pay"; the id of the gateway's page."""
    assert post(client, page, f"{page}/payment", method="card").location.endswith(page)
    answer = post(client, page, f"{page}/card-payment")
    assert answer.status_code == 200, answer.location
    return answer.text.split("/pay/")[1].split('"')[0]


def now_in(session, id: int) -> str:
    return session.get_one(Application, id, populate_existing=True).state


def deliver(client, stripe) -> None:
    """Every event of the gateway, signed."""
    browser = client.application.test_client()
    for event in stripe.events:
        body = json.dumps(event).encode()
        answer = browser.post(
            "/webhooks/stripe",
            data=body,
            headers={"Stripe-Signature": signed(body)},
            content_type="application/json",
        )
        assert answer.status_code == 200


def test_a_card_is_counted_once_by_return_event_and_check(
    app, session, client, stripe, undone, clock, held, fair
):
    page = f"/producer/applications/{held.code}"
    opened = press_pay(client, page)
    assert press_pay_again(client, page) == opened
    stripe.pay(opened)
    due = session.scalars(select(Payment)).one()
    assert (due.reference.partition(":")[0], due.provider_id) == ("booth", opened)
    assert client.get(f"{page}/card-payment").status_code == 303
    assert now_in(session, held.id) == S.CONFIRMED
    deliver(client, stripe)
    with app.app_context():
        ask_gateway(undone, clock.now())
    session.refresh(due)
    assert (due.state, due.received) == (PaymentState.SUCCEEDED, due.amount)
    assert balance(session, organiser_account(fair.organiser_id)) == due.amount


def press_pay_again(client, page: str) -> str:
    return post(client, page, f"{page}/card-payment").text.split("/pay/")[1].split('"')[0]


def test_the_event_alone_confirms_and_a_withdrawal_sends_the_money_back(
    app, session, client, stripe, clock, held, fair
):
    stripe.pay(press_pay(client, f"/producer/applications/{held.code}"))
    deliver(client, stripe)
    assert now_in(session, held.id) == S.CONFIRMED
    withdraw(session, fair, ready(session, held), clock.now())
    session.commit()
    do_jobs(app)
    deliver(client, stripe)
    refund = session.scalars(select(Refund).execution_options(populate_existing=True)).one()
    assert refund.done_at and refund.provider_id
    assert balance(session, organiser_account(fair.organiser_id)) == 0
    assert check_fairs(session) == []
