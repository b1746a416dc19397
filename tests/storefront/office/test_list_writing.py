"""Lists are written by the worker: seen on a page that loads itself again, wholly or not at all, and by one only."""

import pytest
from sqlalchemy import func, select

from catalog.recognitions import Recognition
from catalog.records import Refused
from marketplace.audit import Entry
from marketplace.jobs import Job
from marketplace.register.lists import service
from marketplace.register.lists.imports import ImportState, ListImport
from marketplace.register.lists.progress import ListWriting, ask_writing, show_progress
from marketplace.register.proposals import Proposal
from storefront.work.lists import Reporter
from tests import people, world
from tests.letters import do_jobs
from tests.marketplace.register.lists.making import ROWS, uploaded, workbook
from tests.shopping import hidden
from tests.storefront.office.test_imports import path, post, second, upload

__all__ = ["path", "second"]


def count(session, table) -> int:
    return session.scalar(select(func.count()).select_from(table))


def token(page) -> str:
    return hidden(page.text, "csrf_token")


def state_of(session) -> str:
    session.expire_all()
    return session.scalars(select(ListImport.state)).one()


def test_the_page_shows_how_far_it_is_until_it_is_there(app, officer, path, session):
    assert post(officer, path, path + "/batch").status_code == 303
    waits = officer.get("/en" + path).text
    assert "waits for its turn" in waits
    assert 'http-equiv="refresh"' in waits
    assert count(session, Recognition) == 0
    show_progress(session, session.scalars(select(ListImport.id)).one(), 1500, 5000)
    assert "1,500 of 5,000 rows" in officer.get("/en" + path).text
    show_progress(session, session.scalars(select(ListImport.id)).one(), 5000, 5000)
    assert "All 5,000 rows are compared" in officer.get("/en" + path).text
    do_jobs(app)
    written = officer.get("/en" + path).text
    assert "counts once a second officer has confirmed it" in written
    assert 'http-equiv="refresh"' not in written
    assert (count(session, Recognition), state_of(session)) == (3, ImportState.WAITING)


def test_what_the_worker_did_is_the_officers_act(app, officer, path, session):
    post(officer, path, path + "/batch")
    by = session.scalars(select(ListWriting.asked_by)).one()
    do_jobs(app)
    query = select(Entry.user_id).where(Entry.action.in_(("list.committed", "recognition.imported")))
    assert set(session.scalars(query)) == {by}
    assert session.scalars(select(Proposal.proposed_by)).one() == by


def test_the_second_officer_is_told(app, officer, second, path, session):
    page = second.get(path)
    post(officer, path, path + "/batch")
    answer = second.post(path + "/batch", data={"csrf_token": token(page)})
    assert answer.status_code == 422
    assert "đang được ghi" in answer.text
    for to, sentence in {"/reading": "being written already", "/undoing": "not in the register"}.items():
        answer = second.post("/en" + path + to, data={"csrf_token": token(page)})
        assert answer.status_code == 422
        assert sentence in answer.text
    do_jobs(app)
    assert count(session, Job) == 1
    answer = second.post(path + "/batch", data={"csrf_token": token(page)})
    assert answer.status_code == 422
    assert count(session, Recognition) == 3


def test_a_list_with_nothing_new_comes_back_with_the_reason(app, officer, path, session):
    post(officer, path, path + "/batch")
    do_jobs(app)
    again = upload(officer, workbook()).location
    newest = session.scalars(select(ListImport).order_by(ListImport.id.desc())).first()
    ask_writing(session, newest, session.scalars(select(ListWriting.asked_by)).one(), world.NOW)
    session.commit()
    do_jobs(app)
    text = officer.get("/en" + again).text
    assert "There is nothing to write" in text
    assert count(session, Recognition) == 3
    assert session.scalars(select(Job.error)).all() == ["", ""]


def test_a_failure_is_told_and_tried_again(app, officer, path, session, clock, monkeypatch):
    post(officer, path, path + "/batch")

    with monkeypatch.context() as broken:
        # Behind all that is written.
        broken.setattr("storefront.work.lists.propose_release", lambda *_: 1 / 0)
        do_jobs(app)
    assert "tried again by itself" in officer.get("/en" + path).text
    assert (count(session, Recognition), state_of(session)) == (0, ImportState.WRITING)
    session.scalars(select(Job)).one().due_at = clock.now()
    session.commit()
    do_jobs(app)
    assert (count(session, Recognition), state_of(session)) == (3, ImportState.WAITING)


# Between the reading and the writing


@pytest.fixture
def prepared(session):
    imported = uploaded(session, workbook())
    return imported, service.prepare(session, imported, world.TODAY)


def test_a_plan_is_written_as_it_is_while_the_register_stands_still(session, prepared, monkeypatch):
    imported, plan = prepared
    monkeypatch.setattr(service, "dry_run", None)
    written = service.commit(session, imported, world.NOW, world.TODAY, prepared=plan)
    assert written is plan.plan


def test_a_plan_is_made_anew_when_the_register_has_changed(session, prepared):
    """Another list brought the producer and its products meanwhile: they must not come twice."""
    imported, plan = prepared
    other = uploaded(session, workbook([[1, ROWS[0][1], ROWS[0][2], *ROWS[0][3:]]]), "khac.xlsx")
    service.commit(session, other, world.NOW, world.TODAY)
    written = service.commit(session, imported, world.NOW, world.TODAY, prepared=plan)
    assert written is not plan.plan
    assert written.counts()["same"] == 1
    assert count(session, Recognition) == 3


def test_nothing_left_to_write_is_refused_with_the_register_untouched(session, prepared):
    imported, plan = prepared
    service.commit(session, uploaded(session, workbook(), "khac.xlsx"), world.NOW, world.TODAY)
    with pytest.raises(Refused, match="nothing to write"):
        service.commit(session, imported, world.NOW, world.TODAY, prepared=plan)
    assert count(session, Recognition) == 3


def test_how_far_it_is_is_kept_now_and_then(session, undone, prepared, monkeypatch):
    imported, _ = prepared
    ask_writing(session, imported, people.officer(session, "ba@vidu.vn").id, world.NOW)
    session.commit()
    report = Reporter(undone, imported.id)
    report(500, 10_000)
    session.expire_all()
    assert session.get_one(ListWriting, imported.id).total == 0
    monkeypatch.setattr("storefront.work.lists._STEP", 0)
    report(500, 10_000)
    session.expire_all()
    writing = session.get_one(ListWriting, imported.id)
    assert (writing.done, writing.total) == (500, 5000)
