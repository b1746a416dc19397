"""Joining as a retailer in a browser, and the officer's side of it."""

import io

import pytest
from sqlalchemy import select

from marketplace.accounts.retailers import Retailer
from tests import hostile_pdfs, people, world
from tests.letters import do_jobs, letters_to
from tests.people import fill, signed_in

FORM = {
    "kind": "supermarket",
    "name": "Siêu thị Xanh",
    "tax_code": "0100233488",
    "registration_number": "0100233488",
    "province": "15",
    "commune": world.VAN_CHAN,
    "street": "1 Trần Phú",
    "contact_name": "Hà",
    "phone": "0912 345 678",
    "email": "Ha@vidu.vn",
    "about": "Chuỗi siêu thị thực phẩm.",
}


@pytest.fixture
def person(app, session):
    return signed_in(app, people.user(session))


@pytest.fixture
def officer(app, session):
    return signed_in(app, people.officer(session))


def begun(session, person, **changes) -> Retailer:
    answer = fill(person, "/en/retailer/join/new", "/en/retailer/join", **(FORM | changes))
    assert answer.status_code == 303
    return session.scalars(select(Retailer)).one()


def send_registration(person, made: Retailer, content: bytes, name: str = "dkkd.pdf"):
    path = f"/en/retailer/join/{made.code}"
    return fill(person, path, f"{path}/registration", file=(io.BytesIO(content), name))


def handed_in(session, person) -> Retailer:
    made = begun(session, person)
    path = f"/en/retailer/join/{made.code}"
    assert send_registration(person, made, hostile_pdfs.paper()).status_code == 303
    assert fill(person, path, f"{path}/submission").status_code == 303
    session.refresh(made)
    return made


def decide(officer, made: Retailer, decision: str, reasons: str = "", seen: int | None = None):
    path = f"/en/office/retailers/{made.id}"
    fields = {"decision": decision, "reasons": reasons, "seen": made.revision if seen is None else seen}
    return fill(officer, path, f"{path}/decision", **fields)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"kind": "circus"}, "Please choose one of these."),
        ({"name": " "}, "Please write the name."),
        ({"tax_code": ""}, "Please write the tax code."),
        ({"tax_code": "0100233487"}, "This is no tax code"),
        ({"tax_code": "001099012345"}, "This is no tax code"),
        ({"registration_number": ""}, "Please write the number of the business registration."),
        ({"commune": world.BA_DINH}, "Please choose a commune or ward of this province."),
        ({"phone": "12"}, "This is not a telephone number"),
        ({"about": "x" * 2001}, "Please write at most 2000 characters."),
    ],
)
def test_bad_input_is_said_and_what_was_typed_stays(session, person, changes, said):
    answer = fill(person, "/en/retailer/join/new", "/en/retailer/join", **(FORM | changes))
    assert answer.status_code == 422
    assert said in answer.text and "Hà" in answer.text
    assert session.scalars(select(Retailer)).all() == []


def test_a_file_that_is_not_what_it_says_is_refused_and_nothing_is_handed_in(session, person):
    made = begun(session, person)
    path = f"/en/retailer/join/{made.code}"
    for content in (b"", b"%PDF-1.7 khong phai", b"MZ chuong trinh"):
        answer = send_registration(person, made, content)
        assert answer.status_code == 422 and 'role="alert"' in answer.text
    answer = fill(person, path, f"{path}/submission")
    assert answer.status_code == 422 and "Something is still missing" in answer.text
    session.refresh(made)
    assert made.is_open and made.registration_file == ""


def test_an_officer_reads_the_registration_returns_then_verifies_and_the_people_are_told(
    app, session, person, officer
):
    made = handed_in(session, person)
    assert made.name in officer.get("/en/office/retailers").text
    do_jobs(app)
    assert "waits for approval" in officer.get("/en/account/notices").text
    with officer.get(f"/office/retailers/{made.id}/registration") as file:
        assert file.data.startswith(b"%PDF") and "no-store" in file.headers["Cache-Control"]
    assert decide(officer, made, "return").status_code == 422
    assert decide(officer, made, "return", "Ảnh mờ").status_code == 303
    path = f"/en/retailer/join/{made.code}"
    assert "Ảnh mờ" in person.get(path).text
    fill(person, path, f"{path}/submission")
    session.refresh(made)
    assert decide(officer, made, "approve").status_code == 303
    session.refresh(made)
    assert made.may_deal
    assert len(letters_to(app, "binh@vidu.vn")) == 2
    assert "is verified and may buy wholesale" in person.get("/en/account/notices").text
    answer = fill(person, "/en/retailer/join/new", f"{path}/return")
    assert answer.status_code == 422 and "not possible any more" in answer.text


def test_a_stale_decision_overwrites_nothing(session, person, officer):
    made = handed_in(session, person)
    answer = decide(officer, made, "reject", "Không phải", seen=made.revision - 1)
    assert answer.status_code == 422 and "decided or changed meanwhile" in answer.text
    session.refresh(made)
    assert made.waits


def test_an_officer_does_not_decide_on_their_own_nor_on_another_provinces(app, session):
    own = people.officer(session, "rieng@vidu.vn")
    made = handed_in(session, signed_in(app, own))
    answer = decide(signed_in(app, own), made, "approve")
    assert answer.status_code == 422 and "another officer has to decide" in answer.text
    elsewhere = signed_in(app, people.officer(session, "xa@vidu.vn", province="01"))
    assert elsewhere.get(f"/en/office/retailers/{made.id}").status_code == 404


def test_suspending_and_lifting_it_is_said_to_its_people(app, session, person, officer):
    made = handed_in(session, person)
    decide(officer, made, "approve")
    path = f"/en/office/retailers/{made.id}"
    assert fill(officer, path, f"{path}/suspension", text=" ").status_code == 422
    assert fill(officer, path, f"{path}/suspension", text="Không trả tiền").status_code == 303
    assert "Không trả tiền" in person.get(f"/en/retailer/join/{made.code}").text
    assert "suspended by an officer" in person.get("/en/retailer").text
    assert fill(officer, path, f"{path}/reinstatement", text="Đã trả").status_code == 303
    session.refresh(made)
    assert made.may_deal
    assert len(letters_to(app, "binh@vidu.vn")) == 3
