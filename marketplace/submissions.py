"""What people hand in and an officer decides on: its states, and that of two officers the second is told."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from catalog.records import LongText, Refused, Stateful, one_of
from catalog.text import clean

LONGEST_REASONS = 2000


class SubmissionState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class Decision(StrEnum):
    APPROVE = "approve"
    RETURN = "return"
    REJECT = "reject"


S = SubmissionState
_OUTCOMES = {Decision.APPROVE: S.APPROVED, Decision.RETURN: S.RETURNED, Decision.REJECT: S.REJECTED}


class Submission(Stateful):
    """A mixin for records. `reasons` are an officer's, for whoever handed it in to read.

    `revision` moves with every step: who decides says which one they have read. Load the record
    with FOR UPDATE before a step, so that two at once come one after the other.
    """

    noun: ClassVar[str]
    moves: ClassVar[Mapping[StrEnum, frozenset[StrEnum]]] = {
        S.DRAFT: frozenset({S.SUBMITTED, S.WITHDRAWN}),
        S.SUBMITTED: frozenset({S.RETURNED, S.APPROVED, S.REJECTED, S.DRAFT}),
        S.RETURNED: frozenset({S.SUBMITTED, S.WITHDRAWN}),
        S.APPROVED: frozenset(),
        S.REJECTED: frozenset(),
        S.WITHDRAWN: frozenset(),
    }

    state: Mapped[str] = mapped_column(default=S.DRAFT)
    submitted_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    reasons: Mapped[LongText] = mapped_column(default="")
    revision: Mapped[int] = mapped_column(default=1)

    @property
    def is_open(self) -> bool:
        """Whether whoever writes it may still change it."""
        return self.state in (S.DRAFT, S.RETURNED)

    @property
    def waits(self) -> bool:
        return self.state == S.SUBMITTED

    def hand_in(self, now: datetime) -> None:
        self._step(S.SUBMITTED, "submitted")
        self.submitted_at = now

    def take_back(self) -> None:
        """To change something before it is decided on."""
        self._step(S.DRAFT, "taken_back")

    def withdraw(self) -> None:
        self._step(S.WITHDRAWN, "withdrawn")

    def decide(self, decision: Decision, reasons: str, seen: int, now: datetime) -> None:
        """Approve, return or reject what an officer has read at revision `seen`. Raises Refused.

        Whatever the outcome, `reasons` is what the other side reads; only an approval needs none.
        """
        if seen != self.revision:
            raise Refused("This was decided or changed meanwhile. Nothing of it was overwritten.")
        if decision != Decision.APPROVE and not clean(reasons):
            raise Refused("Please write the reasons: they are read by whoever handed this in.")
        self._step(_OUTCOMES[decision], _OUTCOMES[decision])
        self.decided_at, self.reasons = now, reasons.strip()[:LONGEST_REASONS]

    def _step(self, to: SubmissionState, word: str) -> None:
        self.move(to)
        self.revision += 1
        self.note(f"{self.noun}.{word}")  # type: ignore[attr-defined]


def submission_checks() -> tuple[CheckConstraint, ...]:
    """What the table of every submission checks."""
    return (
        CheckConstraint(one_of("state", SubmissionState), name="state"),
        CheckConstraint("revision > 0", name="revision"),
        CheckConstraint("state <> 'submitted' OR submitted_at IS NOT NULL", name="submitted_at"),
        CheckConstraint("state NOT IN ('returned', 'rejected') OR length(reasons) > 0", name="reasons"),
    )
