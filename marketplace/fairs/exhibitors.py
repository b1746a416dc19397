"""Who exhibits at a fair, as the public reads it: confirmed producers on show, their booths and what they bring."""

from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement, Exists, Select, and_, func, select
from sqlalchemy.orm import aliased

from catalog.places import Place
from catalog.producers import Producer
from catalog.products import SHOWN_PRODUCER

from .applications import EXHIBITING, Allotment, Application, ApplicationProduct
from .booths import Booth
from .fairs import Fair, FairState

_PROVINCE = aliased(Place)
_COMMUNE = aliased(Place)
_EXHIBITS = Application.state.in_(EXHIBITING) & SHOWN_PRODUCER


class ExhibitorOrder(StrEnum):
    BOOTH = "booth"
    NAME = "name"
    PROVINCE = "province"


# "A2" stands before "A10": the shorter number first, but under its letter.
_BY_NUMBER = (func.substr(Booth.number, 1, 1), func.length(Booth.number), Booth.number)
_ORDERS = {
    ExhibitorOrder.BOOTH: (*_BY_NUMBER, Allotment.place),
    ExhibitorOrder.NAME: (Producer.key,),
    ExhibitorOrder.PROVINCE: (_PROVINCE.key, Producer.key),
}


def exhibitors_of(fair_id: int, order: ExhibitorOrder) -> Select:
    """`application_id`, `code`, `booth_id`, `booth` (its number), `preorders_until` and the producer's `slug`, `name`, `kind`,
    `commune` and `province`."""
    return (
        select(
            Application.id.label("application_id"),
            Application.code,
            Application.preorders_until,
            Booth.id.label("booth_id"),
            Booth.number.label("booth"),
            Producer.slug,
            Producer.name,
            Producer.kind,
            _COMMUNE.name.label("commune"),
            _PROVINCE.name.label("province"),
        )
        .select_from(Application)
        .join(Producer, Producer.id == Application.producer_id)
        .join(_COMMUNE, _COMMUNE.code == Producer.commune_code)
        .join(_PROVINCE, _PROVINCE.code == _COMMUNE.province_code)
        .join(Allotment, (Allotment.application_id == Application.id) & Allotment.released_at.is_(None))
        .join(Booth, Booth.id == Allotment.booth_id)
        .where(Application.fair_id == fair_id, _EXHIBITS)
        .order_by(*_ORDERS[order], Application.id)
    )


def count_exhibitors(fair_id: int) -> Select[tuple[int, int]]:
    """How many exhibit, and from how many provinces."""
    return (
        select(func.count(), func.count(Place.province_code.distinct()))
        .select_from(Application)
        .join(Producer, Producer.id == Application.producer_id)
        .join(Place, Place.code == Producer.commune_code)
        .join(Allotment, (Allotment.application_id == Application.id) & Allotment.released_at.is_(None))
        .where(Application.fair_id == fair_id, _EXHIBITS)
    )


def products_brought(application_ids: list[int]) -> Select[tuple[int, int]]:
    """Application and product, for as many exhibitors as a page has."""
    return (
        select(ApplicationProduct.application_id, ApplicationProduct.product_id)
        .where(ApplicationProduct.application_id.in_(application_ids))
        .order_by(ApplicationProduct.application_id, ApplicationProduct.product_id)
    )


def fairs_to_meet(producer_id: int, today: date) -> Select:
    """Where this producer can be met from today on: the fair's `slug`, `name` and days, the `booth` and `preorders_until`."""
    return (
        select(
            Fair.slug,
            Fair.name,
            Fair.starts_on,
            Fair.ends_on,
            Booth.number.label("booth"),
            Application.preorders_until,
        )
        .join(Application, Application.fair_id == Fair.id)
        .join(Allotment, (Allotment.application_id == Application.id) & Allotment.released_at.is_(None))
        .join(Booth, Booth.id == Allotment.booth_id)
        .where(_meets(producer_id, today))
        .order_by(Fair.starts_on, Fair.id)
    )


def can_be_met(producer_id: ColumnElement[int], today: ColumnElement[date]) -> Exists:
    """Whether `fairs_to_meet` has something for the producer of a larger query."""
    query = select(Application.id).join(Fair, Application.fair_id == Fair.id)
    return query.where(_meets(producer_id, today)).exists()


def _meets(producer_id, today) -> ColumnElement[bool]:
    return and_(
        Application.producer_id == producer_id,
        Application.state.in_(EXHIBITING),
        Fair.state == FairState.ANNOUNCED,
        Fair.ends_on >= today,
    )


def places_held(fair_id: int) -> Select[tuple[int, int]]:
    """Booth and how many places in it are given, whoever has them."""
    return (
        select(Allotment.booth_id, func.count())
        .join(Booth, Booth.id == Allotment.booth_id)
        .where(Booth.fair_id == fair_id, Booth.removed_at.is_(None), Allotment.released_at.is_(None))
        .group_by(Allotment.booth_id)
    )
