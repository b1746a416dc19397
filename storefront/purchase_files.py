"""The files of a purchase order, its delivery notes and its invoice, for retailers and producers alike."""

from flask import Response, abort
from sqlalchemy.orm import Session

from marketplace.payments.bank_accounts import BankAccount
from marketplace.sourcing.goods import Delivery
from marketplace.sourcing.invoices import invoice_of, payments_of
from marketplace.sourcing.purchase_orders import PurchaseOrder
from marketplace.sourcing.receiving import amounts_received, good_units

from .clock import now
from .papers.parts import XLSX, XML, download, pdf
from .papers.purchase_order import (
    delivery_note_pdf,
    invoice_pdf,
    invoice_ubl,
    order_pdf,
    order_ubl,
    order_xlsx,
)
from .shop.pages import absolute_url, link


def order_file(order: PurchaseOrder, kind: str) -> Response:
    """`kind` is "pdf", "xlsx" or "xml"; the names of files are those of addresses, whatever the number holds."""
    name = f"order-{order.code}"
    if kind == "pdf":
        return pdf(order_pdf(order, now()), name)
    if kind == "xlsx":
        return download(order_xlsx(order, now()), XLSX, f"{name}.xlsx")
    return download(order_ubl(order), XML, f"{name}.xml")


def invoice_file(session: Session, order: PurchaseOrder, kind: str) -> Response:
    """`kind` is "pdf" or "xml"; 404 for an order without an invoice."""
    invoice = invoice_of(session, order.id) or abort(404)
    payment = payments_of(session, [invoice.id]).get(invoice.id)
    account = session.get(BankAccount, payment.bank_account_id) if payment else None
    received = good_units(session, [order.id]), amounts_received(session, order)
    name = f"invoice-{order.code}"
    if kind == "pdf":
        return pdf(invoice_pdf(order, invoice, *received, payment, account, now()), name)
    return download(invoice_ubl(order, invoice, *received, payment, account), XML, f"{name}.xml")


def delivery_file(order: PurchaseOrder, delivery: Delivery) -> Response:
    url = absolute_url(link(f"/retailer/deliveries/{delivery.code}"))
    return pdf(delivery_note_pdf(order, delivery, url, now()), f"delivery-{delivery.code}")
