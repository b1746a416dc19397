"""The gate of a fair without JavaScript: what who stands there reads, and who may stand there."""

import re

import pytest
from sqlalchemy import func, select

from marketplace.accounts.company_people import add_person
from marketplace.accounts.memberships import OrganiserRole
from marketplace.accounts.organisers import Organiser
from marketplace.fairs.applications import ApplicationState
from marketplace.fairs.check_ins import Scan
from marketplace.fairs.registration import register
from marketplace.fairs.ticket_life import cancel
from marketplace.fairs.visitors import Visitor
from tests import people, world
from tests.marketplace.fairs.exhibiting import exhibitor
from tests.people import fill, signed_in
from tests.world import NOW


@pytest.fixture
def fair(session):
    return world.fair(session, visitor_quota=50)


@pytest.fixture
def steward(app, session, fair):
    return stand_at(app, session, fair)


def stand_at(app, session, fair, name: str = "soat-ve"):
    """A browser of a steward of this fair's organiser."""
    user = people.user(session, f"{name}@vidu.vn", "Soát Vé")
    own = session.get_one(Organiser, fair.organiser_id)
    add_person(session, user, own, NOW, OrganiserRole.STEWARD)
    session.commit()
    return signed_in(app, user)


def ticket(session, fair, contact="an@vidu.vn", name="Nguyễn An", heads=2) -> Visitor:
    facts = {"name": name, "company": "", "user": None, "language": "vi"}
    made, _ = register(session, fair, contact=contact, heads=heads, now=NOW, **facts)
    session.commit()
    return made


def at_gate(client, fair, code: str, **fields) -> str:
    """The words of the answer, without its marks."""
    path = f"/fairs/{fair.slug}/gate"
    answer = fill(client, f"/en/organiser{path}", code=code, **fields)
    assert answer.status_code == 200
    box = re.search(r'<div class="gate__answer".*?</div>', answer.text, re.S)[0]
    return re.sub(r"<[^>]+>|\s+", " ", box).strip()


def test_a_visitor_is_let_in_once_a_day(app, session, fair, steward):
    code = ticket(session, fair).code
    assert at_gate(steward, fair, code).startswith("Please come in")
    said = at_gate(steward, fair, f"http://localhost/en/fairs/{fair.slug}/tickets/{code}")
    assert said.startswith("Came in at 10:00 already") and "Nguyễn An" in said and "2 people" in said
    page = steward.get(f"/en/organiser/fairs/{fair.slug}/gate").text
    assert "<strong>2 people</strong>, registered: 2 people" in page


def test_a_form_that_is_sent_twice_lets_in_once(session, fair, steward):
    code = ticket(session, fair).code
    for _ in range(2):
        assert at_gate(steward, fair, code, key="scan-0001").startswith("Please come in")
    assert session.scalar(select(func.count()).select_from(Scan)) == 1
    # A key that nobody could have been given is as good as none.
    assert at_gate(steward, fair, code, key="<x>").startswith("Came in at")


def test_an_exhibitor_comes_in_by_the_code_of_its_application(session, fair, steward):
    made = exhibitor(session, fair, "A7")
    session.commit()
    said = at_gate(steward, fair, made.code)
    assert said.startswith("Please come in") and "Booth A7" in said
    session.refresh(made)
    assert made.state == ApplicationState.CHECKED_IN


def test_what_is_no_good_ticket_names_nobody(session, fair, steward):
    gone = ticket(session, fair)
    cancel(session, gone, NOW)
    other = ticket(session, world.fair(session, visitor_quota=5), "binh@vidu.vn", "Bình")
    assert at_gate(steward, fair, gone.code) == "This ticket is not good any more"
    assert at_gate(steward, fair, other.code) == "There is no such ticket"
    assert at_gate(steward, fair, "<script>") == "There is no such ticket"
    assert session.scalar(select(func.count()).select_from(Scan)) == 0


def test_an_empty_field_is_said(session, fair, steward):
    answer = fill(steward, f"/en/organiser/fairs/{fair.slug}/gate", code=" ")
    assert answer.status_code == 422 and "Please type or scan the code" in answer.text


def test_the_camera_is_allowed_here_alone(session, fair, steward):
    answer = steward.get(f"/organiser/fairs/{fair.slug}/gate")
    assert "camera=(self)" in answer.headers["Permissions-Policy"]
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "camera=()" in steward.get("/organiser").headers["Permissions-Policy"]


def test_a_steward_sees_the_gate_and_not_the_list_of_visitors(session, fair, steward):
    page = steward.get(f"/organiser/fairs/{fair.slug}").text
    assert f"{fair.slug}/gate" in page and f"{fair.slug}/visitors" not in page
    assert steward.get(f"/organiser/fairs/{fair.slug}/visitors").status_code == 403


def test_a_steward_of_another_organiser_finds_nothing(app, session, fair):
    code = ticket(session, fair).code
    own = world.fair(session, visitor_quota=5)
    stranger = stand_at(app, session, own, "nguoi-la")
    for path in ("gate", "gate/roster.json", "gate/worker.js"):
        answer = stranger.get(f"/organiser/fairs/{fair.slug}/{path}")
        assert answer.status_code == 404 and "Nguyễn An" not in answer.text
    answer = fill(
        stranger, f"/organiser/fairs/{own.slug}/gate", f"/organiser/fairs/{fair.slug}/gate", code=code
    )
    assert answer.status_code == 404
    scans = f"/organiser/fairs/{fair.slug}/gate/scans"
    assert stranger.post(scans, json={}).status_code == 404
    assert session.scalar(select(func.count()).select_from(Scan)) == 0
