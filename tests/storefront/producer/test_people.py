"""The people of a producer: invited by a letter, given roles, removed; one owner always stays."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from catalog.producers import Producer
from catalog.records import Refused
from marketplace.accounts import invitations
from marketplace.accounts.invitations import Invitation
from marketplace.accounts.memberships import Membership, ProducerRole, add_member
from marketplace.orders.personal_data import erase
from tests import people
from tests.letters import letters_to
from tests.people import browser, fill, letters, signed_in
from tests.world import NOW

ANNA = "hoa@vidu.vn"


@pytest.fixture
def owner(session, goods, seller):
    return seller


@pytest.fixture
def maker(session, goods) -> Producer:
    return session.get(Producer, goods[0].producer_id)


def invite(client, contact: str = ANNA, role: str = "packer"):
    return fill(client, "/producer/people", contact=contact, role=role)


def link_in(app, contact: str = ANNA) -> str:
    text = letters_to(app, contact)[-1].text
    return "/producer/join/invitations/" + text.partition("/producer/join/invitations/")[2].split()[0]


def roles(session, maker) -> dict[str, str]:
    session.expire_all()
    rows = session.execute(
        select(people.User.email, Membership.producer_role)
        .join(people.User, Membership.user_id == people.User.id)
        .where(Membership.producer_id == maker.id)
    )
    return dict(rows.all())


def test_somebody_invited_takes_the_role_once(app, session, owner, maker):
    hoa = signed_in(app, people.user(session, ANNA, "Hoa"))
    assert invite(owner).status_code == 303
    path = link_in(app)
    page = hoa.get(path)
    assert page.status_code == 200 and maker.name in page.text and "Đóng gói" in page.text
    assert fill(hoa, path).location == f"/producer?producer={maker.slug}"
    assert roles(session, maker) == {"lan@vidu.vn": "owner", ANNA: "packer"}
    assert hoa.get("/producer/orders").status_code == 200
    assert hoa.get("/producer/payments").status_code == 403
    assert hoa.get(path).status_code == 404
    third = signed_in(app, people.user(session, "ba@vidu.vn"))
    assert third.get(path).status_code == 404


def test_a_guest_signs_in_first_and_comes_back(app, session, owner):
    invite(owner)
    path = link_in(app)
    assert browser(app).get(path).location == f"/sign-in?next={path}"


def test_the_page_says_the_same_whether_there_is_an_account_or_not(app, session, owner):
    people.user(session, ANNA)
    known, unknown = invite(owner), invite(owner, "la@vidu.vn")
    assert (known.status_code, known.location) == (unknown.status_code, unknown.location)
    page = owner.get("/producer/people").text
    assert ANNA in page and "la@vidu.vn" in page
    sent = [(name, to) for name, to, _facts in letters(session)]
    assert sent[-2:] == [("invitation", ANNA), ("invitation", "la@vidu.vn")]


def test_a_telephone_gets_a_text_message(app, session, owner):
    assert invite(owner, "0912 345 678").status_code == 303
    assert "/producer/join/invitations/" in letters_to(app, "+84912345678")[-1].text


def test_an_invitation_lapses_and_can_be_taken_back(app, session, owner, maker):
    hoa = people.user(session, ANNA)
    secret = app.config["SECRET_KEY"]
    made = invitations.invite(session, maker, hoa, ANNA, ProducerRole.MANAGER, "vi", NOW)
    token = invitations.invitation_token(made, secret, NOW)
    assert invitations.invitation_of(session, secret, token, NOW + timedelta(days=6))
    assert invitations.invitation_of(session, secret, token, NOW + timedelta(days=8)) is None
    assert invitations.invitation_of(session, secret, token + "x", NOW) is None
    assert invitations.revoke(session, maker.id, made.id, NOW)
    session.expire_all()
    assert invitations.invitation_of(session, secret, token, NOW) is None


def test_addresses_of_invited_people_are_not_kept(session, maker):
    hoa = people.user(session, ANNA)
    for contact in (ANNA, "khac@vidu.vn"):
        invitations.invite(session, maker, hoa, contact, ProducerRole.MANAGER, "vi", NOW)
    erase(session, hoa, NOW)
    assert session.scalars(select(Invitation.contact)).all() == ["khac@vidu.vn"]
    assert invitations.forget_old(session, NOW + timedelta(days=36)) == 0
    assert invitations.forget_old(session, NOW + timedelta(days=38)) == 1


def test_a_second_invitation_takes_the_place_of_the_first(app, session, owner):
    invite(owner)
    first = link_in(app)
    invite(owner, role="manager")
    client = signed_in(app, people.user(session, ANNA))
    assert client.get(first).status_code == 404
    assert "Quản lý" in client.get(link_in(app)).text


def test_a_link_does_not_change_the_role_of_who_acts_already(app, session, owner, maker):
    invite(owner, "lan@vidu.vn")
    answer = fill(owner, link_in(app, "lan@vidu.vn"))
    assert answer.status_code == 422 and roles(session, maker) == {"lan@vidu.vn": "owner"}


@pytest.mark.parametrize(("contact", "role"), [("", "packer"), ("hoa", "packer"), (ANNA, "boss"), (ANNA, "")])
def test_a_wrong_invitation_keeps_what_was_typed(session, owner, contact, role):
    answer = invite(owner, contact, role)
    assert answer.status_code == 422
    assert session.scalars(select(Invitation)).all() == []


def test_roles_are_changed_and_people_removed(app, session, owner, maker):
    hoa = people.user(session, ANNA)
    add_member(session, hoa, maker, NOW, ProducerRole.PACKER)
    session.commit()
    path = f"/producer/people/{hoa.id}"
    assert fill(owner, "/producer/people", f"{path}/role", role="manager").status_code == 303
    assert roles(session, maker)[ANNA] == "manager"
    assert fill(owner, "/producer/people", f"{path}/removal").status_code == 303
    assert ANNA not in roles(session, maker)
    assert signed_in(app, hoa).get("/producer").status_code == 403


def test_the_last_owner_stays(app, session, owner, maker):
    lan = session.scalars(select(people.User).where(people.User.email == "lan@vidu.vn")).one()
    path = f"/producer/people/{lan.id}"
    assert fill(owner, "/producer/people", f"{path}/removal").status_code == 422
    assert fill(owner, "/producer/people", f"{path}/role", role="packer").status_code == 422
    assert (
        fill(owner, "/producer", f"/producer/membership/removal?producer={maker.slug}").location
        == "/producer"
    )
    assert roles(session, maker) == {"lan@vidu.vn": "owner"}


def test_with_a_second_owner_the_first_may_go(app, session, owner, maker):
    add_member(session, people.user(session, ANNA), maker, NOW)
    session.commit()
    answer = fill(owner, "/producer", f"/producer/membership/removal?producer={maker.slug}")
    assert answer.location == "/account" and roles(session, maker) == {ANNA: "owner"}


def test_a_stranger_is_nobody_to_be_removed(session, maker):
    with pytest.raises(Refused):
        invitations.remove(session, maker.id, 0)


@pytest.mark.parametrize("role", [ProducerRole.MANAGER, ProducerRole.PACKER])
def test_people_are_the_owners_business(app, session, maker, owner, role):
    client = people.user(session, "q@vidu.vn")
    add_member(session, client, maker, NOW, role)
    session.commit()
    client = signed_in(app, client)
    assert client.get("/producer/people").status_code == 403
    assert client.post("/producer/people", data={}).status_code == 403


def test_an_owner_of_one_producer_can_not_touch_the_people_of_another(
    app, session, account, goods, maker, owner
):
    neighbour = account("xom@vidu.vn", goods[1].producer_id)
    lan = session.scalars(select(people.User).where(people.User.email == "lan@vidu.vn")).one()
    fill(neighbour, "/producer/people", f"/producer/people/{lan.id}/removal")
    assert roles(session, maker) == {"lan@vidu.vn": "owner"}
    path = f"/producer/people/{lan.id}/removal?producer={maker.slug}"
    assert fill(neighbour, "/producer/people", path).status_code == 404
