"""The buyer's own papers."""

from flask import Response, abort

from marketplace.orders.orders import find_order

from ..clock import now
from ..database import session
from ..papers.confirmation import confirmation as confirmation_of
from ..papers.parts import pdf
from ..security import limiter
from . import shop
from .own_orders import is_buyer


@shop.get("/orders/<number>/confirmation.pdf")
@limiter.limit("30 per minute")
def confirmation(number: str) -> Response:
    """Full address and all: for the buyer alone, for anybody else there is no such paper."""
    found = find_order(session(), number[:40])
    if found is None or not is_buyer(found):
        abort(404)
    return pdf(confirmation_of(found, now()), f"don-hang-{found.number}")
