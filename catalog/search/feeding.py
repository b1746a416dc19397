"""The writer's step: bring the index to the catalogue's version, by the changes since or from the beginning."""

from sqlalchemy.orm import Session

from ..versions import changed_since, current_version
from .backend import Backend, Progress


def catch_up(session: Session, backend: Backend, progress: Progress) -> bool:
    """Called inside `backend.writing()`; whether anything had to be done.

    The version is read before the products: what changes in between is looked at once more next time.
    """
    version = current_version(session)
    reached = backend.reached()
    if reached == version:
        return False
    if reached is None or reached > version:
        # A version from the future belongs to another database.
        backend.rebuild(session, version, progress)
    else:
        backend.upsert(session, changed_since(session, reached), version)
    return True
