"""Whether a certificate of organic growing stands behind a listing that says so."""

from collections.abc import Collection
from datetime import date

from sqlalchemy.orm import Session


def organic_producers(session: Session, producer_ids: Collection[int], day: date) -> set[int]:
    """Those of the producers whose certificate of organic growing is in force on this day."""
    # No table holds such certificates yet: nothing bears the word out, and an officer decides with a reason.
    return set()
