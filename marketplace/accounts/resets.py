"""A forgotten password: a link to the e-mail address, or a code to the telephone, sets another."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..letters import send
from . import one_time_codes
from .tokens import Claim, Purpose, mark_of, read, written
from .users import User, find_user, is_phone, read_contact


def ask_reset(session: Session, contact: str, language: str, now: datetime) -> str:
    """Send the way to a new password; the contact as it is kept. Raises Refused for what is none.

    Where there is no account the same is written: an e-mail then says so, a text message is not sent.
    """
    contact = read_contact(contact)
    user = find_user(session, contact)
    about = user.id if user else None
    if is_phone(contact):
        one_time_codes.issue(session, reset_subject(contact), now)
        send(session, "reset_code", contact, language, now, user=about)
    else:
        send(session, "reset" if user else "reset_unknown", contact, language, now, user=about)
    return contact


def reset_subject(phone: str) -> str:
    return f"reset:{phone}"


def reset_token(user: User, secret: str, now: datetime) -> str:
    return written(secret, Purpose.RESET, Claim(user.id, user.email, _mark(user)), now)


def user_of_reset(session: Session, secret: str, token: str, now: datetime) -> User | None:
    """Whose password the link sets: it dies with the password and with the address it was sent to."""
    claim = read(secret, Purpose.RESET, token, now)
    if claim is None:
        return None
    user = session.scalar(
        select(User).where(User.id == claim.id, User.email == claim.contact).with_for_update()
    )
    return user if user and _mark(user) == claim.mark else None


def _mark(user: User) -> str:
    return mark_of(user.password_hash, user.email)
