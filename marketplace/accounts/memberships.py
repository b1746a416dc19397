"""The roles people have; what somebody may do follows from these rows alone."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from catalog.places import Place, PlaceLevel
from catalog.producers import Producer
from catalog.records import Base, Refused, one_of
from catalog.versions import WORDS, touch

from .organisers import Organiser
from .retailers import Retailer
from .stores import Store
from .users import User


class Role(StrEnum):
    OFFICER = "officer"
    PRODUCER = "producer"
    MARK = "mark"
    ORGANISER = "organiser"
    RETAILER = "retailer"


class ProducerRole(StrEnum):
    """What a member is to the producer; marketplace/permissions.py says what each may do."""

    OWNER = "owner"
    MANAGER = "manager"
    PACKER = "packer"


class OrganiserRole(StrEnum):
    """What a member is to an organiser of fairs: stewards only let people in."""

    MANAGER = "manager"
    STEWARD = "steward"


class RetailerRole(StrEnum):
    """What a member is to a retailer; marketplace/permissions.py says what each may do."""

    MANAGER = "manager"
    BUYER = "buyer"
    APPROVER = "approver"
    RECEIVER = "receiver"
    QUALITY = "quality"


_OFFICERS = text("role = 'officer'")


class Membership(Base):
    """A user's role. An officer belongs to the office of one province, or to the central one (no province);
    a producer's member to one producer, one of a mark's managing body to that mark, an organiser's to one organiser,
    a retailer's to one retailer: there a receiver may be one of a single store (`store_id`, None: of all)."""

    __tablename__ = "memberships"
    __table_args__ = (
        CheckConstraint(one_of("role", Role), name="role"),
        CheckConstraint("province_code IS NULL OR length(province_code) = 2", name="province_code"),
        CheckConstraint(
            "(role = 'producer') = (producer_id IS NOT NULL) AND (role = 'mark') = (mark_id IS NOT NULL)"
            " AND (role = 'organiser') = (organiser_id IS NOT NULL)"
            " AND (role = 'retailer') = (retailer_id IS NOT NULL)"
            " AND (role = 'officer' OR province_code IS NULL)",
            name="scope",
        ),
        CheckConstraint(one_of("producer_role", ProducerRole), name="producer_role"),
        CheckConstraint("(producer_role IS NULL) = (producer_id IS NULL)", name="producer_role_scope"),
        Index("uq_memberships_producer", "user_id", "producer_id", unique=True),
        CheckConstraint(one_of("organiser_role", OrganiserRole), name="organiser_role"),
        CheckConstraint("(organiser_role IS NULL) = (organiser_id IS NULL)", name="organiser_role_scope"),
        CheckConstraint(one_of("retailer_role", RetailerRole), name="retailer_role"),
        CheckConstraint("(retailer_role IS NULL) = (retailer_id IS NULL)", name="retailer_role_scope"),
        CheckConstraint("store_id IS NULL OR retailer_role = 'receiver'", name="store"),
        ForeignKeyConstraint(["store_id", "retailer_id"], [Store.id, Store.retailer_id]),
        Index("uq_memberships_mark", "user_id", "mark_id", unique=True),
        Index("uq_memberships_organiser", "user_id", "organiser_id", unique=True),
        Index("uq_memberships_retailer", "user_id", "retailer_id", unique=True),
        Index(
            "uq_memberships_officer",
            "user_id",
            unique=True,
            sqlite_where=_OFFICERS,
            postgresql_where=_OFFICERS,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    role: Mapped[str]
    province_code: Mapped[str | None] = mapped_column(ForeignKey("places.code"))
    producer_id: Mapped[int | None] = mapped_column(ForeignKey("producers.id"), index=True)
    producer_role: Mapped[str | None]
    mark_id: Mapped[int | None] = mapped_column(ForeignKey("marks.id"), index=True)
    organiser_id: Mapped[int | None] = mapped_column(ForeignKey(Organiser.id), index=True)
    organiser_role: Mapped[str | None]
    retailer_id: Mapped[int | None] = mapped_column(ForeignKey(Retailer.id), index=True)
    retailer_role: Mapped[str | None]
    store_id: Mapped[int | None] = mapped_column(index=True)
    created_at: Mapped[datetime]


def roles_of(session: Session, user_id: int) -> set[Role]:
    """Every kind of role this user has."""
    query = select(Membership.role).where(Membership.user_id == user_id).distinct()
    return {Role(role) for role in session.scalars(query)}


def officer_membership(session: Session, user_id: int) -> Membership | None:
    """What makes this user an officer."""
    mine = Membership.user_id == user_id, Membership.role == Role.OFFICER
    return session.scalar(select(Membership).where(*mine))


def appoint_officer(session: Session, user: User, province_code: str | None, now: datetime) -> Membership:
    """Make the user an officer, or move one to another office. Raises Refused for what is no province."""
    if province_code is not None:
        province = session.get(Place, province_code)
        if province is None or province.level != PlaceLevel.PROVINCE:
            raise Refused("There is no province with the code “%(code)s”.", code=province_code)
    session.flush()
    membership = officer_membership(session, user.id)
    if membership is None:
        membership = Membership(user_id=user.id, role=Role.OFFICER, created_at=now)
        session.add(membership)
    membership.province_code = province_code
    membership.note("officer.appointed", province=province_code)
    return membership


def memberships_of(session: Session, user_id: int) -> list[tuple[Producer, ProducerRole]]:
    """The producers for whom this user acts, by name, each with the user's role."""
    mine = Membership.user_id == user_id, Membership.role == Role.PRODUCER
    query = select(Producer, Membership.producer_role).join(Membership).where(*mine)
    rows = session.execute(query.order_by(Producer.name, Producer.id))
    return [(producer, ProducerRole(role)) for producer, role in rows]


def producers_of(session: Session, user_id: int) -> list[Producer]:
    """The producers for whom this user acts, by name."""
    return [producer for producer, _role in memberships_of(session, user_id)]


def acts_for(session: Session, user_id: int, producer_id: int) -> bool:
    """Whether this user is one of the producer's people."""
    theirs = Membership.user_id == user_id, Membership.producer_id == producer_id
    return session.scalar(select(Membership.id).where(*theirs)) is not None


def nobody_acts_for(session: Session, producer_id: int) -> bool:
    theirs = select(Membership.id).where(Membership.producer_id == producer_id)
    return session.scalar(theirs.limit(1)) is None


def add_member(
    session: Session,
    user: User,
    producer: Producer,
    now: datetime,
    role: ProducerRole = ProducerRole.OWNER,
) -> Membership:
    """Let the user act for the producer; who does already keeps the membership, with this role from now on."""
    session.flush()
    mine = Membership.user_id == user.id, Membership.producer_id == producer.id
    membership = session.scalar(select(Membership).where(*mine))
    if membership is None:
        membership = Membership(user_id=user.id, role=Role.PRODUCER, producer_id=producer.id, created_at=now)
        membership.producer_role = role
        session.add(membership)
        membership.note("member.added", producer=producer.slug, role=role)
        if producer.public:
            # Its page no longer asks whose it is.
            touch(session, (WORDS,))
    elif membership.producer_role != role:
        membership.producer_role = role
        membership.note("member.role_changed", producer=producer.slug, role=role)
    return membership


def producer_addresses(session: Session, producer_id: int) -> list[tuple[str, str]]:
    """Where the people of a producer get letters (e-mail, else telephone), and in which language."""
    theirs = Membership.producer_id == producer_id, Membership.role == Role.PRODUCER
    query = select(User).join(Membership, Membership.user_id == User.id).where(*theirs)
    people = session.scalars(query.order_by(User.id))
    return [(person.contact, person.language) for person in people if person.contact]
