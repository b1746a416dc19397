"""Placing an order: one transaction that reserves the stock, freezes the words and prices, and empties the basket."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from catalog.places import Place
from catalog.records import Refused

from ..stock import Wanted, reserve_all
from .baskets import Basket, with_lines
from .charges import charges_on
from .collection import Points
from .methods import USUAL_TERMS, ShopTerms, check_method, parcel_totals
from .offers import Offer, offer_for
from .order_rows import write_lines, write_parts, write_uses
from .orders import Order, PaymentMethod
from .paying import start_payments
from .tariffs import Tariffs
from .voucher_uses import take

_TOUCHED = (
    update(Basket.__table__)
    .where(Basket.__table__.c.token == bindparam("known"), Basket.__table__.c.user_id.is_(None))
    .values(changed_at=bindparam("moment"))
    .returning(*Basket.__table__.c)
)
_LOCKED = select(Basket).from_statement(_TOUCHED).execution_options(populate_existing=True)


@dataclass(frozen=True)
class Buyer:
    """Who gets the parcel; `phone` in international form. Who collects everything gives no commune and no street."""

    name: str
    phone: str
    email: str
    street: str
    commune: Place | None
    note: str


def lock_basket(session: Session, token: str, now: datetime, lines: bool = True) -> Basket | None:
    """A visitor's basket, held against a second checkout until the transaction ends.

    One statement notes the change and takes the lock. Its lines are read behind that, unless an offer will do so.
    """
    session.flush()
    basket = session.scalar(_LOCKED, {"known": token, "moment": now})
    return with_lines(session, basket) if basket and lines else basket


def order_for_key(session: Session, checkout_key: str) -> Order | None:
    return session.scalar(select(Order).where(Order.checkout_key == checkout_key))


def place_order(
    session: Session,
    basket: Basket,
    buyer: Buyer,
    seen_total: int,
    language: str,
    now: datetime,
    day: date,
    method: PaymentMethod = PaymentMethod.CASH_ON_DELIVERY,
    terms: ShopTerms = USUAL_TERMS,
    tariffs: Tariffs | None = None,
    points: Points | None = None,
) -> Order:
    """The order made of a locked basket, to be paid by `method`; its parts are written and not loaded.

    `points` are those of the producers whose goods are to be collected, as they are at this moment.

    Raises Refused, with nothing written, when the basket is empty, a line can't be had as it stands or is
    not sent so far, the total is not the `seen_total` (dong) the buyer agreed to, a voucher has just been
    used up, alcohol lacks the word of an adult, or it can't be paid that way.
    """
    tariffs = tariffs or Tariffs.read(session)
    offer = offer_for(session, basket, buyer.commune, day, tariffs.rates, points)
    _check(offer, basket, seen_total)
    street, commune_code = _goes_to(offer, buyer)
    check_method(session, method, buyer.phone, parcel_totals(offer), terms, now)
    order = Order(
        checkout_key=basket.checkout_key,
        user_id=basket.user_id,
        placed_at=now,
        language=language,
        payment_method=method,
        name=buyer.name,
        phone=buyer.phone,
        email=buyer.email.lower(),
        street=street,
        commune_code=commune_code,
        note_to_producers=buyer.note,
    )
    session.add(order)
    session.flush()
    parts = write_parts(session, order.id, offer, charges_on(tariffs, day), day)
    start_payments(session, order, parts, now)
    _reserve(session, write_lines(session, parts, offer, day), now)
    take(session, offer.discounts, buyer.phone, basket.user_id)
    write_uses(session, parts, offer)
    basket.start_anew()
    order.note("order.placed", total=offer.total, parts=len(parts))
    return order


def _check(offer: Offer, basket: Basket, seen_total: int) -> None:
    if not offer.lines:
        raise Refused("Your basket is empty.")
    if any(part.lost for part in offer.parts):
        raise Refused(
            "What you wanted to collect can't be collected there any more. Please choose once more."
        )
    if not offer.reaches_all:
        raise Refused("Not everything in your basket is sent as far as this address.")
    if not offer.can_be_ordered:
        raise Refused("Something in your basket has changed. Please look at it once more.")
    if offer.needs_adult and not basket.adult_confirmed:
        raise Refused(
            "Alcohol is sold to people of 18 or older only. Please confirm your age on the product page."
        )
    if offer.total != seen_total:
        raise Refused("The total has changed since you saw it. Please look at it once more.")


def _goes_to(offer: Offer, buyer: Buyer) -> tuple[str, str]:
    """Street and commune; of an order that is collected altogether the commune of the point alone. Raises Refused."""
    if not offer.needs_address:
        return "", next(part.chosen.point.commune_code for part in offer.parts if part.chosen)
    if buyer.commune is None or not buyer.street:
        raise Refused("Please write where your order shall go.")
    return buyer.street, buyer.commune.code


def _reserve(session: Session, names: dict[Wanted, str], now: datetime) -> None:
    if missing := reserve_all(session, names, now):
        raise Refused("“%(product)s” has just been sold out in this quantity.", product=names[missing])
