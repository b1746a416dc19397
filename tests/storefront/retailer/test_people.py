"""The people of a retailer and its stores, in a browser."""

import re

import pytest
from sqlalchemy import select

from marketplace.accounts.memberships import RetailerRole
from marketplace.accounts.retailer_people import people_of_retailer, retailers_of
from marketplace.accounts.stores import Store
from tests import people, world
from tests.letters import letters_to
from tests.people import fill, signed_in

R = RetailerRole
STORE = {"code": "HN-01", "name": "Ba Đình", "province": "01", "commune": world.BA_DINH, "street": "1 phố"}


def invite(client, contact: str = "moi@vidu.vn", role: str = "buyer"):
    return fill(client, "/en/retailer/people", contact=contact, role=role)


def link_to(app, contact: str = "moi@vidu.vn") -> str:
    return re.search(r"/producer/join/invitations/\S+", letters_to(app, contact)[-1].text)[0]


@pytest.mark.parametrize("role", list(R))
def test_who_is_invited_takes_the_role_up_once(app, session, desk, role):
    assert invite(desk.client, role=role).status_code == 303
    path = link_to(app)
    user = people.user(session, "moi@vidu.vn", "Lê Mới")
    client = signed_in(app, user)
    assert desk.own.name in client.get(f"/en{path}").text
    assert fill(client, path).location.endswith("/retailer")
    assert retailers_of(session, user.id) == [(desk.own, role)]
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"contact": "khong phai"}, "This e-mail address is not complete."),
        ({"role": "owner"}, "Please choose one of these."),
    ],
)
def test_a_wrong_invitation_is_said_and_stays(desk, fields, said):
    answer = invite(desk.client, **({"contact": "moi@vidu.vn"} | fields))
    assert answer.status_code == 422 and said in answer.text


def test_a_role_is_changed_and_the_person_told(app, session, desk, member):
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


def test_the_last_manager_stays_and_others_go(app, session, desk, member):
    boss = people_of_retailer(session, desk.own.id)[0][0]
    answer = fill(desk.client, f"/en/retailer/people/{boss.id}", f"/en/retailer/people/{boss.id}/removal")
    assert answer.status_code == 422 and "This is the last manager." in answer.text
    user = people.user(session, "thumua@vidu.vn")
    client = member(R.BUYER, desk.own, user)
    assert fill(client, "/en/retailer", "/retailer/membership/removal").location.endswith("/account")
    assert retailers_of(session, user.id) == []


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
