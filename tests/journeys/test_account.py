"""People with an account: from the sign-up to the review, a guest's order that comes along, and the erasure."""

import pytest

from tests.journeys.market import PRODUCT
from tests.journeys.steps import (
    buy,
    carry_out,
    desk,
    main_button,
    open_newest,
    place,
    put_in_basket,
    send,
    sign_in,
    sign_up,
    type_address,
)
from tests.people import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

BOTH = [(390, "vi"), (1280, "en")]


@pytest.mark.parametrize(("width", "language"), BOTH)
def test_from_the_sign_up_to_the_review(visit_market, market, width, language):
    buyer, email = visit_market(width, language), f"binh-{width}@vidu.vn"
    page = buyer.page
    sign_up(buyer, market, email)

    buyer.open(f"/products/{market.slug}")
    send(buyer, ".favourite button")
    buyer.open("/account/favourites")
    assert page.locator(".card", has_text=PRODUCT).count() == 1

    buyer.open("/account/addresses")
    type_address(page)
    send(buyer, "form.form button.button--main")
    put_in_basket(buyer, market)
    buyer.open("/checkout")
    send(buyer, "form.kept button.button--main", "/checkout/review$")
    path = place(buyer, "cash_on_delivery")

    seller = desk(visit_market, width, language)
    open_newest(seller)
    tracking_no = f"GHN{width}99"
    carry_out(seller, tracking_no)
    # Recorded, confirmed, sent and delivered.
    assert len(market.letters(email)) >= 4

    buyer.open(path)
    main = page.locator("main")
    assert tracking_no in main.inner_text()
    page.locator(".progress details > summary").first.click()
    assert page.locator(".timeline li").count() >= 4
    assert page.locator("text=Lò Thị Lan").count() == 0

    send(buyer, '.progress a[href*="/review"]')
    page.check("[name=joints][value='5']")
    said = f"Thơm, nước xanh, pha được ba lần. {width}"
    page.fill("[name=text]", said)
    send(buyer, "form.form button.button--main")
    guest = visit_market(width, language)
    guest.open(f"/products/{market.slug}")
    assert guest.page.locator(".review__text", has_text=said).count() == 1


@pytest.mark.parametrize(("width", "language"), BOTH)
def test_a_guest_s_order_comes_along_and_is_bought_again(visit_market, market, width, language):
    visitor, email = visit_market(width, language), f"hoa-{width}@vidu.vn"
    page = visitor.page
    path = buy(visitor, market, "cash_on_delivery", email=email)
    number = path.rpartition("/")[2]

    elsewhere = visit_market(width, language)
    sign_up(elsewhere, market, email, "Lê Thị Hoa")
    elsewhere.open("/account/orders")
    page = elsewhere.page
    assert page.locator(f'tbody a[href$="/orders/{number}"]').count() == 1
    send(elsewhere, main_button("/repetition"), r"/basket$")
    assert page.locator(".line", has_text=PRODUCT).count() == 1


@pytest.mark.parametrize(("width", "language"), BOTH)
def test_an_erased_account_is_gone_and_its_order_stands(visit_market, market, width, language):
    buyer, email = visit_market(width, language), f"minh-{width}@vidu.vn"
    sign_up(buyer, market, email, "Vũ Văn Minh")
    path = buy(buyer, market, "cash_on_delivery")

    buyer.open("/account/data")
    send(buyer, 'main a[href$="/account/erasure"]')
    buyer.page.fill("[name=password]", PASSWORD)
    buyer.page.fill("[name=word]", "ERASE" if language == "en" else "XÓA")
    send(buyer, "form.form button.button--main", "/sign-in$")

    buyer.open("/account")
    assert "/sign-in" in buyer.page.url
    buyer.page.fill("[name=contact]", email)
    buyer.page.fill("[name=password]", PASSWORD)
    buyer.page.locator("form.form button.button--main").click()
    buyer.page.wait_for_selector(".notice--wrong, .errors, .field__error")
    assert "/sign-in" in buyer.page.url

    # Whoever holds only the number sees the goods and no person; the shop still knows where the parcel goes.
    buyer.open(path)
    assert PRODUCT in buyer.page.locator("main").inner_text()
    assert "12 phố" not in buyer.page.locator("main").inner_text()
    seller = desk(visit_market, width, language)
    open_newest(seller)
    assert "0912 345 678" in seller.page.locator("main address").inner_text()


def test_the_account_leads_a_member_to_the_desk(visit_market):
    seller = visit_market(390)
    sign_in(seller, "lan@vidu.vn")
    seller.open("/account")
    send(seller, 'main a[href$="/producer"]', "/producer$")
    for path in ("orders", "payments", "vouchers", "statements", "reviews"):
        send(seller, f'main a[href$="/producer/{path}"]', f"/producer/{path}$")
        seller.open("/producer")
