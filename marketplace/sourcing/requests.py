"""Requests for quotation: what a retailer needs, when and where, and which producers are asked."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.categories import Category
from catalog.codes import new_code
from catalog.document_kinds import DocumentKind
from catalog.marks import MarkKind
from catalog.producers import Producer
from catalog.products import Product
from catalog.records import Base, Dong, LongText, Stateful, one_of

from ..accounts.retailers import Retailer
from ..accounts.stores import Store
from .terms import Termed, terms_checks
from .units import MOST_QUANTITY, QuantityUnit


class RequestState(StrEnum):
    """`AWARDED`: quotes were accepted. `CLOSED`: ended without. That its time is over follows from `closes_at`."""

    DRAFT = "draft"
    OPEN = "open"
    AWARDED = "awarded"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Audience(StrEnum):
    """Who is asked: producers by name, or all whose products match the register on the day it goes out."""

    CHOSEN = "chosen"
    MATCHING = "matching"


def _code() -> str:
    return new_code(8)


class SourcingRequest(Termed, Stateful, Base):
    """What a retailer asks for; its terms are those it wishes for.

    Quotes come in until `closes_at`; `sealed`: until then nobody of the retailer reads them. `min_stars` (0: any) and the
    rows of RequestMark, RequestPaper and RequestProvince say what a product and its producer must have; `province_only`
    makes the provinces a condition and not a preference. `revision` moves with every step.
    """

    __tablename__ = "sourcing_requests"
    __table_args__ = (
        *terms_checks(),
        CheckConstraint(one_of("state", RequestState), name="state"),
        CheckConstraint(one_of("audience", Audience), name="audience"),
        CheckConstraint("min_stars IN (0, 3, 4, 5)", name="min_stars"),
        CheckConstraint("state = 'draft' OR length(title) > 0", name="title"),
        CheckConstraint("state IN ('draft', 'cancelled') OR published_at IS NOT NULL", name="published_at"),
        CheckConstraint("published_at < closes_at", name="closes_at"),
        CheckConstraint("state NOT IN ('closed', 'cancelled') OR length(reason) > 0", name="reason"),
        CheckConstraint("revision > 0", name="revision"),
        UniqueConstraint("id", "retailer_id"),
        Index("ix_sourcing_requests_retailer_state", "retailer_id", "state", "id"),
        Index("ix_sourcing_requests_state_closes_at", "state", "closes_at"),
    )
    S = RequestState
    moves = {
        # A draft that nobody wants any more is deleted.
        S.DRAFT: frozenset({S.OPEN}),
        S.OPEN: frozenset({S.AWARDED, S.CLOSED, S.CANCELLED}),
        S.AWARDED: frozenset(),
        S.CLOSED: frozenset(),
        S.CANCELLED: frozenset(),
    }

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True, default=_code)
    retailer_id: Mapped[int] = mapped_column(ForeignKey(Retailer.id))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    state: Mapped[str] = mapped_column(default=RequestState.DRAFT)
    revision: Mapped[int] = mapped_column(default=1)
    title: Mapped[str] = mapped_column(default="")
    about: Mapped[LongText] = mapped_column(default="")
    audience: Mapped[str] = mapped_column(default=Audience.MATCHING)
    sealed: Mapped[bool] = mapped_column(default=False)
    min_stars: Mapped[int] = mapped_column(default=3)
    province_only: Mapped[bool] = mapped_column(default=False)
    closes_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    reason: Mapped[LongText] = mapped_column(default="")
    created_at: Mapped[datetime]

    retailer: Mapped[Retailer] = relationship(lazy="raise")
    lines: Mapped[list["RequestLine"]] = relationship(
        lazy="raise", back_populates="request", order_by="RequestLine.position"
    )
    deliveries: Mapped[list["RequestDelivery"]] = relationship(
        lazy="raise", back_populates="request", order_by="RequestDelivery.id"
    )

    def takes_quotes(self, now: datetime) -> bool:
        return self.state == RequestState.OPEN and self.closes_at is not None and now < self.closes_at

    def is_unsealed(self, now: datetime) -> bool:
        """Whether the retailer may read the quotes: at once, or once its time is over."""
        return not self.sealed or not self.takes_quotes(now)


class RequestLine(Base):
    """`quantity_from` to `quantity_to` units of a product, or of what `description` says; `target_price` dong a unit."""

    __tablename__ = "request_lines"
    __table_args__ = (
        CheckConstraint(one_of("unit", QuantityUnit), name="unit"),
        CheckConstraint(
            f"quantity_from > 0 AND quantity_from <= quantity_to AND quantity_to <= {MOST_QUANTITY}",
            name="quantity",
        ),
        CheckConstraint("target_price > 0", name="target_price"),
        CheckConstraint("product_id IS NOT NULL OR length(description) > 0", name="wanted"),
        UniqueConstraint("request_id", "position"),
        UniqueConstraint("id", "request_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey(SourcingRequest.id))
    position: Mapped[int]
    product_id: Mapped[int | None] = mapped_column(ForeignKey("products.id"), index=True)
    category_code: Mapped[str | None] = mapped_column(ForeignKey("categories.code"))
    description: Mapped[LongText] = mapped_column(default="")
    unit: Mapped[str]
    quantity_from: Mapped[int]
    quantity_to: Mapped[int]
    target_price: Mapped[Dong | None]
    substitutes: Mapped[bool] = mapped_column(default=True)

    request: Mapped[SourcingRequest] = relationship(lazy="raise", back_populates="lines")
    product: Mapped[Product | None] = relationship(lazy="raise")
    category: Mapped[Category | None] = relationship(lazy="raise")


class RequestDelivery(Base):
    """A window, both days included, in which the goods are wanted at a store (None: where the terms say)."""

    __tablename__ = "request_deliveries"
    __table_args__ = (
        CheckConstraint("from_day <= until_day", name="days"),
        ForeignKeyConstraint(
            ["request_id", "retailer_id"], [SourcingRequest.id, SourcingRequest.retailer_id], name="request"
        ),
        ForeignKeyConstraint(["store_id", "retailer_id"], [Store.id, Store.retailer_id], name="store"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(index=True)
    retailer_id: Mapped[int]
    store_id: Mapped[int | None]
    from_day: Mapped[date]
    until_day: Mapped[date]

    request: Mapped[SourcingRequest] = relationship(lazy="raise", back_populates="deliveries")
    store: Mapped[Store | None] = relationship(lazy="raise", viewonly=True)


class RequestPaper(Base):
    """A paper that must be in force, accepted, for what is offered."""

    __tablename__ = "request_papers"
    __table_args__ = (CheckConstraint(one_of("kind", DocumentKind), name="kind"),)

    request_id: Mapped[int] = mapped_column(ForeignKey(SourcingRequest.id), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)


class RequestMark(Base):
    """One of these kinds of mark must be on what is offered; without any row none is needed."""

    __tablename__ = "request_marks"
    __table_args__ = (CheckConstraint(one_of("kind", MarkKind), name="kind"),)

    request_id: Mapped[int] = mapped_column(ForeignKey(SourcingRequest.id), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)


class RequestProvince(Base):
    """Producers of this province are preferred, or alone are asked."""

    __tablename__ = "request_provinces"

    request_id: Mapped[int] = mapped_column(ForeignKey(SourcingRequest.id), primary_key=True)
    province_code: Mapped[str] = mapped_column(ForeignKey("places.code"), primary_key=True)


class Recipient(Base):
    """A producer who is asked; only these see the request. `declined_at`: they will not quote, for this reason."""

    __tablename__ = "request_recipients"
    __table_args__ = (
        CheckConstraint("(declined_at IS NULL) = (decline_reason = '')", name="declined"),
        Index("ix_request_recipients_producer", "producer_id", "request_id"),
    )

    request_id: Mapped[int] = mapped_column(ForeignKey(SourcingRequest.id), primary_key=True)
    producer_id: Mapped[int] = mapped_column(ForeignKey("producers.id"), primary_key=True)
    asked_at: Mapped[datetime]
    declined_at: Mapped[datetime | None]
    decline_reason: Mapped[LongText] = mapped_column(default="")

    request: Mapped[SourcingRequest] = relationship(lazy="raise")
    producer: Mapped[Producer] = relationship(lazy="raise")


class RequestQuestion(Base):
    """A producer's question; it and the answer are read by all who are asked, without the producer's name."""

    __tablename__ = "request_questions"
    __table_args__ = (
        CheckConstraint("length(question) > 0", name="question"),
        CheckConstraint("(answered_at IS NULL) = (answer = '')", name="answer"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey(SourcingRequest.id), index=True)
    producer_id: Mapped[int] = mapped_column(ForeignKey("producers.id"))
    question: Mapped[LongText]
    asked_at: Mapped[datetime]
    answer: Mapped[LongText] = mapped_column(default="")
    answered_at: Mapped[datetime | None]
