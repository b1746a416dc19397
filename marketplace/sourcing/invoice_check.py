"""What must always hold between invoices, claims, transfers and the ledger; asked every night, and by the tests."""

from collections import defaultdict
from typing import NamedTuple

from sqlalchemy import Integer, cast, func, select
from sqlalchemy.orm import Session

from ..payments.ledger import balances
from ..payments.payments import Payment
from .goods import ClaimState, GoodsClaim, Invoice
from .invoice_ledger import RETAILER, SUPPLIER, retailer_account, supplier_account
from .invoices import INVOICE
from .purchase_orders import PurchaseOrder


class Finding(NamedTuple):
    """Something that does not hold: which rule, and where (an account, an invoice)."""

    rule: str
    where: str


def check_invoices(session: Session) -> list[Finding]:
    """Everything that does not hold, none where all is well."""
    return [*_balances(session), *_credits(session), *_payments(session)]


def _balances(session: Session) -> list[Finding]:
    owed: dict[str, int] = defaultdict(int)
    paid = dict(session.execute(_paid()).all())
    query = select(Invoice, PurchaseOrder.retailer_id, PurchaseOrder.producer_id).join(Invoice.purchase_order)
    for invoice, retailer_id, producer_id in session.execute(query):
        open_ = invoice.due - paid.get(invoice.id, 0)
        owed[retailer_account(retailer_id)] -= open_
        owed[supplier_account(producer_id)] += open_
    booked = balances(session, RETAILER) | balances(session, SUPPLIER)
    wrong = sorted(one for one in {*owed, *booked} if owed.get(one, 0) != booked.get(one, 0))
    return [Finding("not what invoices, credits and transfers come to", account) for account in wrong]


def _paid():
    id = cast(func.substr(Payment.reference, len(INVOICE) + 2), Integer)
    return select(id, Payment.received - Payment.given_back).where(
        Payment.reference.startswith(f"{INVOICE}:")
    )


def _credits(session: Session) -> list[Finding]:
    granted = (
        select(GoodsClaim.purchase_order_id, func.sum(GoodsClaim.granted).label("granted"))
        .where(GoodsClaim.state == ClaimState.ACCEPTED)
        .group_by(GoodsClaim.purchase_order_id)
        .subquery()
    )
    query = select(Invoice.id).outerjoin(granted, granted.c.purchase_order_id == Invoice.purchase_order_id)
    wrong = query.where(Invoice.credited != func.coalesce(granted.c.granted, 0)).order_by(Invoice.id)
    return [
        Finding("credited is not what claims were granted", f"invoice:{id}") for id in session.scalars(wrong)
    ]


def _payments(session: Session) -> list[Finding]:
    """Invoices whose payment asks for something else than is due."""
    id = cast(func.substr(Payment.reference, len(INVOICE) + 2), Integer)
    due = Invoice.amount - Invoice.credited
    query = select(Invoice.id).outerjoin(
        Payment, (id == Invoice.id) & Payment.reference.startswith(f"{INVOICE}:")
    )
    wrong = query.where(due > 0, func.coalesce(Payment.amount, 0) != due).order_by(Invoice.id)
    return [Finding("the transfer asks for something else", f"invoice:{id}") for id in session.scalars(wrong)]
