"""Consents: what somebody agreed to or took back, with the version and language of the words they read."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from catalog.records import Base, one_of

from .users import User


class Purpose(StrEnum):
    MARKETING = "marketing"
    SELLING = "selling"


# Moves with every change of the words in templates/shop/account/data.html and templates/components/selling_terms.html.
VERSION = {Purpose.MARKETING: "2026-11", Purpose.SELLING: "2026-11"}


class Consent(Base):
    """One answer; the latest of a purpose counts. Without any, there is no consent."""

    __tablename__ = "consents"
    __table_args__ = (
        CheckConstraint(one_of("purpose", Purpose), name="purpose"),
        Index("ix_consents_user", "user_id", "purpose", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    purpose: Mapped[str]
    given: Mapped[bool]
    version: Mapped[str]
    language: Mapped[str]
    at: Mapped[datetime]


def agrees(session: Session, user_id: int, purpose: Purpose) -> bool:
    """Whether somebody agrees now. Words that were changed meanwhile have to be agreed to anew."""
    mine = Consent.user_id == user_id, Consent.purpose == purpose
    last = session.scalar(select(Consent).where(*mine).order_by(Consent.id.desc()).limit(1))
    return last is not None and last.given and last.version == VERSION[purpose]


def answer(session: Session, user: User, purpose: Purpose, given: bool, language: str, now: datetime) -> bool:
    """Write down an answer; False where it is the one in force."""
    if agrees(session, user.id, purpose) == given:
        return False
    facts = {"user_id": user.id, "purpose": purpose, "given": given}
    session.add(Consent(**facts, version=VERSION[purpose], language=language, at=now))
    user.note("user.consent_given" if given else "user.consent_taken_back", purpose=purpose)
    return True
