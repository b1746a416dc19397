"""Placing an order: one transaction that reserves the stock, freezes the words and prices, and empties the basket."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from catalog.badges import Badge
from catalog.places import Place
from catalog.records import Refused
from catalog.register import Proofs

from .baskets import Basket
from .charges import Charges, charges_on
from .methods import USUAL_TERMS, ShopTerms, check_method
from .offers import Offer, OfferLine, OfferPart, offer_for
from .orders import Order, OrderLine, PaymentMethod, SubOrder
from .paying import start_payments
from .stock import Wanted, reserve_all
from .voucher_uses import take
from .vouchers import Bearer, VoucherUse


@dataclass(frozen=True)
class Buyer:
    """Who gets the parcel; `phone` in international form."""

    name: str
    phone: str
    email: str
    street: str
    commune: Place
    note: str


def lock_basket(session: Session, token: str) -> Basket | None:
    """The basket with its lines, held against a second checkout until the transaction ends."""
    return session.scalar(
        select(Basket).where(Basket.token == token).options(selectinload(Basket.lines)).with_for_update()
    )


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
) -> Order:
    """The order made of a locked basket, to be paid by `method`.

    Raises Refused, with nothing written, when the basket is empty, a line can't be had as it stands or is
    not sent so far, the total is not the `seen_total` (dong) the buyer agreed to, a voucher has just been
    used up, alcohol lacks the word of an adult, or it can't be paid that way.
    """
    offer = offer_for(session, basket, buyer.commune, day)
    _check(offer, basket, seen_total)
    charges = charges_on(session, offer, day)
    order = Order(
        checkout_key=basket.checkout_key,
        user_id=basket.user_id,
        placed_at=now,
        language=language,
        payment_method=method,
        name=buyer.name,
        phone=buyer.phone,
        email=buyer.email.lower(),
        street=buyer.street,
        commune_code=buyer.commune.code,
        note_to_producers=buyer.note,
        sub_orders=[_sub_order(part, charges, i, day) for i, part in enumerate(offer.parts, 1)],
    )
    session.add(order)
    session.flush()
    totals = {part.producer_id: part.total for part in order.sub_orders}
    check_method(session, method, buyer.phone, totals, terms, now)
    start_payments(session, order, now)
    _reserve_lines(session, order, now)
    take(session, offer.discounts, buyer.phone, basket.user_id)
    session.add_all(_voucher_uses(offer, order))
    basket.start_anew()
    order.note("order.placed", total=order.total, parts=len(order.sub_orders))
    return order


def _check(offer: Offer, basket: Basket, seen_total: int) -> None:
    if not offer.lines:
        raise Refused("Your basket is empty.")
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


def _sub_order(part: OfferPart, charges: Charges, position: int, day: date) -> SubOrder:
    return SubOrder(
        producer_id=part.producer.id,
        position=position,
        subtotal=part.subtotal,
        discount=part.discount,
        delivery=part.delivery.fee,
        grams=part.delivery.grams,
        **charges.frozen(part, part.discount_borne_by(Bearer.PRODUCER)),
        arrives_from=part.delivery.from_day,
        arrives_to=part.delivery.to_day,
        lines=[_order_line(line, day) for line in part.lines],
    )


def _voucher_uses(offer: Offer, order: Order) -> list[VoucherUse]:
    return [
        VoucherUse(
            voucher_id=discount.voucher.id,
            sub_order_id=sub_order.id,
            bearer=discount.voucher.bearer,
            amount=discount.amounts[part.producer.id],
        )
        for part, sub_order in zip(offer.parts, order.sub_orders, strict=True)
        for discount in part.discounts
    ]


def _order_line(offered: OfferLine, day: date) -> OrderLine:
    return OrderLine(
        variant_id=offered.variant.id,
        product_name=offered.product.name,
        product_name_en=offered.product.name_en,
        pack=offered.variant.pack,
        pack_en=offered.variant.pack_en,
        quantity=offered.line.quantity,
        price=offered.variant.price,
        badges=[_snapshot(badge, offered.proofs) for badge in offered.proofs.badges(day)],
        badges_on=day,
    )


def _snapshot(badge: Badge, proofs: Proofs) -> dict:
    facts = {
        "kind": badge.kind,
        "stars": badge.stars,
        "name": badge.name,
        "until": badge.until.isoformat() if badge.until else None,
        "code": badge.code,
    }
    for recognition in proofs.recognitions:
        if recognition.code == badge.code:
            facts |= {"number": recognition.decision_no, "issuer": recognition.issuer}
    for authorisation in proofs.authorisations:
        if authorisation.code == badge.code:
            facts |= {"number": authorisation.permit_no, "issuer": authorisation.granted_by}
    return facts


def _reserve_lines(session: Session, order: Order, now: datetime) -> None:
    lines = {line.source: line for part in order.sub_orders for line in part.lines}
    wanted = [Wanted(line.variant_id, line.quantity, source) for source, line in lines.items()]
    if missing := reserve_all(session, wanted, now):
        name = lines[missing.source].product_name
        raise Refused("“%(product)s” has just been sold out in this quantity.", product=name)
