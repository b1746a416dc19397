"""The people of a company: invited by letter, given another role, taken off again; one manager always stays."""

import re

import pytest

from marketplace.accounts.company_people import companies_of, people_of_company, role_with
from tests import people
from tests.letters import letters_to
from tests.people import fill, signed_in


def invite(desk, contact: str = "moi@vidu.vn", role: str = "manager"):
    return fill(desk.client, page(desk), contact=contact, role=role)


def page(desk) -> str:
    return f"/en/{desk.own.noun}/people"


def link_to(app, contact: str = "moi@vidu.vn") -> str:
    return re.search(r"/producer/join/invitations/\S+", letters_to(app, contact)[-1].text)[0]


def test_who_is_invited_takes_each_role_up_once(app, session, case, desk):
    for n, role in enumerate(case.roles):
        contact = f"moi{n}@vidu.vn"
        assert invite(desk, contact, role).status_code == 303
        path = link_to(app, contact)
        user = people.user(session, contact, "Lê Mới")
        client = signed_in(app, user)
        assert desk.own.name in client.get(f"/en{path}").text
        assert fill(client, path).location.endswith(f"/{case.noun}")
        assert companies_of(session, case.kind, user.id) == [(desk.own, role)]
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
    answer = invite(desk, **({"contact": "moi@vidu.vn"} | fields))
    assert answer.status_code == 422 and said in answer.text


def test_an_invitation_is_taken_back(app, session, desk):
    invite(desk)
    path = link_to(app)
    told = desk.client.get(page(desk)).text
    assert "moi@vidu.vn" in told
    removal = re.search(rf"/{desk.own.noun}/invitations/\d+/removal", told)[0]
    assert fill(desk.client, page(desk), removal).status_code == 303
    assert fill(desk.client, page(desk), removal).status_code == 422
    assert signed_in(app, people.user(session, "moi@vidu.vn")).get(path).status_code == 404


def test_a_newer_invitation_takes_the_place_of_the_one_before(app, desk):
    invite(desk)
    invite(desk, role="manager")
    told = desk.client.get(page(desk)).text
    assert len(re.findall(rf"/{desk.own.noun}/invitations/\d+/removal", told)) == 1


def test_who_acts_for_it_already_keeps_the_role(app, session, case, desk, member):
    user = people.user(session, "moi@vidu.vn")
    client = member(case.usual_role, desk.own, user)
    invite(desk)
    assert fill(client, link_to(app)).status_code == 422
    assert companies_of(session, case.kind, user.id) == [(desk.own, case.usual_role)]


def change(client, desk, user, role: str, **fields):
    return fill(client, f"{page(desk)}/{user.id}", role=role, **fields)


def roles(session, desk) -> list[str]:
    session.expire_all()
    return [role_with(desk.own, one) for _user, one in people_of_company(session, desk.own)]


def test_somebody_is_removed_and_told_and_the_last_manager_stays(app, session, case, desk, member):
    other = people.user(session, "soat@vidu.vn")
    client = member(case.usual_role, desk.own, other)
    boss = people_of_company(session, desk.own)[0][0]
    assert fill(desk.client, page(desk), f"{page(desk)}/{other.id}/removal").status_code == 303
    letters_to(app, "soat@vidu.vn")
    assert "You do not act for" in client.get("/en/account/notices").text
    assert client.get(case.desk).status_code == 403
    last = fill(desk.client, page(desk), f"{page(desk)}/{boss.id}/removal")
    assert last.status_code == 422 and "This is the last manager." in last.text
    leaving = fill(desk.client, case.desk, f"/{case.noun}/membership/removal")
    assert leaving.location.endswith(f"/{case.noun}")
    assert roles(session, desk) == ["manager"]


def test_anybody_may_go(session, case, desk, member):
    other = people.user(session, "soat@vidu.vn")
    client = member(case.usual_role, desk.own, other)
    assert fill(client, case.desk, f"/{case.noun}/membership/removal").location.endswith("/account")
    assert companies_of(session, case.kind, other.id) == []


def test_a_manager_gives_somebody_another_role_and_the_last_manager_stays(app, session, case, desk, member):
    user = people.user(session, "soat@vidu.vn", "Người Soát")
    other = member(case.usual_role, desk.own, user)
    assert other.get(page(desk)).status_code == 403
    assert change(desk.client, desk, user, "manager").status_code == 303
    assert roles(session, desk) == ["manager", "manager"]
    letters_to(app, "soat@vidu.vn")
    assert "You have another role with" in other.get("/en/account/notices").text
    manager = people_of_company(session, desk.own)[0][0]
    assert change(other, desk, manager, case.usual_role).status_code == 303
    assert desk.client.get(page(desk)).status_code == 403
    answer = change(other, desk, user, case.usual_role)
    assert answer.status_code == 422 and "This is the last manager." in answer.text
    assert roles(session, desk) == [case.usual_role, "manager"]


def test_a_role_that_is_none_is_refused(session, case, desk, member):
    user = people.user(session, "la@vidu.vn")
    member(case.usual_role, desk.own, user)
    answer = change(desk.client, desk, user, "owner")
    assert answer.status_code == 422 and "Please choose one of these." in answer.text
    assert roles(session, desk) == ["manager", case.usual_role]


def test_nobody_of_another_company_is_seen_changed_or_removed(session, case, desk, member):
    stranger = people.user(session, "la@vidu.vn")
    member(case.usual_role, case.make(session), stranger)
    assert desk.client.get(f"{page(desk)}/{stranger.id}").status_code == 404
    answer = fill(desk.client, page(desk), f"{page(desk)}/{stranger.id}", role="manager")
    assert answer.status_code == 404
    answer = fill(desk.client, page(desk), f"{page(desk)}/{stranger.id}/removal")
    assert answer.status_code == 422 and "does not act for the company any more" in answer.text
