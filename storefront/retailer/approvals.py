"""/retailer/approvals: orders that wait for somebody to agree to their spending."""

from flask import Response, abort, flash, redirect, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from catalog.records import Refused
from marketplace.permissions import RetailerAction
from marketplace.sourcing.approving import approvals_left, approve, send_back
from marketplace.sourcing.order_lists import count_orders, find_order, of_retailers, orders_page
from marketplace.sourcing.purchase_orders import PurchaseOrder, PurchaseOrderState

from ..clock import now
from ..database import session
from ..locales import translated
from ..purchase_views import order_view, row_view
from ..security import limiter
from ..seen_forms import ReasonForm, SeenForm
from ..shop.pages import Crumb, link
from ..shop.paging import page_number, plain_pager
from . import retailer
from .access import about, me, my_retailer_ids, named_retailer
from .pages import retailer_page
from .sections import SECTIONS, Section

SECTIONS.append(
    Section(
        "approvals",
        RetailerAction.APPROVING,
        lazy_gettext("Approvals"),
        lazy_gettext("Orders that wait for you to agree to them"),
    )
)
S = PurchaseOrderState
_PER_PAGE = 30


@retailer.get("/approvals")
def approvals() -> Response:
    mine = of_retailers([named_retailer().id])
    total = count_orders(session(), mine).get(S.WAITING, 0)
    pager = plain_pager("/retailer/approvals", page_number(request.args.get("page")), total, _PER_PAGE)
    found = orders_page(session(), mine, S.WAITING, (pager.page - 1) * _PER_PAGE, _PER_PAGE)
    return retailer_page(
        "approvals/index.html",
        rows=[row_view(one, link(f"/retailer/approvals/{one.code}")) for one in found],
        pager=pager,
        crumbs=[Crumb(_("Approvals"))],
    )


@retailer.get("/approvals/<code>")
def approval(code: str) -> Response:
    return _page(_find(code))


def _find(code: str) -> PurchaseOrder:
    found = find_order(session(), of_retailers(my_retailer_ids()), code[:40]) or abort(404)
    about(found.retailer_id)
    return found


def _page(
    order: PurchaseOrder, status: int = 200, problem: str = "", back: ReasonForm | None = None
) -> Response:
    waits = order.state == S.WAITING
    return retailer_page(
        "approvals/show.html",
        status,
        view=order_view(session(), order, for_producer=False),
        problem=problem,
        waits=waits,
        own=order.user_id == me().id,
        left=approvals_left(session(), order, now()) if waits else 0,
        agree=SeenForm(formdata=None, seen=order.revision),
        back=(back or ReasonForm(formdata=None, seen=order.revision)).tell_apart("back"),
        crumbs=[Crumb(_("Approvals"), link("/retailer/approvals")), Crumb(order.number)],
    )


@retailer.post("/approvals/<code>")
@limiter.limit("120 per minute")
def decide_approval(code: str) -> Response:
    """Agree to the order, or send it back with a reason."""
    order, form = _find(code), ReasonForm()
    if not form.validate():
        return _page(order, 422, back=form)
    try:
        if request.form.get("decision") == "approve":
            issued = approve(session(), order, form.revision, me().id, now())
            said = (
                _("The order is issued: the producer is told.")
                if issued
                else _("Noted. Somebody else has to agree too.")
            )
        else:
            send_back(session(), order, form.revision, form.reason.data or "")
            said = _("The order is a draft again.")
    except Refused as refusal:
        session().rollback()
        return _page(_find(code), 422, translated(refusal), form)
    flash(said, "good")
    return redirect(link("/retailer/approvals"), 303)
