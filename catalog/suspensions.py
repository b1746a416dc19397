"""Listings that an officer took off at once: why, what the producer says to it, and how it ended."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from .products import Product, ProductState
from .records import Base, LongText, Refused

LONGEST_REASON = 1000
_OPEN = text("ended_at IS NULL")


class Suspension(Base):
    """One is open at a time; `was_shown` says what the listing goes back to."""

    __tablename__ = "listing_suspensions"
    __table_args__ = (
        CheckConstraint("length(reason) > 0", name="reason"),
        CheckConstraint("(appealed_at IS NULL) = (appeal = '')", name="appeal"),
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
    appeal: Mapped[LongText] = mapped_column(default="")
    appealed_at: Mapped[datetime | None]
    answer: Mapped[LongText] = mapped_column(default="")
    ended_at: Mapped[datetime | None]

    product: Mapped[Product] = relationship(lazy="raise")

    def ask(self, appeal: str, now: datetime) -> None:
        """The producer's side, said once. Raises Refused where it has been said, or all is over."""
        if self.appealed_at or self.ended_at:
            raise Refused("You have said your side already; an officer reads it.")
        self.appeal, self.appealed_at = appeal, now
        self.note("listing.appealed", product=self.product_id)


def open_suspension(session: Session, product_id: int) -> Suspension | None:
    mine = Suspension.product_id == product_id, Suspension.ended_at.is_(None)
    return session.scalar(select(Suspension).where(*mine))


def suspend(session: Session, product: Product, reason: str, now: datetime) -> Suspension:
    """Take the listing off now. Orders that were placed go on. Raises Refused for what is not listed."""
    was_shown = product.state == ProductState.PUBLISHED
    product.move(ProductState.SUSPENDED)
    made = Suspension(product_id=product.id, was_shown=was_shown, reason=reason, began_at=now)
    session.add(made)
    product.note("listing.suspended", reason=reason)
    return made


def lift(session: Session, product: Product, answer: str, now: datetime) -> None:
    """Let the listing go back to where it was. Raises Refused where it is not suspended."""
    suspension = open_suspension(session, product.id)
    if suspension is None:
        raise Refused("This step is not possible any more: something has changed meanwhile.")
    product.move(ProductState.HIDDEN)
    if suspension.was_shown:
        product.move(ProductState.PUBLISHED)
    suspension.answer, suspension.ended_at = answer, now
    product.note("listing.reinstated", reason=answer)
