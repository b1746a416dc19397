"""Producers of a province, as officers of one see them."""

from sqlalchemy import select

from catalog.places import Place, PlaceLevel
from catalog.producers import Producer, of_province
from tests import world


def test_an_office_reaches_the_producers_of_its_province_and_the_central_one_all(session):
    here = world.producer(session, "HTX Ở Đây")
    province = session.get_one(Place, here.commune_code).province_code
    elsewhere = session.scalars(
        select(Place).where(Place.level == PlaceLevel.COMMUNE, Place.province_code != province)
    ).first()
    there = world.producer(session, "HTX Nơi Khác", commune_code=elsewhere.code)
    session.flush()

    def names(code):
        return set(session.scalars(of_province(select(Producer.name), code)))

    assert names(province) == {here.name}
    assert names(elsewhere.province_code) == {there.name}
    assert names(None) == {here.name, there.name}
