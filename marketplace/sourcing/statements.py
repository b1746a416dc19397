"""What a retailer and a producer owe each other in a month, read from the ledger: dong by invoice, credit and transfer."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from ..payments.ledger import Kind, LedgerEntry, LedgerTransaction
from ..payments.payments import Payment, Receipt
from ..payments.refunds import Refund
from .goods import GoodsClaim, Invoice
from .invoice_ledger import INVOICE_MONEY, retailer_account, supplier_account
from .invoices import invoice_id_of


class Item(StrEnum):
    INVOICE = "invoice"
    CREDIT = "credit"
    PAYMENT = "payment"
    REFUND = "refund"


@dataclass(frozen=True)
class StatementLine:
    """What has moved what the retailer owes by `amount` dong; `name` is the number of an invoice or the code of a claim."""

    day: date
    item: Item
    name: str
    amount: int


@dataclass(frozen=True)
class Statement:
    """From the first day through the last one (exclusive); `opening` and `closing` dong are owed to the producer."""

    first: date
    after: date
    opening: int
    lines: list[StatementLine]

    @property
    def closing(self) -> int:
        return self.opening + sum(line.amount for line in self.lines)

    def total(self, item: Item) -> int:
        return sum(line.amount for line in self.lines if line.item is item)


_Theirs = aliased(LedgerEntry)


def _between(retailer_id: int, producer_ids: Collection[int]):
    """Entries on a producer's account whose other side is the retailer's."""
    suppliers = [supplier_account(id) for id in producer_ids]
    return (
        select()
        .select_from(LedgerEntry)
        .join(LedgerEntry.transaction)
        .join(_Theirs, _Theirs.transaction_id == LedgerEntry.transaction_id)
        .where(LedgerEntry.account.in_(suppliers), _Theirs.account == retailer_account(retailer_id))
    )


def statement_of(session: Session, retailer_id: int, producer_id: int, first: date, after: date) -> Statement:
    """Of any days; where nothing moved it has no lines."""
    of_both = _between(retailer_id, [producer_id])
    before = of_both.add_columns(func.coalesce(func.sum(LedgerEntry.amount), 0))
    opening = session.scalar(before.where(LedgerTransaction.day < first))
    rows = session.execute(
        of_both.add_columns(
            LedgerTransaction.source, LedgerTransaction.kind, LedgerTransaction.day, LedgerEntry.amount
        )
        .where(LedgerTransaction.day >= first, LedgerTransaction.day < after)
        .order_by(LedgerTransaction.day, LedgerTransaction.id)
    ).all()
    names = _names(session, [row.source for row in rows])
    lines = [
        StatementLine(row.day, _item(row.kind, row.amount), names.get(row.source, ""), row.amount)
        for row in rows
    ]
    return Statement(first, after, int(opening or 0), lines)


def _item(kind: str, amount: int) -> Item:
    if kind == Kind.SALE:
        return Item.INVOICE if amount > 0 else Item.CREDIT
    return Item.PAYMENT if amount < 0 else Item.REFUND


def _names(session: Session, sources: list[str]) -> dict[str, str]:
    """What people know these postings by: a transfer by the number of its invoice."""
    invoices, claims, money = {}, {}, {}
    for source in sources:
        kind, _, rest = source.partition(":")
        {"invoice": invoices, "goods-claim": claims}.get(kind, money)[rest] = source
    references = _references(session, list(money))
    ids = {int(id) for id in invoices} | {invoice_id_of(reference) for reference in references.values()}
    numbers = dict(session.execute(select(Invoice.id, Invoice.number).where(Invoice.id.in_(ids))).all())
    codes = select(GoodsClaim.id, GoodsClaim.code).where(GoodsClaim.id.in_([int(id) for id in claims]))
    found = {source: numbers.get(int(id), "") for id, source in invoices.items()}
    found |= {claims[str(id)]: code for id, code in session.execute(codes)}
    paid = {rest: numbers.get(invoice_id_of(reference), "") for rest, reference in references.items()}
    return found | {f"{INVOICE_MONEY}{rest}": name for rest, name in paid.items()}


def _references(session: Session, sources: list[str]) -> dict[str, str]:
    """What the payment of each receipt or refund is for."""
    came = select(Receipt.source, Payment.reference).join(Payment, Payment.id == Receipt.payment_id)
    found = dict(session.execute(came.where(Receipt.source.in_(sources))).all())
    refunds = [int(source.removeprefix("refund:")) for source in sources if source.startswith("refund:")]
    back = select(Refund.id, Payment.reference).join(Refund.payment).where(Refund.id.in_(refunds))
    return found | {f"refund:{id}": reference for id, reference in session.execute(back)}


def balances_with(session: Session, retailer_id: int, producer_ids: Collection[int]) -> dict[int, int]:
    """Dong owed to each of these producers; those with whom nothing ever moved are not in it."""
    rows = _between(retailer_id, producer_ids).add_columns(LedgerEntry.account, func.sum(LedgerEntry.amount))
    by_account = {supplier_account(id): id for id in producer_ids}
    return {by_account[name]: int(dong) for name, dong in session.execute(rows.group_by(LedgerEntry.account))}
