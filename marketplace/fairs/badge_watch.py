"""Looks every night whether what exhibitors want to show still meets the rules on the days of coming fairs."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..audit import Entry
from .application_lists import eligibility_of, loaded
from .applications import Application, ApplicationState
from .eligibility import Obstacle
from .fairs import Fair, FairState

_WATCHED = (ApplicationState.ACCEPTED, ApplicationState.CONFIRMED)
# What lapses by a date; a producer that is suspended hears of that elsewhere.
_LAPSES = (Obstacle.STARS_LAPSE, Obstacle.NO_STARS, Obstacle.PAPER_LAPSES, Obstacle.NO_PAPER)
_ACTION = "application.badge_lapses"


def coming_fairs(session: Session, day: date) -> list[int]:
    """Fairs that are not over on this day and have exhibitors."""
    watched = select(Application.fair_id).where(Application.state.in_(_WATCHED))
    coming = Fair.state == FairState.ANNOUNCED, Fair.ends_on >= day
    return list(session.scalars(select(Fair.id).where(*coming, Fair.id.in_(watched)).order_by(Fair.id)))


def note_lapsing(session: Session, fair_id: int, day: date, now: datetime) -> list[Application]:
    """Note, once for each set of reasons, whose things will not meet the rules. Returns those it was noted of."""
    fair = session.get_one(Fair, fair_id)
    mine = Application.fair_id == fair_id, Application.state.in_(_WATCHED)
    found = session.scalars(loaded().where(*mine).order_by(Application.id)).all()
    said = _said_before(session, found)
    noted = []
    for one, of in zip(found, eligibility_of(session, fair, found, day), strict=True):
        why = sorted(
            f"{finding.obstacle}:{finding.product.id if finding.product else ''}:{finding.paper}"
            for finding in of.findings
            if finding.obstacle in _LAPSES
        )
        if why and why != said.get(one.id):
            one.note(_ACTION, why=why)
            noted.append(one)
    return noted


def _said_before(session: Session, found: Sequence[Application]) -> dict[int, list[str]]:
    """What was noted last, by application id."""
    mine = Entry.subject == Application.__tablename__, Entry.action == _ACTION
    ids = [one.id for one in found]
    entries = session.scalars(select(Entry).where(*mine, Entry.subject_id.in_(ids)).order_by(Entry.id))
    return {entry.subject_id: entry.facts["why"] for entry in entries}
