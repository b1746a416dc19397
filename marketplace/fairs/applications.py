"""Applications of producers for a booth, and the places in booths that they are given."""

from datetime import datetime, time
from enum import StrEnum

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Time,
    UniqueConstraint,
    inspect,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.codes import new_code
from catalog.producers import Producer
from catalog.products import Product
from catalog.records import Base, Dong, LongText, Stateful, one_of
from catalog.versions import WORDS

from .booths import Booth, BoothType
from .fairs import Fair


class ApplicationState(StrEnum):
    """`RETURNED`: the organiser asks for more. `ACCEPTED`: a booth is held for the money. `LAPSED`: it did not come in time."""

    SUBMITTED = "submitted"
    RETURNED = "returned"
    WAITLISTED = "waitlisted"
    ACCEPTED = "accepted"
    CONFIRMED = "confirmed"
    CHECKED_IN = "checked_in"
    NO_SHOW = "no_show"
    DECLINED = "declined"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"


# What holds a place in a booth.
PLACED = frozenset(
    {
        ApplicationState.ACCEPTED,
        ApplicationState.CONFIRMED,
        ApplicationState.CHECKED_IN,
        ApplicationState.NO_SHOW,
    }
)
# Who exhibits, as the public reads it.
EXHIBITING = frozenset({ApplicationState.CONFIRMED, ApplicationState.CHECKED_IN})
# One of these a producer has at one fair.
OPEN = PLACED | {ApplicationState.SUBMITTED, ApplicationState.RETURNED, ApplicationState.WAITLISTED}
_OPEN = text(f"state IN ({', '.join(repr(str(state)) for state in sorted(OPEN))})")
_HELD = text("released_at IS NULL")


def _code() -> str:
    return new_code(8)


