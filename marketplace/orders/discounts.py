"""What the vouchers of a basket take off each producer's goods."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload

from catalog.money import shares

from .orders import Order, SubOrder
from .vouchers import Bearer, Voucher, VoucherStatus, VoucherUse


class Hindrance(StrEnum):
    """Why a voucher takes nothing off."""

    WITHDRAWN = "withdrawn"
    NOT_YET = "not_yet"
    OVER = "over"
    USED_UP = "used_up"
    USED_BY_YOU = "used_by_you"
    OTHER_PRODUCER = "other_producer"
    BELOW_MINIMUM = "below_minimum"
    NOTHING_LEFT = "nothing_left"


@dataclass(frozen=True)
class Discount:
    """A voucher of the basket: dong off by producer id, or why there is nothing off."""

    voucher: Voucher
    amounts: Mapping[int, int] = field(default_factory=dict)
    hindrance: Hindrance | None = None
    # Dong of goods that are missing to the minimum.
    missing: int = 0

    @property
    def amount(self) -> int:
        return sum(self.amounts.values())


_BY_STATUS = {
    VoucherStatus.WITHDRAWN: Hindrance.WITHDRAWN,
    VoucherStatus.NOT_YET: Hindrance.NOT_YET,
    VoucherStatus.OVER: Hindrance.OVER,
    VoucherStatus.USED_UP: Hindrance.USED_UP,
}


def find_vouchers(session: Session, codes: Sequence[str]) -> list[Voucher]:
    """The vouchers with these codes, each with its producer."""
    if not codes:
        return []
    query = select(Voucher).where(Voucher.code.in_(codes)).options(joinedload(Voucher.producer))
    return list(session.scalars(query.order_by(Voucher.id)))


def times_used(
    session: Session, voucher_ids: Sequence[int], phone: str, user_id: int | None
) -> dict[int, int]:
    """How many orders of this telephone number or account each voucher was used for, by voucher id."""
    same = [Order.phone == phone] if phone else []
    same += [Order.user_id == user_id] if user_id else []
    if not voucher_ids or not same:
        return {}
    uses = (
        select(VoucherUse.voucher_id, func.count(SubOrder.order_id.distinct()))
        .join(SubOrder, VoucherUse.sub_order_id == SubOrder.id)
        .join(Order, SubOrder.order_id == Order.id)
        .where(VoucherUse.voucher_id.in_(voucher_ids), or_(*same), ~VoucherUse.given_back)
        .group_by(VoucherUse.voucher_id)
    )
    return dict(session.execute(uses).all())


def discounts(
    vouchers: Sequence[Voucher], goods: Mapping[int, int], used: Mapping[int, int], day: date
) -> list[Discount]:
    """What each voucher takes off `goods`, dong by producer id; `used`: orders of this buyer by voucher id.

    Producers' vouchers come first; the operator's is reckoned from what is left to pay and shared over the
    producers in proportion to that, so that no part ever costs less than nothing.
    """
    left = dict(goods)
    found = []
    for voucher in sorted(vouchers, key=lambda voucher: (voucher.bearer == Bearer.OPERATOR, voucher.id)):
        discount = _discount(voucher, goods, left, used.get(voucher.id, 0), day)
        for producer_id, amount in discount.amounts.items():
            left[producer_id] -= amount
        found.append(discount)
    return found


def _discount(
    voucher: Voucher, goods: Mapping[int, int], left: Mapping[int, int], used: int, day: date
) -> Discount:
    if hindrance := _BY_STATUS.get(voucher.status(day)):
        return Discount(voucher, hindrance=hindrance)
    if voucher.per_buyer_allowed and used >= voucher.per_buyer_allowed:
        return Discount(voucher, hindrance=Hindrance.USED_BY_YOU)
    if voucher.producer_id and voucher.producer_id not in goods:
        return Discount(voucher, hindrance=Hindrance.OTHER_PRODUCER)
    parts = [voucher.producer_id] if voucher.producer_id else list(goods)
    missing = voucher.minimum - sum(goods[part] for part in parts)
    if missing > 0:
        return Discount(voucher, hindrance=Hindrance.BELOW_MINIMUM, missing=missing)
    weights = [left[part] for part in parts]
    off = shares(voucher.worth(sum(weights)), weights)
    amounts = {part: amount for part, amount in zip(parts, off, strict=True) if amount}
    return Discount(voucher, amounts, None if amounts else Hindrance.NOTHING_LEFT)
