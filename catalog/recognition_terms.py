"""How long a recognition holds and by how much it may be extended, by the rules in force on the day of its decision."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import CheckConstraint, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from .records import Base


class Term(Base):
    """From `in_force_from` on, until the next row: months of validity, and days of extension where there are any."""

    __tablename__ = "recognition_terms"
    __table_args__ = (
        CheckConstraint("months > 0", name="months"),
        CheckConstraint("extension_days > 0", name="extension_days"),
    )

    in_force_from: Mapped[date] = mapped_column(primary_key=True)
    legal_basis: Mapped[str]
    months: Mapped[int]
    extension_days: Mapped[int | None]


_TERMS = (
    (date(2019, 8, 21), "1048/QĐ-TTg (2019)", 36, None),
    (date(2020, 6, 8), "781/QĐ-TTg (2020)", 36, None),
    (date(2023, 2, 24), "148/QĐ-TTg (2023)", 36, None),
    (date(2025, 7, 6), "1489/QĐ-TTg (2025)", 36, None),
    (date(2026, 5, 22), "26/2026/QĐ-TTg", 36, 180),
)


def load_terms(session: Session) -> int:
    """Insert the rules known at release; does nothing when there are some. Returns rows added."""
    if session.scalar(select(func.count()).select_from(Term)):
        return 0
    names = ("in_force_from", "legal_basis", "months", "extension_days")
    session.add_all(Term(**dict(zip(names, row, strict=True))) for row in _TERMS)
    return len(_TERMS)


def read_terms(session: Session) -> list[Term]:
    """All rules, oldest first."""
    return list(session.scalars(select(Term).order_by(Term.in_force_from)))


def term_on(terms: Sequence[Term], day: date) -> Term | None:
    """The rule in force on `day`; None before the first one."""
    return max(
        (term for term in terms if term.in_force_from <= day), key=lambda t: t.in_force_from, default=None
    )
