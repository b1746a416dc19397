"""The ledger: double entry in whole dong, only ever added to. It says what is owed to whom and holds no money."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import CheckConstraint, ForeignKey, Index, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from catalog.records import Base, Dong, one_of

BUYER, COMMISSION, GATEWAY, CARRIER, VOUCHERS, BANK, DISPUTED, LOSSES = (
    "buyer",
    "commission",
    "gateway",
    "carrier",
    "vouchers",
    "bank",
    "disputed",
    "losses",
)
PRODUCER, TAX, ORGANISER = "producer:", "tax:", "organiser:"


class Kind(StrEnum):
    SALE = "sale"
    COMMISSION = "commission"
    WITHHOLDING = "withholding"
    VOUCHER = "voucher"
    PAYMENT = "payment"
    REMITTANCE = "remittance"
    TRANSFER = "transfer"
    DUES = "dues"


class LedgerTransaction(Base):
    """Something that happened once: `source` names it, and each kind of posting is made once for a source.

    `sub_order` is the parcel it concerns ("sub-order:12"), empty where it concerns none.
    """

    __tablename__ = "ledger_transactions"
    __table_args__ = (
        CheckConstraint(one_of("kind", Kind), name="kind"),
        CheckConstraint("length(source) > 0", name="source"),
        Index("uq_ledger_transactions_source", "source", "kind", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str]
    kind: Mapped[str]
    sub_order: Mapped[str] = mapped_column(index=True)
    day: Mapped[date] = mapped_column(index=True)
    at: Mapped[datetime]

    entries: Mapped[list["LedgerEntry"]] = relationship(back_populates="transaction", lazy="raise")


class LedgerEntry(Base):
    """Dong on an account: more than 0 is owed to its holder, less than 0 the holder owes."""

    __tablename__ = "ledger_entries"
    __table_args__ = (
        CheckConstraint("amount <> 0", name="amount"),
        Index("uq_ledger_entries_account", "account", "transaction_id", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    transaction_id: Mapped[int] = mapped_column(ForeignKey("ledger_transactions.id"), index=True)
    account: Mapped[str]
    amount: Mapped[Dong]

    transaction: Mapped[LedgerTransaction] = relationship(back_populates="entries", lazy="raise")


class Move(NamedTuple):
    """Dong that one posting has put on an account."""

    source: str
    kind: str
    amount: int


def producer_account(producer_id: int) -> str:
    return f"{PRODUCER}{producer_id}"


def organiser_account(organiser_id: int) -> str:
    return f"{ORGANISER}{organiser_id}"


def tax_account(producer_id: int) -> str:
    return f"{TAX}{producer_id}"


def post(
    session: Session,
    source: str,
    kind: Kind,
    day: date,
    entries: Mapping[str, int],
    *,
    now: datetime,
    sub_order: str = "",
) -> bool:
    """Write dong by account, once for a source and kind: False where it is known already or nothing moves.

    Raises ValueError for entries that do not sum to 0: that is a mistake of the program.
    """
    moved = {account: amount for account, amount in entries.items() if amount}
    if sum(moved.values()):
        raise ValueError(f"{source} {kind} does not balance: {dict(entries)}")
    if not moved:
        return False
    facts = {"source": source, "kind": kind, "sub_order": sub_order, "day": day, "at": now}
    id = session.scalar(_new_transaction(session, facts))
    if id is None:
        return False
    session.add_all(
        LedgerEntry(transaction_id=id, account=account, amount=amount) for account, amount in moved.items()
    )
    session.flush()
    return True


def _new_transaction(session: Session, facts: dict):
    # One statement: of two that post the same thing at once, the second waits and then finds it known.
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    statement = insert(LedgerTransaction).values(**facts)
    return statement.on_conflict_do_nothing(index_elements=["source", "kind"]).returning(LedgerTransaction.id)


def balance(session: Session, account: str) -> int:
    """Dong owed to the holder of the account, negative where the holder owes."""
    return session.scalar(select(_sum()).where(LedgerEntry.account == account)) or 0


def balances(session: Session, prefix: str) -> dict[str, int]:
    """The balance in dong of every account that begins with `prefix` and was ever used."""
    rows = select(LedgerEntry.account, _sum()).where(LedgerEntry.account.startswith(prefix, autoescape=True))
    return dict(session.execute(rows.group_by(LedgerEntry.account)).all())


def moves_for(session: Session, sub_order: str, account: str) -> list[Move]:
    """What one parcel has moved on an account, oldest first."""
    rows = (
        select(LedgerTransaction.source, LedgerTransaction.kind, LedgerEntry.amount)
        .join(LedgerEntry.transaction)
        .where(LedgerTransaction.sub_order == sub_order, LedgerEntry.account == account)
        .order_by(LedgerTransaction.id)
    )
    return [Move(*row) for row in session.execute(rows)]


def source_concerns(session: Session, source: str) -> str:
    """The parcel ("sub-order:12") that what was posted for this source concerns; empty where there is none."""
    mine = LedgerTransaction.source == source
    return session.scalar(select(LedgerTransaction.sub_order).where(mine).limit(1)) or ""


def check(session: Session) -> list[str]:
    """The sources of transactions that do not balance or have no entries: always none, unless something is wrong."""
    rows = (
        select(LedgerTransaction.source, LedgerTransaction.kind)
        .outerjoin(LedgerTransaction.entries)
        .group_by(LedgerTransaction.id, LedgerTransaction.source, LedgerTransaction.kind)
        .having((_sum() != 0) | (func.count(LedgerEntry.id) < 2))
        .order_by(LedgerTransaction.id)
    )
    return [f"{source} {kind}" for source, kind in session.execute(rows)]


def _sum():
    # PostgreSQL sums bigint to numeric, which arrives as Decimal.
    return func.coalesce(func.sum(LedgerEntry.amount), 0).cast(LedgerEntry.amount.type)
