"""Who buys wholesale: what a company says of itself, for an officer to verify before it sees any wholesale price."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.codes import new_code
from catalog.places import Place
from catalog.records import Base, LongText, Refused, one_of
from catalog.text import clean

from ..submissions import Submission, SubmissionState, submission_checks


class RetailerKind(StrEnum):
    SUPERMARKET = "supermarket"
    CONVENIENCE = "convenience"
    SHOP = "shop"
    DISTRIBUTOR = "distributor"
    CATERING = "catering"
    EXPORTER = "exporter"


def _code() -> str:
    return new_code(8)


class Retailer(Submission, Base):
    """A company that sources from producers; `code` is the end of its addresses, `sample` marks one that is made up.

    `registration_file` is the business registration as an officer reads it, below the folder of papers. It deals
    while it is approved and not suspended: `may_deal` is asked at every step that commits it.
    """

    __tablename__ = "retailers"
    __table_args__ = (
        *submission_checks(),
        CheckConstraint(one_of("kind", RetailerKind), name="kind"),
        CheckConstraint("length(name) > 0", name="name"),
        CheckConstraint("state <> 'approved' OR length(tax_code) > 0", name="tax_code"),
        CheckConstraint("(suspended_at IS NULL) = (suspension_reason = '')", name="suspension"),
        Index("ix_retailers_state", "state", "submitted_at"),
    )
    noun = "retailer"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True, default=_code)
    kind: Mapped[str]
    name: Mapped[str]
    tax_code: Mapped[str] = mapped_column(default="", index=True)
    registration_number: Mapped[str] = mapped_column(default="")
    registration_file: Mapped[str] = mapped_column(default="")
    commune_code: Mapped[str] = mapped_column(ForeignKey("places.code"), index=True)
    street: Mapped[str] = mapped_column(default="")
    contact_name: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    about: Mapped[LongText] = mapped_column(default="")
    sample: Mapped[bool] = mapped_column(default=False)
    suspended_at: Mapped[datetime | None]
    suspension_reason: Mapped[LongText] = mapped_column(default="")
    created_at: Mapped[datetime]

    commune: Mapped[Place] = relationship(lazy="raise")

    @property
    def may_deal(self) -> bool:
        return self.state == SubmissionState.APPROVED and self.suspended_at is None

    def suspend(self, reason: str, now: datetime) -> None:
        """It reads what it has and can do nothing any more. Raises Refused."""
        if not self.may_deal:
            raise Refused("This step is not possible any more: something has changed meanwhile.")
        if not clean(reason):
            raise Refused("Please write why: the other side reads it.")
        self.suspended_at, self.suspension_reason = now, reason
        self.note("retailer.suspended", reason=reason)

    def reinstate(self, words: str) -> None:
        """Lift the suspension. Raises Refused where another officer has."""
        if self.suspended_at is None:
            raise Refused("This step is not possible any more: something has changed meanwhile.")
        self.suspended_at, self.suspension_reason = None, ""
        self.note("retailer.reinstated", reason=words)
