"""Sends letters that can wait: to people with an account at the end of their quiet hours."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from marketplace import letters
from marketplace.accounts.quiet_hours import quiet_until
from marketplace.accounts.users import find_user

# Who has just ordered is awake, and waits for it.
_AT_ONCE = {"order_placed", "order_placed_in_short"}


def send(
    session: Session,
    letter: str,
    to: str,
    language: str,
    now: datetime,
    *,
    key: str | None = None,
    **facts: Any,
) -> bool:
    """Like marketplace.letters.send, which sends at once: codes, links and warnings about an account."""
    user = find_user(session, to) if letter not in _AT_ONCE else None
    due_at = quiet_until(user, now) if user else None
    return letters.send(session, letter, to, language, now, key=key, due_at=due_at, **facts)
