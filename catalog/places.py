"""Provinces and communes of today (34 and 3,321 since 1 July 2025), with their former names."""

from collections.abc import Collection, Set
from enum import StrEnum
from typing import Protocol, TypeVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, select
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


class NamedProvince(Protocol):
    """A province of today; `former_keys` are the keys of the former provinces it took in."""

    @property
    def code(self) -> str: ...
    @property
    def key(self) -> str: ...
    @property
    def former_keys(self) -> Set[str]: ...


Province = TypeVar("Province", bound=NamedProvince)


def province_names(text: str) -> frozenset[str]:
    """The code and the key that a text may be when people write a province; empty for an empty text."""
    text = text.strip()
    # A spreadsheet drops the leading zero of a code.
    code = text.zfill(2) if text.isascii() and text.isdigit() else ""
    return frozenset({code, province_key(text)} - {""})


def find_province(provinces: Collection[Province], text: str) -> Province | None:
    """The province of today by its code, its name, or else the name of a former province it took in."""
    names = province_names(text)
    today = (province for province in provinces if province.code in names or province.key in names)
    before = (province for province in provinces if not names.isdisjoint(province.former_keys))
    return next(today, None) or next(before, None)


def find_commune(session: Session, code: str, province_code: str | None = None) -> Place | None:
    """The commune with this code, only inside the province when one is given."""
    query = select(Place).where(Place.code == code, Place.level == PlaceLevel.COMMUNE)
    if province_code:
        query = query.where(Place.province_code == province_code)
    return session.scalar(query)


def place_key(level: str, name: str) -> str:
    return province_key(name) if level == PlaceLevel.PROVINCE else fold(name)
