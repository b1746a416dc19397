"""Joining as an organiser in a browser, and the officer's side of it."""

import pytest
from sqlalchemy import select

from marketplace.accounts.organisers import Organiser
from marketplace.submissions import SubmissionState
from tests import people, world
from tests.letters import do_jobs, letters_to
from tests.people import fill, signed_in

FORM = {
    "kind": "centre",
    "name": "Trung tâm Xúc tiến",
    "tax_code": "0100233488",
    "province": "15",
    "commune": world.VAN_CHAN,
    "street": "1 Trần Phú",
    "contact_name": "Hà",
    "phone": "0912 345 678",
    "email": "Ha@vidu.vn",
    "about": "Tổ chức hội chợ từ năm 2010.",
}


@pytest.fixture
def person(app, session):
    return signed_in(app, people.user(session))


@pytest.fixture
def officer(app, session):
    return signed_in(app, people.officer(session))


def begun(session, person, **changes) -> Organiser:
    answer = fill(person, "/en/organiser/join/new", "/en/organiser/join", **(FORM | changes))
    assert answer.status_code == 303
    return session.scalars(select(Organiser)).one()


def handed_in(session, person) -> Organiser:
    made = begun(session, person)
    path = f"/en/organiser/join/{made.id}"
    assert fill(person, path, f"{path}/submission").status_code == 303
    session.refresh(made)
    return made


def decide(officer, made: Organiser, decision: str, reasons: str = "", seen: int | None = None):
    path = f"/en/office/organisers/{made.id}"
    fields = {"decision": decision, "reasons": reasons, "seen": made.revision if seen is None else seen}
    return fill(officer, path, f"{path}/decision", **fields)


def test_a_draft_is_kept_and_changed_and_handed_in(session, person):
    made = begun(session, person)
    assert (made.state, made.tax_code, made.email) == ("draft", "0100233488", "ha@vidu.vn")
    path = f"/en/organiser/join/{made.id}"
    assert "1 Trần Phú" in person.get(f"{path}/edit").text
    fill(person, f"{path}/edit", **(FORM | {"street": "2 Lê Lợi"}))
    assert "2 Lê Lợi" in person.get(path).text
    fill(person, path, f"{path}/submission")
    session.refresh(made)
    assert made.waits
    assert fill(person, path, f"{path}/return").status_code == 303
    session.refresh(made)
    assert made.state == SubmissionState.DRAFT
    fill(person, path, f"{path}/withdrawal")
    assert "Withdrawn" in person.get("/en/organiser/join").text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"kind": ""}, "Please choose one of these."),
        ({"kind": "circus"}, "Please choose one of these."),
        ({"name": " "}, "Please write the name."),
        ({"tax_code": ""}, "Please write the tax code."),
        ({"tax_code": "0100233487"}, "This is no tax code"),
        ({"tax_code": "001099012345"}, "This is no tax code"),
        ({"commune": world.BA_DINH}, "Please choose a commune or ward of this province."),
        ({"phone": "12"}, "This is not a telephone number"),
        ({"about": "x" * 2001}, "Please write at most 2000 characters."),
    ],
)
def test_bad_input_is_said_and_what_was_typed_stays(session, person, changes, said):
    answer = fill(person, "/en/organiser/join/new", "/en/organiser/join", **(FORM | changes))
    assert answer.status_code == 422
    assert said in answer.text and "Hà" in answer.text
    assert session.scalars(select(Organiser)).all() == []


def test_an_authority_needs_no_tax_code(session, person):
    assert begun(session, person, kind="authority", tax_code="").tax_code == ""


def test_communes_are_shown_without_script_and_nothing_is_kept(session, person):
    fields = FORM | {"commune": "", "action": "communes"}
    answer = fill(person, "/en/organiser/join/new", "/en/organiser/join", **fields)
    assert answer.status_code == 200 and "Văn Chấn" in answer.text and FORM["name"] in answer.text
    assert session.scalars(select(Organiser)).all() == []


