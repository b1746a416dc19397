"""What companies that join say of themselves, whether they organise fairs or buy wholesale; an officer agrees first."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, Session, declared_attr, mapped_column, relationship

from catalog.places import Place
from catalog.records import LongText, Refused
from catalog.text import clean

from ..submissions import Submission, SubmissionState, submission_checks


class Company(Submission):
    """A mixin for organisers and retailers; `sample` marks one that is made up.

    `noun` is the word for it in its memberships, invitations and the audit, and the name of its desk. It acts while it
    is approved and not suspended.
    """

    kind: Mapped[str]
    name: Mapped[str]
    tax_code: Mapped[str] = mapped_column(default="", index=True)
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

    # The column that names it in addresses.
    addressed_by: ClassVar[str]
    # What an officer does not look at it without.
    needed: ClassVar[tuple[str, ...]] = ("tax_code", "street", "contact_name", "phone")

    @declared_attr
    @classmethod
    def commune(cls) -> Mapped[Place]:
        return relationship(lazy="raise")

    @property
    def address(self) -> str:
        """What addresses name it by."""
        return getattr(self, self.addressed_by)

    @property
    def is_active(self) -> bool:
        return self.state == SubmissionState.APPROVED and self.suspended_at is None

    @property
    def needs_tax_code(self) -> bool:
        return True

    @property
    def missing(self) -> list[str]:
        """The fields without which an officer does not look at it."""
        needed = [field for field in self.needed if field != "tax_code" or self.needs_tax_code]
        return [field for field in needed if not getattr(self, field)]

    def rename(self, session: Session, name: str) -> None:
        self.name = name

    def suspend(self, reason: str, now: datetime) -> None:
        """Its people read what it has, and commit it to nothing. Raises Refused."""
        if not self.is_active:
            raise Refused("This step is not possible any more: something has changed meanwhile.")
        if not clean(reason):
            raise Refused("Please write why: the other side reads it.")
        self.suspended_at, self.suspension_reason = now, reason
        self.note(f"{self.noun}.suspended", reason=reason)

    def reinstate(self, words: str) -> None:
        """Lift the suspension. Raises Refused where another officer has."""
        if self.suspended_at is None:
            raise Refused("This step is not possible any more: something has changed meanwhile.")
        self.suspended_at, self.suspension_reason = None, ""
        self.note(f"{self.noun}.reinstated", reason=words)


def lock_company(session: Session, company: Company) -> None:
    """Bring it up to date and hold it until the transaction ends, whatever it was loaded with."""
    kind, id = type(company), company.id
    session.get_one(kind, id, with_for_update=True, populate_existing=True)


def company_checks() -> tuple[CheckConstraint, ...]:
    """What the table of every company checks."""
    return (
        *submission_checks(),
        CheckConstraint("(suspended_at IS NULL) = (suspension_reason = '')", name="suspension"),
    )
