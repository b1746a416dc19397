"""What buyers say of the producers' things, and the one reply to each."""

from flask import Response, abort, flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import TextAreaField
from wtforms.validators import DataRequired

from catalog.records import Refused
from marketplace.orders.reviews import LONGEST_REPLY, find_review, newest_reviews

from ..database import session
from ..locales import localized, translated
from ..security import limiter
from ..shop.forms import ShopForm
from ..shop.pages import Crumb
from ..shop.review_views import ReviewView
from . import producer
from .access import my_producers
from .forms import _at_most, _clean
from .pages import producer_page

_SHOWN = 60


class ReplyForm(ShopForm):
    text = TextAreaField(
        lazy_gettext("Reply"),
        [DataRequired(lazy_gettext("Please write a reply.")), _at_most(LONGEST_REPLY)],
        filters=[_clean],
    )


@producer.get("/reviews")
def reviews() -> Response:
    return _page()


@producer.post("/reviews/<int:id>/reply")
@limiter.limit("60 per minute")
def reply(id: int) -> Response:
    # No review has a number that a database could not hold.
    review = find_review(session(), id, _ids()) if id < 2**31 else None
    if review is None:
        abort(404)
    form = ReplyForm(prefix=f"review-{id}")
    if not form.validate():
        return _page({id: form}, 422)
    try:
        review.answer(form.text.data)
    except Refused as refusal:
        form.text.errors = [translated(refusal)]
        return _page({id: form}, 422, translated(refusal))
    flash(_("Your reply stands below the review."), "good")
    return redirect(url_for("producer.reviews"), 303)


def _ids() -> list[int]:
    return [one.id for one in my_producers()]


def _page(forms: dict[int, ReplyForm] | None = None, status: int = 200, problem: str = "") -> Response:
    found = newest_reviews(session(), _SHOWN, _ids())
    rows = [
        (
            ReviewView.of(review),
            localized(review.product, "name"),
            (forms or {}).get(review.id) or ReplyForm(formdata=None, prefix=f"review-{review.id}"),
        )
        for review in found
    ]
    crumbs = [Crumb(_("Reviews"))]
    return producer_page("producer/reviews.html", status, rows=rows, problem=problem, crumbs=crumbs)
