"""Pages of the gateway on which something is paid: one open page a payment, however often the button is pressed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from .gateway import Checkout, Line
from .payments import UNPAID, Payment, PaymentState, lock_payment

# The gateway keeps a page open for half an hour at least; typing a card takes some minutes more.
PAGE_OPEN = timedelta(minutes=35)


@dataclass(frozen=True)
class Wanted:
    """The page to ask the gateway for: the same `key` while nothing has changed. `open_id` is the last page."""

    payment_id: int
    code: str
    lines: Sequence[Line]
    expires_at: datetime
    language: str
    tries: int
    open_id: str | None

    @property
    def key(self) -> str:
        return f"{self.code}-{self.tries}"


def page_wanted(
    payment: Payment, lines: Sequence[Line], language: str, now: datetime, forget: str | None
) -> Wanted:
    """What to ask the gateway for, of a locked payment that may be paid; `forget` is a page that has ended."""
    if forget and payment.provider_id == forget:
        payment.provider_id, payment.tries = None, payment.tries + 1
    if payment.provider_id is None and (payment.expires_at is None or payment.expires_at < now + PAGE_OPEN):
        payment.expires_at = now + PAGE_OPEN
        payment.tries += 1
    until = payment.expires_at or now + PAGE_OPEN
    return Wanted(payment.id, payment.code, lines, until, language, payment.tries, payment.provider_id)


def page_opened(session: Session, wanted: Wanted, checkout: Checkout) -> None:
    """The gateway has opened the page that was wanted."""
    payment = lock_payment(session, wanted.payment_id)
    if payment.tries == wanted.tries and payment.state in UNPAID:
        payment.provider_id = checkout.id
        if payment.state != PaymentState.PENDING:
            payment.move(PaymentState.PENDING)
