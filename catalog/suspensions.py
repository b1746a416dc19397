"""Listings that an officer took off at once: why, what the producer says to it, and how it ended."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Select, select, text
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from .appeals import Appealable, appeal_checks, waiting
from .producers import Producer
from .products import Product, ProductState
from .records import Base, LongText, Refused

LONGEST_REASON = 1000
_OPEN = text("ended_at IS NULL")


class Suspension(Appealable, Base):
    """One is open at a time; `was_shown` says what the listing goes back to."""

    __tablename__ = "listing_suspensions"
    __table_args__ = (
        *appeal_checks(),
        CheckConstraint("ended_at IS NULL OR length(answer) > 0", name="answer"),
        Index(
            "uq_listing_suspensions_open",
            "product_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"), index=True)
    was_shown: Mapped[bool]
    reason: Mapped[LongText]
    began_at: Mapped[datetime]

    product: Mapped[Product] = relationship(lazy="raise")


def open_suspension(session: Session, product_id: int) -> Suspension | None:
    mine = Suspension.product_id == product_id, Suspension.ended_at.is_(None)
    return session.scalar(select(Suspension).where(*mine))


def _found(session: Session, product: Product) -> Suspension:
    found = open_suspension(session, product.id)
    if found is None:
        raise Refused("This step is not possible any more: something has changed meanwhile.")
    return found


def suspend(session: Session, product: Product, reason: str, now: datetime) -> Suspension:
    """Take the listing off now. Orders that were placed go on. Raises Refused for what is not listed."""
    was_shown = product.state == ProductState.PUBLISHED
    product.move(ProductState.SUSPENDED)
    made = Suspension(product_id=product.id, was_shown=was_shown, reason=reason, began_at=now)
    session.add(made)
    product.note("listing.suspended", reason=reason)
    return made


def appeal(session: Session, product: Product, words: str, now: datetime) -> None:
    """The producer's side. Raises Refused where it is not suspended, or the last word waits for its answer."""
    _found(session, product).ask(words, now)
    product.note("listing.appealed")


def decline(session: Session, product: Product, words: str, now: datetime) -> None:
    """It stays off, and this is why. Raises Refused where no appeal waits."""
    _found(session, product).decline(words, now)
    product.note("listing.appeal_declined", reason=words)


def lift(session: Session, product: Product, answer: str, now: datetime) -> None:
    """Let the listing go back to where it was. Raises Refused where it is not suspended."""
    suspension = _found(session, product)
    product.move(ProductState.HIDDEN)
    if suspension.was_shown:
        product.move(ProductState.PUBLISHED)
    suspension.end(answer, now)
    product.note("listing.reinstated", reason=answer)


def waiting_appeals() -> Select:
    """Those that no officer has answered, the oldest first; has `Producer` in it."""
    return (
        select(Suspension)
        .join(Product, Suspension.product_id == Product.id)
        .join(Producer, Product.producer_id == Producer.id)
        .where(*waiting(Suspension))
        .options(joinedload(Suspension.product, innerjoin=True))
        .order_by(Suspension.appealed_at, Suspension.id)
    )
