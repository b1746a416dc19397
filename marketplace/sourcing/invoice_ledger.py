"""What invoices, credits and transfers leave in the ledger: who owes whom, between a retailer and its producer.

The market takes no part in it: these accounts are beside those of the shop.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from catalog.days import day_of

from ..payments.ledger import Kind, post
from .goods import GoodsClaim, Invoice
from .purchase_orders import PurchaseOrder

RETAILER, SUPPLIER = "retailer:", "supplier:"


def retailer_account(retailer_id: int) -> str:
    """Less than 0: the retailer owes so many dong for goods."""
    return f"{RETAILER}{retailer_id}"


def supplier_account(producer_id: int) -> str:
    """More than 0: retailers owe the producer so many dong for goods."""
    return f"{SUPPLIER}{producer_id}"


def book_invoice(session: Session, order: PurchaseOrder, invoice: Invoice, now: datetime) -> None:
    _post(session, order, f"invoice:{invoice.id}", Kind.SALE, invoice.amount, now)


def book_credit(session: Session, order: PurchaseOrder, claim: GoodsClaim, now: datetime) -> None:
    """What an accepted claim takes off what is owed."""
    _post(session, order, f"goods-claim:{claim.id}", Kind.SALE, -claim.granted, now)


def book_payment(session: Session, order: PurchaseOrder, source: str, amount: int, now: datetime) -> bool:
    """`amount` dong that came by transfer; less than 0: they went back. False when known."""
    return _post(session, order, f"{INVOICE_MONEY}{source}", Kind.PAYMENT, -amount, now)


# The same line of a bank's statement may pay for something else of the market too.
INVOICE_MONEY = "invoice-money:"


def _post(session: Session, order: PurchaseOrder, source: str, kind: Kind, owed: int, now: datetime) -> bool:
    entries = {retailer_account(order.retailer_id): -owed, supplier_account(order.producer_id): owed}
    return post(session, source, kind, day_of(now), entries, now=now)
