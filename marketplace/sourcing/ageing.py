"""How old the open invoices are, and how retailers pay: figures that follow from invoices and their transfers."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, Integer, Select, case, cast, func, select
from sqlalchemy.orm import Session, joinedload

from catalog.days import day_of

from ..payments.payments import Payment
from .goods import Invoice
from .invoices import INVOICE
from .purchase_orders import PurchaseOrder

MOST_SHOWN = 100
# Scorecards look back so far.
YEAR = timedelta(days=365)


class Age(StrEnum):
    """How long ago an invoice was due."""

    NOT_DUE = "not_due"
    UP_TO_30 = "up_to_30"
    UP_TO_60 = "up_to_60"
    UP_TO_90 = "up_to_90"
    OLDER = "older"


@dataclass(frozen=True)
class OpenInvoice:
    """An invoice of which `open` dong are still to come."""

    invoice: Invoice
    order: PurchaseOrder
    payment: Payment
    open: int

    def days_late(self, today: date) -> int:
        """Less than 0 or 0 while it is not late."""
        return (today - self.invoice.due_on).days


def age_of(days_late: int) -> Age:
    limits = (0, Age.NOT_DUE), (30, Age.UP_TO_30), (60, Age.UP_TO_60), (90, Age.UP_TO_90)
    return next((age for limit, age in limits if days_late <= limit), Age.OLDER)


def payment_joins() -> ColumnElement[bool]:
    """The SQL of which payment is for an invoice."""
    id = cast(func.substr(Payment.reference, len(INVOICE) + 2), Integer)
    return Payment.reference.startswith(f"{INVOICE}:") & (id == Invoice.id)


def _open(columns: Sequence, mine: ColumnElement[bool]) -> Select:
    query = select(*columns).select_from(Invoice).join(Invoice.purchase_order).join(Payment, payment_joins())
    return query.where(mine, Payment.succeeded_at.is_(None), Invoice.amount > Invoice.credited)


def open_invoices(session: Session, mine: ColumnElement[bool]) -> list[OpenInvoice]:
    """The first `MOST_SHOWN` to be paid, the first due first, with the parties of their orders; `mine` is about PurchaseOrder."""
    parties = joinedload(PurchaseOrder.retailer), joinedload(PurchaseOrder.producer)
    query = _open((Invoice, PurchaseOrder, Payment), mine).options(*parties)
    first = query.order_by(Invoice.due_on, Invoice.id).limit(MOST_SHOWN)
    return [OpenInvoice(*row, row[2].missing) for row in session.execute(first)]


def ageing(session: Session, mine: ColumnElement[bool], today: date) -> dict[Age, int]:
    """Open dong of all invoices by age; every age is in it."""
    missing = case((Payment.to_come > 0, Payment.to_come), else_=0)
    sums = dict.fromkeys(Age, 0)
    by_day = _open((Invoice.due_on, func.sum(missing)), mine).group_by(Invoice.due_on)
    for due_on, dong in session.execute(by_day):
        sums[age_of((today - due_on).days)] += int(dong)
    return sums


@dataclass
class Scorecard:
    """How a retailer has paid in the last year: invoices that fell due, those paid in time, the days of the others.

    `overdue` dong are late now. Where nothing fell due yet there is no share of what was in time.
    """

    due: int = 0
    in_time: int = 0
    days: list[int] = field(default_factory=list)
    overdue: int = 0

    @property
    def percent_in_time(self) -> int | None:
        return round(100 * self.in_time / self.due) if self.due else None

    @property
    def days_late(self) -> int:
        """On average, of those that were late."""
        return round(sum(self.days) / len(self.days)) if self.days else 0


def scorecards(session: Session, retailer_ids: Collection[int], now: datetime) -> dict[int, Scorecard]:
    """By the id of the retailer, whoever the producer was: every one asked for is in it."""
    today, found = day_of(now), {id: Scorecard() for id in retailer_ids}
    query = (
        select(
            PurchaseOrder.retailer_id,
            Invoice.due_on,
            Payment.succeeded_at,
            Payment.amount,
            Payment.received,
            Payment.surplus,
        )
        .join(Invoice.purchase_order)
        .join(Payment, payment_joins())
        .where(
            PurchaseOrder.retailer_id.in_(found),
            Invoice.due_on >= today - YEAR,
            Invoice.due_on < today,
            Invoice.amount > Invoice.credited,
        )
    )
    for retailer_id, due_on, paid_at, amount, received, surplus in session.execute(query):
        card = found[retailer_id]
        late = ((day_of(paid_at) if paid_at else today) - due_on).days
        card.due += 1
        if late <= 0:
            card.in_time += 1
        else:
            card.days.append(late)
        card.overdue += 0 if paid_at else max(0, amount - received + surplus)
    return found
