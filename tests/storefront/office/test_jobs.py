"""Jobs that were tried often enough: officers see why, and have them tried again."""

import re

import pytest
from sqlalchemy import select

from marketplace.jobs import PAUSES, Job, enqueue, take
from tests.letters import letters_to
from tests.shopping import hidden
from tests.world import NOW


@pytest.fixture
def job(session) -> Job:
    enqueue(session, "letter", NOW, letter="order_placed", to="an@vidu.vn", language="vi", facts={})
    made = take(session, ["letter"], NOW)
    for _ in range(len(PAUSES) + 1):
        made.fail("Traceback …\nConnectionRefusedError: <nobody> listens", NOW)
    session.commit()
    return made


def retry(client, id: int, **changed):
    token = re.search(r'name="csrf_token"[^>]*value="([^"]*)"', client.get("/office/jobs").text)
    data = {"csrf_token": token[1] if token else ""} | changed
    return client.post(f"/office/jobs/{id}/retry", data=data)


def test_a_job_is_shown_with_its_error_and_without_the_person(officer, job):
    page = officer.get("/office/jobs").text
    assert "letter order_placed" in page
    assert "<summary>ConnectionRefusedError: &lt;nobody&gt; listens</summary>" in page
    assert "an@vidu.vn" not in page
    assert "Còn lại 1" in officer.get("/office").text


def test_an_officer_has_it_tried_again(officer, job, session):
    assert retry(officer, job.id).status_code == 303
    session.expire_all()
    again = session.scalars(select(Job).where(Job.id == job.id)).one()
    assert (again.tries, again.due_at) == (0, NOW)
    assert "Không có việc nào bị bỏ lại." in officer.get("/office/jobs").text
    # A second press, from a page that is old by now.
    assert (
        retry(
            officer, job.id, csrf_token=hidden(officer.get("/office/synonyms").text, "csrf_token")
        ).status_code
        == 404
    )


def test_only_what_is_left_can_be_tried_again(officer, job, session):
    enqueue(session, "letter", NOW, letter="x", to="an@vidu.vn", language="vi", facts={})
    session.commit()
    waiting = session.scalar(select(Job.id).where(Job.due_at.is_not(None)))
    for id in (waiting, job.id + 1000, 10**20):
        assert retry(officer, id).status_code == 404


def test_a_forged_form_does_nothing(officer, job):
    assert retry(officer, job.id, csrf_token="forged").status_code == 422


def test_nobody_else_sees_jobs(people, job):
    assert people.guest.get("/office/jobs").status_code == 303
    assert people.nobody.get("/office/jobs").status_code == 403
    assert people.nobody.post(f"/office/jobs/{job.id}/retry").status_code == 403


def test_a_letter_that_cannot_be_written_is_left_with_its_reason(app, officer, session, clock):
    """From the failure to the officer's page, through the worker."""
    enqueue(session, "letter", NOW, letter="unheard_of", to="an@vidu.vn", language="vi", facts={})
    session.commit()
    for pause in (*PAUSES, PAUSES[-1]):
        assert letters_to(app, "an@vidu.vn") == []
        clock.moment += pause
    page = officer.get("/office/jobs").text
    assert "letter unheard_of" in page
    assert "KeyError" in page
