"""Lists of applications and of who has which booth, each in a constant number of statements."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import Select, and_, bindparam, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from catalog.producers import Producer
from catalog.products import Product
from catalog.records import UtcDateTime

from .announced import takes_applications
from .applications import Allotment, Application, ApplicationProduct, ApplicationState
from .eligibility import Asked, Eligibility, eligibility
from .fairs import Fair

PER_PAGE = 50


class Occupant(NamedTuple):
    """Who has a place in a booth, as the fair's people and the public need it."""

    booth_id: int
    place: int
    code: str
    state: ApplicationState
    held_until: datetime | None
    producer: str
    slug: str


def occupants(session: Session, fair_id: int) -> dict[int, list[Occupant]]:
    """By booth id, in the order of places; one statement."""
    query = (
        select(
            Allotment.booth_id,
            Allotment.place,
            Application.code,
            Application.state,
            Allotment.held_until,
            Producer.name,
            Producer.slug,
        )
        .join(Allotment.application)
        .join(Application.producer)
        .where(Application.fair_id == fair_id, Allotment.released_at.is_(None))
        .order_by(Allotment.booth_id, Allotment.place)
    )
    found: dict[int, list[Occupant]] = defaultdict(list)
    for booth_id, place, code, state, *rest in session.execute(query):
        found[booth_id].append(Occupant(booth_id, place, code, ApplicationState(state), *rest))
    return found


def count_by_state(session: Session, fair_id: int) -> dict[ApplicationState, int]:
    query = select(Application.state, func.count()).where(Application.fair_id == fair_id)
    rows = session.execute(query.group_by(Application.state))
    return {ApplicationState(state): count for state, count in rows}


def page_of(session: Session, fair_id: int, state: ApplicationState, page: int) -> Sequence[Application]:
    """`PER_PAGE` of those in this state, the longest waiting first; pages count from 1."""
    # The waiting list in the order in which it moves up.
    order = Application.waitlisted_at if state == ApplicationState.WAITLISTED else Application.submitted_at
    mine = Application.fair_id == fair_id, Application.state == state
    query = loaded().where(*mine).order_by(order, Application.id)
    return session.scalars(query.limit(PER_PAGE).offset((page - 1) * PER_PAGE)).all()


def find_application(session: Session, code: str, *conditions) -> Application | None:
    """With all that its pages show; `conditions` say whose it must be."""
    return session.scalar(loaded().where(Application.code == code, *conditions))


def applications_of(session: Session, producer_ids: Collection[int]) -> Sequence[Application]:
    """Of these producers, the last one first."""
    query = loaded().where(Application.producer_id.in_(producer_ids))
    return session.scalars(query.options(joinedload(Application.fair)).order_by(Application.id.desc())).all()


def open_fairs(session: Session, day: date) -> Sequence[Fair]:
    """Those that take applications on this day, the next to close first."""
    query = (
        select(Fair)
        .where(takes_applications(day))
        .options(joinedload(Fair.organiser), joinedload(Fair.commune))
        .order_by(Fair.applications_until, Fair.id)
    )
    return session.scalars(query).all()


# Made once: building a statement costs more than running it.
_HELD = and_(
    Application.state == ApplicationState.ACCEPTED,
    Application.allotments.any(
        and_(Allotment.released_at.is_(None), Allotment.held_until > bindparam("now", type_=UtcDateTime()))
    ),
)
_TO_ANSWER = select(
    func.count().filter(_HELD), func.count().filter(Application.state == ApplicationState.RETURNED)
).where(Application.producer_id.in_(bindparam("producers", expanding=True)))


def count_to_answer(session: Session, producer_ids: Collection[int], now: datetime) -> tuple[int, int]:
    """How many booths wait for these producers' money, and how many applications were sent back to them."""
    return tuple(session.execute(_TO_ANSWER, {"producers": list(producer_ids), "now": now}).one())


def loaded() -> Select[tuple[Application]]:
    """Applications with all that their lists and pages show."""
    product = selectinload(Application.products).joinedload(ApplicationProduct.product)
    return select(Application).options(
        joinedload(Application.producer).joinedload(Producer.commune),
        joinedload(Application.booth_type),
        product.joinedload(Product.category),
        selectinload(Application.allotments).joinedload(Allotment.booth),
    )


def eligibility_of(
    session: Session, fair: Fair, applications: Sequence[Application], day: date
) -> list[Eligibility]:
    """What the register and the vault say of each today, in this order."""
    asked = [Asked(one.producer, [of.product for of in one.products]) for one in applications]
    return eligibility(session, fair, asked, day)


def place_of(application: Application) -> Allotment | None:
    """The place it holds, of an application loaded here."""
    return next((one for one in application.allotments if one.released_at is None), None)


def last_place_of(application: Application) -> Allotment | None:
    """The place it holds, or held last."""
    return place_of(application) or max(application.allotments, key=lambda one: one.id, default=None)


def is_lapsed(application: Application, now: datetime) -> bool:
    """Whether the time to pay is over, also where the clock has not freed the place yet."""
    place = place_of(application)
    if application.state != ApplicationState.ACCEPTED or place is None or place.held_until is None:
        return application.state == ApplicationState.LAPSED
    return place.held_until <= now
