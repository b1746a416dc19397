"""How often the page of each product was looked at, by day: a number alone, nobody's name, address or hour."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import CheckConstraint, ForeignKey, case, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from .products import Product
from .records import Base

KEPT = timedelta(days=400)
_INSERTS = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
_AT_ONCE = 500


class Visits(Base):
    """How often a product's page was looked at on this day in Vietnam."""

    __tablename__ = "visits"
    __table_args__ = (CheckConstraint("count > 0", name="count"),)

    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True, index=True)
    count: Mapped[int]


class Week(NamedTuple):
    """Seven days that begin with `first`."""

    first: date

    @property
    def last(self) -> date:
        return self.first + timedelta(days=6)


def weeks_until(day: date, many: int) -> list[Week]:
    """So many weeks in order, the last of which ends with `day`."""
    return [Week(day - timedelta(days=7 * back - 1)) for back in range(many, 0, -1)]


def record(session: Session, counts: Mapping[tuple[str, date], int]) -> None:
    """Add to the counts: (end of the product's address, day) → visits. What is no product is left out."""
    ids = dict(_ids(session, sorted({slug for slug, _day in counts})))
    insert = _INSERTS[session.get_bind().dialect.name](Visits)
    add = insert.on_conflict_do_update(
        index_elements=[Visits.product_id, Visits.day], set_={"count": Visits.count + insert.excluded.count}
    )
    # In one order everywhere, or two processes that write at once could wait for each other.
    rows = sorted((ids[slug], day, count) for (slug, day), count in counts.items() if slug in ids)
    if rows:
        session.execute(add, [{"product_id": id, "day": day, "count": count} for id, day, count in rows])


def _ids(session: Session, slugs: Sequence[str]) -> Iterator[tuple[str, int]]:
    for start in range(0, len(slugs), _AT_ONCE):
        some = Product.slug.in_(slugs[start : start + _AT_ONCE])
        yield from (tuple(row) for row in session.execute(select(Product.slug, Product.id).where(some)))


def visits_by_week(
    session: Session, producer_ids: Collection[int], weeks: Sequence[Week]
) -> dict[int, list[int]]:
    """The visits in each of these weeks, by id of the producers' products that had any; one statement."""
    in_week = [
        func.sum(case((Visits.day.between(week.first, week.last), Visits.count), else_=0)) for week in weeks
    ]
    query = (
        select(Visits.product_id, *in_week)
        .join(Product, Product.id == Visits.product_id)
        .where(Product.producer_id.in_(producer_ids), Visits.day.between(weeks[0].first, weeks[-1].last))
        .group_by(Visits.product_id)
    )
    return {id: [int(count) for count in counts] for id, *counts in session.execute(query)}


def forget_old(session: Session, today: date) -> int:
    """Delete what nobody looks at any more. Returns the number of rows."""
    return session.execute(delete(Visits).where(Visits.day < today - KEPT)).rowcount
