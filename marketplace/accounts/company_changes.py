"""Another name or tax code of a company that was approved: asked for with the paper that says so, decided by an officer."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, ScalarSelect, Select, func, select, text
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from catalog.places import Place
from catalog.records import Base, Refused

from ..submissions import Decision, Submission, SubmissionState, submission_checks
from .companies import Company, lock_company
from .organisers import Organiser
from .retailers import Retailer
from .users import User

S = SubmissionState
_WAITS = text("state = 'submitted'")


class CompanyChange(Submission, Base):
    """`name` and `tax_code` as they shall be; `file` is the paper that says so, below the folder of papers."""

    __tablename__ = "company_changes"
    __table_args__ = (
        *submission_checks(),
        CheckConstraint("(organiser_id IS NULL) <> (retailer_id IS NULL)", name="company"),
        CheckConstraint("length(name) > 0 AND length(file) > 0", name="complete"),
        Index(
            "uq_company_changes_organiser",
            "organiser_id",
            unique=True,
            sqlite_where=_WAITS,
            postgresql_where=_WAITS,
        ),
        Index(
            "uq_company_changes_retailer",
            "retailer_id",
            unique=True,
            sqlite_where=_WAITS,
            postgresql_where=_WAITS,
        ),
    )
    noun = "company_change"
    moves: ClassVar[Mapping[StrEnum, frozenset[StrEnum]]] = {
        S.DRAFT: frozenset({S.SUBMITTED}),
        S.SUBMITTED: frozenset({S.APPROVED, S.REJECTED, S.WITHDRAWN}),
        S.APPROVED: frozenset(),
        S.REJECTED: frozenset(),
        S.WITHDRAWN: frozenset(),
    }

    id: Mapped[int] = mapped_column(primary_key=True)
    organiser_id: Mapped[int | None] = mapped_column(ForeignKey(Organiser.id))
    retailer_id: Mapped[int | None] = mapped_column(ForeignKey(Retailer.id))
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id), index=True)
    name: Mapped[str]
    tax_code: Mapped[str] = mapped_column(default="")
    file: Mapped[str]
    created_at: Mapped[datetime]

    organiser: Mapped[Organiser | None] = relationship(lazy="raise")
    retailer: Mapped[Retailer | None] = relationship(lazy="raise")

    @property
    def company(self) -> Company:
        """Whose name it is; loaded."""
        found = self.organiser if self.organiser_id else self.retailer
        if found is None:
            raise ValueError("a change is about one of these")
        return found


def ask_change(
    session: Session, company: Company, user: User, name: str, tax_code: str, file: str, now: datetime
) -> CompanyChange:
    """Hand it to the office of the company's province. Raises Refused."""
    # Two who ask at once come one after the other.
    lock_company(session, company)
    if not company.is_active:
        raise Refused("This step is not possible any more: something has changed meanwhile.")
    if (name, tax_code) == (company.name, company.tax_code):
        raise Refused("Name and tax code are these already.")
    if waiting_change(session, company):
        raise Refused("An officer is looking at a change already. Take it back first.")
    about = {f"{company.noun}_id": company.id}
    made = CompanyChange(
        user_id=user.id, name=name, tax_code=tax_code, file=file, state=S.DRAFT, created_at=now, **about
    )
    session.add(made)
    session.flush()
    made.hand_in(now)
    session.flush()
    return made


def _of(company: Company) -> Select[tuple[CompanyChange]]:
    return select(CompanyChange).where(getattr(CompanyChange, f"{company.noun}_id") == company.id)


def waiting_change(session: Session, company: Company) -> CompanyChange | None:
    """What an officer has to decide on."""
    return session.scalar(_of(company).where(CompanyChange.state == S.SUBMITTED))


def decided_change(session: Session, company: Company) -> CompanyChange | None:
    """What an officer decided on last."""
    decided = _of(company).where(CompanyChange.decided_at.is_not(None))
    return session.scalar(decided.order_by(CompanyChange.id.desc()).limit(1))


def take_change_back(session: Session, company: Company) -> None:
    """Raises Refused where nothing waits any more."""
    lock_company(session, company)
    found = waiting_change(session, company)
    if found is None:
        raise Refused("This step is not possible any more: something has changed meanwhile.")
    found.withdraw()


def changes_of(kind: type[Company], province_code: str | None) -> Select[tuple[CompanyChange]]:
    """Those that officers of the province may read, of all provinces for None; with companies and their places."""
    company = getattr(CompanyChange, kind.noun)
    place = joinedload(company).joinedload(kind.commune).joinedload(Place.province)
    query = select(CompanyChange).join(company).options(place)
    if province_code is not None:
        communes = select(Place.code).where(Place.province_code == province_code)
        query = query.where(kind.commune_code.in_(communes))
    return query


def waiting_changes(kind: type[Company], province_code: str | None) -> Select[tuple[CompanyChange]]:
    """The longest waiting first."""
    waits = changes_of(kind, province_code).where(CompanyChange.state == S.SUBMITTED)
    return waits.order_by(CompanyChange.submitted_at, CompanyChange.id)


def number_waiting(kind: type[Company], province_code: str | None) -> ScalarSelect[int]:
    """How many there are, to be put into another query."""
    waits = waiting_changes(kind, province_code).with_only_columns(CompanyChange.id).order_by(None)
    return select(func.count()).select_from(waits.subquery()).scalar_subquery()


def decide_change(
    session: Session,
    change: CompanyChange,
    decision: Decision,
    reasons: str,
    seen: int,
    now: datetime,
) -> None:
    """As read at revision `seen`; the change is locked. The company's address in the shop stays. Raises Refused."""
    company = change.company
    lock_company(session, company)
    change.decide(decision, reasons, seen, now)
    if change.state != S.APPROVED:
        return
    before = {"name": company.name, "tax_code": company.tax_code}
    company.name, company.tax_code = change.name, change.tax_code
    company.revision += 1
    company.note(f"{company.noun}.renamed", before=before, name=change.name, tax_code=change.tax_code)
