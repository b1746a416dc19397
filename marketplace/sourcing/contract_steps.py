"""The steps of a contract from the proposal to its end; the contract's row is locked (contract_lists.lock_contract)."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from catalog.producers import Producer, ProducerState
from catalog.products import ProductState
from catalog.records import Refused
from catalog.text import clean

from ..accounts.retailers import Retailer
from .contract_drafts import LONGEST_WORDS, check_seen, months_of
from .contracts import Contract, ContractState, Harvest
from .quotes import Side
from .units import MOST_QUANTITY

S = ContractState
# Whoever ends a contract early says so this many days ahead.
NOTICE_DAYS = 30


def propose(session: Session, contract: Contract, seen: int, day: date, now: datetime) -> None:
    """The retailer lays it before the producer. Raises Refused."""
    check_seen(contract, seen)
    check_may_deal(session, contract)
    if not contract.lines:
        raise Refused("Please write at least one line first.")
    if contract.ends_on < day:
        raise Refused("The last day of this contract is over.")
    _step(contract, S.PROPOSED)
    contract.proposed_at, contract.reason = now, ""
    contract.note("contract.proposed")


def take_back(contract: Contract, seen: int) -> None:
    """The retailer wants to change what the producer has not answered yet."""
    check_seen(contract, seen)
    _step(contract, S.DRAFT)
    contract.note("contract.taken_back")


def sign(session: Session, contract: Contract, seen: int, day: date, now: datetime) -> None:
    """The producer agrees: from now on it binds both. Raises Refused, also where either side may not deal today."""
    check_seen(contract, seen)
    check_may_deal(session, contract)
    if contract.ends_on < day:
        raise Refused("The last day of this contract is over.")
    if any(line.variant.product.state != ProductState.PUBLISHED for line in contract.lines):
        raise Refused("One of these products is not on sale any more: ask the retailer for another contract.")
    if not all(sum(harvest.quantity for harvest in line.harvests) for line in contract.lines):
        raise Refused("Please fill in the calendar of harvests for each line before you sign.")
    _step(contract, S.SIGNED)
    contract.signed_at = now
    contract.note("contract.signed")


def give_back(contract: Contract, seen: int, reason: str) -> None:
    """The producer wants something else, and says what."""
    check_seen(contract, seen)
    reason = _reason(reason)
    _step(contract, S.RETURNED)
    contract.reason = reason
    contract.note("contract.returned", reason=reason)


def decline(contract: Contract, seen: int, by: Side, reason: str) -> None:
    """Nothing comes of it: the producer says so, or the retailer after it came back."""
    check_seen(contract, seen)
    reason = _reason(reason)
    if by == Side.RETAILER and contract.state != S.RETURNED:
        raise Refused("This step is not possible any more: something has changed meanwhile.")
    _step(contract, S.DECLINED)
    contract.reason = reason
    contract.note("contract.declined", by=by, reason=reason)


def end_early(contract: Contract, seen: int, by: Side, last_day: date, reason: str, day: date) -> None:
    """One side ends it before its last day; until then, and for what was called off by then, it holds. Raises Refused."""
    check_seen(contract, seen)
    reason = _reason(reason)
    soonest = day + timedelta(days=NOTICE_DAYS)
    if contract.state == S.SIGNED and contract.ends_on <= soonest:
        raise Refused(
            "It ends on %(day)s anyway, in less than %(days)s days.",
            day=f"{contract.ends_on:%d/%m/%Y}",
            days=NOTICE_DAYS,
        )
    if contract.state == S.SIGNED and not soonest <= last_day < contract.ends_on:
        raise Refused(
            "The new last day is at least %(days)s days ahead, and before the one that was agreed on.",
            days=NOTICE_DAYS,
        )
    _step(contract, S.ENDED)
    contract.ended_on, contract.reason = last_day, reason
    contract.note("contract.ended", by=by, reason=reason, last_day=last_day.isoformat())


def write_harvests(
    session: Session, contract: Contract, seen: int, expected: Mapping[tuple[int, date], int], day: date
) -> None:
    """The producer says what it expects: units by line and month (its first day). Raises Refused.

    Months that are over stay as they were; what is not named stays too.
    """
    check_seen(contract, seen)
    if contract.state != S.PROPOSED and not contract.is_live(day):
        raise Refused("This contract can't be changed any more.")
    lines, months = {line.id: line for line in contract.lines}, set(months_of(contract))
    this_month = day.replace(day=1)
    for (line_id, month), units in expected.items():
        if line_id not in lines or month not in months:
            raise Refused("This month is not in the season of the contract.")
        if not 0 <= units <= MOST_QUANTITY:
            raise Refused("Please write whole numbers from 0 to %(limit)s.", limit=MOST_QUANTITY)
        known = next((one for one in lines[line_id].harvests if one.month == month), None)
        if known is not None and known.quantity == units:
            continue
        if month < this_month and contract.state != S.PROPOSED:
            raise Refused("This month is over.")
        if known is not None:
            known.quantity = units
        else:
            lines[line_id].harvests.append(Harvest(line_id=line_id, month=month, quantity=units))
    contract.revision += 1
    session.flush()
    contract.note("contract.harvests_written")


def check_may_deal(session: Session, contract: Contract) -> None:
    """Both sides as they are at this moment. Raises Refused."""
    retailer = session.get_one(Retailer, contract.retailer_id, populate_existing=True, with_for_update=True)
    if not retailer.may_deal:
        raise Refused(
            "This retailer is suspended or not verified: nothing can be agreed with it at the moment."
        )
    producer = session.get_one(Producer, contract.producer_id, populate_existing=True)
    if producer.state != ProducerState.APPROVED:
        raise Refused("Contracts are made with producers that are approved, and not suspended.")


def _step(contract: Contract, to: S) -> None:
    contract.move(to)
    contract.revision += 1


def _reason(words: str) -> str:
    words = clean(words)
    if not words:
        raise Refused("Please write why: the other side reads it.")
    if len(words) > LONGEST_WORDS:
        raise Refused("Please write at most %(limit)s characters.", limit=LONGEST_WORDS)
    return words
