"""What the worker does for listings: encoding pictures, and looking through public claims and rights to marks every night."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from catalog.days import day_of
from catalog.picture_door import encode
from catalog.picture_uploads import PictureUpload, UploadState
from catalog.records import Refused
from marketplace.jobs import Job
from marketplace.register.claims import check_claims
from marketplace.register.mark_checks import keep, look_through

from ..database import Database
from ..listing_pictures import folders
from .registry import Effect, calls, timer


@calls("encode_picture")
def encode_picture(database: Database, job: Job, now: datetime) -> Effect | None:
    """Large files take seconds: in no transaction."""
    id = job.facts["upload"]
    with database.reading() as session:
        upload = session.get(PictureUpload, id)
        if upload is None or upload.state != UploadState.WAITING:
            return None
        source, turn, crop = upload.source, upload.turn, upload.crop
    originals, made, _public = folders()
    try:
        stored = encode(originals, source, turn, crop, made)
    except Refused as refusal:
        message = refusal.message
        return lambda session: _set(session, id, state=UploadState.FAILED, error=message)
    facts = {name: getattr(stored, name) for name in ("color", "width", "height", "widths", "formats")}
    return lambda session: _set(session, id, state=UploadState.READY, **facts)


def _set(session: Session, id: int, **facts) -> None:
    upload = session.get_one(PictureUpload, id)
    for name, value in facts.items():
        setattr(upload, name, value)


@timer("claims", every=timedelta(days=1))
def check_public_claims(database: Database, now: datetime) -> None:
    """Rights lapse at midnight, so what was borne out yesterday may not be today."""
    with database.transaction() as session:
        session.info["now"] = now
        check_claims(session, now, day_of(now))


@timer("marks", every=timedelta(days=1))
def check_rights_to_marks(database: Database, now: datetime) -> None:
    """Looks without holding anybody up; only what has changed is written."""
    with database.reading() as session:
        found = look_through(session, day_of(now))
    with database.transaction() as session:
        session.info["now"] = now
        keep(session, found, now)
