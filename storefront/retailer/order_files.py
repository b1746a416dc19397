"""The files of a purchase order and of its invoice for the retailer."""

from flask import Response, abort

from marketplace.sourcing.order_lists import find_order, of_retailers

from ..database import session
from ..purchase_files import invoice_file, order_file
from ..security import limiter
from . import retailer
from .access import my_retailer_ids
from .orders import find_mine


@retailer.get("/orders/<code>.<any(pdf, xlsx, xml):kind>")
@limiter.limit("60 per minute")
def order_download(code: str, kind: str) -> Response:
    return order_file(find_mine(code), kind)


@retailer.get("/invoices/<code>.<any(pdf, xml):kind>")
@limiter.limit("60 per minute")
def invoice_download(code: str, kind: str) -> Response:
    order = find_order(session(), of_retailers(my_retailer_ids()), code[:40]) or abort(404)
    return invoice_file(session(), order, kind)
