"""What a producer has sold, paid and received in a month, read from the ledger: in dong, by parcel."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import islice

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, aliased

from catalog.codes import grouped
from marketplace.payments.ledger import Kind, LedgerEntry, LedgerTransaction, producer_account

from .months import Month
from .orders import Order, SubOrder

_CHUNK = 5_000


class Item(StrEnum):
    """What moves a producer's balance; they add up from the opening to the closing one."""

    SALES = "sales"
    REFUNDS = "refunds"
    COMMISSION = "commission"
    WITHHOLDING = "withholding"
    VOUCHERS = "vouchers"
    RECEIVED = "received"
    TRANSFERRED = "transferred"
    DUES = "dues"


_ITEMS = {
    Kind.COMMISSION: Item.COMMISSION,
    Kind.WITHHOLDING: Item.WITHHOLDING,
    Kind.VOUCHER: Item.VOUCHERS,
    Kind.PAYMENT: Item.RECEIVED,
    Kind.REMITTANCE: Item.RECEIVED,
    Kind.TRANSFER: Item.TRANSFERRED,
    Kind.DUES: Item.DUES,
}


@dataclass
class StatementLine:
    """A parcel, or a payment that concerns none (`number` is then empty): dong by item."""

    number: str
    day: date
    amounts: dict[Item, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def total(self) -> int:
        return sum(self.amounts.values())


@dataclass
class Statement:
    """A producer's month: `opening` and `closing` are balances in dong, less than 0 where the producer owes.

    `ahead` is the part of `closing` that stands with parcels without a sale: paid to the producer before the delivery.
    """

    producer_id: int
    month: Month
    opening: int
    lines: list[StatementLine]
    ahead: int = 0

    def total(self, item: Item) -> int:
        return sum(line.amounts.get(item, 0) for line in self.lines)

    @property
    def closing(self) -> int:
        return self.opening + sum(line.total for line in self.lines)


@dataclass(frozen=True)
class MonthBalance:
    """A month in which something moved, and the balance in dong at its end."""

    month: Month
    closing: int


def statement_of(session: Session, producer_id: int, month: Month) -> Statement:
    """The statement of any month; one in which nothing moved has no lines."""
    account = producer_account(producer_id)
    t = LedgerTransaction
    sale = aliased(t)
    sold = exists().where(sale.sub_order == t.sub_order, sale.kind == Kind.SALE, sale.day < month.after.first)
    sums = (
        func.coalesce(func.sum(LedgerEntry.amount).filter(*which), 0).cast(LedgerEntry.amount.type)
        for which in ([t.day < month.first], [t.sub_order != "", ~sold])
    )
    mine = select(*sums).join(LedgerEntry.transaction).where(LedgerEntry.account == account)
    opening, ahead = session.execute(mine.where(t.day < month.after.first)).one()
    return Statement(producer_id, month, opening, _lines(session, account, month), ahead)


def _lines(session: Session, account: str, month: Month) -> list[StatementLine]:
    t = LedgerTransaction
    rows = session.execute(
        select(t.sub_order, t.source, t.kind, t.day, LedgerEntry.amount)
        .join(LedgerEntry.transaction)
        .where(LedgerEntry.account == account, t.day >= month.first, t.day < month.after.first)
        .order_by(t.day, t.id)
    ).all()
    numbers = part_numbers(session, {row.sub_order for row in rows if row.sub_order})
    lines: dict[str, StatementLine] = {}
    for row in rows:
        line = lines.setdefault(
            row.sub_order or row.source, StatementLine(numbers.get(row.sub_order, ""), row.day)
        )
        line.amounts[_item(row.kind, row.amount)] += row.amount
    return list(lines.values())


def _item(kind: str, amount: int) -> Item:
    if kind == Kind.SALE:
        return Item.SALES if amount > 0 else Item.REFUNDS
    return _ITEMS[Kind(kind)]


def part_numbers(session: Session, references: Iterable[str]) -> dict[str, str]:
    """The numbers people know parcels by ("K7M2-9QXD-1"), by the ledger's name for them."""
    ids, numbers = iter(int(reference.rpartition(":")[2]) for reference in references), {}
    while chunk := list(islice(ids, _CHUNK)):
        rows = select(SubOrder.id, Order.number, SubOrder.position).join(SubOrder.order)
        for id, number, position in session.execute(rows.where(SubOrder.id.in_(chunk))):
            numbers[f"sub-order:{id}"] = f"{grouped(number)}-{position}"
    return numbers


def months_of(session: Session, producer_id: int) -> list[MonthBalance]:
    """The months in which something moved, newest first."""
    return months_by_producer(session, [producer_id])[producer_id]


def months_by_producer(session: Session, producer_ids: Collection[int]) -> dict[int, list[MonthBalance]]:
    """The same for each of these producers."""
    t = LedgerTransaction
    accounts = {producer_account(id): id for id in producer_ids}
    rows = session.execute(
        select(LedgerEntry.account, t.day, func.sum(LedgerEntry.amount))
        .join(LedgerEntry.transaction)
        .where(LedgerEntry.account.in_(accounts))
        .group_by(LedgerEntry.account, t.day)
        .order_by(t.day)
    )
    closings: dict[int, dict[Month, int]] = {id: {} for id in producer_ids}
    balances = dict.fromkeys(accounts, 0)
    for account, day, amount in rows:
        balances[account] += int(amount)
        closings[accounts[account]][Month.of(day)] = balances[account]
    return {
        id: [MonthBalance(month, closing) for month, closing in reversed(of.items())]
        for id, of in closings.items()
    }
