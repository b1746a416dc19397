"""The people of an organiser: invited by letter, taken off again; one manager always stays."""

import re

import pytest

from marketplace.accounts.memberships import OrganiserRole
from marketplace.accounts.organiser_people import organisers_of, people_of_organiser
from tests import people, world
from tests.letters import letters_to
from tests.people import fill, signed_in

R = OrganiserRole


def invite(client, contact: str = "moi@vidu.vn", role: str = "steward"):
    return fill(client, "/en/organiser/people", contact=contact, role=role)


def link_to(app, contact: str = "moi@vidu.vn") -> str:
    return re.search(r"/producer/join/invitations/\S+", letters_to(app, contact)[-1].text)[0]


@pytest.mark.parametrize("role", list(R))
def test_who_is_invited_takes_the_role_up_once(app, session, desk, role):
    assert invite(desk.client, role=role).status_code == 303
    path = link_to(app)
    user = people.user(session, "moi@vidu.vn", "Lê Mới")
    client = signed_in(app, user)
    assert desk.own.name in client.get(f"/en{path}").text
    assert fill(client, path).location.endswith("/organiser")
    assert organisers_of(session, user.id) == [(desk.own, role)]
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"contact": "khong phai"}, "This e-mail address is not complete."),
        ({"contact": ""}, "Please write an e-mail address."),
        ({"role": "owner"}, "Please choose one of these."),
    ],
)
def test_a_wrong_invitation_is_said_and_stays(desk, fields, said):
    answer = invite(desk.client, **({"contact": "moi@vidu.vn"} | fields))
    assert answer.status_code == 422 and said in answer.text


def test_an_invitation_is_taken_back(app, session, desk):
    invite(desk.client)
    path = link_to(app)
    page = desk.client.get("/en/organiser/people").text
    assert "moi@vidu.vn" in page
    removal = re.search(r"/organiser/invitations/\d+/removal", page)[0]
    assert fill(desk.client, "/en/organiser/people", removal).status_code == 303
    assert fill(desk.client, "/en/organiser/people", removal).status_code == 422
    assert signed_in(app, people.user(session, "moi@vidu.vn")).get(path).status_code == 404


def test_a_newer_invitation_takes_the_place_of_the_one_before(app, desk):
    invite(desk.client)
    invite(desk.client, role="manager")
    page = desk.client.get("/en/organiser/people").text
    assert len(re.findall(r"/organiser/invitations/\d+/removal", page)) == 1


def test_who_acts_for_it_already_keeps_the_role(app, session, desk, member):
    user = people.user(session, "moi@vidu.vn")
    client = member(R.STEWARD, desk.own, user)
    invite(desk.client, role="manager")
    assert fill(client, link_to(app)).status_code == 422
    assert organisers_of(session, user.id) == [(desk.own, R.STEWARD)]


def test_a_steward_is_removed_and_told_and_the_last_manager_stays(app, session, desk, member):
    usher = people.user(session, "soat@vidu.vn")
    client = member(R.STEWARD, desk.own, usher)
    boss = people_of_organiser(session, desk.own.id)[0][0]
    assert (
        fill(desk.client, "/en/organiser/people", f"/organiser/people/{usher.id}/removal").status_code == 303
    )
    letters_to(app, "soat@vidu.vn")
    assert "You do not act for" in client.get("/en/account/notices").text
    assert client.get("/organiser").status_code == 403
    last = fill(desk.client, "/en/organiser/people", f"/en/organiser/people/{boss.id}/removal")
    assert last.status_code == 422 and "This is the last manager." in last.text
    assert fill(desk.client, "/en/organiser", "/organiser/membership/removal").location.endswith("/organiser")
    assert organisers_of(session, boss.id) == [(desk.own, R.MANAGER)]


def test_anybody_may_go(session, desk, member):
    usher = people.user(session, "soat@vidu.vn")
    client = member(R.STEWARD, desk.own, usher)
    assert fill(client, "/en/organiser", "/organiser/membership/removal").location.endswith("/account")
    assert organisers_of(session, usher.id) == []


def test_nobody_of_another_organiser_is_removed(session, desk):
    stranger = people.user(session, "la@vidu.vn")
    answer = fill(desk.client, "/en/organiser/people", f"/en/organiser/people/{stranger.id}/removal")
    assert answer.status_code == 422 and "does not act for the organiser any more" in answer.text


def change(client, user, role: str):
    return fill(client, "/en/organiser/people", f"/en/organiser/people/{user.id}/role", role=role)


def roles(session, organiser) -> list[R]:
    session.expire_all()
    return [role for _user, role in people_of_organiser(session, organiser.id)]


def test_a_manager_gives_somebody_another_role_and_the_last_manager_stays(session, desk, member):
    steward = people.user(session, "soat@vidu.vn", "Người Soát")
    other = member(R.STEWARD, desk.own, steward)
    assert other.get("/organiser/people").status_code == 403
    assert change(desk.client, steward, "manager").status_code == 303
    assert roles(session, desk.own) == [R.MANAGER, R.MANAGER]
    manager = people_of_organiser(session, desk.own.id)[0][0]
    assert change(other, manager, "steward").status_code == 303
    assert desk.client.get("/organiser/people").status_code == 403
    answer = change(other, steward, "steward")
    assert answer.status_code == 422 and "This is the last manager." in answer.text
    assert roles(session, desk.own) == [R.STEWARD, R.MANAGER]


def test_a_role_that_is_none_and_somebody_of_another_organiser_are_refused(session, desk, member):
    stranger = people.user(session, "la@vidu.vn")
    member(R.STEWARD, world.organiser(session), stranger)
    for user, role, said in (
        (stranger, "manager", "does not act for the organiser"),
        (stranger, "owner", "Please choose one of these."),
    ):
        answer = change(desk.client, user, role)
        assert answer.status_code == 422 and said in answer.text
    assert roles(session, desk.own) == [R.MANAGER]
