"""The rows below a new order, one statement a table: parts with their charges, lines with their badges, uses of vouchers."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import insert
from sqlalchemy.orm import Session

from ..stock import Wanted
from .charges import Charges
from .collection import Chosen, new_pickup_code
from .offers import Offer, OfferLine, OfferPart
from .orders import OrderLine, SubOrder, SubOrderState, source_of_line
from .vouchers import Bearer, VoucherUse

# Made once: building a statement costs more than running it. The ids come back in any order, so that one statement
# writes all rows on both databases: each says with its id which row it is.
_PARTS = insert(SubOrder.__table__).returning(SubOrder.__table__.c.position, SubOrder.__table__.c.id)
_LINES = insert(OrderLine.__table__).returning(OrderLine.__table__.c.variant_id, OrderLine.__table__.c.id)
_USES = insert(VoucherUse.__table__)


class WrittenPart(NamedTuple):
    """What a payment has to know of a part; `total` in dong."""

    id: int
    producer_id: int
    total: int


def write_parts(
    session: Session, order_id: int, offer: Offer, charges: Charges, day: date
) -> list[WrittenPart]:
    rows = [_part(order_id, part, charges, i, day) for i, part in enumerate(offer.parts, 1)]
    ids = dict(session.connection().execute(_PARTS, rows).all())
    return [WrittenPart(ids[i], part.producer.id, part.total) for i, part in enumerate(offer.parts, 1)]


def write_lines(session: Session, parts: Sequence[WrittenPart], offer: Offer, day: date) -> dict[Wanted, str]:
    """What the lines want of the stock, with the name of each product."""
    lines = [(to, line) for to, part in zip(parts, offer.parts, strict=True) for line in part.lines]
    rows = [_line(to.id, line, day) for to, line in lines]
    # A basket has one line for each variant.
    ids = dict(session.connection().execute(_LINES, rows).all())
    return {
        Wanted(line.variant.id, line.line.quantity, source_of_line(ids[line.variant.id])): line.product.name
        for _, line in lines
    }


def write_uses(session: Session, parts: Sequence[WrittenPart], offer: Offer) -> None:
    """What the vouchers took off each part, and who bears it."""
    rows = [
        {
            "voucher_id": discount.voucher.id,
            "sub_order_id": to.id,
            "bearer": discount.voucher.bearer,
            "amount": discount.amounts[to.producer_id],
        }
        for to, part in zip(parts, offer.parts, strict=True)
        for discount in part.discounts
    ]
    if rows:
        session.connection().execute(_USES, rows)


def _part(order_id: int, part: OfferPart, charges: Charges, position: int, day: date) -> dict:
    return {
        "order_id": order_id,
        "producer_id": part.producer.id,
        "position": position,
        "state": SubOrderState.PENDING,
        "subtotal": part.subtotal,
        "discount": part.discount,
        "delivery": part.delivery.fee,
        "grams": part.delivery.grams,
        **charges.frozen(part, part.discount_borne_by(Bearer.PRODUCER)),
        "arrives_from": part.delivery.from_day,
        "arrives_to": part.delivery.to_day,
        **_collection(part.chosen),
    }


def _collection(chosen: Chosen | None) -> dict:
    return {
        "point_source": chosen and chosen.point.source,
        "point": chosen and chosen.point.facts._asdict(),
        "collect_on": chosen and chosen.day,
        "collect_until": chosen and chosen.point.last_day,
        "collect_code": chosen and new_pickup_code(),
    }


def _line(sub_order_id: int, offered: OfferLine, day: date) -> dict:
    return {
        "sub_order_id": sub_order_id,
        "variant_id": offered.variant.id,
        "product_name": offered.product.name,
        "product_name_en": offered.product.name_en,
        "pack": offered.variant.pack,
        "pack_en": offered.variant.pack_en,
        "quantity": offered.line.quantity,
        "price": offered.variant.price,
        "badges": offered.proofs.snapshot(day),
        "badges_on": day,
    }