class Application(Stateful, Base):
    """A producer wants a booth of this type. Prices and terms are those of the day it was handed in:
    `price` and `corner_surcharge` dong, `deposit_percent` of them at once.

    `code` is what people and tickets know it by. `remarks` are the applicant's words, `reasons` the organiser's last ones.
    `revision` moves with every step: who decides says which one they have read. `preorders_until` is that time of the
    day before until which its goods can be ordered for collection at the booth, None: not at all (preorders.py).
    """

    __tablename__ = "applications"
    __table_args__ = (
        ForeignKeyConstraint(["booth_type_id", "fair_id"], ["booth_types.id", "booth_types.fair_id"]),
        CheckConstraint(one_of("state", ApplicationState), name="state"),
        CheckConstraint("price >= 0 AND corner_surcharge >= 0", name="price"),
        CheckConstraint("deposit_percent BETWEEN 1 AND 100", name="deposit_percent"),
        CheckConstraint(
            "state NOT IN ('returned', 'declined', 'cancelled') OR length(reasons) > 0", name="reasons"
        ),
        CheckConstraint("state <> 'waitlisted' OR waitlisted_at IS NOT NULL", name="waitlisted_at"),
        CheckConstraint("revision > 0", name="revision"),
        Index(
            "uq_applications_open",
            "fair_id",
            "producer_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index("ix_applications_fair_id_state", "fair_id", "state", "submitted_at"),
        UniqueConstraint("id", "fair_id"),
    )
    S = ApplicationState
    moves = {
        S.SUBMITTED: frozenset(
            {S.RETURNED, S.ACCEPTED, S.CONFIRMED, S.WAITLISTED, S.DECLINED, S.WITHDRAWN, S.CANCELLED}
        ),
        S.RETURNED: frozenset({S.SUBMITTED, S.DECLINED, S.WITHDRAWN, S.CANCELLED}),
        S.WAITLISTED: frozenset({S.ACCEPTED, S.CONFIRMED, S.DECLINED, S.WITHDRAWN, S.CANCELLED}),
        S.ACCEPTED: frozenset({S.CONFIRMED, S.LAPSED, S.WITHDRAWN, S.CANCELLED}),
        S.CONFIRMED: frozenset({S.CHECKED_IN, S.NO_SHOW, S.WITHDRAWN, S.CANCELLED}),
        # Who comes late has come.
        S.NO_SHOW: frozenset({S.CHECKED_IN}),
        S.CHECKED_IN: frozenset(),
        S.DECLINED: frozenset(),
        # Money that comes after the hold has lapsed finds the place again where it is still free.
        S.LAPSED: frozenset({S.CONFIRMED}),
        S.WITHDRAWN: frozenset(),
        S.CANCELLED: frozenset(),
    }

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True, default=_code)
    fair_id: Mapped[int] = mapped_column(ForeignKey("fairs.id"))
    producer_id: Mapped[int] = mapped_column(ForeignKey("producers.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    booth_type_id: Mapped[int] = mapped_column(index=True)
    wants_corner: Mapped[bool] = mapped_column(default=False)
    remarks: Mapped[LongText] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default=ApplicationState.SUBMITTED)
    revision: Mapped[int] = mapped_column(default=1)
    price: Mapped[Dong]
    corner_surcharge: Mapped[Dong]
    deposit_percent: Mapped[int]
    reasons: Mapped[LongText] = mapped_column(default="")
    submitted_at: Mapped[datetime]
    waitlisted_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    preorders_until: Mapped[time | None] = mapped_column(Time)

    fair: Mapped[Fair] = relationship(lazy="raise", viewonly=True)
    producer: Mapped[Producer] = relationship(lazy="raise")
    booth_type: Mapped[BoothType] = relationship(lazy="raise", viewonly=True)
    products: Mapped[list["ApplicationProduct"]] = relationship(lazy="raise", back_populates="application")
    allotments: Mapped[list["Allotment"]] = relationship(lazy="raise", back_populates="application")

    @property
    def public(self) -> bool:  # type: ignore[override]
        """While it exhibits, and in the step that begins or ends that: the public reads of no other application."""
        before = inspect(self).attrs.state.history.deleted or ()
        return bool(EXHIBITING & {self.state, *before})

    def products_seen_through(self) -> tuple[int, ...]:
        return (WORDS,)


class ApplicationProduct(Base):
    """What the producer wants to show and sell there."""

    __tablename__ = "application_products"

    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"), primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"), primary_key=True, index=True)

    application: Mapped[Application] = relationship(lazy="raise", back_populates="products")
    product: Mapped[Product] = relationship(lazy="raise")


class Allotment(Base):
    """A place in a booth, given to an application until it is released: `place` counts from 1 to the type's `places`.

    The two unique indexes are what keeps a booth from being given twice. `amount` dong in all, of which `deposit` confirm
    it; it is held for them through `held_until`. Payments know it as "booth:12" and, for the rest, "booth-balance:12".
    """

    __tablename__ = "allotments"
    __table_args__ = (
        CheckConstraint("place > 0", name="place"),
        CheckConstraint("amount >= 0 AND deposit >= 0 AND deposit <= amount", name="amount"),
        Index(
            "uq_allotments_place",
            "booth_id",
            "place",
            unique=True,
            sqlite_where=_HELD,
            postgresql_where=_HELD,
        ),
        Index(
            "uq_allotments_application",
            "application_id",
            unique=True,
            sqlite_where=_HELD,
            postgresql_where=_HELD,
        ),
        Index("ix_allotments_held_until", "held_until", sqlite_where=_HELD, postgresql_where=_HELD),
    )

    # The plan shows which booths are held or taken.
    public = True

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"), index=True)
    booth_id: Mapped[int] = mapped_column(ForeignKey("booths.id"))
    place: Mapped[int] = mapped_column(default=1)
    amount: Mapped[Dong]
    deposit: Mapped[Dong]
    held_until: Mapped[datetime | None]
    given_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    released_at: Mapped[datetime | None]

    application: Mapped[Application] = relationship(lazy="raise", back_populates="allotments")
    booth: Mapped[Booth] = relationship(lazy="raise")

    def products_seen_through(self) -> tuple[int, ...]:
        return (WORDS,)
