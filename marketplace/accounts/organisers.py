"""Who organises fairs: what they say of themselves, for an officer to agree to before anything is published."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.places import Place
from catalog.records import Base, LongText, Refused, one_of
from catalog.text import clean
from catalog.versions import WORDS

from ..submissions import Submission, SubmissionState, submission_checks


class OrganiserKind(StrEnum):
    AUTHORITY = "authority"
    CENTRE = "centre"
    ASSOCIATION = "association"
    ENTERPRISE = "enterprise"
    COOPERATIVE = "cooperative"


class Organiser(Submission, Base):
    """An organiser of fairs; `slug` is the end of its public address, `tax_code` may be empty for an authority.

    It publishes while it is approved and not suspended. `sample` marks one that is made up.
    """

    __tablename__ = "organisers"
    __table_args__ = (
        *submission_checks(),
        CheckConstraint(one_of("kind", OrganiserKind), name="kind"),
        CheckConstraint("length(name) > 0 AND length(slug) > 0", name="name"),
        CheckConstraint("(suspended_at IS NULL) = (suspension_reason = '')", name="suspension"),
        Index("ix_organisers_state", "state", "submitted_at"),
    )
    public = True
    noun = "organiser"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    name: Mapped[str]
    commune_code: Mapped[str] = mapped_column(ForeignKey("places.code"), index=True)
    street: Mapped[str] = mapped_column(default="")
    tax_code: Mapped[str] = mapped_column(default="", index=True)
    contact_name: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    about: Mapped[LongText] = mapped_column(default="")
    sample: Mapped[bool] = mapped_column(default=False)
    suspended_at: Mapped[datetime | None]
    suspension_reason: Mapped[LongText] = mapped_column(default="")
    created_at: Mapped[datetime]

    commune: Mapped[Place] = relationship(lazy="raise")

    def products_seen_through(self) -> tuple[int, ...]:
        # Pages name it, no product does.
        return (WORDS,)

    @property
    def may_publish(self) -> bool:
        return self.state == SubmissionState.APPROVED and self.suspended_at is None

    @property
    def needs_tax_code(self) -> bool:
        """An authority may have none of its own."""
        return self.kind != OrganiserKind.AUTHORITY

    def suspend(self, reason: str, now: datetime) -> None:
        """Its fairs stay to be seen, take no application, and nothing new is announced. Raises Refused."""
        if not self.may_publish:
            raise Refused("This step is not possible any more: something has changed meanwhile.")
        if not clean(reason):
            raise Refused("Please write why: the other side reads it.")
        self.suspended_at, self.suspension_reason = now, reason
        self.note("organiser.suspended", reason=reason)

    def reinstate(self, words: str) -> None:
        """Lift the suspension. Raises Refused where another officer has."""
        if self.suspended_at is None:
            raise Refused("This step is not possible any more: something has changed meanwhile.")
        self.suspended_at, self.suspension_reason = None, ""
        self.note("organiser.reinstated", reason=words)
