"""One step of the worker: the next job, done and marked as done together."""

import logging
import traceback
from datetime import timedelta

from marketplace.jobs import Job, hold, is_any_due, take

from ..clock import Clock
from ..database import Database
from .registry import CALLS, HANDLERS, Effect

_log = logging.getLogger(__name__)
# Longer than any call takes: who was killed during one is waited for no longer.
LEASE = timedelta(minutes=2)


def handle_next(database: Database, clock: Clock) -> bool:
    """Do the next job that happens inside the database; whether there was one."""
    now, id = clock.now(), None
    if not _is_any_due(database, HANDLERS, clock):
        return False
    try:
        with database.transaction() as session:
            session.info["now"] = now
            job = take(session, HANDLERS, now)
            if job is None:
                return False
            id = job.id
            HANDLERS[job.kind](session, job, now)
            job.finish(now)
    # Whatever is wrong with one job, the others go on; it is kept with the job, for the officer.
    except Exception as error:
        _fail(database, clock, id, error)
    return True


def call_next(database: Database, clock: Clock) -> bool:
    """Do the next job that happens outside; whether there was one."""
    if not _is_any_due(database, CALLS, clock):
        return False
    job = _lease(database, clock)
    if job is None:
        return False
    try:
        effect = CALLS[job.kind](database, job, clock.now())
        _finish(database, clock, job, effect)
    # As above.
    except Exception as error:
        _fail(database, clock, job.id, error)
    return True


def _is_any_due(database: Database, kinds: dict, clock: Clock) -> bool:
    # A plain read: nobody else's writing waits for an idle worker.
    with database.reading() as session:
        return is_any_due(session, kinds, clock.now())


def _lease(database: Database, clock: Clock) -> Job | None:
    with database.transaction() as session:
        job = take(session, CALLS, clock.now())
        if job is not None:
            job.leased_until = clock.now() + LEASE
            session.flush()
            session.expunge(job)
        return job


def _finish(database: Database, clock: Clock, job: Job, effect: Effect | None) -> None:
    now = clock.now()
    with database.transaction() as session:
        session.info["now"] = now
        held = hold(session, job.id, job.leased_until)
        if held is None:
            _log.warning("Job %s (%s) took longer than its lease: another worker has it.", job.id, job.kind)
            return
        if effect is not None:
            effect(session)
        held.finish(now)


def _fail(database: Database, clock: Clock, id: int | None, error: Exception) -> None:
    """Raises the error again where it is none of the job: the database did not even give us one."""
    if id is None:
        raise error
    with database.transaction() as session:
        job = session.get(Job, id, with_for_update=True)
        if job is None or job.done_at is not None:
            return
        job.fail("".join(traceback.format_exception(error)), clock.now())
        _log.error("Job %s (%s) failed, try %s: %r", id, job.kind, job.tries, error)
