"""What all money for a fair has in common, whether it is for a booth or for tickets.

Money by transfer goes straight to the organiser. What came by card the market holds and owes to the organiser:
that alone stands in the ledger.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from catalog.days import day_of

from ..payments.ledger import GATEWAY, Kind, organiser_account, post
from ..payments.payments import (
    Payment,
    PaymentMethod,
    call_off,
    give_back,
    lock_payment,
    receipts_of,
    receive,
)
from ..payments.refunds import (
    Refund,
    ask_refund,
    asked_for,
    is_told,
    open_refund,
    refund_done,
    refundable,
)


def give_all_back(session: Session, payment: Payment, now: datetime) -> Refund | None:
    """What was paid goes back in full, once; what a bank has taken back meanwhile is not given twice."""
    locked = lock_payment(session, payment.id)
    if not locked.is_paid:
        return None
    left = min(locked.amount, refundable(session, locked))
    if left <= 0 and not asked_for(session, locked.reference):
        return None
    return ask_refund(session, locked, left, locked.reference, now)


def call_off_unpaid(session: Session, payment: Payment, now: datetime) -> None:
    """Nothing more is to be paid; what has come without paying for anything goes back."""
    locked = lock_payment(session, payment.id)
    call_off(locked)
    send_surplus_back(session, locked, now)


def send_surplus_back(session: Session, payment: Payment, now: datetime) -> None:
    """Have go back what came and pays for nothing; the payment is locked."""
    surplus = payment.unneeded
    if not surplus:
        return
    payment.surplus += surplus
    newest = receipts_of(session, payment)[-1].source
    # What came in all only grows, so each surplus has a reason of its own.
    ask_refund(session, payment, surplus, f"surplus:{payment.code}:{payment.received}", now, newest)


@dataclass(frozen=True)
class FairMoney:
    """One kind of it. `organiser_of(session, payment)`: whom it belongs to; `is_given_up(session, payment)`: whether
    what it was paid for is given up in such a way that the money goes back."""

    organiser_of: Callable[[Session, Payment], int]
    is_given_up: Callable[[Session, Payment], bool]

    def count(
        self,
        session: Session,
        payment: Payment,
        amount: int,
        source: str,
        now: datetime,
        pays: Callable[[], bool],
    ) -> bool:
        """Count `amount` dong for a locked payment; False when known already. Once all has come, `pays` lets it take
        effect, or says that it can't: then it goes back."""
        paid_before = payment.is_paid
        if not receive(session, payment, amount, source, now):
            return False
        self._book(session, payment, amount, source, now)
        if payment.is_paid and not paid_before and not pays():
            ask_refund(session, payment, payment.amount, payment.reference, now)
        send_surplus_back(session, payment, now)
        return True

    def paid_out(
        self,
        session: Session,
        refund: Refund,
        payment: Payment,
        now: datetime,
        provider_id: str | None = None,
    ) -> bool:
        """A refund is on its way back; the payment is locked. False when that is known already."""
        if not refund_done(session, refund, payment, now, provider_id):
            return False
        self._book(session, payment, -refund.amount, f"refund:{refund.id}", now)
        return True

    def went_back(
        self, session: Session, payment: Payment, provider_id: str, amount: int, now: datetime
    ) -> None:
        """The gateway says that it has given `amount` dong back: a refund of ours, or one made there by hand."""
        if is_told(session, provider_id):
            return
        if refund := open_refund(session, payment, amount):
            self.paid_out(session, refund, payment, now, provider_id)
        elif amount <= payment.received - payment.given_back:
            source = f"refund:{provider_id}"
            if give_back(session, payment, amount, source, now):
                self._book(session, payment, -amount, source, now)

    def follow_dispute(
        self, session: Session, payment: Payment, locked: Any, type: str, facts: dict, now: datetime
    ) -> None:
        """The bank takes the money back while it decides: the organiser bears it, and has it again once that is won."""
        dispute, status, amount = facts["dispute"], facts["status"], facts["amount"]
        taken = type.endswith(".funds_withdrawn") or status in ("won", "lost")
        if taken and self._book(session, payment, -amount, f"dispute:{dispute}:taken", now):
            payment.disputed += amount
        if status == "won" and self._book(session, payment, amount, f"dispute:{dispute}:won", now):
            payment.disputed -= amount
            self._give_back_what_was_won(session, payment, dispute, now)

    def _give_back_what_was_won(
        self, session: Session, payment: Payment, dispute: str, now: datetime
    ) -> None:
        """What was given up while the bank had the money could not go back then."""
        left = refundable(session, payment)
        if left > 0 and payment.is_paid and self.is_given_up(session, payment):
            ask_refund(session, payment, left, f"{payment.reference}:won:{dispute}", now)

    def _book(self, session: Session, payment: Payment, amount: int, source: str, now: datetime) -> bool:
        """`amount` dong that the gateway holds for the organiser; less than 0: not any more. False when known."""
        if payment.method != PaymentMethod.CARD:
            return False
        entries = {GATEWAY: -amount, organiser_account(self.organiser_of(session, payment)): amount}
        return post(session, source, Kind.PAYMENT, day_of(now), entries, now=now)
