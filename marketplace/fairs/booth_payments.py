"""Payments for places in booths: the deposit that confirms one, and the rest; never in cash."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Case, Integer, case, cast, func, select
from sqlalchemy.orm import Session

from catalog.days import day_of
from catalog.records import Refused

from ..accounts.organisers import Organiser
from ..payments.bank_accounts import BankAccount, present_account
from ..payments.card_pages import Wanted, page_wanted
from ..payments.gateway import Line
from ..payments.payments import (
    UNPAID,
    Payment,
    PaymentMethod,
    PaymentState,
    lock_payment,
)
from ..payments.refunds import Refund
from .applications import Allotment, Application, ApplicationState
from .fair_money import call_off_unpaid, give_all_back
from .fairs import Fair

DEPOSIT, BALANCE = "booth", "booth-balance"
_STAYING = (ApplicationState.CONFIRMED, ApplicationState.CHECKED_IN, ApplicationState.NO_SHOW)


class Part(StrEnum):
    """What of the price is paid at once; the whole price is one deposit."""

    DEPOSIT = "deposit"
    BALANCE = "balance"


_KINDS = {Part.DEPOSIT: DEPOSIT, Part.BALANCE: BALANCE}


def reference(allotment_id: int, part: Part) -> str:
    return f"{_KINDS[part]}:{allotment_id}"


def allotment_id_of(reference: str) -> int:
    """Raises LookupError for a payment that is for no booth."""
    kind, _, id = reference.partition(":")
    if kind not in (DEPOSIT, BALANCE):
        raise LookupError(reference)
    return int(id)


def allotment_of_payment() -> Case[int]:
    """The SQL of the allotment that a payment is for; NULL for payments of anything else."""
    kinds = [
        (
            Payment.reference.startswith(f"{kind}:"),
            cast(func.substr(Payment.reference, len(kind) + 2), Integer),
        )
        for kind in (DEPOSIT, BALANCE)
    ]
    return case(*kinds)


def amount_of(allotment: Allotment, part: Part) -> int:
    """Dong of this part."""
    return allotment.deposit if part == Part.DEPOSIT else allotment.amount - allotment.deposit


def payments_of(session: Session, allotment_ids: Sequence[int]) -> dict[tuple[int, Part], Payment]:
    """By allotment and part; what nobody has begun to pay is not in it."""
    keys = {reference(id, part): (id, part) for id in allotment_ids for part in Part}
    found = session.scalars(select(Payment).where(Payment.reference.in_(keys)))
    return {keys[payment.reference]: payment for payment in found}


def part_to_pay(
    application: Application, allotment: Allotment, payments: dict[tuple[int, Part], Payment], now: datetime
) -> Part | None:
    """What is to be paid next for the place it holds, if anything."""
    if application.state == ApplicationState.ACCEPTED:
        waits = allotment.held_until is not None and now < allotment.held_until
        return Part.DEPOSIT if waits else None
    rest = payments.get((allotment.id, Part.BALANCE))
    if application.state in _STAYING and amount_of(allotment, Part.BALANCE) and not (rest and rest.is_paid):
        return Part.BALANCE
    return None


def account_for(session: Session, fair: Fair, now: datetime) -> BankAccount | None:
    """Where transfers for this fair go: the organiser's account in use."""
    return present_account(session, fair.organiser_id, now, Organiser)


def choose_method(
    session: Session,
    application: Application,
    allotment: Allotment,
    method: PaymentMethod,
    account_id: int | None,
    now: datetime,
) -> Payment:
    """Begin to pay what is to be paid next; the fair's row is locked. `account_id`: where a transfer goes.

    Raises Refused where nothing is to be paid, for cash, and once money or a page of the gateway is under way.
    """
    payments = payments_of(session, [allotment.id])
    part = part_to_pay(application, allotment, payments, now)
    if part is None:
        raise Refused("Nothing is to be paid for this booth at the moment.")
    if method == PaymentMethod.VIETQR and account_id is None:
        raise Refused("The organiser has not given a bank account yet. Please ask them.")
    if method not in (PaymentMethod.VIETQR, PaymentMethod.CARD):
        raise Refused("A booth is paid by bank transfer or by card.")
    known = payments.get((allotment.id, part))
    payment = lock_payment(session, known.id) if known else _new(allotment, part, now)
    if payment.id and payment.method != method and (payment.received or payment.tries):
        raise Refused("This payment is under way already: please finish it as you began.")
    payment.method = method
    payment.bank_account_id = account_id if method == PaymentMethod.VIETQR else None
    if method == PaymentMethod.CARD and not payment.tries:
        # Each page of the gateway has a time of its own.
        payment.expires_at = None
    if method == PaymentMethod.VIETQR and payment.state == PaymentState.CREATED:
        payment.state = PaymentState.PENDING
    session.add(payment)
    session.flush()
    return payment


def want_page(
    session: Session,
    fair: Fair,
    allotment: Allotment,
    part: Part,
    language: str,
    now: datetime,
    forget: str | None,
) -> Wanted:
    """The page of the gateway on which this part is paid; the fair's row is locked.

    Raises Refused where it is not to be paid by card.
    """
    found = payments_of(session, [allotment.id]).get((allotment.id, part))
    payment = lock_payment(session, found.id) if found else None
    if payment is None or payment.method != PaymentMethod.CARD or payment.state not in UNPAID:
        raise Refused("There is nothing left to pay by card for this booth.")
    line = Line(f"{fair.name} ({allotment.booth.number})", payment.amount)
    return page_wanted(payment, [line], language, now, forget)


def _new(allotment: Allotment, part: Part, now: datetime) -> Payment:
    until = allotment.held_until if part == Part.DEPOSIT else None
    return Payment(
        reference=reference(allotment.id, part),
        amount=amount_of(allotment, part),
        received=0,
        tries=0,
        state=PaymentState.CREATED,
        created_at=now,
        expires_at=until,
    )


def call_off_all(session: Session, allotment: Allotment, now: datetime) -> None:
    """Nothing more is to be paid for this place; what has come without paying for anything goes back."""
    for payment in payments_of(session, [allotment.id]).values():
        call_off_unpaid(session, payment, now)


def give_place_back(session: Session, allotment: Allotment, now: datetime) -> list[Refund]:
    """What was paid for this place goes back in full, once."""
    found = payments_of(session, [allotment.id]).values()
    return [refund for payment in found if (refund := give_all_back(session, payment, now))]


def may_still_leave_free(fair: Fair, now: datetime) -> bool:
    """Whether who withdraws now gets back what was paid: until the last day of applications."""
    return fair.applications_until is not None and day_of(now) <= fair.applications_until
