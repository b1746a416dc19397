"""What each step in the life of a parcel means for the ledger. Each may be called twice: the second time nothing is posted.

Signs are those of the ledger: more than 0 is owed to the holder of the account.
"""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.money import shares
from catalog.records import Refused
from marketplace.payments.ledger import (
    BANK,
    BUYER,
    CARRIER,
    COMMISSION,
    GATEWAY,
    VOUCHERS,
    Kind,
    moves_for,
    post,
    producer_account,
    tax_account,
)

from .orders import SubOrder

# Who has the money once it is paid, and who gives it back: None stands for the producer.
_PAYEES = {"cash_on_delivery": CARRIER, "cash_to_producer": None, "vietqr": None, "card": GATEWAY}
_GIVES_BACK = _PAYEES | {"cash_on_delivery": None}
# From, to and dong, by kind of posting.
_Moves = Mapping[Kind, tuple[str, str, int]]


def reference(sub_order: SubOrder) -> str:
    """How the ledger names a parcel."""
    return f"sub-order:{sub_order.id}"


def settle_sale(
    session: Session, sub_order: SubOrder, day: date, now: datetime, operator_discount: int = 0
) -> bool:
    """The parcel is delivered: the buyer owes its total, the producer earns it less commission and withheld tax.

    Call it once at delivery, whatever the way of paying: money that came earlier stands as a payment until then.
    `operator_discount` are the dong of vouchers borne by the operator, who owes them to the producer.
    """
    seller = producer_account(sub_order.producer_id)
    kinds = {
        Kind.SALE: (BUYER, seller, sub_order.total),
        Kind.COMMISSION: (seller, COMMISSION, sub_order.commission),
        Kind.WITHHOLDING: (seller, tax_account(sub_order.producer_id), sub_order.withholding),
        Kind.VOUCHER: (VOUCHERS, seller, operator_discount),
    }
    return _post_all(session, sub_order, reference(sub_order), kinds, day, now)


def settle_payment(
    session: Session, sub_order: SubOrder, method: str, amount: int, source: str, day: date, now: datetime
) -> bool:
    """`amount` dong have been paid for the parcel: to the carrier at the door, into the producer's bank account
    or at the gateway, as the method says ("cash_to_producer" where the producer brought the parcel). `source` names the payment, for example "payment:12" or "receipt:7"."""
    payee = _PAYEES[method] or producer_account(sub_order.producer_id)
    return _post(session, sub_order, source, Kind.PAYMENT, {payee: -amount, BUYER: amount}, day, now)


def settle_payback(
    session: Session, sub_order: SubOrder, method: str, amount: int, source: str, day: date, now: datetime
) -> bool:
    """`amount` dong have gone back to the buyer: a payment with the signs turned round. Cash is paid back by
    the producer. `source` names what was refunded, for example "refund:3"."""
    payee = _GIVES_BACK[method] or producer_account(sub_order.producer_id)
    return _post(session, sub_order, source, Kind.PAYMENT, {payee: amount, BUYER: -amount}, day, now)


def settle_remittance(
    session: Session, sub_order: SubOrder, amount: int, source: str, day: date, now: datetime
) -> bool:
    """The carrier has handed `amount` dong of cash on delivery to the producer (source "remittance:<file>:<row>")."""
    entries = {producer_account(sub_order.producer_id): -amount, CARRIER: amount}
    return _post(session, sub_order, source, Kind.REMITTANCE, entries, day, now)


def settle_transfer(
    session: Session, sub_order: SubOrder, amount: int, source: str, day: date, now: datetime
) -> bool:
    """The gateway has transferred `amount` dong (what the producer earns, net) to the producer's account there;
    less than 0: it has taken them back from there."""
    entries = {producer_account(sub_order.producer_id): -amount, GATEWAY: amount}
    return _post(session, sub_order, source, Kind.TRANSFER, entries, day, now)


