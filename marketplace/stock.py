"""Stock of variants: what is on hand, what is promised, and why either changed."""

from collections.abc import Collection, Iterable
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import CheckConstraint, ForeignKey, Index, Select, bindparam, insert, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from catalog.products import Variant
from catalog.records import Base, one_of
from catalog.versions import touch


class Reason(StrEnum):
    COUNTED = "counted"
    RESERVED = "reserved"
    RELEASED = "released"
    SHIPPED = "shipped"
    RETURNED = "returned"


class Stock(Base):
    """Pieces of a variant; what can still be bought is on_hand − reserved."""

    __tablename__ = "stock"
    __table_args__ = (CheckConstraint("reserved >= 0 AND reserved <= on_hand", name="reserved"),)

    variant_id: Mapped[int] = mapped_column(ForeignKey("variants.id"), primary_key=True, autoincrement=False)
    on_hand: Mapped[int]
    reserved: Mapped[int] = mapped_column(default=0)


class Movement(Base):
    """One change of stock in pieces, unique per reason and source so that nothing happens twice.

    Counted, shipped and returned pieces change what is on hand by `quantity`; reserved, released and
    shipped ones what is promised, in the other direction where they are not shipped.
    """

    __tablename__ = "movements"
    __table_args__ = (
        CheckConstraint(one_of("reason", Reason), name="reason"),
        Index("uq_movements_source", "variant_id", "reason", "source", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    variant_id: Mapped[int] = mapped_column(ForeignKey("variants.id"))
    reason: Mapped[str]
    source: Mapped[str]
    quantity: Mapped[int]
    at: Mapped[datetime]


# Made once: building a statement costs more than running it. They name tables, so nothing in a session follows them.
_stock, _variants = Stock.__table__.c, Variant.__table__.c
_PROMISE = (
    update(Stock.__table__)
    .where(_stock.variant_id == bindparam("wanted"), _stock.on_hand - _stock.reserved >= bindparam("pieces"))
    .values(reserved=_stock.reserved + bindparam("pieces"))
    .returning(_stock.on_hand - _stock.reserved)
)
_MOVE = insert(Movement.__table__)
_LEFT = select(_stock.variant_id, _stock.on_hand - _stock.reserved).where(
    _stock.variant_id.in_(bindparam("variants", expanding=True))
)
_there = select(_stock.on_hand > _stock.reserved).where(_stock.variant_id == _variants.id).scalar_subquery()
_FLIP = (
    update(Variant.__table__)
    .where(_variants.id.in_(bindparam("variants", expanding=True)), _variants.available != _there)
    .values(available=_there)
    .returning(_variants.product_id)
)


# Everything that holds promises, each as rows of a variant and its pieces: the nightly check adds them up.
PROMISES: list[Select[tuple[int, int]]] = []


class Wanted(NamedTuple):
    """`quantity` pieces of a variant for `source`."""

    variant_id: int
    quantity: int
    source: str


def reserve(session: Session, variant_id: int, quantity: int, source: str, now: datetime) -> bool:
    """Promise `quantity` pieces to `source`, or change nothing and answer False when too few are left."""
    return reserve_all(session, [Wanted(variant_id, quantity, source)], now) is None


def reserve_all(session: Session, wanted: Iterable[Wanted], now: datetime) -> Wanted | None:
    """Promise all these pieces. What there are too few of is returned: the caller then takes everything back.

    Check and write are one statement, so two buyers can never be promised the same piece.
    """
    # Always in the order of variant ids, so that two orders never wait for each other in a circle.
    in_order = sorted(wanted)
    session.flush()
    connection = session.connection()
    sold_out = []
    for one in in_order:
        rest = connection.scalar(_PROMISE, {"wanted": one.variant_id, "pieces": one.quantity})
        if rest is None:
            return one
        if not rest:
            sold_out.append(one.variant_id)
    moved = [
        {
            "variant_id": one.variant_id,
            "reason": Reason.RESERVED,
            "source": one.source,
            "quantity": -one.quantity,
            "at": now,
        }
        for one in in_order
    ]
    # Without rows the statement would write one of nothing.
    if moved:
        connection.execute(_MOVE, moved)
    if sold_out:
        publish_availability(session, sold_out)
    return None


def hold(session: Session, variant_ids: Iterable[int]) -> None:
    """Lock the stock of these variants: for who moves several sub-orders, each with its stock and its vouchers."""
    if ids := set(variant_ids):
        query = select(Stock.variant_id).where(Stock.variant_id.in_(ids))
        session.execute(query.order_by(Stock.variant_id).with_for_update())


def release(session: Session, variant_id: int, quantity: int, source: str, now: datetime) -> None:
    """Take back the promise of `quantity` pieces: the buyer will not get them."""
    _change(session, variant_id, reserved=-quantity)
    _moved(session, variant_id, Reason.RELEASED, source, quantity, now)


def take_out(session: Session, variant_id: int, quantity: int, source: str, now: datetime) -> None:
    """The promised pieces leave the house."""
    _change(session, variant_id, on_hand=-quantity, reserved=-quantity)
    _moved(session, variant_id, Reason.SHIPPED, source, -quantity, now)


def put_back(session: Session, variant_id: int, quantity: int, source: str, now: datetime) -> None:
    """Pieces that were shipped are on the shelf again and can be sold."""
    _change(session, variant_id, on_hand=quantity)
    _moved(session, variant_id, Reason.RETURNED, source, quantity, now)


def _change(session: Session, variant_id: int, on_hand: int = 0, reserved: int = 0) -> None:
    changed = session.execute(
        update(Stock)
        .where(Stock.variant_id == variant_id)
        .values(on_hand=Stock.on_hand + on_hand, reserved=Stock.reserved + reserved)
    )
    if not changed.rowcount:
        raise LookupError(f"no stock of variant {variant_id}")


def _moved(
    session: Session, variant_id: int, reason: Reason, source: str, quantity: int, now: datetime
) -> None:
    session.add(Movement(variant_id=variant_id, reason=reason, source=source, quantity=quantity, at=now))
    # Here and not later: the second time for the same source fails before anything else is done.
    session.flush()
    publish_availability(session, [variant_id])


def count(session: Session, variant_id: int, on_hand: int, source: str, now: datetime) -> None:
    """Set what is on hand after a count; what is already promised stays promised."""
    # Locked and read anew: what others reserve meanwhile is neither missed nor taken back.
    stock = session.get(Stock, variant_id, with_for_update=True, populate_existing=True)
    before = stock.on_hand if stock else 0
    if stock is None:
        stock = Stock(variant_id=variant_id, on_hand=on_hand)
        session.add(stock)
    else:
        stock.on_hand = max(on_hand, stock.reserved)
    change = stock.on_hand - before
    session.add(
        Movement(variant_id=variant_id, reason=Reason.COUNTED, source=source, quantity=change, at=now)
    )
    session.flush()
    publish_availability(session, [variant_id])


def publish_availability(session: Session, variant_ids: Collection[int]) -> None:
    """Keep `Variant.available` true to the stock; the catalogue's version moves only when it flips."""
    if flipped := session.connection().execute(_FLIP, {"variants": variant_ids}).scalars().all():
        touch(session, sorted(set(flipped)))


def left(session: Session, variant_ids: list[int]) -> dict[int, int]:
    """Pieces that can still be bought, by variant id."""
    session.flush()
    return dict(session.connection().execute(_LEFT, {"variants": variant_ids}).all())
