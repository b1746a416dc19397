"""The Stripe gateway against a real HTTP server; the same calls against Stripe's test mode where a key is set."""

import json
import os
from datetime import UTC, datetime, timedelta

import pytest

from marketplace.payments.gateway import Charge, CheckoutState, GatewayError, Line, WrongSignature
from marketplace.payments.stripe_gateway import StripeGateway
from tests.stripe_server import KEY, SECRET, Problem, checked, running_stripe, signed

LINES = [Line("HTX Suối Giàng (ABCD-1)", 250_000), Line("HTX Mù Cang Chải (ABCD-2)", 99_999)]


@pytest.fixture
def stripe():
    with running_stripe() as server:
        yield server


@pytest.fixture
def gateway(stripe):
    return StripeGateway(KEY, SECRET, stripe.address)


def asked(key: str = "CPTEST000001-0", **changed) -> dict:
    moment = datetime.now(UTC) + timedelta(minutes=40)
    return {
        "success_url": "https://chophien.example/ok",
        "cancel_url": "https://chophien.example/no",
        "expires_at": moment.replace(microsecond=0),
        "language": "vi",
        "key": key,
    } | changed


@pytest.fixture(
    params=[
        "here",
        pytest.param(
            "stripe.com",
            marks=pytest.mark.skipif("STRIPE_TEST_KEY" not in os.environ, reason="needs STRIPE_TEST_KEY"),
        ),
    ]
)
def either(request, gateway):
    """Our test server, and Stripe's own where a key is at hand."""
    if request.param == "here":
        return gateway
    return StripeGateway(os.environ["STRIPE_TEST_KEY"], SECRET)


def test_a_page_is_opened_and_found_again(either):
    key = f"test-{datetime.now(UTC).timestamp()}"
    options = asked(key)
    page = either.create_checkout("CPTEST000001", LINES, **options)
    assert page.url.startswith("http")
    assert (page.state, page.charge) == (CheckoutState.OPEN, None)
    assert either.create_checkout("CPTEST000001", LINES, **options).id == page.id
    assert either.fetch(page.id).state == CheckoutState.OPEN


def test_what_the_gateway_refuses_is_told(either):
    with pytest.raises(GatewayError, match="InvalidRequest"):
        either.fetch("cs_test_nobody")
    with pytest.raises(GatewayError):
        either.create_checkout("CP1", LINES, **asked("k", expires_at=datetime.now(UTC)))


def test_dong_are_never_multiplied_in_either_direction(gateway, stripe):
    page = gateway.create_checkout("CPTEST000001", LINES, **asked())
    assert stripe.sessions[page.id]["amount_total"] == 349_999
    stripe.pay(page.id)
    charge = Charge(stripe.sessions[page.id]["payment_intent"], "CPTEST000001", 349_999)
    paid = gateway.fetch(page.id)
    assert (paid.state, paid.charge) == (CheckoutState.COMPLETE, charge)
    assert gateway.charges_since(datetime.now(UTC) - timedelta(hours=1)) == [charge]
    assert gateway.charges_since(datetime.now(UTC) + timedelta(hours=1)) == []
    gateway.refund(charge.id, 349_998, "r1")
    assert [refund["amount"] for refund in stripe.refunds.values()] == [349_998]
    for event in stripe.events[:2]:
        body = json.dumps(event).encode()
        assert gateway.read_event(body, signed(body), datetime.now(UTC)).charge == charge


def test_a_refund_with_the_same_key_is_made_once(gateway, stripe):
    page = gateway.create_checkout("CPTEST000001", LINES, **asked())
    stripe.pay(page.id)
    intent = stripe.sessions[page.id]["payment_intent"]
    assert gateway.refund(intent, 100_000, "r1") == gateway.refund(intent, 100_000, "r1")
    assert len(stripe.refunds) == 1
    with pytest.raises(GatewayError, match="Idempotency"):
        gateway.refund(intent, 100_001, "r1")
    with pytest.raises(GatewayError, match="InvalidRequest"):
        gateway.refund(intent, 250_000, "r2")


def test_a_share_goes_to_the_producers_account(gateway, stripe):
    page = gateway.create_checkout("CPTEST000001", LINES, **asked())
    stripe.pay(page.id)
    intent = stripe.intents[stripe.sessions[page.id]["payment_intent"]]
    gateway.transfer(intent["id"], 230_000, "acct_1", "CPTEST000001", "t1")
    gateway.transfer(intent["id"], 230_000, "acct_1", "CPTEST000001", "t1")
    (transfer,) = stripe.transfers.values()
    assert (transfer["amount"], transfer["source_transaction"]) == (230_000, intent["latest_charge"])


