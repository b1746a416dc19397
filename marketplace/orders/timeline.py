"""What has happened to an order and its parts, read from the audit."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import and_, or_, select
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


def timelines_of(session: Session, order_id: int, sub_order_ids: Collection[int]) -> dict[int, list[Step]]:
    """For each sub-order what happened to it since the order was placed, oldest first, in one query."""
    of_order = and_(Entry.subject == Order.__tablename__, Entry.subject_id == order_id)
    of_parts = and_(Entry.subject == SubOrder.__tablename__, Entry.subject_id.in_(sub_order_ids))
    entries = session.scalars(select(Entry).where(or_(of_order, of_parts)).order_by(Entry.id)).all()
    return {id: [step_of(entry) for entry in entries if _is_about(entry, id)] for id in sub_order_ids}


def _is_about(entry: Entry, sub_order_id: int) -> bool:
    return entry.subject == Order.__tablename__ or entry.subject_id == sub_order_id


def step_of(entry: Entry) -> Step:
    by = Party(entry.facts.get("by", Party.BUYER))
    return Step(entry.action, entry.at, by, {k: v for k, v in entry.facts.items() if k != "by"})
