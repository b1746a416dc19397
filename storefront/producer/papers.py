"""The slip that goes into a parcel."""

from flask import Response

from marketplace.orders.orders import Order, PaymentMethod, SubOrder, SubOrderState
from marketplace.orders.shipments import shipments_of

from ..clock import now
from ..database import session
from ..papers.packing_slip import packing_slip as packing_slip_of
from ..papers.parts import pdf
from ..security import limiter
from ..shop.pages import absolute_url
from . import producer
from .orders import my_part


@producer.get("/orders/<reference>/packing-slip.pdf")
@limiter.limit("60 per minute")
def packing_slip(reference: str) -> Response:
    part = my_part(reference)
    url = absolute_url(f"/orders/{part.order.number}")
    content = packing_slip_of(part, part.order, url, _cash(part, part.order), now())
    return pdf(content, f"phieu-giao-hang-{part.order.number}-{part.position}")


def _cash(part: SubOrder, order: Order) -> int:
    """Dong to collect at the door: as handed to the carrier, or what will be."""
    shipment = shipments_of(session(), [part.id]).get(part.id)
    if shipment:
        return shipment.cash_to_collect
    on_delivery = order.payment_method == PaymentMethod.CASH_ON_DELIVERY
    return part.total if on_delivery and part.state != SubOrderState.CANCELLED else 0
