"""Matching a bank statement of producers with the invoices that retailers pay by transfer."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..payments.bank_matching import transfers_by_code
from ..payments.payments import Payment
from .goods import Invoice
from .invoices import INVOICE, invoice_id_of
from .purchase_orders import PurchaseOrder


def invoice_payments_to(session: Session, codes: set[str], producer_ids: Iterable[int]) -> dict[str, Payment]:
    """Payments by code that are for invoices of these producers."""
    transfers = transfers_by_code(session, codes, [INVOICE])
    by_invoice = {invoice_id_of(one.reference): one for one in transfers.values()}
    ids, wanted, mine = list(producer_ids), sorted(by_invoice), []
    query = select(Invoice.id).join(Invoice.purchase_order).where(PurchaseOrder.producer_id.in_(ids))
    for start in range(0, len(wanted), 400):
        mine += session.scalars(query.where(Invoice.id.in_(wanted[start : start + 400])))
    return {by_invoice[id].code: by_invoice[id] for id in mine}
