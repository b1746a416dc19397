"""/producer/applications/<code>: one application for a booth: how far it is, what is to be paid, and its steps."""

from flask import Response, abort, flash, redirect
from flask_babel import gettext as _

from catalog.records import Refused
from marketplace.accounts.organisers import Organiser
from marketplace.fairs.application_lists import (
    eligibility_of,
    find_application,
    is_lapsed,
    last_place_of,
    place_of,
)
from marketplace.fairs.application_steps import change, withdraw
from marketplace.fairs.applications import OPEN, Application, ApplicationState
from marketplace.fairs.booth_payments import (
    account_for,
    amount_of,
    may_still_leave_free,
    part_to_pay,
    payments_of,
)
from marketplace.fairs.booth_types import types_of
from marketplace.fairs.decisions import application_for_steps
from marketplace.fairs.fairs import Fair
from marketplace.fairs.planning import lock_fair
from marketplace.fairs.preorders import takes_preorders

from ..application_views import booth_payment_views, timeline_of
from ..clock import now, today
from ..database import session
from ..eligibility_words import all_findings
from ..filters import day, label, moment
from ..gateways import gateway
from ..locales import translated
from ..security import limiter
from ..shop.pages import Crumb, link
from . import producer
from .access import my_producers
from .fair_forms import ApplicationForm, PayForm, WithdrawForm, preorders_form, written
from .fairs import products_of, register_words
from .pages import producer_page

S = ApplicationState


def find_mine(code: str) -> tuple[Application, Fair]:
    """404 for another producer's."""
    mine = Application.producer_id.in_([one.id for one in my_producers()])
    found = find_application(session(), code[:40], mine) or abort(404)
    return found, session().get_one(Fair, found.fair_id)


@producer.get("/applications/<code>")
def fair_application(code: str) -> Response:
    return my_application_page(*find_mine(code))


def my_application_page(
    one: Application, fair: Fair, status: int = 200, problem: str = "", form: ApplicationForm | None = None
) -> Response:
    types, products = types_of(session(), fair.id), products_of(one.producer)
    last, place = last_place_of(one), place_of(one)
    payments = payments_of(session(), [last.id]) if last else {}
    part = part_to_pay(one, place, payments, now()) if place else None
    begun = payments.get((place.id, part)) if place and part else None
    paid = any(payment.is_paid for payment in payments.values())
    return producer_page(
        "producer/fairs/application.html",
        status,
        one=one,
        fair=fair,
        organiser=session().get_one(Organiser, fair.organiser_id).name,
        days=f"{day(fair.starts_on)} – {day(fair.ends_on)}",
        state=_("Not paid in time") if is_lapsed(one, now()) else label(S(one.state)),
        place=place,
        until=moment(place.held_until) if place and place.held_until and one.state == S.ACCEPTED else "",
        part=part,
        due=amount_of(place, part) if place and part else 0,
        begun=begun.method if begun else "",
        under_way=begun is not None and bool(begun.received or begun.tries),
        balance_due=day(fair.balance_due_on) if fair.balance_due_on else "",
        by_transfer=account_for(session(), fair, now()) is not None,
        by_card=gateway() is not None,
        payments=booth_payment_views(payments),
        paid=paid,
        refundable=may_still_leave_free(fair, now()),
        refund_until=day(fair.applications_until) if fair.applications_until else "",
        may_withdraw=S.WITHDRAWN in Application.moves[S(one.state)],
        may_change=one.state == S.RETURNED,
        form=form or ApplicationForm(types, products, formdata=None, data=written(one)),
        register=register_words(fair, one.producer, products),
        findings=_findings(fair, one),
        types=types,
        pay=PayForm(formdata=None),
        preorders=preorders_form(one) if takes_preorders(one, fair, now()) else None,
        withdrawal=WithdrawForm(formdata=None),
        steps=timeline_of(session(), one),
        problem=problem,
        crumbs=[Crumb(_("Fairs"), link("/producer/fairs")), Crumb(fair.name)],
    )


def _findings(fair: Fair, one: Application) -> list[str]:
    """What stands in the way today, while it still matters."""
    if one.state not in OPEN:
        return []
    (said,) = eligibility_of(session(), fair, [one], today())
    return all_findings(fair, said)


@producer.post("/applications/<code>")
@limiter.limit("20 per minute")
def change_application(code: str) -> Response:
    one, fair = find_mine(code)
    lock_fair(session(), fair.id)
    types = types_of(session(), fair.id)
    form = ApplicationForm(types, products_of(one.producer))
    if not form.validate():
        return my_application_page(one, fair, 422, form=form)
    try:
        change(session(), fair, application_now(fair, one), form.wishes(types), now())
    except Refused as refusal:
        session().rollback()
        return my_application_page(*find_mine(code), 422, translated(refusal), form)
    flash(_("Handed in once more."), "good")
    return redirect(link(f"/producer/applications/{one.code}"), 303)


@producer.post("/applications/<code>/withdrawal")
@limiter.limit("20 per minute")
def withdraw_application(code: str) -> Response:
    one, fair = find_mine(code)
    if not WithdrawForm().validate():
        return my_application_page(one, fair, 422, _("The form had expired. Please try once more."))
    lock_fair(session(), fair.id)
    try:
        withdraw(session(), fair, application_now(fair, one), now())
    except Refused as refusal:
        session().rollback()
        return my_application_page(*find_mine(code), 422, translated(refusal))
    flash(_("Your application is withdrawn."), "good")
    return redirect(link(f"/producer/applications/{one.code}"), 303)


def application_now(fair: Fair, one: Application) -> Application:
    """As it is, the fair's row being held."""
    return application_for_steps(session(), fair.id, one.id) or abort(404)
