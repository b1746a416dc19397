"""Who has registered for a fair: looked through by its organiser, and counted."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.text import fold

from .check_ins import Scan
from .fairs import Fair
from .tickets import read_ticket
from .visitors import Visitor, heads_registered


class Heads(NamedTuple):
    """People, not tickets: who have a place, and who have come on a day."""

    registered: int
    came: int


def heads_of(session: Session, fair: Fair, day: date, now: datetime) -> Heads:
    scanned = select(Scan.code).where(Scan.fair_id == fair.id, Scan.day == day)
    came = select(func.sum(Visitor.heads)).where(Visitor.fair_id == fair.id, Visitor.code.in_(scanned))
    return Heads(heads_registered(session, fair.id, now), int(session.scalar(came) or 0))


def found_visitors(session: Session, fair: Fair, said: str) -> Sequence[int]:
    """Ids of those whose name, company, contact or code holds what was typed, however it is accented; the newest first."""
    columns = Visitor.id, Visitor.name, Visitor.company, Visitor.contact, Visitor.code
    query = select(*columns).where(Visitor.fair_id == fair.id).order_by(Visitor.id.desc())
    rows = session.execute(query)
    wanted, digits = fold(said), "".join(filter(str.isdigit, said)).lstrip("0")
    code = read_ticket(said)
    return [
        id
        for id, name, company, contact, own in rows
        if not wanted
        or own == code
        or wanted in fold(f"{name} {company} {contact}")
        or (len(digits) >= 4 and digits in contact)
    ]
