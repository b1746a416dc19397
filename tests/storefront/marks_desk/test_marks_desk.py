"""The desk of a managing body's people: invited by the central office, with a second factor, their own marks alone."""

from types import SimpleNamespace

import pytest
from sqlalchemy import select

from catalog.acts import Act
from catalog.marks import Authorisation
from catalog.records import Refused
from marketplace.accounts.invitations import Invitation
from marketplace.accounts.mark_people import add_to_mark, invite_to_mark, marks_of
from marketplace.accounts.memberships import Membership, add_member
from marketplace.audit import Entry
from marketplace.orders.personal_data import erase
from tests import people, world
from tests.letters import letters_to
from tests.people import browser, fill, signed_in
from tests.shopping import hidden
from tests.world import NOW

RULING = {"decision_no": "5/QĐ-HH", "decided_on": "20/11/2026", "effective_on": "", "ground": "Sai quy chế"}
PERMIT = {"product": "", "basis": "permit", "permit_no": "7/GP", "granted_by": "Hội Nông dân"}
PERMIT |= {"valid_from": "01/11/2026", "valid_until": "01/11/2029"}


@pytest.fixture
def marks(session) -> list[world.Mark]:
    made = [world.mark(session, name) for name in ("Núi Mình", "Núi Người")]
    session.commit()
    return made


@pytest.fixture
def rights(session, marks) -> list[Authorisation]:
    goods = [world.product(session, by=world.producer(session, f"HTX Núi {i}")) for i in range(3)]
    made = [world.authorisation(session, good, marks[0]) for good in goods]
    session.commit()
    return made


@pytest.fixture
def lan(session, marks):
    made = people.user(session, "lan@vidu.vn", "Lò Thị Lan")
    people.give_second_factor(made)
    add_to_mark(session, made, marks[0], NOW)
    session.commit()
    return made


@pytest.fixture
def desk(app, lan):
    return signed_in(app, lan)


@pytest.fixture
def central(app, session):
    return signed_in(app, people.officer(session, "tw@vidu.vn", province=None))


def rule(client, mark, rights, step: str):
    path = f"/en/marks-desk/{mark.slug}"
    token = hidden(client.get(path).text, "ruling-csrf_token")
    fields = {f"ruling-{name}": text for name, text in (RULING | {"step": step}).items()}
    ticked = {"authorisation": [str(right.id) for right in rights]}
    return client.post(path + "/acts", data=fields | ticked | {"ruling-csrf_token": token})


def test_they_see_their_marks_and_no_others(desk, marks, rights):
    page = desk.get("/en/marks-desk").text
    assert "Núi Mình" in page
    assert "3 rights" in page
    assert "Núi Người" not in page
    assert "HTX Núi 1" in desk.get(f"/en/marks-desk/{marks[0].slug}").text
    assert desk.get(f"/en/marks-desk/{marks[1].slug}").status_code == 404
    assert desk.get("/en/office").status_code == 403
    assert desk.get("/en/office/marks").status_code == 403


def test_without_a_second_factor_there_is_no_desk(app, session, marks):
    user = people.user(session, "moi@vidu.vn")
    add_to_mark(session, user, marks[0], NOW)
    session.commit()
    answer = signed_in(app, user).get("/en/marks-desk")
    assert (answer.status_code, answer.location.partition("?")[0]) == (303, "/en/account/second-factor")


def test_guests_and_others_do_not_come_in(app, session, marks):
    assert browser(app).get("/marks-desk").location.startswith("/sign-in")
    assert signed_in(app, people.user(session)).get("/marks-desk").status_code == 403
    assert signed_in(app, people.officer(session)).get("/marks-desk").status_code == 403


def test_they_suspend_reinstate_and_revoke_what_is_ticked(desk, session, marks, rights, lan):
    assert rule(desk, marks[0], rights[:2], "suspend").status_code == 303
    assert rule(desk, marks[0], rights[:1], "revoke").status_code == 303
    acts = session.execute(select(Act.authorisation_id, Act.kind).order_by(Act.id)).all()
    assert [tuple(act) for act in acts] == [
        (rights[0].id, "suspend"),
        (rights[1].id, "suspend"),
        (rights[0].id, "revoke"),
    ]
    entries = session.scalars(select(Entry).where(Entry.action == "authorisation.revoked")).all()
    assert [(one.user_id, one.producer_id) for one in entries] == [(lan.id, rights[0].producer_id)]


def test_a_right_to_another_mark_is_not_touched_under_the_own_one(desk, session, marks, rights):
    foreign = world.authorisation(session, world.product(session), marks[1])
    session.commit()
    answer = rule(desk, marks[0], [rights[0], foreign], "revoke")
    assert answer.status_code == 422
    assert "not within your reach" in answer.text
    assert session.scalars(select(Act)).all() == []


def test_they_grant_a_right_to_any_producer_but_their_own(desk, session, marks, lan):
    maker, own = world.producer(session, "HTX Xa", commune_code=world.PHU_QUOC), world.producer(session)
    add_member(session, lan, own, NOW)
    session.commit()
    page = f"/en/marks-desk/{marks[0].slug}/authorisations"
    assert "HTX Xa" in desk.get(f"{page}/new?q=xa").text
    for producer, status in ((maker, 303), (own, 422)):
        path = f"{page}/new?producer={producer.slug}"
        answer = fill(desk, path, f"{page}?producer={producer.slug}", **PERMIT)
        assert answer.status_code == status
    assert session.scalars(select(Authorisation.producer_id)).all() == [maker.id]


