"""Bank accounts to which buyers pay: a new row takes the place of the one before, none is changed."""

import re
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, bindparam, func, select
from sqlalchemy.orm import InstrumentedAttribute, Mapped, Session, mapped_column

from catalog.producers import Producer, ProducerState
from catalog.records import Base, Refused, UtcDateTime
from catalog.text import clean

from ..accounts.organisers import Organiser
from ..submissions import SubmissionState
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


Owner = Producer | Organiser


class _Kind:
    """What sets the accounts of producers apart from those of organisers; `paid`: in which states money comes."""

    def __init__(self, noun: str, column: InstrumentedAttribute[int | None], paid: Collection[str]):
        self.noun, self.column, self.paid = noun, column, paid
        # Made once: building a statement costs more than running it.
        newest = select(func.max(BankAccount.id)).where(column.in_(bindparam("owners", expanding=True)))
        newest = newest.group_by(column)
        in_force = newest.where(BankAccount.in_force_at <= bindparam("now", type_=UtcDateTime()))
        self.latest = select(BankAccount).where(BankAccount.id.in_(newest))
        self.in_force = select(BankAccount).where(BankAccount.id.in_(in_force))


_KINDS: dict[type[Owner], _Kind] = {
    Producer: _Kind("producer", BankAccount.producer_id, _SELLING),
    Organiser: _Kind("organiser", BankAccount.organiser_id, {SubmissionState.APPROVED}),
}


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
    session: Session, owner: Owner, bin: str, number: str, holder: str, now: datetime
) -> BankAccount:
    """Who pays this owner pays to this account: at once where it is the first or nothing is sold yet, otherwise for
    what is ordered a day later. Raises Refused for what is no account."""
    facts, kind = checked_account(bin, number, holder), _KINDS[type(owner)]
    present, waiting = _both(session, owner, now)
    known = waiting or present
    if known and _is(known, facts):
        return known
    if waiting and present:
        _again(session, present, now)
    changes = present is not None and not _is(present, facts) and owner.state in kind.paid
    account = BankAccount(created_at=now, in_force_at=now + WAITS if changes else now, **facts)
    setattr(account, kind.column.key, owner.id)
    session.add(account)
    session.flush()
    owner.note(f"{kind.noun}.bank_account_added", account=account.id, bin=bin, last=facts["number"][-4:])
    return account


def stop_account(session: Session, owner: Owner, now: datetime) -> None:
    """The account that waits comes never in force. Raises Refused where none waits any more."""
    present, waiting = _both(session, owner, now)
    if present is None or waiting is None:
        raise Refused("No new account is waiting. Please look which one is in use.")
    _again(session, present, now)
    noun = _KINDS[type(owner)].noun
    owner.note(f"{noun}.bank_account_stopped", bin=waiting.bin, last=waiting.number[-4:])
    session.flush()


def _both(session: Session, owner: Owner, now: datetime) -> tuple[BankAccount | None, BankAccount | None]:
    of = type(owner)
    return present_account(session, owner.id, now, of), waiting_account(session, owner.id, now, of)


def _is(account: BankAccount, facts: dict[str, str]) -> bool:
    return all(getattr(account, name) == value for name, value in facts.items())


def _again(session: Session, account: BankAccount, now: datetime) -> None:
    """Write down once more what is in force: what waited behind it is older now."""
    names = ("producer_id", "organiser_id", "bin", "number", "holder")
    kept = {name: getattr(account, name) for name in names}
    session.add(BankAccount(created_at=now, in_force_at=now, **kept))
    session.flush()


def accounts_of(
    session: Session, owner_ids: Iterable[int], now: datetime, of: type[Owner] = Producer
) -> dict[int, BankAccount]:
    """The account in use, by the id of its owner; who has none is not in it."""
    kind = _KINDS[of]
    found = session.scalars(kind.in_force, {"owners": list(owner_ids), "now": now})
    return {getattr(account, kind.column.key): account for account in found}


def waiting_accounts(
    session: Session, owner_ids: Iterable[int], now: datetime, of: type[Owner] = Producer
) -> dict[int, BankAccount]:
    """The accounts that will take the place of those in use, by the id of their owner."""
    kind = _KINDS[of]
    newest = session.scalars(kind.latest, {"owners": list(owner_ids)})
    return {getattr(account, kind.column.key): account for account in newest if account.in_force_at > now}


def present_account(
    session: Session, owner_id: int, now: datetime, of: type[Owner] = Producer
) -> BankAccount | None:
    return accounts_of(session, [owner_id], now, of).get(owner_id)


def waiting_account(
    session: Session, owner_id: int, now: datetime, of: type[Owner] = Producer
) -> BankAccount | None:
    return waiting_accounts(session, [owner_id], now, of).get(owner_id)
