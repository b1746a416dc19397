"""/producer/goods-claims: what retailers ask off for goods, and the producer's answers."""

from flask import Response, abort, flash, redirect, request
from flask_babel import gettext as _

from catalog.records import Refused
from marketplace.sourcing.claims import answer
from marketplace.sourcing.goods import ClaimState, GoodsClaim
from marketplace.sourcing.order_lists import claims, find_claim, page_of

from ..claim_form import AnswerForm
from ..claim_views import claim_view, row_view
from ..clock import now
from ..database import session
from ..locales import translated
from ..security import limiter
from ..shop.pages import Crumb, link
from ..shop.paging import page_number, plain_pager
from . import producer
from .pages import producer_page
from .purchase_orders import mine

_PER_PAGE = 30


@producer.get("/goods-claims")
def goods_claims() -> Response:
    asked = page_number(request.args.get("page"))
    found, total = page_of(session(), claims(mine()), (asked - 1) * _PER_PAGE, _PER_PAGE)
    return producer_page(
        "producer/goods_claims/index.html",
        rows=[row_view(one, link(f"/producer/goods-claims/{one.code}")) for one in found],
        pager=plain_pager("/producer/goods-claims", asked, total, _PER_PAGE),
        crumbs=[Crumb(_("Claims of retailers"))],
    )


@producer.get("/goods-claims/<code>")
def goods_claim(code: str) -> Response:
    one = _find(code)
    return _page(one, AnswerForm(formdata=None, seen=one.revision))


def _find(code: str) -> GoodsClaim:
    return find_claim(session(), mine(), code[:40]) or abort(404)


@producer.post("/goods-claims/<code>/answer")
@limiter.limit("60 per minute")
def answer_goods_claim(code: str) -> Response:
    one, form = _find(code), AnswerForm()
    if not form.validate():
        return _page(one, form, 422)
    agrees = request.form.get("decision") == "accept"
    try:
        answer(session(), one, form.revision, agrees, form.words.data or "", now())
    except Refused as refusal:
        session().rollback()
        return _page(_find(code), form, 422, translated(refusal))
    flash(_("Your answer is with the retailer."), "good")
    return redirect(link(f"/producer/goods-claims/{code}"), 303)


def _page(one: GoodsClaim, form: AnswerForm, status: int = 200, problem: str = "") -> Response:
    return producer_page(
        "producer/goods_claims/show.html",
        status,
        claim=claim_view(session(), one),
        waits=one.state == ClaimState.OPEN,
        form=form,
        problem=problem,
        crumbs=[Crumb(_("Claims of retailers"), link("/producer/goods-claims")), Crumb(one.code)],
    )
