"""How buyers are told: by e-mail, and who has left a telephone number alone by a few short text messages."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from marketplace.orders.orders import Order

from .notes import settings
from .quiet import send


def tell_buyer(
    session: Session, order: Order, letter: str, now: datetime, /, *, in_short: bool = False, **facts: Any
) -> None:
    """Send the letter of this name. `in_short`: without an e-mail address the letter `<name>_in_short` goes to
    the telephone; where text messages are not sent the page of the order is all there is."""
    if order.email:
        send(session, letter, order.email, order.language, now, **facts)
    elif in_short and order.phone and settings().can_text:
        send(session, f"{letter}_in_short", order.phone, order.language, now, **facts)
