"""/organiser/fairs/<slug>/takings: transfers awaited for booths, money to send back, and the bank's statement."""

from flask import Response, abort, flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import HiddenField

from catalog.records import Refused
from marketplace.fairs.bank_matching import (
    DueTransfer,
    awaited,
    awaited_transfer,
    match_lines,
    refunds_to_send,
)
from marketplace.fairs.booth_payments import account_for
from marketplace.fairs.fairs import Fair
from marketplace.payments.bank_matching import COUNTED, Match, MatchedLine, say_it_came, take_lines
from marketplace.payments.bank_statements import StatementLine, is_header, read_statement
from marketplace.payments.payments import PaymentState, lock_payment
from marketplace.payments.purposes import purpose_of
from marketplace.payments.refunds import Refund
from marketplace.permissions import OrganiserAction

from ..clock import now
from ..database import session
from ..dry_runs import ShownLine, read_back, written
from ..filters import moment
from ..locales import translated
from ..matched_views import shown_lines
from ..security import limiter
from ..shop.forms import ShopForm
from ..shop.pages import Crumb, link
from ..uploads import shown_errors, uploaded_table
from . import organiser
from .access import find_fair
from .booth_forms import ButtonForm
from .pages import fair_crumb, organiser_page
from .sections import SECTIONS, Section

SECTIONS.append(
    Section(
        "takings",
        OrganiserAction.MONEY,
        lazy_gettext("Payments for booths"),
        lazy_gettext("Transfers to look for, money to send back"),
    )
)


class StatementForm(ShopForm):
    """`lines` holds what the dry run found: whoever sends it may confirm each of these payments by hand anyway."""

    lines = HiddenField()


@organiser.get("/fairs/<slug>/takings")
def takings(slug: str) -> Response:
    return takings_page(find_fair(slug))


def takings_page(fair: Fair, status: int = 200, problem: str = "", **more) -> Response:
    context = {"rows": None, "errors_found": [], "statement": None, "unknown": 0} | more
    return organiser_page(
        "takings.html",
        status,
        fair=fair,
        problem=problem,
        awaited=[_row(fair, due) for due in awaited(session(), fair.id)],
        to_send=[_row(fair, due) for due in refunds_to_send(session(), fair.id)],
        account=account_for(session(), fair, now()),
        button=ButtonForm(formdata=None),
        crumbs=[fair_crumb(fair), Crumb(_("Payments for booths"))],
        **context,
    )


def _row(fair: Fair, due: DueTransfer) -> dict:
    return {
        "code": due.payment.code,
        "producer": due.producer.name,
        "booth": due.booth.number,
        "url": link(f"/organiser/fairs/{fair.slug}/applications/{due.application.code}"),
        "amount": due.payment.amount,
        "received": due.payment.received,
        "late": due.payment.state == PaymentState.CANCELLED,
        "until": moment(due.payment.expires_at) if due.payment.expires_at else "",
        "refund": due.refund,
    }


@organiser.post("/fairs/<slug>/payments/<code>/receipt")
@limiter.limit("120 per minute")
def confirm_booth_receipt(slug: str, code: str) -> Response:
    """A person says that the whole amount has come."""
    fair = find_fair(slug)
    payment = awaited_transfer(session(), fair.id, code[:40]) or abort(404)
    if not ButtonForm().validate():
        return takings_page(fair, 422, _("The form had expired. Please try once more."))
    say_it_came(session(), payment, now())
    flash(_("Noted: the money has come."), "good")
    return _back(fair)


@organiser.post("/fairs/<slug>/refunds/<int:id>/payout")
@limiter.limit("120 per minute")
def confirm_booth_payout(slug: str, id: int) -> Response:
    """A person says that the money is on its way back to the producer."""
    fair = find_fair(slug)
    due = next(
        (due for due in refunds_to_send(session(), fair.id) if due.refund and due.refund.id == id), None
    )
    if due is None:
        abort(404)
    if not ButtonForm().validate():
        return takings_page(fair, 422, _("The form had expired. Please try once more."))
    payment = lock_payment(session(), due.payment.id)
    refund = session().get_one(Refund, id, with_for_update=True, populate_existing=True)
    purpose_of(payment.reference).paid_out(session(), refund, payment, now(), None)
    flash(_("Noted: the money is on its way back."), "good")
    return _back(fair)


@organiser.post("/fairs/<slug>/bank-statements")
@limiter.limit("30 per minute")
def check_booth_statement(slug: str) -> Response:
    """The dry run: what each line of the file would do. Writes nothing."""
    fair, form = find_fair(slug), StatementForm()
    if not form.validate():
        return takings_page(fair, 422, _("The form had expired. Please try once more."))
    account = account_for(session(), fair, now())
    if account is None:
        return takings_page(fair, 422, _("Please write down your bank account first."))
    try:
        statement = read_statement(uploaded_table("file", is_header), account.number)
    except Refused as refusal:
        return takings_page(fair, 422, translated(refusal))
    if statement.errors:
        problem, errors = _("Nothing was counted: please mend these places."), shown_errors(statement.errors)
        return takings_page(fair, 422, problem, errors_found=errors)
    matched = match_lines(session(), statement.lines, fair.organiser_id)
    shown = [line for line in matched if line.match != Match.UNKNOWN]
    try:
        form = StatementForm(formdata=None, lines=_lines_to_take(matched))
    except Refused as refusal:
        return takings_page(fair, 422, translated(refusal))
    # Writes nothing, though it is asked by POST.
    session().rollback()
    fair = find_fair(slug)
    return takings_page(fair, rows=shown_lines(shown), unknown=len(matched) - len(shown), statement=form)


def _lines_to_take(matched: list[MatchedLine]) -> str:
    kept = [one for one in matched if one.match in COUNTED and one.payment]
    return written(ShownLine(o.line.row, o.line.amount, o.payment.code, o.line.source) for o in kept)


@organiser.post("/fairs/<slug>/bank-statements/receipts")
@limiter.limit("30 per minute")
def take_booth_statement(slug: str) -> Response:
    """Count what the dry run has shown, in one transaction; what is known meanwhile is passed over."""
    fair, form = find_fair(slug), StatementForm()
    account = account_for(session(), fair, now())
    # Of the own account only: the source of somebody else's money must not be counted before they do.
    lines = read_back(form.lines.data, f"bank:{account.number}:") if account else None
    if lines is None or not form.validate():
        return takings_page(fair, 422, _("The form had expired. Please try once more."))
    shown = [StatementLine(line.row, None, line.amount, line.text, line.source) for line in lines]
    counted = take_lines(session(), match_lines(session(), shown, fair.organiser_id), now())
    flash(_("%(count)s payments counted.", count=counted), "good")
    return _back(fair)


def _back(fair: Fair) -> Response:
    return redirect(url_for("organiser.takings", slug=fair.slug), 303)
