"""Which retailers officers may read, and which wait for a decision."""

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from catalog.places import Place

from ..submissions import SubmissionState
from .retailers import Retailer

_WAITS = Retailer.state == SubmissionState.SUBMITTED


def retailers_handed_in(province_code: str | None) -> Select[tuple[Retailer]]:
    """All that officers of the province may read, those of all provinces for None; with their places."""
    place = joinedload(Retailer.commune).joinedload(Place.province)
    query = select(Retailer).options(place).where(Retailer.submitted_at.is_not(None))
    return _of_province(query, province_code)


def waiting_retailers(province_code: str | None) -> Select[tuple[Retailer]]:
    """What officers have to decide, the longest waiting first."""
    query = retailers_handed_in(province_code).where(_WAITS)
    return query.order_by(Retailer.submitted_at, Retailer.id)


def count_waiting(session: Session, province_code: str | None) -> int:
    query = select(func.count()).select_from(Retailer).where(_WAITS)
    return session.scalar(_of_province(query, province_code)) or 0


def _of_province(query: Select, province_code: str | None) -> Select:
    if province_code is None:
        return query
    communes = select(Place.code).where(Place.province_code == province_code)
    return query.where(Retailer.commune_code.in_(communes))


def same_tax_code(session: Session, retailer: Retailer) -> list[Retailer]:
    """Other retailers that were handed in with the same tax code."""
    if not retailer.tax_code:
        return []
    same = Retailer.tax_code == retailer.tax_code, Retailer.id != retailer.id
    handed_in = Retailer.submitted_at.is_not(None)
    return list(session.scalars(select(Retailer).where(*same, handed_in).order_by(Retailer.id).limit(10)))
