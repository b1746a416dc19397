"""Money that goes straight to an organiser: bank statements, and for booths transfers awaited and refunds to send."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from catalog.producers import Producer

from ..payments.bank_matching import MatchedLine, codes_of, match, transfers_by_code
from ..payments.bank_statements import StatementLine
from ..payments.payments import UNPAID, Payment, PaymentMethod, PaymentState
from ..payments.purposes import kind_of
from ..payments.refunds import Refund
from .applications import Allotment, Application
from .booth_payments import BALANCE, DEPOSIT, allotment_id_of, allotment_of_payment
from .booths import Booth
from .fairs import Fair
from .ticket_payments import TICKET, visitor_id_of
from .visitors import Visitor

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
    """What each line would do; only payments for this organiser's fairs are found. Writes nothing."""
    lines = list(lines)
    transfers = transfers_by_code(session, codes_of(lines), (DEPOSIT, BALANCE, TICKET))
    tickets = {one.id: visitor_id_of(one.reference) for one in transfers.values() if _is_ticket(one)}
    booths = {one.id: allotment_id_of(one.reference) for one in transfers.values() if not _is_ticket(one)}
    of_booths = select(Allotment.id).join(Allotment.application).join(Fair, Fair.id == Application.fair_id)
    of_tickets = select(Visitor.id).join(Fair, Fair.id == Visitor.fair_id)
    mine = _own(session, of_booths.where(Fair.organiser_id == organiser_id), Allotment.id, booths)
    mine |= _own(session, of_tickets.where(Fair.organiser_id == organiser_id), Visitor.id, tickets)
    return match(session, lines, {code: one for code, one in transfers.items() if one.id in mine})


def _is_ticket(payment: Payment) -> bool:
    return kind_of(payment.reference) == TICKET


def _own(
    session: Session, query: Select[tuple[int]], column: InstrumentedAttribute[int], wanted: dict[int, int]
) -> set[int]:
    """Which of these payments are for what the query finds; `wanted`: what each is for, by its id."""
    ids, found = sorted(wanted.values()), set()
    for start in range(0, len(ids), 400):
        found |= set(session.scalars(query.where(column.in_(ids[start : start + 400]))))
    return {payment for payment, id in wanted.items() if id in found}


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