def settle_refund(
    session: Session, sub_order: SubOrder, amount: int, source: str, day: date, now: datetime
) -> bool:
    """`amount` dong of a delivered parcel are to go back: that part of the sale is undone, and with it the same
    part of commission, withheld tax and the operator's vouchers, as negative rows in this transaction.

    However many refunds it takes, when all is refunded exactly all is undone. settle_payback says when the money
    has gone back; until then the buyer's account shows what is owed to the buyer. A parcel that was never
    delivered has no sale to undo: only its payback is posted. Raises Refused beyond what is left of the sale.
    """
    if amount <= 0:
        raise ValueError(f"a refund of {amount} dong")
    # Two refunds at once must not share out the same commission.
    session.execute(select(SubOrder.id).where(SubOrder.id == sub_order.id).with_for_update())
    seller, earned = producer_account(sub_order.producer_id), _Earned(session, sub_order)
    if not earned.sold or earned.knows(source):
        return False
    if amount > earned.left:
        raise Refused("No more than %(left)s dong of this parcel can be refunded.", left=earned.left)
    kinds = {
        Kind.SALE: (seller, BUYER, amount),
        Kind.COMMISSION: (COMMISSION, seller, earned.part(Kind.COMMISSION, amount)),
        Kind.WITHHOLDING: (
            tax_account(sub_order.producer_id),
            seller,
            earned.part(Kind.WITHHOLDING, amount),
        ),
        Kind.VOUCHER: (seller, VOUCHERS, earned.part(Kind.VOUCHER, amount)),
    }
    return _post_all(session, sub_order, source, kinds, day, now)


def left_of_sale(session: Session, sub_order: SubOrder) -> int | None:
    """Dong of the sale of a parcel that no refund has undone; None where it is not sold."""
    earned = _Earned(session, sub_order)
    return earned.left if earned.sold else None


def settle_dues(
    session: Session, producer_id: int, amount: int, source: str, day: date, now: datetime
) -> bool:
    """The producer has paid the operator `amount` dong of commission and withheld tax; less than 0: the operator
    has paid the producer. This is the operator's own money, never a buyer's."""
    entries = {producer_account(producer_id): amount, BANK: -amount}
    return post(session, source, Kind.DUES, day, entries, now=now)


class _Earned:
    """What the ledger has of the sale of a parcel: the dong of each kind once, and what refunds have undone."""

    def __init__(self, session: Session, sub_order: SubOrder):
        name = reference(sub_order)
        moves = moves_for(session, name, producer_account(sub_order.producer_id))
        self._sources = {move.source for move in moves if move.kind == Kind.SALE}
        self._once = {move.kind: abs(move.amount) for move in moves if move.source == name}
        self.sold = self._once.get(Kind.SALE, 0)
        self.left = sum(move.amount for move in moves if move.kind == Kind.SALE)

    def knows(self, source: str) -> bool:
        return source in self._sources

    def part(self, kind: Kind, amount: int) -> int:
        """What a refund of `amount` dong undoes of this kind: counted from the first refund on, so that
        what was rounded away in one comes back in a later one."""
        undone = self.sold - self.left
        return self._share(kind, undone + amount) - self._share(kind, undone)

    def _share(self, kind: Kind, amount: int) -> int:
        return shares(self._once.get(kind, 0), [amount, self.sold - amount])[0]


def _post_all(
    session: Session, sub_order: SubOrder, source: str, moves: _Moves, day: date, now: datetime
) -> bool:
    """Post each kind for one source; whether the first of them was new."""
    posted = [
        _post(session, sub_order, source, kind, {giver: -amount, taker: amount}, day, now)
        for kind, (giver, taker, amount) in moves.items()
    ]
    return posted[0]


def _post(
    session: Session,
    sub_order: SubOrder,
    source: str,
    kind: Kind,
    entries: Mapping[str, int],
    day: date,
    now: datetime,
) -> bool:
    return post(session, source, kind, day, entries, now=now, sub_order=reference(sub_order))
