"""Matching a bank statement with what is to be paid: what each line would do, and then doing it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..payments.bank_statements import StatementLine
from ..payments.payments import Payment, PaymentMethod, PaymentState, Receipt, known_sources
from .orders import SubOrder
from .paying import arrived


class Match(StrEnum):
    MATCHED = "matched"
    TOO_LITTLE = "too_little"
    TOO_MUCH = "too_much"
    LATE = "late"
    KNOWN = "known"
    UNKNOWN = "unknown"


# What is counted when the file is taken.
COUNTED = frozenset({Match.MATCHED, Match.TOO_LITTLE, Match.TOO_MUCH, Match.LATE})


@dataclass(frozen=True)
class MatchedLine:
    line: StatementLine
    match: Match
    payment: Payment | None = None


def match_lines(
    session: Session, lines: Iterable[StatementLine], producer_ids: Iterable[int]
) -> list[MatchedLine]:
    """What each line would do; only payments to these producers are found. Writes nothing."""
    lines = list(lines)
    known = known_sources(session, [line.source for line in lines])
    payments = _payments(session, {code for line in lines for code in line.codes}, producer_ids)
    to_come = {payment.id: payment.amount - payment.received for payment in payments.values()}
    said = _said_by_hand(session, payments.values())
    return [_matched(line, known, payments, to_come, said) for line in lines]


def by_hand(payment: Payment) -> str:
    """The source of money of which a person has said that it has come."""
    return f"by-hand:{payment.code}"


def _said_by_hand(session: Session, payments: Iterable[Payment]) -> dict[int, int]:
    """Dong that people said have come, by payment id: a line of the statement is the same money, not more."""
    sources = {by_hand(payment): payment.id for payment in payments}
    found = session.execute(select(Receipt.source, Receipt.amount).where(Receipt.source.in_(sources)))
    return {sources[source]: amount for source, amount in found}


def take_lines(session: Session, matched: Iterable[MatchedLine], now: datetime) -> int:
    """Count what came, all in this transaction. Returns the number of lines counted."""
    counted = [one for one in matched if one.payment and one.match in COUNTED]
    # Always in the order of payments, so that two files at once never wait in a circle.
    counted.sort(key=lambda one: (one.payment.id, one.line.row))
    return sum(arrived(session, one.payment.id, one.line.amount, one.line.source, now) for one in counted)


def _payments(session: Session, codes: set[str], producer_ids: Iterable[int]) -> dict[str, Payment]:
    """Payments by code that are for parts of these producers."""
    found: dict[str, Payment] = {}
    ids, wanted = list(producer_ids), sorted(codes)
    for start in range(0, len(wanted), 400):
        some = Payment.code.in_(wanted[start : start + 400]), Payment.method == PaymentMethod.VIETQR
        payments = session.scalars(select(Payment).where(*some)).all()
        parts = {int(payment.reference.removeprefix("sub-order:")): payment for payment in payments}
        mine = select(SubOrder.id).where(SubOrder.id.in_(parts), SubOrder.producer_id.in_(ids))
        found |= {parts[id].code: parts[id] for id in session.scalars(mine)}
    return found


def _matched(
    line: StatementLine,
    known: set[str],
    payments: dict[str, Payment],
    to_come: dict[int, int],
    said: dict[int, int],
) -> MatchedLine:
    payment = next((payments[code] for code in line.codes if code in payments), None)
    if line.source in known:
        return MatchedLine(line, Match.KNOWN, payment)
    if payment is None:
        return MatchedLine(line, Match.UNKNOWN)
    if line.amount <= said.get(payment.id, 0):
        said[payment.id] -= line.amount
        return MatchedLine(line, Match.KNOWN, payment)
    missing = to_come[payment.id]
    to_come[payment.id] -= line.amount
    if payment.state == PaymentState.CANCELLED:
        return MatchedLine(line, Match.LATE, payment)
    if line.amount < missing:
        return MatchedLine(line, Match.TOO_LITTLE, payment)
    return MatchedLine(line, Match.MATCHED if line.amount == missing else Match.TOO_MUCH, payment)
