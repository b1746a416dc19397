"""Joining as a company in a browser, and the officer's side of it."""

import io
from typing import Any

import pytest
from sqlalchemy import select

from marketplace.accounts.organisers import Organiser
from marketplace.accounts.retailers import Retailer
from marketplace.submissions import SubmissionState
from tests import hostile_pdfs, people, world
from tests.letters import do_jobs, letters_to
from tests.people import fill, signed_in


@pytest.fixture
def person(app, session):
    return signed_in(app, people.user(session))


@pytest.fixture
def officer(app, session):
    return signed_in(app, people.officer(session))


def begin(case, person, **changes):
    return fill(person, f"{case.desk}/join/new", f"{case.desk}/join", **(case.form | changes))


def begun(session, case, person, **changes) -> Any:
    assert begin(case, person, **changes).status_code == 303
    return session.scalars(select(case.kind)).one()


def path_of(made) -> str:
    return f"/en/{made.noun}/join/{made.id}"


def send_registration(person, made, content: bytes):
    path = path_of(made)
    return fill(person, path, f"{path}/registration", file=(io.BytesIO(content), "dkkd.pdf"))


def handed_in(session, case, person) -> Any:
    made = begun(session, case, person)
    if case.kind is Retailer:
        assert send_registration(person, made, hostile_pdfs.paper()).status_code == 303
    assert fill(person, path_of(made), f"{path_of(made)}/submission").status_code == 303
    session.refresh(made)
    return made


def decide(officer, made, decision: str, reasons: str = "", seen: int | None = None):
    path = f"/en/office/{made.__tablename__}/{made.id}"
    fields = {"decision": decision, "reasons": reasons, "seen": made.revision if seen is None else seen}
    return fill(officer, path, f"{path}/decision", **fields)


def test_a_draft_is_kept_and_changed_handed_in_and_taken_back(session, case, person):
    made = begun(session, case, person)
    assert (made.state, made.tax_code, made.email) == ("draft", "0100233488", "ha@vidu.vn")
    path = path_of(made)
    assert "1 Trần Phú" in person.get(f"{path}/edit").text
    fill(person, f"{path}/edit", **(case.form | {"street": "2 Lê Lợi"}))
    assert "2 Lê Lợi" in person.get(path).text
    if case.kind is Retailer:
        send_registration(person, made, hostile_pdfs.paper())
    fill(person, path, f"{path}/submission")
    session.refresh(made)
    assert made.waits
    assert fill(person, path, f"{path}/return").status_code == 303
    session.refresh(made)
    assert made.state == SubmissionState.DRAFT
    fill(person, path, f"{path}/withdrawal")
    assert "Withdrawn" in person.get(f"{case.desk}/join").text


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
def test_bad_input_is_said_and_what_was_typed_stays(session, case, person, changes, said):
    answer = begin(case, person, **changes)
    assert answer.status_code == 422
    assert said in answer.text and "Hà" in answer.text
    assert session.scalars(select(case.kind)).all() == []


def test_an_authority_needs_no_tax_code_and_a_retailer_its_registration_number(session, case, person):
    if case.kind is Organiser:
        assert begun(session, case, person, kind="authority", tax_code="").tax_code == ""
    else:
        answer = begin(case, person, registration_number="")
        assert answer.status_code == 422
        assert "Please write the number of the business registration." in answer.text


def test_communes_are_shown_without_script_and_nothing_is_kept(session, case, person):
    answer = begin(case, person, commune="", action="communes")
    assert answer.status_code == 200 and "Văn Chấn" in answer.text and case.form["name"] in answer.text
    assert session.scalars(select(case.kind)).all() == []


def test_a_decided_one_is_not_written_any_more(session, case, person):
    path = path_of(handed_in(session, case, person))
    assert case.form["street"] in person.get(f"{path}/edit").text
    answer = fill(
        person, f"{case.desk}/join/new", f"{path}/edit", **(case.form | {"street": "3 Hai Bà Trưng"})
    )
    assert answer.status_code == 422
    assert "Take it back first" in answer.text and "3 Hai Bà Trưng" in answer.text


