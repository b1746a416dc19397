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
    # The rows lie in the order of their key: a desk reads those of one producer's products in few pages.
    __table_args__ = (CheckConstraint("count > 0", name="count"), {"sqlite_with_rowid": False})

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


def _theirs(producer_ids: Collection[int], first: date, last: date) -> tuple:
    # By the products, which the key begins with: by the day, those of all others would be read too.
    goods = select(Product.id).where(Product.producer_id.in_(producer_ids))
    return Visits.product_id.in_(goods), Visits.day.between(first, last)


def visits_by_week(session: Session, producer_ids: Collection[int], weeks: Sequence[Week]) -> list[int]:
    """The visits to all products of these producers, for each week; one statement."""
    theirs = _theirs(producer_ids, weeks[0].first, weeks[-1].last)
    query = select(Visits.day, func.sum(Visits.count)).where(*theirs).group_by(Visits.day)
    by_day = [(day, int(count)) for day, count in session.execute(query)]
    return [sum(count for day, count in by_day if week.first <= day <= week.last) for week in weeks]


def most_visited(
    session: Session, producer_ids: Collection[int], weeks: Sequence[Week], limit: int
) -> list[tuple[int, int, int]]:
    """Ids of products with the visits in all these weeks and in the last one, most first; one statement."""
    last = func.sum(case((Visits.day >= weeks[-1].first, Visits.count), else_=0))
    theirs = _theirs(producer_ids, weeks[0].first, weeks[-1].last)
    query = select(Visits.product_id, func.sum(Visits.count), last).where(*theirs)
    most_first = query.group_by(Visits.product_id).order_by(func.sum(Visits.count).desc(), Visits.product_id)
    return [(id, int(all), int(week)) for id, all, week in session.execute(most_first.limit(limit))]


def forget_old(session: Session, today: date) -> int:
    """Delete what nobody looks at any more. Returns the number of rows."""
    return session.execute(delete(Visits).where(Visits.day < today - KEPT)).rowcount
