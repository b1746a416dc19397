"""Fairs: when and where, under whose permit, and by which rules producers are admitted."""

from datetime import date, datetime, time
from enum import StrEnum
from hashlib import blake2b
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Time
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.categories import Category
from catalog.document_kinds import DocumentKind
from catalog.places import Place
from catalog.records import Base, Dong, LongText, Stateful, one_of
from catalog.versions import WORDS

from ..accounts.organisers import Organiser

# A fair lasts some days; a "week" or a Tết market some weeks.
LONGEST_DAYS = 60


class FairTheme(StrEnum):
    OCOP = "ocop"
    TET = "tet"
    HARVEST = "harvest"
    CRAFT = "craft"
    FOOD = "food"
    TRADE = "trade"
    TOURISM = "tourism"


class FairState(StrEnum):
    DRAFT = "draft"
    ANNOUNCED = "announced"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


class FairPhase(StrEnum):
    """Where a fair stands on a day; derived from its state and dates, stored nowhere."""

    DRAFT = "draft"
    COMING = "coming"
    RUNNING = "running"
    FINISHED = "finished"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


_COMPLETE = (
    "state = 'draft' OR (length(name) > 0 AND length(venue) > 0 AND length(permit_number) > 0"
    " AND commune_code IS NOT NULL AND starts_on IS NOT NULL AND ends_on IS NOT NULL"
    " AND opens_at IS NOT NULL AND closes_at IS NOT NULL)"
)


class Fair(Stateful, Base):
    """One fair. Days and hours are those of Vietnam; `starts_on` and `ends_on` are both open to visitors.

    `permit_number` is that of the registration with the province (decree 81/2018). Producers apply from
    `applications_from` through `applications_until`, both included, with products of at least `min_stars` on every day of the fair
    (0: any), see FairGroup, FairQuota and FairPaper. A booth is held `hold_hours` for the money: `deposit_percent` of its price at once, the
    rest through `balance_due_on`. `visitor_quota` is how many may register, None: no registration; `ticket_price` dong a head.
    The plan is `plan_width` × `plan_height` metres. `revision` moves with every change of what is published.
    """

    __tablename__ = "fairs"
    __table_args__ = (
        CheckConstraint(one_of("state", FairState), name="state"),
        CheckConstraint(one_of("theme", FairTheme), name="theme"),
        CheckConstraint(_COMPLETE, name="complete"),
        CheckConstraint("starts_on <= ends_on", name="days"),
        CheckConstraint("opens_at < closes_at", name="hours"),
        CheckConstraint("applications_from <= applications_until", name="applications"),
        CheckConstraint("applications_until <= ends_on", name="applications_until"),
        CheckConstraint("build_up_from < tear_down_until", name="build_up"),
        CheckConstraint("min_stars IN (0, 3, 4, 5)", name="min_stars"),
        CheckConstraint("hold_hours BETWEEN 1 AND 720", name="hold_hours"),
        CheckConstraint("deposit_percent BETWEEN 1 AND 100", name="deposit_percent"),
        CheckConstraint("visitor_quota > 0", name="visitor_quota"),
        CheckConstraint("ticket_price >= 0", name="ticket_price"),
        CheckConstraint("plan_width BETWEEN 1 AND 500 AND plan_height BETWEEN 1 AND 500", name="plan"),
        CheckConstraint("revision > 0", name="revision"),
        Index("ix_fairs_state_starts_on", "state", "starts_on"),
    )
    public = True
    S = FairState
    moves = {
        # A draft that nobody wants any more is deleted.
        S.DRAFT: frozenset({S.ANNOUNCED}),
        S.ANNOUNCED: frozenset({S.POSTPONED, S.CANCELLED}),
        S.POSTPONED: frozenset({S.ANNOUNCED, S.CANCELLED}),
        S.CANCELLED: frozenset(),
    }

    id: Mapped[int] = mapped_column(primary_key=True)
    organiser_id: Mapped[int] = mapped_column(ForeignKey("organisers.id"), index=True)
    cloned_from_id: Mapped[int | None] = mapped_column(ForeignKey("fairs.id"))
    slug: Mapped[str] = mapped_column(unique=True)
    state: Mapped[str] = mapped_column(default=FairState.DRAFT)
    revision: Mapped[int] = mapped_column(default=1)
    name: Mapped[str] = mapped_column(default="")
    theme: Mapped[str] = mapped_column(default=FairTheme.OCOP)
    about: Mapped[LongText] = mapped_column(default="")
    hosts: Mapped[LongText] = mapped_column(default="")
    permit_number: Mapped[str] = mapped_column(default="")
    venue: Mapped[str] = mapped_column(default="")
    street: Mapped[str] = mapped_column(default="")
    commune_code: Mapped[str | None] = mapped_column(ForeignKey("places.code"), index=True)
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    opens_at: Mapped[time | None] = mapped_column(Time)
    closes_at: Mapped[time | None] = mapped_column(Time)
    build_up_from: Mapped[datetime | None]
    tear_down_until: Mapped[datetime | None]
    applications_from: Mapped[date | None]
    applications_until: Mapped[date | None]
    min_stars: Mapped[int] = mapped_column(default=3)
    hold_hours: Mapped[int] = mapped_column(default=72)
    deposit_percent: Mapped[int] = mapped_column(default=100)
    balance_due_on: Mapped[date | None]
    visitor_quota: Mapped[int | None]
    ticket_price: Mapped[Dong] = mapped_column(default=0)
    plan_width: Mapped[int] = mapped_column(default=60)
    plan_height: Mapped[int] = mapped_column(default=40)
    reason: Mapped[LongText] = mapped_column(default="")
    announced_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    organiser: Mapped[Organiser] = relationship(lazy="raise")
    commune: Mapped[Place | None] = relationship(lazy="raise")

    def products_seen_through(self) -> tuple[int, ...]:
        # Pages show it, no product's columns do.
        return (WORDS,)

    def note_published(self, action: str, **facts: Any) -> None:
        """Say what has changed of what everybody sees."""
        self.revision += 1
        self.note(action, **facts)

    def phase(self, day: date) -> FairPhase:
        """Where the fair stands on this day of Vietnam."""
        if self.state != FairState.ANNOUNCED:
            return FairPhase(self.state)
        if self.starts_on is None or self.ends_on is None:
            raise ValueError("an announced fair has its days")
        if day < self.starts_on:
            return FairPhase.COMING
        return FairPhase.RUNNING if day <= self.ends_on else FairPhase.FINISHED

    def takes_applications(self, day: date) -> bool:
        """Whether producers may apply on this day."""
        if self.state != FairState.ANNOUNCED or not (self.applications_from and self.applications_until):
            return False
        return self.applications_from <= day <= self.applications_until


