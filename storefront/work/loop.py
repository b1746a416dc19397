"""The worker's threads: index, jobs of both sorts and checks do not wait for one another, and stop together."""

import logging
import os
import signal
import threading
from collections.abc import Callable

from flask import Flask

from ..clock import Clock
from ..database import Database
from . import feeding, jobs, timers

_log = logging.getLogger(__name__)
# In seconds: how often a thread looks for jobs, how long it rests after an error and between looks at the clock
# for checks, and how long it may take to stop.
_STEP, _PAUSE, _PATIENCE = 0.5, 5.0, 20.0


def run(app: Flask, server: int | None) -> None:
    """Work until a signal, or until the process `server` is gone."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    threads = [_thread(app, work, stop) for work in (_feed, _handle, _call, _check)]
    while not stop.wait(_STEP):
        if not _lives(server):
            stop.set()
    for thread in threads:
        # An index in the making is not waited for: the next worker finds the old one whole.
        thread.join(_PATIENCE)


def run_once(app: Flask) -> None:
    """Do what is due in this thread, and come back."""
    feeding.build_index()
    database, clock = app.extensions["database"], app.extensions["clock"]
    timers.run_due(database, clock)
    work_off(database, clock)


def work_off(database: Database, clock: Clock) -> None:
    """Do every job that is due, and those that follow from them."""
    busy = True
    while busy:
        busy = jobs.handle_next(database, clock) or jobs.call_next(database, clock)


def _thread(app: Flask, work: Callable[[Flask, threading.Event], None], stop: threading.Event):
    thread = threading.Thread(target=_keep, args=(app, work, stop), name=work.__name__, daemon=True)
    thread.start()
    return thread


def _keep(app: Flask, work: Callable[[Flask, threading.Event], None], stop: threading.Event) -> None:
    """Work in the application until all stop; an error is told, and work goes on after a pause."""
    while not stop.is_set():
        try:
            with app.app_context():
                work(app, stop)
        # A thread that ends is not missed by anybody until something is missing.
        except Exception:
            _log.exception("The worker had to stop for a moment.")
            stop.wait(_PAUSE)


def _feed(app: Flask, stop: threading.Event) -> None:
    feeding.keep_feeding(lambda: not stop.is_set())


def _handle(app: Flask, stop: threading.Event) -> None:
    _in_turns(app, stop, jobs.handle_next)


def _call(app: Flask, stop: threading.Event) -> None:
    _in_turns(app, stop, jobs.call_next)


def _check(app: Flask, stop: threading.Event) -> None:
    while not stop.is_set():
        timers.run_due(app.extensions["database"], app.extensions["clock"])
        stop.wait(_PAUSE)


def _in_turns(app: Flask, stop: threading.Event, step: Callable[[Database, Clock], bool]) -> None:
    while not stop.is_set():
        if not step(app.extensions["database"], app.extensions["clock"]):
            stop.wait(_STEP)


def _lives(process: int | None) -> bool:
    if process is None:
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        # It is there, and somebody else's.
        return True
    return True
