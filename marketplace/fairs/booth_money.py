"""How money changes a place in a booth: the one way by which a payment for it takes effect.

Money by transfer goes straight to the organiser. What came by card the market holds and owes to the organiser:
that alone stands in the ledger.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from catalog.days import day_of
from catalog.producers import Producer

from ..payments.ledger import GATEWAY, Kind, organiser_account, post
from ..payments.payments import Payment, PaymentMethod, give_back, lock_payment, receive
from ..payments.purposes import Purpose
from ..payments.refunds import Refund, ask_refund, is_told, open_refund, refund_done
from .applications import OPEN, PLACED, Allotment, Application, ApplicationState
from .booth_payments import DEPOSIT, allotment_id_of, send_surplus_back
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
    paid_before = payment.is_paid
    if not receive(session, payment, amount, source, now):
        return False
    _book(session, payment, allotment, amount, source, now)
    if payment.is_paid and not paid_before and not _pays_for_place(session, payment, allotment, now):
        ask_refund(session, payment, payment.amount, payment.reference, now)
    send_surplus_back(session, payment, now)
    return True


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


def paid_out(
    session: Session, refund: Refund, payment: Payment, now: datetime, provider_id: str | None = None
) -> bool:
    """A refund is on its way back; the payment is locked. False when that is known already."""
    if not refund_done(session, refund, payment, now, provider_id):
        return False
    _book(session, payment, _allotment(session, payment), -refund.amount, f"refund:{refund.id}", now)
    return True


def went_back(session: Session, payment: Payment, provider_id: str, amount: int, now: datetime) -> None:
    """The gateway says that it has given `amount` dong back: a refund of ours, or one made there by hand."""
    if is_told(session, provider_id):
        return
    if refund := open_refund(session, payment, amount):
        paid_out(session, refund, payment, now, provider_id)
    elif amount <= payment.received - payment.given_back:
        source = f"refund:{provider_id}"
        if give_back(session, payment, amount, source, now):
            _book(session, payment, _allotment(session, payment), -amount, source, now)


def follow_dispute(
    session: Session, payment: Payment, allotment: Allotment, type: str, facts: dict, now: datetime
) -> None:
    """The bank takes the money back while it decides: the organiser bears it, and has it again once that is won."""
    dispute, status, amount = facts["dispute"], facts["status"], facts["amount"]
    taken = type.endswith(".funds_withdrawn") or status in ("won", "lost")
    if taken and _book(session, payment, allotment, -amount, f"dispute:{dispute}:taken", now):
        payment.disputed += amount
    if status == "won" and _book(session, payment, allotment, amount, f"dispute:{dispute}:won", now):
        payment.disputed -= amount


def _allotment(session: Session, payment: Payment) -> Allotment:
    return session.get_one(Allotment, allotment_id_of(payment.reference))


def _book(
    session: Session, payment: Payment, allotment: Allotment, amount: int, source: str, now: datetime
) -> bool:
    """`amount` dong that the gateway holds for the organiser; less than 0: not any more. False when known."""
    if payment.method != PaymentMethod.CARD:
        return False
    of_fair = select(Fair.organiser_id).join(Application, Application.fair_id == Fair.id)
    organiser = session.scalars(of_fair.where(Application.id == allotment.application_id)).one()
    entries = {GATEWAY: -amount, organiser_account(organiser): amount}
    return post(session, source, Kind.PAYMENT, day_of(now), entries, now=now)


BOOTHS = Purpose(lock_place, hold_places, arrived, paid_out, went_back, follow_dispute)
