"""Moderation: what buyers have written, and taking off with a reason what must not stand."""

from flask import Response, abort, flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from catalog.records import Refused
from catalog.text import clean
from marketplace.orders.reviews import LONGEST_REASON, Review, find_review, newest_reviews

from ..database import session
from ..locales import localized, translated
from ..security import limiter
from ..shop.forms import ShopForm
from ..shop.pages import Crumb
from ..shop.review_views import ReviewView
from . import office
from .pages import office_page

_SHOWN = 100


class HidingForm(ShopForm):
    reason = StringField(
        lazy_gettext("Reason"),
        [
            DataRequired(lazy_gettext("Please write a reason.")),
            Length(max=LONGEST_REASON, message=lazy_gettext("Please write at most %(max)d characters.")),
        ],
        filters=[lambda text: clean(text or "")],
    )


@office.get("/reviews")
def reviews() -> Response:
    return _page()


@office.post("/reviews/<int:id>/hiding")
@limiter.limit("120 per minute")
def hide_review(id: int) -> Response:
    review, form = _find(id), HidingForm(prefix=f"review-{id}")
    if not form.validate():
        return _page({id: form}, 422)
    try:
        review.hide(form.reason.data)
    except Refused as refusal:
        return _page({id: form}, 422, translated(refusal))
    flash(_("The review is not shown any more."), "good")
    return redirect(url_for("office.reviews"), 303)


@office.post("/reviews/<int:id>/publication")
@limiter.limit("120 per minute")
def publish_review(id: int) -> Response:
    review, form = _find(id), ShopForm(prefix=f"review-{id}")
    if not form.validate():
        return _page({}, 422, str(form.csrf_token.errors[0]))
    try:
        review.publish()
    except Refused as refusal:
        return _page({}, 422, translated(refusal))
    flash(_("The review is shown again."), "good")
    return redirect(url_for("office.reviews"), 303)


def _find(id: int) -> Review:
    # No review has a number that a database could not hold.
    review = find_review(session(), id) if id < 2**31 else None
    if review is None:
        abort(404)
    return review


def _page(forms: dict[int, HidingForm] | None = None, status: int = 200, problem: str = "") -> Response:
    rows = [
        (
            ReviewView.of(review),
            localized(review.product, "name"),
            review.hidden_because,
            (forms or {}).get(review.id) or HidingForm(formdata=None, prefix=f"review-{review.id}"),
        )
        for review in newest_reviews(session(), _SHOWN)
    ]
    crumbs = [Crumb(_("Reviews"))]
    return office_page("office/reviews.html", status, rows=rows, problem=problem, crumbs=crumbs)
