"""Paying by card through the hosted page of the test server: declined, given up, back, and paid at last."""

import re

import pytest

from marketplace.payments.payments import PaymentState
from tests.journeys.steps import buy

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PAY = 'form[action$="/card-payment"] button'


@pytest.mark.parametrize(("width", "language"), [(390, "vi"), (1280, "en")])
def test_declined_given_up_back_and_paid(visit_market, market, width, language):
    visitor = visit_market(width, language)
    page = visitor.page
    path = buy(visitor, market, "card")
    order_url, hosted = page.url, f"{market.stripe.address}/pay/**"

    page.click(PAY)
    page.wait_for_url(hosted)
    page.click("text=Pay with a bad card")
    assert "declined" in page.locator("[role=alert]").inner_text()
    assert market.newest_payment().state == PaymentState.PENDING

    page.click("text=Back to the shop")
    page.wait_for_url(order_url)
    visitor.look()
    page.click(PAY)
    page.wait_for_url(hosted)

    page.go_back()
    page.wait_for_url(re.compile(re.escape(market.address)))
    visitor.open(path)
    assert page.locator(".payments__one--paid").count() == 0
    page.click(PAY)
    page.wait_for_url(hosted)
    page.click("text='Pay'")
    page.wait_for_url(order_url)
    visitor.look()
    assert page.locator(PAY).count() == 0
    assert page.locator(".payments__one--paid").count() == 1
    paid = market.newest_payment()
    assert (paid.state, paid.received) == (PaymentState.SUCCEEDED, paid.amount)
