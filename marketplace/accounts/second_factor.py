"""The door to pyotp: a second factor from an app on the telephone, and recovery codes on paper."""

import hashlib
import hmac
from collections.abc import Iterator
from datetime import datetime

import pyotp
from sqlalchemy import ForeignKey, Index, delete, func, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from catalog.codes import new_code, read_code
from catalog.records import Base, Refused

from .seals import Seal, is_sealed
from .users import User

RECOVERY_CODES = 10
_STEP = 30


class RecoveryCode(Base):
    """A code for one sign-in without the telephone; 50 random bits, so a plain hash is enough."""

    __tablename__ = "recovery_codes"
    __table_args__ = (Index("uq_recovery_codes_hash", "user_id", "code_hash", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    code_hash: Mapped[str]


def new_secret() -> str:
    return pyotp.random_base32()


def provisioning_address(secret: str, account: str, shop: str) -> str:
    """The otpauth:// address that an app reads from a QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=shop)


def set_up(session: Session, user: User, secret: str, code: str, now: datetime, seal: Seal) -> list[str]:
    """Begin with the second factor once the app shows its code; the recovery codes, told this once.

    Signs out everywhere. Raises Refused for a wrong code.
    """
    step = _step_of(secret, code, now)
    if step is None:
        raise Refused("This code is not right. Please type the one your app shows now.")
    user.totp_secret, user.totp_step = seal.seal(_owner(user), secret), step
    user.sign_out_everywhere()
    user.note("user.second_factor_set_up")
    return new_recovery_codes(session, user)


def new_recovery_codes(session: Session, user: User) -> list[str]:
    """Ten new codes; the former ones are good no more."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    codes = [new_code(10) for _ in range(RECOVERY_CODES)]
    session.add_all(RecoveryCode(user_id=user.id, code_hash=_hash(code)) for code in codes)
    return codes


def recovery_codes_left(session: Session, user: User) -> int:
    return session.scalar(select(func.count()).where(RecoveryCode.user_id == user.id))


def take_off(session: Session, user: User) -> None:
    """Do without the second factor again, after a lost telephone; signs out everywhere."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    user.totp_secret = user.totp_step = None
    user.sign_out_everywhere()
    user.note("user.second_factor_taken_off")


def accepted(session: Session, user: User, code: str, now: datetime, seal: Seal) -> bool:
    """Whether the app's code or a recovery code is right; each is good once, however many ask at once."""
    step = _step_of(secret_of(user, seal), code, now)
    if step is None:
        return _recovered(session, user, code)
    fresh = or_(User.totp_step.is_(None), User.totp_step < step)
    used = update(User).where(User.id == user.id, fresh).values(totp_step=step)
    return bool(session.execute(used).rowcount)


def secret_of(user: User, seal: Seal) -> str:
    """What the app makes its codes of; empty where there is none, or none that our keys open."""
    return seal.open(_owner(user), user.totp_secret) or "" if user.totp_secret else ""


def seal_secrets(session: Session, seal: Seal) -> int:
    """Seal what is not sealed, and seal anew what a former key has sealed. Returns how many those are.

    What no key opens stays as it is: who has it can come in by a recovery code, or have it taken off.
    """
    kept = session.scalars(select(User).where(User.totp_secret.is_not(None))).all()
    changed = 0
    for user in kept:
        secret = secret_of(user, seal) if is_sealed(user.totp_secret or "") else user.totp_secret
        if secret and not seal.is_fresh(user.totp_secret or ""):
            user.totp_secret, changed = seal.seal(_owner(user), secret), changed + 1
    return changed


def _owner(user: User) -> str:
    return f"user:{user.id}"


def _recovered(session: Session, user: User, code: str) -> bool:
    mine = RecoveryCode.user_id == user.id, RecoveryCode.code_hash == _hash(read_code(code[:40]))
    if not session.execute(delete(RecoveryCode).where(*mine)).rowcount:
        return False
    user.note("user.recovery_code_used")
    return True


def _step_of(secret: str, code: str, now: datetime) -> int | None:
    """The 30 seconds this code belongs to: clocks of telephones are a little early or late."""
    digits = "".join(letter for letter in code[:40] if not letter.isspace())
    if not (secret and digits.isascii() and digits.isdigit() and len(digits) == 6):
        return None
    fitting = (step for step, shown in _shown(secret, now) if hmac.compare_digest(shown, digits))
    return next(fitting, None)


def _shown(secret: str, now: datetime) -> Iterator[tuple[int, str]]:
    this, totp = int(now.timestamp()) // _STEP, pyotp.TOTP(secret)
    for step in (this, this - 1, this + 1):
        yield step, totp.generate_otp(step)


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
