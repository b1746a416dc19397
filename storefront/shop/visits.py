"""/fairs/<slug>/visit: who would like to come registers, and gets a ticket; no account is needed."""

from flask import Response, redirect
from flask_babel import gettext as _

from catalog.records import Refused
from marketplace.fairs.fairs import Fair
from marketplace.fairs.personal_data import KEPT
from marketplace.fairs.visitors import Visitor, places_left, register, registers

from ..clock import now, today
from ..database import session
from ..letters.tickets import send_ticket
from ..locales import locale, translated
from ..login import signed_in
from ..security import limiter
from ..visitor_words import fair_facts
from . import shop
from .fair_page import fair_crumbs, find_published
from .fair_views import FairView
from .pages import Crumb, link, private_page
from .visit_forms import VisitForm


@shop.get("/fairs/<slug>/visit")
def visit(slug: str) -> Response:
    user = signed_in()
    known = {"heads": "1"} | ({"name": user.name, "contact": user.contact} if user else {})
    return _page(find_published(slug), VisitForm(formdata=None, data=known))


@shop.post("/fairs/<slug>/visit")
@limiter.limit("10 per minute; 60 per hour")
def register_visit(slug: str) -> Response:
    fair, form = find_published(slug), VisitForm()
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


def _registered(fair: Fair, form: VisitForm) -> tuple[Visitor, bool]:
    if fair.ticket_price:
        raise Refused("Tickets for this fair are sold at its gate.")
    return register(
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


def _sent_words(contact: str) -> str:
    return _(
        "%(contact)s has a ticket for this fair already. We have sent it there once more.", contact=contact
    )


def _unsent_words() -> str:
    return _(
        "This telephone number has a ticket for this fair already. At the gate it is found by your name."
    )


def _page(fair: Fair, form: VisitForm, status: int = 200, problem: str = "", known: str = "") -> Response:
    response = private_page(
        "shop/fairs/visit.html",
        status,
        fair=fair,
        facts=fair_facts(fair),
        takes=registers(fair, now()),
        left=places_left(session(), fair, now()),
        form=form,
        problem=problem,
        known=known,
        days_kept=KEPT.days,
        crumbs=[*fair_crumbs(FairView.of(fair, today())), Crumb(_("Register as a visitor"))],
    )
    response.headers["X-Robots-Tag"] = "noindex"
    return response
