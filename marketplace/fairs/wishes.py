"""How the wishes for meetings stand: who has said them, and which of them the timetable meets."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from catalog.producers import Producer

from .applications import EXHIBITING, Application
from .meetings import Meeting, MeetingSlot, MeetingWish, Side
from .timetables import trade_visitors, wanted_pairs
from .visitors import Visitor


class Unmet(NamedTuple):
    """Two who want to meet and do not: a company and a producer."""

    company: str
    producer: str


class Wishes(NamedTuple):
    """Of so many trade visitors and exhibitors so many have said whom they want to meet; `wanted` counts the pairs of
    them, once for each two, `met` those that the timetable brings together; `meetings` all that it has."""

    visitors: int
    visitors_asking: int
    exhibitors: int
    exhibitors_asking: int
    wanted: int
    met: int
    meetings: int
    unmet: Sequence[Unmet]


def wishes_at(session: Session, fair_id: int) -> Wishes:
    """Seven statements, however many they are."""
    wanted = {(pair.buyer, pair.exhibitor) for pair in wanted_pairs(session, fair_id)}
    placed = {(one, other) for one, other in session.execute(_pairs_that_meet(fair_id))}
    everybody = trade_visitors(fair_id).order_by(None).with_only_columns(func.count())
    exhibits = Application.fair_id == fair_id, Application.state.in_(EXHIBITING)
    asking = dict(session.execute(_asking(fair_id)).all())
    return Wishes(
        session.scalar(everybody) or 0,
        asking.get(Side.BUYER, 0),
        session.scalar(select(func.count()).select_from(Application).where(*exhibits)) or 0,
        asking.get(Side.EXHIBITOR, 0),
        len(wanted),
        len(wanted & placed),
        len(placed),
        _names(session, fair_id, wanted - placed),
    )


def _pairs_that_meet(fair_id: int):
    query = select(Meeting.visitor_id, Meeting.application_id)
    return query.join(MeetingSlot, MeetingSlot.id == Meeting.slot_id).where(MeetingSlot.fair_id == fair_id)


def _asking(fair_id: int):
    """How many on each side have wishes."""
    mine = case((MeetingWish.side == Side.BUYER, MeetingWish.visitor_id), else_=MeetingWish.application_id)
    return (
        select(MeetingWish.side, func.count(mine.distinct()))
        .join(Visitor, Visitor.id == MeetingWish.visitor_id)
        .where(Visitor.fair_id == fair_id)
        .group_by(MeetingWish.side)
    )


def _names(session: Session, fair_id: int, pairs: set[tuple[int, int]]) -> list[Unmet]:
    if not pairs:
        return []
    companies = trade_visitors(fair_id).order_by(None).with_only_columns(Visitor.id, Visitor.company)
    producers = (
        select(Application.id, Producer.name)
        .join(Producer, Producer.id == Application.producer_id)
        .where(Application.fair_id == fair_id)
    )
    bought, shown = dict(session.execute(companies).all()), dict(session.execute(producers).all())
    return sorted(Unmet(bought[visitor], shown[application]) for visitor, application in pairs)
