"""People around an order of two producers: each with a browser of their own."""

from types import SimpleNamespace

import pytest

from marketplace.accounts.memberships import add_member
from tests import people, world
from tests.markup import Page
from tests.people import browser, signed_in
from tests.shopping import hidden, order, order_number
from tests.world import NOW


@pytest.fixture
def goods(session) -> list:
    """Two products of two producers."""
    made = [world.product(session, "Chè Thử", prices=(120_000,)), world.product(session, "Mật ong Thử")]
    world.recognition(session, made[0], stars=4)
    session.commit()
    return made


@pytest.fixture
def account(app, session):
    """Makes an account and a browser that is signed in to it."""

    def make(email: str, *producer_ids: int, officer: bool = False):
        user = people.officer(session, email) if officer else people.user(session, email)
        for id in producer_ids:
            add_member(session, user, session.get(world.Producer, id), NOW)
        session.commit()
        return signed_in(app, user)

    return make


@pytest.fixture
def seller(account, goods):
    """Acts for the producer of the first product."""
    return account("lan@vidu.vn", goods[0].producer_id)


@pytest.fixture
def bought(app, goods) -> SimpleNamespace:
    """An order of two pieces of each: the buyer's browser, the number, and the reference of the first part."""
    buyer = browser(app)
    number = order_number(order(buyer, *goods, quantity=2))
    return SimpleNamespace(buyer=buyer, number=number, part=f"{number}-1", other_part=f"{number}-2")


def press(client, reference: str, step: str, prefix: str = "", **fields):
    """Send the form of a step with the token of the part's page."""
    token = hidden(client.get(f"{prefix}/producer/orders/{reference}").text, "csrf_token")
    return client.post(f"{prefix}/producer/orders/{reference}/{step}", data={"csrf_token": token} | fields)


def to_do(page: str) -> dict[str, str]:
    """What the desk says is to be done, with its count."""
    inside = [element for one in Page(page).find("ul", "todo") for element in one.inside]
    texts, counts = ([one.text for one in inside if one.tag == tag] for tag in ("a", "small"))
    return dict(zip(texts, counts, strict=True))
