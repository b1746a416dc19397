"""/retailer/messages: what a retailer and a producer write to each other about one thing, with a page of its own."""

from flask import Response, abort, flash, redirect, request
from flask_babel import gettext as _
from sqlalchemy import select

from catalog.producers import Producer
from catalog.records import Refused
from marketplace.permissions import RetailerAction
from marketplace.sourcing.messaging import About, Thread, agree_to_contacts, sent_paper, write_message
from marketplace.sourcing.order_lists import received_by
from marketplace.sourcing.purchase_orders import PurchaseOrder
from marketplace.sourcing.quotes import Side

from ..clock import now
from ..database import session
from ..documents import document_file
from ..locales import translated
from ..security import limiter
from ..shop.forms import ShopForm
from ..shop.pages import Crumb
from ..sourcing_thread import ON_A_PAGE, MessageForm, own_thread, thread_url, view_of
from . import retailer
from .access import about, may_do, me, my_retailer_ids
from .pages import retailer_page

A = RetailerAction
# Who deals with a thing reads what is written about it.
_MAY = {
    About.REQUEST: {A.REQUESTS},
    About.QUOTE: {A.REQUESTS},
    About.SAMPLE: {A.SAMPLES},
    About.CONTRACT: {A.CONTRACTS},
    About.ORDER: {A.ORDERS, A.RECEIVING, A.PAYING},
}


@retailer.get("/messages/<kind>/<code>")
def messages(kind: str, code: str) -> Response:
    return _page(_find(kind, code))


@retailer.post("/messages/<kind>/<code>")
@limiter.limit("120 per hour")
def write_one_message(kind: str, code: str) -> Response:
    thread, form = _find(kind, code), MessageForm()
    if not form.validate():
        return _page(thread, 422, _("The form had expired. Please try once more."), form)
    text, papers = form.text.data or "", form.papers.data or []
    try:
        write_message(session(), thread, Side.RETAILER, me(), text, papers, now())
    except Refused as refusal:
        session().rollback()
        return _page(_find(kind, code), 422, translated(refusal), form)
    flash(_("Your message is sent."), "good")
    return _on(thread)


@retailer.post("/messages/<kind>/<code>/contacts")
@limiter.limit("30 per hour")
def agree_on_contacts(kind: str, code: str) -> Response:
    thread = _find(kind, code)
    if not ShopForm().validate():
        return _page(thread, 422, _("The form had expired. Please try once more."))
    try:
        agree_to_contacts(session(), thread, Side.RETAILER, now())
    except Refused as refusal:
        session().rollback()
        return _page(_find(kind, code), 422, translated(refusal))
    flash(_("Agreed. Contacts are shown once the other side agrees, too."), "good")
    return _on(thread)


@retailer.get("/messages/files/<int:id>/<code>")
def message_file(id: int, code: str) -> Response:
    # Beyond this no database has a number.
    found = sent_paper(session(), id if id < 2**31 else 0, code[:20], my_retailer_ids())
    return document_file(found) if found else abort(404)


def _find(kind: str, code: str) -> Thread:
    """404 for another retailer's, and orders of another store; 403 for who does not deal with such things."""
    slug = request.args.get("producer", "")[:255]
    producer_id = session().scalar(select(Producer.id).where(Producer.slug == slug)) or abort(404)
    thread = own_thread(kind, code, producer_id, my_retailer_ids())
    if not any(may_do(action, thread.retailer_id) for action in _MAY[thread.kind]):
        abort(403)
    about(thread.retailer_id)
    return thread if _goes_to_my_store(thread) else abort(404)


def _goes_to_my_store(thread: Thread) -> bool:
    """Of no order, or of one whose goods this user may deal with."""
    mine = received_by([thread.retailer_id], me().id)
    query = select(PurchaseOrder.id).where(PurchaseOrder.id == thread.id, mine)
    return thread.kind != About.ORDER or session().scalar(query) is not None


def _on(thread: Thread) -> Response:
    return redirect(thread_url(thread, Side.RETAILER, request.args.get("producer", "")) + "#newest", 303)


def _page(thread: Thread, status: int = 200, problem: str = "", form: MessageForm | None = None) -> Response:
    before = request.args.get("before", 0, int)
    before = before if 0 < before < 2**31 else None
    view = view_of(thread, Side.RETAILER, before=before, limit=ON_A_PAGE, form=form)
    crumbs = [Crumb(view.other, view.about_url), Crumb(view.title)]
    return retailer_page("messages.html", status, thread=view, problem=problem, crumbs=crumbs)
