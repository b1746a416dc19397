"""What is deleted because its time is over: once a day, and at every start."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy.orm import Session

from catalog import visits
from catalog.search import searches
from catalog.versions import forget_changes
from marketplace.accounts import invitations, notices, one_time_codes, sign_ups
from marketplace.fairs.personal_data import forget_visitors
from marketplace.jobs import forget_done
from marketplace.letters import forget_sent
from marketplace.misuse import forget_reporters
from marketplace.orders.baskets import forget_old
from marketplace.orders.personal_data import forget_persons
from marketplace.payments.cash_on_delivery import forget_refusals

from ..clock import VIETNAM
from ..database import Database
from .registry import timer


class Tidied(NamedTuple):
    """How many rows are gone."""

    baskets: int
    searches: int
    jobs: int
    letters: int


def tidy_up(session: Session, now: datetime, today: date) -> Tidied:
    forget_changes(session)
    sign_ups.forget_expired(session, now)
    one_time_codes.forget_expired(session, now)
    invitations.forget_old(session, now)
    notices.forget_old(session, now)
    visits.forget_old(session, today)
    forget_persons(session, now)
    forget_reporters(session, now)
    forget_refusals(session, now)
    forget_visitors(session, today)
    return Tidied(
        forget_old(session, now),
        searches.forget_old(session, today),
        forget_done(session, now),
        forget_sent(session, now),
    )


@timer("tidy", every=timedelta(days=1))
def tidy_daily(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        tidy_up(session, now, now.astimezone(VIETNAM).date())
