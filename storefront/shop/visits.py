"""/fairs/<slug>/visit: who would like to come registers, and gets a ticket; no account is needed."""

from datetime import timedelta

from flask import Response, redirect, request
from flask_babel import gettext as _

from catalog.records import Refused
from marketplace.fairs.fairs import Fair
from marketplace.fairs.personal_data import KEPT
from marketplace.fairs.registration import register, registers
from marketplace.fairs.visitors import HOLD, MOST_HEADS, Visitor, places_left

from ..clock import now, today
from ..database import session
from ..letters.tickets import send_ticket
from ..locales import locale, translated
from ..login import signed_in
from ..security import limiter
from ..ticket_words import cost_words, ways_to_pay
from ..visitor_words import fair_facts
from . import shop
from .fair_page import fair_crumbs, find_published
from .fair_views import FairView
from .pages import Crumb, link, private_page
from .ticket_money import begin_payment
from .visit_forms import PaidVisitForm, VisitForm

_HEADS = {str(heads) for heads in range(1, MOST_HEADS + 1)}


@shop.get("/fairs/<slug>/visit")
def visit(slug: str) -> Response:
    user, fair = signed_in(), find_published(slug)
    known = {"heads": "1"} | ({"name": user.name, "contact": user.contact} if user else {})
    return _page(fair, _form(fair, formdata=None, data=known))


@shop.post("/fairs/<slug>/visit")
@limiter.limit("10 per minute; 60 per hour")
def register_visit(slug: str) -> Response:
    fair = find_published(slug)
    form = _form(fair)
    if request.form.get("action") == "total":
        return _page(fair, form)
    if not form.validate():
        return _page(fair, form, 422)
    try:
        visitor, is_new = _registered(fair, form)
    except Refused as refusal:
        session().rollback()
        return _page(find_published(slug), form, 422, translated(refusal))
    if is_new:
        return redirect(link(f"/fairs/{fair.slug}/tickets/{visitor.code}"), 303)
    # Whoever knows a contact must not get to see its ticket: it goes to the contact once more.
    sent = send_ticket(session(), visitor, now(), again=True)
    return _page(
        find_published(slug), form, known=_sent_words(form.contact.data) if sent else _unsent_words()
    )


def _form(fair: Fair, **known) -> VisitForm:
    return PaidVisitForm(ways_to_pay(session(), fair), **known) if fair.ticket_price else VisitForm(**known)


def _registered(fair: Fair, form: VisitForm) -> tuple[Visitor, bool]:
    visitor, is_new = register(
        session(),
        fair,
        name=form.name.data,
        contact=form.contact.data,
        heads=form.heads.value,
        company=form.company.data,
        user=signed_in(),
        language=locale(),
        now=now(),
    )
    if is_new and isinstance(form, PaidVisitForm):
        begin_payment(fair, visitor, form.method.data)
    return visitor, is_new


def _sent_words(contact: str) -> str:
    return _(
        "%(contact)s has a ticket for this fair already. We have sent it there once more.", contact=contact
    )


def _unsent_words() -> str:
    return _(
        "This telephone number has a ticket for this fair already. At the gate it is found by your name."
    )


def _heads(form: VisitForm) -> int:
    """As many as were typed, one where that is no number of people."""
    said = form.heads.data or ""
    return int(said) if said in _HEADS else 1


def _page(fair: Fair, form: VisitForm, status: int = 200, problem: str = "", known: str = "") -> Response:
    response = private_page(
        "shop/fairs/visit.html",
        status,
        fair=fair,
        facts=fair_facts(fair),
        takes=registers(fair, now()),
        left=places_left(session(), fair, now()),
        by_web=not fair.ticket_price or bool(ways_to_pay(session(), fair)),
        total=cost_words(fair.ticket_price, _heads(form)) if fair.ticket_price else "",
        hold_hours=HOLD // timedelta(hours=1),
        form=form,
        problem=problem,
        known=known,
        days_kept=KEPT.days,
        crumbs=[*fair_crumbs(FairView.of(fair, today())), Crumb(_("Register as a visitor"))],
    )
    response.headers["X-Robots-Tag"] = "noindex"
    return response
