"""Sending back: a guest with pictures of the damage, a producer who takes the goods and sends the money."""

import re
from urllib.parse import urljoin

import pytest

from tests.catalog.test_picture_door import encoded, plain
from tests.journeys.steps import buy, carry_out, desk, main_button, open_newest, send

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def photographs(count: int) -> list[dict]:
    colours = ((200, 30, 30), (30, 30, 200), (30, 120, 30))
    return [
        {"name": f"anh-{i}.jpg", "mimeType": "image/jpeg", "buffer": encoded(plain(color=colour))}
        for i, colour in enumerate(colours[:count])
    ]


def fill_in(page) -> None:
    page.check("[name=reason][value=damaged]")
    page.check("[name=wanted][value=everything]")
    page.fill("[name=text]", "Hộp bị vỡ, trà rơi ra ngoài.")
    page.select_option("[name=bin]", "970436")
    page.fill("[name=number]", "0123 456 789")
    page.fill("[name=holder]", "Nguyễn Thử")


@pytest.mark.parametrize(
    ("width", "language", "javascript"), [(390, "vi", True), (1280, "en", True), (390, "en", False)]
)
def test_from_the_broken_parcel_to_the_money(visit_market, market, width, language, javascript):
    buyer = visit_market(width, language, javascript=javascript)
    page, path = buyer.page, buy(buyer, market, "cash_on_delivery")
    seller = desk(visit_market, width, language)
    open_newest(seller)
    carry_out(seller, f"GHN{width}{language}{int(javascript)}")

    buyer.open(path)
    send(buyer, f'main a[href$="{path}/parts/1/returns"]')
    fill_in(page)
    page.set_input_files("#pictures", {"name": "x.jpg", "mimeType": "image/jpeg", "buffer": b"no picture"})
    send(buyer, ".ask-form button.button--main")
    assert page.locator("[role=alert]").count() == 1, "what is no picture is told"
    assert page.input_value("[name=text]") == "Hộp bị vỡ, trà rơi ra ngoài."
    page.set_input_files("#pictures", photographs(2))
    send(buyer, ".ask-form button.button--main", "/returns/")
    assert_pictures_are_seen(page, 2)
    code = re.search(r"/returns/([0-9A-Z]+)", page.url)[1]

    seller.open(f"/producer/returns/{code}")
    assert_pictures_are_seen(seller.page, 2)
    stranger = visit_market(width, language)
    picture = page.locator('main img[src*="/pictures/"]').first.get_attribute("src")
    assert stranger.page.request.get(f"{market.address}{picture}").status == 404
    send(seller, main_button(f"/{code}/acceptance"))

    page.reload()
    assert page.locator('a[href$="/slip.pdf"]').count() == 1
    send(seller, main_button(f"/{code}/arrival"))
    send(seller, main_button(f"/{code}/refund"))
    seller.open("/producer/payments")
    row = seller.page.locator("tr", has_text="0123456789").last
    with seller.page.expect_navigation():
        row.locator("button").click()
    seller.look()
    page.reload()
    buyer.look()
    assert page.locator(".timeline li").count() >= 4


def assert_pictures_are_seen(page, count: int) -> None:
    pictures = page.locator('main img[src*="/pictures/"]')
    assert pictures.count() == count
    for i in range(count):
        answer = page.request.get(urljoin(page.url, pictures.nth(i).get_attribute("src")))
        assert (answer.status, answer.headers["content-type"]) == (200, "image/webp")
