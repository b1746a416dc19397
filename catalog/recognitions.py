"""The register of recognitions: append-only rows from which every star badge is computed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, select
from sqlalchemy.orm import Mapped, aliased, mapped_column, relationship

from .acts import Act, ActRow, Registered
from .batches import counts_today
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
        # Pages of the register in the order of its decisions.
        Index("ix_recognitions_decided_on", "decided_on", "id"),
        Index(
            "uq_recognitions_decision",
            "product_id",
            "decision_no",
            "decided_on",
            "stars",
            "origin",
            unique=True,
        ),
        CheckConstraint("corrects_id <> id", name="corrects_another"),
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
    # The list it came in, and the row it takes the place of. `origin` spells both, so that one decision may
    # come again where the first row does not count any more; see origin_of.
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("batches.id"), index=True)
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("recognitions.id"), index=True)
    origin: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]

    product: Mapped[Product] = relationship(lazy="raise")
    acts: Mapped[list[Act]] = relationship(lazy="raise", order_by="Act.effective_on")

    def products_seen_through(self) -> tuple[int, ...]:
        return (self.product_id,)


def origin_of(batch_id: int | None, corrects_id: int | None) -> str:
    """What tells two rows of one decision apart: "batch:7", "corrects:12", "batch:7 corrects:12" or nothing."""
    parts = {"batch": batch_id, "corrects": corrects_id}
    return " ".join(f"{name}:{id}" for name, id in parts.items() if id)


def is_corrected() -> ColumnElement[bool]:
    """Whether a later row that counts takes the place of this one."""
    later = aliased(Recognition)
    return select(later.id).where(later.corrects_id == Recognition.id, counts_today(later)).exists()


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
    corrected: bool
    acts: list[ActRow] = field(default_factory=list)

    def spells(self) -> list[Spell]:
        """None for a row whose place a correction has taken."""
        return [] if self.corrected else spells(self.decided_on, self.expires_on, self.acts)

    @property
    def is_public(self) -> bool:
        return not self.corrected and self.evidence in PUBLIC_EVIDENCE


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
