"""Signing up: the account is made when the contact is confirmed, so nobody can take an address that is not theirs."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Mapped, Session, mapped_column

from catalog.records import Base, Refused

from ..letters import send
from . import one_time_codes
from .passwords import hashed
from .tokens import GOOD_FOR, Claim, Purpose, mark_of, read, written
from .users import User, find_user, is_phone, open_account, read_contact, read_name


class SignUp(Base):
    """Somebody who wants an account and has still to show that the contact is theirs."""

    __tablename__ = "sign_ups"

    id: Mapped[int] = mapped_column(primary_key=True)
    contact: Mapped[str]
    name: Mapped[str]
    password_hash: Mapped[str]
    language: Mapped[str]
    expires_at: Mapped[datetime] = mapped_column(index=True)

    @property
    def subject(self) -> str:
        return f"sign-up:{self.id}"


def sign_up(session: Session, contact: str, name: str, password: str, language: str, now: datetime) -> SignUp:
    """Write down who wants an account, and ask the contact. Raises Refused for what can't be kept.

    The same is done where the contact has an account already: its owner is told, and nobody else.
    """
    contact, name, password_hash = read_contact(contact), read_name(name), hashed(password)
    row = SignUp(
        contact=contact,
        name=name,
        password_hash=password_hash,
        language=language,
        expires_at=now + GOOD_FOR[Purpose.SIGN_UP],
    )
    session.add(row)
    session.flush()
    letter = "sign_up_code" if is_phone(contact) else "sign_up"
    if is_phone(contact):
        one_time_codes.issue(session, row.subject, now)
    send(
        session,
        f"{letter}_known" if find_user(session, contact) else letter,
        contact,
        language,
        now,
        sign_up=row.id,
    )
    return row


def sign_up_token(row: SignUp, secret: str, now: datetime) -> str:
    claim = Claim(row.id, row.contact, mark_of(row.password_hash))
    return written(secret, Purpose.SIGN_UP, claim, now)


def sign_up_of(session: Session, secret: str, token: str, now: datetime) -> SignUp | None:
    """Whom the link in a letter is about, while it holds."""
    claim = read(secret, Purpose.SIGN_UP, token, now)
    row = session.get(SignUp, claim.id) if claim else None
    if row is None or (row.contact, mark_of(row.password_hash)) != (claim.contact, claim.mark):
        return None
    return row


def complete(session: Session, row: SignUp, now: datetime) -> User:
    """The account of somebody whose contact is confirmed. Raises Refused where it was made already."""
    gone = session.execute(delete(SignUp).where(SignUp.id == row.id)).rowcount
    if not gone or find_user(session, row.contact):
        raise Refused("This has been done already. Please sign in.")
    user = open_account(session, row.contact, row.name, row.password_hash, row.language, now)
    session.flush()
    return user


def forget_expired(session: Session, now: datetime) -> int:
    return session.execute(delete(SignUp).where(SignUp.expires_at < now)).rowcount
