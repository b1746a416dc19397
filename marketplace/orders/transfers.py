"""Shares of card payments that go on to the producers' own accounts at the gateway, once a sale is final, and are
called back when it turns out that it was not."""

from datetime import datetime

from sqlalchemy.orm import Session

from catalog.days import day_of

from ..jobs import enqueue
from ..payments.ledger import GATEWAY, moves_for, producer_account
from ..payments.passed_shares import PassedShare, share_of
from ..payments.payments import PaymentMethod, receipts_of
from ..payments.terms import terms_of
from .orders import SubOrder
from .paying import payment_of
from .settlement import reference, settle_transfer


def pass_on(session: Session, sub_order: SubOrder, now: datetime) -> bool:
    """Ask for the transfer of what the producer has earned with this part: the price less commission, withheld
    tax and refunds, and no more than the gateway has of it. What is missing then is settled as dues."""
    return ask_transfer(session, sub_order, min(_earned(session, sub_order), _there(session, sub_order)), now)


def transferred(session: Session, sub_order_id: int, amount: int, provider_id: str, now: datetime) -> bool:
    """The gateway has passed `amount` dong on, under this name; False when that is known already."""
    part = session.get_one(SubOrder, sub_order_id)
    source = f"transfer:{reference(part)}"
    if not settle_transfer(session, part, amount, source, day_of(now), now):
        return False
    session.add(PassedShare(reference=reference(part), provider_id=provider_id, amount=amount))
    session.flush()
    return True


def _earned(session: Session, sub_order: SubOrder) -> int:
    account = producer_account(sub_order.producer_id)
    return sum(move.amount for move in moves_for(session, reference(sub_order), account))


def _there(session: Session, sub_order: SubOrder) -> int:
    return -sum(move.amount for move in moves_for(session, reference(sub_order), GATEWAY))


def ask_transfer(session: Session, sub_order: SubOrder, amount: int, now: datetime) -> bool:
    """Pass `amount` dong, the producer's share of this part, on once; False where there is nothing to pass on:
    not paid by card, no account at the gateway, or done before."""
    payment = payment_of(session, sub_order)
    terms = terms_of(session, [sub_order.producer_id]).get(sub_order.producer_id)
    if payment is None or payment.method != PaymentMethod.CARD or not payment.is_paid or amount <= 0:
        return False
    if terms is None or not terms.connected_account:
        return False
    charge = receipts_of(session, payment)[0].source.removeprefix("card:")
    facts = {"charge": charge, "amount": amount, "account": terms.connected_account, "code": payment.code}
    facts |= {"sub_order": sub_order.id}
    return enqueue(session, "transfer_share", now, key=f"transfer:sub-order:{sub_order.id}", **facts)


def claw_back(session: Session, sub_order: SubOrder, source: str, now: datetime) -> bool:
    """Ask the gateway, once for this source, to take back what the producer owes for a part whose share has gone
    on to its account; the part's row is locked. What its account there does not hold, it owes until dues settle it."""
    share = share_of(session, reference(sub_order))
    if share is None:
        return False
    owed = -_earned(session, sub_order) - share.on_its_way
    amount = min(owed, share.amount - share.recalled)
    if amount <= 0:
        return False
    facts = {"share": share.id, "amount": amount, "source": source, "sub_order": sub_order.id}
    if not enqueue(session, "recall_share", now, key=f"recall:{source}", **facts):
        return False
    share.recalled += amount
    return True


def recalled(session: Session, sub_order_id: int, amount: int, source: str, now: datetime) -> bool:
    """The gateway has taken `amount` dong back from the producer's account; False when that is known already."""
    part = session.get_one(SubOrder, sub_order_id)
    if not settle_transfer(session, part, -amount, f"recall:{source}", day_of(now), now):
        return False
    share = share_of(session, reference(part))
    if share:
        share.returned += amount
    return True