def test_a_file_that_is_not_what_it_says_is_refused_and_nothing_is_handed_in(session, case, person):
    made = begun(session, case, person)
    if case.kind is Organiser:
        assert send_registration(person, made, hostile_pdfs.paper()).status_code == 404
        return
    for content in (b"", b"%PDF-1.7 khong phai", b"MZ chuong trinh"):
        answer = send_registration(person, made, content)
        assert answer.status_code == 422 and 'role="alert"' in answer.text
    answer = fill(person, path_of(made), f"{path_of(made)}/submission")
    assert answer.status_code == 422 and "Something is still missing" in answer.text
    session.refresh(made)
    assert made.is_open and made.registration_file == ""


def test_an_officer_of_the_province_returns_then_approves_and_the_people_are_told(
    app, session, case, person, officer
):
    made = handed_in(session, case, person)
    assert made.name in officer.get(case.office).text
    do_jobs(app)
    assert "waits for approval" in officer.get("/en/account/notices").text
    with officer.get(f"{case.office}/{made.id}/registration") as file:
        if case.kind is Retailer:
            assert file.data.startswith(b"%PDF") and "no-store" in file.headers["Cache-Control"]
        else:
            assert file.status_code == 404
    assert decide(officer, made, "return").status_code == 422
    assert decide(officer, made, "return", "Thiếu giấy ủy quyền").status_code == 303
    page = person.get(path_of(made)).text
    assert "Thiếu giấy ủy quyền" in page and "Hand it in" in page
    fill(person, path_of(made), f"{path_of(made)}/submission")
    session.refresh(made)
    assert decide(officer, made, "approve").status_code == 303
    session.refresh(made)
    assert made.is_active
    said = [one.subject for one in letters_to(app, "binh@vidu.vn")]
    assert len(said) == 2 and all(made.name in one for one in said)
    words = "is approved." if case.kind is Organiser else "is verified and may buy wholesale"
    assert words in person.get("/en/account/notices").text
    answer = fill(person, f"{case.desk}/join/new", f"{path_of(made)}/return")
    assert answer.status_code == 422 and "not possible any more" in answer.text


def test_a_stale_decision_overwrites_nothing_and_what_was_typed_stays(session, case, person, officer):
    made = handed_in(session, case, person)
    answer = decide(officer, made, "reject", "Không phải", seen=made.revision - 1)
    assert answer.status_code == 422
    assert "decided or changed meanwhile" in answer.text and "Không phải" in answer.text
    session.refresh(made)
    assert made.waits


def test_an_officer_does_not_decide_on_their_own_nor_on_another_provinces(app, session, case):
    own = people.officer(session, "rieng@vidu.vn")
    made = handed_in(session, case, signed_in(app, own))
    answer = decide(signed_in(app, own), made, "approve")
    assert answer.status_code == 422 and "another officer has to decide" in answer.text
    elsewhere = signed_in(app, people.officer(session, "xa@vidu.vn", province="01"))
    assert elsewhere.get(f"{case.office}/{made.id}").status_code == 404
    assert made.name not in elsewhere.get(case.office).text


def test_suspending_and_lifting_it_is_said_to_its_people(app, session, case, person, officer):
    made = handed_in(session, case, person)
    decide(officer, made, "approve")
    path = f"{case.office}/{made.id}"
    assert fill(officer, path, f"{path}/suspension", text=" ").status_code == 422
    assert fill(officer, path, f"{path}/suspension", text="Thu tiền hai lần").status_code == 303
    assert "Thu tiền hai lần" in person.get(path_of(made)).text
    assert "suspended by an officer" in person.get(case.desk).text
    again = fill(officer, path, f"{path}/suspension", text="Lần nữa")
    assert again.status_code == 422 and "Lần nữa" in again.text
    assert fill(officer, path, f"{path}/reinstatement", text="Đã sửa").status_code == 303
    session.refresh(made)
    assert made.is_active
    assert len(letters_to(app, "binh@vidu.vn")) == 3


def test_a_stranger_finds_nothing(app, session, case, person):
    path = path_of(begun(session, case, person))
    other = signed_in(app, people.user(session, "la@vidu.vn"))
    for end in (path, f"{path}/edit", f"{case.desk}/join/{2**40}"):
        assert other.get(end).status_code == 404
