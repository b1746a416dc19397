"""/retailer/statements: open invoices by age, the month with each producer, and how to pay an invoice."""

from collections.abc import Sequence
from types import SimpleNamespace

from flask import Response, abort, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import Row, select

from catalog.producers import Producer
from marketplace.payments.bank_accounts import BankAccount
from marketplace.payments.vietqr import Transfer, payload
from marketplace.permissions import RetailerAction
from marketplace.sourcing.ageing import MOST_SHOWN, ageing, open_invoices
from marketplace.sourcing.invoices import invoice_of, payments_of
from marketplace.sourcing.order_lists import find_order, of_retailers
from marketplace.sourcing.purchase_orders import PurchaseOrder
from marketplace.sourcing.statements import balances_with

from ..application_views import payment_sentence
from ..clock import today
from ..database import session
from ..goods_statements import (
    ageing_views,
    month_of_request,
    months_back,
    open_row,
    statement_file,
    statement_view,
)
from ..qr_codes import qr_svg
from ..security import limiter
from ..shop.pages import Crumb, link
from ..shop.paging import page_number, plain_pager
from . import retailer
from .access import about, my_retailer_ids, named_retailer
from .pages import retailer_page
from .sections import SECTIONS, Section

SECTIONS.append(
    Section(
        "statements",
        RetailerAction.PAYING,
        lazy_gettext("Invoices and statements"),
        lazy_gettext("What is to be paid, by when, and each month with each producer"),
    )
)
_PER_PAGE = 50


@retailer.get("/statements")
def statements() -> Response:
    owner = named_retailer()
    mine = of_retailers([owner.id])
    found = open_invoices(session(), mine)
    asked = page_number(request.args.get("page"))
    suppliers, total = _suppliers(owner.id, asked)
    owed = balances_with(session(), owner.id, [one.id for one in suppliers])
    return retailer_page(
        "statements/index.html",
        owner=owner,
        ages=ageing_views(ageing(session(), mine, today())),
        rows=[
            open_row(one, one.order.producer.name, link(f"/retailer/invoices/{one.order.code}"))
            for one in found
        ],
        most=MOST_SHOWN,
        suppliers=[
            SimpleNamespace(name=one.name, slug=one.slug, owed=owed.get(one.id, 0)) for one in suppliers
        ],
        months=months_back(today()),
        pager=plain_pager("/retailer/statements", asked, total, _PER_PAGE),
        crumbs=[Crumb(_("Invoices and statements"))],
    )


def _suppliers(retailer_id: int, page: int) -> tuple[Sequence[Row], int]:
    """Id, name and slug of who was ordered from, by name; and how many they are."""
    mine = select(PurchaseOrder.producer_id).where(
        PurchaseOrder.retailer_id == retailer_id, PurchaseOrder.issued_at.is_not(None)
    )
    named = select(Producer.id, Producer.name, Producer.slug).where(Producer.id.in_(mine))
    found = session().execute(named.order_by(Producer.name, Producer.id)).all()
    return found[(page - 1) * _PER_PAGE : page * _PER_PAGE], len(found)


@retailer.get("/statements/<slug>/<month>")
def goods_statement(slug: str, month: str) -> Response:
    owner, supplier, wanted = named_retailer(), _supplier(slug), month_of_request(month)
    return retailer_page(
        "statements/show.html",
        owner=owner,
        supplier=supplier,
        month=month,
        statement=statement_view(session(), owner, supplier, wanted),
        crumbs=[
            Crumb(_("Invoices and statements"), link("/retailer/statements")),
            Crumb(f"{supplier.name} {wanted.text}"),
        ],
    )


@retailer.get("/statements/<slug>/<month>.<any(pdf, xlsx, xml):kind>")
@limiter.limit("30 per minute")
def goods_statement_file(slug: str, month: str, kind: str) -> Response:
    return statement_file(session(), named_retailer(), _supplier(slug), month_of_request(month), kind)


def _supplier(slug: str) -> Producer:
    """One that was ordered from; 404 for any other."""
    of_mine = select(PurchaseOrder.producer_id).where(
        PurchaseOrder.retailer_id == named_retailer().id, PurchaseOrder.issued_at.is_not(None)
    )
    query = select(Producer).where(Producer.slug == slug, Producer.id.in_(of_mine))
    return session().scalar(query) or abort(404)


@retailer.get("/invoices/<code>")
def pay_invoice(code: str) -> Response:
    """What to type into the bank's app, as a QR code and as text; `code` is that of the order."""
    order = find_order(session(), of_retailers(my_retailer_ids()), code[:40]) or abort(404)
    about(order.retailer_id)
    invoice = invoice_of(session(), order.id) or abort(404)
    payment = payments_of(session(), [invoice.id]).get(invoice.id) or abort(404)
    account = session().get_one(BankAccount, payment.bank_account_id)
    missing = payment.missing if invoice.due and not payment.is_paid else 0
    asked = Transfer(account.bin, account.number, missing or payment.amount, payment.code)
    return retailer_page(
        "statements/transfer.html",
        payment=payment,
        account=account,
        order=order,
        invoice=invoice,
        qr=qr_svg(payload(asked)) if missing else None,
        sentence=payment_sentence(payment),
        crumbs=[
            Crumb(_("Invoices and statements"), link("/retailer/statements")),
            Crumb(_("Invoice %(number)s", number=invoice.number)),
        ],
    )
