"""What the producer says to a suspension, and what an officer answers: the same rules for a listing and for a producer."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from .records import LongText, Refused
from .text import clean


class Appealable:
    """A suspension that lasts until `ended_at`. One word of the producer waits at a time; `answer` is the officer's last.

    After an answer that declines it the producer may speak again. Moments are in UTC.
    """

    appeal: Mapped[LongText] = mapped_column(default="")
    appealed_at: Mapped[datetime | None]
    answer: Mapped[LongText] = mapped_column(default="")
    answered_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    @property
    def waits(self) -> bool:
        """Whether an appeal is still to be answered."""
        return bool(self.appealed_at) and self.ended_at is None and self.answered_at is None

    def ask(self, words: str, now: datetime) -> None:
        """The producer's side. Raises Refused while the last word still waits for its answer, or all is over."""
        if self.waits or self.ended_at:
            raise Refused("Your answer is with an officer already.")
        need(words)
        self.appeal, self.appealed_at, self.answered_at = words, now, None

    def decline(self, words: str, now: datetime) -> None:
        """It stays suspended, and this is why. Raises Refused where another officer has answered."""
        need(words)
        if not self.waits:
            raise Refused("Another officer has answered meanwhile.")
        self.answer, self.answered_at = words, now

    def end(self, words: str, now: datetime) -> None:
        """The suspension is over; this answers an appeal that waits."""
        if self.waits:
            self.answered_at = now
        self.answer, self.ended_at = words, now


def need(words: str) -> None:
    """Raises Refused where there are none."""
    if not clean(words):
        raise Refused("Please write why: the other side reads it.")


def appeal_checks() -> tuple[CheckConstraint, ...]:
    """For the table of a suspension."""
    return (
        CheckConstraint("length(reason) > 0", name="reason"),
        CheckConstraint("(appealed_at IS NULL) = (appeal = '')", name="appeal"),
        CheckConstraint("answered_at IS NULL OR appealed_at IS NOT NULL", name="answered_at"),
    )


def waiting(suspension: type[Appealable]) -> tuple:
    """The conditions of those whose appeal no officer has answered."""
    return (
        suspension.ended_at.is_(None),
        suspension.appealed_at.is_not(None),
        suspension.answered_at.is_(None),
    )
