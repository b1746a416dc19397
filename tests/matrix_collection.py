"""An order that waits at the seller's booth, for tests/matrix_world.py, and the forms about it."""

from datetime import date, time
from types import SimpleNamespace

from sqlalchemy.orm import Session

from marketplace.orders import life
from marketplace.orders.collection import CollectionPoint
from marketplace.orders.orders import Order
from tests.world import NOW, VAN_CHAN

CODE = "K7M29QXD"


def waits_at_booth(session: Session, order: Order, source: str) -> dict[str, str]:
    """The order's part is ready there; `source` is the fair's."""
    (part,) = order.sub_orders
    last = date(2026, 12, 24)
    point = CollectionPoint(source, "Hội chợ Kín", "Quảng trường", "A1", VAN_CHAN, time(8), time(21), last)
    part.point_source, part.point = point.source, point.facts._asdict()
    part.collect_on = part.collect_until = point.last_day
    part.collect_code = CODE
    session.flush()
    for step in (life.confirm, life.pack):
        step(session, part, NOW)
    return {"at_booth": order.number}


def collection_forms(of: SimpleNamespace) -> dict[str, dict]:
    """What is sent about it."""
    return {"pickup": {"code": CODE}, "preorders": {"until": "18:00"}}
