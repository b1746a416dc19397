"""What becomes of parts that wait to be collected when their point changes, is put off, is gone or is over.

Who knows the points (storefront/collection.py) compares them with what the buyers were told, and takes these steps.
"""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from .collection import CollectionPoint
from .life import cancel
from .orders import Party, SubOrder, SubOrderState

S = SubOrderState
WAITING = (S.PENDING, S.CONFIRMED, S.PACKED)
_waits = SubOrder.point_source.is_not(None) & SubOrder.state.in_(WAITING)


def waiting_parts(session: Session) -> Sequence[SubOrder]:
    """All that wait at any point, to look at; the orders and producers are loaded with them."""
    return session.scalars(_loaded().order_by(SubOrder.id)).all()


def hold_waiting(session: Session, part_id: int) -> SubOrder | None:
    """The part with its order and producer, locked; None where it does not wait any more."""
    query = _loaded().where(SubOrder.id == part_id).with_for_update(of=SubOrder)
    return session.scalar(query.execution_options(populate_existing=True))


def _loaded() -> Select[tuple[SubOrder]]:
    return select(SubOrder).where(_waits).options(joinedload(SubOrder.order), joinedload(SubOrder.producer))


def count_collected(session: Session, source: str) -> int:
    """How many parts were handed over at points of this source."""
    done = SubOrder.point_source == source, SubOrder.delivered_at.is_not(None)
    return session.scalar(select(func.count()).select_from(SubOrder).where(*done)) or 0


def has_moved(part: SubOrder, point: CollectionPoint) -> bool:
    """Whether its buyer was told something else of the place, the day or the hours."""
    told = part.stand, part.collect_until
    return told != (point.facts, point.last_day) or part.collect_on is None


def move_point(part: SubOrder, point: CollectionPoint, first_day: date) -> None:
    """The buyer collects it there now. The day keeps its distance from the last one, within the days there are."""
    if part.collect_until is None:
        raise ValueError("nothing of this part is collected")
    before = part.collect_until - part.collect_on if part.collect_on else None
    day = max(first_day, point.last_day - before) if before is not None else first_day
    part.point, part.collect_until = point.facts._asdict(), point.last_day
    part.collect_on = part.arrives_from = part.arrives_to = day
    part.note("sub_order.point_moved", by=Party.OPERATOR, day=day.isoformat(), **point.facts._asdict())


def put_off(part: SubOrder, reason: str) -> None:
    """The point stands, its days do not: nobody knows yet when it can be collected."""
    part.collect_on = None
    part.note("sub_order.put_off", by=Party.OPERATOR, reason=reason)


def call_off(session: Session, part: SubOrder, reason: str, now: datetime) -> None:
    """It can't be collected any more, for this reason: its pieces are free again, and what was paid goes back."""
    cancel(session, part, Party.OPERATOR, reason, now)
