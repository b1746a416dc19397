"""/organiser/fairs/<slug>/ticket-payments: what tickets bring in, transfers awaited for them, and money to send back."""

from urllib.parse import urlencode

from flask import Response, abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import Select, func, select

from catalog.codes import grouped, read_code
from marketplace.fairs.fairs import Fair
from marketplace.fairs.ticket_life import return_cash
from marketplace.fairs.ticket_takings import (
    awaited_tickets,
    cash_to_return,
    ticket_refunds,
    ticket_takings,
    ticket_transfer,
)
from marketplace.fairs.visitors import Visitor
from marketplace.payments.bank_matching import say_it_came
from marketplace.payments.payments import Payment, PaymentState, lock_payment
from marketplace.payments.purposes import purpose_of
from marketplace.payments.refunds import Refund
from marketplace.permissions import OrganiserAction
from marketplace.phones import shown_phone

from ..clock import now
from ..database import session
from ..filters import moment
from ..security import limiter
from ..shop.pages import Crumb, link
from ..shop.paging import Pager, page_number
from ..ticket_words import transfers_to
from . import organiser
from .access import find_fair
from .booth_forms import ButtonForm
from .pages import fair_crumb, organiser_page
from .sections import SECTIONS, Section

_PER_PAGE = 50

SECTIONS.append(
    Section(
        "ticket-payments",
        OrganiserAction.MONEY,
        lazy_gettext("Payments for tickets"),
        lazy_gettext("What came in, transfers to look for, money to send back"),
    )
)


@organiser.get("/fairs/<slug>/ticket-payments")
def ticket_payments(slug: str) -> Response:
    return _page(find_fair(slug))


def _page(fair: Fair, status: int = 200, problem: str = "") -> Response:
    said = request.args.get("q", "")[:40].strip()
    awaited, pages = _paged(fair, awaited_tickets(fair, read_code(said)), "page", said)
    refunds, back_pages = _paged(fair, ticket_refunds(fair), "back", said)
    cash, cash_pages = _paged(fair, cash_to_return(fair), "cash", said)
    return organiser_page(
        "ticket_payments.html",
        status,
        fair=fair,
        problem=problem,
        q=said,
        sums=ticket_takings(session(), fair),
        awaited=[_awaited(fair, *row) for row in awaited],
        pager=pages,
        refunds=[_who(fair, visitor) | {"refund": refund} for _payment, visitor, refund in refunds],
        back_pager=back_pages,
        cash=[_who(fair, visitor) | {"cash": visitor.cash} for (visitor,) in cash],
        cash_pager=cash_pages,
        account=transfers_to(session(), fair),
        button=ButtonForm(formdata=None),
        crumbs=[fair_crumb(fair), Crumb(_("Payments for tickets"))],
    )


def _paged(fair: Fair, query: Select, name: str, said: str) -> tuple[list, Pager]:
    """One page of these rows; each list has a number of its own in the address."""
    count = session().scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    pager = Pager(
        lambda page: _url(fair, q=said, **{name: page if page > 1 else ""}),
        page_number(request.args.get(name)),
        count,
        _PER_PAGE,
    )
    rows = session().execute(query.offset((pager.page - 1) * _PER_PAGE).limit(_PER_PAGE))
    return list(rows), pager


def _url(fair: Fair, **query: object) -> str:
    wanted = urlencode({key: value for key, value in query.items() if value})
    return link(f"/organiser/fairs/{fair.slug}/ticket-payments") + (f"?{wanted}" if wanted else "")


def _who(fair: Fair, visitor: Visitor) -> dict:
    contact = visitor.contact if visitor.can_be_written_to else ""
    return {
        "name": visitor.name,
        "contact": shown_phone(contact) if contact.startswith("+") else contact,
        "ticket": grouped(visitor.code),
        "code": visitor.code,
        "url": link(f"/organiser/fairs/{fair.slug}/visitors") + f"?q={visitor.code}",
    }


def _awaited(fair: Fair, payment: Payment, visitor: Visitor) -> dict:
    return _who(fair, visitor) | {
        "message": payment.code,
        "amount": payment.amount,
        "received": payment.received,
        "late": payment.state == PaymentState.CANCELLED,
        "until": moment(payment.expires_at) if payment.expires_at else "",
    }


@organiser.post("/fairs/<slug>/ticket-payments/<code>/receipt")
@limiter.limit("120 per minute")
def confirm_ticket_receipt(slug: str, code: str) -> Response:
    """A person says that the whole amount has come."""
    fair = find_fair(slug)
    payment = session().scalar(ticket_transfer(fair, read_code(code[:40]))) or abort(404)
    if not ButtonForm().validate():
        return _page(fair, 422, _("The form had expired. Please try once more."))
    say_it_came(session(), payment, now())
    flash(_("Noted: the money has come."), "good")
    return _back(fair)


@organiser.post("/fairs/<slug>/ticket-refunds/<int:id>/payout")
@limiter.limit("120 per minute")
def confirm_ticket_payout(slug: str, id: int) -> Response:
    """A person says that the money is on its way back to the visitor."""
    fair = find_fair(slug)
    found = session().execute(ticket_refunds(fair).where(Refund.id == id)).first() or abort(404)
    if not ButtonForm().validate():
        return _page(fair, 422, _("The form had expired. Please try once more."))
    payment = lock_payment(session(), found[0].id)
    refund = session().get_one(Refund, id, with_for_update=True, populate_existing=True)
    purpose_of(payment.reference).paid_out(session(), refund, payment, now(), None)
    flash(_("Noted: the money is on its way back."), "good")
    return _back(fair)


@organiser.post("/fairs/<slug>/ticket-cash/<code>/payout")
@limiter.limit("120 per minute")
def confirm_ticket_cash(slug: str, code: str) -> Response:
    """A person says that what was paid at the gate is given back."""
    fair = find_fair(slug)
    found = session().scalar(cash_to_return(fair).where(Visitor.code == read_code(code[:40]))) or abort(404)
    if not ButtonForm().validate():
        return _page(fair, 422, _("The form had expired. Please try once more."))
    return_cash(found)
    flash(_("Noted: the money is given back."), "good")
    return _back(fair)


def _back(fair: Fair) -> Response:
    return redirect(url_for("organiser.ticket_payments", slug=fair.slug), 303)
