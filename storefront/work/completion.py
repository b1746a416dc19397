"""What completes by itself: parcels that arrived so long ago that they can't be sent back any more."""

from datetime import datetime, timedelta

from marketplace.orders.life import complete_delivered

from ..database import Database
from .registry import timer


@timer("completion", every=timedelta(hours=1))
def complete_parcels(database: Database, now: datetime) -> None:
    """A transaction for every few hundred: nobody waits long for the write lock."""
    done = 1
    while done:
        with database.transaction() as session:
            done = complete_delivered(session, now)