def test_wrong_input_stays_in_the_form(desk, session, marks):
    maker = world.producer(session, "HTX Xa")
    session.commit()
    page = f"/en/marks-desk/{marks[0].slug}/authorisations"
    query = f"?producer={maker.slug}"
    answer = fill(desk, f"{page}/new{query}", page + query, **(PERMIT | {"valid_until": "31/02/2029"}))
    assert answer.status_code == 422
    assert "This is no full date." in answer.text
    assert 'value="7/GP"' in answer.text


# How somebody comes to the desk


def invite(client, mark, contact: str = "mai@vidu.vn"):
    return fill(client, f"/en/office/marks/{mark.slug}/people", contact=contact)


def test_the_central_office_invites_and_the_link_leads_to_the_desk(app, central, session, marks):
    assert invite(central, marks[0]).status_code == 303
    assert "mai@vidu.vn" in central.get(f"/en/office/marks/{marks[0].slug}/people").text
    [letter] = letters_to(app, "mai@vidu.vn")
    path = next(word for word in letter.text.split() if "/invitations/" in word).partition("example")[2]
    mai = people.user(session, "mai@vidu.vn", "Mai")
    people.give_second_factor(mai)
    session.commit()
    client = signed_in(app, mai)
    assert "Núi Mình" in client.get(path).text
    assert fill(client, path).location.endswith("/marks-desk")
    assert "Núi Mình" in client.get("/en/marks-desk").text
    assert client.get(path).status_code == 404, "a link is good once"


def test_somebody_is_invited_to_a_second_mark_and_decides_on_both_but_on_each_alone(
    app, central, session, marks, lan, desk, rights
):
    assert invite(central, marks[1], "lan@vidu.vn").status_code == 303
    [letter] = letters_to(app, "lan@vidu.vn")
    path = next(word for word in letter.text.split() if "/invitations/" in word).partition("example")[2]
    assert fill(desk, path).location.endswith("/marks-desk")
    page = desk.get("/en/marks-desk").text
    assert all(mark.name in page for mark in marks)
    other = world.authorisation(session, world.product(session), marks[1])
    session.commit()
    assert rule(desk, marks[0], [rights[0], other], "suspend").status_code == 422
    assert rule(desk, marks[0], rights[:1], "suspend").status_code == 303
    assert rule(desk, marks[1], [other], "suspend").status_code == 303
    suspended = session.scalars(select(Act.authorisation_id).order_by(Act.id)).all()
    assert suspended == [rights[0].id, other.id]
    # Taken off one, they keep the other.
    people_page = f"/en/office/marks/{marks[0].slug}/people"
    assert fill(central, people_page, f"{people_page}/{lan.id}/removal").status_code == 303
    assert desk.get(f"/en/marks-desk/{marks[0].slug}").status_code == 404
    assert desk.get(f"/en/marks-desk/{marks[1].slug}").status_code == 200


@pytest.mark.parametrize("contact", ["", "mai@", "0912345678"])
def test_a_contact_that_is_no_address_is_refused(central, session, marks, contact):
    assert invite(central, marks[0], contact).status_code == 422
    assert session.scalars(select(Invitation)).all() == []


def test_an_invitation_is_taken_back_and_a_person_removed(app, central, session, marks, lan, desk):
    invite(central, marks[0])
    made = session.scalars(select(Invitation)).one()
    page = f"/en/office/marks/{marks[0].slug}"
    assert fill(central, f"{page}/people", f"{page}/invitations/{made.id}/removal").status_code == 303
    assert fill(central, f"{page}/people", f"{page}/people/{lan.id}/removal").status_code == 303
    session.expire_all()
    assert made.revoked_at == NOW
    assert session.scalars(select(Membership).where(Membership.user_id == lan.id)).all() == []
    assert desk.get("/en/marks-desk").status_code == 403
    assert letters_to(app, "mai@vidu.vn") == []
    actions = session.scalars(select(Entry.action).where(Entry.subject == "marks").order_by(Entry.id)).all()
    assert actions[1:] == ["mark.invited", "mark.invitation_taken_back", "mark.person_removed"]


def test_a_province_does_not_invite(app, session, marks):
    officer = signed_in(app, people.officer(session))
    assert officer.get(f"/office/marks/{marks[0].slug}/people").status_code == 403
    assert (
        officer.post(f"/office/marks/{marks[0].slug}/people", data={"contact": "x@vidu.vn"}).status_code
        == 403
    )


def test_nobody_manages_a_mark_twice_or_leaves_the_shop_with_a_role(session, marks, lan):
    with pytest.raises(Refused):
        add_to_mark(session, lan, marks[0], NOW)
    with pytest.raises(Refused):
        erase(session, lan, NOW)
    assert session.scalars(marks_of(lan.id)).all() == [marks[0]]


def test_an_invitation_is_about_a_producer_or_a_mark(session, marks, lan):
    made = invite_to_mark(session, marks[0], lan, "mai@vidu.vn", "vi", NOW)
    again = invite_to_mark(session, marks[0], lan, "Mai@vidu.vn ", "vi", NOW)
    session.commit()
    assert (made.revoked_at, again.revoked_at) == (NOW, None)
    assert SimpleNamespace(mark=again.mark_id, producer=again.producer_id).producer is None
