"""Public holidays at the office: the central one writes them down and takes them out, each change in the audit."""

from datetime import date

import pytest
from sqlalchemy import select

from marketplace.accounts.data_requests import WORKING_DAYS
from marketplace.accounts.holidays import Holiday, holidays_after, working_day_after
from marketplace.audit import Entry
from tests import people as making
from tests.people import signed_in
from tests.shopping import hidden

PATH = "/office/holidays"


@pytest.fixture
def central(app, session):
    return signed_in(app, making.officer(session, "tw@vidu.vn", province=None))


def write(client, day: str, name: str = "Nghỉ bù", basis: str = "Thông báo 9/TB"):
    token = hidden(client.get(PATH).text, "csrf_token")
    return client.post(PATH, data={"csrf_token": token, "day": day, "name": name, "basis": basis})


def due(session, day: date) -> date:
    """When a request of that day is to be answered."""
    return working_day_after(day, WORKING_DAYS, holidays_after(session, day))


def entries(session) -> list[tuple]:
    found = session.scalars(select(Entry).where(Entry.subject == "holidays").order_by(Entry.id))
    return [(entry.action, entry.subject_id, entry.facts["day"]) for entry in found]


def test_a_holiday_moves_the_term_and_is_taken_out_again(central, session):
    monday = date(2026, 11, 23)
    before = due(session, monday)
    assert write(central, "24/11/2026").status_code == 303
    assert due(session, monday) > before
    assert "Thông báo 9/TB" in central.get(PATH).text
    token = hidden(central.get(PATH).text, "csrf_token")
    gone = central.post(f"{PATH}/2026-11-24/removal", data={"csrf_token": token})
    assert gone.status_code == 303
    assert due(session, monday) == before
    assert entries(session) == [
        ("holiday.added", 20261124, "2026-11-24"),
        ("holiday.removed", 20261124, "2026-11-24"),
    ]


def test_a_day_is_written_anew(central, session):
    write(central, "2027-05-03", "Nghỉ")
    write(central, "2027-05-03", "Nghỉ bù ngày Quốc tế Lao động")
    names = session.scalars(select(Holiday.name).where(Holiday.day == date(2027, 5, 3)))
    assert list(names) == ["Nghỉ bù ngày Quốc tế Lao động"]


@pytest.mark.parametrize(("day", "name"), [("31/02/2027", "Nghỉ"), ("2027-05-03", " "), ("", "")])
def test_what_is_wrong_is_said_and_stays_typed(central, session, day, name):
    answer = write(central, day, name)
    assert answer.status_code == 422
    assert "Thông báo 9/TB" in answer.text and f'value="{day}"' in answer.text
    assert entries(session) == []


@pytest.mark.parametrize("day", ["2031-01-01", "mai", "2027-02-30"])
def test_a_day_that_is_none_is_not_found(central, day):
    token = hidden(central.get(PATH).text, "csrf_token")
    assert central.post(f"{PATH}/{day}/removal", data={"csrf_token": token}).status_code == 404


def test_a_province_reads_alone(app, session):
    officer = signed_in(app, making.officer(session))
    page = officer.get(PATH)
    assert page.status_code == 200 and "csrf_token" not in page.text
    assert officer.post(PATH, data={"day": "2027-05-03", "name": "Nghỉ"}).status_code == 403
    assert officer.post(f"{PATH}/2027-05-03/removal").status_code == 403
