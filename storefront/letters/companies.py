"""What the people of organisers and retailers are told of officers' decisions and of their roles, and officers of who waits."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.places import Place
from marketplace.accounts.companies import Company
from marketplace.accounts.company_changes import CompanyChange
from marketplace.accounts.notices import tell
from marketplace.accounts.organisers import Organiser
from marketplace.accounts.retailers import Retailer
from marketplace.accounts.users import User
from marketplace.audit import Entry
from marketplace.permissions import (
    OrganiserAction,
    RetailerAction,
    organiser_people_who_may,
    retailer_people_who_may,
)

from .notices import officers_of, tell_and_write
from .registry import announces

_COMPANIES: dict[str, type[Company]] = {kind.__tablename__: kind for kind in (Organiser, Retailer)}


def _of(session: Session, entry: Entry) -> Company:
    """The company that the entry is about, or whose change it is about."""
    if entry.subject in _COMPANIES:
        return session.get_one(_COMPANIES[entry.subject], entry.subject_id)
    change = session.get_one(CompanyChange, entry.subject_id)
    if change.organiser_id:
        return session.get_one(Organiser, change.organiser_id)
    return session.get_one(Retailer, change.retailer_id)


def managers_of(session: Session, company: Company) -> list[User]:
    """Those who may say who it is."""
    if isinstance(company, Organiser):
        return organiser_people_who_may(session, company.id, OrganiserAction.PROFILE)
    return retailer_people_who_may(session, company.id, RetailerAction.PROFILE)


def people_of_decision(session: Session, entry: Entry, now: datetime) -> None:
    found = _of(session, entry)
    path = f"/{found.noun}/join/{found.id}"
    tell_and_write(session, entry, now, managers_of(session, found), found.name, path)


def managers_of_change(session: Session, entry: Entry, now: datetime) -> None:
    """Of how it is reached, and of what an officer decided on its name."""
    found = _of(session, entry)
    path = f"/{found.noun}/contact?{found.noun}={found.address}"
    tell_and_write(session, entry, now, managers_of(session, found), found.name, path)


def officers_of_company(session: Session, entry: Entry, now: datetime) -> None:
    found = _of(session, entry)
    province = session.scalar(select(Place.province_code).where(Place.code == found.commune_code))
    end = f"changes/{entry.subject_id}" if entry.subject not in _COMPANIES else str(found.id)
    path = f"/office/{found.__tablename__}/{end}"
    tell(session, entry, officers_of(session, province), entry.action, found.name, path)


def person_with_another_role(session: Session, entry: Entry, now: datetime) -> None:
    _tell_person(session, entry, f"/{_of(session, entry).noun}")


def former_person(session: Session, entry: Entry, now: datetime) -> None:
    _tell_person(session, entry, "/account")


def _tell_person(session: Session, entry: Entry, path: str) -> None:
    user = session.get(User, entry.facts["user"])
    if user is not None:
        tell(session, entry, [user], entry.action, _of(session, entry).name, path)


for _kind in _COMPANIES.values():
    for _step in ("approved", "returned", "rejected", "suspended", "reinstated"):
        announces(f"{_kind.noun}.{_step}")(people_of_decision)
    announces(f"{_kind.noun}.contact_changed")(managers_of_change)
    announces(f"{_kind.noun}.submitted")(officers_of_company)
    announces(f"{_kind.noun}.person_changed")(person_with_another_role)
    announces(f"{_kind.noun}.person_removed")(former_person)
for _step in ("approved", "rejected"):
    announces(f"company_change.{_step}")(managers_of_change)
announces("company_change.submitted")(officers_of_company)
