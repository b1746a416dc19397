"""Provinces and communes of today (34 and 3,321 since 1 July 2025), with their former names."""

from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from .records import Base, one_of
from .text import fold, province_key
from .versions import EVERYTHING


class PlaceLevel(StrEnum):
    PROVINCE = "province"
    COMMUNE = "commune"


class Region(StrEnum):
    """Socio-economic regions, used for delivery zones and the map."""

    NORTHERN_MOUNTAINS = "northern_mountains"
    RED_RIVER_DELTA = "red_river_delta"
    NORTH_CENTRAL = "north_central"
    SOUTH_CENTRAL = "south_central"
    SOUTH_EAST = "south_east"
    MEKONG_DELTA = "mekong_delta"


class Place(Base):
    """A province (two-digit code) or a commune (five digits) with its centre in degrees."""

    __tablename__ = "places"
    __table_args__ = (
        CheckConstraint(one_of("level", PlaceLevel), name="level"),
        CheckConstraint(one_of("region", Region), name="region"),
        CheckConstraint("(level = 'province') = (province_code IS NULL)", name="province"),
    )
    public = True

    code: Mapped[str] = mapped_column(primary_key=True)
    level: Mapped[str]
    prefix: Mapped[str]
    name: Mapped[str]
    key: Mapped[str] = mapped_column(index=True)
    province_code: Mapped[str | None] = mapped_column(ForeignKey("places.code"), index=True)
    region: Mapped[str]
    latitude: Mapped[float]
    longitude: Mapped[float]

    province: Mapped["Place | None"] = relationship(remote_side=[code], lazy="raise")
    aliases: Mapped[list["PlaceAlias"]] = relationship(back_populates="place", lazy="raise")

    @property
    def full_name(self) -> str:
        return f"{self.prefix} {self.name}"

    def products_seen_through(self) -> tuple[int, ...]:
        return (EVERYTHING,)


class PlaceAlias(Base):
    """A former province or district whose land now belongs, in part or whole, to `place`."""

    __tablename__ = "place_aliases"
    __table_args__ = (Index("uq_place_aliases", "place_code", "level", "name", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    place_code: Mapped[str] = mapped_column(ForeignKey("places.code"))
    level: Mapped[str]
    name: Mapped[str]
    key: Mapped[str] = mapped_column(index=True)

    place: Mapped[Place] = relationship(back_populates="aliases", lazy="raise")


def provinces():
    """All provinces by name."""
    return select(Place).where(Place.level == PlaceLevel.PROVINCE).order_by(Place.key)


def communes_of(province_code: str):
    return select(Place).where(Place.province_code == province_code).order_by(Place.key)


def find_province(session: Session, text: str) -> Place | None:
    """The province of today by its code, its name or the name of a former province it took in."""
    key = province_key(text)
    by_name = select(Place).where(
        Place.level == PlaceLevel.PROVINCE, or_(Place.code == text.strip(), Place.key == key)
    )
    former = (
        select(Place)
        .join(PlaceAlias)
        .where(Place.level == PlaceLevel.PROVINCE, PlaceAlias.level == PlaceLevel.PROVINCE, PlaceAlias.key == key)
    )
    return session.scalar(by_name) or session.scalar(former.order_by(Place.code).limit(1))


def find_commune(session: Session, code: str, province_code: str | None = None) -> Place | None:
    """The commune with this code, only inside the province when one is given."""
    query = select(Place).where(Place.code == code, Place.level == PlaceLevel.COMMUNE)
    if province_code:
        query = query.where(Place.province_code == province_code)
    return session.scalar(query)


def place_key(level: str, name: str) -> str:
    return province_key(name) if level == PlaceLevel.PROVINCE else fold(name)
