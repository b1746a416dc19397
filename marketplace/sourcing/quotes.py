"""Quotes: what a producer offers for a request, in versions that never change, and whose turn it is."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.codes import new_code
from catalog.producers import Producer
from catalog.products import Variant
from catalog.records import Base, Dong, LongText, Stateful, one_of

from .requests import RequestLine, SourcingRequest
from .terms import VAT_RATE, Termed, terms_checks
from .units import MOST_QUANTITY, QuantityUnit


class Side(StrEnum):
    """Who has written something, and who is to answer."""

    PRODUCER = "producer"
    RETAILER = "retailer"


class QuoteState(StrEnum):
    """That a version has expired follows from its `valid_until`, that the request has ended from the request."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


def _code() -> str:
    return new_code(8)


class Quote(Stateful, Base):
    """One producer's dealings over one request. `turn` is who may answer version `current`: the other side wrote it."""

    __tablename__ = "quotes"
    __table_args__ = (
        CheckConstraint(one_of("state", QuoteState), name="state"),
        CheckConstraint(one_of("turn", Side), name="turn"),
        CheckConstraint("current > 0", name="current"),
        CheckConstraint("state <> 'declined' OR length(reason) > 0", name="reason"),
        UniqueConstraint("request_id", "producer_id"),
        Index("ix_quotes_producer_state", "producer_id", "state", "id"),
    )
    S = QuoteState
    moves = {
        S.OPEN: frozenset({S.ACCEPTED, S.DECLINED, S.WITHDRAWN}),
        # Who has withdrawn may offer again while the request takes quotes.
        S.WITHDRAWN: frozenset({S.OPEN}),
        S.ACCEPTED: frozenset(),
        S.DECLINED: frozenset(),
    }

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True, default=_code)
    request_id: Mapped[int] = mapped_column(ForeignKey(SourcingRequest.id))
    producer_id: Mapped[int] = mapped_column(ForeignKey("producers.id"))
    state: Mapped[str] = mapped_column(default=QuoteState.OPEN)
    turn: Mapped[str] = mapped_column(default=Side.RETAILER)
    current: Mapped[int] = mapped_column(default=1)
    reason: Mapped[LongText] = mapped_column(default="")
    created_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]

    request: Mapped[SourcingRequest] = relationship(lazy="raise")
    producer: Mapped[Producer] = relationship(lazy="raise")
    versions: Mapped[list["QuoteVersion"]] = relationship(
        lazy="raise", back_populates="quote", order_by="QuoteVersion.number"
    )


class QuoteVersion(Termed, Base):
    """What one side offered at a time; only ever added. It holds through `valid_until` (a day of Vietnam)."""

    __tablename__ = "quote_versions"
    __table_args__ = (
        *terms_checks(),
        CheckConstraint(one_of("by", Side), name="by"),
        CheckConstraint("number > 0", name="number"),
        UniqueConstraint("quote_id", "number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    quote_id: Mapped[int] = mapped_column(ForeignKey(Quote.id))
    number: Mapped[int]
    by: Mapped[str]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    valid_until: Mapped[date]
    remarks: Mapped[LongText] = mapped_column(default="")
    made_at: Mapped[datetime]

    quote: Mapped[Quote] = relationship(lazy="raise", back_populates="versions")
    lines: Mapped[list["QuoteLine"]] = relationship(
        lazy="raise", back_populates="version", order_by="QuoteLine.id"
    )


class QuoteLine(Base):
    """Up to `quantity` units, at least `minimum` of them, at `price` dong a unit before `vat_percent`.

    The unit is that of the request's line; `packs_numerator / packs_denominator` packs of the variant make one.
    """

    __tablename__ = "quote_lines"
    __table_args__ = (
        CheckConstraint(one_of("unit", QuantityUnit), name="unit"),
        CheckConstraint(
            f"minimum > 0 AND minimum <= quantity AND quantity <= {MOST_QUANTITY}", name="quantity"
        ),
        CheckConstraint("price > 0", name="price"),
        CheckConstraint(VAT_RATE, name="vat_percent"),
        CheckConstraint("packs_numerator > 0 AND packs_denominator > 0", name="packs"),
        UniqueConstraint("version_id", "request_line_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey(QuoteVersion.id))
    request_line_id: Mapped[int] = mapped_column(ForeignKey(RequestLine.id), index=True)
    variant_id: Mapped[int] = mapped_column(ForeignKey("variants.id"), index=True)
    unit: Mapped[str]
    quantity: Mapped[int]
    minimum: Mapped[int] = mapped_column(default=1)
    price: Mapped[Dong]
    vat_percent: Mapped[int] = mapped_column(default=0)
    packs_numerator: Mapped[int] = mapped_column(default=1)
    packs_denominator: Mapped[int] = mapped_column(default=1)

    version: Mapped[QuoteVersion] = relationship(lazy="raise", back_populates="lines")
    request_line: Mapped[RequestLine] = relationship(lazy="raise")
    variant: Mapped[Variant] = relationship(lazy="raise")


class Award(Base):
    """The version of a quote that was accepted. What it says goes before the catalogue's own minimum and price."""

    __tablename__ = "awards"
    __table_args__ = (
        ForeignKeyConstraint(
            ["quote_id", "version_number"], [QuoteVersion.quote_id, QuoteVersion.number], name="version"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    quote_id: Mapped[int] = mapped_column(unique=True)
    version_number: Mapped[int]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    awarded_at: Mapped[datetime]

    lines: Mapped[list["AwardLine"]] = relationship(
        lazy="raise", back_populates="award", order_by="AwardLine.id"
    )


class AwardLine(Base):
    """How many units of a line this producer is to supply; other producers may supply the rest."""

    __tablename__ = "award_lines"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity"),
        UniqueConstraint("award_id", "quote_line_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    award_id: Mapped[int] = mapped_column(ForeignKey(Award.id))
    quote_line_id: Mapped[int] = mapped_column(ForeignKey(QuoteLine.id), index=True)
    quantity: Mapped[int]

    award: Mapped[Award] = relationship(lazy="raise", back_populates="lines")
    quote_line: Mapped[QuoteLine] = relationship(lazy="raise")
