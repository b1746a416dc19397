"""Issuing, listing and withdrawing vouchers: the operator's own, or those of one producer."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from catalog.records import Refused

from .vouchers import (
    MAX_CODE,
    MAX_USES,
    MIN_CODE,
    WHOLE,
    Bearer,
    Voucher,
    VoucherKind,
    VoucherState,
    read_code,
)

LONGEST_DAYS = 366


@dataclass(frozen=True)
class Terms:
    """What a voucher is to say; `value` and the other amounts as in Voucher."""

    code: str
    kind: VoucherKind
    value: int
    most: int | None
    minimum: int
    first_day: date
    last_day: date
    uses_allowed: int
    per_buyer_allowed: int | None


def issue(session: Session, producer_id: int | None, terms: Terms, now: datetime, today: date) -> Voucher:
    """A new voucher of a producer, or of the operator (None). Raises Refused for terms that can't stand."""
    _check(terms, today)
    code = read_code(terms.code)
    voucher = Voucher(
        code=code,
        bearer=Bearer.PRODUCER if producer_id else Bearer.OPERATOR,
        producer_id=producer_id,
        kind=terms.kind,
        value=terms.value,
        most=terms.most if terms.kind == VoucherKind.PERCENT else None,
        minimum=terms.minimum,
        first_day=terms.first_day,
        last_day=terms.last_day,
        uses_allowed=terms.uses_allowed,
        per_buyer_allowed=terms.per_buyer_allowed,
        created_at=now,
    )
    try:
        with session.begin_nested():
            session.add(voucher)
    except IntegrityError:
        raise Refused("There is a voucher with this code already. Please choose another one.") from None
    voucher.note("voucher.issued", code=code)
    return voucher


def _check(terms: Terms, today: date) -> None:
    if not MIN_CODE <= len(read_code(terms.code)) <= MAX_CODE:
        raise Refused(
            "A code has from %(least)s to %(most)s letters and digits.", least=MIN_CODE, most=MAX_CODE
        )
    if terms.value <= 0 or (terms.kind == VoucherKind.PERCENT and terms.value > WHOLE):
        raise Refused("A voucher takes off more than nothing, and never more than everything.")
    if terms.last_day < max(today, terms.first_day):
        raise Refused("The last day must not lie before the first day or before today.")
    if (terms.last_day - terms.first_day).days > LONGEST_DAYS:
        raise Refused("A voucher is good for %(days)s days at most.", days=LONGEST_DAYS)
    if not 1 <= terms.uses_allowed <= MAX_USES:
        raise Refused("A voucher can be used from 1 to %(limit)s times.", limit=MAX_USES)


def vouchers_of(session: Session, producer_id: int | None) -> list[Voucher]:
    """The vouchers of a producer, or of the operator (None), the newest first."""
    return list(session.scalars(select(Voucher).where(_owned_by(producer_id)).order_by(Voucher.id.desc())))


def withdraw(session: Session, producer_id: int | None, code: str) -> Voucher | None:
    """Let nobody use it any more; orders placed with it keep their discount. None where it is not theirs."""
    owned = select(Voucher).where(_owned_by(producer_id), Voucher.code == read_code(code))
    voucher = session.scalar(owned.with_for_update())
    if voucher and voucher.state == VoucherState.ACTIVE:
        voucher.state = VoucherState.WITHDRAWN
        voucher.note("voucher.withdrawn", code=voucher.code)
    return voucher


def _owned_by(producer_id: int | None) -> ColumnElement[bool]:
    return Voucher.producer_id == producer_id if producer_id else Voucher.bearer == Bearer.OPERATOR
