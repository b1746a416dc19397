"""The producers' invoices to retailers: writing one, saying that money has come or is on its way back."""

from flask import Response, abort, flash, redirect
from flask_babel import gettext as _
from sqlalchemy import select

from marketplace.payments.bank_matching import say_it_came
from marketplace.payments.payments import Payment, lock_payment
from marketplace.payments.purposes import purpose_of
from marketplace.payments.refunds import Refund
from marketplace.sourcing.invoices import invoice_of, issue_invoice, payments_of
from marketplace.sourcing.purchase_orders import PurchaseOrder

from ..clock import now
from ..database import session
from ..security import limiter
from ..seen_forms import SeenForm
from ..shop.pages import link
from . import producer
from .purchase_forms import InvoiceForm
from .purchase_orders import find_purchase, purchase_page, step


@producer.post("/purchase-orders/<code>/invoice")
@limiter.limit("60 per minute")
def bill_purchase(code: str) -> Response:
    form = InvoiceForm()
    return step(
        code,
        form,
        lambda one: issue_invoice(session(), one, form.revision, form.number.data, form.day, now()),
        _("The invoice is written. The retailer is told where to pay."),
        "billing",
    )


@producer.post("/purchase-orders/<code>/receipt")
@limiter.limit("120 per minute")
def invoice_paid(code: str) -> Response:
    """A person says that the whole amount has come."""
    order = find_purchase(code)
    payment = _payment(order)
    if not SeenForm().validate():
        return purchase_page(order, 422, _("The form had expired. Please try once more."))
    say_it_came(session(), payment, now())
    flash(_("Noted: the money has come."), "good")
    return redirect(link(f"/producer/purchase-orders/{code}"), 303)


@producer.post("/purchase-orders/<code>/payout")
@limiter.limit("120 per minute")
def surplus_sent_back(code: str) -> Response:
    """A person says that what was too much is on its way back to the retailer."""
    order = find_purchase(code)
    payment = _payment(order)
    if not SeenForm().validate():
        return purchase_page(order, 422, _("The form had expired. Please try once more."))
    payment = lock_payment(session(), payment.id)
    due = Refund.payment_id == payment.id, Refund.done_at.is_(None)
    for refund in session().scalars(select(Refund).where(*due).order_by(Refund.id).with_for_update()).all():
        purpose_of(payment.reference).paid_out(session(), refund, payment, now(), None)
    flash(_("Noted: the money is on its way back."), "good")
    return redirect(link(f"/producer/purchase-orders/{code}"), 303)


def _payment(order: PurchaseOrder) -> Payment:
    invoice = invoice_of(session(), order.id) or abort(404)
    return payments_of(session(), [invoice.id]).get(invoice.id) or abort(404)
