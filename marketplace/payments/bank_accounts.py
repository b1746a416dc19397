"""Bank accounts to which buyers pay: a new row takes the place of the one before, none is changed."""

import re
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, bindparam, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from catalog.producers import Producer
from catalog.records import Base, Refused
from catalog.text import clean

from .banks import BANKS

# VietQR leaves room for 19 characters; some banks lend out names instead of numbers.
_NUMBER = re.compile(r"[0-9A-Z]{4,19}", re.ASCII)


class BankAccount(Base):
    """`bin` is the bank's number of six digits."""

    __tablename__ = "bank_accounts"
    __table_args__ = (
        CheckConstraint("length(bin) = 6", name="bin"),
        CheckConstraint("length(number) BETWEEN 4 AND 19", name="number"),
        CheckConstraint("length(holder) > 0", name="holder"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    producer_id: Mapped[int] = mapped_column(ForeignKey("producers.id"), index=True)
    bin: Mapped[str]
    number: Mapped[str]
    holder: Mapped[str]
    created_at: Mapped[datetime]

    @property
    def bank(self) -> str:
        return BANKS.get(self.bin, self.bin)


# Made once: building a statement costs more than running it.
_newest = (
    select(func.max(BankAccount.id))
    .where(BankAccount.producer_id.in_(bindparam("producers", expanding=True)))
    .group_by(BankAccount.producer_id)
)
_IN_USE = select(BankAccount).where(BankAccount.id.in_(_newest))


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
    """From now on buyers pay this producer to this account. Raises Refused for what is none."""
    facts = checked_account(bin, number, holder)
    newest = accounts_of(session, [producer.id]).get(producer.id)
    if newest and all(getattr(newest, name) == value for name, value in facts.items()):
        return newest
    account = BankAccount(producer_id=producer.id, created_at=now, **facts)
    session.add(account)
    producer.note("producer.bank_account_added", bin=bin, last=facts["number"][-4:])
    session.flush()
    return account


def accounts_of(session: Session, producer_ids: Iterable[int]) -> dict[int, BankAccount]:
    """The account in use, by producer id; who has none is not in it."""
    found = session.scalars(_IN_USE, {"producers": list(producer_ids)})
    return {account.producer_id: account for account in found}
