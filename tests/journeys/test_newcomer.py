"""A newcomer finds a product, reads its badge, checks the code and buys from two producers."""

import re

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

WIDTHS = (390, 1280)
WIDE = 1024


def narrow_by(visitor, name: str, value: str) -> None:
    """Tick a filter: on a phone the filters unfold and have a button, on a wide screen they act at once."""
    box = visitor.page.locator(f'input[name="{name}"][value="{value}"]')
    if visitor.page.viewport_size["width"] < WIDE:
        visitor.page.locator("details.filters > summary").click()
        box.check()
        visitor.page.locator(".filters__form button.button").click()
    else:
        with visitor.page.expect_navigation():
            box.check()
    visitor.page.wait_for_url(re.compile(rf"[?&]{name}={value}"))
    visitor.look()


def put_first_product_in_basket(visitor) -> str:
    """Open the first card of the listing and buy one piece; answers with the producer's name."""
    visitor.page.locator(".card__name a").first.click()
    visitor.look()
    producer = visitor.page.locator(".product__by a").first.inner_text()
    visitor.page.locator("form.buy button.button--main").click()
    visitor.page.wait_for_url(re.compile(r"/basket$"))
    visitor.look()
    return producer


def write_address(page) -> None:
    page.locator('input[name="name"]').fill("Trần Thị Thử")
    page.locator('input[name="phone"]').fill("0912 345 678")
    page.locator('select[name="province"]').select_option("01")
    page.locator('select[name="commune"] option[value="00004"]').wait_for(state="attached")
    page.locator('select[name="commune"]').select_option("00004")
    page.locator('input[name="street"]').fill("12 phố Thử")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_from_the_first_page_to_the_order(visit, width, language):
    visitor = visit(width, language)
    page = visitor.page
    visitor.open("/")
    assert page.locator("html").get_attribute("lang") == language
    page.locator(".industries a").first.click()
    visitor.look()
    narrow_by(visitor, "stars", "4")
    narrow_by(visitor, "in_stock", "1")
    assert page.locator('.card [data-badge="stars"]').count() == page.locator(".card").count()

    page.locator(".card__name a").first.click()
    visitor.look()
    decision = page.locator(".certificate .facts dd").first.inner_text()
    page.locator(".certificate a.button").click()
    visitor.look()
    assert page.locator(".outcome--valid").is_visible()
    assert decision.split(",")[0] in page.locator("main").inner_text()
    page.go_back()

    page.locator("form.buy button.button--main").click()
    page.wait_for_url(re.compile(r"/basket$"))
    visitor.look()
    visitor.open("/products?category=mat-ong-va-nong-san-khac&in_stock=1&stars=3")
    put_first_product_in_basket(visitor)
    assert page.locator(".group").count() == 2
    assert page.locator("basket-count").inner_text() == "2"

    page.locator("a.button--main").click()
    visitor.look()
    write_address(page)
    page.locator("form.form button.button--main").click()
    page.wait_for_url(re.compile(r"/checkout/review$"))
    visitor.look()
    total = page.locator(".sums__total dd").first.inner_text()
    page.locator("aside form button.button--main").click()
    page.wait_for_url(re.compile(r"/orders/[0-9A-Z]{10}$"))
    visitor.look()
    assert page.locator(".sub-order").count() == 2
    assert page.locator("aside .sums__total dd").inner_text() == total
    assert page.locator("aside address").inner_text().startswith("Trần Thị Thử")
    assert not page.locator("basket-count").is_visible()


@pytest.mark.parametrize("width", WIDTHS)
def test_the_whole_way_without_javascript(visit, address, width):
    page = visit(width, javascript=False).page
    page.goto(f"{address}/products?category=mat-ong-va-nong-san-khac&in_stock=1")
    page.locator(".card__name a").first.click()
    page.locator("form.buy button.button--main").click()
    page.goto(f"{address}/checkout")
    page.locator('input[name="name"]').fill("Trần Thị Thử")
    page.locator('select[name="province"]').select_option("91")
    page.locator('button[value="communes"]').click()
    # What was typed is still there when the communes have come.
    assert page.locator('input[name="name"]').input_value() == "Trần Thị Thử"
    page.locator('select[name="commune"]').select_option("31078")
    page.locator('input[name="phone"]').fill("0912 345 678")
    page.locator('input[name="street"]').fill("Ấp Thử")
    page.locator("form.form button.button--main").click()
    page.locator("aside form button.button--main").click()
    assert page.locator(".sub-order").count() == 1


def test_a_page_opens_at_what_must_be_mended(visit):
    visitor = visit(390)
    visitor.open("/reports/new")
    page = visitor.page
    page.fill("[name=text]", "Túi ghi 5 sao")
    # So low that the beginning of the page would not show it.
    page.set_viewport_size({"width": 390, "height": 320})
    # The browser would not send it: it knows that one of the choices is wanted.
    page.locator("main form.form").evaluate("form => form.noValidate = true")
    with page.expect_navigation():
        page.locator("main form.form button.button--main").click()
    page.wait_for_function("document.activeElement.getAttribute('role') === 'alert'")
    assert page.evaluate("scrollY") > 0
    assert page.input_value("[name=text]") == "Túi ghi 5 sao"


def test_by_keyboard_alone(visit):
    visitor = visit(1280)
    page = visitor.page
    visitor.open("/products?category=thuc-pham&in_stock=1&stars=4")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.locator(".card__name a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/products/"))
    page.locator("#quantity").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/basket$"))
    assert page.locator(".line").count() == 1


PAGES = [
    "/",
    "/products",
    "/products?province=86&mark=gi",
    "/products?q=khong+co+gi+nhu+vay",
    "/producers",
    "/places",
    "/places/86",
    "/places/31078",
    "/marks",
    "/marks/nuoc-mam-phu-quoc",
    "/verify",
    "/about/badges",
    "/basket",
    "/orders",
]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_on_any_page(visit, width, dark):
    for language in ("vi", "en"):
        visitor = visit(width, language, dark=dark)
        for path in PAGES:
            visitor.open(path)
