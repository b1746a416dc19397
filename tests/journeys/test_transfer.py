"""Paying by bank transfer: what the buyer copies, and the producer who sees the money and says so."""

import pytest

from tests.journeys.steps import buy, desk, main_button, open_newest, send

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.mark.parametrize(
    ("width", "language", "javascript"), [(390, "vi", False), (390, "en", True), (1280, "vi", True)]
)
def test_a_transfer_is_confirmed_by_hand(visit_market, market, width, language, javascript):
    buyer = visit_market(width, language, javascript=javascript)
    path = buy(buyer, market, "vietqr")
    code = market.newest_payment().code
    send(buyer, ".payments a.button", code)
    page = buyer.page
    assert page.locator(".transfer__qr svg").is_visible()
    for shown in ("0123456789", "HTX THU", code):
        assert page.locator(".facts", has_text=shown).count() == 1
    transfer_url = page.url

    seller = desk(visit_market, width, language)
    open_newest(seller)
    # The goods wait for the money: there is nothing to confirm yet.
    assert seller.page.locator(main_button("/confirmation")).count() == 0
    send(seller, 'main a[href$="/producer/payments"]')
    send(seller, main_button(f"/payments/{code}/receipt"))
    open_newest(seller)
    send(seller, main_button("/confirmation"))

    page.goto(transfer_url)
    buyer.look()
    assert page.locator(".notice--good").is_visible()
    assert page.locator(".transfer__qr").count() == 0
    buyer.open(path)
    assert page.locator(".payments__one--paid").count() == 1
