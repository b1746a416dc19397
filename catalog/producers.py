"""Producers (chủ thể): who makes and sells."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Select, inspect, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .places import Place
from .records import Base, Dong, LongText, Stateful, one_of
from .versions import EVERYTHING


class ProducerKind(StrEnum):
    COOPERATIVE_UNION = "cooperative_union"
    COOPERATIVE = "cooperative"
    COOPERATIVE_GROUP = "cooperative_group"
    ENTERPRISE = "enterprise"
    HOUSEHOLD = "household"
    FACILITY = "facility"
    FARM = "farm"


class ProducerState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    SUSPENDED = "suspended"
    CLOSED = "closed"
    REGISTERED = "registered"


class Producer(Stateful, Base):
    """Shown to the public only while approved; `sample` says that its details are made up.

    A registered one is known from the register of recognitions alone: nobody acts for it and it sells nothing here,
    and it is shown with the products that the register has of it. Who claims it makes it an approved one.
    """

    __tablename__ = "producers"
    __table_args__ = (
        CheckConstraint(one_of("kind", ProducerKind), name="kind"),
        CheckConstraint(one_of("state", ProducerState), name="state"),
        CheckConstraint("since BETWEEN 1800 AND 2200", name="since"),
        CheckConstraint("free_delivery_from > 0", name="free_delivery_from"),
    )
    S = ProducerState
    moves = {
        S.DRAFT: frozenset({S.SUBMITTED, S.CLOSED}),
        S.SUBMITTED: frozenset({S.APPROVED, S.RETURNED, S.DRAFT, S.CLOSED}),
        S.RETURNED: frozenset({S.SUBMITTED, S.CLOSED}),
        S.APPROVED: frozenset({S.SUSPENDED, S.CLOSED}),
        S.SUSPENDED: frozenset({S.APPROVED, S.CLOSED}),
        S.CLOSED: frozenset(),
        S.REGISTERED: frozenset({S.APPROVED, S.CLOSED}),
    }

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    key: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str]
    commune_code: Mapped[str] = mapped_column(ForeignKey("places.code"), index=True)
    since: Mapped[int | None]
    women_led: Mapped[bool | None]
    ethnic_minority_led: Mapped[bool | None]
    intro: Mapped[LongText] = mapped_column(default="")
    intro_en: Mapped[LongText] = mapped_column(default="")
    # From goods of so many dong on, the producer pays the delivery; None: never.
    free_delivery_from: Mapped[Dong | None]
    state: Mapped[str] = mapped_column(default=ProducerState.DRAFT)
    sample: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]

    commune: Mapped[Place] = relationship(lazy="raise")

    @property
    def public(self) -> bool:  # type: ignore[override]
        """While it is shown, and in the step that begins or ends that: nobody sees a draft change."""
        before = inspect(self).attrs.state.history.deleted or ()
        return bool({ProducerState.APPROVED, ProducerState.REGISTERED} & {self.state, *before})

    def products_seen_through(self) -> tuple[int, ...]:
        return (EVERYTHING,)


def of_province(query: Select, province_code: str | None) -> Select:
    """The query, which has `Producer` in it, for producers of one province; for all where none is named."""
    if province_code is None:
        return query
    communes = select(Place.code).where(Place.province_code == province_code)
    return query.where(Producer.commune_code.in_(communes))
