"""Names become addresses, each of which one thing has: who chooses one waits for whoever does so at this moment."""

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

# Any number, the same in every process.
_LOCK = 720_261


def choose_addresses(session: Session) -> None:
    """Until this transaction ends nobody else chooses an address; what was chosen before can be read after this.

    Without it two people who name something alike at the same instant would both find the address free, and the
    second of them would see an error. On SQLite whoever writes is alone anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(_LOCK)))


def free_address(session: Session, column: InstrumentedAttribute[str], wanted: str) -> str:
    """`wanted`, or with "-2", "-3" … behind it, as no row of the column has it; nobody else chooses one meanwhile."""
    with session.no_autoflush:
        choose_addresses(session)
        taken = set(session.scalars(select(column).where(column.startswith(wanted, autoescape=True))))
    number = next(n for n in range(1, len(taken) + 2) if (wanted if n == 1 else f"{wanted}-{n}") not in taken)
    return wanted if number == 1 else f"{wanted}-{number}"
