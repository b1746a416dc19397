"""/retailer/claims: what the retailer asks off for goods that were not as ordered, and how that goes on."""

from collections.abc import Callable

from flask import Response, abort, flash, redirect, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from catalog.records import Refused
from marketplace.permissions import RetailerAction
from marketplace.sourcing.claims import claimable, open_claim, refer, withdraw
from marketplace.sourcing.goods import ClaimKind, ClaimState, DeliveryState, GoodsClaim
from marketplace.sourcing.order_lists import claims as claims_query
from marketplace.sourcing.order_lists import deliveries_of, find_claim, find_order, page_of, received_by
from marketplace.sourcing.purchase_orders import PurchaseOrder

from ..claim_form import ClaimForm
from ..claim_views import claim_view, row_view
from ..clock import now
from ..database import session
from ..locales import localized, translated
from ..security import limiter
from ..seen_forms import SeenForm
from ..shop.pages import Crumb, link
from ..shop.paging import page_number, plain_pager
from . import retailer
from .access import about, me, my_retailer_ids, named_retailer
from .pages import retailer_page
from .sections import SECTIONS, Section

SECTIONS.append(
    Section(
        "claims",
        RetailerAction.CLAIMS,
        lazy_gettext("Claims"),
        lazy_gettext("What was not as ordered, and the answers"),
    )
)
C = ClaimState
_PER_PAGE = 30


@retailer.get("/claims")
def claims() -> Response:
    asked = page_number(request.args.get("page"))
    query = claims_query(received_by([named_retailer().id], me().id))
    found, total = page_of(session(), query, (asked - 1) * _PER_PAGE, _PER_PAGE)
    return retailer_page(
        "claims/index.html",
        rows=[row_view(one, link(f"/retailer/claims/{one.code}")) for one in found],
        pager=plain_pager("/retailer/claims", asked, total, _PER_PAGE),
        crumbs=[Crumb(_("Claims"))],
    )


@retailer.get("/claims/new")
def new_claim() -> Response:
    order = _order()
    return _form_page(order, ClaimForm(_lines(order), formdata=None))


def _order() -> PurchaseOrder:
    code = request.args.get("order", "")[:40]
    found = find_order(session(), received_by(my_retailer_ids(), me().id), code) or abort(404)
    about(found.retailer_id)
    return found


def _lines(order: PurchaseOrder) -> list[tuple[str, str]]:
    """The lines of what was received."""
    names = {line.id: localized(line, "product_name") for line in order.lines}
    return [
        (str(line.id), f"{names[line.purchase_line_id]} ({_('Delivery %(number)s', number=one.number)})")
        for one in deliveries_of(session(), order.id)
        if one.state == DeliveryState.RECEIVED
        for line in one.lines
    ]


@retailer.post("/claims")
@limiter.limit("30 per minute")
def write_claim() -> Response:
    order = _order()
    form = ClaimForm(_lines(order))
    if not form.validate():
        return _form_page(order, form, 422)
    try:
        claim = open_claim(
            session(),
            order,
            me().id,
            ClaimKind(form.kind.data),
            form.amount.value or 0,
            form.reasons.data,
            now(),
            line_id=int(form.line.data) if form.line.data else None,
            quantity=form.quantity.value,
        )
    except Refused as refusal:
        session().rollback()
        order = _order()
        return _form_page(order, form, 422, translated(refusal))
    flash(_("Your claim is with the producer."), "good")
    return redirect(link(f"/retailer/claims/{claim.code}"), 303)


def _form_page(order: PurchaseOrder, form: ClaimForm, status: int = 200, problem: str = "") -> Response:
    return retailer_page(
        "claims/new.html",
        status,
        order=order,
        form=form,
        most=claimable(session(), order),
        problem=problem,
        crumbs=[Crumb(_("Claims"), link("/retailer/claims")), Crumb(_("New claim"))],
    )


@retailer.get("/claims/<code>")
def claim(code: str) -> Response:
    return _page(_find(code))


def _find(code: str) -> GoodsClaim:
    return find_claim(session(), received_by(my_retailer_ids(), me().id), code[:40]) or abort(404)


def _page(one: GoodsClaim, status: int = 200, problem: str = "") -> Response:
    return retailer_page(
        "claims/show.html",
        status,
        claim=claim_view(session(), one),
        problem=problem,
        refers=one.state == C.DECLINED and not one.ruled,
        withdraws=one.state in (C.OPEN, C.DECLINED, C.REFERRED) and not one.ruled,
        step=SeenForm(formdata=None, seen=one.revision),
        crumbs=[Crumb(_("Claims"), link("/retailer/claims")), Crumb(one.code)],
    )


@retailer.post("/claims/<code>/referral")
@limiter.limit("30 per minute")
def refer_claim(code: str) -> Response:
    return _step(code, lambda one, seen: refer(session(), one, seen, now()), _("An officer is asked."))


@retailer.post("/claims/<code>/withdrawal")
@limiter.limit("30 per minute")
def withdraw_claim(code: str) -> Response:
    return _step(code, lambda one, seen: withdraw(session(), one, seen, now()), _("The claim is withdrawn."))


def _step(code: str, do: Callable[[GoodsClaim, int], None], said: str) -> Response:
    one, form = _find(code), SeenForm()
    if not form.validate():
        return _page(one, 422, _("The form had expired. Please try once more."))
    try:
        do(one, form.revision)
    except Refused as refusal:
        session().rollback()
        return _page(_find(code), 422, translated(refusal))
    flash(said, "good")
    return redirect(link(f"/retailer/claims/{code}"), 303)
