"""The stores of a retailer, and who receives goods at one of them, in a browser."""

import re

import pytest
from sqlalchemy import select

from marketplace.accounts.memberships import RetailerRole as R
from marketplace.accounts.stores import Store
from storefront.list_pages import PER_PAGE
from tests import people, world
from tests.letters import letters_to
from tests.people import fill
from tests.storefront.companies.test_lists import MANY, counted, rows

STORE = {"code": "HN-01", "name": "Ba Đình", "province": "01", "commune": world.BA_DINH, "street": "1 phố"}


def test_who_receives_goods_is_given_a_store_and_told(app, session, desk, member):
    store = world.store(session, desk.own)
    user = people.user(session, "thumua@vidu.vn")
    client = member(R.BUYER, desk.own, user)
    path = f"/en/retailer/people/{user.id}"
    assert fill(desk.client, path, role="buyer", store=str(store.id)).status_code == 422
    assert fill(desk.client, path, role="receiver", store="x").status_code == 422
    assert fill(desk.client, path, role="receiver", store=str(store.id)).status_code == 303
    assert store.name in desk.client.get("/en/retailer/people").text
    letters_to(app, "thumua@vidu.vn")
    assert "You have another role with" in client.get("/en/account/notices").text
    assert client.get("/retailer/stores").status_code == 403


def test_a_store_is_entered_once_changed_and_closed(session, desk):
    assert fill(desk.client, "/en/retailer/stores/new", "/en/retailer/stores", **STORE).status_code == 303
    again = fill(desk.client, "/en/retailer/stores/new", "/en/retailer/stores", **STORE)
    assert again.status_code == 422 and "has the number HN-01" in again.text
    made = session.scalars(select(Store)).one()
    path = f"/en/retailer/stores/{made.id}"
    assert fill(desk.client, path, **(STORE | {"name": "Đống Đa", "phone": "0912345678"})).status_code == 303
    page = desk.client.get(path).text
    assert "Đống Đa" in page and "0912 345 678" in page
    assert fill(desk.client, path, f"{path}/closing").status_code == 303
    assert "closed" in desk.client.get("/en/retailer/stores").text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"code": " "}, "Please write a number."),
        ({"name": "x" * 121}, "Please write at most 120 characters."),
        ({"commune": world.VAN_CHAN}, "Please choose a commune or ward of this province."),
        ({"phone": "abc"}, "This is not a telephone number"),
    ],
)
def test_a_wrong_store_is_said(session, desk, changes, said):
    answer = fill(desk.client, "/en/retailer/stores/new", "/en/retailer/stores", **(STORE | changes))
    assert answer.status_code == 422 and said in answer.text
    assert session.scalars(select(Store)).all() == []


def test_the_stores_of_a_retailer_stand_in_pages_and_are_found(session, desk, statements):
    path = f"/en/retailer/stores?retailer={desk.own.code}"
    world.store(session, desk.own, code="A00")
    session.commit()
    few, _text = counted(desk.client, statements, path)
    for n in range(1, MANY):
        world.store(session, desk.own, name=f"Cửa hàng {n}", code=f"A{n:02}")
    session.commit()
    assert len(session.scalars(select(Store)).all()) == MANY
    many, first = counted(desk.client, statements, path)
    assert many == few <= 5
    assert len(rows(first)) == PER_PAGE
    assert rows(desk.client.get(f"{path}&q=cua+hang+63").text) == ["A63 · Cửa hàng 63"]
    assert desk.own.code in re.search(r'rel="next" href="([^"]+)"', first)[1]
