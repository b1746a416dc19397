"""Persons at fairs: who they were is forgotten, how many came stays."""

from collections.abc import Collection
from datetime import date, timedelta

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from .fairs import Fair
from .interests import Interest
from .outcomes import Feedback
from .visitors import Visitor

# So long after a fair its organiser may still ask visitors something.
KEPT = timedelta(days=366)
NOBODY = "—"


def forget_visitor(session: Session, user_id: int, contacts: Collection[str]) -> None:
    """Of an account that is erased: no exhibitor and no organiser reads of it any more."""
    session.execute(delete(Interest).where(Interest.user_id == user_id))
    _forget(session, or_(Visitor.user_id == user_id, Visitor.contact.in_(contacts)))


def forget_visitors(session: Session, today: date) -> None:
    """Of fairs that are over for long."""
    over = select(Fair.id).where(Fair.ends_on < today - KEPT)
    _forget(session, Visitor.fair_id.in_(over) & (Visitor.name != NOBODY))


def _forget(session: Session, which) -> None:
    theirs = select(Visitor.id).where(which)
    session.execute(update(Feedback).where(Feedback.visitor_id.in_(theirs)).values(text=""))
    company = {"company": NOBODY}
    session.execute(update(Visitor).where(which, Visitor.company != "").values(company))
    # The code stands in for the contact, which is unique at a fair.
    session.execute(update(Visitor).where(which).values(name=NOBODY, contact=Visitor.code, user_id=None))
