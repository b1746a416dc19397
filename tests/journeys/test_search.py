"""A shopper finds by words: suggestions by keyboard, filters put on and taken off, and the way back."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.test_newcomer import WIDTHS, narrow_by

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def search_field(page):
    return page.locator('search-box input[name="q"]')


def type_words(page, words: str):
    """Type into the search box and wait for its suggestions; answers with their list."""
    field = search_field(page)
    field.click()
    field.press_sequentially(words, delay=15)
    suggestions = page.locator("search-box [role=listbox]")
    expect(suggestions).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "true")
    return suggestions


def active(page):
    """The option that the field says is the active one."""
    return page.locator(f"#{search_field(page).get_attribute('aria-activedescendant')}")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_suggestions_by_keyboard(visit, width, language):
    visitor = visit(width, language)
    page, field = visitor.page, search_field(visitor.page)
    visitor.open("/products")
    options = type_words(page, "nuoc mam").locator("[role=option]")
    visitor.look()
    expect(page.locator("search-box [role=status]")).to_contain_text(str(options.count()))
    assert "nước mắm" in options.first.locator("mark").first.inner_text().lower()

    field.press("ArrowDown")
    assert active(page).get_attribute("id") == options.first.get_attribute("id")
    expect(active(page)).to_have_attribute("aria-selected", "true")
    field.press("End")
    assert active(page).get_attribute("id") == options.last.get_attribute("id")
    field.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant") is None
    field.press("ArrowUp")
    assert active(page).get_attribute("id") == options.last.get_attribute("id")
    field.press("Home")
    address = active(page).get_attribute("href")
    field.press("Enter")
    page.wait_for_url(lambda url: url.endswith(address))
    visitor.look()


def test_escape_closes_and_the_field_keeps_its_words(visit):
    visitor = visit(1280)
    visitor.open("/")
    suggestions = type_words(visitor.page, "mat ong")
    field = search_field(visitor.page)
    field.press("ArrowDown")
    field.press("Escape")
    expect(suggestions).to_be_hidden()
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(field).to_have_value("mat ong")
    field.press("ArrowDown")
    expect(suggestions).to_be_visible()
    field.press("Tab")
    expect(suggestions).to_be_hidden()
    assert visitor.page.evaluate("document.activeElement.tagName") == "BUTTON"


def test_enter_without_an_option_searches(visit):
    visitor = visit(1280)
    visitor.open("/")
    type_words(visitor.page, "mật ong")
    search_field(visitor.page).press("Enter")
    visitor.page.wait_for_url(re.compile(r"/products\?q="))
    visitor.look()
    expect(search_field(visitor.page)).to_have_value("mật ong")
    expect(visitor.page.locator(".card__name mark").first).to_have_text(
        re.compile("^mật ong$", re.IGNORECASE)
    )


@pytest.mark.parametrize("width", WIDTHS)
def test_a_suggestion_is_tapped(visit, width):
    visitor = visit(width)
    page = visitor.page
    visitor.open("/products")
    option = type_words(page, "phu quoc").locator("[role=option]").nth(1)
    box = option.bounding_box()
    assert box["height"] >= 44
    if width < 768:
        assert page.locator("search-box [role=listbox]").bounding_box()["width"] == width
    address = option.get_attribute("href")
    option.click()
    page.wait_for_url(lambda url: url.endswith(address))
    visitor.look()


def test_the_list_closes_when_the_field_is_left(visit):
    visitor = visit(1280)
    visitor.open("/products")
    suggestions = type_words(visitor.page, "che")
    visitor.page.locator("h1").click()
    expect(suggestions).to_be_hidden()


def test_an_answer_is_asked_for_once(visit):
    visitor = visit(1280)
    page, asked = visitor.page, []
    page.on("request", lambda request: asked.append(request.url) if "/suggest" in request.url else None)
    visitor.open("/products")
    with page.expect_request(re.compile(r"/suggest.*q=che$")):
        type_words(page, "che")
    field = search_field(page)
    count = len(asked)
    field.press("x")
    page.wait_for_timeout(400)
    field.press("Backspace")
    expect(page.locator("search-box [role=listbox]")).to_be_visible()
    page.wait_for_timeout(400)
    assert len(asked) == count + 1


def test_a_suggester_that_fails_is_not_missed(visit):
    visitor = visit(1280)
    page = visitor.page
    page.route("**/api/v1/suggest*", lambda route: route.fulfill(status=200, body="no JSON"))
    visitor.open("/products")
    search_field(page).press_sequentially("mat ong")
    page.wait_for_timeout(400)
    expect(page.locator("search-box [role=listbox]")).to_be_hidden()
    search_field(page).press("Enter")
    page.wait_for_url(re.compile(r"\?q=mat\+ong"))


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_filters_are_put_on_and_taken_off_and_back_restores_them(visit, width, language):
    visitor = visit(width, language)
    page = visitor.page
    total = page.locator(".page-head__count")
    visitor.open("/products?q=tr%C3%A0")
    all_of_them = total.inner_text()
    narrow_by(visitor, "in_stock", "1")
    narrow_by(visitor, "stars", "3")
    assert "q=tr%C3%A0" in page.url
    expect(search_field(page)).to_have_value("trà")
    fewer = total.inner_text()
    assert int(re.match(r"\d+", fewer)[0]) < int(re.match(r"\d+", all_of_them)[0])

    page.locator(".chip", has_text="3").last.click()
    page.wait_for_url(lambda url: "stars=3" not in url)
    visitor.look()
    assert total.inner_text() != fewer
    page.go_back()
    page.wait_for_url(re.compile("stars=3"))
    expect(total).to_have_text(fewer)
    expect(page.locator('input[name="stars"][value="3"]')).to_be_checked()
    expect(search_field(page)).to_have_value("trà")
    page.go_back()
    page.go_back()
    expect(total).to_have_text(all_of_them)


def test_the_way_without_javascript(visit, address):
    page = visit(390, javascript=False).page
    page.goto(f"{address}/")
    search_field(page).fill("nuoc mam")
    page.locator("search-box button").click()
    page.wait_for_url(re.compile(r"/products\?q=nuoc\+mam"))
    assert "nước mắm" in page.locator(".card__name mark").first.inner_text().lower()
    page.locator("details.filters > summary").click()
    page.locator('input[name="in_stock"]').check()
    page.locator(".filters__form button.button").click()
    page.wait_for_url(re.compile(r"q=nuoc\+mam.*in_stock=1"))
    page.locator(".sorts__how").click()
    assert page.locator("ol.ladder").count() == 2


def test_words_of_intent_are_offered_as_filters(visit):
    visitor = visit(1280)
    page = visitor.page
    visitor.open("/products?q=tr%C3%A0+4+sao")
    page.locator(".chip--offered").first.click()
    page.wait_for_url(re.compile(r"stars=4&q=tr%C3%A0$"))
    visitor.look()
    count = page.locator(".card").count()
    assert count
    assert page.locator('.card [data-badge="stars"]').count() == count


def test_telex_is_read_and_told(visit):
    visitor = visit(390)
    visitor.open("/products?q=nuwowcs+mawms")
    expect(visitor.page.locator(".understood strong").first).to_have_text("nước mắm")
    assert visitor.page.locator(".card").count()


PAGES = [
    "/products?q=n%C6%B0%E1%BB%9Bc+m%E1%BA%AFm",
    "/products?q=ph%C3%BA+qu%E1%BB%91c",
    "/products?q=tr%C3%A0+5+sao+d%C6%B0%E1%BB%9Bi+200k",
    "/products?q=xyzxyz",
    "/products?q=xyzxyz&stars=4&in_stock=1",
    "/ranking",
]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing(visit, width, dark):
    for language in ("vi", "en"):
        visitor = visit(width, language, dark=dark)
        for path in PAGES:
            visitor.open(path)
