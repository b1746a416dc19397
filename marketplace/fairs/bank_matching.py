"""Money for booths that goes straight to an organiser: transfers awaited, refunds to send, bank statements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from catalog.producers import Producer

from ..payments.bank_matching import MatchedLine, codes_of, match, transfers_by_code
from ..payments.bank_statements import StatementLine
from ..payments.payments import UNPAID, Payment, PaymentMethod, PaymentState
from ..payments.refunds import Refund
from .applications import Allotment, Application
from .booth_payments import BALANCE, DEPOSIT, allotment_id_of, allotment_of_payment
from .booths import Booth
from .fairs import Fair

_MOST = 200


@dataclass(frozen=True)
class DueTransfer:
    """A payment for a booth with whom it is from; `refund` is money of it to be sent back."""

    payment: Payment
    application: Application
    producer: Producer
    booth: Booth
    refund: Refund | None = None


def match_lines(session: Session, lines: Iterable[StatementLine], organiser_id: int) -> list[MatchedLine]:
    """What each line would do; only payments for booths of this organiser's fairs are found. Writes nothing."""
    lines = list(lines)
    transfers = transfers_by_code(session, codes_of(lines), (DEPOSIT, BALANCE))
    by_allotment = {allotment_id_of(one.reference) for one in transfers.values()}
    wanted, mine = sorted(by_allotment), set()
    for start in range(0, len(wanted), 400):
        mine |= set(session.scalars(_of_organiser(organiser_id, wanted[start : start + 400])))
    found = {code: one for code, one in transfers.items() if allotment_id_of(one.reference) in mine}
    return match(session, lines, found)


def _of_organiser(organiser_id: int, allotment_ids: Sequence[int]) -> Select[tuple[int]]:
    query = select(Allotment.id).join(Allotment.application).join(Fair, Fair.id == Application.fair_id)
    return query.where(Allotment.id.in_(allotment_ids), Fair.organiser_id == organiser_id)


def awaited(session: Session, fair_id: int) -> list[DueTransfer]:
    """Transfers that have not come, oldest first; those of lapsed places too, as they may come late."""
    open_ = Payment.state.in_([*UNPAID, PaymentState.CANCELLED]), Payment.method == PaymentMethod.VIETQR
    query = _of_fair(fair_id).where(*open_).order_by(Payment.id).limit(_MOST)
    return [DueTransfer(*row) for row in session.execute(query)]


def awaited_transfer(session: Session, fair_id: int, code: str) -> Payment | None:
    query = _of_fair(fair_id).where(Payment.code == code, Payment.method == PaymentMethod.VIETQR)
    return session.scalar(query)


def refunds_to_send(session: Session, fair_id: int) -> list[DueTransfer]:
    """Money that has come by transfer and is to go back, oldest first."""
    query = _of_fair(fair_id).join(Refund, Refund.payment_id == Payment.id).add_columns(Refund)
    due = Refund.done_at.is_(None), Payment.method == PaymentMethod.VIETQR
    return [DueTransfer(*row) for row in session.execute(query.where(*due).order_by(Refund.id).limit(_MOST))]


def _of_fair(fair_id: int) -> Select[tuple[Payment, Application, Producer, Booth]]:
    return (
        select(Payment, Application, Producer, Booth)
        .join(Allotment, Allotment.id == allotment_of_payment())
        .join(Application, Application.id == Allotment.application_id)
        .join(Producer, Producer.id == Application.producer_id)
        .join(Booth, Booth.id == Allotment.booth_id)
        .where(Application.fair_id == fair_id)
    )
