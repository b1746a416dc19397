"""What decrees say of papers, as dated rows: how long a kind serves, and what rests on which kind."""

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files

from sqlalchemy import CheckConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from .document_kinds import DocumentKind
from .recognitions import months_after
from .records import Base, one_of
from .versions import EVERYTHING


class DocumentTerm(Base):
    """A paper of this kind that begins on `valid_from` or later serves for so many months at most."""

    __tablename__ = "document_terms"
    __table_args__ = (
        CheckConstraint(one_of("kind", DocumentKind), name="kind"),
        CheckConstraint("months > 0", name="months"),
    )
    public = True

    kind: Mapped[str] = mapped_column(primary_key=True)
    valid_from: Mapped[date] = mapped_column(primary_key=True)
    months: Mapped[int]
    basis: Mapped[str]

    def products_seen_through(self) -> tuple[int, ...]:
        return (EVERYTHING,)


class RestsOn(Base):
    """`what` ("sale:14", "claim:organic") needs a paper of this kind in force, from `valid_from` to `valid_until`."""

    __tablename__ = "rests_on"
    __table_args__ = (
        CheckConstraint(one_of("kind", DocumentKind), name="kind"),
        CheckConstraint("valid_until >= valid_from", name="dates"),
    )
    public = True

    what: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    valid_from: Mapped[date] = mapped_column(primary_key=True)
    valid_until: Mapped[date | None]
    basis: Mapped[str]

    def products_seen_through(self) -> tuple[int, ...]:
        return (EVERYTHING,)


@dataclass(frozen=True)
class DocumentRules:
    """All rows at once: they are few, and a page asks for several."""

    terms: Sequence[DocumentTerm]
    rests: Sequence[RestsOn]

    def last_day(self, kind: str, valid_from: date, valid_until: date | None) -> date | None:
        """The last day on which a paper serves: the one printed on it, or an earlier one by its term."""
        begun = [term for term in self.terms if term.kind == kind and term.valid_from <= valid_from]
        if not begun:
            return valid_until
        months = max(begun, key=lambda term: term.valid_from).months
        return min(day for day in (valid_until, months_after(valid_from, months)) if day)

    def concerns(self, what: str) -> bool:
        """Whether `what` has ever needed a paper."""
        return any(rest.what == what for rest in self.rests)

    def kinds_for(self, what: str, day: date) -> set[str]:
        """The kinds that `what` needs on `day`, each of them."""
        return {
            rest.kind
            for rest in self.rests
            if rest.what == what
            and rest.valid_from <= day
            and (rest.valid_until is None or day <= rest.valid_until)
        }


def read_rules(session: Session) -> DocumentRules:
    return DocumentRules(session.scalars(select(DocumentTerm)).all(), session.scalars(select(RestsOn)).all())


def load_document_rules(session: Session) -> int:
    """Insert the rows of document_terms.toml and rests_on.toml that are not there yet. Returns rows added."""
    terms = [DocumentTerm(**row) for row in _rows("document_terms.toml", "term")]
    rests = [RestsOn(**row) for row in _rows("rests_on.toml", "rest")]
    return _add_new(session, DocumentTerm, terms) + _add_new(session, RestsOn, rests)


def _rows(name: str, table: str) -> list[dict]:
    return tomllib.loads((files(__package__) / name).read_text("utf-8"))[table]


def _add_new(session: Session, of: type[Base], rows: Iterable[Base]) -> int:
    keys = [column.name for column in of.__table__.primary_key]
    known = {tuple(getattr(row, key) for key in keys) for row in session.scalars(select(of))}
    new = [row for row in rows if tuple(getattr(row, key) for key in keys) not in known]
    session.add_all(new)
    return len(new)
