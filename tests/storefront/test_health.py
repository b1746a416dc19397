"""Whether the process lives, and whether it can serve."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from marketplace.jobs import Job, enqueue
from tests import world


def gone(*_):
    raise OperationalError("SELECT", {}, Exception("gone"))


def test_a_living_process_says_so_without_the_database(app, client, statements, monkeypatch):
    monkeypatch.setattr(app.extensions["database"], "reading", gone)
    answer = client.get("/healthz")
    assert (answer.status_code, answer.text) == (200, "ok\n")
    assert statements == []


def test_a_ready_shop_says_what_it_serves(client, session):
    world.product(session)
    world.product(session, state="hidden")
    session.commit()
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.text.startswith("ok: 1 products at version ")


def test_without_a_database_it_is_not_ready(app, client, monkeypatch):
    monkeypatch.setattr(app.extensions["database"], "reading", gone)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.text) == (503, "database: no answer\n")


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_the_answer_is_for_machines_and_not_kept(client, path):
    answer = client.get(path)
    assert answer.mimetype == "text/plain"
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_it_tells_how_long_jobs_have_waited(client, session, clock):
    assert "jobs: none is due" in client.get("/readyz").text
    enqueue(session, "letter", clock.now() - timedelta(seconds=90))
    enqueue(session, "letter", clock.now())
    session.scalars(select(Job)).all()[1].due_at = None
    session.commit()
    assert "jobs: the oldest has been due for 90 s, 1 left after several tries" in client.get("/readyz").text
