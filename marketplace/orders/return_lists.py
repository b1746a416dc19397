"""Returns for the pages: one by its number, and lists. Every query asks for the owner."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, String, cast, func, literal, select
from sqlalchemy.orm import Session, joinedload, selectinload

from catalog.codes import read_code
from catalog.places import Place
from catalog.producers import Producer

from ..audit import Entry
from ..payments.refunds import Refund
from .orders import Order, SubOrder
from .returns import OPEN, Return, ReturnLine, ReturnState
from .timeline import Step, step_of

# How long after the money was sent back the buyer's account is kept.
ACCOUNT_KEPT = timedelta(days=30)


def return_with_all() -> Select[tuple[Return]]:
    """Returns with everything their page shows."""
    part = joinedload(Return.sub_order)
    order = part.joinedload(SubOrder.order).joinedload(Order.commune).joinedload(Place.province)
    producer = part.joinedload(SubOrder.producer).joinedload(Producer.commune).joinedload(Place.province)
    lines = selectinload(Return.lines).joinedload(ReturnLine.order_line)
    return select(Return).options(order, producer, lines, selectinload(Return.pictures))


def return_of_order(session: Session, order_id: int, number: str) -> Return | None:
    query = return_with_all().join(Return.sub_order)
    return session.scalar(query.where(Return.number == read_code(number), SubOrder.order_id == order_id))


def return_of_producers(session: Session, producer_ids: Collection[int], number: str) -> Return | None:
    query = return_with_all().join(Return.sub_order)
    return session.scalar(
        query.where(Return.number == read_code(number), SubOrder.producer_id.in_(producer_ids))
    )


def find_return(session: Session, number: str) -> Return | None:
    """Anybody's: for officers."""
    return session.scalar(return_with_all().where(Return.number == read_code(number)))


def returns_of_parts(session: Session, sub_order_ids: Collection[int]) -> Sequence[Return]:
    """Without anything of them loaded, the newest first."""
    mine = Return.sub_order_id.in_(sub_order_ids)
    return session.scalars(select(Return).where(mine).order_by(Return.id.desc())).all()


def producers_returns(
    session: Session, producer_ids: Collection[int], offset: int, limit: int
) -> Sequence[Return]:
    """What is to be done first, the oldest first; then the rest, the newest first."""
    query = return_with_all().join(Return.sub_order).where(SubOrder.producer_id.in_(producer_ids))
    waits = Return.state.in_((ReturnState.ASKED, ReturnState.ARRIVED))
    return session.scalars(query.order_by(waits.desc(), Return.id.desc()).offset(offset).limit(limit)).all()


def count_returns(session: Session, producer_ids: Collection[int], *states: ReturnState) -> int:
    query = select(func.count()).select_from(Return).join(Return.sub_order)
    mine = SubOrder.producer_id.in_(producer_ids)
    return session.scalar(query.where(mine, Return.state.in_(states or tuple(ReturnState)))) or 0


def in_mediation(session: Session, limit: int) -> Sequence[Return]:
    """What officers have to decide, the oldest first."""
    mine = Return.state == ReturnState.MEDIATION
    return session.scalars(return_with_all().where(mine).order_by(Return.moved_at).limit(limit)).all()


def count_in_mediation(session: Session) -> int:
    mine = Return.state == ReturnState.MEDIATION
    return session.scalar(select(func.count()).select_from(Return).where(mine)) or 0


def steps_of(session: Session, asked: Return) -> list[Step]:
    """What has happened, oldest first."""
    mine = Entry.subject == Return.__tablename__, Entry.subject_id == asked.id
    return [step_of(entry) for entry in session.scalars(select(Entry).where(*mine).order_by(Entry.id))]


def refund_of(session: Session, asked: Return) -> Refund | None:
    return session.scalar(select(Refund).where(Refund.reason == asked.source))


def accounts_to_pay(session: Session, refunds: Collection[Refund]) -> dict[str, Return]:
    """The returns with the buyers' accounts, by the reason of the refund."""
    ids = [int(one.reason.partition(":")[2]) for one in refunds if one.reason.startswith("return:")]
    found = session.scalars(select(Return).where(Return.id.in_(ids), Return.account_number != ""))
    return {asked.source: asked for asked in found}


def forget_accounts(session: Session, now: datetime, most: int = 500) -> int:
    """Erase accounts of buyers to whom nothing is to be paid any more. Returns how many."""
    old = Return.moved_at < now - ACCOUNT_KEPT
    kept = select(Return).where(Return.account_number != "", Return.state.not_in(OPEN), old)
    done = 0
    for asked in session.scalars(kept.order_by(Return.id).limit(most)).all():
        refund = refund_of(session, asked)
        if refund and (refund.done_at is None or refund.done_at > now - ACCOUNT_KEPT):
            continue
        asked.account_bin = asked.account_number = asked.account_holder = ""
        done += 1
    return done


def closed_returns(order_ids: Select) -> Select[tuple[Return]]:
    """Those of these orders in which nothing is left to do; with their pictures."""
    unpaid = select(Refund.id).where(
        Refund.reason == literal("return:").concat(cast(Return.id, String)), Refund.done_at.is_(None)
    )
    return (
        select(Return)
        .join(Return.sub_order)
        .where(SubOrder.order_id.in_(order_ids), Return.state.not_in(OPEN), ~unpaid.exists())
        .options(selectinload(Return.pictures))
    )
