"""Booths: the kinds that a fair lets, and each booth in its place on the plan."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.records import Base, Dong, one_of
from catalog.versions import WORDS

_PRESENT = text("removed_at IS NULL")


class BoothKind(StrEnum):
    STANDARD = "standard"
    TENT = "tent"
    RAW_SPACE = "raw_space"
    FOOD_COURT = "food_court"
    SHARED = "shared"
    ONLINE = "online"


class BoothType(Base):
    """What a fair lets at a price: dong for all of its days, plus `corner_surcharge` on a corner.

    `width` × `depth` in metres, `watts` of power included. `places`: how many producers one such booth holds,
    more than one in a shared provincial stand alone. An online stall has no place on the plan.
    """

    __tablename__ = "booth_types"
    __table_args__ = (
        CheckConstraint(one_of("kind", BoothKind), name="kind"),
        CheckConstraint("length(name) > 0", name="name"),
        CheckConstraint("price >= 0 AND corner_surcharge >= 0", name="price"),
        CheckConstraint("width BETWEEN 1 AND 100 AND depth BETWEEN 1 AND 100", name="size"),
        CheckConstraint("watts >= 0", name="watts"),
        CheckConstraint("places BETWEEN 1 AND 100 AND (places = 1 OR kind = 'shared')", name="places"),
        UniqueConstraint("id", "fair_id"),
    )
    public = True

    id: Mapped[int] = mapped_column(primary_key=True)
    fair_id: Mapped[int] = mapped_column(ForeignKey("fairs.id"), index=True)
    kind: Mapped[str]
    name: Mapped[str]
    price: Mapped[Dong] = mapped_column(default=0)
    corner_surcharge: Mapped[Dong] = mapped_column(default=0)
    width: Mapped[int] = mapped_column(default=3)
    depth: Mapped[int] = mapped_column(default=3)
    watts: Mapped[int] = mapped_column(default=0)
    has_water: Mapped[bool] = mapped_column(default=False)
    places: Mapped[int] = mapped_column(default=1)

    def products_seen_through(self) -> tuple[int, ...]:
        return (WORDS,)

    def price_of(self, is_corner: bool) -> int:
        """Dong for such a booth."""
        return self.price + (self.corner_surcharge if is_corner else 0)


class Booth(Base):
    """One booth, "A12". Its left upper corner stands `x`, `y` metres from that of the plan, both None for an online stall.

    `turned`: width and depth change places. One that is taken off the plan stays as a row, for what was written about it.
    """

    __tablename__ = "booths"
    __table_args__ = (
        ForeignKeyConstraint(["type_id", "fair_id"], ["booth_types.id", "booth_types.fair_id"]),
        CheckConstraint("length(number) BETWEEN 1 AND 12", name="number"),
        CheckConstraint("(x IS NULL) = (y IS NULL) AND x >= 0 AND y >= 0", name="place"),
        Index(
            "uq_booths_number",
            "fair_id",
            "number",
            unique=True,
            sqlite_where=_PRESENT,
            postgresql_where=_PRESENT,
        ),
        Index("ix_booths_type_id", "type_id"),
    )
    public = True

    id: Mapped[int] = mapped_column(primary_key=True)
    fair_id: Mapped[int] = mapped_column(ForeignKey("fairs.id"))
    type_id: Mapped[int]
    number: Mapped[str]
    x: Mapped[int | None]
    y: Mapped[int | None]
    turned: Mapped[bool] = mapped_column(default=False)
    is_corner: Mapped[bool] = mapped_column(default=False)
    removed_at: Mapped[datetime | None]

    type: Mapped[BoothType] = relationship(lazy="raise")

    def products_seen_through(self) -> tuple[int, ...]:
        return (WORDS,)


class FeatureKind(StrEnum):
    ENTRANCE = "entrance"
    STAGE = "stage"
    INFORMATION = "information"
    TOILETS = "toilets"
    FIRST_AID = "first_aid"
    PARKING = "parking"
    OTHER = "other"


class PlanFeature(Base):
    """What else stands on the plan, in metres from its left upper corner."""

    __tablename__ = "plan_features"
    __table_args__ = (
        CheckConstraint(one_of("kind", FeatureKind), name="kind"),
        CheckConstraint("x >= 0 AND y >= 0 AND width > 0 AND height > 0", name="place"),
    )
    public = True

    id: Mapped[int] = mapped_column(primary_key=True)
    fair_id: Mapped[int] = mapped_column(ForeignKey("fairs.id"), index=True)
    kind: Mapped[str]
    label: Mapped[str] = mapped_column(default="")
    x: Mapped[int]
    y: Mapped[int]
    width: Mapped[int]
    height: Mapped[int]

    def products_seen_through(self) -> tuple[int, ...]:
        return (WORDS,)
