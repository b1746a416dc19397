"""What becomes of pre-orders when their fair or booth changes: the buyer is told, or the order is called off with a reason.

Nothing listens to steps of fairs: what buyers were told is compared with how things stand, so nothing is missed.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.days import day_of
from marketplace.fairs.fairs import Fair, FairState
from marketplace.orders.collecting import (
    call_off,
    has_moved,
    hold_waiting,
    move_point,
    put_off,
    waiting_parts,
)
from marketplace.orders.collection import CollectionPoint
from marketplace.orders.life import LONGEST_REASON
from marketplace.orders.orders import SubOrder

from ..collection import fair_of, points_now
from ..database import Database
from .registry import timer


@timer("collections", every=timedelta(minutes=1))
def look_after_collections(database: Database, now: datetime) -> None:
    """Each part for which something has changed in a transaction of its own."""
    # Here nobody reads the reasons yet.
    with database.reading() as session, force_locale("vi"):
        concerned = [
            part.id for part, fair, point in _standing(session, now) if _concerns(part, fair, point, now)
        ]
    for part_id in concerned:
        with database.transaction() as session:
            session.info["now"] = now
            settle(session, part_id, now)


def settle(session: Session, part_id: int, now: datetime) -> None:
    """Take the step that is due for a part that waits; none where nothing has changed."""
    part = hold_waiting(session, part_id)
    if part is None or part.point_source is None:
        return
    fair = session.get_one(Fair, fair_of(part.point_source))
    point = points_now(session, [part.point_source], now).get((part.point_source, part.producer_id))
    with force_locale(part.order.language):
        reason = _why_off(part, fair, point, now)
    if reason:
        call_off(session, part, reason[:LONGEST_REASON], now)
    elif fair.state == FairState.POSTPONED:
        if part.collect_on is not None:
            put_off(part, fair.reason[:LONGEST_REASON])
    elif point and fair.starts_on and has_moved(part, point):
        move_point(part, point, fair.starts_on)


def _standing(session: Session, now: datetime) -> Iterator[tuple[SubOrder, Fair, CollectionPoint | None]]:
    """All parts that wait, with their fair and the booth that is held there; three statements."""
    parts = [(part, part.point_source) for part in waiting_parts(session)]
    sources = {source for _part, source in parts if source}
    if not sources:
        return
    points = points_now(session, sources, now)
    fairs = session.scalars(select(Fair).where(Fair.id.in_([fair_of(source) for source in sources])))
    by_id = {fair.id: fair for fair in fairs}
    for part, source in parts:
        if source:
            yield part, by_id[fair_of(source)], points.get((source, part.producer_id))


def _concerns(part: SubOrder, fair: Fair, point: CollectionPoint | None, now: datetime) -> bool:
    if _why_off(part, fair, point, now):
        return True
    if fair.state == FairState.POSTPONED:
        return part.collect_on is not None
    return point is not None and has_moved(part, point)


def _why_off(part: SubOrder, fair: Fair, point: CollectionPoint | None, now: datetime) -> str:
    """Why it can't be collected any more; empty while it can."""
    if fair.state == FairState.CANCELLED:
        return _("The fair “%(fair)s” is cancelled: %(reason)s", fair=fair.name, reason=fair.reason)
    if point is None:
        who = part.producer.name
        return _("%(producer)s does not exhibit at “%(fair)s” any more.", producer=who, fair=fair.name)
    if fair.state == FairState.ANNOUNCED and point.last_day < day_of(now):
        return _("It was not collected before “%(fair)s” ended.", fair=fair.name)
    return ""
