"""Which organisers officers may read, and which wait for a decision."""

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from catalog.places import Place

from ..submissions import SubmissionState
from .organisers import Organiser

_WAITS = Organiser.state == SubmissionState.SUBMITTED


def organisers_handed_in(province_code: str | None) -> Select[tuple[Organiser]]:
    """All that officers of the province may read, those of all provinces for None; with their places."""
    place = joinedload(Organiser.commune).joinedload(Place.province)
    query = select(Organiser).options(place).where(Organiser.submitted_at.is_not(None))
    return _of_province(query, province_code)


def waiting_organisers(province_code: str | None) -> Select[tuple[Organiser]]:
    """What officers have to decide, the longest waiting first."""
    query = organisers_handed_in(province_code).where(_WAITS)
    return query.order_by(Organiser.submitted_at, Organiser.id)


def count_waiting(session: Session, province_code: str | None) -> int:
    query = select(func.count()).select_from(Organiser).where(_WAITS)
    return session.scalar(_of_province(query, province_code)) or 0


def _of_province(query: Select, province_code: str | None) -> Select:
    if province_code is None:
        return query
    communes = select(Place.code).where(Place.province_code == province_code)
    return query.where(Organiser.commune_code.in_(communes))


def same_tax_code(session: Session, organiser: Organiser) -> list[Organiser]:
    """Other organisers that were handed in with the same tax code."""
    if not organiser.tax_code:
        return []
    same = Organiser.tax_code == organiser.tax_code, Organiser.id != organiser.id
    handed_in = Organiser.submitted_at.is_not(None)
    return list(session.scalars(select(Organiser).where(*same, handed_in).order_by(Organiser.id).limit(10)))
