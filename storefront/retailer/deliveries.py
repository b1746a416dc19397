"""/retailer/deliveries: what is on its way, and writing down at the ramp what came; made for a telephone."""

from flask import Response, abort, flash, redirect, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from catalog.records import Refused
from marketplace.permissions import RetailerAction
from marketplace.sourcing.goods import Delivery, DeliveryState
from marketplace.sourcing.order_lists import came, expected, find_delivery, page_of, received_by
from marketplace.sourcing.receiving import receive
from marketplace.sourcing.units import QuantityUnit

from ..clock import now
from ..database import session
from ..filters import label
from ..locales import localized, translated
from ..purchase_views import delivery_row, quantity_words, store_view
from ..security import limiter
from ..shop.pages import Crumb, link
from ..shop.paging import page_number, plain_pager
from . import retailer
from .access import about, me, my_retailer_ids, named_retailer
from .pages import retailer_page
from .receipt_form import ReceiptForm, line_fields, receipt_form
from .sections import SECTIONS, Section

SECTIONS.append(
    Section(
        "deliveries",
        RetailerAction.RECEIVING,
        lazy_gettext("Goods received"),
        lazy_gettext("What is on its way to your stores, and what came"),
    )
)
_PER_PAGE = 30


@retailer.get("/deliveries")
def deliveries() -> Response:
    past = request.args.get("received") == "1"
    mine = received_by([named_retailer().id], me().id)
    asked = page_number(request.args.get("page"))
    query = came(mine) if past else expected(mine)
    found, total = page_of(session(), query, (asked - 1) * _PER_PAGE, _PER_PAGE)
    return retailer_page(
        "deliveries/index.html",
        rows=[_row(one) for one in found],
        past=past,
        pager=plain_pager("/retailer/deliveries", asked, total, _PER_PAGE),
        crumbs=[Crumb(_("Goods received"))],
    )


def _row(one: Delivery) -> dict:
    order = one.purchase_order
    return {
        "url": link(f"/retailer/deliveries/{one.code}"),
        "number": order.number,
        "part": one.number,
        "producer": order.producer.name,
        "store": order.store.name,
        "expected_on": one.expected_on,
        "received_at": one.received_at,
    }


@retailer.get("/deliveries/<code>")
def delivery(code: str) -> Response:
    one = _find(code)
    return _page(one, receipt_form(one.lines))


def _find(code: str) -> Delivery:
    found = find_delivery(session(), received_by(my_retailer_ids(), me().id), code[:40]) or abort(404)
    about(found.purchase_order.retailer_id)
    return found


@retailer.post("/deliveries/<code>")
@limiter.limit("120 per minute")
def receive_delivery(code: str) -> Response:
    one = _find(code)
    form = receipt_form(one.lines, request.form)
    if not form.validate():
        return _page(one, form, 422)
    try:
        receive(session(), one, me().id, form.came, form.tenths, form.remarks.data or "", now())
    except Refused as refusal:
        session().rollback()
        return _page(_find(code), form, 422, translated(refusal))
    flash(_("Written down. The producer is told."), "good")
    return redirect(link(f"/retailer/deliveries/{code}"), 303)


def _page(one: Delivery, form: ReceiptForm, status: int = 200, problem: str = "") -> Response:
    order = one.purchase_order
    lines = [
        {
            "product": localized(line.purchase_line, "product_name"),
            "pack": localized(line.purchase_line, "pack"),
            "unit": label(QuantityUnit(line.purchase_line.unit)),
            "sent": quantity_words(line.sent, line.purchase_line.unit),
            "received": line.received,
            "rejected": line.rejected,
            "batch": line.batch,
            "best_before": line.best_before,
            "remarks": line.remarks,
            "fields": line_fields(form, line.id),
        }
        for line in one.lines
    ]
    return retailer_page(
        "deliveries/show.html",
        status,
        one=delivery_row(one),
        order=order,
        store=store_view(order),
        lines=lines,
        form=form,
        waits=one.state == DeliveryState.SENT,
        problem=problem,
        claim_url=link(f"/retailer/claims/new?order={order.code}"),
        crumbs=[
            Crumb(_("Goods received"), link("/retailer/deliveries")),
            Crumb(f"{order.number}/{one.number}"),
        ],
    )
