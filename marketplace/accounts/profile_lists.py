"""Which profiles somebody may write, an officer may read, and wait for a decision."""

from collections.abc import Collection

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from catalog.producers import Producer, of_province

from ..submissions import SubmissionState
from .profiles import Profile, with_place


def profiles_of(user_id: int, producer_ids: Collection[int]) -> Select:
    """What somebody may write: of these producers, and their own of none yet; with place and producer."""
    own = Profile.producer_id.is_(None) & (Profile.user_id == user_id)
    mine = or_(Profile.producer_id.in_(producer_ids), own)
    return with_place(select(Profile)).where(mine).order_by(Profile.id.desc())


def profiles_handed_in() -> Select:
    """All that officers may read; has `Producer` in it."""
    return with_place(select(Profile).join(Producer)).where(Profile.submitted_at.is_not(None))


def waiting_profiles() -> Select:
    """What officers have to decide, the longest waiting first; has `Producer` in it."""
    waits = Profile.state == SubmissionState.SUBMITTED
    return profiles_handed_in().where(waits).order_by(Profile.submitted_at, Profile.id)


def count_waiting(session: Session, province_code: str | None) -> int:
    query = select(func.count()).select_from(Profile).join(Producer)
    waits = Profile.state == SubmissionState.SUBMITTED
    return session.scalar(of_province(query.where(waits), province_code))


def same_tax_code(session: Session, profile: Profile) -> list[Producer]:
    """Other producers that gave the same tax code or personal number."""
    if not (profile.tax_code or profile.tax_hash):
        return []
    same = (
        (Profile.tax_code == profile.tax_code) if profile.tax_code else (Profile.tax_hash == profile.tax_hash)
    )
    query = select(Producer).join(Profile, Profile.producer_id == Producer.id).where(same)
    others = query.where(Producer.id != profile.producer_id).distinct().order_by(Producer.id).limit(10)
    return list(session.scalars(others))
