"""What of a parcel can go back to its buyer: by line and quantity, by amount, or all of it; never twice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.money import shares
from catalog.records import Refused

from ..payments.payments import PaymentMethod, lock_payment
from ..payments.refunds import Refund, ask_refund
from .orders import OrderLine, SubOrder
from .paying import payment_of
from .returns import AGREED, Return, ReturnLine, Wanted
from .settlement import settle_refund
from .transfers import claw_back


@dataclass(frozen=True)
class Left:
    """What the buyer still has of a line: pieces, and the dong paid for them that have not gone back."""

    pieces: int
    dong: int

    def worth(self, pieces: int) -> int:
        """Dong of so many of the pieces. All of them, one after another, are worth exactly all of it."""
        return shares(self.dong, [pieces, self.pieces - pieces])[0] if self.pieces else 0


@dataclass(frozen=True)
class PartLeft:
    """What is left of a parcel: by the id of the line, and dong of the delivery."""

    lines: Mapping[int, Left]
    delivery: int

    def is_all(self, pieces: Mapping[int, int]) -> bool:
        """Whether these pieces, by line, are everything the buyer still has."""
        return all(pieces.get(id, 0) == left.pieces for id, left in self.lines.items())

    def worth(self, pieces: Mapping[int, int]) -> dict[int, int]:
        """Dong by line of these pieces."""
        return {id: self.lines[id].worth(quantity) for id, quantity in pieces.items()}


@dataclass(frozen=True)
class Refundable:
    """Dong that go back by line, and for delivery."""

    lines: Mapping[int, int]
    delivery: int = 0

    @property
    def total(self) -> int:
        return sum(self.lines.values()) + self.delivery


def paid_by_line(part: SubOrder, lines: Sequence[OrderLine]) -> dict[int, int]:
    """Dong paid for each line: the discount of the parcel shared by largest remainder."""
    paid = shares(part.subtotal - part.discount, [line.total for line in lines])
    return {line.id: dong for line, dong in zip(lines, paid, strict=True)}


def left_of(session: Session, part: SubOrder) -> PartLeft:
    """What was bought less what is promised or gone back already. Exact while the part's row is locked."""
    lines = session.scalars(
        select(OrderLine).where(OrderLine.sub_order_id == part.id).order_by(OrderLine.id)
    ).all()
    agreed = Return.sub_order_id == part.id, Return.state.in_(AGREED)
    rows = session.execute(
        select(ReturnLine.order_line_id, ReturnLine.quantity, ReturnLine.refund, Return.keeps_goods)
        .join(ReturnLine.of)
        .where(*agreed)
    ).all()
    gone, refunded = dict.fromkeys((line.id for line in lines), 0), paid_by_line(part, lines)
    for id, quantity, dong, keeps_goods in rows:
        gone[id] += 0 if keeps_goods else quantity
        refunded[id] -= dong
    for_delivery = session.scalar(select(func.sum(Return.delivery_refund)).where(*agreed)) or 0
    return PartLeft(
        {line.id: Left(line.quantity - gone[line.id], refunded[line.id]) for line in lines},
        part.delivery - int(for_delivery),
    )


def refundable(left: PartLeft, pieces: Mapping[int, int], with_delivery: bool) -> Refundable:
    """What these pieces are worth; the delivery goes back too when nothing stays with the buyer, or where somebody says so."""
    delivery = left.delivery if with_delivery or left.is_all(pieces) else 0
    return Refundable(left.worth(pieces), delivery)


def amount_of(left: PartLeft, pieces: Mapping[int, int], amount: int, with_delivery: bool) -> Refundable:
    """`amount` dong shared over these pieces by what they are worth. Raises Refused for more than that."""
    worth = left.worth(pieces)
    if not 0 <= amount <= sum(worth.values()):
        raise Refused(
            "At most %(most)s dong can go back for what was chosen.",
            most=f"{sum(worth.values()):,}".replace(",", "."),
        )
    parts = shares(amount, list(worth.values())) if amount else [0] * len(worth)
    return Refundable(dict(zip(worth, parts, strict=True)), left.delivery if with_delivery else 0)


def asked_of(left: PartLeft, asked: Return, pieces: Mapping[int, int], with_delivery: bool) -> Refundable:
    """What goes back when simply what was asked for is granted."""
    if asked.wanted == Wanted.AMOUNT:
        return amount_of(left, pieces, asked.wanted_amount or 0, with_delivery)
    return refundable(left, pieces, with_delivery)


def pay_back(session: Session, asked: Return, part: SubOrder, now: datetime, day: date) -> Refund | None:
    """Have the agreed money go back, once; the part's row is locked. None where nothing was paid.

    Raises Refused when that is more than came.
    """
    payment = payment_of(session, part)
    if payment is None or not asked.refund:
        return None
    payment = lock_payment(session, payment.id)
    # The courier has had the cash since the delivery, also where the carrier has not yet passed it on.
    collected = payment.amount if payment.method == PaymentMethod.CASH_ON_DELIVERY else 0
    refund = ask_refund(session, payment, asked.refund, asked.source, now, collected=collected)
    settle_refund(session, part, asked.refund, asked.source, day, now)
    claw_back(session, part, asked.source, now)
    return refund
