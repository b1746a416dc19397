"""What tickets of a fair bring in: transfers to look for, money to send back, and the sums."""

from typing import NamedTuple

from sqlalchemy import Select, case, func, or_, select
from sqlalchemy.orm import Session

from ..payments.payments import UNPAID, Payment, PaymentMethod, PaymentState
from ..payments.refunds import Refund
from .fairs import Fair, FairState
from .ticket_payments import reference_of_visitor
from .visitors import Visitor, VisitorState


class TicketTakings(NamedTuple):
    """Dong by the way they came; `gone_back` of them, and `to_send` is still to go back. `sold`: tickets that are good."""

    sold: int = 0
    transfer: int = 0
    card: int = 0
    cash: int = 0
    gone_back: int = 0
    to_send: int = 0

    @property
    def came(self) -> int:
        """Dong in all."""
        return self.transfer + self.card + self.cash

    @property
    def kept(self) -> int:
        """Dong that stay with the organiser when all has gone back."""
        return self.came - self.gone_back - self.to_send


def ticket_takings(session: Session, fair: Fair) -> TicketTakings:
    """A constant number of statements, however many tickets there are."""
    columns = func.sum(Payment.received), func.sum(Payment.given_back + Payment.disputed)
    sums = select(Payment.method, *columns).select_from(Visitor).join(*_payment()).group_by(Payment.method)
    came, back = {}, 0
    for method, received, gone in session.execute(sums.where(Visitor.fair_id == fair.id)):
        # PostgreSQL sums bigints to decimals.
        came[method], back = int(received), back + int(gone)
    due = select(func.sum(Refund.amount)).select_from(Visitor).join(*_payment())
    due = due.join(Refund, Refund.payment_id == Payment.id).where(Refund.done_at.is_(None))
    to_return = select(func.sum(Visitor.cash)).where(*_to_return(fair))
    own = Visitor.fair_id == fair.id, Visitor.amount > 0
    good = func.sum(case((Visitor.state == VisitorState.REGISTERED, 1), else_=0))
    sold, cash = session.execute(select(good, func.sum(Visitor.cash)).where(*own)).one()
    return TicketTakings(
        sold=int(sold or 0),
        transfer=came.get(PaymentMethod.VIETQR, 0),
        card=came.get(PaymentMethod.CARD, 0),
        cash=int(cash or 0),
        gone_back=back,
        to_send=_number(session, due.where(Visitor.fair_id == fair.id)) + _number(session, to_return),
    )


def _number(session: Session, query: Select) -> int:
    return int(session.scalar(query) or 0)


def _payment():
    return Payment, Payment.reference == reference_of_visitor()


def _of_fair(fair: Fair) -> Select[tuple[Payment, Visitor]]:
    query = select(Payment, Visitor).select_from(Visitor).join(*_payment())
    return query.where(Visitor.fair_id == fair.id, Payment.method == PaymentMethod.VIETQR)


def awaited_tickets(fair: Fair, code: str = "") -> Select[tuple[Payment, Visitor]]:
    """Transfers that have not come, those whose time is over last, as they may come late; or the one of this code."""
    query = _of_fair(fair).where(Payment.state.in_([*UNPAID, PaymentState.CANCELLED]))
    over = case((Payment.state == PaymentState.CANCELLED, 1), else_=0)
    query = query.where(Payment.code == code) if code else query
    return query.order_by(over, Payment.id.desc())


def ticket_transfer(fair: Fair, code: str) -> Select[tuple[Payment, Visitor]]:
    """The one of this code, whether it has come or not."""
    return _of_fair(fair).where(Payment.code == code)


def ticket_refunds(fair: Fair) -> Select[tuple[Payment, Visitor, Refund]]:
    """Money that has come by transfer and is to go back, oldest first."""
    query = _of_fair(fair).join(Refund, Refund.payment_id == Payment.id).add_columns(Refund)
    return query.where(Refund.done_at.is_(None)).order_by(Refund.id)


def cash_to_return(fair: Fair) -> Select[tuple[Visitor]]:
    """Whose tickets were paid at the gate and are not good any more."""
    return select(Visitor).where(*_to_return(fair)).order_by(Visitor.id)


def _to_return(fair: Fair):
    is_off = fair.state == FairState.CANCELLED
    return Visitor.fair_id == fair.id, Visitor.cash > 0, or_(is_off, Visitor.state == VisitorState.CANCELLED)
