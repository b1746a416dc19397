"""/office/goods-claims: claims about goods on which retailer and producer do not agree."""

from flask import Response, abort, flash, redirect, request
from flask_babel import gettext as _
from sqlalchemy import func, select

from catalog.producers import Producer
from catalog.records import Refused
from marketplace.sourcing.claims import rule
from marketplace.sourcing.goods import ClaimState, GoodsClaim
from marketplace.sourcing.order_lists import claims, find_claim, page_of
from marketplace.sourcing.purchase_orders import PurchaseOrder

from ..claim_form import RulingForm
from ..claim_views import claim_view, row_view
from ..clock import now
from ..database import session
from ..locales import translated
from ..security import limiter
from ..shop.pages import Crumb, link
from ..shop.paging import page_number, plain_pager
from . import office
from .access import within_reach
from .pages import office_page

_PER_PAGE = 30


def _within():
    """Of producers of the officer's province; the central office reaches all."""
    return PurchaseOrder.producer_id.in_(within_reach(select(Producer.id)))


def count_referred() -> int:
    query = claims(_within(), ClaimState.REFERRED).order_by(None).subquery()
    return session().scalar(select(func.count()).select_from(query)) or 0


@office.get("/goods-claims")
def goods_claims() -> Response:
    asked = page_number(request.args.get("page"))
    query = claims(_within(), ClaimState.REFERRED)
    found, total = page_of(session(), query, (asked - 1) * _PER_PAGE, _PER_PAGE)
    return office_page(
        "office/goods_claims/index.html",
        rows=[row_view(one, link(f"/office/goods-claims/{one.code}")) for one in found],
        pager=plain_pager("/office/goods-claims", asked, total, _PER_PAGE),
        crumbs=[Crumb(_("Claims about goods"))],
    )


@office.get("/goods-claims/<code>")
def goods_claim(code: str) -> Response:
    one = _find(code)
    return _page(one, RulingForm(formdata=None, seen=one.revision))


def _find(code: str) -> GoodsClaim:
    """What was never referred is no business of an office."""
    return find_claim(
        session(), _within() & ((GoodsClaim.state == ClaimState.REFERRED) | GoodsClaim.ruled), code[:40]
    ) or abort(404)


@office.post("/goods-claims/<code>/ruling")
@limiter.limit("60 per minute")
def rule_on_goods_claim(code: str) -> Response:
    one, form = _find(code), RulingForm()
    if not form.validate():
        return _page(one, form, 422)
    try:
        rule(session(), one, form.revision, form.granted.value or 0, form.words.data, now())
    except Refused as refusal:
        session().rollback()
        return _page(_find(code), form, 422, translated(refusal))
    flash(_("Decided. Both sides are told."), "good")
    return redirect(link("/office/goods-claims"), 303)


def _page(one: GoodsClaim, form: RulingForm, status: int = 200, problem: str = "") -> Response:
    return office_page(
        "office/goods_claims/show.html",
        status,
        claim=claim_view(session(), one),
        waits=one.state == ClaimState.REFERRED,
        form=form,
        problem=problem,
        crumbs=[Crumb(_("Claims about goods"), link("/office/goods-claims")), Crumb(one.code)],
    )
