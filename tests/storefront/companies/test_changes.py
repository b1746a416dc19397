"""Another name or tax code of an approved company: asked for with a paper, decided by an officer who sees both."""

import io

import pytest
from sqlalchemy import select

from marketplace.accounts.company_changes import CompanyChange
from marketplace.accounts.company_lists import count_waiting
from marketplace.accounts.organisers import Organiser, OrganiserKind
from marketplace.audit import Entry
from tests import hostile_pdfs, people
from tests.letters import do_jobs, letters_to
from tests.people import fill, signed_in

NEW = {"name": "Công ty Xanh Tươi", "tax_code": "0100233488"}


@pytest.fixture
def desk(session, desk):
    desk.own.commune_code = "04672"
    desk.own.tax_code = "0101243150"
    session.commit()
    return desk


def page(desk) -> str:
    return f"/en/{desk.own.noun}/contact"


def ask(desk, content: bytes | None = None, **changes):
    file = io.BytesIO(hostile_pdfs.paper() if content is None else content)
    return fill(
        desk.client, page(desk), f"{page(desk)}/changes", **(NEW | {"file": (file, "gp.pdf")} | changes)
    )


def change_of(session) -> CompanyChange:
    session.expire_all()
    return session.scalars(select(CompanyChange).order_by(CompanyChange.id.desc())).first()


def decide(officer, desk, change, decision: str, reasons: str = "", seen: int | None = None):
    path = f"/en/office/{desk.own.__tablename__}/changes/{change.id}"
    fields = {"decision": decision, "reasons": reasons, "seen": change.revision if seen is None else seen}
    return fill(officer, path, f"{path}/decision", **fields)


def own(session, desk):
    session.expire_all()
    return session.get_one(type(desk.own), desk.own.id)


def test_an_officer_sees_old_and_new_and_the_paper_and_only_then_it_holds(app, session, case, desk):
    officer = signed_in(app, people.officer(session))
    address = desk.own.address
    assert ask(desk).status_code == 303
    assert own(session, desk).name == "Công ty Xanh"
    do_jobs(app)
    assert "asks for another name or tax code" in officer.get("/en/account/notices").text
    assert "Name and tax code" in officer.get(case.office).text
    assert count_waiting(session, case.kind, "15") == 1
    change = change_of(session)
    path = f"{case.office}/changes/{change.id}"
    told = officer.get(path).text
    assert "0101243150" in told and "0100233488" in told and "Tươi" in told
    with officer.get(f"{path}/paper") as file:
        assert file.data.startswith(b"%PDF") and "no-store" in file.headers["Cache-Control"]
    assert decide(officer, desk, change, "approve").status_code == 303
    of = own(session, desk)
    assert (of.name, of.tax_code, of.address) == (NEW["name"], NEW["tax_code"], address)
    noted = session.scalars(select(Entry).where(Entry.action == f"{case.noun}.renamed")).one()
    assert noted.facts["before"] == {"name": "Công ty Xanh", "tax_code": "0101243150"}
    assert (noted.facts["name"], noted.facts["tax_code"]) == (NEW["name"], NEW["tax_code"])
    assert len(letters_to(app, "manager@vidu.vn")) == 1
    assert "was accepted" in desk.client.get("/en/account/notices").text


def test_a_rejection_needs_reasons_that_are_read_and_another_may_be_asked_for(app, session, desk):
    officer = signed_in(app, people.officer(session))
    ask(desk)
    change = change_of(session)
    assert decide(officer, desk, change, "return", "Thiếu").status_code == 422
    assert decide(officer, desk, change, "reject").status_code == 422
    assert decide(officer, desk, change, "reject", "Ảnh mờ").status_code == 303
    assert "Ảnh mờ" in desk.client.get(page(desk)).text
    assert own(session, desk).name == "Công ty Xanh"
    assert ask(desk).status_code == 303


def test_of_two_that_ask_the_second_is_told_and_one_taken_back_makes_room(session, desk):
    assert ask(desk).status_code == 303
    again = ask(desk, name="Tên Ba")
    assert again.status_code == 422 and "looking at a change already" in again.text
    assert fill(desk.client, page(desk), f"{page(desk)}/changes/withdrawal").status_code == 303
    gone = fill(desk.client, page(desk), f"{page(desk)}/changes/withdrawal")
    assert gone.status_code == 422 and "not possible any more" in gone.text
    assert ask(desk, name="Tên Ba").status_code == 303


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": " "}, "Please write the name."),
        ({"tax_code": ""}, "Please write the tax code."),
        ({"tax_code": "0100233487"}, "This is no tax code"),
        ({"content": b"MZ"}, "Xanh Tươi"),
        ({"content": b""}, "Xanh Tươi"),
        ({"name": "Công ty Xanh", "tax_code": "0101243150"}, "are these already"),
    ],
)
def test_bad_input_is_said_what_was_typed_stays_and_nothing_is_handed_in(session, desk, changes, said):
    answer = ask(desk, **changes)
    assert answer.status_code == 422 and said in answer.text
    assert change_of(session) is None


def test_an_authority_may_give_its_tax_code_up(session, case, desk):
    if case.kind is Organiser:
        desk.own.kind = OrganiserKind.AUTHORITY
        session.commit()
        assert ask(desk, tax_code="").status_code == 303
        assert change_of(session).tax_code == ""


def test_who_is_suspended_or_acts_for_it_does_neither_ask_nor_decide(app, session, desk, member):
    own_officer = people.officer(session, "rieng@vidu.vn")
    ask(desk)
    officer = member("manager", desk.own, own_officer)
    answer = decide(officer, desk, change_of(session), "approve")
    assert answer.status_code == 422 and "another officer has to decide" in answer.text
    elsewhere = signed_in(app, people.officer(session, "xa@vidu.vn", province="01"))
    path = f"/en/office/{desk.own.__tablename__}/changes/{change_of(session).id}"
    assert elsewhere.get(path).status_code == 404
    fill(desk.client, page(desk), f"{page(desk)}/changes/withdrawal")
    desk.own.suspended_at, desk.own.suspension_reason = desk.own.created_at, "Vì thế"
    session.commit()
    assert ask(desk).status_code in (403, 422)


def test_a_stale_decision_overwrites_nothing(app, session, desk):
    officer = signed_in(app, people.officer(session))
    ask(desk)
    change = change_of(session)
    answer = decide(officer, desk, change, "approve", seen=change.revision + 1)
    assert answer.status_code == 422 and "decided or changed meanwhile" in answer.text
    assert own(session, desk).name == "Công ty Xanh"
