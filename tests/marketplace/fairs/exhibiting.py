"""Makes fairs with booths and exhibitors for tests."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from catalog.producers import Producer
from marketplace.accounts.users import User, open_account
from marketplace.fairs.applications import Allotment, Application, ApplicationState
from marketplace.fairs.booths import Booth, BoothKind, BoothType
from marketplace.fairs.fairs import Fair
from tests import world
from tests.world import NOW


def somebody(session: Session, contact: str = "khach@vidu.vn", name: str = "Khách") -> User:
    user = open_account(session, contact, name, "", "vi", NOW)
    session.flush()
    return user


def booth_type(session: Session, fair: Fair, **facts) -> BoothType:
    made = BoothType(**{"fair_id": fair.id, "kind": BoothKind.STANDARD, "name": "Gian tiêu chuẩn"} | facts)
    session.add(made)
    session.flush()
    return made


def exhibitor(
    session: Session, fair: Fair, number: str = "A1", by: Producer | None = None, **facts
) -> Application:
    """A confirmed application with a booth of its own."""
    kind = booth_type(session, fair)
    by = by or world.producer(session)
    user = somebody(session, f"nguoi-{by.id}@vidu.vn")
    terms = {"price": 0, "corner_surcharge": 0, "deposit_percent": 100, "submitted_at": NOW}
    who = {"fair_id": fair.id, "producer_id": by.id, "user_id": user.id, "booth_type_id": kind.id}
    made = Application(**who | terms | {"state": ApplicationState.CONFIRMED} | facts)
    booth = Booth(fair_id=fair.id, type_id=kind.id, number=number, x=0, y=0)
    session.add_all([made, booth])
    session.flush()
    session.add(Allotment(application_id=made.id, booth_id=booth.id, amount=0, deposit=0, given_at=NOW))
    session.flush()
    return made


def exhibitors(session: Session, fair: Fair, count: int) -> Sequence[Application]:
    return [exhibitor(session, fair, f"A{number}") for number in range(1, count + 1)]
