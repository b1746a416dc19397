"""A producer's side of an application: hand it in, mend it when asked, withdraw it. The fair's row is locked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from catalog.days import day_of
from catalog.producers import Producer, ProducerState
from catalog.products import Product, ProductState
from catalog.records import Refused

from ..accounts.organisers import Organiser
from ..accounts.users import User
from .applications import OPEN, Application, ApplicationProduct, ApplicationState
from .booth_payments import give_place_back, may_still_leave_free
from .booths import BoothType
from .fairs import Fair
from .places import held_place, lapse_holds, move_up, release, step

S = ApplicationState
MOST_PRODUCTS, LONGEST_REMARKS = 30, 1000


@dataclass(frozen=True)
class Wishes:
    """What a producer asks for: a kind of booth, what it wants to show there, and a word to the organiser."""

    type: BoothType | None
    product_ids: Sequence[int]
    wants_corner: bool = False
    remarks: str = ""


def hand_in(
    session: Session, fair: Fair, producer: Producer, user: User, wishes: Wishes, now: datetime
) -> Application:
    """Apply, once for each fair. Raises Refused out of the time for applications and for wishes that can't be."""
    _check_time(fair, now)
    if not session.get_one(Organiser, fair.organiser_id).may_publish:
        raise Refused("The organiser of this fair is suspended: it takes no applications at the moment.")
    if producer.state != ProducerState.APPROVED:
        raise Refused("Only producers that are approved, and not suspended, can apply.")
    if open_application(session, fair.id, producer.id):
        raise Refused("You have applied for this fair already.")
    type, products = _checked(session, fair, producer, wishes)
    application = Application(
        fair_id=fair.id,
        producer_id=producer.id,
        user_id=user.id,
        submitted_at=now,
        booth_type_id=type.id,
        deposit_percent=fair.deposit_percent,
        **_priced(type),
        **_wished(wishes),
    )
    session.add(application)
    session.flush()
    _write_products(session, application, products)
    application.note("application.submitted")
    return application


def change(session: Session, fair: Fair, application: Application, wishes: Wishes, now: datetime) -> None:
    """Hand in once more what was returned. The price stays while the kind of booth does.

    Who was asked for more may answer after the last day of applications too, until the fair opens.
    """
    if application.state != S.RETURNED:
        raise Refused("This application can't be changed any more.")
    if fair.starts_on is not None and day_of(now) >= fair.starts_on:
        raise Refused("The fair has begun: applications can't be changed any more.")
    producer = session.get_one(Producer, application.producer_id)
    type, products = _checked(session, fair, producer, wishes)
    if type.id != application.booth_type_id:
        application.booth_type_id = type.id
        for name, dong in _priced(type).items():
            setattr(application, name, dong)
    for name, value in _wished(wishes).items():
        setattr(application, name, value)
    _write_products(session, application, products)
    application.submitted_at = now
    step(application, S.SUBMITTED)


def withdraw(session: Session, fair: Fair, application: Application, now: datetime) -> None:
    """Give up the application, and the place it holds. Who waits moves up.

    What was paid goes back in full until the last day of applications, afterwards nothing of it (the organiser may
    give it back all the same).
    """
    room = lapse_holds(session, fair, now)
    place = held_place(session, application.id)
    step(application, S.WITHDRAWN)
    if place is None:
        return
    release(session, room, application, place, now)
    if may_still_leave_free(fair, now):
        give_place_back(session, place, now)
    move_up(session, fair, room, now)


def open_application(session: Session, fair_id: int, producer_id: int) -> Application | None:
    mine = Application.fair_id == fair_id, Application.producer_id == producer_id
    return session.scalar(select(Application).where(*mine, Application.state.in_(OPEN)))


def _check_time(fair: Fair, now: datetime) -> None:
    if fair.takes_applications(day_of(now)):
        return
    if fair.applications_from and day_of(now) < fair.applications_from:
        raise Refused(
            "Applications for this fair begin on %(day)s.", day=f"{fair.applications_from:%d/%m/%Y}"
        )
    raise Refused("This fair takes no applications any more.")


def _checked(
    session: Session, fair: Fair, producer: Producer, wishes: Wishes
) -> tuple[BoothType, list[Product]]:
    """Raises Refused."""
    if wishes.type is None or wishes.type.fair_id != fair.id:
        raise Refused("Please choose the kind of booth.")
    if not 1 <= len(wishes.product_ids) <= MOST_PRODUCTS:
        raise Refused("Please choose 1 to %(most)s products to show.", most=MOST_PRODUCTS)
    mine = Product.producer_id == producer.id, Product.id.in_(wishes.product_ids)
    products = session.scalars(select(Product).where(*mine, Product.state == ProductState.PUBLISHED)).all()
    if len(products) != len(set(wishes.product_ids)):
        raise Refused("One of these products is not on sale any more. Please choose again.")
    return wishes.type, list(products)


def _priced(type: BoothType) -> dict[str, int]:
    return {"price": type.price, "corner_surcharge": type.corner_surcharge}


def _wished(wishes: Wishes) -> dict[str, object]:
    return {"wants_corner": wishes.wants_corner, "remarks": wishes.remarks.strip()[:LONGEST_REMARKS]}


def _write_products(session: Session, application: Application, products: Sequence[Product]) -> None:
    session.execute(delete(ApplicationProduct).where(ApplicationProduct.application_id == application.id))
    ids = [{"application_id": application.id, "product_id": product.id} for product in products]
    session.add_all(ApplicationProduct(**one) for one in ids)
    session.flush()
