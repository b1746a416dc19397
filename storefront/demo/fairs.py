"""Fairs of the demo over all regions: past, running and coming, put off and called off, by the rules of real ones."""

import tomllib
from datetime import date, datetime, time, timedelta
from importlib.resources import files

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.days import VIETNAM
from catalog.lunar import lunar_day, name_of_year
from catalog.producers import Producer
from marketplace.accounts.organisers import Organiser
from marketplace.accounts.users import User, find_user, open_account
from marketplace.fairs.booths import BoothKind, BoothType
from marketplace.fairs.fair_life import announce, cancel_fair, postpone
from marketplace.fairs.fair_steps import Rules, begin, write_rules
from marketplace.fairs.fairs import Fair
from marketplace.fairs.programme import add_item
from marketplace.payments.bank_accounts import BankAccount

from ..database import Database
from .fair_applications import Clerk
from .fair_days import demo_buyer, fill_days
from .fair_plans import lay_out, plan_size
from .fair_tickets import sell_tickets
from .organisers import add_organisers, add_waiting_organiser
from .preorders import add_preorders
from .source import Table

APPLICANT = "gian-hang-mau@vidu.vn"
# Days before the opening: announced, applications from and until, and the rest of the price.
_ANNOUNCED, _APPLY_FROM, _APPLY_UNTIL, _REST = 75, 70, 14, 5
_AT_LEAST_OLD = 16
_OPENS, _CLOSES = 8, 21


def add_missing_fairs(database: Database, now: datetime, today: date) -> int:
    """Where there are sample producers and no fairs. Returns how many were added."""
    with database.transaction() as session:
        if session.scalar(select(Fair.id).limit(1)) or not session.scalar(
            select(Producer.id).where(Producer.sample).limit(1)
        ):
            return 0
        return add_fairs(session, now, today)


def add_fairs(session: Session, now: datetime, today: date) -> int:
    """Days count from `today`, so that fairs of every phase are there whenever it is loaded."""
    source = tomllib.loads((files(__package__) / "fairs.toml").read_text("utf-8"))
    organisers = add_organisers(session, source["organiser"], now)
    add_waiting_organiser(session, now)
    user = find_user(session, APPLICANT) or open_account(
        session, APPLICANT, "Người mẫu gian hàng", "", "vi", now
    )
    session.flush()
    programme = source["programme"]
    for number, row in enumerate(source["fair"], 1):
        first = _opening(row, today)
        facts = _facts(row, first, number, today)
        announced = _announced(first, today)
        fair = _draft(session, organisers[row["organiser"]], facts, row, announced)
        types = lay_out(session, fair, row["rows"], row["per_row"])
        _add_programme(session, fair, programme)
        if not row.get("draft"):
            announce(session, fair, fair.revision, announced)
            session.flush()
            _fill(session, fair, types, row.get("applications", {}), user, now)
            _call_off(session, fair, row, now)
            fill_days(session, fair, now)
            sell_tickets(session, fair, _account(session, fair), demo_buyer(session, now), now)
            add_preorders(session, fair, now)
    return len(source["fair"])


def _draft(session: Session, by: Organiser, facts: dict, row: Table, announced: datetime) -> Fair:
    fair = begin(session, by, facts, announced - timedelta(days=2))
    rules = Rules(frozenset(row.get("groups", [])), row.get("quotas", {}), frozenset(row.get("papers", [])))
    write_rules(session, fair, rules)
    return fair


def _call_off(session: Session, fair: Fair, row: Table, now: datetime) -> None:
    if "postponed" in row:
        postpone(fair, row["postponed"], fair.revision, now)
    if "cancelled" in row:
        cancel_fair(session, fair, row["cancelled"], fair.revision, now)
    session.flush()


def _fill(
    session: Session,
    fair: Fair,
    types: dict[BoothKind, BoothType],
    outcomes: dict[str, int],
    user: User,
    now: datetime,
) -> None:
    Clerk(session, fair, types, user, _account(session, fair), now).fill(outcomes)


def _account(session: Session, fair: Fair) -> BankAccount:
    return session.scalars(select(BankAccount).where(BankAccount.organiser_id == fair.organiser_id)).one()


def _opening(row: Table, today: date) -> date:
    return (
        _next_tet(today) + timedelta(days=row["tet"])
        if "tet" in row
        else today + timedelta(days=row["starts"])
    )


def _next_tet(today: date) -> date:
    """The next one that leaves time for its market to be ahead."""
    days = (today + timedelta(days=n) for n in range(30, 430))
    return next(day for day in days if (lunar := lunar_day(day)) and (lunar.day, lunar.month) == (1, 1))


def _announced(first: date, today: date) -> datetime:
    """Long before the opening, and never today."""
    day = min(first - timedelta(days=_ANNOUNCED), today - timedelta(days=_AT_LEAST_OLD))
    return datetime.combine(day, time(9), VIETNAM)


def _facts(row: Table, first: date, number: int, today: date) -> dict[str, object]:
    last = first + timedelta(days=row["days"] - 1)
    spring = lunar_day(last + timedelta(days=10))
    years = {"year": first.year, "spring": name_of_year(spring) if spring else ""}
    return {
        "name": row["name"].format(**years),
        "theme": row["theme"],
        "about": row["about"],
        "hosts": "Ủy ban nhân dân tỉnh, thành phố nơi tổ chức (mẫu)",
        "permit_number": f"{number:02}/XN-MẪU",
        "venue": row["venue"],
        "street": row["street"],
        "commune_code": row["commune"],
        "starts_on": first,
        "ends_on": last,
        "opens_at": time(row.get("opens", _OPENS)),
        "closes_at": time(row.get("closes", _CLOSES)),
        "build_up_from": datetime.combine(first - timedelta(days=2), time(8), VIETNAM),
        "tear_down_until": datetime.combine(last + timedelta(days=1), time(17), VIETNAM),
        "min_stars": row.get("min_stars", 3),
        "visitor_quota": row.get("visitors"),
        "ticket_price": row.get("ticket", 0),
        **_applications(row, first, today),
        **plan_size(row["rows"], row["per_row"]),
    }


def _applications(row: Table, first: date, today: date) -> dict[str, object]:
    begins = min(first - timedelta(days=_APPLY_FROM), today - timedelta(days=_AT_LEAST_OLD - 2))
    if "applications_from" in row:
        begins = today + timedelta(days=row["applications_from"])
    deposit = row.get("deposit", 100)
    return {
        "applications_from": begins,
        "applications_until": first - timedelta(days=_APPLY_UNTIL),
        "deposit_percent": deposit,
        "balance_due_on": first - timedelta(days=_REST) if deposit < 100 else None,
    }


def _add_programme(session: Session, fair: Fair, rows: list[Table]) -> None:
    """What suits the fair's theme and length."""
    days = (fair.ends_on - fair.starts_on).days + 1 if fair.starts_on and fair.ends_on else 0
    for row in rows:
        if fair.theme not in row.get("theme", fair.theme).split() or row["day"] > days:
            continue
        day = fair.starts_on + timedelta(days=row["day"] - 1 if row["day"] > 0 else days - 1)
        begins, ends = row["hours"]
        # A fair of the evening has its programme in the evening.
        shift = max(0, fair.opens_at.hour - begins) if fair.opens_at else 0
        add_item(session, fair, day, time(begins + shift), time(ends + shift), row["title"], row["place"])
