"""Counting what a search finds: beyond some thousands nobody turns pages, so counting stops there."""

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

MOST_COUNTED = 10_000


def count_some(session: Session, query: Select, most: int = MOST_COUNTED) -> int:
    """How many rows there are, at most `most`; `query` should ask for ids alone."""
    few = query.order_by(None).limit(most).subquery()
    return session.scalar(select(func.count()).select_from(few)) or 0
