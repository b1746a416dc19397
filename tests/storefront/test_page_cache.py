"""Whole pages are kept in memory, the same bytes for everybody, and never one page too long."""

import gzip
import re
from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError

from storefront.database import Database
from storefront.page_cache import PageCache
from tests import world
from tests.addresses import Examples, addresses
from tests.markup import Page
from tests.shopping import fill_basket, give_address, order

PUBLIC = (
    "home",
    "products",
    "product",
    "producers",
    "producer",
    "places",
    "place",
    "communes",
    "marks",
    "mark",
    "about_badges",
    "ranking",
    "delivery",
    "fees",
    "fairs",
    "fair_calendar",
    "fair_feed",
    "fair",
    "fair_plan",
    "exhibitors",
    "fair_file",
    "fair_picture",
    "organiser",
)
PRIVATE = (
    "verify",
    "verification",
    "basket",
    "checkout",
    "collection",
    "review",
    "order",
    "confirmation",
    "new_return",
    "order_return",
    "return_picture",
    "slip",
    "line_review",
    "order_lookup",
    "new_report",
    "mark_rules",
    "report",
)


@pytest.fixture
def product(session):
    product = world.product(session, stock=10)
    world.recognition(session, product)
    session.commit()
    return product


@pytest.fixture
def paths(app, client, session, product) -> dict[str, list[str]]:
    mark = world.mark(session)
    code = world.authorisation(session, product, mark).code
    maker, by = world.producer(session), world.organiser(session)
    fair = world.fair(session, by)
    session.commit()
    number = order(client, product).location.rpartition("/")[2]
    fill_basket(client, product)
    give_address(client)
    return addresses(
        Examples([product], mark, [code], ["stars=4"], [number], [maker.slug], [fair.slug], [by.slug])
    )


@pytest.fixture
def cache(app) -> PageCache:
    return app.extensions["page_cache"]


def counted(page: str) -> str:
    """The number of products that a listing says it has found."""
    return re.search(r"\d+", Page(page).one("p", "page-head__count").text)[0]


def test_every_page_is_public_or_private(paths):
    others = {"shop.media", "health.healthz", "health.readyz", "shop.transfer", "shop.card_return"}
    others |= {"shop.new_question", "shop.public_paper"}
    # tests/storefront/shop/test_visits.py
    others |= {"shop.visit", "shop.ticket", "shop.ticket_card_return"}
    # tests/storefront/shop/test_shortlist.py and tests/storefront/test_meeting_choice.py
    others |= {"shop.stand", "shop.shortlist", "shop.shortlist_entry"}
    others |= {"shop.ticket_meetings", "shop.ticket_timetable", "shop.ticket_feedback"}
    # Those are looked at beside the tests of their own packages.
    own = (
        "office.",
        "marks_desk.",
        "organiser.",
        "retailer.",
        "account.",
        "api.",
        "mailbox.",
        "producer.",
        "joining.",
        "payments.",
    )
    others |= {name for name in paths if name.startswith(own)}
    assert {f"shop.{name}" for name in PUBLIC + PRIVATE} | others == set(paths)


@pytest.mark.parametrize("name", PUBLIC)
def test_public_pages_are_the_same_for_everybody(app, client, paths, name):
    """A buyer with a basket, an order and an address gets the bytes of a stranger."""
    stranger = app.test_client()
    for path in paths[f"shop.{name}"]:
        first, second = client.get(path), stranger.get(path)
        app.extensions["page_cache"].pages.clear()
        made_for_stranger = stranger.get(path, headers={"Cookie": "basket=x; visit=y; session=z"})
        assert first.status_code == 200
        assert first.data == second.data == made_for_stranger.data
        for answer in (first, second, made_for_stranger):
            assert "Set-Cookie" not in answer.headers
            assert answer.headers["Cache-Control"] == "public, no-cache"
            assert answer.headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize("name", PRIVATE)
def test_private_pages_are_not_kept(client, cache, paths, name):
    cache.pages.clear()
    for path in paths[f"shop.{name}"]:
        assert client.get(path).headers["Cache-Control"] == "private, no-store", path
    assert not len(cache.pages)


def test_a_kept_page_is_served_without_the_application(client, product, statements):
    client.get("/products")
    statements.clear()
    warm = client.get("/products")
    assert warm.status_code == 200
    assert statements == ["SELECT version FROM catalogue_version"]


def test_a_page_that_has_not_changed_is_not_sent_again(client, product):
    client.get("/products")
    tag = client.get("/products").headers["ETag"]
    again = client.get("/products", headers={"If-None-Match": tag})
    assert again.status_code == 304
    assert again.data == b""
    assert again.headers["ETag"] == tag
    other = client.get("/products", headers={"If-None-Match": '"other"'})
    assert other.status_code == 200


def test_browsers_that_take_gzip_get_it(client, product):
    client.get("/products")
    plain = client.get("/products")
    packed = client.get("/products", headers={"Accept-Encoding": "gzip, br"})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert int(packed.headers["Content-Length"]) == len(packed.data) < len(plain.data)
    assert gzip.decompress(packed.data) == plain.data


