"""A ticket's money as its page shows it, and beginning to pay."""

from types import SimpleNamespace

from catalog.records import Refused
from marketplace.accounts.organisers import Organiser
from marketplace.fairs.fairs import Fair
from marketplace.fairs.ticket_payments import choose_method, payment_of
from marketplace.fairs.visitors import Visitor, VisitorState
from marketplace.payments.bank_accounts import BankAccount
from marketplace.payments.payments import UNPAID, Payment, PaymentMethod
from marketplace.payments.vietqr import Transfer, payload

from ..clock import now
from ..database import session
from ..filters import moment
from ..qr_codes import qr_svg
from ..ticket_words import paid_words, price_words, transfers_to, ways_to_pay


def payment_view(fair: Fair, visitor: Visitor) -> SimpleNamespace | None:
    """What the page of a ticket says of its money; None for one that costs nothing."""
    if not visitor.amount:
        return None
    payment = payment_of(session(), visitor)
    waits = visitor.state == VisitorState.PENDING and visitor.is_good(now())
    is_open = waits and payment is not None and payment.state in UNPAID
    method = payment.method if payment else ""
    under_way = payment is not None and bool(payment.received or payment.tries)
    return SimpleNamespace(
        price=price_words(visitor),
        words=paid_words(session(), visitor, payment),
        waits=waits,
        until=moment(visitor.held_until) if waits and visitor.held_until else "",
        organiser=session().get_one(Organiser, fair.organiser_id).name,
        transfer=_transfer(payment) if is_open and method == PaymentMethod.VIETQR else None,
        by_card=is_open and method == PaymentMethod.CARD,
        others=[]
        if under_way or not waits
        else [one for one in ways_to_pay(session(), fair) if one != method],
    )


def _transfer(payment: Payment) -> SimpleNamespace:
    account = session().get_one(BankAccount, payment.bank_account_id)
    asked = Transfer(account.bin, account.number, payment.missing, payment.code)
    return SimpleNamespace(payment=payment, account=account, qr=qr_svg(payload(asked)))


def begin_payment(fair: Fair, visitor: Visitor, method: str) -> Payment:
    """Raises Refused, also for a way that is not open."""
    if method not in ways_to_pay(session(), fair):
        raise Refused("Please choose how to pay.")
    account = transfers_to(session(), fair)
    return choose_method(session(), visitor, PaymentMethod(method), account and account.id, now())
