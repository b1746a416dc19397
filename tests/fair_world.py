"""Makes what tests of public pages of fairs talk about: exhibitors with their booths, programme and quotas, as rows."""

from datetime import date, time
from itertools import count as counter

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.producers import Producer
from catalog.products import Product
from marketplace.fairs.applications import (
    Allotment,
    Application,
    ApplicationProduct,
    ApplicationState,
)
from marketplace.fairs.booths import Booth, BoothKind, BoothType
from marketplace.fairs.fairs import Fair, ProgrammeItem
from tests import people
from tests.world import NOW

_serial = counter(1)


def booth(session: Session, fair: Fair, number: str, places: int = 1) -> Booth:
    """In a row of booths of three metres; with places for several in a shared one."""
    kind = BoothKind.SHARED if places > 1 else BoothKind.STANDARD
    wanted = BoothType.fair_id == fair.id, BoothType.kind == kind
    type = session.scalar(select(BoothType).where(*wanted)) or BoothType(
        fair_id=fair.id, kind=kind, name=f"Gian {kind}", price=5_000_000, places=places
    )
    session.add(type)
    session.flush()
    n = next(_serial)
    made = Booth(fair_id=fair.id, type=type, number=number, x=3 * (n % 19), y=3 * (n // 19 % 12))
    session.add(made)
    session.flush()
    return made


def application(
    session: Session,
    fair: Fair,
    at: Booth,
    by: Producer,
    *products: Product,
    state: str = "confirmed",
    place: int = 1,
) -> Application:
    """With a place in the booth, as it stands in this state."""
    made = Application(
        fair_id=fair.id,
        producer_id=by.id,
        user_id=people.user(session, f"gian{next(_serial)}@vidu.vn").id,
        booth_type_id=at.type_id,
        state=ApplicationState(state),
        price=5_000_000,
        corner_surcharge=0,
        deposit_percent=100,
        submitted_at=NOW,
    )
    session.add(made)
    session.flush()
    session.add_all(ApplicationProduct(application_id=made.id, product_id=product.id) for product in products)
    session.add(
        Allotment(application_id=made.id, booth_id=at.id, place=place, amount=0, deposit=0, given_at=NOW)
    )
    session.flush()
    return made


def programme_item(session: Session, fair: Fair, day: date, title: str) -> None:
    session.add(ProgrammeItem(fair_id=fair.id, day=day, starts_at=time(9), ends_at=time(10), title=title))
    session.flush()
