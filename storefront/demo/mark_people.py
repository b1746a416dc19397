"""A sample person of the body that manages a mark of the demo."""

import secrets
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from catalog.marks import Mark
from marketplace.accounts.mark_people import add_to_mark
from marketplace.accounts.users import add_user

# Made up, and said to be: "mẫu" is in the name.
_PERSON = "nguoi-quan-ly-nhan-mau@vidu.vn", "Người quản lý nhãn mẫu"


def add_mark_people(session: Session, marks: Mapping[str, Mark], now: datetime) -> None:
    """Nobody knows the password, and without a second factor the desk stays shut."""
    email, name = _PERSON
    user = add_user(session, email, name, secrets.token_urlsafe(24), now)
    session.flush()
    add_to_mark(session, user, next(mark for mark in marks.values() if not mark.sample), now)
