"""/producer/collections: at the booth, the buyer's code leads to the order; a telephone that reads the code opens this page."""

from flask import Response, redirect, request, url_for
from flask_babel import gettext as _

from marketplace.orders.orders import SubOrderState
from marketplace.orders.producer_orders import part_by_code, parts_page

from ..database import session
from ..security import limiter
from ..shop.pages import Crumb, link
from . import producer
from .access import my_producers
from .forms import HandOverForm
from .order_views import reference_of, row_view
from .pages import producer_page

_MOST = 100


@producer.get("/collections")
@limiter.limit("60 per minute")
def collections() -> Response:
    ids, code = [one.id for one in my_producers()], request.args.get("code", "")[:40]
    part = part_by_code(session(), ids, code) if code.strip() else None
    if part is not None:
        return redirect(url_for("producer.order", reference=reference_of(part), code=code), 303)
    form = HandOverForm(formdata=None, code=code)
    if code.strip():
        form.code.errors = [_("None of your orders has this code. Please compare it letter by letter.")]
    ready = parts_page(session(), ids, SubOrderState.PACKED, 0, _MOST, collected=True)
    return producer_page(
        "producer/orders/collections.html",
        422 if form.code.errors else 200,
        form=form,
        rows=[row_view(one, awaited=False) for one in ready],
        crumbs=[Crumb(_("Orders"), link("/producer/orders")), Crumb(_("At the booth"))],
    )
