"""What was withheld for the tax office in a month, by parcel, tax and activity."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from catalog.money import shares
from catalog.producers import Producer
from marketplace.payments.ledger import TAX, Kind, LedgerEntry, LedgerTransaction

from .months import Month
from .orders import SubOrder
from .statements import part_numbers


class TaxRow(NamedTuple):
    """A tax on one parcel: `base` and `amount` in dong, less than 0 where a refund undid it."""

    day: date
    number: str
    producer: str
    tax: str
    activity: str
    base: int
    basis_points: int
    amount: int


def tax_rows(session: Session, month: Month) -> list[TaxRow]:
    """Every tax withheld or given back in the month, oldest first."""
    t = LedgerTransaction
    entries = (
        select(t.sub_order, t.day, LedgerEntry.amount)
        .join(LedgerEntry.transaction)
        .where(t.kind == Kind.WITHHOLDING, LedgerEntry.account.startswith(TAX))
    )
    in_month = entries.where(t.day >= month.first, t.day < month.after.first).with_only_columns(t.sub_order)
    # What a refund gives back depends on the refunds before it.
    rows = session.execute(
        entries.where(t.sub_order.in_(in_month), t.day < month.after.first).order_by(t.day, t.id)
    ).all()
    numbers = part_numbers(session, {row.sub_order for row in rows})
    parts = _parts(session, [int(row.sub_order.rpartition(":")[2]) for row in rows])
    return [
        found
        for found in _split(rows, parts, numbers)
        if month.first <= found.day < month.after.first and (found.amount or found.base)
    ]


def _parts(session: Session, ids: list[int]) -> dict[str, Row]:
    query = select(SubOrder.id, SubOrder.taxes, Producer.name).join(SubOrder.producer)
    found = {}
    for start in range(0, len(ids), 5_000):
        for row in session.execute(query.where(SubOrder.id.in_(ids[start : start + 5_000]))):
            found[f"sub-order:{row.id}"] = row
    return found


def _split(rows: list[Row], parts: dict[str, Row], numbers: dict[str, str]) -> Iterator[TaxRow]:
    """Each entry by the taxes that were frozen with the order: what is kept after it, less what was before,
    so that the steps add up to the whole however it was given back."""
    kept: dict[str, int] = {}
    for row in rows:
        part, before = parts[row.sub_order], kept.get(row.sub_order, 0)
        kept[row.sub_order] = before + row.amount
        taxes = part.taxes
        amounts = [tax["amount"] for tax in taxes]
        now, then = shares(before + row.amount, amounts), shares(before, amounts)
        for tax, after, earlier in zip(taxes, now, then, strict=True):
            base = _base(tax, after) - _base(tax, earlier)
            yield TaxRow(
                row.day,
                numbers[row.sub_order],
                part.name,
                tax["tax"],
                tax["activity"],
                base,
                tax["basis_points"],
                after - earlier,
            )


def _base(tax: dict, amount: int) -> int:
    """The part of the base, in dong, that an amount of this tax stands for."""
    return shares(tax["base"], [amount, tax["amount"] - amount])[0] if amount else 0
