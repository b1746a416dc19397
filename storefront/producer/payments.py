"""/producer/payments: transfers awaited, the bank account, statements, and money to send back."""

from flask import Response, abort, flash, redirect, url_for
from flask_babel import gettext as _
from wtforms import HiddenField

from catalog.producers import Producer
from catalog.records import Refused
from catalog.text import clean
from marketplace.orders.bank_matching import payments_to
from marketplace.orders.paybacks import paid_out
from marketplace.orders.producer_payments import (
    awaited_transfer,
    awaited_transfers,
    late_transfers,
    refunds_to_send,
)
from marketplace.orders.return_lists import accounts_to_pay
from marketplace.payments.bank_accounts import present_account
from marketplace.payments.bank_matching import (
    COUNTED,
    Match,
    MatchedLine,
    codes_of,
    match,
    say_it_came,
    take_lines,
)
from marketplace.payments.bank_statements import StatementLine, is_header, read_statement
from marketplace.payments.payments import lock_payment
from marketplace.payments.refunds import Refund
from marketplace.phones import shown_phone
from marketplace.sourcing.bank_matching import invoice_payments_to

from ..clock import now
from ..database import session
from ..dry_runs import ShownLine, read_back, written
from ..filters import moment
from ..locales import translated
from ..matched_views import shown_lines
from ..security import limiter
from ..shop.forms import ShopForm
from ..shop.pages import Crumb, link
from ..shop.progress import part_number
from ..uploads import shown_errors, uploaded_table
from . import producer
from .access import my_producers
from .account_forms import AccountForm, TermsForm, account_views
from .pages import producer_page


def _tidy(text: str | None) -> str:
    return clean(text or "")


class ReceiptForm(ShopForm):
    """A button: the money has come, or has been sent back."""


class StatementForm(ShopForm):
    """`lines` holds what the dry run found: whoever sends it may confirm each of these payments by hand anyway."""

    producer = HiddenField(filters=[_tidy])
    lines = HiddenField()


def _ids() -> list[int]:
    return [one.id for one in my_producers()]


def mine(slug: str) -> Producer:
    return next((one for one in my_producers() if one.slug == slug), None) or abort(404)


@producer.get("/payments")
def payments() -> Response:
    return payments_page()


def payments_page(
    status: int = 200, problem: str = "", typed: AccountForm | TermsForm | None = None, **more
) -> Response:
    """`typed` is a form that was sent and has to be shown again."""
    to_send = refunds_to_send(session(), _ids())
    asked = accounts_to_pay(session(), [due.refund for due in to_send if due.refund])
    context = {"rows": None, "errors_found": [], "statement": None, "wrong_file": None} | more
    return producer_page(
        "producer/payments/index.html",
        status,
        problem=problem,
        awaited=[_row(due) for due in awaited_transfers(session(), _ids())],
        late=[_row(due) for due in late_transfers(session(), _ids(), now())],
        to_send=[_row(due) | {"asked": asked.get(due.refund.reason)} for due in to_send],
        accounts=account_views(my_producers(), typed),
        button=ReceiptForm(formdata=None),
        crumbs=[Crumb(_("Payments"))],
        **context,
    )


def _row(due) -> dict:
    number = part_number(due.order, due.part)
    return {
        "code": due.payment.code,
        "number": number,
        "url": link(f"/producer/orders/{due.order.number}-{due.part.position}"),
        "amount": due.payment.amount,
        "received": due.payment.received,
        "until": moment(due.payment.expires_at) if due.payment.expires_at else "",
        "buyer": due.order.name,
        "phone": due.order.phone,
        "phone_shown": shown_phone(due.order.phone) if due.order.phone else "",
        "refund": due.refund,
    }


@producer.post("/payments/<code>/receipt")
@limiter.limit("120 per minute")
def confirm_receipt(code: str) -> Response:
    """A person says that the whole amount has come."""
    payment = awaited_transfer(session(), _ids(), code[:40]) or abort(404)
    if not ReceiptForm().validate():
        return payments_page(422, _("The form had expired. Please try once more."))
    say_it_came(session(), payment, now())
    flash(_("Noted: the money has come. You can confirm the order."), "good")
    return redirect(url_for("producer.payments"), 303)


@producer.post("/refunds/<int:id>/payout")
@limiter.limit("120 per minute")
def confirm_payout(id: int) -> Response:
    """A person says that the money is on its way back to the buyer."""
    due = next((due for due in refunds_to_send(session(), _ids()) if due.refund.id == id), None)
    if due is None:
        abort(404)
    if not ReceiptForm().validate():
        return payments_page(422, _("The form had expired. Please try once more."))
    payment = lock_payment(session(), due.payment.id)
    refund = session().get_one(Refund, id, with_for_update=True, populate_existing=True)
    paid_out(session(), refund, payment, now())
    flash(_("Noted: the money is on its way back."), "good")
    return redirect(url_for("producer.payments"), 303)


@producer.post("/bank-statements")
@limiter.limit("30 per minute")
def check_statement() -> Response:
    """The dry run: what each line of the file would do. Writes nothing."""
    form = StatementForm()
    one = mine(form.producer.data)
    if not form.validate():
        return payments_page(422, _("The form had expired. Please try once more."))
    account = present_account(session(), one.id, now())
    if account is None:
        return payments_page(422, _("Please write down your bank account first."))
    try:
        statement = read_statement(uploaded_table("file", is_header), account.number)
    except Refused as refusal:
        return payments_page(422, wrong_file=(one.slug, translated(refusal)))
    if statement.errors:
        return payments_page(
            422,
            _("Nothing was counted: please mend these places."),
            errors_found=shown_errors(statement.errors),
        )
    matched = _matched(statement.lines, one)
    shown = [line for line in matched if line.match != Match.UNKNOWN]
    try:
        form = StatementForm(formdata=None, producer=one.slug, lines=_lines_to_take(matched))
    except Refused as refusal:
        return payments_page(422, translated(refusal))
    # Writes nothing, though it is asked by POST.
    session().rollback()
    return payments_page(rows=shown_lines(shown), unknown=len(matched) - len(shown), statement=form)


def _matched(lines: list[StatementLine], one: Producer) -> list[MatchedLine]:
    """What each line would do: for parcels of buyers, and for invoices of retailers."""
    codes = codes_of(lines)
    parcels, invoices = (find(session(), codes, [one.id]) for find in (payments_to, invoice_payments_to))
    return match(session(), lines, parcels | invoices)


def _lines_to_take(matched: list[MatchedLine]) -> str:
    kept = [one for one in matched if one.match in COUNTED and one.payment]
    return written(ShownLine(o.line.row, o.line.amount, o.payment.code, o.line.source) for o in kept)


@producer.post("/bank-statements/receipts")
@limiter.limit("30 per minute")
def take_statement() -> Response:
    """Count what the dry run has shown, in one transaction; what is known meanwhile is passed over."""
    form = StatementForm()
    one = mine(form.producer.data)
    account = present_account(session(), one.id, now())
    # Of the own account only: the source of somebody else's money must not be counted before they do.
    lines = read_back(form.lines.data, f"bank:{account.number}:") if account else None
    if lines is None or not form.validate():
        return payments_page(422, _("The form had expired. Please try once more."))
    shown = [StatementLine(line.row, None, line.amount, line.text, line.source) for line in lines]
    counted = take_lines(session(), _matched(shown, one), now())
    flash(_("%(count)s payments counted.", count=counted), "good")
    return redirect(url_for("producer.payments"), 303)
