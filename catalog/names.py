"""Names become addresses, each of which one thing has: who chooses one waits for whoever does so at this moment."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

# Any number, the same in every process.
_LOCK = 720_261


def choose_addresses(session: Session) -> None:
    """Until this transaction ends nobody else chooses an address; what was chosen before can be read after this.

    Without it two people who name something alike at the same instant would both find the address free, and the
    second of them would see an error. On SQLite whoever writes is alone anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(_LOCK)))
