"""The worker's threads: an error of one is told, and neither ends it nor touches the others."""

import threading
from datetime import timedelta

import pytest

from marketplace.jobs import enqueue
from storefront.work import loop
from storefront.work.commands import work
from storefront.work.registry import Timed
from tests.world import NOW

from .making import only


def test_an_error_is_told_and_work_goes_on(app, monkeypatch, caplog):
    monkeypatch.setattr(loop, "_PAUSE", 0)
    stop, rounds = threading.Event(), []

    def step(app, stop) -> None:
        rounds.append(len(rounds))
        if len(rounds) == 1:
            raise RuntimeError("a bad moment")
        stop.set()

    loop._keep(app, step, stop)
    assert rounds == [0, 1]
    assert "a bad moment" in caplog.text


def test_once_does_what_is_due_and_comes_back(app, monkeypatch):
    done = []
    monkeypatch.setattr("storefront.work.feeding.build_index", lambda: done.append("index"))
    with app.extensions["database"].transaction() as session:
        enqueue(session, "add", NOW)

    def check(database, now) -> None:
        done.append("check")
        with database.transaction() as session:
            enqueue(session, "call", now)

    with only(
        {"add": lambda *_: done.append("add")},
        {"call": lambda *_: done.append("call")},
        {"check": Timed(timedelta(hours=1), check)},
    ):
        result = app.test_cli_runner().invoke(work, ["--once"], catch_exceptions=False)
        assert result.exit_code == 0
    assert done == ["index", "check", "add", "call"]


@pytest.mark.parametrize("process", [None, 1])
def test_a_server_that_is_there(process):
    assert loop._lives(process)
