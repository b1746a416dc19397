"""The watch on papers of running contracts: who is to be told that one lapses, or has lapsed and stops call-offs.

A row for each notice makes it go out once, however often somebody looks. What is renewed in time is quiet.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from catalog.days import day_of
from catalog.document_kinds import DocumentKind
from catalog.records import Base, one_of

from .contract_lists import live_on
from .contract_papers import PaperStanding, standings_of, weakest_by_kind
from .contracts import Contract

# Days before the last day of a paper; 0 is that day, LAPSED says that call-offs stop.
LAPSED = -1
STEPS = (LAPSED, 0, 7, 30)
_AHEAD = timedelta(days=max(STEPS))
_AT_ONCE = 200
_INSERTS = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


class PaperNotice(Base):
    """That both sides of a contract were told of a paper: `step` days or less before `last_day`, or LAPSED.

    `last_day` is the day of the contract's signature where there never was such a paper.
    """

    __tablename__ = "contract_paper_notices"
    __table_args__ = (
        CheckConstraint(one_of("kind", DocumentKind), name="kind"),
        CheckConstraint(f"step IN {STEPS}", name="step"),
        UniqueConstraint("contract_id", "kind", "last_day", "step"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey(Contract.id))
    kind: Mapped[str]
    last_day: Mapped[date]
    step: Mapped[int]
    created_at: Mapped[datetime]


class Concern(NamedTuple):
    """A kind of paper that a contract will be, or is, without: for these products, all alike."""

    contract_id: int
    kind: str
    last_day: date
    step: int
    standings: list[PaperStanding]


def concerns(session: Session, day: date, contract_ids: Iterable[int] | None = None) -> list[Concern]:
    """What there is to say on `day` of contracts that are signed and not over, of these or of all, by contract."""
    query = select(Contract).where(live_on(day)).order_by(Contract.id)
    if contract_ids is not None:
        query = query.where(Contract.id.in_(list(contract_ids)))
    contracts = session.scalars(query).all()
    found = []
    for i in range(0, len(contracts), _AT_ONCE):
        some = {one.id: one for one in contracts[i : i + _AT_ONCE]}
        for id, standings in standings_of(session, list(some), day).items():
            found += _of_contract(some[id], standings, day)
    return found


def concerns_among(
    contracts: Sequence[Contract], standings: dict[int, list[PaperStanding]], day: date
) -> list[Concern]:
    """The same of contracts whose papers were read already."""
    live = [one for one in contracts if one.is_live(day)]
    return [made for one in live for made in _of_contract(one, standings[one.id], day)]


def _of_contract(contract: Contract, standings: list[PaperStanding], day: date) -> Iterable[Concern]:
    for kind, weakest in weakest_by_kind(standings).items():
        one = weakest[0]
        if not one.in_force:
            since = one.until or day_of(contract.signed_at)
            yield Concern(contract.id, kind, since, LAPSED, weakest)
        elif one.until and one.until <= day + _AHEAD and one.until < contract.last_day:
            step = next(step for step in STEPS if (one.until - day).days <= step)
            yield Concern(contract.id, kind, one.until, step, weakest)


def note_concerns(session: Session, found: Iterable[Concern], now: datetime) -> list[int]:
    """Note what is to be said and was not. Returns the ids of the rows."""
    insert, noted = _INSERTS[session.get_bind().dialect.name](PaperNotice), []
    for one in found:
        row = {"contract_id": one.contract_id, "kind": one.kind, "last_day": one.last_day, "step": one.step}
        once = insert.values(row | {"created_at": now}).on_conflict_do_nothing().returning(PaperNotice.id)
        id = session.scalar(once)
        if id is not None:
            noted.append(id)
    return noted
