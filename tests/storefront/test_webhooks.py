"""Webhooks: signed, counted once with their effect, in any order; everything else is refused and writes nothing."""

import json
import random
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from marketplace.jobs import Job
from marketplace.orders.methods import ShopTerms
from marketplace.orders.orders import Order
from marketplace.orders.stock import Stock
from marketplace.payments.events import PaymentEvent, disputes_over
from marketplace.payments.ledger import balances
from marketplace.payments.payments import Payment, PaymentState, Receipt
from marketplace.payments.stripe_gateway import StripeGateway
from storefront.work.payments import ask_gateway, free_unpaid, refund_payment
from tests import people, world
from tests.shopping import fill_basket, give_address, hidden, order_number, review_form
from tests.stripe_server import KEY, SECRET, running_stripe, signed


@pytest.fixture
def stripe():
    with running_stripe() as server:
        yield server


@pytest.fixture
def cards(app, stripe, clock):
    """The shop with cards on, at the time of the real clock: the test server lives by that."""
    clock.moment = datetime.now(UTC).replace(microsecond=0)
    before = app.extensions["gateway"], app.extensions["shop_terms"]
    app.extensions["gateway"] = StripeGateway(KEY, SECRET, stripe.address)
    app.extensions["shop_terms"] = ShopTerms(cards=True)
    yield app
    app.extensions["gateway"], app.extensions["shop_terms"] = before


@pytest.fixture
def order(cards, client, session) -> Order:
    """Of two producers, to be paid by card."""
    products = [world.product(session, stock=5) for _ in range(2)]
    session.commit()
    fill_basket(client, *products)
    give_address(client)
    answer = client.post("/orders", data=review_form(client) | {"method": "card"})
    assert answer.status_code == 303, answer.text
    return session.scalars(select(Order).where(Order.number == order_number(answer))).one()


def press_pay(client, order) -> str:
    """Press "pay by card"; the id of the gateway's page."""
    token = hidden(client.get(f"/orders/{order.number}").text, "csrf_token")
    page = client.post(f"/orders/{order.number}/card-payment", data={"csrf_token": token})
    assert page.status_code == 200, (page.status_code, page.location)
    return page.text.split("/pay/")[1].split('"')[0]


def send(client, event, secret=SECRET, **headers):
    body = event if isinstance(event, bytes) else json.dumps(event).encode()
    sent = {"Stripe-Signature": signed(body, secret)} | headers
    browser = client.application.test_client()
    return browser.post("/webhooks/stripe", data=body, headers=sent, content_type="application/json")


def payment(session) -> Payment:
    return session.scalars(select(Payment).execution_options(populate_existing=True)).one()


def counts(session) -> tuple:
    made = payment(session)
    receipts = session.scalar(select(func.count()).select_from(Receipt))
    return made.state, made.received, made.given_back, receipts


def test_paid_on_the_page_and_told_by_the_event(client, session, stripe, order):
    stripe.pay(press_pay(client, order))
    for event in stripe.events:
        assert send(client, event).status_code == 200
    assert counts(session) == (PaymentState.SUCCEEDED, stripe.intents.popitem()[1]["amount"], 0, 1)


def test_the_buyer_s_account_pays_in_any_browser_and_nobody_else(app, client, session, stripe, order):
    binh, cuc = (people.user(session, f"{name}@vidu.vn") for name in ("binh", "cuc"))
    order.user_id = binh.id
    session.commit()
    elsewhere, other = people.signed_in(app, binh), people.signed_in(app, cuc)
    stripe.pay(press_pay(elsewhere, order))
    address = f"/orders/{order.number}/card-payment"
    assert elsewhere.get(address).location == f"/orders/{order.number}"
    assert payment(session).state == PaymentState.SUCCEEDED
    assert other.get(address).status_code == other.post(address).status_code == 404


def test_the_page_asks_for_the_total_and_is_opened_once(client, session, stripe, order):
    first, second = press_pay(client, order), press_pay(client, order)
    assert first == second
    assert stripe.sessions[first]["amount_total"] == payment(session).amount
    assert len(stripe.sessions) == 1
    assert payment(session).state == PaymentState.PENDING


def test_the_return_of_the_browser_is_enough_and_the_event_changes_nothing_more(
    client, session, stripe, order
):
    stripe.pay(press_pay(client, order))
    answer = client.get(f"/orders/{order.number}/card-payment")
    assert answer.status_code == 303
    assert "good" in client.get(answer.location).text
    paid = counts(session)
    assert paid[0] == PaymentState.SUCCEEDED
    for event in stripe.events:
        assert send(client, event).status_code == 200
    assert counts(session) == paid


def test_a_payment_nobody_told_of_is_found(client, session, stripe, order, app, clock):
    stripe.pay(press_pay(client, order))
    with app.app_context():
        for _ in range(2):
            ask_gateway(app.extensions["database"], clock.now())
    assert counts(session)[0] == PaymentState.SUCCEEDED


