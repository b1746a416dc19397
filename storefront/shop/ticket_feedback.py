"""/fairs/<slug>/tickets/<code>/feedback: what a visitor thinks of a fair that has begun."""

from flask import Response, abort, flash, redirect
from flask_babel import gettext as _

from catalog.records import Refused
from marketplace.fairs.fairs import Fair, FairPhase
from marketplace.fairs.outcomes import give_feedback
from marketplace.fairs.visitors import Visitor, VisitorState

from ..clock import now, today
from ..database import session
from ..feedback_form import FeedbackForm, filled
from ..locales import translated
from ..security import limiter
from . import shop
from .fair_page import fair_crumbs
from .fair_views import FairView
from .pages import Crumb, link, private_page
from .ticket_meetings import secret
from .tickets import find_ticket


@shop.get("/fairs/<slug>/tickets/<code>/feedback")
@limiter.limit("60 per minute")
def ticket_feedback(slug: str, code: str) -> Response:
    fair, visitor = _find(slug, code)
    return _page(fair, visitor, filled(visitor))


@shop.post("/fairs/<slug>/tickets/<code>/feedback")
@limiter.limit("20 per minute")
def give_ticket_feedback(slug: str, code: str) -> Response:
    fair, visitor = _find(slug, code)
    form = FeedbackForm()
    if not form.validate():
        return _page(fair, visitor, form, 422)
    try:
        give_feedback(session(), fair, visitor, form.number, form.words.data, now=now(), today=today())
    except Refused as refusal:
        session().rollback()
        return _page(*_find(slug, code), form, 422, translated(refusal))
    flash(_("Thank you."), "good")
    return redirect(link(f"/fairs/{slug}/tickets/{code}"), 303)


def _find(slug: str, code: str) -> tuple[Fair, Visitor]:
    """404 before the fair has begun, and for a ticket that is not good."""
    fair, visitor = find_ticket(slug, code)
    begun = fair.phase(today()) in (FairPhase.RUNNING, FairPhase.FINISHED)
    return (fair, visitor) if begun and visitor.state == VisitorState.REGISTERED else abort(404)


def _page(fair: Fair, visitor: Visitor, form: FeedbackForm, status: int = 200, problem: str = "") -> Response:
    ticket = Crumb(_("Ticket"), link(f"/fairs/{fair.slug}/tickets/{visitor.code}"))
    return secret(
        private_page(
            "shop/fairs/feedback.html",
            status,
            fair=fair,
            visitor=visitor,
            form=form,
            problem=problem,
            crumbs=[*fair_crumbs(FairView.of(fair, today())), ticket, Crumb(_("Your opinion"))],
        )
    )
