"""Joining as a company: what its first manager writes, hands in, and an officer decides on; and its contact later."""

from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.records import Refused

from ..submissions import SubmissionState
from .companies import Company
from .company_people import add_person
from .memberships import Membership
from .retailers import Retailer
from .users import User, lock_user

C = TypeVar("C", bound=Company)

# Companies of one kind that one account may have on their way at once.
MOST_OPEN = 3
_ON_THEIR_WAY = (SubmissionState.DRAFT, SubmissionState.SUBMITTED, SubmissionState.RETURNED)


@dataclass(frozen=True)
class About:
    """What a company says of itself; `phone` in international form, `tax_code` as it is kept."""

    kind: StrEnum
    name: str
    commune_code: str
    street: str = ""
    tax_code: str = ""
    contact_name: str = ""
    phone: str = ""
    email: str = ""
    about: str = ""


@dataclass(frozen=True)
class AboutRetailer(About):
    registration_number: str = ""


def begin(session: Session, user: User, kind: type[C], said: About, now: datetime) -> C:
    """A draft, of which the user is the manager. Raises Refused where too many are on their way."""
    # Whoever presses twice waits here, and finds what the first press has made.
    lock_user(session, user.id)
    mine = select(kind).join(Membership).where(Membership.user_id == user.id)
    on_their_way = mine.where(kind.state.in_(_ON_THEIR_WAY))
    begun = session.scalar(on_their_way.where(kind.state == SubmissionState.DRAFT, kind.name == said.name))
    if begun:
        write(session, begun, said)
        return begun
    if session.scalar(select(func.count()).select_from(on_their_way.subquery())) >= MOST_OPEN:
        raise Refused(
            "Please finish what you have begun first: several of your applications are on their way."
        )
    made = kind(created_at=now)
    _fill(session, made, said)
    session.add(made)
    add_person(session, user, made, now)
    return made


def write(session: Session, company: Company, said: About) -> None:
    """Change what is said while nobody has agreed to it. Raises Refused."""
    _refuse_unless_open(company)
    _fill(session, company, said)


def _fill(session: Session, company: Company, said: About) -> None:
    company.rename(session, said.name)
    for field, value in asdict(said).items():
        setattr(company, field, value)


def file_registration(retailer: Retailer, path: str) -> None:
    """Where its business registration lies below the folder of papers. Raises Refused."""
    _refuse_unless_open(retailer)
    retailer.registration_file = path


def _refuse_unless_open(company: Company) -> None:
    if not company.is_open:
        raise Refused("An officer is looking at it now. Take it back first to change something.")


def hand_in(company: Company, now: datetime) -> None:
    """To the office of its province. Raises Refused for what is not complete."""
    if company.missing:
        raise Refused("Something is still missing: please fill in the places marked so.")
    company.hand_in(now)


@dataclass(frozen=True)
class Contact:
    """What an approved company writes of itself without asking anybody; `phone` in international form."""

    commune_code: str
    street: str
    contact_name: str
    phone: str
    email: str
    about: str


def change_contact(company: Company, said: Contact, seen: int) -> None:
    """Of one that is approved, as read at revision `seen`; the row is locked. Who it is stays what an officer has
    agreed to. Raises Refused."""
    if company.state != SubmissionState.APPROVED:
        raise Refused("This step is not possible any more: something has changed meanwhile.")
    if company.revision != seen:
        raise Refused("This was decided or changed meanwhile. Nothing of it was overwritten.")
    if not (said.street and said.contact_name and said.phone):
        raise Refused("Something is still missing: please fill in the places marked so.")
    changed = [field for field, value in asdict(said).items() if getattr(company, field) != value]
    for field in changed:
        setattr(company, field, getattr(said, field))
    company.revision += 1
    if changed:
        company.note(f"{company.noun}.contact_changed", fields=changed)
