"""The shop with cards on, beside a payment server."""

from datetime import UTC, datetime

import pytest

from marketplace.orders.methods import ShopTerms
from marketplace.payments.stripe_gateway import StripeGateway
from tests.stripe_server import KEY, SECRET, running_stripe


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
