"""/fairs/<slug>/tickets/<code>: a visitor's ticket. Its address is the key to it, so nothing may pass it on."""

from flask import Response, abort, flash, redirect
from flask_babel import gettext as _

from catalog.codes import grouped
from catalog.records import Refused
from marketplace.accounts.company_people import companies_of
from marketplace.accounts.organisers import Organiser
from marketplace.fairs.check_ins import arrivals, new_key
from marketplace.fairs.fairs import Fair, FairPhase, FairState
from marketplace.fairs.planning import lock_fair
from marketplace.fairs.registration import registers
from marketplace.fairs.ticket_life import give_back, may_give_back
from marketplace.fairs.tickets import ticket_of
from marketplace.fairs.visitors import Visitor, VisitorState
from marketplace.permissions import OrganiserAction, organiser_may

from ..clock import now, today
from ..database import session
from ..locales import translated
from ..login import signed_in
from ..qr_codes import qr_svg
from ..security import limiter
from ..visitor_words import fair_facts, heads_words, state_words, ticket_url
from . import shop
from .fair_page import fair_crumbs, find_published
from .fair_views import FairView
from .forms import ShopForm
from .pages import Crumb, link, private_page
from .ticket_money import payment_view


@shop.get("/fairs/<slug>/tickets/<code>")
@limiter.limit("60 per minute")
def ticket(slug: str, code: str) -> Response:
    return ticket_page(*find_ticket(slug, code))


@shop.post("/fairs/<slug>/tickets/<code>/cancellation")
@limiter.limit("20 per minute")
def cancel_ticket(slug: str, code: str) -> Response:
    fair, visitor = find_ticket(slug, code, hold=True)
    if not ShopForm().validate():
        return ticket_page(fair, visitor, 422, _("The form had expired. Please try once more."))
    try:
        give_back(session(), fair, visitor, now())
    except Refused as refusal:
        session().rollback()
        return ticket_page(*find_ticket(slug, code), 422, translated(refusal))
    flash(_("Cancelled. Thank you: somebody else can come now."), "good")
    return redirect(link(f"/fairs/{fair.slug}/tickets/{visitor.code}"), 303)


def find_ticket(slug: str, code: str, *, hold: bool = False) -> tuple[Fair, Visitor]:
    """With the fair's row held where something is to be changed."""
    fair = find_published(slug)
    if hold:
        lock_fair(session(), fair.id)
    return fair, session().scalar(ticket_of(slug, code)) or abort(404)


def ticket_page(fair: Fair, visitor: Visitor, status: int = 200, problem: str = "") -> Response:
    """The code for the gate once it is paid, until then how to pay."""
    good = visitor.state == VisitorState.REGISTERED
    response = private_page(
        "shop/fairs/ticket.html",
        status,
        fair=fair,
        facts=fair_facts(fair),
        visitor=visitor,
        code=grouped(visitor.code),
        heads=heads_words(visitor.heads),
        state=state_words(visitor, now()),
        money=payment_view(fair, visitor),
        good=good,
        begun=fair.phase(today()) in (FairPhase.RUNNING, FairPhase.FINISHED),
        qr=qr_svg(ticket_url(fair, visitor)) if good else None,
        came_at=arrivals(session(), fair, today(), {visitor.code}).get(visitor.code),
        to_come=good and registers(fair, now()),
        may_cancel=_may_cancel(fair, visitor),
        again_url=link(f"/fairs/{fair.slug}/visit") if _is_over(fair, visitor) else None,
        calendar_url=link(f"/fairs/{fair.slug}.ics"),
        gate_url=link(f"/organiser/fairs/{fair.slug}/gate") if _lets_in(fair) else None,
        key=new_key(),
        form=ShopForm(formdata=None),
        problem=problem,
        crumbs=[*fair_crumbs(FairView.of(fair, today())), Crumb(_("Ticket"))],
    )
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _may_cancel(fair: Fair, visitor: Visitor) -> bool:
    return (registers(fair, now()) or fair.state == FairState.POSTPONED) and may_give_back(
        fair, visitor, now()
    )


def _is_over(fair: Fair, visitor: Visitor) -> bool:
    """Whether its places are free again, and others may be registered for."""
    lapsed = visitor.state in (VisitorState.PENDING, VisitorState.LAPSED) and not visitor.is_good(now())
    return lapsed and registers(fair, now())


def _lets_in(fair: Fair) -> bool:
    """Whether who looks at the ticket stands at the gate of its fair."""
    user = signed_in()
    return user is not None and any(
        one.id == fair.organiser_id and organiser_may(role, OrganiserAction.CHECK_IN)
        for one, role in companies_of(session(), Organiser, user.id)
    )
