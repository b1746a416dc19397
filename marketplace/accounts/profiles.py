"""What the people of a producer say of it, for an officer to agree to: at joining, and whenever it changes."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, Select, func, select, text
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from catalog.names import free_address
from catalog.places import Place
from catalog.producers import Producer, ProducerKind, ProducerState
from catalog.records import Base, Refused, one_of
from catalog.text import fold, slug

from ..submissions import Decision, Submission, SubmissionState, submission_checks
from ..tax_codes import TaxCode
from .consents import Purpose, agrees, answer
from .memberships import add_member
from .users import User, lock_user

# Producers that one account may have on their way at once.
MOST_OPEN = 5
_OPEN = text("state IN ('draft', 'submitted', 'returned')")
_NEW_DRAFT = text("producer_id IS NULL AND state = 'draft'")
_COMPLETE = "producer_id IS NOT NULL AND kind IS NOT NULL AND commune_code IS NOT NULL AND length(name) > 0"


class Profile(Submission, Base):
    """One version; the last approved one is in force, an open one is being written or waits.

    The producer is made as soon as name, kind and commune are known, so that its people can prepare what they
    sell; it is shown when the first version is approved. Of a personal number `tax_hash` and `tax_last` are kept.
    `returned_facts` is what was said when an officer returned it last, see `said`.
    """

    __tablename__ = "profiles"
    __table_args__ = (
        *submission_checks(),
        CheckConstraint(one_of("kind", ProducerKind), name="kind"),
        CheckConstraint(f"state IN ('draft', 'withdrawn') OR ({_COMPLETE})", name="complete"),
        CheckConstraint("(tax_hash = '') = (tax_last = '')", name="tax_hash"),
        CheckConstraint("tax_code = '' OR tax_hash = ''", name="tax_code"),
        Index("uq_profiles_open", "producer_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index(
            "uq_profiles_new", "user_id", unique=True, sqlite_where=_NEW_DRAFT, postgresql_where=_NEW_DRAFT
        ),
        Index("ix_profiles_state", "state", "submitted_at"),
    )
    noun = "profile"

    id: Mapped[int] = mapped_column(primary_key=True)
    producer_id: Mapped[int | None] = mapped_column(ForeignKey("producers.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    kind: Mapped[str | None]
    name: Mapped[str] = mapped_column(default="")
    commune_code: Mapped[str | None] = mapped_column(ForeignKey("places.code"))
    street: Mapped[str] = mapped_column(default="")
    contact_name: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    tax_code: Mapped[str] = mapped_column(default="", index=True)
    tax_hash: Mapped[str] = mapped_column(default="", index=True)
    tax_last: Mapped[str] = mapped_column(default="")
    returned_facts: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    created_at: Mapped[datetime]

    producer: Mapped[Producer | None] = relationship(lazy="raise")
    commune: Mapped[Place | None] = relationship(lazy="raise")

    def take_tax_code(self, code: TaxCode) -> None:
        self.tax_code, self.tax_hash, self.tax_last = code.number, code.hash, code.last

    @property
    def tax_text(self) -> str:
        """The code as it may be shown: of a personal number the last four digits."""
        return self.tax_code or (f"•••• •••• {self.tax_last}" if self.tax_last else "")


_SAID = ("name", "kind", "commune_code", "street", "contact_name", "phone", "email", "tax_text")


def said(profile: Profile) -> dict[str, Any]:
    """Everything that an officer reads of it."""
    return {name: getattr(profile, name) for name in _SAID}


def with_place(query: Select) -> Select:
    place = joinedload(Profile.commune).joinedload(Place.province)
    return query.options(place, joinedload(Profile.producer))


def in_force(session: Session, producer_id: int) -> Profile | None:
    """What an officer agreed to last."""
    mine = Profile.producer_id == producer_id, Profile.state == SubmissionState.APPROVED
    return session.scalar(with_place(select(Profile)).where(*mine).order_by(Profile.id.desc()).limit(1))


def start(session: Session, user: User, now: datetime) -> Profile:
    """A new draft, or the one already begun. Raises Refused where too many are on their way."""
    # Whoever presses twice waits here, and gets the same draft.
    lock_user(session, user.id)
    mine = Profile.user_id == user.id, Profile.state.in_(("draft", "submitted", "returned"))
    begun = session.scalar(select(Profile).where(*mine, Profile.producer_id.is_(None)))
    if begun:
        return begun
    if session.scalar(select(func.count()).select_from(Profile).where(*mine)) >= MOST_OPEN:
        raise Refused(
            "Please finish what you have begun first: several of your applications are on their way."
        )
    made = Profile(user_id=user.id, created_at=now)
    session.add(made)
    session.flush()
    return made


def begin_change(session: Session, user: User, producer: Producer, now: datetime) -> Profile:
    """A draft of what shall be said from now on, with what is in force in it; or the one already open."""
    session.get_one(Producer, producer.id, with_for_update=True)
    mine = Profile.producer_id == producer.id, Profile.state.in_(("draft", "submitted", "returned"))
    open_one = session.scalar(select(Profile).where(*mine))
    if open_one:
        return open_one
    before = in_force(session, producer.id)
    kept = ("street", "contact_name", "phone", "email", "tax_code", "tax_hash", "tax_last")
    facts = {name: getattr(before, name) for name in kept} if before else {}
    facts |= {"kind": producer.kind, "name": producer.name, "commune_code": producer.commune_code}
    made = Profile(user_id=user.id, producer_id=producer.id, created_at=now, **facts)
    session.add(made)
    session.flush()
    return made


def missing(profile: Profile) -> list[str]:
    """The steps that are not filled in yet."""
    needed = {
        "business": profile.name and profile.kind and (profile.tax_code or profile.tax_hash),
        "place": profile.commune_code and profile.street,
        "contact": profile.contact_name and profile.phone,
    }
    return [step for step, done in needed.items() if not done]


def settle(session: Session, profile: Profile, user: User, now: datetime) -> None:
    """After every change: make the producer once it can be made, and keep it as written while nobody sees it."""
    if not profile.is_open:
        raise Refused("An officer is looking at it now. Take it back first to change something.")
    if not (profile.name and profile.kind and profile.commune_code):
        return
    producer = session.get(Producer, profile.producer_id) if profile.producer_id else None
    if producer is None:
        producer = Producer(created_at=now, slug="", name="", key="", kind="", commune_code="")
        _put(session, profile, producer)
        session.add(producer)
        session.flush()
        profile.producer_id = producer.id
        producer.note("producer.begun")
        add_member(session, user, producer, now)
    elif producer.state in (ProducerState.DRAFT, ProducerState.RETURNED):
        _put(session, profile, producer)


def _put(session: Session, profile: Profile, producer: Producer) -> None:
    """The address follows the name until the producer is shown for the first time."""
    if producer.name != profile.name and producer.state not in (
        ProducerState.APPROVED,
        ProducerState.SUSPENDED,
    ):
        producer.slug = free_address(session, Producer.slug, slug(profile.name) or "chu-the")
    producer.name, producer.key = profile.name, fold(profile.name)
    producer.kind, producer.commune_code = profile.kind, profile.commune_code


def submit(
    session: Session, profile: Profile, user: User, agreed: bool, language: str, now: datetime
) -> None:
    """Hand it in. Raises Refused for what is not complete, and without a yes to the terms of selling."""
    if missing(profile) or profile.producer_id is None:
        raise Refused("Something is still missing: please fill in the steps marked so.")
    if not (agreed or agrees(session, user.id, Purpose.SELLING)):
        raise Refused("Please read the terms and agree to them: without that nothing can be sold here.")
    answer(session, user, Purpose.SELLING, True, language, now)
    producer = _held(session, profile)
    if producer.state in (ProducerState.DRAFT, ProducerState.RETURNED):
        producer.move(ProducerState.SUBMITTED)
    profile.hand_in(now)


def _held(session: Session, profile: Profile) -> Producer:
    """The producer as it is now, until the transaction ends."""
    id = profile.producer_id
    return session.get_one(Producer, id, with_for_update=True, populate_existing=True)


def take_back(session: Session, profile: Profile) -> None:
    """The writer wants to change something before an officer has decided."""
    profile.take_back()
    producer = _held(session, profile)
    if producer.state == ProducerState.SUBMITTED:
        producer.move(ProducerState.DRAFT)


def drop(session: Session, profile: Profile) -> None:
    """The writer thinks better of it; with its first version goes a producer that nobody has seen."""
    profile.withdraw()
    producer = session.get(Producer, profile.producer_id) if profile.producer_id else None
    if producer and producer.state in (ProducerState.DRAFT, ProducerState.RETURNED):
        producer.move(ProducerState.CLOSED)
        producer.note("producer.closed")


def decide(
    session: Session, profile: Profile, decision: Decision, reasons: str, seen: int, now: datetime
) -> None:
    """An officer's word; an approved version is in force at once. Raises Refused, see Submission.decide."""
    profile.decide(decision, reasons, seen, now)
    if decision == Decision.RETURN:
        profile.returned_facts = said(profile)
    producer = _held(session, profile)
    first = producer.state == ProducerState.SUBMITTED
    if decision == Decision.APPROVE:
        _put(session, profile, producer)
        if first:
            producer.move(ProducerState.APPROVED)
            producer.note("producer.approved")
    elif first:
        producer.move(ProducerState.RETURNED if decision == Decision.RETURN else ProducerState.CLOSED)
