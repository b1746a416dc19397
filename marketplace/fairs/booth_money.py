"""How money changes a place in a booth: the one way by which a payment for it takes effect."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from catalog.producers import Producer

from ..payments.payments import Payment, lock_payment
from ..payments.purposes import Purpose
from .applications import OPEN, PLACED, Allotment, Application, ApplicationState
from .booth_payments import DEPOSIT, allotment_id_of, may_still_leave_free
from .fair_money import FairMoney
from .fairs import Fair
from .places import is_live, province_of, step
from .planning import lock_fair
from .room import Place, Room, read_room

S = ApplicationState


def lock_place(session: Session, reference: str) -> Allotment:
    """The allotment a payment is for, with its application and producer; its fair's row is held."""
    id = allotment_id_of(reference)
    fair_id = select(Application.fair_id).join(Application.allotments).where(Allotment.id == id)
    lock_fair(session, session.scalars(fair_id).one())
    return session.scalars(
        select(Allotment)
        .join(Allotment.application)
        .join(Allotment.booth)
        .join(Application.producer)
        .join(Producer.commune)
        .where(Allotment.id == id)
        .options(
            contains_eager(Allotment.booth),
            contains_eager(Allotment.application)
            .contains_eager(Application.producer)
            .contains_eager(Producer.commune),
        )
        .execution_options(populate_existing=True)
    ).one()


def hold_places(session: Session, payments: Sequence[Payment]) -> None:
    """Lock these payments and what they are for; fairs first, in the order of their ids."""
    ids = {allotment_id_of(payment.reference) for payment in payments}
    fairs = select(Application.fair_id).join(Application.allotments).where(Allotment.id.in_(ids)).distinct()
    for fair_id in sorted(session.scalars(fairs)):
        lock_fair(session, fair_id)
    for payment in payments:
        lock_payment(session, payment.id)


def arrived(session: Session, payment_id: int, amount: int, source: str, now: datetime) -> bool:
    """Count `amount` dong from `source` for a payment and let it take effect; False when known already."""
    allotment = lock_place(session, session.scalars(_reference(payment_id)).one())
    payment = lock_payment(session, payment_id)
    return _MONEY.count(
        session, payment, amount, source, now, lambda: _pays_for_place(session, payment, allotment, now)
    )


def _reference(payment_id: int):
    return select(Payment.reference).where(Payment.id == payment_id)


def _pays_for_place(session: Session, payment: Payment, allotment: Allotment, now: datetime) -> bool:
    """Whether the money finds its place: still held, or lapsed and free again."""
    application = allotment.application
    if not payment.reference.startswith(f"{DEPOSIT}:"):
        return _pays_the_rest(application, allotment)
    if application.state == S.LAPSED and not _take_again(session, allotment, now):
        return False
    if allotment.released_at is not None or application.state not in (S.ACCEPTED, S.LAPSED):
        return False
    allotment.confirmed_at = now
    step(application, S.CONFIRMED, booth=allotment.booth.number)
    return True


def _pays_the_rest(application: Application, allotment: Allotment) -> bool:
    if allotment.released_at is not None or application.state not in PLACED:
        return False
    application.note("application.paid_in_full", booth=allotment.booth.number)
    return True


def _take_again(session: Session, allotment: Allotment, now: datetime) -> bool:
    """Money that came after the hold has lapsed takes the place again where it is free, or else another of its type."""
    application = allotment.application
    fair = session.get_one(Fair, application.fair_id)
    if not is_live(fair, now) or _applied_again(session, application):
        return False
    place = _free_place(read_room(session, fair.id), allotment)
    if place is None:
        return False
    allotment.booth, allotment.place, allotment.released_at = place.booth, place.number, None
    session.flush()
    return True


def _free_place(room: Room, allotment: Allotment) -> Place | None:
    application = allotment.application
    province = province_of(application)
    if room.left_of_quota(province) == 0:
        return None
    same = [place for place in room.free(allotment.booth.type_id) if place.booth.id == allotment.booth_id]
    wanted = application.booth_type_id, province, allotment.booth.is_corner
    return same[0] if same else room.find(*wanted)


def _applied_again(session: Session, application: Application) -> bool:
    mine = Application.fair_id == application.fair_id, Application.producer_id == application.producer_id
    return (
        session.scalar(select(Application.id).where(*mine, Application.state.in_(OPEN)).limit(1)) is not None
    )


def _allotment(session: Session, payment: Payment) -> Allotment:
    return session.get_one(Allotment, allotment_id_of(payment.reference))


def _organiser_of(session: Session, payment: Payment) -> int:
    of_fair = select(Fair.organiser_id).join(Application, Application.fair_id == Fair.id)
    mine = Application.id == _allotment(session, payment).application_id
    return session.scalars(of_fair.where(mine)).one()


def _is_given_up(session: Session, payment: Payment) -> bool:
    """Whether its place is free again, and was given up in time by who withdrew."""
    place = _allotment(session, payment)
    application = session.get_one(Application, place.application_id)
    if place.released_at is None or application.state != S.WITHDRAWN:
        return place.released_at is not None
    return may_still_leave_free(session.get_one(Fair, application.fair_id), place.released_at)


_MONEY = FairMoney(_organiser_of, _is_given_up)
BOOTHS = Purpose(lock_place, hold_places, arrived, _MONEY.paid_out, _MONEY.went_back, _MONEY.follow_dispute)
