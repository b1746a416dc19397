"""Papers of producers: one vault for the OCOP dossier, supermarkets and fairs.

An officer accepts a paper or returns it; whether it is valid, expiring or expired follows from its dates and the
day, and is stored nowhere. A newer paper names the one it replaces, which stays.
"""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .document_kinds import DocumentKind
from .producers import Producer
from .products import Product
from .records import Base, LongText, Refused, Stateful, one_of
from .standing import Standing, standing
from .text import clean

LONGEST_REASON, LONGEST_TEXT = 2000, 200


class DocumentState(StrEnum):
    """`KEPT`: in the vault for the producer's own use, not shown to the office."""

    KEPT = "kept"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    RETURNED = "returned"


class Audience(StrEnum):
    """Who sees the paper beside the producer and the officers who check it."""

    PRODUCER = "producer"
    OFFICERS = "officers"
    RETAILERS = "retailers"
    PUBLIC = "public"


class Document(Stateful, Base):
    """One paper of a producer, about one of its products or (without one) about all of them.

    `valid_until` is the last day printed on it, None where there is none. `shows_file`: everybody may open the
    file too, not only read what it is. The file stands below the folder of papers.
    """

    __tablename__ = "documents"
    __table_args__ = (
        CheckConstraint(one_of("kind", DocumentKind), name="kind"),
        CheckConstraint(one_of("state", DocumentState), name="state"),
        CheckConstraint(one_of("audience", Audience), name="audience"),
        CheckConstraint("valid_until >= valid_from", name="dates"),
        CheckConstraint("state <> 'returned' OR reason <> ''", name="reason"),
        CheckConstraint("NOT shows_file OR audience = 'public'", name="shows_file"),
        CheckConstraint("pages > 0 AND size > 0", name="file"),
        CheckConstraint("replaces_id <> id", name="replaces"),
        # Nobody has papers of another producer's product.
        ForeignKeyConstraint(["product_id", "producer_id"], ["products.id", "products.producer_id"]),
        Index("ix_documents_producer_product", "producer_id", "product_id"),
        Index("ix_documents_state_submitted_at", "state", "submitted_at"),
    )
    S = DocumentState
    moves = {
        S.KEPT: frozenset({S.SUBMITTED}),
        S.SUBMITTED: frozenset({S.ACCEPTED, S.RETURNED, S.KEPT}),
        # An officer who learns better takes back what was accepted.
        S.ACCEPTED: frozenset({S.RETURNED}),
        S.RETURNED: frozenset(),
    }

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    producer_id: Mapped[int] = mapped_column(ForeignKey("producers.id"))
    product_id: Mapped[int | None]
    kind: Mapped[str]
    # What it is, in words of the producer; needed where the kind does not say it.
    title: Mapped[str] = mapped_column(default="")
    number: Mapped[str] = mapped_column(default="")
    issuer: Mapped[str] = mapped_column(default="")
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    file: Mapped[str] = mapped_column(index=True)
    pages: Mapped[int]
    size: Mapped[int]
    audience: Mapped[str] = mapped_column(default=Audience.OFFICERS)
    shows_file: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(default=DocumentState.KEPT)
    # Why an officer gave it back; the producer reads it.
    reason: Mapped[LongText] = mapped_column(default="")
    # Moves with every step: who decides says which one they have read.
    revision: Mapped[int] = mapped_column(default=1)
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("documents.id"), unique=True)
    created_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]

    producer: Mapped[Producer] = relationship(lazy="raise")
    product: Mapped[Product | None] = relationship(lazy="raise", viewonly=True)

    @property
    def is_pdf(self) -> bool:
        return self.file.endswith(".pdf")

    def standing(self, last_day: date | None, day: date) -> Standing:
        """How it stands on `day`; `last_day` as catalog/document_rules.py knows it."""
        return standing(self.valid_from, last_day, (), day)

    def move(self, to: StrEnum) -> None:
        super().move(to)
        self.revision = (self.revision or 1) + 1

    def submit(self, now: datetime) -> None:
        """Lay it before an officer."""
        self.move(DocumentState.SUBMITTED)
        self.submitted_at = now
        self.note("document.submitted", kind=self.kind)

    def accept(self, now: datetime) -> None:
        self.move(DocumentState.ACCEPTED)
        self.decided_at = now
        self.note("document.accepted", kind=self.kind)

    def give_back(self, reason: str, now: datetime) -> None:
        """Return it with a reason, also after it was accepted. Raises Refused without one."""
        reason = clean(reason)
        if not 0 < len(reason) <= LONGEST_REASON:
            raise Refused("Please write a reason of at most %(limit)s characters.", limit=LONGEST_REASON)
        self.move(DocumentState.RETURNED)
        self.reason, self.decided_at = reason, now
        self.note("document.returned", kind=self.kind, reason=reason)

    def show_to(self, audience: Audience, shows_file: bool, now: datetime) -> None:
        """Change who sees it; what was the producer's alone goes to the office first."""
        self.audience, self.shows_file = audience, shows_file and audience is Audience.PUBLIC
        self.note("document.shown_to", audience=audience, shows_file=self.shows_file)
        if self.state == DocumentState.KEPT and audience is not Audience.PRODUCER:
            self.submit(now)
        elif self.state == DocumentState.SUBMITTED and audience is Audience.PRODUCER:
            self.move(DocumentState.KEPT)
            self.submitted_at = None
