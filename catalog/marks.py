"""Marks (the right) and authorisations (this producer's right to use it), kept apart.

A mark's badge shows only while the mark and the authorisation are both in force.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .acts import Act, ActRow, Registered
from .places import Place
from .producers import Producer
from .products import Product
from .records import Base, LongText, one_of
from .standing import Spell, Standing, spells, standing
from .versions import EVERYTHING


class MarkKind(StrEnum):
    GEOGRAPHICAL_INDICATION = "gi"
    COLLECTIVE = "collective"
    CERTIFICATION = "certification"
    TRADEMARK = "trademark"


class Basis(StrEnum):
    """Why a producer may use a mark."""

    OWNER = "owner"
    MEMBER = "member"
    LICENSEE = "licensee"
    PERMIT = "permit"


class MarkRules:
    """When a mark is protected, for the record and for its bare facts alike."""

    registered_on: date | None
    expires_on: date | None

    @property
    def term(self) -> Spell:
        return Spell(self.registered_on, self.expires_on)


class Mark(MarkRules, Base):
    """A registered mark. A geographical indication has no end; the others are renewed every ten years."""

    __tablename__ = "marks"
    __table_args__ = (
        CheckConstraint(one_of("kind", MarkKind), name="kind"),
        CheckConstraint("kind <> 'gi' OR expires_on IS NULL", name="gi_has_no_end"),
    )
    public = True

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    name: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    product: Mapped[str] = mapped_column(default="")
    product_en: Mapped[str] = mapped_column(default="")
    number: Mapped[str] = mapped_column(default="")
    # Whether an officer has compared number and dates with the register of the IP office.
    number_checked: Mapped[bool] = mapped_column(default=False)
    decision_no: Mapped[str] = mapped_column(default="")
    registered_on: Mapped[date | None]
    expires_on: Mapped[date | None]
    owner: Mapped[LongText] = mapped_column(default="")
    manager: Mapped[LongText] = mapped_column(default="")
    territory_text: Mapped[LongText] = mapped_column(default="")
    protects: Mapped[LongText] = mapped_column(default="")
    protects_en: Mapped[LongText] = mapped_column(default="")
    # The rules of its use: an address, or a PDF below the folder of papers, or both.
    rules_url: Mapped[LongText] = mapped_column(default="")
    rules_file: Mapped[str] = mapped_column(default="")
    source: Mapped[LongText] = mapped_column(default="")
    sample: Mapped[bool] = mapped_column(default=False)

    territory: Mapped[list[Place]] = relationship(secondary="mark_territories", lazy="raise")

    def products_seen_through(self) -> tuple[int, ...]:
        return (EVERYTHING,)


class MarkTerritory(Base):
    """A commune or a whole province in which the mark's goods come from."""

    __tablename__ = "mark_territories"

    mark_id: Mapped[int] = mapped_column(ForeignKey("marks.id"), primary_key=True)
    place_code: Mapped[str] = mapped_column(ForeignKey("places.code"), primary_key=True)


class AuthorisationRules:
    """How a right to use a mark stands on a day, for the record and for its bare facts alike."""

    valid_from: date
    valid_until: date | None
    mark: MarkRules
    acts: list

    def standing(self, day: date) -> Standing:
        """The standing of this right on `day`, bounded by the mark itself."""
        return standing(self.valid_from, self.valid_until, self.acts, day, self.mark.term)

    def spells(self) -> list[Spell]:
        """The runs of days on which both the mark and this right are good."""
        return spells(self.valid_from, self.valid_until, self.acts, self.mark.term)


class Authorisation(AuthorisationRules, Registered, Base):
    """A producer's right to use a mark, for one product or (without one) for all its products."""

    __tablename__ = "authorisations"
    __table_args__ = (
        CheckConstraint(one_of("basis", Basis), name="basis"),
        CheckConstraint("valid_until >= valid_from", name="dates"),
        # Nobody is authorised for another producer's product.
        ForeignKeyConstraint(["product_id", "producer_id"], ["products.id", "products.producer_id"]),
        Index("ix_authorisations_producer_product", "producer_id", "product_id"),
    )
    public = True

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    mark_id: Mapped[int] = mapped_column(ForeignKey("marks.id"), index=True)
    producer_id: Mapped[int] = mapped_column(ForeignKey("producers.id"))
    product_id: Mapped[int | None]
    basis: Mapped[str]
    permit_no: Mapped[str] = mapped_column(default="")
    granted_by: Mapped[str] = mapped_column(default="")
    valid_from: Mapped[date]
    # An owner's right ends with the mark itself.
    valid_until: Mapped[date | None]
    created_at: Mapped[datetime]

    mark: Mapped[Mark] = relationship(lazy="raise")
    producer: Mapped[Producer] = relationship(lazy="raise")
    product: Mapped[Product | None] = relationship(lazy="raise", viewonly=True)
    acts: Mapped[list[Act]] = relationship(lazy="raise", order_by="Act.effective_on")

    def products_seen_through(self) -> tuple[int, ...]:
        return (self.product_id or EVERYTHING,)


@dataclass(slots=True)
class MarkFacts(MarkRules):
    """What a page needs of a mark beside a product; see Mark."""

    slug: str
    kind: str
    name: str
    product: str
    product_en: str
    number: str
    number_checked: bool
    registered_on: date | None
    expires_on: date | None


@dataclass(slots=True)
class AuthorisationFacts(AuthorisationRules):
    """What a page needs of an authorisation, read without the machinery of a record; see Authorisation."""

    id: int
    code: str
    producer_id: int
    product_id: int | None
    basis: str
    permit_no: str
    granted_by: str
    valid_from: date
    valid_until: date | None
    mark: MarkFacts
    acts: list[ActRow] = field(default_factory=list)


AnyAuthorisation = Authorisation | AuthorisationFacts
