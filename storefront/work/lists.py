"""What the worker does for recognition lists: it writes those that officers have checked."""

import time
from datetime import datetime

from sqlalchemy.orm import Session

from catalog.days import day_of
from catalog.records import Refused
from marketplace.jobs import Job
from marketplace.register.acting import propose_release
from marketplace.register.lists.imports import ImportState, ListImport
from marketplace.register.lists.progress import JOB, ListWriting, give_back, show_progress
from marketplace.register.lists.service import Prepared, commit, prepare

from ..database import Database
from .registry import Effect, calls

# In seconds, between two notes of how far it is: each holds up other writers for a moment.
_STEP = 0.5


@calls(JOB)
def write_list(database: Database, job: Job, now: datetime) -> Effect | None:
    """Reading and comparing take most of the time, so nothing is held meanwhile; what is written is written at once."""
    id = job.facts["list"]
    with database.reading() as session:
        imported = session.get(ListImport, id)
        if imported is None or imported.state != ImportState.WRITING:
            return None
        try:
            prepared = prepare(session, imported, day_of(now), Reporter(database, id))
        except Refused as refusal:
            reason = refusal
            return lambda session: give_back(session, session.get_one(ListImport, id), reason)
    return lambda session: _write(session, id, prepared, now)


def _write(session: Session, id: int, prepared: Prepared, now: datetime) -> None:
    imported = session.get(ListImport, id, with_for_update=True)
    if imported is None or imported.state != ImportState.WRITING:
        return
    asked_by = session.get_one(ListWriting, id).asked_by
    session.info["user_id"] = asked_by
    try:
        commit(session, imported, now, day_of(now), prepared=prepared)
    except Refused as refusal:
        give_back(session, imported, refusal)
        return
    propose_release(session, imported, asked_by, now)


class Reporter:
    """Keeps how far a list is, each time in a short transaction of its own."""

    def __init__(self, database: Database, import_id: int):
        self._database, self._id, self._last = database, import_id, time.monotonic()

    def __call__(self, done: int, total: int) -> None:
        """Of both halves, reading and writing: the second one is over at once, so rows read are what is shown."""
        if time.monotonic() - self._last < _STEP:
            return
        with self._database.transaction() as session:
            show_progress(session, self._id, done, total // 2)
        self._last = time.monotonic()
