"""Axe on every page of an account, of a producer's desk and of the office, narrow and wide, light and dark."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from catalog.producers import Producer
from catalog.products import Product
from marketplace.accounts.users import find_user
from tests.journeys.market import OFFICER, PRODUCT, SELLER
from tests.people import signed_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

GUEST = ["/sign-in", "/sign-up", "/sign-in/forgotten", "/fees", "/delivery", "/mailbox"]
ACCOUNT = [
    "/account",
    *(f"/account/{page}" for page in ("orders", "favourites", "addresses", "contacts", "password")),
    *(f"/account/{page}" for page in ("second-factor", "data", "erasure", "notices")),
]
DESK = [
    "/producer",
    *(f"/producer/{page}" for page in ("profile", "people", "suspension", "join", "join/new", "join/claims")),
    *(f"/producer/{page}" for page in ("orders", "payments", "vouchers", "statements", "reviews")),
    *(f"/producer/{page}" for page in ("products", "products/new", "offers", "workbook")),
]
OFFICE = [
    "/office",
    *(f"/office/{page}" for page in ("profiles", "producer-claims", "producers", "audit")),
    *(f"/office/{page}" for page in ("searches", "synonyms", "vouchers", "requests", "remittances")),
    *(f"/office/{page}" for page in ("fees", "ledger", "ledger/check", "jobs", "reviews")),
    *(f"/office/{page}" for page in ("listings", "claims")),
]


def bring_in(visitor, market, email: str) -> None:
    """Signed in without the form: officers would need the code of an app."""
    with market.app.extensions["database"].reading() as session:
        client = signed_in(market.app, find_user(session, email))
    cookie = client.get_cookie("visit")
    visitor.page.context.add_cookies(
        [{"name": cookie.key, "value": cookie.value, "url": market.address, "httpOnly": True}]
    )


@pytest.mark.parametrize("who", [None, SELLER, OFFICER], ids=["guest", "producer", "officer"])
@pytest.mark.parametrize(
    ("width", "language", "dark"), [(390, "vi", True), (1280, "en", False)], ids=["narrow", "wide"]
)
def test_axe_finds_nothing(visit_market, market, width, language, dark, who):
    visitor = visit_market(width, language, dark=dark)
    if who:
        bring_in(visitor, market, who)
    for path in {None: GUEST, SELLER: ACCOUNT + DESK, OFFICER: OFFICE}[who]:
        visitor.open(path)
        assert visitor.page.url.endswith(path), "sent elsewhere"


@pytest.fixture
def endless_words(market) -> Iterator[str]:
    """The product and its producer have names of one word of a hundred letters for a while."""
    with market.app.extensions["database"].transaction() as session:
        product = session.scalars(select(Product).where(Product.name == PRODUCT)).one()
        id, maker = product.id, session.get_one(Producer, product.producer_id).name
    _call(market, id, "W" * 100, "m" * 100)
    yield f"/producer/products/{id}"
    _call(market, id, PRODUCT, maker)


def _call(market, id: int, name: str, maker: str) -> None:
    with market.app.extensions["database"].transaction() as session:
        product = session.get_one(Product, id)
        product.name, session.get_one(Producer, product.producer_id).name = name, maker


@pytest.mark.parametrize("width", [390, 1280])
def test_one_endless_word_makes_no_page_wider_than_the_window(visit_market, market, width, endless_words):
    visitor = visit_market(width)
    steps = [
        endless_words,
        *(f"{endless_words}/{step}" for step in ("basics", "text", "story", "packs", "preview")),
    ]
    for who, paths in {SELLER: DESK + steps, OFFICER: OFFICE}.items():
        bring_in(visitor, market, who)
        for path in paths:
            visitor.open(path)
