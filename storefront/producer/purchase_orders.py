"""/producer/purchase-orders: what retailers order, and every step of the producer until it is delivered."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from flask import Response, abort, flash, redirect, request
from flask_babel import gettext as _

from catalog.records import Refused
from marketplace.permissions import Action
from marketplace.sourcing.ageing import scorecards
from marketplace.sourcing.deliveries import finish, send, sent_units
from marketplace.sourcing.goods import DeliveryState
from marketplace.sourcing.invoices import close_unpaid
from marketplace.sourcing.order_lists import count_orders, find_order, of_producers, orders_page
from marketplace.sourcing.order_steps import acknowledge, cancel, decline, is_sent, may_cancel
from marketplace.sourcing.purchase_orders import PurchaseOrder, PurchaseOrderState
from marketplace.sourcing.quotes import Side
from marketplace.sourcing.receiving import amounts_received

from ..clock import now, today
from ..database import session
from ..filters import label
from ..goods_statements import scorecard_words
from ..locales import translated
from ..purchase_views import order_view, row_view
from ..security import limiter
from ..seen_forms import ReasonForm, SeenForm
from ..shop.pages import Crumb, link
from ..shop.paging import Pager, page_number
from ..sourcing_thread import thread_view
from . import producer
from .access import may_do, my_producers
from .pages import producer_page
from .purchase_forms import InvoiceForm, delivery_form

S = PurchaseOrderState
_SHOWN = tuple(state for state in S if state not in (S.DRAFT, S.WAITING))
_PER_PAGE = 30


def mine():
    return of_producers([one.id for one in my_producers()])


@producer.get("/purchase-orders")
def purchase_orders() -> Response:
    wanted = request.args.get("state", "")
    state = S(wanted) if wanted in _SHOWN else None
    counts = count_orders(session(), mine())
    total = counts.get(state, 0) if state else sum(counts.values())
    pager = Pager(lambda page: _url(state, page), page_number(request.args.get("page")), total, _PER_PAGE)
    found = orders_page(session(), mine(), state, (pager.page - 1) * _PER_PAGE, _PER_PAGE)
    return producer_page(
        "producer/purchase_orders/index.html",
        rows=[row_view(one, link(f"/producer/purchase-orders/{one.code}")) for one in found],
        tabs=[(key, label(key), counts.get(key, 0), _url(key)) for key in _SHOWN],
        all=(sum(counts.values()), _url(None)),
        state=state,
        pager=pager,
        crumbs=[Crumb(_("Orders of retailers"))],
    )


def _url(state: PurchaseOrderState | None, page: int = 1) -> str:
    query = {"state": state, "page": page if page > 1 else None}
    wanted = urlencode({name: value for name, value in query.items() if value})
    return link("/producer/purchase-orders") + (f"?{wanted}" if wanted else "")


@producer.get("/purchase-orders/<code>")
def purchase_order(code: str) -> Response:
    return purchase_page(find_purchase(code))


def find_purchase(code: str) -> PurchaseOrder:
    """404 for what is not there, not issued yet, or another producer's."""
    return find_order(session(), mine(), code[:40]) or abort(404)


def purchase_page(order: PurchaseOrder, status: int = 200, problem: str = "", **typed: Any) -> Response:
    """`typed` are forms that were sent and are shown again."""
    sent = sent_units(session(), [order.id])
    left = {line.id: line.quantity - sent.get(line.id, 0) for line in order.lines}
    seen = {"formdata": None, "seen": order.revision}
    forms = {
        "step": SeenForm(**seen),
        "declining": ReasonForm(**seen),
        "giving_up": ReasonForm(**seen),
        "note": delivery_form(order.lines, left, **seen),
        "billing": InvoiceForm(**seen, issued_on=today().isoformat()),
    } | typed
    for name in ("declining", "giving_up"):
        forms[name].tell_apart(name)
    view = order_view(session(), order, for_producer=True)
    deals = may_do(Action.SOURCING, order.producer_id)
    return producer_page(
        "producer/purchase_orders/show.html",
        status,
        view=view,
        thread=thread_view("order", order.code, Side.PRODUCER, producer_id=order.producer_id),
        problem=problem,
        deals=deals,
        sees_money=may_do(Action.MONEY, order.producer_id),
        cancels=deals and may_cancel(order, Side.PRODUCER, is_sent(session(), order.id)),
        ends=bool(view.deliveries) and all(one.state == DeliveryState.RECEIVED for one in view.deliveries),
        billed=amounts_received(session(), order).total if order.state == S.DELIVERED else 0,
        buyer=scorecard_words(scorecards(session(), [order.retailer_id], now())[order.retailer_id]),
        crumbs=[Crumb(_("Orders of retailers"), link("/producer/purchase-orders")), Crumb(order.number)],
        **forms,
    )


def step(
    code: str, form: SeenForm, do: Callable[[PurchaseOrder], Any], said: str, name: str = "", **shown: Any
) -> Response:
    """Do it and say so; what is refused is undone, and the page says why, with what was typed (by `name`)."""
    order = find_purchase(code)
    typed = {name: form} if name else {}
    if not form.validate():
        problem = "" if name else _("The form had expired. Please try once more.")
        return purchase_page(order, 422, problem, **typed)
    try:
        do(order)
    except Refused as refusal:
        session().rollback()
        return purchase_page(find_purchase(code), 422, translated(refusal), **typed)
    flash(said, "good")
    return redirect(link(f"/producer/purchase-orders/{code}"), 303)


@producer.post("/purchase-orders/<code>/acknowledgement")
@limiter.limit("120 per minute")
def acknowledge_purchase(code: str) -> Response:
    form = SeenForm()
    return step(
        code,
        form,
        lambda one: acknowledge(session(), one, form.revision, now()),
        _("Acknowledged. What you have on hand is reserved for it."),
    )


@producer.post("/purchase-orders/<code>/refusal")
@limiter.limit("120 per minute")
def decline_purchase(code: str) -> Response:
    form = ReasonForm()
    return step(
        code,
        form,
        lambda one: decline(session(), one, form.revision, form.reason.data or ""),
        _("Declined. The retailer is told."),
        "declining",
    )


@producer.post("/purchase-orders/<code>/cancellation")
@limiter.limit("120 per minute")
def cancel_purchase(code: str) -> Response:
    form = ReasonForm()
    return step(
        code,
        form,
        lambda one: cancel(session(), one, form.revision, Side.PRODUCER, form.reason.data or "", now()),
        _("The order is cancelled."),
        "giving_up",
    )


@producer.post("/purchase-orders/<code>/deliveries")
@limiter.limit("120 per minute")
def send_goods(code: str) -> Response:
    order = find_purchase(code)
    sent = sent_units(session(), [order.id])
    left = {line.id: line.quantity - sent.get(line.id, 0) for line in order.lines}
    form = delivery_form(order.lines, left, request.form)
    return step(
        code,
        form,
        lambda one: send(session(), one, form.revision, form.quantities, form.way, now()),
        _("The delivery note is written. The store is told."),
        "note",
    )


@producer.post("/purchase-orders/<code>/completion")
@limiter.limit("120 per minute")
def finish_purchase(code: str) -> Response:
    form = SeenForm()
    return step(
        code,
        form,
        lambda one: finish(session(), one, form.revision, now()),
        _("Noted: nothing more will come."),
    )


@producer.post("/purchase-orders/<code>/closure")
@limiter.limit("120 per minute")
def close_purchase(code: str) -> Response:
    form = SeenForm()
    return step(
        code, form, lambda one: close_unpaid(session(), one, form.revision), _("The order is closed.")
    )
