"""Who organises fairs: what they say of themselves, for an officer to agree to before anything is published."""

from enum import StrEnum

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, Session, mapped_column

from catalog.names import free_address
from catalog.records import Base, one_of
from catalog.text import slug
from catalog.versions import WORDS

from .companies import Company, company_checks


class OrganiserKind(StrEnum):
    AUTHORITY = "authority"
    CENTRE = "centre"
    ASSOCIATION = "association"
    ENTERPRISE = "enterprise"
    COOPERATIVE = "cooperative"


class Organiser(Company, Base):
    """An organiser of fairs; `slug` is the end of its public address, `tax_code` may be empty for an authority.

    While it is suspended its fairs stay to be seen, take no application, and nothing new is announced.
    """

    __tablename__ = "organisers"
    __table_args__ = (
        *company_checks(),
        CheckConstraint(one_of("kind", OrganiserKind), name="kind"),
        CheckConstraint("length(name) > 0 AND length(slug) > 0", name="name"),
        Index("ix_organisers_state", "state", "submitted_at"),
    )
    public = True
    noun = "organiser"
    addressed_by = "slug"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)

    may_publish = Company.is_active

    def products_seen_through(self) -> tuple[int, ...]:
        # Pages name it, no product does.
        return (WORDS,)

    @property
    def needs_tax_code(self) -> bool:
        """An authority may have none of its own."""
        return self.kind != OrganiserKind.AUTHORITY

    def rename(self, session: Session, name: str) -> None:
        """The address follows the name."""
        if self.name != name:
            self.slug = free_address(session, Organiser.slug, slug(name) or "don-vi-to-chuc")
        super().rename(session, name)
