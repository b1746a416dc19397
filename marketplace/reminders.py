"""Reminders before something of a producer lapses: its papers, its recognitions, its rights to use marks.

What is renewed is quiet. A row for each reminder that went out makes it go out once, however often somebody looks.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import CheckConstraint, ForeignKey, Index, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, selectinload

from catalog.acts import Act
from catalog.document_rules import DocumentRules, read_rules
from catalog.documents import Document, DocumentState
from catalog.filing import chains_of
from catalog.marks import Authorisation, Mark
from catalog.products import Product, ProductState
from catalog.recognitions import PUBLIC_EVIDENCE, Recognition, months_after
from catalog.records import Base, one_of

# Days before the last day on which something is good; 0 is that day itself.
STEPS = (0, 7, 30, 90, 180)
_AHEAD = timedelta(days=max(STEPS))
_INSERTS = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


class LapseKind(StrEnum):
    DOCUMENT = "document"
    RECOGNITION = "recognition"
    AUTHORISATION = "authorisation"


class Reminder(Base):
    """That a producer was reminded `step` days or less before the last day of something."""

    __tablename__ = "reminders"
    __table_args__ = (
        CheckConstraint(one_of("kind", LapseKind), name="kind"),
        CheckConstraint(f"step IN {STEPS}", name="step"),
        Index("uq_reminders_once", "kind", "subject_id", "last_day", "step", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    producer_id: Mapped[int] = mapped_column(ForeignKey("producers.id"), index=True)
    kind: Mapped[str]
    subject_id: Mapped[int]
    last_day: Mapped[date]
    step: Mapped[int]
    created_at: Mapped[datetime]


class Lapse(NamedTuple):
    """Something that is good until `last_day` and not renewed so far."""

    last_day: date
    kind: LapseKind
    subject: Document | Recognition | Authorisation
    producer_id: int

    def days_left(self, day: date) -> int:
        return (self.last_day - day).days

    def step(self, day: date) -> int:
        """The reminder whose turn it is on `day`: those that were missed are not made up for."""
        return next(step for step in STEPS if self.days_left(day) <= step)


def lapsing(session: Session, day: date, producer_ids: Iterable[int] | None = None) -> list[Lapse]:
    """What lapses from `day` on within the first step, soonest first; of these producers, or of all."""
    only = None if producer_ids is None else list(producer_ids)
    found = [
        *_documents(session, day, only),
        *_recognitions(session, day, only),
        *_rights(session, day, only),
    ]
    return sorted(found, key=lambda lapse: (lapse.last_day, lapse.kind, lapse.subject.id))


def remind(session: Session, lapses: Iterable[Lapse], day: date, now: datetime) -> list[int]:
    """Note the reminders that are due and have not gone out. Returns the ids of their rows."""
    insert = _INSERTS[session.get_bind().dialect.name](Reminder)
    noted = []
    for lapse in lapses:
        row = {
            "producer_id": lapse.producer_id,
            "kind": lapse.kind,
            "subject_id": lapse.subject.id,
            "last_day": lapse.last_day,
            "step": lapse.step(day),
            "created_at": now,
        }
        once = insert.values(row).on_conflict_do_nothing().returning(Reminder.id)
        id = session.scalar(once)
        if id is not None:
            noted.append(id)
    return noted


def _is_near(last: date | None, day: date) -> bool:
    return last is not None and day <= last <= day + _AHEAD


def _documents(session: Session, day: date, only: list[int] | None) -> Iterable[Lapse]:
    rules = read_rules(session)
    near = [Document.valid_until.between(day, day + _AHEAD)]
    for term in rules.terms:
        near.append(
            (Document.kind == term.kind) & (Document.valid_from >= months_after(day, -term.months - 1))
        )
    concerned = select(Document.producer_id).where(or_(*near))
    if only is not None:
        concerned = concerned.where(Document.producer_id.in_(only))
    query = select(Document).where(Document.producer_id.in_(concerned))
    query = query.options(joinedload(Document.product), joinedload(Document.producer))
    papers = session.scalars(query.order_by(Document.id.desc())).all()
    for chain in chains_of(papers):
        counts = chain.in_use or (chain.newest if chain.newest.state == DocumentState.KEPT else None)
        if counts is None:
            continue
        last = _last_day(rules, counts)
        if _is_near(last, day) and not any(_renews(rules, other, counts, last) for other in papers):
            yield Lapse(last, LapseKind.DOCUMENT, counts, counts.producer_id)


def _last_day(rules: DocumentRules, paper: Document) -> date | None:
    return rules.last_day(paper.kind, paper.valid_from, paper.valid_until)


def _renews(rules: DocumentRules, other: Document, paper: Document, last: date) -> bool:
    """Whether another paper of the same kind, for the same, is good for longer; an officer may still be looking at it."""
    same = (other.producer_id, other.kind, other.product_id, other.title) == (
        paper.producer_id,
        paper.kind,
        paper.product_id,
        paper.title,
    )
    if not same or other is paper or other.state == DocumentState.RETURNED:
        return False
    until = _last_day(rules, other)
    return until is None or until > last


def _extended(day: date, column) -> object:
    return select(column).where(column.is_not(None), Act.expires_on.between(day, day + _AHEAD))


def _recognitions(session: Session, day: date, only: list[int] | None) -> Iterable[Lapse]:
    near = or_(
        Recognition.expires_on.between(day, day + _AHEAD),
        Recognition.id.in_(_extended(day, Act.recognition_id)),
    )
    products = select(Recognition.product_id).where(near)
    query = (
        select(Recognition)
        .join(Recognition.product)
        .where(
            Recognition.product_id.in_(products),
            Recognition.evidence.in_(PUBLIC_EVIDENCE),
            Product.state != ProductState.RETIRED,
        )
    )
    if only is not None:
        query = query.where(Product.producer_id.in_(only))
    options = joinedload(Recognition.product).joinedload(Product.producer), selectinload(Recognition.acts)
    by_product = defaultdict(list)
    for one in session.scalars(query.options(*options).order_by(Recognition.id)):
        by_product[one.product_id].append(one)
    for recognitions in by_product.values():
        standings = [(one.standing(day), one) for one in recognitions]
        # The one that is good for longest: an older decision that ends before it needs no renewal.
        good = [(standing.until, one) for standing, one in standings if standing.in_force and standing.until]
        if good:
            last, longest = max(good, key=lambda pair: (pair[0], pair[1].id))
            if _is_near(last, day):
                yield Lapse(last, LapseKind.RECOGNITION, longest, longest.product.producer_id)


def _rights(session: Session, day: date, only: list[int] | None) -> Iterable[Lapse]:
    near = or_(
        Authorisation.valid_until.between(day, day + _AHEAD),
        Mark.expires_on.between(day, day + _AHEAD),
        Authorisation.id.in_(_extended(day, Act.authorisation_id)),
    )
    concerned = select(Authorisation.producer_id).join(Authorisation.mark).where(near)
    query = select(Authorisation).join(Authorisation.mark).where(Authorisation.producer_id.in_(concerned))
    if only is not None:
        query = query.where(Authorisation.producer_id.in_(only))
    options = (
        joinedload(Authorisation.mark),
        joinedload(Authorisation.producer),
        joinedload(Authorisation.product),
        selectinload(Authorisation.acts),
    )
    longest: dict[tuple, tuple[date, Authorisation]] = {}
    for one in session.scalars(query.options(*options).order_by(Authorisation.id)):
        standing = one.standing(day)
        if standing.in_force:
            key = one.mark_id, one.producer_id, one.product_id
            longest[key] = max(
                longest.get(key, (date.min, one)), (standing.until or date.max, one), key=lambda pair: pair[0]
            )
    for last, one in longest.values():
        if _is_near(last, day):
            yield Lapse(last, LapseKind.AUTHORISATION, one, one.producer_id)
