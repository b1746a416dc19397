"""Counting what a search finds: beyond some thousands nobody turns pages, so counting stops there."""

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

MOST_COUNTED = 10_000


def count_some(session: Session, query: Select) -> int:
    """How many rows there are, at most MOST_COUNTED; `query` should ask for ids alone."""
    few = query.order_by(None).limit(MOST_COUNTED).subquery()
    return session.scalar(select(func.count()).select_from(few)) or 0
