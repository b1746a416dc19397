"""Bank accounts to which buyers pay: a new row takes the place of the one before, none is changed."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, bindparam, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from catalog.producers import Producer, ProducerState
from catalog.records import Base, Refused, UtcDateTime
from catalog.text import clean

from ..accounts.organisers import Organiser
from .banks import BANKS, SAMPLE_BANK, SAMPLE_BANK_NAME

# How long a new account waits: who has taken over somebody's account of the shop gets no money before the letters
# about it are read. As long as buyers may take for a transfer.
WAITS = timedelta(hours=24)
_SELLING = frozenset({ProducerState.APPROVED, ProducerState.SUSPENDED})
# VietQR leaves room for 19 characters; some banks lend out names instead of numbers.
_NUMBER = re.compile(r"[0-9A-Z]{4,19}", re.ASCII)


class BankAccount(Base):
    """Of a producer, or of an organiser of fairs. `bin` is the bank's number of six digits.

    Of the accounts in force the newest is in use.
    """

    __tablename__ = "bank_accounts"
    __table_args__ = (
        CheckConstraint("length(bin) = 6", name="bin"),
        CheckConstraint("length(number) BETWEEN 4 AND 19", name="number"),
        CheckConstraint("length(holder) > 0", name="holder"),
        CheckConstraint("(producer_id IS NULL) <> (organiser_id IS NULL)", name="owner"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    producer_id: Mapped[int | None] = mapped_column(ForeignKey("producers.id"), index=True)
    organiser_id: Mapped[int | None] = mapped_column(ForeignKey(Organiser.id), index=True)
    bin: Mapped[str]
    number: Mapped[str]
    holder: Mapped[str]
    created_at: Mapped[datetime]
    in_force_at: Mapped[datetime]

    @property
    def bank(self) -> str:
        return SAMPLE_BANK_NAME if self.is_sample else BANKS.get(self.bin, self.bin)

    @property
    def is_sample(self) -> bool:
        """Whether it is made up: nobody can pay to it."""
        return self.bin == SAMPLE_BANK


# Made once: building a statement costs more than running it.
_newest = (
    select(func.max(BankAccount.id))
    .where(BankAccount.producer_id.in_(bindparam("producers", expanding=True)))
    .group_by(BankAccount.producer_id)
)
_newest_in_force = _newest.where(BankAccount.in_force_at <= bindparam("now", type_=UtcDateTime()))
_LATEST = select(BankAccount).where(BankAccount.id.in_(_newest))
_IN_FORCE = select(BankAccount).where(BankAccount.id.in_(_newest_in_force))


def read_account_number(text: str) -> str:
    """The number as VietQR wants it, from what a person typed. Raises ValueError."""
    number = re.sub(r"[\s.\-]", "", clean(text)).upper()
    if not _NUMBER.fullmatch(number):
        raise ValueError(text)
    return number


def checked_account(bin: str, number: str, holder: str) -> dict[str, str]:
    """Bank, number and holder as they are kept. Raises Refused for what is no account."""
    if bin not in BANKS:
        raise Refused("Please choose the bank.")
    try:
        number = read_account_number(number)
    except ValueError:
        raise Refused("An account number has 4 to 19 digits or letters, without diacritics.") from None
    if not clean(holder):
        raise Refused("Please write the account holder's name as the bank has it.")
    return {"bin": bin, "number": number, "holder": clean(holder)[:120].upper()}


def add_account(
    session: Session, producer: Producer, bin: str, number: str, holder: str, now: datetime
) -> BankAccount:
    """Buyers pay this producer to this account: at once where it is the first or nothing is sold yet, otherwise for
    orders placed a day later. Raises Refused for what is no account."""
    facts = checked_account(bin, number, holder)
    present, waiting = present_account(session, producer.id, now), waiting_account(session, producer.id, now)
    known = waiting or present
    if known and _is(known, facts):
        return known
    if waiting and present:
        _again(session, present, now)
    changes = present is not None and not _is(present, facts) and producer.state in _SELLING
    account = BankAccount(
        producer_id=producer.id, created_at=now, in_force_at=now + WAITS if changes else now, **facts
    )
    session.add(account)
    session.flush()
    producer.note("producer.bank_account_added", account=account.id, bin=bin, last=facts["number"][-4:])
    return account


def stop_account(session: Session, producer: Producer, now: datetime) -> None:
    """The account that waits comes never in force. Raises Refused where none waits any more."""
    present, waiting = present_account(session, producer.id, now), waiting_account(session, producer.id, now)
    if present is None or waiting is None:
        raise Refused("No new account is waiting. Please look which one is in use.")
    _again(session, present, now)
    producer.note("producer.bank_account_stopped", bin=waiting.bin, last=waiting.number[-4:])
    session.flush()


def _is(account: BankAccount, facts: dict[str, str]) -> bool:
    return all(getattr(account, name) == value for name, value in facts.items())


def _again(session: Session, account: BankAccount, now: datetime) -> None:
    """Write down once more what is in force: what waited behind it is older now."""
    kept = {name: getattr(account, name) for name in ("producer_id", "bin", "number", "holder")}
    session.add(BankAccount(created_at=now, in_force_at=now, **kept))
    session.flush()


def accounts_of(session: Session, producer_ids: Iterable[int], now: datetime) -> dict[int, BankAccount]:
    """The account in use, by producer id; who has none is not in it."""
    found = session.scalars(_IN_FORCE, {"producers": list(producer_ids), "now": now})
    return {account.producer_id: account for account in found}


def waiting_accounts(session: Session, producer_ids: Iterable[int], now: datetime) -> dict[int, BankAccount]:
    """The accounts that will take the place of those in use, by producer id."""
    newest = session.scalars(_LATEST, {"producers": list(producer_ids)})
    return {account.producer_id: account for account in newest if account.in_force_at > now}


def present_account(session: Session, producer_id: int, now: datetime) -> BankAccount | None:
    return accounts_of(session, [producer_id], now).get(producer_id)


def waiting_account(session: Session, producer_id: int, now: datetime) -> BankAccount | None:
    return waiting_accounts(session, [producer_id], now).get(producer_id)
