"""People with an account."""

import re
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import CheckConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from catalog.records import Base, Refused
from catalog.text import clean

from ..audit import Entry
from ..phones import read_phone
from .passwords import hashed

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_LONGEST = 200


class User(Base):
    """One person. A session is good for the `session_generation` in which it began: moving it ends them all.

    E-mail and telephone number (+84…) stand here once they are verified, never before. `totp_secret` is sealed, `totp_step` is the
    30 seconds of which a code of the second factor was used last. An erased account keeps its number alone.
    """

    __tablename__ = "users"
    __table_args__ = (
        CheckConstraint("email = lower(email)", name="email"),
        CheckConstraint("length(name) > 0", name="name"),
        CheckConstraint("quiet_from BETWEEN 0 AND 23", name="quiet_from"),
        CheckConstraint("quiet_until BETWEEN 0 AND 23", name="quiet_until"),
        CheckConstraint("session_generation > 0", name="session_generation"),
        CheckConstraint("email IS NOT NULL OR phone IS NOT NULL OR erased_at IS NOT NULL", name="contact"),
        CheckConstraint("(email IS NULL) = (email_verified_at IS NULL)", name="email_verified"),
        CheckConstraint("(phone IS NULL) = (phone_verified_at IS NULL)", name="phone_verified"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str | None] = mapped_column(unique=True)
    email_verified_at: Mapped[datetime | None]
    phone: Mapped[str | None] = mapped_column(unique=True)
    phone_verified_at: Mapped[datetime | None]
    name: Mapped[str]
    language: Mapped[str] = mapped_column(default="vi")
    password_hash: Mapped[str]
    session_generation: Mapped[int] = mapped_column(default=1)
    # Hours in Vietnam between which nothing is sent that can wait; the same twice: never.
    quiet_from: Mapped[int] = mapped_column(default=21)
    quiet_until: Mapped[int] = mapped_column(default=7)
    totp_secret: Mapped[str | None]
    totp_step: Mapped[int | None]
    created_at: Mapped[datetime]
    erased_at: Mapped[datetime | None]

    @property
    def contact(self) -> str | None:
        """Where letters go: the e-mail address, else the telephone number."""
        return self.email or self.phone

    def verify(self, contact: str, now: datetime) -> None:
        """Take a contact that was shown to be this person's, in place of the one of its kind before."""
        if is_phone(contact):
            self.phone, self.phone_verified_at = contact, now
        else:
            self.email, self.email_verified_at = contact, now

    def rename(self, name: str) -> None:
        """Raises Refused for an empty or endless name."""
        self.name = read_name(name)
        self.note("user.renamed")

    def sign_out_everywhere(self) -> None:
        self.session_generation += 1

    def change_password(self, password: str) -> None:
        """A new password signs out everywhere. Raises Refused for one that won't do."""
        self.password_hash = hashed(password)
        self.sign_out_everywhere()
        self.note("user.password_changed")


def read_name(text: str) -> str:
    name = clean(text)
    if not 0 < len(name) <= _LONGEST:
        raise Refused("Please write a name of at most %(limit)s characters.", limit=_LONGEST)
    return name


def read_email(text: str) -> str:
    """An address as it is kept: in small letters. Raises Refused for what is none."""
    email = clean(text).lower()
    if len(email) > _LONGEST or not _EMAIL.fullmatch(email):
        raise Refused("This e-mail address is not complete. Write for example ten@vidu.vn.")
    return email


def read_contact(text: str) -> str:
    """An e-mail address or a telephone number as it is kept. Raises Refused for what is neither."""
    if "@" in text:
        return read_email(text)
    try:
        return read_phone(clean(text)[:40])
    except ValueError:
        raise Refused(
            "Please write an e-mail address like ten@vidu.vn or a telephone number like 0912 345 678."
        ) from None


def is_phone(contact: str) -> bool:
    """Whether a contact, as it is kept, is a telephone number."""
    return "@" not in contact


def find_user(session: Session, contact: str) -> User | None:
    """The account with this e-mail address or telephone number, however it is written."""
    try:
        known = read_contact(contact)
    except Refused:
        return None
    return session.scalar(select(User).where((User.phone if is_phone(known) else User.email) == known))


def lock_user(session: Session, id: int) -> User | None:
    """The account, held until the transaction ends: what it may have only one of is made behind this lock.

    Orders and entries that name the account meanwhile do not wait for it.
    """
    query = select(User).where(User.id == id).with_for_update(key_share=True)
    return session.scalar(query.execution_options(populate_existing=True))


def add_user(session: Session, email: str, name: str, password: str, now: datetime) -> User:
    """A new account for an e-mail address somebody vouches for. Raises Refused when something can't be kept."""
    return open_account(session, read_email(email), read_name(name), hashed(password), "vi", now)


def open_account(
    session: Session, contact: str, name: str, password_hash: str, language: str, now: datetime
) -> User:
    """A new account for a verified contact, all of it as it is kept."""
    user = User(name=name, password_hash=password_hash, language=language, created_at=now)
    user.verify(contact, now)
    session.add(user)
    user.note("user.added")
    return user


def names_behind(session: Session, action: str, subject_ids: Collection[int]) -> dict[int, str]:
    """Who did this to each of the records: the name by the record's id, where somebody was signed in."""
    query = select(Entry.subject_id, User.name).join(User, Entry.user_id == User.id)
    rows = session.execute(query.where(Entry.action == action, Entry.subject_id.in_(subject_ids)))
    return dict(rows.all())
