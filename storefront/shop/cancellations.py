"""The buyer gives up one producer's part of an order."""

from flask import Response, abort, flash, redirect, url_for
from flask_babel import gettext as _

from catalog.records import Refused
from marketplace.orders.life import cancel
from marketplace.orders.orders import Order, Party, SubOrder, find_order

from ..clock import now
from ..database import session
from ..locales import translated
from ..security import limiter
from . import shop
from .forms import CancellationForm
from .orders import order_page
from .own_orders import is_buyer
from .progress import form_prefix


@shop.post("/orders/<number>/parts/<int:position>/cancellation")
@limiter.limit("20 per minute")
def cancel_part(number: str, position: int) -> Response:
    order, part = own_part(number, position)
    form = CancellationForm(prefix=form_prefix(position))
    if not form.validate():
        return order_page(order, 422, forms={position: form})
    try:
        cancel(session(), part, Party.BUYER, form.reason.data, now())
    except Refused as refusal:
        return order_page(order, 422, problem=translated(refusal), forms={position: form})
    flash(_("This part of your order is cancelled."), "good")
    return redirect(url_for("shop.order", number=order.number), 303)


def own_part(number: str, position: int) -> tuple[Order, SubOrder]:
    """404 for what is not there, and for what is somebody else's."""
    order = find_order(session(), number[:40])
    if order is None or not is_buyer(order):
        abort(404)
    part = next((part for part in order.sub_orders if part.position == position), None)
    if part is None:
        abort(404)
    return order, part
