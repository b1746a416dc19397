"""What the other side of a thread is told: of messages once an hour at most, and of the wish to exchange contacts."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.producers import Producer
from marketplace.accounts.retailers import Retailer
from marketplace.accounts.users import User
from marketplace.audit import Entry
from marketplace.permissions import Action, RetailerAction, people_who_may, retailer_people_who_may
from marketplace.sourcing.messages import Message
from marketplace.sourcing.messaging import About, Thread, thread_at
from marketplace.sourcing.quotes import Side

from ..sourcing_thread import thread_path
from .notices import tell_and_write
from .registry import announces

_DEALS = {
    About.REQUEST: RetailerAction.REQUESTS,
    About.QUOTE: RetailerAction.REQUESTS,
    About.SAMPLE: RetailerAction.SAMPLES,
    About.CONTRACT: RetailerAction.CONTRACTS,
    About.ORDER: RetailerAction.ORDERS,
}


@announces("sourcing_message.sent")
def other_side_of_message(session: Session, entry: Entry, now: datetime) -> None:
    message = session.get_one(Message, entry.subject_id)
    thread = thread_at(session, message.about, message.retailer_id, message.producer_id)
    if thread is None or _told_this_hour(session, message):
        return
    _tell(session, entry, now, thread, Side(message.side))


def _told_this_hour(session: Session, message: Message) -> bool:
    """Whether an earlier message of the same side and clock hour has been told of."""
    hour = message.sent_at.replace(minute=0, second=0, microsecond=0)
    same = (
        Message.about == message.about,
        Message.producer_id == message.producer_id,
        Message.side == message.side,
        Message.id < message.id,
        Message.sent_at >= hour,
    )
    return session.scalar(select(Message.id).where(*same).limit(1)) is not None


@announces("contacts.agreed")
def other_side_of_agreement(session: Session, entry: Entry, now: datetime) -> None:
    thread = thread_at(session, entry.facts["about"], entry.subject_id, entry.facts["producer"])
    if thread is not None:
        _tell(session, entry, now, thread, Side(entry.facts["side"]))


def _tell(session: Session, entry: Entry, now: datetime, thread: Thread, writer: Side) -> None:
    producer = session.get_one(Producer, thread.producer_id)
    retailer = session.get_one(Retailer, thread.retailer_id)
    reader = Side.PRODUCER if writer == Side.RETAILER else Side.RETAILER
    path = thread_path(thread, reader, producer.slug)
    people: list[User]
    if reader == Side.PRODUCER:
        people = people_who_may(session, producer.id, Action.SOURCING)
    else:
        people = retailer_people_who_may(session, retailer.id, _DEALS[thread.kind])
    name = retailer.name if writer == Side.RETAILER else producer.name
    tell_and_write(session, entry, now, people, name, path)
