"""/producer/messages: what a producer and a retailer write to each other about one thing, with a page of its own."""

from flask import Response, flash, redirect, request
from flask_babel import gettext as _

from catalog.records import Refused
from marketplace.sourcing.messaging import Thread, agree_to_contacts, write_message
from marketplace.sourcing.quotes import Side

from ..clock import now
from ..database import session
from ..locales import translated
from ..login import signed_in
from ..security import limiter
from ..shop.forms import ShopForm
from ..shop.pages import Crumb
from ..sourcing_thread import ON_A_PAGE, MessageForm, own_thread, thread_url, view_of
from . import producer
from .access import named_producer
from .pages import producer_page


@producer.get("/messages/<kind>/<code>")
def messages(kind: str, code: str) -> Response:
    return _page(_find(kind, code))


@producer.post("/messages/<kind>/<code>")
@limiter.limit("120 per hour")
def write_one_message(kind: str, code: str) -> Response:
    thread, form, user = _find(kind, code), MessageForm(), signed_in()
    if not form.validate():
        return _page(thread, 422, _("The form had expired. Please try once more."), form)
    text, papers = form.text.data or "", form.papers.data or []
    try:
        write_message(session(), thread, Side.PRODUCER, user, text, papers, now())
    except Refused as refusal:
        session().rollback()
        return _page(_find(kind, code), 422, translated(refusal), form)
    flash(_("Your message is sent."), "good")
    return _on(thread)


@producer.post("/messages/<kind>/<code>/contacts")
@limiter.limit("30 per hour")
def agree_on_contacts(kind: str, code: str) -> Response:
    thread = _find(kind, code)
    if not ShopForm().validate():
        return _page(thread, 422, _("The form had expired. Please try once more."))
    try:
        agree_to_contacts(session(), thread, Side.PRODUCER, now())
    except Refused as refusal:
        session().rollback()
        return _page(_find(kind, code), 422, translated(refusal))
    flash(_("Agreed. Contacts are shown once the other side agrees, too."), "good")
    return _on(thread)


def _find(kind: str, code: str) -> Thread:
    """404 for what is another producer's."""
    return own_thread(kind, code, named_producer().id)


def _on(thread: Thread) -> Response:
    return redirect(thread_url(thread, Side.PRODUCER, named_producer().slug) + "#newest", 303)


def _page(thread: Thread, status: int = 200, problem: str = "", form: MessageForm | None = None) -> Response:
    before = request.args.get("before", 0, int)
    before = before if 0 < before < 2**31 else None
    view = view_of(thread, Side.PRODUCER, before=before, limit=ON_A_PAGE, form=form)
    crumbs = [Crumb(view.other, view.about_url), Crumb(view.title)]
    return producer_page(
        "producer/sourcing_messages.html", status, thread=view, problem=problem, crumbs=crumbs
    )
