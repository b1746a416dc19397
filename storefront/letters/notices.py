"""Who is told of what in the shop itself, and by letter where no other letter says it."""

from collections.abc import Callable, Iterable
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from catalog.codes import grouped
from catalog.places import Place
from catalog.producers import Producer
from catalog.products import Product
from marketplace.accounts.memberships import Membership, Role
from marketplace.accounts.notices import Notice, tell
from marketplace.accounts.producer_claims import ProducerClaim
from marketplace.accounts.profiles import Profile
from marketplace.accounts.users import User
from marketplace.audit import Entry
from marketplace.orders.orders import Order, Party, SubOrder
from marketplace.permissions import Action, people_who_may

from ..notice_words import said
from ..shop.pages import absolute_url, link
from .notes import Note, note
from .quiet import send
from .registry import announces, letter


def officers_for(session: Session, producer: Producer) -> list[User]:
    """Those of its province; where there are none, of the central office."""
    return officers_of(
        session, session.scalar(select(Place.province_code).where(Place.code == producer.commune_code))
    )


def officers_of(session: Session, province: str | None) -> list[User]:
    """Those of this province's office; where there are none, of the central one."""
    officers = select(User).join(Membership).where(Membership.role == Role.OFFICER).order_by(User.id)
    theirs = session.scalars(officers.where(Membership.province_code == province)).all()
    return list(theirs or session.scalars(officers.where(Membership.province_code.is_(None))))


def tell_and_write(
    session: Session, entry: Entry, now: datetime, users: Iterable[User], about: str, path: str
) -> None:
    """In the feed and by letter."""
    told = {user.id: user for user in users}
    for made in tell(session, entry, told.values(), entry.action, about, path):
        user = told[made.user_id]
        if user.contact:
            send(session, "notice", user.contact, user.language, now, notice=made.id)


def _of_profile(session: Session, entry: Entry, now: datetime) -> None:
    found = session.get_one(Profile, entry.subject_id)
    people = people_who_may(session, found.producer_id, Action.PROFILE)
    tell_and_write(session, entry, now, people, found.name, f"/producer/join/{found.id}")


def _of_claim(session: Session, entry: Entry, now: datetime) -> None:
    query = select(ProducerClaim).where(ProducerClaim.id == entry.subject_id)
    found = session.scalars(
        query.options(joinedload(ProducerClaim.producer), joinedload(ProducerClaim.user))
    ).one()
    path = f"/producer/join/claims/{found.producer.slug}"
    tell_and_write(session, entry, now, [found.user], found.producer.name, path)


def _of_producer(session: Session, entry: Entry, now: datetime) -> None:
    found = session.get_one(Producer, entry.subject_id)
    people = people_who_may(session, found.id, Action.PROFILE)
    tell_and_write(session, entry, now, people, found.name, f"/producer/suspension?producer={found.slug}")


def _of_listing(session: Session, entry: Entry, now: datetime) -> None:
    found = session.get(Product, entry.facts.get("product", entry.subject_id))
    if found is not None:
        people = people_who_may(session, found.producer_id, Action.LISTINGS)
        tell_and_write(session, entry, now, people, found.name, f"/producer/products/{found.id}")


_TOLD: dict[Callable[[Session, Entry, datetime], None], tuple[str, ...]] = {
    _of_profile: ("profile.approved", "profile.returned", "profile.rejected"),
    _of_claim: ("producer_claim.approved", "producer_claim.returned", "producer_claim.rejected"),
    _of_producer: (
        "producer.suspended",
        "producer.appeal_declined",
        "producer.reinstated",
        "producer.closed",
    ),
    _of_listing: (
        "listing.approved",
        "listing.returned",
        "listing.rejected",
        "listing.suspended",
        "listing.appeal_declined",
        "listing.reinstated",
    ),
}
for _teller, _actions in _TOLD.items():
    for _action in _actions:
        announces(_action)(_teller)


@announces("profile.submitted")
def officers_of_profile(session: Session, entry: Entry, now: datetime) -> None:
    found = session.get_one(Profile, entry.subject_id)
    officers = officers_for(session, session.get_one(Producer, found.producer_id))
    tell(session, entry, officers, entry.action, found.name, f"/office/profiles/{found.id}")


@announces("producer_claim.submitted")
def officers_of_claim(session: Session, entry: Entry, now: datetime) -> None:
    found = session.get_one(ProducerClaim, entry.subject_id)
    producer = session.get_one(Producer, found.producer_id)
    path = f"/office/producer-claims/{found.id}"
    tell(session, entry, officers_for(session, producer), entry.action, producer.name, path)


@announces("listing.submitted")
@announces("listing.appealed")
def officers_of_listing(session: Session, entry: Entry, now: datetime) -> None:
    found = session.get_one(Product, entry.subject_id)
    officers = officers_for(session, session.get_one(Producer, found.producer_id))
    tell(session, entry, officers, entry.action, found.name, f"/office/listings/{found.id}")


@announces("producer.appealed")
def officers_of_appeal(session: Session, entry: Entry, now: datetime) -> None:
    found = session.get_one(Producer, entry.subject_id)
    path = f"/office/producers/{found.slug}"
    tell(session, entry, officers_for(session, found), entry.action, found.name, path)


@announces("member.removed")
def former_member(session: Session, entry: Entry, now: datetime) -> None:
    user, producer = session.get(User, entry.facts["user"]), session.get_one(Producer, entry.subject_id)
    if user is not None:
        tell(session, entry, [user], entry.action, producer.name, "/account")


@announces("order.placed")
def sellers_of_order(session: Session, entry: Entry, now: datetime) -> None:
    number = session.get_one(Order, entry.subject_id).number
    for part in session.scalars(select(SubOrder).where(SubOrder.order_id == entry.subject_id)).all():
        people = people_who_may(session, part.producer_id, Action.ORDERS)
        path = f"/producer/orders/{number}-{part.position}"
        tell(session, entry, people, "order.received", f"{grouped(number)}-{part.position}", path)


def _buyer_of_part(session: Session, entry: Entry, now: datetime) -> None:
    part = session.get_one(SubOrder, entry.subject_id)
    order = session.get_one(Order, part.order_id)
    about = f"{grouped(order.number)}-{part.position}"
    buyer = session.get(User, order.user_id) if order.user_id else None
    if buyer is not None:
        tell(session, entry, [buyer], entry.action, about, f"/orders/{order.number}")
    if entry.action == "sub_order.cancelled" and entry.facts.get("by") != Party.PRODUCER:
        people = people_who_may(session, part.producer_id, Action.ORDERS)
        path = f"/producer/orders/{order.number}-{part.position}"
        tell(session, entry, people, "order.given_up", about, path)


for _step in ("confirmed", "shipped", "delivered", "cancelled"):
    announces(f"sub_order.{_step}")(_buyer_of_part)


@letter("notice")
def notice(session: Session, facts: dict) -> Note | None:
    found = session.get(Notice, facts["notice"])
    if found is None:
        return None
    sentence = said(found.kind, found.about)
    return note(sentence.rstrip("."), sentence, link=(absolute_url(link(found.path)), _("Read more")))
