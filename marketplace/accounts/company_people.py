"""The people of an organiser or a retailer, each in one role with it, invited by its managers. One manager always stays."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import TypeVar

from sqlalchemy import ColumnElement, Select, bindparam, func, select
from sqlalchemy.orm import Session

from catalog.records import Refused

from .companies import Company, lock_company
from .invitations import Invitation, open_invitations, send_invitation
from .memberships import Membership, OrganiserRole, RetailerRole, Role
from .organisers import Organiser
from .retailers import Retailer
from .stores import Store
from .users import User, read_email

C = TypeVar("C", bound=Company)

ROLES: dict[type[Company], type[StrEnum]] = {Organiser: OrganiserRole, Retailer: RetailerRole}
_MANAGER = "manager"


def _of(company: Company) -> ColumnElement[bool]:
    return getattr(Membership, f"{company.noun}_id") == company.id


def role_with(company: Company, membership: Membership) -> StrEnum:
    """What somebody who acts for the company is to it."""
    return ROLES[type(company)](getattr(membership, f"{company.noun}_role"))


def companies_of(session: Session, kind: type[C], user_id: int) -> list[tuple[C, StrEnum]]:
    """The companies of this kind for which this user acts, by name, each with the user's role."""
    rows = session.execute(_companies(kind), {"user": user_id})
    return [(company, ROLES[kind](role)) for company, role in rows]


@cache
def _companies(kind: type[C]) -> Select:
    """Made once: every page of theirs asks."""
    mine = Membership.user_id == bindparam("user"), Membership.role == Role(kind.noun)
    query = select(kind, getattr(Membership, f"{kind.noun}_role")).join(Membership).where(*mine)
    return query.order_by(kind.name, kind.id)


def add_person(
    session: Session, user: User, company: Company, now: datetime, role: StrEnum | None = None
) -> Membership:
    """Let the user act for the company, as a manager unless a role is named; who does already has this role from now on."""
    session.flush()
    role = role or ROLES[type(company)](_MANAGER)
    membership = _membership(session, company, user.id)
    if membership is None:
        about = {f"{company.noun}_id": company.id}
        membership = Membership(user_id=user.id, role=Role(company.noun), created_at=now, **about)
        session.add(membership)
    _give(membership, company, role)
    session.flush()
    company.note(f"{company.noun}.person_added", user=user.id, role=role)
    return membership


def acts_for_company(session: Session, user_id: int, company: Company) -> bool:
    """Whether this user is one of the company's people."""
    return _membership(session, company, user_id) is not None


def people_of_company(session: Session, company: Company) -> list[tuple[User, Membership]]:
    """Everybody who acts for it with what makes them do so, the first first."""
    query = select(User, Membership).join(Membership, Membership.user_id == User.id)
    found = session.execute(query.where(_of(company)).order_by(Membership.id))
    return [(user, membership) for user, membership in found]


def company_addresses(session: Session, company: Company) -> list[tuple[str, str]]:
    """Where its people get letters (e-mail, else telephone), and in which language."""
    people = (user for user, _membership in people_of_company(session, company))
    return [(user.contact, user.language) for user in people if user.contact]


def invite_person(
    session: Session,
    company: Company,
    inviter: User,
    contact: str,
    role: StrEnum,
    language: str,
    now: datetime,
) -> Invitation:
    """Send a letter with a link. Nothing tells whether the address has an account. Raises Refused."""
    about = {f"{company.noun}_id": company.id}
    made = Invitation(
        user_id=inviter.id,
        contact=read_email(contact),
        role=f"{company.noun}_{role}",
        created_at=now,
        **about,
    )
    waiting = waiting_for_company(session, company, now)
    send_invitation(session, made, waiting, f"invitation_to_{company.noun}", language)
    company.note(f"{company.noun}.invited", role=role)
    return made


def role_offered(invitation: Invitation) -> StrEnum:
    """Which role with a company it gives: the word for it says for whom it is, too."""
    noun, _, role = invitation.role.partition("_")
    return next(roles(role) for kind, roles in ROLES.items() if kind.noun == noun)


def waiting_for_company(session: Session, company: Company, now: datetime) -> Sequence[Invitation]:
    return open_invitations(session, getattr(Invitation, f"{company.noun}_id") == company.id, now)


def take_invitation_back(session: Session, company: Company, id: int, now: datetime) -> None:
    """Raises Refused where it is not open any more."""
    found = next((one for one in waiting_for_company(session, company, now) if one.id == id), None)
    if found is None:
        raise Refused("This step is not possible any more: something has changed meanwhile.")
    found.revoked_at = now
    company.note(f"{company.noun}.invitation_taken_back")


def accept_for_company(session: Session, invitation: Invitation, user: User, now: datetime) -> None:
    """Take the role. Raises Refused for who acts for the company already: a link does not change a role."""
    company = session.get_one(Retailer if invitation.retailer_id else Organiser, invitation.about.id)
    if acts_for_company(session, user.id, company):
        raise Refused("You act for this company already.")
    add_person(session, user, company, now, role_offered(invitation))
    invitation.used_at = now


def change_person(
    session: Session, company: Company, user_id: int, role: StrEnum, store_id: int | None = None
) -> None:
    """Another role; `store_id` is the one store of who receives goods, None all of them. Raises Refused."""
    found = _held(session, company, user_id)
    if role != _MANAGER:
        _refuse_last_manager(session, company, found)
    _give(found, company, role)
    if store_id is not None:
        _receive_at(session, found, store_id)
    company.note(f"{company.noun}.person_changed", user=user_id, role=role, store=store_id)


def _receive_at(session: Session, membership: Membership, store_id: int) -> None:
    if membership.retailer_role != RetailerRole.RECEIVER:
        raise Refused("Only who receives goods belongs to one store.")
    known = Store.id == store_id, Store.retailer_id == membership.retailer_id
    if session.scalar(select(Store.id).where(*known)) is None:
        raise Refused("Please choose one of your stores.")
    membership.store_id = store_id


def remove_person(session: Session, company: Company, user_id: int) -> None:
    """End what somebody may do for the company. Raises Refused for the last manager."""
    found = _held(session, company, user_id)
    _refuse_last_manager(session, company, found)
    company.note(f"{company.noun}.person_removed", user=user_id)
    session.delete(found)


def _give(membership: Membership, company: Company, role: StrEnum) -> None:
    setattr(membership, f"{company.noun}_role", role)
    membership.store_id = None


def _membership(session: Session, company: Company, user_id: int) -> Membership | None:
    theirs = _of(company), Membership.user_id == user_id
    return session.scalar(select(Membership).where(*theirs).execution_options(populate_existing=True))


def _held(session: Session, company: Company, user_id: int) -> Membership:
    """Behind a lock on the company: two managers who remove each other come one after the other."""
    lock_company(session, company)
    found = _membership(session, company, user_id)
    if found is None:
        raise Refused("This person does not act for the company any more.")
    return found


def _refuse_last_manager(session: Session, company: Company, membership: Membership) -> None:
    others = select(func.count()).where(
        _of(company),
        getattr(Membership, f"{company.noun}_role") == _MANAGER,
        Membership.id != membership.id,
    )
    if role_with(company, membership) == _MANAGER and session.scalar(others) == 0:
        raise Refused("This is the last manager. Invite another one first.")
