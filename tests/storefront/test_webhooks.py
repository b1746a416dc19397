"""Webhooks: signed, counted once with their effect, in any order; everything else is refused and writes nothing."""

import json
import random
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from marketplace.jobs import Job
from marketplace.orders.orders import Order
from marketplace.payments.events import PaymentEvent, disputes_over
from marketplace.payments.ledger import balances
from marketplace.payments.payments import Payment, PaymentState, Receipt
from marketplace.stock import Stock
from storefront.work.payments import ask_gateway, free_unpaid, refund_payment
from tests import people, world
from tests.markup import Page
from tests.shopping import fill_basket, give_address, hidden, order_number, review_form
from tests.stripe_server import SECRET, signed


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


def test_who_leaves_the_page_of_the_card_reads_how_to_go_on(client, session, order):
    press_pay(client, order)
    page = Page(client.get(f"/en/orders/{order.number}").text).one("section", "payments")
    assert "press “Pay by card” once more" in page.text
    assert "Please pay before" in page.text
    assert [one.text for one in page.inside if one.tag == "button"] == ["Pay by card"]


def test_a_payment_nobody_told_of_is_found(client, session, stripe, order, app, clock):
    stripe.pay(press_pay(client, order))
    with app.app_context():
        for _ in range(2):
            ask_gateway(app.extensions["database"], clock.now())
    assert counts(session)[0] == PaymentState.SUCCEEDED


def test_a_thousand_deliveries_doubled_and_shuffled_end_in_one_state(client, session, stripe, order):
    page = press_pay(client, order)
    stripe.decline(page)
    stripe.pay(page)
    intent = stripe.sessions[page]["payment_intent"]
    stripe.create_refund({"payment_intent": intent, "amount": "30000"})
    stripe.dispute(intent, reason="product_unacceptable")
    stripe.dispute(intent, type="funds_withdrawn", reason="product_unacceptable")
    stripe.dispute(intent, status="lost", type="closed", reason="product_unacceptable")
    stripe.happened("customer.created", {"id": "cus_1"})
    random.seed(session.connection().dialect.name)
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


# Of others, or not as agreed


def paid_intent(order_payment: Payment, **changed) -> dict:
    """As the gateway tells of money for this payment."""
    intent = {
        "id": "pi_1",
        "object": "payment_intent",
        "status": "succeeded",
        "currency": "vnd",
        "amount_received": order_payment.amount,
        "metadata": {"code": order_payment.code},
    }
    return intent | changed


def event_of(type: str, thing: dict, id: str = "evt_1") -> dict:
    moment = int(datetime.now(UTC).timestamp())
    return {"id": id, "type": type, "created": moment, "data": {"object": thing}}


@pytest.mark.parametrize(
    "changed",
    [
        {"currency": "usd"},
        {"status": "processing"},
        {"metadata": None},
        {"metadata": {}},
        {"metadata": {"code": "CP0000000000"}},
        {"metadata": {"code": ["CP"]}},
        {"metadata": {"code": "đơn hàng\x00 \ud800" + "x" * 500}},
    ],
)
def test_money_that_is_not_ours_is_written_down_and_does_nothing(client, session, order, changed):
    before = counts(session)
    event = event_of("payment_intent.succeeded", paid_intent(payment(session), **changed))
    assert [send(client, event).text for _ in range(2)] == ["taken", "known"]
    assert counts(session) == before
    (kept,) = session.scalars(select(PaymentEvent))
    assert kept.payment_id is None


@pytest.mark.parametrize(
    "type", ["refund.created", "charge.dispute.created", "charge.dispute.funds_withdrawn"]
)
def test_what_is_told_of_a_charge_of_others_does_nothing(client, session, order, type):
    thing = {"id": "x_1", "payment_intent": "pi_other", "amount": 5, "currency": "vnd"}
    before = counts(session)
    for status in ("succeeded", "needs_response"):
        event = event_of(type, thing | {"status": status}, f"evt_{status}")
        assert send(client, event).status_code == 200
    assert counts(session) == before
    assert payment(session).disputed == 0


def test_a_type_we_do_not_know_is_written_down_and_does_nothing(client, session, order):
    before = counts(session)
    assert send(client, event_of("payout.paid", {"id": "po_1", "amount": 5})).text == "taken"
    assert counts(session) == before


def test_a_card_never_pays_for_what_is_to_be_transferred(client, session, order):
    made = payment(session)
    made.method = "vietqr"
    session.commit()
    assert send(client, event_of("payment_intent.succeeded", paid_intent(made))).status_code == 200
    assert counts(session) == (made.state, 0, 0, 0)


@pytest.mark.parametrize(
    ("beyond", "state", "back"),
    [(-1, PaymentState.PENDING, 0), (5, PaymentState.SUCCEEDED, 5)],
)
def test_too_little_pays_nothing_and_too_much_goes_back(client, session, order, beyond, state, back):
    made = payment(session)
    intent = paid_intent(made, amount_received=made.amount + beyond)
    send(client, event_of("payment_intent.succeeded", intent))
    made = payment(session)
    assert (made.is_paid, made.received) == (state == PaymentState.SUCCEEDED, made.amount + beyond)
    assert made.surplus == back
    asked = session.scalars(select(Job.facts).where(Job.kind == "refund_payment")).all()
    assert len(asked) == bool(back)


@pytest.mark.parametrize(
    "changed",
    [{"amount_received": "5"}, {"amount_received": -5}, {"amount_received": 1.5}, {"amount_received": True}],
)
def test_an_amount_that_is_none_is_refused(client, session, order, changed):
    event = event_of("payment_intent.succeeded", paid_intent(payment(session), **changed))
    assert send(client, event).status_code == 400
    assert counts(session)[1:] == (0, 0, 0)


# Hostile


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"{",
        b"[]",
        b"\xff",
        b'{"id": 1}',
        b"[" * 50_000,
        b'{"id":"e","type":"t","created":1}',
        b'{"id":"e\\u0000","type":"t","created":1,"data":{"object":{}}}',
        b'{"id":"e\\ud800","type":"t","created":1,"data":{"object":{}}}',
        b'{"id":"e","type":"t","created":1e99,"data":{"object":{}}}',
        b'{"id":"e","type":"t","created":NaN,"data":{"object":{}}}',
        b'{"id":"e","type":"charge.dispute.created","created":1,"data":{"object":[]}}',
    ],
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
