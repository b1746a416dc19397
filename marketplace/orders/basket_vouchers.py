"""Putting the code of a voucher into a basket."""

from datetime import date

from sqlalchemy.orm import Session

from catalog.places import Place

from .baskets import Basket
from .collection import Points
from .discounts import Discount, find_vouchers
from .offers import offer_for
from .vouchers import read_code


def put_voucher(
    session: Session,
    basket: Basket,
    typed: str,
    destination: Place | None,
    day: date,
    points: Points | None = None,
) -> Discount | None:
    """Keep the voucher with this code, as typed, in the basket and answer what it takes off.

    A basket holds one code of each producer and one of the operator: a new one takes the place of the old.
    Where it takes nothing off, the answer says why and the basket stays as it was; None for no such code.
    """
    before = basket.voucher_codes
    vouchers = {voucher.code: voucher for voucher in find_vouchers(session, [*before, read_code(typed)])}
    wanted = vouchers.get(read_code(typed))
    if wanted is None:
        return None
    others = [
        code for code in before if code in vouchers and vouchers[code].producer_id != wanted.producer_id
    ]
    basket.voucher_codes = [*others, wanted.code]
    offer = offer_for(session, basket, destination, day, points=points)
    found = next(discount for discount in offer.vouchers if discount.voucher is wanted)
    if found.hindrance:
        basket.voucher_codes = before
    return found


def remove_voucher(basket: Basket, code: str) -> None:
    basket.voucher_codes = [other for other in basket.voucher_codes if other != code]