class FairGroup(Base):
    """Products of this category (of any level) are admitted; without any row all are."""

    __tablename__ = "fair_groups"
    public = True

    fair_id: Mapped[int] = mapped_column(ForeignKey("fairs.id"), primary_key=True)
    category_code: Mapped[str] = mapped_column(ForeignKey("categories.code"), primary_key=True)

    category: Mapped[Category] = relationship(lazy="raise")

    def products_seen_through(self) -> tuple[int, ...]:
        return (WORDS,)


class FairQuota(Base):
    """At most this many booths for producers of the province; a province without a row has no limit of its own."""

    __tablename__ = "fair_quotas"
    __table_args__ = (CheckConstraint("most >= 0", name="most"),)
    public = True

    fair_id: Mapped[int] = mapped_column(ForeignKey("fairs.id"), primary_key=True)
    province_code: Mapped[str] = mapped_column(ForeignKey("places.code"), primary_key=True)
    most: Mapped[int]

    def products_seen_through(self) -> tuple[int, ...]:
        return (WORDS,)


class FairPaper(Base):
    """A paper that the dossier of an applicant needs, in force through the fair's last day."""

    __tablename__ = "fair_papers"
    __table_args__ = (CheckConstraint(one_of("kind", DocumentKind), name="kind"),)
    public = True

    fair_id: Mapped[int] = mapped_column(ForeignKey("fairs.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)

    def products_seen_through(self) -> tuple[int, ...]:
        return (WORDS,)


class ProgrammeItem(Base):
    """Something to see or hear at a fair; hours of Vietnam."""

    __tablename__ = "programme_items"
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="hours"),
        CheckConstraint("length(title) > 0", name="title"),
        Index("ix_programme_items_fair_id_day", "fair_id", "day"),
    )
    public = True

    id: Mapped[int] = mapped_column(primary_key=True)
    fair_id: Mapped[int] = mapped_column(ForeignKey("fairs.id"))
    day: Mapped[date]
    starts_at: Mapped[time] = mapped_column(Time)
    ends_at: Mapped[time] = mapped_column(Time)
    title: Mapped[str]
    place: Mapped[str] = mapped_column(default="")

    @property
    def version(self) -> str:
        """Stands for what it says now: another one for other words."""
        said = f"{self.day}|{self.starts_at}|{self.ends_at}|{self.title}|{self.place}"
        return blake2b(said.encode(), digest_size=8).hexdigest()

    def products_seen_through(self) -> tuple[int, ...]:
        return (WORDS,)
