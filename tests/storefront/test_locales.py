"""Vietnamese without prefix, English under /en: links keep the language, numbers and dates follow it."""

import pytest

from tests import world
from tests.addresses import Examples, addresses
from tests.markup import Page
from tests.shopping import fill_basket, give_address, put
from tests.shopping import order as buy


@pytest.fixture
def product(session):
    product = world.product(session, "Chè Thử", prices=(250_000,), name_en="Test Tea", stock=20)
    world.recognition(session, product)
    session.commit()
    return product


@pytest.fixture
def english_pages(client, session, product) -> list[str]:
    mark = world.mark(session)
    code = world.authorisation(session, product, mark).code
    maker = world.producer(session)
    session.commit()
    number = buy(client, product).location.rpartition("/")[2]
    fill_basket(client, product)
    give_address(client)
    known = addresses(Examples([product], mark, [code], ["stars=4", "q=zzz"], [number], [maker.slug]))
    return ["/en" + path for paths in known.values() for path in paths] + ["/en/nothing"]


def test_links_of_english_pages_stay_english(client, english_pages):
    for path in english_pages:
        answer = client.get(path)
        if answer.mimetype != "text/html" or answer.status_code == 303:
            continue
        page = Page(answer.text)
        to_vietnamese = {e.attributes["href"] for e in page.find("a", hreflang="vi")}
        leads_to = {
            *page.links,
            *(form.attributes.get("action", path) for form in page.find("form")),
        } - to_vietnamese
        wrong = [address for address in leads_to if address.startswith("/") and not address.startswith("/en")]
        assert wrong == [], path


def test_redirects_of_english_forms_stay_english(client, product):
    assert put(client, product, prefix="/en").location == "/en/basket"
    assert give_address(client, prefix="/en").location == "/en/checkout/review"
    assert client.get("/en/verify?code=abc").location == "/en/verify/ABC"


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/products?stars=4&sort=newest",
        "/basket",
        "/verify/ABC",
        "/orders",
        "/nothing",
        "/products?q=ch%C3%A8",
    ],
)
def test_every_page_names_itself_in_both_languages(client, product, path):
    for prefix, own in (("", "vi"), ("/en", "en")):
        page = Page(client.get(prefix + path).text)
        assert page.one("html").attributes["lang"] == own
        named = {e.attributes["hreflang"]: e.attributes["href"] for e in page.find("link", rel="alternate")}
        assert named == {"vi": path, "en": "/en" + path}


def test_the_switch_leads_to_this_page_in_the_other_language(client, product):
    assert (
        Page(client.get("/products?stars=4").text).one("a", "header__language").attributes["href"]
        == "/en/products?stars=4"
    )
    assert (
        Page(client.get("/en/products?stars=4").text).one("a", "header__language").attributes["href"]
        == "/products?stars=4"
    )


@pytest.mark.parametrize("path", ["/en", "/en/"])
def test_the_english_home_needs_no_slash(client, product, path):
    answer = client.get(path)
    assert answer.status_code == 200
    assert Page(answer.text).one("html").attributes["lang"] == "en"


@pytest.mark.parametrize("path", ["/english", "/en/en/products", "/vi/products", "/EN/products"])
def test_only_en_is_a_language(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("path", "href"),
    [
        ("/en//example.com/a", "/example.com/a"),
        ("/en/%2F%2Fexample.com", "/example.com"),
        ("/en/a%3Fb%23c", "/a%3Fb%23c"),
        ("/en/ch%C3%A8", "/ch%C3%A8"),
    ],
)
def test_the_switch_stays_on_this_site_and_in_this_path(client, path, href):
    """The page of an unknown address has the switch too; "//example.com" would be another host."""
    page = Page(client.get(path, follow_redirects=True).text)
    assert page.one("a", "header__language").attributes["href"] == href


def test_no_header_and_no_cookie_changes_the_language(client, product):
    """Otherwise a page could not be kept for everybody."""
    client.set_cookie("lang", "en")
    answer = client.get("/products", headers={"Accept-Language": "en"})
    assert Page(answer.text).one("html").attributes["lang"] == "vi"


@pytest.mark.parametrize(
    ("prefix", "price", "name"), [("", "250.000\u00a0₫", "Chè Thử"), ("/en", "250,000\u00a0₫", "Test Tea")]
)
def test_prices_and_names_follow_the_language(client, product, prefix, price, name):
    text = client.get(f"{prefix}/products/{product.slug}").text
    assert price in text
    assert Page(text).one("h1").text == name


@pytest.mark.parametrize(("prefix", "day"), [("", "21/11/2028"), ("/en", "21 Nov 2028")])
def test_dates_follow_the_language(client, session, product, prefix, day):
    assert (
        day in Page(client.get(f"{prefix}/products/{product.slug}").text).one("p", "certificate__until").text
    )


def test_the_basket_is_the_same_in_both_languages(client, product):
    put(client, product, quantity=2)
    assert Page(client.get("/en/basket").text).find("input", type="number")[0].attributes["value"] == "2"


def test_an_order_remembers_the_language_it_was_placed_in(client, session, product):
    from sqlalchemy import select

    from marketplace.orders.orders import Order

    buy(client, product, prefix="/en")
    assert session.scalar(select(Order)).language == "en"
