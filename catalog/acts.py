"""Later decisions on a registered right (extend, suspend, reinstate, revoke), and the rule that the register only grows."""

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import CheckConstraint, ForeignKey, Index, event
from sqlalchemy.orm import Mapped, Session, mapped_column

from .records import Base, LongText, one_of
from .standing import ActKind
from .versions import EVERYTHING


class Registered:
    """A row of the register: written once, then neither changed nor deleted; later facts are later rows.

    The database refuses it too (triggers in the migrations).
    """


class Act(Registered, Base):
    """One decision on exactly one recognition or authorisation, in effect from the start of `effective_on`."""

    __tablename__ = "acts"
    __table_args__ = (
        CheckConstraint(one_of("kind", ActKind), name="kind"),
        CheckConstraint("(recognition_id IS NULL) <> (authorisation_id IS NULL)", name="one_right"),
        CheckConstraint("(kind = 'extend') = (expires_on IS NOT NULL)", name="extension"),
        Index("ix_acts_expires_on", "expires_on"),
    )
    public = True

    id: Mapped[int] = mapped_column(primary_key=True)
    recognition_id: Mapped[int | None] = mapped_column(ForeignKey("recognitions.id"), index=True)
    authorisation_id: Mapped[int | None] = mapped_column(ForeignKey("authorisations.id"), index=True)
    kind: Mapped[str]
    decision_no: Mapped[str]
    decided_on: Mapped[date]
    effective_on: Mapped[date]
    expires_on: Mapped[date | None]
    ground: Mapped[LongText]
    # Where the decision can be read: an address, or in which file it lies.
    document: Mapped[LongText] = mapped_column(default="")
    created_at: Mapped[datetime]

    def products_seen_through(self) -> tuple[int, ...]:
        return (EVERYTHING,)


class ActRow(NamedTuple):
    """What a page needs of an act, read without the machinery of a record; see Act."""

    kind: str
    decision_no: str
    effective_on: date
    expires_on: date | None
    ground: str


ACT_COLUMNS = (Act.kind, Act.decision_no, Act.effective_on, Act.expires_on, Act.ground)


@event.listens_for(Session, "before_flush")
def _append_only(session: Session, _context: object, _instances: object) -> None:
    for record in {*session.dirty, *session.deleted}:
        if isinstance(record, Registered) and (record in session.deleted or session.is_modified(record)):
            raise RuntimeError(f"the register is append-only: {type(record).__name__} {record.id}")
