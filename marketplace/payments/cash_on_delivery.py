"""Cash on delivery: up to which sum it is offered, and to whom not any more."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, func, literal, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from catalog.records import Base, Refused

from .terms import PaymentTerms

MOST_REFUSALS = 3
REMEMBERED = timedelta(days=180)


class CodRefusal(Base):
    """A parcel that came back because nobody took and paid it; each reference counts once."""

    __tablename__ = "cod_refusals"

    id: Mapped[int] = mapped_column(primary_key=True)
    phone: Mapped[str] = mapped_column(index=True)
    reference: Mapped[str] = mapped_column(unique=True)
    at: Mapped[datetime]


# Made once: building a statement costs more than running it.
_refusal, _terms = CodRefusal.__table__.c, PaymentTerms.__table__.c
_REFUSALS = select(func.count()).where(_refusal.phone == bindparam("of"), _refusal.at > bindparam("since"))
_own = _terms.producer_id.in_(bindparam("producers", expanding=True)), _terms.cod_ceiling.is_not(None)
# One question while a basket is locked: the refusals stand where no producer does.
_BOTH = _REFUSALS.add_columns(literal(0)).union_all(
    select(_terms.cod_ceiling, _terms.producer_id).where(*_own)
)


def note_refusal(session: Session, phone: str, reference: str, now: datetime) -> None:
    """Count a parcel that came back; the same one counts once."""
    if session.scalar(select(CodRefusal.id).where(CodRefusal.reference == reference)) is None:
        session.add(CodRefusal(phone=phone, reference=reference, at=now))


def refusals_and_ceilings(
    session: Session, phone: str, producer_ids: Iterable[int], now: datetime
) -> tuple[int, dict[int, int]]:
    """Parcels this telephone has not taken within the time we remember, and the dong up to which these producers
    take cash themselves, by id; who never said is not in it."""
    session.flush()
    asked = {"of": phone, "since": now - REMEMBERED, "producers": list(producer_ids)}
    found = {producer_id: number for number, producer_id in session.connection().execute(_BOTH, asked)}
    return found.pop(0), found


def forget_refusals(session: Session, now: datetime) -> int:
    """Delete those that count no more: a telephone number is kept for no longer than it serves. Returns how many."""
    return session.execute(delete(CodRefusal).where(CodRefusal.at <= now - REMEMBERED)).rowcount


def check_cash(session: Session, phone: str, totals: Mapping[int, int], ceiling: int, now: datetime) -> None:
    """Whether cash is offered for parcels of these `totals` (dong by producer id); `ceiling` is the shop's.

    Raises Refused with the reason.
    """
    came_back, own = refusals_and_ceilings(session, phone, totals, now)
    if came_back >= MOST_REFUSALS:
        raise Refused(
            "Several parcels to this telephone number came back, so cash on delivery is not offered to it for now. Please pay in advance."
        )
    for producer_id, total in totals.items():
        if total > own.get(producer_id, ceiling):
            raise Refused(
                "A parcel of this order costs more than may be paid in cash on delivery. Please pay in advance or order less at once."
            )


def calls_first(session: Session, producer_id: int) -> bool:
    """Whether this producer calls the buyer before a parcel to be paid in cash is sent."""
    return bool(session.scalar(select(PaymentTerms.cod_call).where(PaymentTerms.producer_id == producer_id)))
