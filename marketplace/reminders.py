"""Reminders before something of a producer lapses: its papers, its recognitions, its rights to use marks.

What is renewed is quiet. A row for each reminder that went out makes it go out once, however often somebody looks.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    Date,
    ForeignKey,
    Index,
    Select,
    bindparam,
    or_,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, contains_eager, mapped_column, selectinload

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
_PRODUCERS = bindparam("producers", expanding=True)
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


def lapsing(
    session: Session,
    day: date,
    producer_ids: Iterable[int] | None = None,
    rules: DocumentRules | None = None,
) -> list[Lapse]:
    """What lapses from `day` on within the first step, soonest first; of these producers, or of all.

    `rules` where the caller has read them already.
    """
    only = None if producer_ids is None else list(producer_ids)
    found = [
        *_documents(session, day, only, rules or read_rules(session)),
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


def _documents(session: Session, day: date, only: list[int] | None, rules: DocumentRules) -> Iterable[Lapse]:
    near = [Document.valid_until.between(day, day + _AHEAD)]
    for term in rules.terms:
        near.append(
            (Document.kind == term.kind) & (Document.valid_from >= months_after(day, -term.months - 1))
        )
    concerned = select(Document.producer_id).where(or_(*near))
    if only is not None:
        concerned = concerned.where(Document.producer_id.in_(only))
    query = select(Document).where(Document.producer_id.in_(concerned))
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


def _is_between(column) -> ColumnElement[bool]:
    return column.between(bindparam("day", type_=Date), bindparam("until", type_=Date))


def _extended(column) -> Select:
    return select(column).where(column.is_not(None), _is_between(Act.expires_on))


def _asked(day: date, only: list[int] | None) -> dict[str, object]:
    return {"day": day, "until": day + _AHEAD} | ({} if only is None else {"producers": only})


# Made once each: building these statements costs more than running them.
@cache
def _recognitions_near(of_some: bool) -> Select:
    """All recognitions of products of which one ends soon; `of_some` producers alone."""
    near = or_(_is_between(Recognition.expires_on), Recognition.id.in_(_extended(Act.recognition_id)))
    products = select(Recognition.product_id).where(near)
    if of_some:
        # Inside, or the whole register is looked through for one producer.
        products = products.join(Recognition.product).where(Product.producer_id.in_(_PRODUCERS))
    named = contains_eager(Recognition.product).load_only(
        Product.name, Product.name_en, Product.producer_id, raiseload=True
    )
    return (
        select(Recognition)
        .join(Recognition.product)
        .where(
            Recognition.product_id.in_(products),
            Recognition.evidence.in_(PUBLIC_EVIDENCE),
            Product.state != ProductState.RETIRED,
        )
        .options(named, selectinload(Recognition.acts))
        .order_by(Recognition.id)
    )


@cache
def _rights_near(of_some: bool) -> Select:
    """All rights to marks of producers of whom one ends soon; `of_some` producers alone."""
    near = or_(
        _is_between(Authorisation.valid_until),
        _is_between(Mark.expires_on),
        Authorisation.id.in_(_extended(Act.authorisation_id)),
    )
    concerned = select(Authorisation.producer_id).join(Authorisation.mark).where(near)
    if of_some:
        concerned = concerned.where(Authorisation.producer_id.in_(_PRODUCERS))
    named = contains_eager(Authorisation.mark).load_only(
        Mark.name, Mark.name_en, Mark.registered_on, Mark.expires_on, raiseload=True
    )
    return (
        select(Authorisation)
        .join(Authorisation.mark)
        .where(Authorisation.producer_id.in_(concerned))
        .options(named, selectinload(Authorisation.acts))
        .order_by(Authorisation.id)
    )


def _recognitions(session: Session, day: date, only: list[int] | None) -> Iterable[Lapse]:
    by_product = defaultdict(list)
    for one in session.scalars(_recognitions_near(only is not None), _asked(day, only)):
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
    longest: dict[tuple, tuple[date, Authorisation]] = {}
    for one in session.scalars(_rights_near(only is not None), _asked(day, only)):
        standing = one.standing(day)
        if standing.in_force:
            key = one.mark_id, one.producer_id, one.product_id
            longest[key] = max(
                longest.get(key, (date.min, one)), (standing.until or date.max, one), key=lambda pair: pair[0]
            )
    for last, one in longest.values():
        if _is_near(last, day):
            yield Lapse(last, LapseKind.AUTHORISATION, one, one.producer_id)