def test_a_gateway_that_is_down_or_not_there_is_told_and_not_asked_twice(gateway, stripe):
    stripe.down = True
    with pytest.raises(GatewayError):
        gateway.fetch("cs_test_1")
    assert len(stripe.requests) == 1
    with pytest.raises(GatewayError):
        StripeGateway(KEY, SECRET, "http://127.0.0.1:9").fetch("cs_test_1")


def test_a_wrong_key_is_told_without_the_key(stripe):
    with pytest.raises(GatewayError) as told:
        StripeGateway("sk_test_another_secret", SECRET, stripe.address).fetch("cs_test_1")
    assert "another_secret" not in str(told.value)


# Events


@pytest.mark.parametrize(
    "header",
    [
        "",
        "nonsense",
        "t=1,v1=abc",
        "v1=abc",
        "t=x,v1=abc",
        "t=1,v1=é",
        "t=,v1=",
        "t=1" * 1000,
    ],
)
def test_a_wrong_signature_is_refused(gateway, header):
    with pytest.raises(WrongSignature):
        gateway.read_event(b"{}", header, datetime.now(UTC))


def test_a_signature_is_good_for_five_minutes_this_body_and_this_secret(gateway):
    now = datetime.now(UTC)
    body = json.dumps({"id": "evt_1", "type": "x.y", "created": 1, "data": {"object": {}}}).encode()
    assert gateway.read_event(body, signed(body), now).type == "x.y"
    for other in (
        signed(body, at=now.timestamp() - 301),
        signed(body, at=now.timestamp() + 301),
        signed(body, "whsec_of_somebody"),
        signed(body + b" "),
    ):
        with pytest.raises(WrongSignature):
            gateway.read_event(body, other, now)


GOOD = {
    "id": "evt_1",
    "type": "payment_intent.succeeded",
    "created": 1,
    "data": {
        "object": {
            "id": "pi_1",
            "status": "succeeded",
            "currency": "vnd",
            "amount_received": 1000,
            "metadata": {"code": "CP1"},
        }
    },
}


def with_object(**changed) -> dict:
    return GOOD | {"data": {"object": GOOD["data"]["object"] | changed}}


@pytest.mark.parametrize(
    "hostile",
    [
        b"",
        b"null",
        b"[]",
        b"{",
        b"\xff\xfe",
        b'"text"',
        b"{}",
        b"[" * 100_000,
        json.dumps(GOOD | {"id": None}).encode(),
        json.dumps(GOOD | {"id": "x" * 300}).encode(),
        json.dumps(GOOD | {"type": 7}).encode(),
        json.dumps(GOOD | {"created": "soon"}).encode(),
        json.dumps(GOOD | {"created": 10**30}).encode(),
        json.dumps(GOOD | {"data": []}).encode(),
        json.dumps(with_object(amount_received=-5)).encode(),
        json.dumps(with_object(amount_received=1.5)).encode(),
        json.dumps(with_object(amount_received="1000")).encode(),
        json.dumps(with_object(amount_received=10**20)).encode(),
        json.dumps(with_object(metadata="CP1")).encode(),
    ],
    ids=lambda body: body[:60].decode("latin-1"),
)
def test_a_signed_event_that_makes_no_sense_is_refused(gateway, hostile):
    with pytest.raises((ValueError, WrongSignature)):
        gateway.read_event(hostile, signed(hostile), datetime.now(UTC))


@pytest.mark.parametrize(
    "event",
    [
        with_object(currency="usd"),
        with_object(metadata={}),
        with_object(status="processing"),
        GOOD | {"type": "customer.created"},
    ],
    ids=str,
)
def test_what_is_not_ours_moves_no_money(gateway, event):
    body = json.dumps(event).encode()
    assert gateway.read_event(body, signed(body), datetime.now(UTC)).charge is None


def test_the_test_server_refuses_what_stripe_does_not_know():
    from stripe.params._refund_create_params import RefundCreateParams
    from stripe.params.checkout._session_create_params import SessionCreateParams

    checked({"payment_intent": "pi_1", "amount": "5"}, RefundCreateParams)
    with pytest.raises(Problem, match="unknown parameter: amuont"):
        checked({"amuont": "5"}, RefundCreateParams)
    with pytest.raises(Problem, match="unknown parameter: curency"):
        checked({"line_items": {"0": {"price_data": {"curency": "vnd"}}}}, SessionCreateParams)