@pytest.mark.parametrize("seed", [7, 8])
def test_a_thousand_deliveries_doubled_and_shuffled_end_in_one_state(client, session, stripe, order, seed):
    page = press_pay(client, order)
    stripe.decline(page)
    stripe.pay(page)
    intent = stripe.sessions[page]["payment_intent"]
    stripe.create_refund({"payment_intent": intent, "amount": "30000"})
    stripe.dispute(intent, reason="product_unacceptable")
    stripe.dispute(intent, type="funds_withdrawn", reason="product_unacceptable")
    stripe.dispute(intent, status="lost", type="closed", reason="product_unacceptable")
    stripe.happened("customer.created", {"id": "cus_1"})
    random.seed(seed)
    deliveries = [event for event in stripe.events for _ in range(-(-1000 // len(stripe.events)))]
    random.shuffle(deliveries)
    assert len(deliveries) >= 1000
    assert {send(client, event).status_code for event in deliveries} == {200}
    amount = stripe.intents[intent]["amount"]
    assert counts(session) == (PaymentState.SUCCEEDED, amount, 30_000, 2)
    assert session.scalar(select(func.count()).select_from(PaymentEvent)) == len(stripe.events)
    assert list(disputes_over(session, intent).values()) == ["lost"]
    assert payment(session).disputed == amount
    left = {name: dong for name, dong in balances(session, "").items() if dong}
    assert left == {"buyer": -30_000, "gateway": 30_000}, "the bank took back what had been refunded already"


@pytest.mark.parametrize("backwards", [False, True])
def test_a_refund_told_before_the_payment_is_counted_with_it(client, session, stripe, order, backwards):
    page = press_pay(client, order)
    stripe.pay(page)
    stripe.create_refund({"payment_intent": stripe.sessions[page]["payment_intent"], "amount": "30000"})
    for event in reversed(stripe.events) if backwards else stripe.events:
        assert send(client, event).status_code == 200
    assert counts(session)[2] == 30_000


def test_late_money_by_card_is_refunded_once(client, session, stripe, order, app, clock):
    """The hold has lapsed and the goods are sold; the worker dies after the gateway has paid out."""
    page = press_pay(client, order)
    clock.moment += timedelta(hours=1)
    free_unpaid(app.extensions["database"], clock.now())
    session.expire_all()
    for stock in session.scalars(select(Stock)):
        stock.on_hand = 0
    session.commit()
    clock.moment -= timedelta(hours=1)
    stripe.pay(page)
    send(client, stripe.events[0])
    job = session.scalars(select(Job).where(Job.kind == "refund_payment")).one()
    database = app.extensions["database"]
    with app.app_context():
        refund_payment(database, job, clock.now())
        effect = refund_payment(database, job, clock.now())
    with database.transaction() as writing:
        effect(writing)
    with app.app_context():
        assert refund_payment(database, job, clock.now()) is None
    for event in stripe.events:
        send(client, event)
    (refund,) = stripe.refunds.values()
    assert counts(session)[2] == refund["amount"] == payment(session).amount


# Hostile


@pytest.mark.parametrize(
    "body",
    [b"", b"null", b"{", b"[]", b"\xff", b'{"id": 1}', b"[" * 50_000, b'{"id":"e","type":"t","created":1}'],
)
def test_a_signed_body_that_makes_no_sense_is_refused(client, session, order, body):
    assert send(client, body).status_code == 400
    assert session.scalars(select(PaymentEvent)).all() == []


@pytest.mark.parametrize("header", ["", "t=1,v1=é", "nonsense", "t=9999999999,v1=00"])
def test_a_wrong_signature_is_refused_and_writes_nothing(client, session, stripe, order, header):
    stripe.pay(press_pay(client, order))
    answer = send(client, stripe.events[0], **{"Stripe-Signature": header})
    assert answer.status_code == 400
    assert send(client, stripe.events[0], "whsec_of_somebody").status_code == 400
    assert counts(session) == (PaymentState.PENDING, 0, 0, 0)


def test_a_giant_body_is_refused(client, order):
    assert send(client, b" " * (2**20 + 1)).status_code == 413


def test_the_address_only_takes_posts_and_is_not_there_without_cards(client, app, session):
    assert client.get("/webhooks/stripe").status_code == 405
    assert send(client, {"id": "evt_1"}).status_code == 404


def test_cards_are_invisible_and_closed_without_keys(client, session):
    product = world.product(session)
    session.commit()
    fill_basket(client, product)
    give_address(client)
    page = client.get("/checkout/review").text
    assert 'value="card"' not in page
    answer = client.post("/orders", data=review_form(client) | {"method": "card"})
    assert answer.status_code == 422
    assert session.scalars(select(Order)).all() == []
    assert client.post("/orders/AAAAAAAAAA/card-payment").status_code == 404


def test_a_strangers_order_is_not_paid_from_here(app, cards, order):
    stranger = app.test_client()
    stranger.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    for answer in (
        stranger.post(f"/orders/{order.number}/card-payment"),
        stranger.get(f"/orders/{order.number}/card-payment"),
    ):
        assert answer.status_code == 404


def test_a_gateway_that_is_down_leaves_the_order_as_it_is(client, session, stripe, order):
    stripe.down = True
    token = hidden(client.get(f"/orders/{order.number}").text, "csrf_token")
    answer = client.post(f"/orders/{order.number}/card-payment", data={"csrf_token": token})
    assert answer.status_code == 303
    assert counts(session) == (PaymentState.CREATED, 0, 0, 0)
    stripe.down = False
    press_pay(client, order)
