"""Six digits sent to a telephone: good for ten minutes, five tries and one use.

The digits themselves are kept nowhere: they follow from the row and the shop's secret.
"""

import hashlib
import hmac
from datetime import datetime, timedelta

from sqlalchemy import CheckConstraint, delete, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from catalog.codes import new_code
from catalog.records import Base

GOOD_FOR = timedelta(minutes=10)
TRIES = 5


class OneTimeCode(Base):
    """`subject` says what the code is good for, "reset:+84912345678"; a new one for it replaces the last."""

    __tablename__ = "one_time_codes"
    __table_args__ = (CheckConstraint(f"tries BETWEEN 0 AND {TRIES}", name="tries"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(unique=True)
    nonce: Mapped[str]
    tries: Mapped[int] = mapped_column(default=0)
    expires_at: Mapped[datetime] = mapped_column(index=True)

    def digits(self, secret: str) -> str:
        """The code to send."""
        made = hmac.digest(secret.encode(), f"code:{self.subject}:{self.nonce}".encode(), hashlib.sha256)
        return f"{int.from_bytes(made[:8]) % 1_000_000:06}"


def issue(session: Session, subject: str, now: datetime) -> OneTimeCode:
    session.execute(delete(OneTimeCode).where(OneTimeCode.subject == subject))
    code = OneTimeCode(subject=subject, nonce=new_code(20), expires_at=now + GOOD_FOR)
    session.add(code)
    session.flush()
    return code


def spend(session: Session, secret: str, subject: str, typed: str, now: datetime) -> bool:
    """Whether this is the code, which is then used up. Every call counts as a try: it must be committed."""
    about = OneTimeCode.subject == subject
    tried = session.scalar(
        update(OneTimeCode)
        .where(about, OneTimeCode.tries < TRIES, OneTimeCode.expires_at > now)
        .values(tries=OneTimeCode.tries + 1)
        .returning(OneTimeCode)
        .execution_options(populate_existing=True)
    )
    digits = "".join(letter for letter in typed if letter.isascii() and letter.isdigit())
    if tried is None or not hmac.compare_digest(tried.digits(secret), digits):
        return False
    return bool(session.execute(delete(OneTimeCode).where(about)).rowcount)


def forget_expired(session: Session, now: datetime) -> int:
    return session.execute(delete(OneTimeCode).where(OneTimeCode.expires_at < now)).rowcount
