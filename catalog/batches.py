"""Batches: recognitions that came together in one list. They count from the day the batch is released until it is undone.

Both are rows that are only added, so that taking a list back deletes nothing: its recognitions stay on record and
are, on every surface, as if they had never been there.
"""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, or_, select
from sqlalchemy.orm import Mapped, aliased, mapped_column

from .acts import Registered
from .records import Base, one_of
from .versions import EVERYTHING

if TYPE_CHECKING:
    from .recognitions import Recognition


class Step(StrEnum):
    RELEASE = "release"
    UNDO = "undo"


class Batch(Registered, Base):
    """One list that was written into the register; `source` is the name of its file, `digest` its sha256."""

    __tablename__ = "batches"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    source: Mapped[str]
    digest: Mapped[str]
    created_at: Mapped[datetime]


class BatchStep(Registered, Base):
    """What became of a batch; each step at most once."""

    __tablename__ = "batch_steps"
    __table_args__ = (
        CheckConstraint(one_of("kind", Step), name="kind"),
        Index("uq_batch_steps_kind", "batch_id", "kind", unique=True),
    )
    public = True

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batches.id"))
    kind: Mapped[str]
    created_at: Mapped[datetime]

    def products_seen_through(self) -> tuple[int, ...]:
        return (EVERYTHING,)


def _with(kind: Step):
    step = aliased(BatchStep)
    return select(step.batch_id).where(step.kind == kind)


def is_on_record(recognition: "type[Recognition]") -> ColumnElement[bool]:
    """Whether it counts, or will once its batch is released."""
    return or_(recognition.batch_id.is_(None), recognition.batch_id.not_in(_with(Step.UNDO)))


def counts_today(recognition: "type[Recognition]") -> ColumnElement[bool]:
    """Whether a recognition came alone, or in a batch that was released and not undone."""
    # Nearly all count: as a sum the column hides from its index, which SQLite would read from end to end instead of
    # looking for a hundred products.
    batch = recognition.batch_id + 0
    return or_(batch.is_(None), batch.in_(_with(Step.RELEASE)) & batch.not_in(_with(Step.UNDO)))
