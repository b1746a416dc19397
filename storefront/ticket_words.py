"""Money for tickets in words: what they cost, how far they are paid, and in which ways they can be."""

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from marketplace.fairs.booth_payments import account_for
from marketplace.fairs.fairs import Fair
from marketplace.fairs.visitors import Visitor
from marketplace.payments.bank_accounts import BankAccount
from marketplace.payments.payments import Payment, PaymentMethod
from marketplace.payments.refunds import Refund

from .application_views import payment_sentence
from .clock import now
from .filters import dong
from .gateways import gateway, shop_terms


def transfers_to(session: Session, fair: Fair) -> BankAccount | None:
    """Where tickets are paid by transfer; a made-up account is one in the demo alone."""
    account = account_for(session, fair, now())
    return None if account and account.is_sample and not shop_terms().samples else account


def ways_to_pay(session: Session, fair: Fair) -> list[PaymentMethod]:
    """None: its tickets are sold at the gate alone."""
    by_transfer = [PaymentMethod.VIETQR] if transfers_to(session, fair) else []
    return by_transfer + ([PaymentMethod.CARD] if gateway() else [])


def cost_words(price: int, heads: int) -> str:
    """ "20,000 ₫ × 3 = 60,000 ₫" """
    return f"{dong(price)} × {heads} = {dong(price * heads)}"


def price_words(visitor: Visitor) -> str:
    """What a ticket costs, at the price of the day on which it was registered."""
    return cost_words(visitor.amount // visitor.heads, visitor.heads)


def paid_words(session: Session, visitor: Visitor, payment: Payment | None) -> str:
    """How far a ticket with a price is paid."""
    said = [_("%(amount)s paid in cash at the gate.", amount=dong(visitor.cash))] if visitor.cash else []
    if payment and (payment.received or not said):
        due = select(func.sum(Refund.amount)).where(Refund.payment_id == payment.id, Refund.done_at.is_(None))
        to_come = int(session.scalar(due) or 0)
        said.append(payment_sentence(payment))
        if to_come:
            said.append(_("%(amount)s goes back to you.", amount=dong(to_come)))
    return " ".join(said) or _("Not paid yet.")
