"""The buyer writes about a thing that has arrived; the product's page shows what buyers have written."""

from flask import Response, abort, flash, redirect, url_for
from flask_babel import gettext as _

from catalog.codes import grouped
from catalog.records import Refused
from marketplace.orders.orders import Order, OrderLine, SubOrder, find_order
from marketplace.orders.reviews import opinion_of, shown_reviews, write_review

from ..clock import now
from ..database import session
from ..locales import localized, translated
from ..security import limiter
from . import shop
from .own_orders import is_buyer
from .pages import Crumb, home_crumb, link, private_page
from .review_views import ReviewForm, ReviewView

_SHOWN = 20


def opinions_on(product_id: int) -> dict:
    """What the product's page shows of its reviews."""
    opinion = opinion_of(session(), product_id)
    newest = shown_reviews(session(), product_id, _SHOWN) if opinion.count else []
    return {"opinion": opinion, "reviews": [ReviewView.of(review) for review in newest]}


@shop.get("/orders/<number>/lines/<int:line_id>/review")
def line_review(number: str, line_id: int) -> Response:
    order, _part, line = _own_line(number, line_id)
    return _page(order, line, ReviewForm(formdata=None))


@shop.post("/orders/<number>/lines/<int:line_id>/review")
@limiter.limit("20 per minute")
def post_review(number: str, line_id: int) -> Response:
    order, part, line = _own_line(number, line_id)
    form = ReviewForm()
    if not form.validate():
        return _page(order, line, form, 422)
    try:
        write_review(session(), part, line, order.name, int(form.joints.data), form.text.data, now())
    except Refused as refusal:
        form.text.errors = [translated(refusal)]
        return _page(order, line, form, 422)
    flash(_("Thank you! Your words stand on the page of the product."), "good")
    return redirect(url_for("shop.order", number=order.number), 303)


def _own_line(number: str, line_id: int) -> tuple[Order, SubOrder, OrderLine]:
    """404 for what is not there, and for what is somebody else's."""
    order = find_order(session(), number[:40])
    if order is None or not is_buyer(order):
        abort(404)
    lines = ((part, line) for part in order.sub_orders for line in part.lines)
    part, line = next((pair for pair in lines if pair[1].id == line_id), (None, None))
    if part is None or line is None:
        abort(404)
    return order, part, line


def _page(order: Order, line: OrderLine, form: ReviewForm, status: int = 200) -> Response:
    number = grouped(order.number)
    response = private_page(
        "shop/orders/review.html",
        status,
        form=form,
        product=localized(line, "product_name"),
        action=link(f"/orders/{order.number}/lines/{line.id}/review"),
        crumbs=[
            home_crumb(),
            Crumb(_("Order %(number)s", number=number), link(f"/orders/{order.number}")),
            Crumb(_("Review")),
        ],
    )
    response.headers["X-Robots-Tag"] = "noindex"
    return response
