"""Matching a bank statement with what is to be paid: what each line would do, and then doing it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from .bank_statements import StatementLine
from .payments import (
    Payment,
    PaymentMethod,
    PaymentState,
    Receipt,
    known_sources,
)
from .purposes import kind_of, purpose_of


class Match(StrEnum):
    MATCHED = "matched"
    TOO_LITTLE = "too_little"
    TOO_MUCH = "too_much"
    LATE = "late"
    KNOWN = "known"
    # Of a carrier's file: it is on its way with another one.
    ELSEWHERE = "elsewhere"
    UNKNOWN = "unknown"


# What is counted when the file is taken.
COUNTED = frozenset({Match.MATCHED, Match.TOO_LITTLE, Match.TOO_MUCH, Match.LATE})


@dataclass(frozen=True)
class MatchedLine:
    line: StatementLine
    match: Match
    payment: Payment | None = None


def match(
    session: Session, lines: Iterable[StatementLine], payments: Mapping[str, Payment]
) -> list[MatchedLine]:
    """What each line would do, where only these payments (by code) are found. Writes nothing."""
    lines = list(lines)
    known = known_sources(session, [line.source for line in lines])
    to_come = {payment.id: payment.to_come for payment in payments.values()}
    said = _said_by_hand(session, payments.values())
    return [_matched(line, known, payments, to_come, said) for line in lines]


def codes_of(lines: Iterable[StatementLine]) -> set[str]:
    """Every code that the lines name."""
    return {code for line in lines for code in line.codes}


def by_hand(payment: Payment) -> str:
    """The source of money of which a person has said that it has come."""
    return f"by-hand:{payment.code}"


def _said_by_hand(session: Session, payments: Iterable[Payment]) -> dict[int, int]:
    """Dong that people said have come, by payment id: a line of the statement is the same money, not more."""
    sources = {by_hand(payment): payment.id for payment in payments}
    found = session.execute(select(Receipt.source, Receipt.amount).where(Receipt.source.in_(sources)))
    return {sources[source]: amount for source, amount in found}


def say_it_came(session: Session, payment: Payment, now: datetime) -> bool:
    """A person says that the whole amount has come; False where that is known already."""
    # A statement may be counting the same money at this moment.
    _hold(session, [payment])
    return not payment.is_paid and _arrived(session, payment, payment.missing, by_hand(payment), now)


def take_lines(session: Session, matched: Iterable[MatchedLine], now: datetime) -> int:
    """Count what came, all in this transaction. Returns the number of lines counted."""
    matched = list(matched)
    payments = {one.payment.code: one.payment for one in matched if one.payment}
    _hold(session, payments.values())
    # Somebody may have counted the same money since they were matched.
    sure = match(session, [one.line for one in matched], payments)
    counted = [one for one in sure if one.payment and one.match in COUNTED]
    counted.sort(key=lambda one: (one.payment.id, one.line.row))
    return sum(_arrived(session, one.payment, one.line.amount, one.line.source, now) for one in counted)


def _arrived(session: Session, payment: Payment, amount: int, source: str, now: datetime) -> bool:
    return purpose_of(payment.reference).arrived(session, payment.id, amount, source, now)


def _hold(session: Session, payments: Iterable[Payment]) -> None:
    """Lock them and what they are for, read anew: each kind of purpose by itself, in the order of payments."""
    by_kind = defaultdict(list)
    for payment in sorted(payments, key=lambda payment: payment.id):
        by_kind[purpose_of(payment.reference)].append(payment)
    for purpose, of_kind in by_kind.items():
        purpose.hold(session, of_kind)


def transfers_by_code(session: Session, codes: Iterable[str], kinds: Iterable[str]) -> dict[str, Payment]:
    """Transfers with these codes whose references are of these kinds."""
    found: dict[str, Payment] = {}
    wanted, kinds = sorted(codes), set(kinds)
    for start in range(0, len(wanted), 400):
        some = Payment.code.in_(wanted[start : start + 400]), Payment.method == PaymentMethod.VIETQR
        payments = session.scalars(select(Payment).where(*some))
        found |= {payment.code: payment for payment in payments if kind_of(payment.reference) in kinds}
    return found


def _matched(
    line: StatementLine,
    known: set[str],
    payments: Mapping[str, Payment],
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
