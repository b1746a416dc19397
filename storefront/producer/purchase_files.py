"""The files of a purchase order for its producer: the order, its delivery notes, its invoice."""

from flask import Response, abort

from marketplace.sourcing.order_lists import find_delivery

from ..database import session
from ..purchase_files import delivery_file, invoice_file, order_file
from ..security import limiter
from . import producer
from .purchase_orders import find_purchase, mine


@producer.get("/purchase-orders/<code>.<any(pdf, xlsx, xml):kind>")
@limiter.limit("60 per minute")
def purchase_download(code: str, kind: str) -> Response:
    return order_file(find_purchase(code), kind)


@producer.get("/purchase-orders/<code>/invoice.<any(pdf, xml):kind>")
@limiter.limit("60 per minute")
def purchase_invoice_download(code: str, kind: str) -> Response:
    return invoice_file(session(), find_purchase(code), kind)


@producer.get("/deliveries/<code>.pdf")
@limiter.limit("60 per minute")
def delivery_note(code: str) -> Response:
    delivery = find_delivery(session(), mine(), code[:40]) or abort(404)
    return delivery_file(delivery.purchase_order, delivery)
