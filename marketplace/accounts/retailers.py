"""Who buys wholesale: what a company says of itself, for an officer to verify before it sees any wholesale price."""

from enum import StrEnum

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from catalog.codes import new_code
from catalog.records import Base, one_of

from .companies import Company, company_checks


class RetailerKind(StrEnum):
    SUPERMARKET = "supermarket"
    CONVENIENCE = "convenience"
    SHOP = "shop"
    DISTRIBUTOR = "distributor"
    CATERING = "catering"
    EXPORTER = "exporter"


def _code() -> str:
    return new_code(8)


class Retailer(Company, Base):
    """A company that sources from producers; `code` is the end of its addresses.

    `registration_file` is the business registration as an officer reads it, below the folder of papers. It deals
    while it is approved and not suspended: `may_deal` is asked at every step that commits it.
    """

    __tablename__ = "retailers"
    __table_args__ = (
        *company_checks(),
        CheckConstraint(one_of("kind", RetailerKind), name="kind"),
        CheckConstraint("length(name) > 0", name="name"),
        CheckConstraint("state <> 'approved' OR length(tax_code) > 0", name="tax_code"),
        Index("ix_retailers_state", "state", "submitted_at"),
    )
    noun = "retailer"
    addressed_by = "code"
    needed = ("tax_code", "registration_number", "registration_file", "street", "contact_name", "phone")

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True, default=_code)
    registration_number: Mapped[str] = mapped_column(default="")
    registration_file: Mapped[str] = mapped_column(default="")

    may_deal = Company.is_active
