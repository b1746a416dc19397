"""Matching a bank statement of producers with the parcels that buyers pay for by transfer."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..payments.bank_matching import MatchedLine, codes_of, match, transfers_by_code
from ..payments.bank_statements import StatementLine
from ..payments.payments import Payment
from .orders import SubOrder


def match_lines(
    session: Session, lines: Iterable[StatementLine], producer_ids: Iterable[int]
) -> list[MatchedLine]:
    """What each line would do; only payments to these producers are found. Writes nothing."""
    lines = list(lines)
    return match(session, lines, payments_to(session, codes_of(lines), producer_ids))


def payments_to(session: Session, codes: set[str], producer_ids: Iterable[int]) -> dict[str, Payment]:
    """Payments by code that are for parts of these producers."""
    transfers = transfers_by_code(session, codes, ["sub-order"])
    parts = {int(one.reference.removeprefix("sub-order:")): one for one in transfers.values()}
    ids, wanted, mine = list(producer_ids), sorted(parts), []
    for start in range(0, len(wanted), 400):
        some = SubOrder.id.in_(wanted[start : start + 400])
        mine += session.scalars(select(SubOrder.id).where(some, SubOrder.producer_id.in_(ids)))
    return {parts[id].code: parts[id] for id in mine}
