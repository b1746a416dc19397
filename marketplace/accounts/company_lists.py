"""Which organisers and retailers officers may read, and which wait for a decision."""

from typing import TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from catalog.places import Place

from ..submissions import SubmissionState
from .companies import Company
from .company_changes import number_waiting

C = TypeVar("C", bound=Company)


def handed_in(kind: type[C], province_code: str | None) -> Select[tuple[C]]:
    """All that officers of the province may read, those of all provinces for None; with their places."""
    place = joinedload(kind.commune).joinedload(Place.province)
    query = select(kind).options(place).where(kind.submitted_at.is_not(None))
    return _of_province(query, kind, province_code)


def waiting(kind: type[C], province_code: str | None) -> Select[tuple[C]]:
    """What officers have to decide, the longest waiting first."""
    query = handed_in(kind, province_code).where(kind.state == SubmissionState.SUBMITTED)
    return query.order_by(kind.submitted_at, kind.id)


def count_waiting(session: Session, kind: type[Company], province_code: str | None) -> int:
    """Applications, and changes of name or tax code."""
    query = select(func.count()).select_from(kind).where(kind.state == SubmissionState.SUBMITTED)
    applications = _of_province(query, kind, province_code).scalar_subquery()
    return session.scalar(select(applications + number_waiting(kind, province_code))) or 0


def _of_province(query: Select, kind: type[Company], province_code: str | None) -> Select:
    if province_code is None:
        return query
    communes = select(Place.code).where(Place.province_code == province_code)
    return query.where(kind.commune_code.in_(communes))


def same_tax_code(session: Session, company: C, tax_code: str | None = None) -> list[C]:
    """Others of its kind that were handed in with its tax code, or with the one that it shall have."""
    tax_code = company.tax_code if tax_code is None else tax_code
    if not tax_code:
        return []
    kind = type(company)
    others = select(kind).where(kind.tax_code == tax_code, kind.id != company.id)
    return list(session.scalars(others.where(kind.submitted_at.is_not(None)).order_by(kind.id).limit(10)))
