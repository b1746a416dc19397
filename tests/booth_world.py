"""Makes what tests of booths talk about: kinds of booths, rows of them, applicants and what they pay."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.producers import Producer
from marketplace.accounts.users import User
from marketplace.fairs.application_steps import Wishes, hand_in
from marketplace.fairs.applications import Allotment, Application
from marketplace.fairs.booth_money import arrived
from marketplace.fairs.booth_payments import choose_method
from marketplace.fairs.booth_types import add_type
from marketplace.fairs.booths import Booth, BoothKind, BoothType
from marketplace.fairs.decisions import FairDecision, application_for_steps, decide
from marketplace.fairs.fairs import Fair
from marketplace.fairs.places import held_place
from marketplace.fairs.planning import RowOfBooths, add_booths
from marketplace.payments.bank_accounts import BankAccount
from marketplace.payments.payments import Payment, PaymentMethod
from tests import people, world
from tests.world import NOW

PRICE = 5_000_000


def facts_of_type(**facts) -> dict:
    return {
        "kind": BoothKind.STANDARD,
        "name": "Gian tiêu chuẩn",
        "price": PRICE,
        "corner_surcharge": 500_000,
        "width": 3,
        "depth": 3,
        "watts": 500,
        "has_water": False,
        "places": 1,
    } | facts


def booth_type(session: Session, fair: Fair, **facts) -> BoothType:
    return add_type(session, fair, facts_of_type(**facts))


def booths(
    session: Session, fair: Fair, type: BoothType, count: int, first: str = "A1", **row
) -> list[Booth]:
    """A row of them from the left upper corner to the right, or as `row` says."""
    return add_booths(session, fair, type, RowOfBooths(first, count, **{"x": 0, "y": 0} | row))


def application(
    session: Session, fair: Fair, type: BoothType, *, by: Producer | None = None, now=NOW, **wishes
) -> Application:
    """Of a new producer with one product of four stars."""
    by = by or world.producer(session)
    product = world.product(session, by=by)
    world.recognition(session, product)
    wished = Wishes(type, [product.id], **wishes)
    email = f"{by.slug}@vidu.vn"
    user = session.scalar(select(User).where(User.email == email)) or people.user(session, email)
    return ready(session, hand_in(session, fair, by, user, wished, now))


def ready(session: Session, application: Application) -> Application:
    """As a step wants it: with its producer and province."""
    found = application_for_steps(session, application.fair_id, application.id)
    assert found is not None
    return found


def accept(
    session: Session, fair: Fair, application: Application, now=NOW, booth_id: int | None = None
) -> Allotment:
    """The place it got."""
    mine = ready(session, application)
    decide(session, fair, mine, FairDecision.ACCEPT, "", mine.revision, now, booth_id)
    place = held_place(session, application.id)
    assert place is not None
    return place


def wait(session: Session, fair: Fair, application: Application, now=NOW) -> None:
    mine = ready(session, application)
    decide(session, fair, mine, FairDecision.WAITLIST, "", mine.revision, now)


def account(session: Session, fair: Fair) -> BankAccount:
    """The organiser's."""
    made = BankAccount(
        organiser_id=fair.organiser_id,
        bin="970436",
        number="0123456789",
        holder="TRUNG TAM THU",
        created_at=NOW,
        in_force_at=NOW,
    )
    session.add(made)
    session.flush()
    return made


def payment(session: Session, application: Application, method=PaymentMethod.VIETQR, now=NOW) -> Payment:
    """What is to be paid next, begun in this way."""
    mine = ready(session, application)
    place = held_place(session, mine.id)
    assert place is not None
    bank = account(session, session.get_one(Fair, mine.fair_id)) if method == PaymentMethod.VIETQR else None
    return choose_method(session, mine, place, method, bank and bank.id, now)


def pay(session: Session, of: Payment, now=NOW, amount: int | None = None, source: str = "") -> None:
    assert arrived(session, of.id, amount or of.amount, source or f"bank:{of.code}:{of.received}", now)
