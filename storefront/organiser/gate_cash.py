"""/organiser/fairs/<slug>/gate/tickets/<code>: a ticket that is not paid is paid in cash at the gate."""

from flask import Response, abort, flash, redirect
from flask_babel import gettext as _
from wtforms import HiddenField

from catalog.codes import grouped
from catalog.records import Refused
from marketplace.fairs.check_ins import new_key
from marketplace.fairs.fairs import Fair, FairPhase
from marketplace.fairs.ticket_life import take_cash
from marketplace.fairs.ticket_payments import kept_of, payment_of
from marketplace.fairs.tickets import ticket_of
from marketplace.fairs.visitors import Visitor, VisitorState

from ..clock import now, today
from ..database import session
from ..filters import dong
from ..locales import translated
from ..security import limiter
from ..shop.forms import ShopForm
from ..shop.pages import Crumb, link
from ..ticket_words import price_words
from ..visitor_words import heads_words, state_words
from . import organiser
from .access import find_fair
from .gate import scanned
from .pages import fair_crumb, organiser_page


class CashForm(ShopForm):
    """`key` names the scan that follows."""

    key = HiddenField()


@organiser.get("/fairs/<slug>/gate/tickets/<code>")
def gate_ticket(slug: str, code: str) -> Response:
    return _page(*_find(slug, code))


@organiser.post("/fairs/<slug>/gate/tickets/<code>/cash")
@limiter.limit("120 per minute")
def take_ticket_cash(slug: str, code: str) -> Response:
    """On a day of the fair they come in at once."""
    (fair, visitor), form = _find(slug, code), CashForm()
    if not form.validate():
        return _page(fair, visitor, 422, _("The form had expired. Please try once more."))
    try:
        taken = take_cash(session(), fair, visitor, now())
    except Refused as refusal:
        session().rollback()
        return _page(*_find(slug, code), 422, translated(refusal))
    if fair.phase(today()) == FairPhase.RUNNING:
        return scanned(fair, form.key.data or "", visitor.code)
    flash(_("Paid in cash: %(amount)s, %(name)s.", amount=dong(taken), name=visitor.name), "good")
    return redirect(link(f"/organiser/fairs/{fair.slug}/gate"), 303)


def _find(slug: str, code: str) -> tuple[Fair, Visitor]:
    """404 for a ticket that costs nothing."""
    fair = find_fair(slug)
    visitor = session().scalar(ticket_of(fair.slug, code).where(Visitor.amount > 0))
    return fair, visitor or abort(404)


def _page(fair: Fair, visitor: Visitor, status: int = 200, problem: str = "") -> Response:
    kept = kept_of(payment_of(session(), visitor))
    return organiser_page(
        "gate_ticket.html",
        status,
        fair=fair,
        visitor=visitor,
        code=grouped(visitor.code),
        heads=heads_words(visitor.heads),
        state=state_words(visitor, now()),
        price=price_words(visitor),
        came=kept,
        due=visitor.amount - kept if visitor.state in (VisitorState.PENDING, VisitorState.LAPSED) else 0,
        form=CashForm(formdata=None, key=new_key()),
        problem=problem,
        crumbs=[
            fair_crumb(fair),
            Crumb(_("Gate"), link(f"/organiser/fairs/{fair.slug}/gate")),
            Crumb(_("Ticket")),
        ],
    )
