"""Claims: somebody says that a producer which the catalogue knows already, and for which nobody acts, is theirs."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Select, exists, func, select, text
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from catalog.places import Place
from catalog.producers import Producer, ProducerState, of_province
from catalog.products import SHOWN_PRODUCER
from catalog.records import Base, LongText, Refused
from catalog.text import fold

from ..submissions import Decision, Submission, SubmissionState, submission_checks
from .memberships import Membership, add_member
from .users import User, lock_user

MOST_OPEN = 5
LONGEST_TEXT = 2000
# What the other claimants read; the storefront has it in their language.
ANOTHER_APPROVED = "Another claim to this producer was approved."
_OPEN = text("state IN ('draft', 'submitted', 'returned')")


class ProducerClaim(Submission, Base):
    """`statement` says who somebody is to the producer, `proof` by what that can be seen."""

    __tablename__ = "producer_claims"
    __table_args__ = (
        *submission_checks(),
        Index(
            "uq_producer_claims_open",
            "user_id",
            "producer_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index("ix_producer_claims_state", "state", "submitted_at"),
    )
    noun = "producer_claim"

    id: Mapped[int] = mapped_column(primary_key=True)
    producer_id: Mapped[int] = mapped_column(ForeignKey("producers.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    statement: Mapped[LongText]
    proof: Mapped[LongText]
    created_at: Mapped[datetime]

    producer: Mapped[Producer] = relationship(lazy="raise")
    user: Mapped[User] = relationship(lazy="raise")


def without_people() -> Select:
    """Producers that are shown and for which nobody acts."""
    acted_for = exists().where(Membership.producer_id == Producer.id)
    return select(Producer).where(SHOWN_PRODUCER, ~acted_for)


def claimable(name: str, province_code: str | None) -> Select:
    """Those with these words in their name, with their places."""
    query = without_people().where(Producer.key.contains(fold(name), autoescape=True))
    place = joinedload(Producer.commune).joinedload(Place.province)
    return of_province(query, province_code).options(place).order_by(Producer.key, Producer.id)


def claims_with_names() -> Select:
    """All claims that were handed in, with producer, place and claimant; has `Producer` in it."""
    place = joinedload(ProducerClaim.producer).joinedload(Producer.commune).joinedload(Place.province)
    return select(ProducerClaim).join(Producer).options(place, joinedload(ProducerClaim.user))


def waiting_claims() -> Select:
    waits = ProducerClaim.state == SubmissionState.SUBMITTED
    return claims_with_names().where(waits).order_by(ProducerClaim.submitted_at, ProducerClaim.id)


def count_waiting(session: Session, province_code: str | None) -> int:
    query = select(func.count()).select_from(ProducerClaim).join(Producer)
    return session.scalar(
        of_province(query.where(ProducerClaim.state == SubmissionState.SUBMITTED), province_code)
    )


def claim_of(session: Session, user_id: int, producer_id: int) -> ProducerClaim | None:
    """Somebody's latest claim to a producer."""
    mine = ProducerClaim.user_id == user_id, ProducerClaim.producer_id == producer_id
    return session.scalar(select(ProducerClaim).where(*mine).order_by(ProducerClaim.id.desc()).limit(1))


def claim(
    session: Session, user: User, producer: Producer, statement: str, proof: str, now: datetime
) -> ProducerClaim:
    """Hand in a claim, or once more one that was returned. Raises Refused where nothing can be claimed."""
    # Whoever presses twice waits here, and is told the second time. The producer first, as whoever decides.
    session.get_one(Producer, producer.id, with_for_update=True)
    lock_user(session, user.id)
    if session.scalar(without_people().where(Producer.id == producer.id)) is None:
        raise Refused("Somebody acts for this producer already. Ask its owner to invite you.")
    made = claim_of(session, user.id, producer.id)
    if made is None or made.state in (SubmissionState.REJECTED, SubmissionState.WITHDRAWN):
        _refuse_too_many(session, user.id)
        made = ProducerClaim(user_id=user.id, producer_id=producer.id, statement="", proof="", created_at=now)
        session.add(made)
    made.statement, made.proof = statement, proof
    made.state, made.revision = made.state or SubmissionState.DRAFT, made.revision or 1
    made.hand_in(now)
    session.flush()
    return made


def _refuse_too_many(session: Session, user_id: int) -> None:
    mine = ProducerClaim.user_id == user_id, ProducerClaim.state.in_(("submitted", "returned"))
    if session.scalar(select(func.count()).select_from(ProducerClaim).where(*mine)) >= MOST_OPEN:
        raise Refused("Several of your claims wait for an officer. Please wait for an answer first.")


def decide(
    session: Session, found: ProducerClaim, decision: Decision, reasons: str, seen: int, now: datetime
) -> None:
    """An officer's word. An approval makes the claimant owner and ends the other claims. Raises Refused."""
    # The producer first: whoever decides about another claim to it waits here, and holds nothing that we need.
    id = found.producer_id
    producer = session.get_one(Producer, id, with_for_update=True, populate_existing=True)
    session.refresh(found, ["state", "revision", "reasons"], with_for_update=True)
    if decision == Decision.APPROVE:
        free = session.scalar(without_people().where(Producer.id == producer.id))
        if free is None:
            raise Refused("Somebody acts for this producer already, or it is not shown any more.")
    found.decide(decision, reasons, seen, now)
    if decision != Decision.APPROVE:
        return
    if producer.state == ProducerState.REGISTERED:
        producer.move(ProducerState.APPROVED)
    add_member(session, session.get_one(User, found.user_id), producer, now)
    others = (
        ProducerClaim.producer_id == producer.id,
        ProducerClaim.state.in_(("submitted", "returned")),
        ProducerClaim.id != found.id,
    )
    for other in session.scalars(select(ProducerClaim).where(*others).with_for_update()).all():
        if other.state == SubmissionState.RETURNED:
            other.withdraw()
        else:
            other.decide(Decision.REJECT, ANOTHER_APPROVED, other.revision, now)


def rivals(session: Session, found: ProducerClaim) -> list[ProducerClaim]:
    """The other claims to the same producer, whatever became of them."""
    query = claims_with_names().where(
        ProducerClaim.producer_id == found.producer_id, ProducerClaim.id != found.id
    )
    return list(session.scalars(query.order_by(ProducerClaim.submitted_at, ProducerClaim.id).limit(20)))


def claims_of(session: Session, user_id: int) -> list[ProducerClaim]:
    query = (
        select(ProducerClaim)
        .where(ProducerClaim.user_id == user_id)
        .options(joinedload(ProducerClaim.producer))
    )
    return list(session.scalars(query.order_by(ProducerClaim.id.desc()).limit(50)))
