"""Every route of the producers' desk and of cancelling, for every kind of person, on what is theirs and what is not."""

import re
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from catalog.producers import Producer
from marketplace.orders.orders import SubOrder
from tests.markup import Page
from tests.people import browser, sign_in
from tests.shopping import hidden, order, order_number
from tests.storefront.test_security import inline_code

STEPS = ["confirmation", "packing", "shipment", "delivery", "non-delivery", "cancellation"]
FIELDS = {"carrier": "ghn", "tracking_no": "GHN1234", "reason": "vì thế"}


@pytest.fixture
def people(app, account, seller, goods, bought) -> SimpleNamespace:
    return SimpleNamespace(
        guest=browser(app),
        nobody=account("binh@vidu.vn"),
        officer=account("an@vidu.vn", officer=True),
        neighbour=account("hoa@vidu.vn", goods[1].producer_id),
        seller=seller,
        buyer=bought.buyer,
    )


@pytest.fixture
def gets(bought) -> list[str]:
    return [
        "/producer",
        "/producer/orders",
        "/producer/orders?state=pending",
        f"/producer/orders/{bought.part}",
        "/producer/reviews",
        "/producer/vouchers",
        "/producer/payments",
        f"/producer/orders/{bought.part}/packing-slip.pdf",
    ]


def states(session) -> list[str]:
    return session.scalars(select(SubOrder.state)).all()


@pytest.mark.parametrize("person", ["guest", "buyer"])
def test_who_is_not_signed_in_is_sent_to_sign_in_and_changes_nothing(people, session, gets, bought, person):
    client = getattr(people, person)
    for path in gets:
        answer = client.get(path)
        assert answer.status_code == 303, path
        assert "/sign-in?next=/producer" in answer.location
    for step in STEPS:
        answer = client.post(f"/producer/orders/{bought.part}/{step}", data=FIELDS)
        assert answer.status_code == 303, step
        assert "/producer" not in answer.location
    assert set(states(session)) == {"pending"}


def test_signing_in_leads_back_to_the_page(people, bought):
    path = f"/producer/orders/{bought.part}"
    answer = sign_in(people.guest, "lan@vidu.vn", path=people.guest.get(path).location)
    assert answer.location == path


@pytest.mark.parametrize("person", ["nobody", "officer"])
def test_who_is_no_member_stays_outside(people, session, gets, bought, person):
    client = getattr(people, person)
    for path in gets:
        assert client.get(path).status_code == 403, path
    for step in STEPS:
        assert client.post(f"/producer/orders/{bought.part}/{step}", data=FIELDS).status_code == 403
    assert set(states(session)) == {"pending"}


def test_a_member_of_another_producer_finds_nothing(people, session, goods, bought):
    assert people.neighbour.get(f"/producer/orders/{bought.part}").status_code == 404
    token = hidden(people.neighbour.get(f"/producer/orders/{bought.other_part}").text, "csrf_token")
    for step in STEPS:
        answer = people.neighbour.post(
            f"/producer/orders/{bought.part}/{step}", data=FIELDS | {"csrf_token": token}
        )
        assert answer.status_code == 404, step
    listed = people.neighbour.get("/producer/orders").text
    assert "Mật ong Thử" in listed
    assert "Chè Thử" not in listed
    assert set(states(session)) == {"pending"}


def test_a_foreign_producer_in_the_address_shows_nothing_of_theirs(people, session, goods, bought):
    theirs = session.get(Producer, goods[0].producer_id).slug
    for query in (
        f"producer={theirs}",
        "producer=",
        "producer=x",
        "producer=' OR 1=1",
        "state=nonsense",
        "page=99999999999",
    ):
        answer = people.neighbour.get(f"/producer/orders?{query}")
        assert answer.status_code == 200
        assert "Chè Thử" not in answer.text


@pytest.mark.parametrize(
    "reference",
    [
        "0000000000-1",
        "x",
        "-",
        "1-",
        "-1",
        "K7M2-9QXD-AB-99999999999999999999",
        "K7M29QXDAB-٣",
        "%00-1",
        "a" * 500,
    ],
)
def test_what_is_not_there_is_not_found(people, reference):
    assert people.seller.get(f"/producer/orders/{reference}").status_code == 404
    assert people.seller.post(f"/producer/orders/{reference}/packing").status_code == 404


def test_a_part_is_found_as_its_number_is_printed(people, bought):
    number = bought.number
    printed = f"{number[:4]}-{number[4:8]}-{number[8:]}-1"
    assert people.seller.get(f"/producer/orders/{printed.lower()}").status_code == 200


def test_who_is_a_member_no_more_stays_outside(people, session, gets):
    session.connection().exec_driver_sql("DELETE FROM memberships")
    session.commit()
    assert people.seller.get(gets[-1]).status_code == 403


def test_pages_are_kept_nowhere_and_need_no_inline_code(app, people, gets):
    cache = app.extensions["page_cache"]
    cache.pages.clear()
    for path in gets:
        answer = people.seller.get(path)
        assert answer.status_code == 200, path
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert answer.headers["X-Robots-Tag"] == "noindex"
        assert answer.mimetype != "text/html" or inline_code(Page(answer.text)) == []
    assert not len(cache.pages)


# The buyer's cancellation


def cancel(client, number: str, position: int | str = 1, **fields):
    page = client.get(f"/orders/{number}").text
    found = re.search(r'name="(part-\d+-csrf_token)"[^>]*value="([^"]*)"', page)
    token = {f"part-{position}-csrf_token": found[2]} if found else {}
    return client.post(f"/orders/{number}/parts/{position}/cancellation", data=token | fields)


@pytest.mark.parametrize("person", ["guest", "nobody", "officer", "neighbour", "seller"])
def test_nobody_else_cancels_for_the_buyer(people, session, bought, person):
    assert cancel(getattr(people, person), bought.number).status_code == 404
    assert set(states(session)) == {"pending"}


@pytest.mark.parametrize("position", [0, 3, 10**30, "x"])
def test_a_part_that_is_not_there_is_not_found(people, session, bought, position):
    assert cancel(people.buyer, bought.number, position).status_code == 404
    assert set(states(session)) == {"pending"}


def test_the_buyer_of_another_order_cancels_only_their_own(people, app, session, goods, bought):
    other = browser(app)
    own = order_number(order(other, goods[0]))
    assert cancel(other, bought.number).status_code == 404
    assert cancel(other, own).status_code == 303
    by_order = select(SubOrder.state).join(SubOrder.order).filter_by(number=bought.number)
    assert set(session.scalars(by_order)) == {"pending"}
