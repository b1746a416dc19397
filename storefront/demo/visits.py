"""Visits to the products of the demo in the last weeks, made up, so that a producer's desk has something to draw."""

import random
from datetime import date, timedelta

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from catalog.products import Product
from catalog.visits import Visits

_DAYS, _MOST = 84, 40


def add_visits(session: Session, today: date) -> None:
    """The same for every loading; some products are looked at more than others, and more at week-ends."""
    chance = random.Random(1)
    rows = []
    for product_id in session.scalars(select(Product.id).order_by(Product.id)):
        liked = chance.randrange(1, _MOST)
        for back in range(_DAYS):
            day = today - timedelta(days=back)
            count = chance.randrange(liked) * (1 + (day.weekday() >= 5))
            if count:
                rows.append({"product_id": product_id, "day": day, "count": count})
    session.execute(insert(Visits), rows)
