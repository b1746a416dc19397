"""Baskets: what a visitor has put aside, kept on the server under a random token."""

from datetime import date, datetime, timedelta

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, bindparam, delete, select, update
from sqlalchemy.orm import (
    Mapped,
    Session,
    contains_eager,
    mapped_column,
    object_session,
    relationship,
)
from sqlalchemy.orm.attributes import set_committed_value

from catalog.codes import new_code
from catalog.products import SOLD, Product, Variant
from catalog.records import Base, Dong, Refused
from catalog.resting import missing_papers

from ..stock import left

MAX_QUANTITY = 99
MAX_LINES = 60
# As long as the visitor's cookie: after that nobody can find the basket any more.
KEPT = timedelta(days=90)


def _token() -> str:
    return new_code(26)


class Basket(Base):
    """`checkout_key` names the next order of this basket: the same key never makes two orders.
    `address` is what was typed at checkout, as typed. An account has one basket, a visitor's has no account."""

    __tablename__ = "baskets"

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(unique=True, default=_token)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), unique=True)
    checkout_key: Mapped[str] = mapped_column(default=_token)
    address: Mapped[dict | None] = mapped_column(JSON)
    adult_confirmed: Mapped[bool] = mapped_column(default=False)
    # Replaced as a whole, never changed in place: one code for each producer and one of the operator.
    voucher_codes: Mapped[list[str]] = mapped_column(JSON, default=list)
    # Where the goods of a producer (by its id) are collected, empty: sent; see collection.py. Replaced as a whole too.
    collection: Mapped[dict[str, str]] = mapped_column(JSON, default=dict, server_default="{}")
    changed_at: Mapped[datetime] = mapped_column(index=True)

    lines: Mapped[list["BasketLine"]] = relationship(
        back_populates="basket", lazy="raise", cascade="all, delete-orphan", order_by="BasketLine.id"
    )

    def start_anew(self) -> None:
        """Empty after an order; the address stays for the next one."""
        connection = object_session(self).connection()
        connection.execute(_EMPTY, {"basket": self.id})
        anew = {"voucher_codes": [], "collection": {}, "checkout_key": _token()}
        connection.execute(_ANEW, {"basket": self.id} | anew)
        for name, value in ({"lines": []} | anew).items():
            set_committed_value(self, name, value)


class BasketLine(Base):
    """`seen_price` is the price in dong that the visitor was last shown, so that a change can be told."""

    __tablename__ = "basket_lines"
    __table_args__ = (
        CheckConstraint(f"quantity BETWEEN 1 AND {MAX_QUANTITY}", name="quantity"),
        Index("uq_basket_lines_variant", "basket_id", "variant_id", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    basket_id: Mapped[int] = mapped_column(ForeignKey("baskets.id", ondelete="CASCADE"))
    variant_id: Mapped[int] = mapped_column(ForeignKey("variants.id"))
    quantity: Mapped[int]
    seen_price: Mapped[Dong]

    basket: Mapped[Basket] = relationship(back_populates="lines", lazy="raise")
    variant: Mapped[Variant] = relationship(lazy="raise")


# Made once: building a statement costs more than running it.
_EMPTY = delete(BasketLine.__table__).where(BasketLine.__table__.c.basket_id == bindparam("basket"))
_ANEW = update(Basket.__table__).where(Basket.__table__.c.id == bindparam("basket"))
_LINES = select(BasketLine).where(BasketLine.basket_id == bindparam("basket")).order_by(BasketLine.id)
_SELLABLE = (
    select(Variant)
    .join(Variant.product)
    .join(Product.producer)
    .where(Variant.id == bindparam("variant"), SOLD)
    .options(contains_eager(Variant.product).joinedload(Product.category))
)


def with_lines(session: Session, basket: Basket) -> Basket:
    """The basket with its lines as they are now."""
    lines = session.scalars(_LINES, {"basket": basket.id}).all()
    set_committed_value(basket, "lines", list(lines))
    return basket


def forget_old(session: Session, now: datetime) -> int:
    """Delete the baskets, with the addresses in them, that nobody has touched for KEPT. Returns how many."""
    return session.execute(delete(Basket).where(Basket.changed_at < now - KEPT)).rowcount


def sellable(session: Session, variant_id: int) -> Variant:
    """The variant with its product and category, if the public may buy it. Raises Refused otherwise."""
    variant = session.scalar(_SELLABLE, {"variant": variant_id})
    if variant is None:
        raise Refused("This product is not sold here any more.")
    return variant


def check_papers(session: Session, product: Product, day: date) -> None:
    """Raises Refused where the product needs papers that are not in force on `day`."""
    if missing_papers(session, [product], day).get(product.id):
        raise Refused("This product needs a licence that its producer does not have at the moment.")


def check_season(product: Product, day: date) -> None:
    """Raises Refused where the product is sold in its season only, and `day` is outside of it."""
    if not product.is_sold_in(day):
        raise Refused("This is sold in its season only. Please come back then.")


def add(session: Session, basket: Basket, variant: Variant, quantity: int) -> BasketLine:
    """Put pieces into the basket on top of those already there. Raises Refused beyond stock or limits."""
    if not 1 <= quantity <= MAX_QUANTITY:
        raise Refused("Please choose a quantity from 1 to %(limit)s.", limit=MAX_QUANTITY)
    line = next((line for line in basket.lines if line.variant_id == variant.id), None)
    wanted = quantity + (line.quantity if line else 0)
    available = left(session, [variant.id]).get(variant.id, 0)
    if available <= 0:
        raise Refused("This pack is out of stock.")
    if wanted > min(available, MAX_QUANTITY):
        raise Refused("Only %(left)s of this pack can be ordered now.", left=min(available, MAX_QUANTITY))
    if line is None:
        if len(basket.lines) >= MAX_LINES:
            raise Refused("The basket holds %(limit)s different packs at most.", limit=MAX_LINES)
        line = BasketLine(variant_id=variant.id, quantity=wanted, seen_price=variant.price)
        basket.lines.append(line)
    line.quantity = wanted
    line.seen_price = variant.price
    return line
