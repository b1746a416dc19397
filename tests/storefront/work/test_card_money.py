"""Money by card against a payment server: refunds of returns, shares of producers and their recall, each once."""

import json
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from marketplace.jobs import Job
from marketplace.orders import life
from marketplace.orders.ledger_check import check_ledger
from marketplace.orders.methods import ShopTerms
from marketplace.orders.orders import Party, SubOrder
from marketplace.orders.paying import payment_of, start_payments
from marketplace.orders.return_steps import accept, settle, take_goods
from marketplace.payments.card_events import take_charge, take_event
from marketplace.payments.gateway import GatewayError
from marketplace.payments.ledger import balances
from marketplace.payments.passed_shares import PassedShare
from marketplace.payments.payments import PaymentMethod
from marketplace.payments.refunds import Refund
from marketplace.payments.stripe_gateway import StripeGateway
from marketplace.payments.terms import terms_to_change
from storefront.work.payments import recall_share, refund_payment, transfer_share
from tests import world
from tests.letters import do_jobs
from tests.marketplace.orders.making import place
from tests.marketplace.orders.returned import asked
from tests.marketplace.payments.test_stripe_gateway import LINES
from tests.marketplace.payments.test_stripe_gateway import asked as page_asked
from tests.stripe_server import KEY, SECRET, running_stripe, signed
from tests.world import NOW, TODAY


@pytest.fixture
def stripe(app):
    """The payment server, which the shop asks."""
    with running_stripe() as server:
        before = app.extensions["gateway"], app.extensions["shop_terms"]
        app.extensions["gateway"] = StripeGateway(KEY, SECRET, server.address)
        app.extensions["shop_terms"] = ShopTerms(cards=True)
        yield server
        app.extensions["gateway"], app.extensions["shop_terms"] = before


@pytest.fixture
def part(session, stripe, app) -> SubOrder:
    """Paid on the page of the server and delivered; its producer has an account there."""
    product = world.product(session, stock=9)
    terms_to_change(session, product.producer_id).connected_account = "acct_1"
    order = place(session, product, quantity=3, payment_method=PaymentMethod.CARD)
    (made,) = order.sub_orders
    made.commission, made.withholding = 5_001, 1_499
    start_payments(session, order, order.sub_orders, NOW)
    session.commit()
    gateway = app.extensions["gateway"]
    payment = payment_of(session, made)
    page = gateway.create_checkout(payment.code, LINES, **page_asked())
    stripe.sessions[page.id]["amount_total"] = payment.amount
    stripe.pay(page.id)
    take_charge(session, gateway.fetch(page.id).charge, NOW)
    life.confirm(session, made, NOW)
    life.pack(session, made, NOW)
    life.ship(session, made, "ghn", "GHN12345", NOW)
    life.deliver(session, made, NOW)
    session.commit()
    return made


def job(session, kind: str) -> Job:
    return session.scalars(select(Job).where(Job.kind == kind)).one()


def twice(app, session, call, kind: str) -> None:
    """The worker dies after the gateway has done it and before that is written down; the next one does it again."""
    asked_for, database = job(session, kind), app.extensions["database"]
    with app.app_context():
        call(database, asked_for, NOW)
    do_jobs(app)
    session.expire_all()
    assert (job(session, kind).done_at is not None, job(session, kind).error) == (True, "")


def accounts(session) -> dict[str, int]:
    session.expire_all()
    assert check_ledger(session) == []
    return {name: amount for name, amount in balances(session, "").items() if amount}


def tell(app, session, stripe) -> None:
    """Every event of the server, as its webhook would bring it."""

    gateway = app.extensions["gateway"]
    for event in stripe.events:
        body = json.dumps(event).encode()
        take_event(session, "stripe", gateway.read_event(body, signed(body), datetime.now(UTC)), NOW)
    session.commit()


def test_the_money_of_a_return_goes_back_to_the_card_once(app, session, stripe, part):
    """Two of three pieces: the gateway refunds exactly that, and its event counts nothing more."""
    (line,) = part.lines
    due, made = 2 * line.price, asked(session, part, {line.id: 2})
    accept(session, made, Party.PRODUCER, NOW, TODAY)
    take_goods(session, made, {}, NOW)
    settle(session, made, NOW, TODAY)
    session.commit()
    twice(app, session, refund_payment, "refund_payment")
    (refund,) = stripe.refunds.values()
    assert refund["amount"] == made.refund == due
    tell(app, session, stripe)
    (row,) = session.scalars(select(Refund))
    assert (row.reason, row.provider_id, row.done_at) == (made.source, refund["id"], NOW)
    left = part.total - refund["amount"]
    assert accounts(session)["gateway"] == -left
    assert payment_of(session, part).given_back == refund["amount"]


def complete(app, session, part) -> None:
    life.complete(session, part, NOW)
    session.commit()
    twice(app, session, transfer_share, "transfer_share")


def test_a_share_goes_on_once_under_the_gateway_s_name(app, session, stripe, part):
    complete(app, session, part)
    (transfer,) = stripe.transfers.values()
    (share,) = session.scalars(select(PassedShare))
    net = part.total - part.commission - part.withholding
    assert transfer["amount"] == share.amount == net
    assert share.provider_id == transfer["id"]


def test_what_is_lost_after_the_share_has_gone_on_is_taken_back_once(app, session, stripe, part):
    complete(app, session, part)
    (intent,) = stripe.intents
    stripe.dispute(intent, status="lost", type="closed", reason="product_not_received")
    tell(app, session, stripe)
    twice(app, session, recall_share, "recall_share")
    (transfer,) = stripe.transfers.values()
    (reversal,) = stripe.reversals.values()
    assert reversal["amount"] == transfer["amount"] == transfer["amount_reversed"]
    (share,) = session.scalars(select(PassedShare))
    assert (share.recalled, share.returned) == (share.amount, share.amount)
    assert accounts(session) == {}


def test_a_recall_that_the_gateway_refuses_stays_owed_by_the_producer(app, session, stripe, part):
    complete(app, session, part)
    (intent,) = stripe.intents
    stripe.dispute(intent, status="lost", type="closed", reason="product_not_received")
    tell(app, session, stripe)
    stripe.down = True
    with app.app_context(), pytest.raises(GatewayError):
        recall_share(app.extensions["database"], job(session, "recall_share"), NOW)
    do_jobs(app)
    net = part.total - part.commission - part.withholding
    assert accounts(session) == {"gateway": net, f"producer:{part.producer_id}": -net}
    assert (
        "api_error" in job(session, "recall_share").error or "APIError" in job(session, "recall_share").error
    )
