"""The communes that generated producers live in, from the shop's own place data."""

from typing import NamedTuple

from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session, aliased

from catalog.place_data import load_places
from catalog.places import Place, PlaceAlias
from catalog.records import Base
from catalog.versions import CatalogueVersion


class Commune(NamedTuple):
    """`former` are the districts and provinces that it belonged to."""

    code: str
    name: str
    province_code: str
    province: str
    former: tuple[str, ...]


def communes() -> list[Commune]:
    """All of today's, by code."""
    engine = create_engine("sqlite://")
    tables = [model.__table__ for model in (Place, PlaceAlias, CatalogueVersion)]
    Base.metadata.create_all(engine, tables)
    with Session(engine) as session:
        load_places(session)
        former: dict[str, list[str]] = {}
        for code, name in session.execute(select(PlaceAlias.place_code, PlaceAlias.name)):
            former.setdefault(code, []).append(name)
        province = aliased(Place)
        query = (
            select(Place.code, Place.name, province.code, province.name)
            .join(province, Place.province_code == province.code)
            .order_by(Place.code)
        )
        return [
            Commune(code, name, province_code, province_name, tuple(former.get(code, ())))
            for code, name, province_code, province_name in session.execute(query)
        ]
