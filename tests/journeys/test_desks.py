"""Axe on every page of an account, of a producer's desk and of the office, narrow and wide, light and dark."""

import pytest

from marketplace.accounts.users import find_user
from tests.journeys.market import OFFICER, SELLER
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
