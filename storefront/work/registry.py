"""Who does what: the handlers of jobs by kind, and the checks that run from time to time."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy.orm import Session

from marketplace.jobs import Job

from ..database import Database

Effect = Callable[[Session], None]
Handler = Callable[[Session, Job, datetime], None]
Call = Callable[[Database, Job, datetime], Effect | None]
Check = Callable[[Database, datetime], None]


class Timed(NamedTuple):
    """A check, and how long it rests between two runs."""

    every: timedelta
    run: Check


HANDLERS: dict[str, Handler] = {}
CALLS: dict[str, Call] = {}
TIMERS: dict[str, Timed] = {}


def handles(kind: str) -> Callable[[Handler], Handler]:
    """Does jobs of this kind inside the database: in one transaction with "done", so exactly once."""

    def register(handler: Handler) -> Handler:
        HANDLERS[_new(kind)] = handler
        return handler

    return register


def calls(kind: str) -> Callable[[Call], Call]:
    """Does jobs of this kind outside, in no transaction; what it returns is run in one with "done".

    A worker that is killed in between calls once more: the job's `token` tells the other side that it is the same.
    """

    def register(call: Call) -> Call:
        CALLS[_new(kind)] = call
        return call

    return register


def timer(name: str, *, every: timedelta) -> Callable[[Check], Check]:
    """Runs from time to time, in one worker. What was begun and not ended is begun anew, so it must bear that."""

    def register(check: Check) -> Check:
        if name in TIMERS:
            raise ValueError(f"there are two timers by the name of {name}")
        TIMERS[name] = Timed(every, check)
        return check

    return register


def _new(kind: str) -> str:
    if kind in HANDLERS or kind in CALLS:
        raise ValueError(f"jobs of the kind {kind} have two handlers")
    return kind
