"""Invitations by letter, and the people of a producer: changing roles, leaving. One owner always stays.

Those to a mark's managing body are in mark_people.py, those to an organiser or a retailer in company_people.py.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, delete, func, select, update
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from catalog.marks import Mark
from catalog.producers import Producer
from catalog.records import Base, Refused

from ..letters import send
from .memberships import Membership, ProducerRole, RetailerRole, acts_for, add_member
from .organisers import Organiser
from .retailers import Retailer
from .tokens import GOOD_FOR, Purpose, mark_of, read, written
from .tokens import Claim as Link
from .users import User, is_phone, read_contact

MOST_OPEN = 20
KEPT = timedelta(days=30)


_FOR_ORGANISER = "'organiser_manager', 'organiser_steward'"
_FOR_RETAILER = ", ".join(f"'retailer_{role}'" for role in RetailerRole)
_ROLES = f"role IN ('owner', 'manager', 'packer', 'mark', {_FOR_ORGANISER}, {_FOR_RETAILER})"
_ABOUT_ONE = (
    "(producer_id IS NOT NULL) = (role IN ('owner', 'manager', 'packer'))"
    " AND (mark_id IS NOT NULL) = (role = 'mark')"
    f" AND (organiser_id IS NOT NULL) = (role IN ({_FOR_ORGANISER}))"
    f" AND (retailer_id IS NOT NULL) = (role IN ({_FOR_RETAILER}))"
)


class Invitation(Base):
    """Whoever opens the link that was sent to `contact` may take the role, once and while it holds.

    It is a role with a producer, with the body that manages a mark, with an organiser of fairs, or with a retailer.
    """

    __tablename__ = "invitations"
    __table_args__ = (
        CheckConstraint(_ROLES, name="role"),
        CheckConstraint(_ABOUT_ONE, name="about"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    producer_id: Mapped[int | None] = mapped_column(ForeignKey("producers.id"), index=True)
    mark_id: Mapped[int | None] = mapped_column(ForeignKey("marks.id"), index=True)
    organiser_id: Mapped[int | None] = mapped_column(ForeignKey(Organiser.id), index=True)
    retailer_id: Mapped[int | None] = mapped_column(ForeignKey(Retailer.id), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    contact: Mapped[str]
    role: Mapped[str]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    producer: Mapped[Producer | None] = relationship(lazy="raise")
    mark: Mapped[Mark | None] = relationship(lazy="raise")
    organiser: Mapped[Organiser | None] = relationship(lazy="raise")
    retailer: Mapped[Retailer | None] = relationship(lazy="raise")
    user: Mapped[User] = relationship(lazy="raise")

    @property
    def about(self) -> Producer | Mark | Organiser | Retailer:
        """For whom its role is; loaded."""
        found = self.producer or self.mark or self.organiser or self.retailer
        if found is None:
            raise ValueError("an invitation is about one of these")
        return found

    def is_good(self, now: datetime) -> bool:
        return self.used_at is None and self.revoked_at is None and now < self.expires_at


def invite(
    session: Session,
    producer: Producer,
    inviter: User,
    contact: str,
    role: ProducerRole,
    language: str,
    now: datetime,
) -> Invitation:
    """Send a letter with a link. Nothing tells whether the contact has an account. Raises Refused."""
    contact = read_contact(contact)
    letter = "invitation_text" if is_phone(contact) else "invitation"
    made = Invitation(producer_id=producer.id, user_id=inviter.id, contact=contact, role=role, created_at=now)
    send_invitation(
        session, made, open_invitations(session, Invitation.producer_id == producer.id, now), letter, language
    )
    made.note("member.invited", producer=producer.slug, role=role)
    return made


def send_invitation(
    session: Session, made: Invitation, open_ones: Sequence[Invitation], letter: str, language: str
) -> None:
    """In place of a former one to the same contact. Raises Refused where too many are open."""
    for former in open_ones:
        if former.contact == made.contact:
            former.revoked_at = made.created_at
    if len(open_ones) >= MOST_OPEN:
        raise Refused("Too many invitations are open. Please take some back first.")
    made.expires_at = made.created_at + GOOD_FOR[Purpose.INVITATION]
    session.add(made)
    session.flush()
    send(session, letter, made.contact, language, made.created_at, invitation=made.id)


def open_invitations(session: Session, theirs: ColumnElement[bool], now: datetime) -> list[Invitation]:
    """Those that can still be taken up; `theirs` says of whom, such as `Invitation.producer_id == 7`."""
    unused = Invitation.used_at.is_(None), Invitation.revoked_at.is_(None), Invitation.expires_at > now
    return list(session.scalars(select(Invitation).where(theirs, *unused).order_by(Invitation.id)))


def revoke(session: Session, producer_id: int, id: int, now: datetime) -> bool:
    """Whether there was one to take back."""
    theirs = Invitation.id == id, Invitation.producer_id == producer_id, Invitation.used_at.is_(None)
    return session.execute(update(Invitation).where(*theirs).values(revoked_at=now)).rowcount > 0


def invitation_token(invitation: Invitation, secret: str, now: datetime) -> str:
    link = Link(invitation.id, invitation.contact, _sign(invitation))
    return written(secret, Purpose.INVITATION, link, now)


# What pages and letters name.
NAMED = [
    joinedload(getattr(Invitation, name)) for name in ("producer", "mark", "organiser", "retailer", "user")
]


def _sign(invitation: Invitation) -> str:
    """Of what a link must not outlive."""
    about = invitation.producer_id, invitation.mark_id, invitation.organiser_id, invitation.retailer_id
    return mark_of(invitation.role, next(id for id in about if id is not None))


def invitation_of(session: Session, secret: str, token: str, now: datetime) -> Invitation | None:
    """What the link in a letter is about, while it holds; held until the transaction ends."""
    link = read(secret, Purpose.INVITATION, token, now)
    if link is None:
        return None
    query = select(Invitation).where(Invitation.id == link.id).with_for_update(of=Invitation)
    found = session.scalar(query.options(*NAMED))
    if found is None or _sign(found) != link.mark or found.contact != link.contact:
        return None
    return found if found.is_good(now) else None


def accept(session: Session, invitation: Invitation, user: User, now: datetime) -> Membership:
    """Take the role. Raises Refused for who acts for the producer already: a link does not change a role."""
    if acts_for(session, user.id, invitation.producer_id):
        raise Refused("You act for this producer already.")
    invitation.used_at = now
    producer = session.get_one(Producer, invitation.producer_id)
    return add_member(session, user, producer, now, ProducerRole(invitation.role))


def forget_old(session: Session, now: datetime) -> int:
    """Addresses of people who were invited are not kept longer than it takes to ask about it."""
    return session.execute(delete(Invitation).where(Invitation.expires_at < now - KEPT)).rowcount


def forget_contacts(session: Session, contacts: Collection[str]) -> None:
    """Of an account that is erased."""
    session.execute(delete(Invitation).where(Invitation.contact.in_(contacts)))


def people_of(session: Session, producer_id: int) -> list[tuple[Membership, User]]:
    query = select(Membership, User).join(User, Membership.user_id == User.id)
    found = session.execute(query.where(Membership.producer_id == producer_id).order_by(Membership.id))
    return [(membership, user) for membership, user in found]


def change_role(session: Session, producer_id: int, user_id: int, role: ProducerRole) -> None:
    """Raises Refused where nobody would be owner any more."""
    membership = _held(session, producer_id, user_id)
    if role != ProducerRole.OWNER:
        _refuse_last_owner(session, membership)
    membership.producer_role = role
    membership.note("member.role_changed", producer_id=producer_id, role=role)


def remove(session: Session, producer_id: int, user_id: int) -> None:
    """End what somebody may do for the producer. Raises Refused for the last owner."""
    membership = _held(session, producer_id, user_id)
    _refuse_last_owner(session, membership)
    producer = session.get_one(Producer, producer_id)
    producer.note("member.removed", user=user_id)
    session.delete(membership)


def _held(session: Session, producer_id: int, user_id: int) -> Membership:
    """The membership, behind a lock on the producer: two owners who remove each other come one after the other."""
    session.get_one(Producer, producer_id, with_for_update=True, populate_existing=True)
    theirs = Membership.producer_id == producer_id, Membership.user_id == user_id
    found = session.scalar(select(Membership).where(*theirs).execution_options(populate_existing=True))
    if found is None:
        raise Refused("This person does not act for the producer any more.")
    return found


def _refuse_last_owner(session: Session, membership: Membership) -> None:
    owners = Membership.producer_id == membership.producer_id, Membership.producer_role == ProducerRole.OWNER
    others = select(func.count()).select_from(Membership).where(*owners, Membership.id != membership.id)
    if membership.producer_role == ProducerRole.OWNER and session.scalar(others) == 0:
        raise Refused("This is the last owner. Make somebody else an owner first.")
