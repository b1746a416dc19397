"""How a return begins: what a buyer asks for, checked against what the buyer still has."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.picture_door import StoredPicture
from catalog.records import Refused
from catalog.text import clean

from ..payments.bank_accounts import checked_account
from ..payments.payments import PaymentMethod
from .life import RETURN_WINDOW
from .orders import Party, SubOrder, SubOrderState
from .paying import payment_of
from .refunds import PartLeft, left_of
from .returns import (
    ANSWER_TERM,
    MOST_PICTURES,
    OPEN,
    Return,
    ReturnLine,
    ReturnPicture,
    ReturnReason,
    ReturnState,
    Wanted,
)

LONGEST_TEXT = 1000
_ARRIVED = (SubOrderState.DELIVERED, SubOrderState.COMPLETED)


@dataclass(frozen=True)
class Wish:
    """What a buyer asks for: `pieces` by the id of the line (not read where everything is wanted), `amount` in
    dong where the goods are kept; bank, number and holder of the account to pay back to."""

    reason: ReturnReason
    wanted: Wanted
    text: str = ""
    pieces: Mapping[int, int] = field(default_factory=dict)
    amount: int | None = None
    account: tuple[str, str, str] = ("", "", "")


def may_ask(part: SubOrder, now: datetime) -> bool:
    """Whether the time for it is not over; there may be an open return already."""
    arrived = part.state in _ARRIVED and part.delivered_at is not None
    return arrived and now <= part.delivered_at + RETURN_WINDOW


def needs_account(session: Session, part: SubOrder) -> bool:
    """Whether money to go back needs an account: a card gets it back by itself."""
    payment = payment_of(session, part)
    return payment is not None and payment.method != PaymentMethod.CARD


def open_return(session: Session, part: SubOrder) -> Return | None:
    return session.scalar(select(Return).where(Return.sub_order_id == part.id, Return.state.in_(OPEN)))


def ask(
    session: Session, part: SubOrder, wish: Wish, pictures: Sequence[StoredPicture], now: datetime
) -> Return:
    """Ask the producer. Raises Refused for what can't go back, and while another return of the parcel is open."""
    # What the page was made of may be old: only the locked row says how things stand.
    session.flush()
    session.refresh(part, ["state", "delivered_at"], with_for_update=True)
    if not may_ask(part, now):
        raise Refused("The time to send something of this parcel back is over.")
    if open_return(session, part):
        raise Refused("There is an open return of this parcel already.")
    left = left_of(session, part)
    text = clean(wish.text)
    if wish.reason == ReturnReason.OTHER and not text:
        raise Refused("Please write what is wrong.")
    if len(text) > LONGEST_TEXT:
        raise Refused("Please write at most %(limit)s characters.", limit=LONGEST_TEXT)
    if len(pictures) > MOST_PICTURES:
        raise Refused("At most %(limit)s pictures, please.", limit=MOST_PICTURES)
    pieces = _pieces(left, wish)
    asked = Return(
        sub_order_id=part.id,
        asked_at=now,
        moved_at=now,
        due_at=now + ANSWER_TERM,
        reason=wish.reason,
        text=text,
        wanted=wish.wanted,
        wanted_amount=_amount(left, pieces, wish),
        keeps_goods=wish.wanted == Wanted.AMOUNT,
        lines=[ReturnLine(order_line_id=id, quantity=quantity) for id, quantity in pieces.items()],
        pictures=[_picture(i, picture) for i, picture in enumerate(pictures, 1)],
        **_account(session, part, wish),
    )
    session.add(asked)
    session.flush()
    asked.note(f"return.{ReturnState.ASKED}", by=Party.BUYER)
    return asked


def _pieces(left: PartLeft, wish: Wish) -> dict[int, int]:
    if wish.wanted == Wanted.EVERYTHING:
        pieces = {id: line.pieces for id, line in left.lines.items() if line.pieces}
    else:
        pieces = {id: quantity for id, quantity in wish.pieces.items() if quantity}
    if not pieces:
        raise Refused("Please choose what it is about.")
    for id, quantity in pieces.items():
        if id not in left.lines or not 0 < quantity <= left.lines[id].pieces:
            raise Refused("You can't send back more pieces than you have got.")
    return pieces


def _amount(left: PartLeft, pieces: Mapping[int, int], wish: Wish) -> int | None:
    if wish.wanted != Wanted.AMOUNT:
        return None
    most = sum(left.worth(pieces).values())
    if wish.amount is None or not 0 < wish.amount <= most:
        raise Refused(
            "Please write an amount of at most %(most)s đồng: that was paid for what you have chosen.",
            most=f"{most:,}".replace(",", "."),
        )
    return wish.amount


def _account(session: Session, part: SubOrder, wish: Wish) -> dict[str, str]:
    if not needs_account(session, part):
        return {}
    return {f"account_{name}": value for name, value in checked_account(*wish.account).items()}


def _picture(position: int, stored: StoredPicture) -> ReturnPicture:
    return ReturnPicture(
        position=position,
        digest=stored.digest,
        width=stored.width,
        height=stored.height,
        widths=stored.widths,
    )
