"""What came of a fair, gathered for its organiser: people, exhibitors, sales, leads, meetings and what both sides thought."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.places import Place
from catalog.producers import Producer
from catalog.register import proofs_of

from .applications import EXHIBITING, Application, ApplicationProduct, ApplicationState
from .check_ins import Scan
from .eligibility import days_of, stars_on
from .fairs import Fair
from .interests import Interest
from .outcomes import Feedback, HeadCount, Outcome
from .ticket_takings import TicketTakings, ticket_takings
from .visitors import Visitor, VisitorKind, VisitorState
from .wishes import Wishes, wishes_at


class FairDay(NamedTuple):
    """One day: `came` heads with a ticket, `counted` by the organiser at the gate, None where nobody counted."""

    day: date
    came: int
    counted: int | None


class Said(NamedTuple):
    """Sums of what `answers` exhibitors say; amounts in dong."""

    answers: int
    sales: int
    contracts: int
    contract_value: int
    samples: int


class Opinion(NamedTuple):
    """How one side found it: how many gave 1 to 5, and their words, without names."""

    scores: dict[int, int]
    words: list[str]

    @property
    def count(self) -> int:
        return sum(self.scores.values())

    @property
    def average(self) -> float:
        """1 to 5, to one decimal; 0 where nobody said anything."""
        return round(sum(score * n for score, n in self.scores.items()) / (self.count or 1), 1)


@dataclass(frozen=True)
class FairReport:
    """`stars`: exhibitors by the most stars of their products on the opening day, 0 for none. `leads`: contacts given to exhibitors."""

    registered: int
    registered_trade: int
    days: list[FairDay]
    exhibitors: int
    checked_in: int
    no_shows: int
    provinces: list[tuple[str, int]]
    stars: dict[int, int]
    said: Said
    leads: int
    wishes: Wishes
    tickets: TicketTakings
    of_visitors: Opinion
    of_exhibitors: Opinion


def fair_report(session: Session, fair: Fair) -> FairReport:
    """A constant number of statements, however many came."""
    registered = _registered(session, fair.id)
    states = dict(_states(session, fair.id))
    return FairReport(
        registered=sum(registered.values()),
        registered_trade=registered.get(VisitorKind.TRADE, 0),
        days=_days(session, fair),
        exhibitors=sum(states.get(state, 0) for state in EXHIBITING),
        checked_in=states.get(ApplicationState.CHECKED_IN, 0),
        no_shows=states.get(ApplicationState.NO_SHOW, 0),
        provinces=_provinces(session, fair.id),
        stars=_stars(session, fair),
        said=_said(session, fair.id),
        leads=_leads(session, fair.id),
        wishes=wishes_at(session, fair.id),
        tickets=ticket_takings(session, fair),
        **_opinions(session, fair.id),
    )


def _registered(session: Session, fair_id: int) -> dict[str, int]:
    """Heads by the kind of their ticket."""
    good = Visitor.fair_id == fair_id, Visitor.state == VisitorState.REGISTERED
    query = select(Visitor.kind, func.sum(Visitor.heads)).where(*good).group_by(Visitor.kind)
    return {kind: int(heads) for kind, heads in session.execute(query)}


def _states(session: Session, fair_id: int):
    query = select(Application.state, func.count()).where(Application.fair_id == fair_id)
    return session.execute(query.group_by(Application.state)).all()


def _days(session: Session, fair: Fair) -> list[FairDay]:
    """A ticket that is read twice on a day counts once."""
    seen = select(Scan.day, Scan.code).where(Scan.fair_id == fair.id).distinct().subquery()
    came = select(seen.c.day, func.sum(Visitor.heads)).join(Visitor, Visitor.code == seen.c.code)
    heads = {day: int(count) for day, count in session.execute(came.group_by(seen.c.day))}
    counts = select(HeadCount.day, HeadCount.heads).where(HeadCount.fair_id == fair.id)
    counted = dict(session.execute(counts).all())
    return [FairDay(day, heads.get(day, 0), counted.get(day)) for day in days_of(fair)]


def _provinces(session: Session, fair_id: int) -> list[tuple[str, int]]:
    """Name and exhibitors, the most first."""
    commune, province = Place.__table__.alias("commune"), Place.__table__.alias("province")
    query = (
        select(province.c.name, func.count())
        .select_from(Application)
        .join(Producer, Producer.id == Application.producer_id)
        .join(commune, commune.c.code == Producer.commune_code)
        .join(province, province.c.code == commune.c.province_code)
        .where(Application.fair_id == fair_id, Application.state.in_(EXHIBITING))
        .group_by(province.c.name)
    )
    return sorted(session.execute(query).all(), key=lambda row: (-row[1], row[0]))


def _stars(session: Session, fair: Fair) -> dict[int, int]:
    """Most stars first; from the register, as it stands on the opening day."""
    if fair.starts_on is None:
        return {}
    query = (
        select(Application.id, ApplicationProduct.product_id, Application.producer_id)
        .outerjoin(ApplicationProduct, ApplicationProduct.application_id == Application.id)
        .where(Application.fair_id == fair.id, Application.state.in_(EXHIBITING))
    )
    brought, owners = defaultdict(list), {}
    for application, product, producer in session.execute(query):
        brought[application] += [product] if product else []
        owners |= {product: producer} if product else {}
    proofs = proofs_of(session, owners)
    most = Counter(
        max((stars_on(proofs[product], fair.starts_on) for product in products), default=0)
        for products in brought.values()
    )
    return {stars: most[stars] for stars in sorted(most, reverse=True)}


def _said(session: Session, fair_id: int) -> Said:
    columns = (Outcome.sales, Outcome.contracts, Outcome.contract_value, Outcome.samples)
    query = select(func.count(), *(func.sum(column) for column in columns)).select_from(Outcome)
    query = query.join(Application, Application.id == Outcome.application_id)
    row = session.execute(query.where(Application.fair_id == fair_id)).one()
    # PostgreSQL sums integers to bigint or decimal.
    return Said(*(int(value or 0) for value in row))


def _leads(session: Session, fair_id: int) -> int:
    query = select(func.count()).select_from(Interest).join(Application)
    return session.scalar(query.where(Application.fair_id == fair_id, Interest.shared_at.is_not(None))) or 0


def _opinions(session: Session, fair_id: int) -> dict[str, Opinion]:
    """The words in no order that tells who wrote them."""
    query = select(Feedback.visitor_id, Feedback.score, Feedback.text).where(Feedback.fair_id == fair_id)
    scores, words = (Counter(), Counter()), ([], [])
    for visitor, score, text in session.execute(query):
        side = 0 if visitor is not None else 1
        scores[side][score] += 1
        words[side].extend([text] if text else [])
    return {
        name: Opinion(dict(scores[side]), sorted(words[side]))
        for side, name in enumerate(("of_visitors", "of_exhibitors"))
    }
