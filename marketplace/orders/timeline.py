"""What has happened to an order and its parts, read from the audit."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, or_, select
from sqlalchemy.orm import Session

from ..audit import Entry
from .orders import Order, Party, SubOrder


@dataclass(frozen=True)
class Step:
    """`action` as it was noted ("sub_order.shipped"), `by` whom, and what was said with it."""

    action: str
    at: datetime
    by: Party
    facts: dict[str, Any] = field(default_factory=dict)


# Made once: building a statement costs more than running it.
_of_order = and_(Entry.subject == Order.__tablename__, Entry.subject_id == bindparam("order"))
_of_parts = and_(
    Entry.subject == SubOrder.__tablename__, Entry.subject_id.in_(bindparam("parts", expanding=True))
)
_ENTRIES = select(Entry).where(or_(_of_order, _of_parts)).order_by(Entry.id)


def timelines_of(session: Session, order_id: int, sub_order_ids: Collection[int]) -> dict[int, list[Step]]:
    """For each sub-order what happened to it since the order was placed, oldest first, in one query."""
    about = {"order": order_id, "parts": list(sub_order_ids)}
    entries = session.scalars(_ENTRIES, about).all()
    return {id: [step_of(entry) for entry in entries if _is_about(entry, id)] for id in sub_order_ids}


def _is_about(entry: Entry, sub_order_id: int) -> bool:
    return entry.subject == Order.__tablename__ or entry.subject_id == sub_order_id


def step_of(entry: Entry) -> Step:
    by = Party(entry.facts.get("by", Party.BUYER))
    return Step(entry.action, entry.at, by, {k: v for k, v in entry.facts.items() if k != "by"})
