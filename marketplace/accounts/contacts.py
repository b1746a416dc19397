"""Changing the e-mail address or telephone number: the new one counts when it is confirmed, and the old one is told."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.records import Refused

from ..letters import send
from . import one_time_codes
from .tokens import Claim, Purpose, mark_of, read, written
from .users import User, find_user, is_phone, read_contact


def ask_change(session: Session, user: User, contact: str, now: datetime) -> str:
    """Ask the new contact, which is returned as it is kept. Raises Refused for what is none, or one's own.

    Where the contact is another account's, its owner is told, and nobody else.
    """
    contact = read_contact(contact)
    if contact in (user.email, user.phone):
        raise Refused("This is what your account has already.")
    taken = find_user(session, contact) is not None
    if is_phone(contact):
        one_time_codes.issue(session, phone_subject(user, contact), now)
    letter = "new_phone" if is_phone(contact) else "new_email"
    send(
        session,
        f"{letter}_known" if taken else letter,
        contact,
        user.language,
        now,
        user=user.id,
        contact=contact,
    )
    user.note("user.contact_change_asked")
    return contact


def phone_subject(user: User, phone: str) -> str:
    return f"phone:{user.id}:{phone}"


def email_token(user: User, email: str, secret: str, now: datetime) -> str:
    return written(secret, Purpose.EMAIL, Claim(user.id, email, _mark(user)), now)


def change_of(session: Session, secret: str, token: str, now: datetime) -> tuple[User, str] | None:
    """Whose e-mail address the link changes, and to which; it dies with a new password and after any change."""
    claim = read(secret, Purpose.EMAIL, token, now)
    user = session.scalar(select(User).where(User.id == claim.id).with_for_update()) if claim else None
    return (user, claim.contact) if user and _mark(user) == claim.mark else None


def change_contact(session: Session, user: User, contact: str, now: datetime) -> None:
    """Put a confirmed contact in place of the former one. Raises Refused where it is another account's now."""
    if find_user(session, contact):
        raise Refused("This has been done already, or the address belongs to another account.")
    before = user.phone if is_phone(contact) else user.email
    user.verify(contact, now)
    user.note("user.phone_changed" if is_phone(contact) else "user.email_changed")
    if before:
        send(session, "contact_changed", before, user.language, now, user=user.id)


def _mark(user: User) -> str:
    return mark_of(user.password_hash, user.email)
