"""The register of recognitions: append-only rows from which every star badge is computed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .acts import Act, ActRow, Registered
from .products import Product
from .records import Base, LongText, one_of
from .standing import Spell, Standing, spells, standing


class ExpirySource(StrEnum):
    """Where the last day of a recognition comes from."""

    CERTIFICATE = "certificate"
    COMPUTED = "computed"


class Evidence(StrEnum):
    """How well a row is founded: A signed decision seen, B1 state news confirms, B2 proposal only, C commercial claim."""

    DECISION_SEEN = "A"
    STATE_NEWS = "B1"
    PROPOSAL = "B2"
    CLAIM = "C"


# A proposal or a seller's claim never makes a badge.
PUBLIC_EVIDENCE = frozenset({Evidence.DECISION_SEEN, Evidence.STATE_NEWS})


class RecognitionRules:
    """How a recognition stands on a day, for the record and for its bare facts alike."""

    decided_on: date
    expires_on: date
    evidence: str
    acts: list

    def standing(self, day: date) -> Standing:
        return standing(self.decided_on, self.expires_on, self.acts, day)

    def spells(self) -> list[Spell]:
        return spells(self.decided_on, self.expires_on, self.acts)

    @property
    def is_public(self) -> bool:
        return self.evidence in PUBLIC_EVIDENCE


class Recognition(RecognitionRules, Registered, Base):
    """A decision that gives a product its stars, good through `expires_on` (inclusive).

    36 months is the rule of the day; an older certificate may say otherwise, so the date is
    stored with its source. The issuer is kept as printed: it may no longer exist.
    """

    __tablename__ = "recognitions"
    __table_args__ = (
        CheckConstraint("stars BETWEEN 3 AND 5", name="stars"),
        CheckConstraint("expires_on >= decided_on", name="dates"),
        CheckConstraint(one_of("expiry_source", ExpirySource), name="expiry_source"),
        CheckConstraint(one_of("evidence", Evidence), name="evidence"),
        Index("uq_recognitions_decision", "product_id", "decision_no", "decided_on", "stars", unique=True),
    )
    public = True

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"))
    stars: Mapped[int]
    decision_no: Mapped[str]
    decided_on: Mapped[date]
    issuer: Mapped[str]
    legal_basis: Mapped[str] = mapped_column(default="")
    expires_on: Mapped[date]
    expiry_source: Mapped[str]
    evidence: Mapped[str]
    document: Mapped[LongText] = mapped_column(default="")
    created_at: Mapped[datetime]

    product: Mapped[Product] = relationship(lazy="raise")
    acts: Mapped[list[Act]] = relationship(lazy="raise", order_by="Act.effective_on")

    def products_seen_through(self) -> tuple[int, ...]:
        return (self.product_id,)


@dataclass(slots=True)
class RecognitionFacts(RecognitionRules):
    """What a page needs of a recognition, read without the machinery of a record; see Recognition."""

    id: int
    code: str
    product_id: int
    stars: int
    decision_no: str
    decided_on: date
    issuer: str
    legal_basis: str
    expires_on: date
    expiry_source: str
    evidence: str
    acts: list[ActRow] = field(default_factory=list)


AnyRecognition = Recognition | RecognitionFacts


def recognition_in_force(recognitions: Sequence[AnyRecognition], day: date) -> AnyRecognition | None:
    """The latest decided of the public recognitions that are good on `day`: the one the badge shows."""
    good = [r for r in recognitions if r.is_public and r.standing(day).in_force]
    return max(good, key=lambda r: (r.decided_on, r.id), default=None)


def is_superseded(recognition: AnyRecognition, recognitions: Sequence[AnyRecognition], day: date) -> bool:
    """Whether it would be good on `day`, were there not a later recognition that is."""
    current = recognition_in_force(recognitions, day)
    replaced = current is not None and current is not recognition
    return replaced and recognition.is_public and recognition.standing(day).in_force


def months_after(day: date, months: int) -> date:
    """The same day `months` later, or the last day of that month: how a term of 36 months is counted."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError("a month has 28 days")