def test_a_change_of_the_catalogue_makes_a_new_page(client, session, product):
    before = client.get("/products")
    world.product(session)
    session.commit()
    after = client.get("/products")
    assert (counted(before.text), counted(after.text)) == ("1", "2")


def test_an_order_that_leaves_stock_keeps_the_pages(client, cache, product):
    version = cache.database.catalogue_version()
    order(client, product, quantity=9)
    assert cache.database.catalogue_version() == version


def test_the_order_of_the_last_piece_makes_new_pages(client, cache, product):
    version = cache.database.catalogue_version()
    assert Page(client.get("/products").text).cards
    order(client, product, quantity=10)
    assert cache.database.catalogue_version() > version
    assert not Page(client.get("/products?in_stock=1").text).cards
    assert not Page(client.get(f"/products/{product.slug}").text).find(name="quantity")


def test_a_new_day_makes_a_new_page(client, clock, product):
    client.get("/")
    leaf = Page(client.get("/").text).one("p", "leaf__day").text
    clock.moment += timedelta(days=1)
    assert (leaf, Page(client.get("/").text).one("p", "leaf__day").text) == ("21", "22")


def test_languages_are_kept_apart(client, product):
    for _ in range(2):
        assert [Page(client.get(path).text).one("html").attributes["lang"] for path in ("/", "/en/")] == [
            "vi",
            "en",
        ]


def test_addresses_with_another_order_of_their_parts_are_kept_apart(client, cache, product):
    client.get("/products?stars=4&in_stock=1")
    client.get("/products?in_stock=1&stars=4")
    assert len(cache.pages) == 2


def test_shops_of_several_names_are_kept_apart(app, client, product, monkeypatch):
    """Where the public name is not set, addresses in a page are those of the request: a stranger's must not stay."""
    unnamed = type(app.extensions["settings"])(**vars(app.extensions["settings"]) | {"public_url": ""})
    monkeypatch.setitem(app.extensions, "settings", unnamed)
    monkeypatch.setattr(app.extensions["page_cache"], "named", False)
    path = f"/products/{product.slug}"
    assert "evil.example" in client.get(path, headers={"Host": "evil.example"}).text
    assert "evil.example" not in client.get(path).text


@pytest.mark.parametrize("path", ["/products/nothing", "/nothing"])
def test_errors_are_not_kept(client, cache, product, path):
    assert client.get(path).status_code == 404
    assert not len(cache.pages)


def test_a_post_is_never_answered_from_the_cache(client, product):
    client.get("/products")
    assert client.post("/products").status_code == 405


def test_head_has_no_body(client, product):
    client.get("/products")
    answer = client.head("/products")
    assert answer.status_code == 200
    assert answer.data == b""


def test_without_a_database_the_error_page_answers(app, client, monkeypatch):
    def gone():
        raise OperationalError("SELECT", {}, Exception("gone"))

    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    monkeypatch.setattr(app.extensions["database"], "catalogue_version", gone)
    monkeypatch.setattr(app.extensions["database"], "reading", gone)
    answer = client.get("/products")
    assert answer.status_code == 500
    assert Page(answer.text).find("main")


def test_the_cache_stays_below_its_size(clock, undone):
    def page(environ, start_response):
        raise AssertionError("only `keep` is used")

    from flask import Response

    cache = PageCache(page, undone, clock, 1)
    for number in range(100):
        cache.keep(number, Response(bytes(50_000) + str(number).encode()))
    assert 0 < len(cache.pages) < 25
    assert cache.pages.currsize <= 2**20
    cache.keep("too large", Response(bytes(2**21)))
    assert "too large" not in cache.pages


def test_the_version_is_asked_in_words_that_are_understood(tmp_path):
    """Straight through the driver, yet its errors are those that the cache expects."""
    empty = Database(f"sqlite:///{tmp_path / 'empty.db'}")
    with pytest.raises(OperationalError, match="no such table"):
        empty.catalogue_version()
    empty.engine.dispose()
    with pytest.raises(OperationalError, match="unable to open"):
        Database("sqlite:////nowhere/at/all.db").catalogue_version()


def test_where_the_shop_has_a_public_name_the_host_asked_for_fills_no_second_place(client, cache, product):
    for host in ("localhost", "evil.example"):
        client.get("/products", headers={"Host": host})
    assert len(cache.pages) == 1


@pytest.mark.parametrize("given", ["W/{}", '"other", {}', "*"])
def test_a_page_that_is_known_is_not_sent_again(client, product, given):
    etag = client.get("/products").headers["ETag"]
    assert client.get("/products", headers={"If-None-Match": given.format(etag)}).status_code == 304


def test_the_first_answer_is_compressed_and_named_like_the_next(client, product):
    first, second = (client.get("/products", headers={"Accept-Encoding": "gzip"}) for _ in range(2))
    assert first.headers["Content-Encoding"] == second.headers["Content-Encoding"] == "gzip"
    assert first.headers["ETag"] == second.headers["ETag"]
    assert first.data == second.data


def test_who_refuses_gzip_gets_the_plain_page(client, product):
    answer = client.get("/products", headers={"Accept-Encoding": "gzip;q=0"})
    assert "Content-Encoding" not in answer.headers
    assert answer.text.startswith("<!doctype html>")
