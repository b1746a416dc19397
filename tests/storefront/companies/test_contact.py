"""An approved company writes how it is reached; who it is stays as an officer has agreed to it."""

import pytest
from sqlalchemy import select

from marketplace.accounts.companies import Company
from marketplace.accounts.organisers import Organiser
from marketplace.audit import Entry
from marketplace.submissions import SubmissionState
from tests import people, world
from tests.letters import letters_to
from tests.people import fill

FACTS = {
    "province": "15",
    "commune": world.VAN_CHAN,
    "street": "12 Trần Hưng Đạo",
    "contact_name": "Lò Văn Hà",
    "phone": "0912 345 678",
    "email": "Ha@vidu.vn",
    "about": "Chúng tôi ở Văn Chấn.",
}


def write(desk, seen: int | None = None, **changes):
    seen = desk.own.revision if seen is None else seen
    return fill(desk.client, page(desk), **(FACTS | {"seen": seen} | changes))


def page(desk) -> str:
    return f"/en/{desk.own.noun}/contact"


def own(session, desk) -> Company:
    session.expire_all()
    return session.get_one(type(desk.own), desk.own.id)


def test_what_is_written_is_seen_at_once_and_noted(session, desk):
    name, tax = desk.own.name, desk.own.tax_code
    assert write(desk, name="Tên Khác", tax_code="0100233488").status_code == 303
    of = own(session, desk)
    assert (of.street, of.phone, of.email) == ("12 Trần Hưng Đạo", "+84912345678", "ha@vidu.vn")
    assert (of.name, of.tax_code, of.state) == (name, tax, SubmissionState.APPROVED)
    noted = session.scalars(select(Entry).where(Entry.action == f"{of.noun}.contact_changed")).one()
    assert set(noted.facts["fields"]) >= {"street", "phone"}
    if isinstance(of, Organiser):
        assert of.about in desk.client.get(f"/en/organisers/{of.slug}").text


def test_the_other_managers_are_told(app, session, desk, member):
    other = member("manager", desk.own, people.user(session, "hai@vidu.vn"))
    write(desk)
    assert len(letters_to(app, "hai@vidu.vn")) == 1
    assert "is reached in another way now" in other.get("/en/account/notices").text


def test_communes_are_shown_without_script_and_nothing_is_written(session, desk):
    answer = write(desk, province="01", action="communes")
    assert answer.status_code == 200 and "Ba Đình" in answer.text
    assert own(session, desk).street != FACTS["street"]


def test_of_two_who_write_at_once_the_second_is_told_and_keeps_the_words(session, desk):
    seen = desk.own.revision
    assert write(desk).status_code == 303
    late = write(desk, seen, street="99 Lê Lợi")
    assert late.status_code == 422 and "99 Lê Lợi" in late.text and "12 Trần Hưng Đạo" in late.text
    assert own(session, desk).street == "12 Trần Hưng Đạo"
    assert write(desk, seen + 1, street="99 Lê Lợi").status_code == 303


@pytest.mark.parametrize(
    "wrong",
    [
        {"street": ""},
        {"contact_name": ""},
        {"phone": "12"},
        {"email": "khong phai"},
        {"about": "x" * 2001},
        {"seen": "ai"},
        {"commune": world.BA_DINH},
    ],
)
def test_bad_input_is_said_and_nothing_is_written(session, desk, wrong):
    before = own(session, desk).street
    answer = write(desk, **wrong)
    assert answer.status_code == 422
    assert own(session, desk).street == before


def test_what_is_not_approved_is_written_where_it_is_handed_in(session, desk):
    desk.own.state = SubmissionState.DRAFT
    session.commit()
    told = desk.client.get(page(desk)).text
    assert f"/{desk.own.noun}/join/{desk.own.id}" in told and 'name="street"' not in told
