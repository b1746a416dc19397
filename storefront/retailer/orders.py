"""/retailer/orders: purchase orders by state, and one with everything about it and its next steps."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from flask import Response, abort, flash, redirect, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from catalog.document_kinds import DocumentKind
from catalog.records import Refused
from marketplace.permissions import RetailerAction
from marketplace.sourcing.approving import hand_in
from marketplace.sourcing.call_offs import override_paper
from marketplace.sourcing.drafting import drop
from marketplace.sourcing.order_lists import count_orders, find_order, of_retailers, orders_page
from marketplace.sourcing.order_papers import papers_to_override, products_of
from marketplace.sourcing.order_rows import check_seen, lock_order
from marketplace.sourcing.order_steps import cancel, is_sent, may_cancel
from marketplace.sourcing.purchase_orders import PurchaseOrder, PurchaseOrderState
from marketplace.sourcing.quotes import Side

from ..clock import now, today
from ..database import session
from ..filters import label
from ..locales import localized, translated
from ..purchase_views import order_view, row_view
from ..security import limiter
from ..seen_forms import ReasonForm, SeenForm
from ..shop.pages import Crumb, link
from ..shop.paging import Pager, page_number
from ..sourcing_thread import thread_view
from . import retailer
from .access import about, me, my_retailer_ids, named_retailer
from .catalogue import complete_today
from .pages import retailer_page
from .sections import SECTIONS, Section

SECTIONS.append(
    Section(
        "orders",
        RetailerAction.ORDERS,
        lazy_gettext("Purchase orders"),
        lazy_gettext("What you order, its deliveries and invoices"),
    )
)
S = PurchaseOrderState
_PER_PAGE = 30


@retailer.get("/orders")
def orders() -> Response:
    mine = of_retailers([named_retailer().id])
    wanted = request.args.get("state", "")
    state = S(wanted) if wanted in set(S) else None
    counts = count_orders(session(), mine)
    total = counts.get(state, 0) if state else sum(counts.values())
    pager = Pager(lambda page: _url(state, page), page_number(request.args.get("page")), total, _PER_PAGE)
    found = orders_page(session(), mine, state, (pager.page - 1) * _PER_PAGE, _PER_PAGE)
    return retailer_page(
        "orders/index.html",
        rows=[row_view(one, order_url(one)) for one in found],
        tabs=[(key, label(key), counts.get(key, 0), _url(key)) for key in S],
        all=(sum(counts.values()), _url(None)),
        state=state,
        pager=pager,
        crumbs=[Crumb(_("Purchase orders"))],
    )


def _url(state: PurchaseOrderState | None, page: int = 1) -> str:
    query = {"state": state, "page": page if page > 1 else None}
    wanted = urlencode({name: value for name, value in query.items() if value})
    return link("/retailer/orders") + (f"?{wanted}" if wanted else "")


def order_url(order: PurchaseOrder) -> str:
    return link(f"/retailer/orders/{order.code}")


@retailer.get("/orders/<code>")
def order(code: str) -> Response:
    return order_page(find_mine(code))


def find_mine(code: str) -> PurchaseOrder:
    """404 for what is not there, and for another retailer's."""
    found = find_order(session(), of_retailers(my_retailer_ids()), code[:40]) or abort(404)
    about(found.retailer_id)
    return found


def order_page(order: PurchaseOrder, status: int = 200, problem: str = "", **typed: Any) -> Response:
    """`typed` is a form that was sent and is shown again."""
    sent = is_sent(session(), order.id)
    forms = {
        "step": SeenForm(formdata=None, seen=order.revision),
        "giving_up": ReasonForm(formdata=None, seen=order.revision),
        "override": ReasonForm(formdata=None, seen=order.revision),
    } | typed
    forms["giving_up"].tell_apart("cancel")
    forms["override"].tell_apart("override")
    incomplete = _incomplete(order) if order.state == S.DRAFT else []
    lacking = papers_to_override(session(), order, today()) if order.state == S.DRAFT else []
    return retailer_page(
        "orders/show.html",
        status,
        view=order_view(session(), order, for_producer=False),
        problem=problem,
        lacking=[(kind, label(DocumentKind(kind))) for kind in lacking],
        incomplete=incomplete,
        thread=thread_view("order", order.code, Side.RETAILER, producer_id=order.producer_id),
        cancels=may_cancel(order, Side.RETAILER, sent),
        crumbs=[Crumb(_("Purchase orders"), link("/retailer/orders")), Crumb(order.number)],
        **forms,
    )


def _incomplete(order: PurchaseOrder) -> list[tuple[str, str]]:
    """The goods of which not every paper is there that supermarkets ask for today: name and page."""
    goods = products_of(session(), order)
    complete = complete_today([one.id for one in goods])
    lacking = [one for one in goods if one.id not in complete]
    return [(localized(one, "name"), link(f"/retailer/catalogue/{one.slug}")) for one in lacking]


@retailer.post("/orders/<code>/submission")
@limiter.limit("120 per minute")
def hand_in_order(code: str) -> Response:
    order, form = find_mine(code), SeenForm()
    if not form.validate():
        return order_page(order, 422, _("The form had expired. Please try once more."))
    said = {
        True: _("The order is issued: the producer is told."),
        False: _("The order waits for an approval."),
    }
    return step(order, lambda one: said[hand_in(session(), one, form.revision, me().id, now())])


@retailer.post("/orders/<code>/overrides")
@limiter.limit("60 per minute")
def order_without_paper(code: str) -> Response:
    """Somebody takes it upon them to order although a paper is missing, and says why."""
    order, form, kind = find_mine(code), ReasonForm(), request.form.get("kind", "")
    if not form.validate():
        return order_page(order, 422, override=form)
    if kind not in set(DocumentKind):
        return order_page(order, 422, _("Please choose the paper."), override=form)

    def take_upon(one: PurchaseOrder) -> str:
        locked = lock_order(session(), one.id)
        check_seen(locked, form.revision, S.DRAFT)
        override_paper(session(), locked, kind, me().id, form.reason.data or "", now())
        return _("Written down. You can order now.")

    return step(order, take_upon, override=form)


@retailer.post("/orders/<code>/removal")
@limiter.limit("120 per minute")
def drop_order(code: str) -> Response:
    order, form = find_mine(code), SeenForm()
    if not form.validate():
        return order_page(order, 422, _("The form had expired. Please try once more."))
    try:
        drop(session(), order, form.revision)
    except Refused as refusal:
        session().rollback()
        return order_page(find_mine(code), 422, translated(refusal))
    flash(_("The draft is deleted."), "good")
    return redirect(link("/retailer/orders"), 303)


@retailer.post("/orders/<code>/cancellation")
@limiter.limit("120 per minute")
def cancel_order(code: str) -> Response:
    order, form = find_mine(code), ReasonForm()
    if not form.validate():
        return order_page(order, 422, giving_up=form)

    def give_up(one: PurchaseOrder) -> str:
        cancel(session(), one, form.revision, Side.RETAILER, form.reason.data or "", now())
        return _("The order is cancelled.")

    return step(order, give_up, giving_up=form)


def step(order: PurchaseOrder, do: Callable[[PurchaseOrder], str], **typed: Any) -> Response:
    """Do it and say so; what is refused is undone, and the page says why."""
    code = order.code
    try:
        said = do(order)
    except Refused as refusal:
        session().rollback()
        return order_page(find_mine(code), 422, translated(refusal), **typed)
    flash(said, "good")
    return redirect(link(f"/retailer/orders/{code}"), 303)
