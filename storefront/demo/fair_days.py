"""What happens at the demo's fairs once they are open: visitors, arrivals, meetings, and what exhibitors say came of it."""

import random
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.days import VIETNAM, day_of
from marketplace.accounts.memberships import Membership
from marketplace.accounts.users import User, find_user, open_account
from marketplace.fairs import interests
from marketplace.fairs.applications import EXHIBITING, Application
from marketplace.fairs.check_ins import Seen, take_scans
from marketplace.fairs.eligibility import days_of
from marketplace.fairs.fairs import Fair, FairPhase
from marketplace.fairs.meetings import Side, lay_out_slots, wish
from marketplace.fairs.outcomes import count_heads, give_feedback, say_outcome
from marketplace.fairs.registration import register
from marketplace.fairs.timetables import make_timetable
from marketplace.fairs.visitors import Visitor, VisitorKind

BUYER = "khach-mau@vidu.vn"
_TICKETS, _TRADE_EVERY = 48, 6
_COMPANIES = ("Siêu thị mẫu", "Chuỗi cửa hàng mẫu", "Nhà phân phối mẫu", "Bếp ăn mẫu")
_WORDS = (
    "Nhiều món ngon, đi lại dễ. (ý kiến mẫu)",
    "Nên có thêm ghế nghỉ. (ý kiến mẫu)",
    "Gian hàng rõ ràng, huy hiệu dễ tra cứu. (ý kiến mẫu)",
)


def fill_days(session: Session, fair: Fair, now: datetime) -> None:
    """By the day it is: meetings are agreed on before the opening, arrivals and outcomes come after it."""
    if fair.visitor_quota is None or fair.ticket_price or fair.starts_on is None:
        return
    phase, chance = fair.phase(day_of(now)), random.Random(f"{fair.name} days")
    if phase not in (FairPhase.COMING, FairPhase.RUNNING, FairPhase.FINISHED):
        return
    visitors = _register(session, fair, chance, now)
    exhibitors = _exhibitors(session, fair)
    if exhibitors:
        _let_meet(session, fair, exhibitors, visitors, chance)
    if phase in (FairPhase.RUNNING, FairPhase.FINISHED):
        _let_in(session, fair, visitors, chance, now)
        _leave_traces(session, fair, exhibitors, visitors, chance, now)


def _register(session: Session, fair: Fair, chance: random.Random, now: datetime) -> list[Visitor]:
    """Before the opening, without a contact: nobody gets a letter."""
    opening = datetime.combine(fair.starts_on or day_of(now), time(9), VIETNAM)
    found = []
    for number in range(1, _TICKETS + 1):
        company = f"{chance.choice(_COMPANIES)} {number}" if number % _TRADE_EVERY == 0 else ""
        when = min(opening, now) - timedelta(hours=chance.randrange(2, 200))
        who = {"name": f"Khách mẫu {number}", "contact": None, "company": company, "user": None}
        heads = 1 if company else chance.choice((1, 1, 2, 2, 3, 4))
        found.append(register(session, fair, heads=heads, language="vi", now=when, **who)[0])
    return found


def _exhibitors(session: Session, fair: Fair) -> Sequence[Application]:
    mine = Application.fair_id == fair.id, Application.state.in_(EXHIBITING)
    return session.scalars(select(Application).where(*mine).order_by(Application.id)).all()


def _let_meet(
    session: Session,
    fair: Fair,
    exhibitors: Sequence[Application],
    visitors: Sequence[Visitor],
    chance: random.Random,
) -> None:
    """On the second morning; both sides have said whom they want."""
    morning = datetime.combine((fair.starts_on or date.min) + timedelta(days=1), time(9), VIETNAM)
    lay_out_slots(session, fair, morning, morning + timedelta(hours=3), 20, 6)
    buyers = [one for one in visitors if one.kind == VisitorKind.TRADE]
    for buyer in buyers:
        wanted = chance.sample(exhibitors, min(5, len(exhibitors)))
        wish(session, Side.BUYER, buyer.id, [one.id for one in wanted])
    for exhibitor in exhibitors[::2]:
        wanted = chance.sample(buyers, min(3, len(buyers)))
        wish(session, Side.EXHIBITOR, exhibitor.id, [one.id for one in wanted])
    make_timetable(session, fair)


def _days_so_far(fair: Fair, now: datetime) -> Iterator[date]:
    day = fair.starts_on or date.max
    while day <= min(fair.ends_on or date.min, day_of(now)):
        yield day
        day += timedelta(days=1)


def _let_in(
    session: Session, fair: Fair, visitors: Sequence[Visitor], chance: random.Random, now: datetime
) -> None:
    """Each on a day of their own, and a few do not come."""
    steward = session.scalars(
        select(Membership.user_id).where(Membership.organiser_id == fair.organiser_id).limit(1)
    ).one()
    days = list(_days_so_far(fair, now))
    for number, day in enumerate(days):
        given = datetime.combine(day, time(8), VIETNAM)
        if given >= now:
            continue
        until = min(now, given + timedelta(hours=12))
        longest = max(1, int((until - given).total_seconds()))
        share = visitors[number :: len(days_of(fair))]
        seen = [
            Seen(f"scan-mau-{fair.id}-{one.id}", one.code, chance.randrange(longest))
            for one in share
            if chance.random() < 0.9
        ]
        take_scans(session, fair, given, seen, steward, until)
        if day < day_of(now):
            count_heads(session, fair, day, chance.randrange(400, 1600), day_of(now))


def _leave_traces(
    session: Session,
    fair: Fair,
    exhibitors: Sequence[Application],
    visitors: Sequence[Visitor],
    chance: random.Random,
    now: datetime,
) -> None:
    """Shortlists and leads while it runs; outcomes and feedback when it is over."""
    buyer = demo_buyer(session, now)
    for exhibitor in exhibitors[:6]:
        kept = interests.remember(session, buyer, exhibitor, now)
        interests.say(
            kept, "Cần báo giá 200 kg mỗi tháng. (lời nhắn mẫu)", exhibitor is not exhibitors[0], now
        )
    if fair.phase(day_of(now)) != FairPhase.FINISHED:
        return
    today = day_of(now)
    for exhibitor in exhibitors[:-1]:
        contracts = chance.choice((0, 0, 1, 2))
        facts = {"sales": chance.randrange(80, 900) * 100_000, "samples": chance.randrange(0, 40)}
        value = contracts * chance.randrange(20, 90) * 1_000_000
        counts = {"contracts": contracts, "contract_value": value}
        say_outcome(session, fair, exhibitor, now=now, today=today, **facts, **counts)
    for whose in (*exhibitors[::3], *visitors[::5]):
        words = chance.choice(_WORDS)
        give_feedback(session, fair, whose, chance.choice((3, 4, 4, 5, 5)), words, now=now, today=today)


def demo_buyer(session: Session, now: datetime) -> User:
    """The visitor whose account everybody may use."""
    known = find_user(session, BUYER)
    made = known or open_account(session, BUYER, "Khách mẫu", "", "vi", now)
    session.flush()
    return made
