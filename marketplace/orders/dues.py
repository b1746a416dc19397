"""What producers pay the operator for commission and withheld tax, or get from it: written down by an officer, once."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from catalog.producers import Producer
from catalog.records import Refused
from catalog.text import clean, fold

from .settlement import settle_dues

LONGEST_REFERENCE = 80


def record_dues(
    session: Session, producer: Producer, amount: int, reference: str, day: date, now: datetime, today: date
) -> None:
    """The producer has paid `amount` dong on `day`; less than 0: the operator has paid the producer.

    The reference, for example that of the bank transfer, makes it count once. Raises Refused for nothing, for a
    day still to come, and for a reference that is missing, too long or written down already.
    """
    key = "".join(fold(clean(reference)).split())
    if not amount:
        raise Refused("Please write an amount above 0.")
    if not key:
        raise Refused("Please write the reference of the payment: it makes it count once.")
    if len(key) > LONGEST_REFERENCE:
        raise Refused("Please write at most %(limit)s characters.", limit=LONGEST_REFERENCE)
    if day > today:
        raise Refused("This day is still to come.")
    if not settle_dues(session, producer.id, amount, f"dues:{producer.id}:{key}", day, now):
        raise Refused("A payment with this reference is written down already.")
    producer.note("producer.dues_recorded", amount=amount, reference=key, day=day.isoformat())