def test_a_decided_one_is_not_written_any_more(session, person, officer):
    made = handed_in(session, person)
    path = f"/en/organiser/join/{made.id}"
    assert FORM["street"] in person.get(f"{path}/edit").text
    token = fill(person, "/en/organiser/join/new", f"{path}/edit", **(FORM | {"street": "3 Hai Bà Trưng"}))
    assert token.status_code == 422
    assert "Take it back first" in token.text and "3 Hai Bà Trưng" in token.text


def test_an_officer_of_the_province_returns_then_approves_and_the_people_are_told(
    app, session, person, officer
):
    made = handed_in(session, person)
    assert "Trung tâm Xúc tiến" in officer.get("/en/office/organisers").text
    do_jobs(app)
    assert "waits for approval" in officer.get("/en/account/notices").text
    assert decide(officer, made, "return").status_code == 422
    assert decide(officer, made, "return", "Thiếu giấy ủy quyền").status_code == 303
    page = person.get(f"/en/organiser/join/{made.id}").text
    assert "Thiếu giấy ủy quyền" in page and "Hand it in" in page
    fill(person, f"/en/organiser/join/{made.id}", f"/en/organiser/join/{made.id}/submission")
    session.refresh(made)
    assert decide(officer, made, "approve").status_code == 303
    session.refresh(made)
    assert made.may_publish
    said = [one.subject for one in letters_to(app, "binh@vidu.vn")]
    assert len(said) == 2 and all("Trung tâm Xúc tiến" in one for one in said)
    assert "is approved." in person.get("/en/account/notices").text


def test_a_stale_decision_overwrites_nothing_and_what_was_typed_stays(session, person, officer):
    made = handed_in(session, person)
    answer = decide(officer, made, "reject", "Không phải đơn vị tổ chức", seen=made.revision - 1)
    assert answer.status_code == 422
    assert "decided or changed meanwhile" in answer.text and "Không phải đơn vị tổ chức" in answer.text
    session.refresh(made)
    assert made.waits


def test_an_officer_does_not_decide_on_their_own_nor_on_another_provinces(app, session):
    own = people.officer(session, "rieng@vidu.vn")
    made = handed_in(session, signed_in(app, own))
    answer = decide(signed_in(app, own), made, "approve")
    assert answer.status_code == 422 and "another officer has to decide" in answer.text
    elsewhere = signed_in(app, people.officer(session, "xa@vidu.vn", province="01"))
    assert elsewhere.get(f"/en/office/organisers/{made.id}").status_code == 404
    assert "Trung tâm Xúc tiến" not in elsewhere.get("/en/office/organisers").text


def test_suspending_and_lifting_it_is_said_to_its_people(app, session, person, officer):
    made = handed_in(session, person)
    decide(officer, made, "approve")
    path = f"/en/office/organisers/{made.id}"
    assert fill(officer, path, f"{path}/suspension", text=" ").status_code == 422
    assert fill(officer, path, f"{path}/suspension", text="Thu tiền hai lần").status_code == 303
    assert "Thu tiền hai lần" in person.get(f"/en/organiser/join/{made.id}").text
    again = fill(officer, path, f"{path}/suspension", text="Lần nữa")
    assert again.status_code == 422 and "Lần nữa" in again.text
    assert fill(officer, path, f"{path}/reinstatement", text="Đã sửa").status_code == 303
    session.refresh(made)
    assert made.may_publish
    assert len(letters_to(app, "binh@vidu.vn")) == 3


def test_a_stranger_finds_nothing(app, session, person):
    made = begun(session, person)
    other = signed_in(app, people.user(session, "la@vidu.vn"))
    for path in (f"/organiser/join/{made.id}", f"/organiser/join/{made.id}/edit", f"/organiser/join/{2**40}"):
        assert other.get(path).status_code == 404
