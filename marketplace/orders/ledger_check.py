"""What must always hold between the parcels and the ledger; asked every night, and by the tests."""

from typing import NamedTuple

from sqlalchemy import Select, and_, case, func, select
from sqlalchemy.orm import Session

from marketplace.payments import ledger
from marketplace.payments.ledger import (
    BUYER,
    COMMISSION,
    DISPUTED,
    TAX,
    VOUCHERS,
    Kind,
    LedgerEntry,
    LedgerTransaction,
)

from ..payments.payments import PREPAID, UNPAID, Payment, PaymentState
from .orders import SubOrder, SubOrderState


class Finding(NamedTuple):
    """Something that does not hold: which rule, and where (a source, or a parcel by the ledger's name)."""

    rule: str
    where: str


_DELIVERED = (SubOrderState.DELIVERED, SubOrderState.COMPLETED)


def check_ledger(session: Session) -> list[Finding]:
    """Everything that does not hold, none where all is well."""
    findings = [Finding("unbalanced", source) for source in ledger.check(session)]
    sums = session.execute(_sums()).all()
    findings += [Finding("charged after a full refund", row.sub_order) for row in sums if _charged(row)]
    findings += [Finding("more refunded than sold", row.sub_order) for row in sums if row.sale < 0]
    findings += [Finding("more decided than disputed", row.sub_order) for row in sums if row.disputed > 0]
    findings += [Finding("charge or voucher of the wrong sign", row.sub_order) for row in sums if _odd(row)]
    settled = {row.sub_order for row in sums if row.sold}
    unsold = sorted(_named(session, _DELIVERED) - settled)
    findings += [Finding("delivered, and no sale is posted", name) for name in unsold]
    owing = {row.sub_order for row in sums if row.buyer < 0}
    completed = _named(session, (SubOrderState.COMPLETED,))
    findings += [Finding("completed, and not paid", name) for name in sorted(completed & owing)]
    findings += [Finding("paid for nothing, and not to go back", code) for code in _kept(session)]
    return findings


def _named(session: Session, states: tuple[SubOrderState, ...]) -> set[str]:
    """The ledger's names of the parcels in these states that cost something."""
    price = SubOrder.subtotal - SubOrder.discount + SubOrder.delivery
    ids = session.scalars(select(SubOrder.id).where(SubOrder.state.in_(states), price > 0))
    return {f"sub-order:{id}" for id in ids}


def _kept(session: Session) -> list[str]:
    """Payments of which more came than they cost, without a promise that it goes back. Cash is the carrier's."""
    owed = case((Payment.state == PaymentState.SUCCEEDED, Payment.amount), else_=0)
    over = Payment.state.not_in(UNPAID), Payment.received - Payment.surplus > owed
    return list(session.scalars(select(Payment.code).where(Payment.method.in_(PREPAID), *over)))


def _sums() -> Select:
    """By parcel, in dong: the sale less refunds, what is left of the charges, and what is owed to the buyer."""

    def total(*conditions):
        value = case((and_(*conditions), LedgerEntry.amount), else_=0)
        return func.sum(value).cast(LedgerEntry.amount.type)

    kind, account = LedgerTransaction.kind, LedgerEntry.account
    return (
        select(
            LedgerTransaction.sub_order,
            (-total(kind == Kind.SALE, account == BUYER)).label("sale"),
            total(account == COMMISSION).label("commission"),
            total(account.startswith(TAX)).label("tax"),
            (-total(account == VOUCHERS)).label("voucher"),
            total(account == BUYER).label("buyer"),
            total(account == DISPUTED).label("disputed"),
            func.count(
                case((and_(LedgerTransaction.source == LedgerTransaction.sub_order, kind == Kind.SALE), 1))
            ).label("sold"),
        )
        .join(LedgerTransaction.entries)
        .where(LedgerTransaction.sub_order != "")
        .group_by(LedgerTransaction.sub_order)
        .order_by(LedgerTransaction.sub_order)
    )


def _charged(row) -> bool:
    return row.sale == 0 and row.sold and bool(row.commission or row.tax or row.voucher)


def _odd(row) -> bool:
    return min(row.commission, row.tax, row.voucher) < 0
