"""The import of a whole catalogue: read every row, then write all of it or nothing."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from catalog.names import choose_addresses
from marketplace.spreadsheets import Table

from .batches import Meter, Progress
from .known import Known, read_known
from .outcome import Complaints, Outcome
from .plan import Plan, Planner
from .rows import RowReader, check_header
from .writing import PlanWriter


def silent(done: int, total: int) -> None:
    """Progress that nobody watches."""


def import_catalogue(
    session: Session, table: Table, *, now: datetime, today: date, progress: Progress = silent
) -> Outcome:
    """Bring a table of products into the catalogue, published at once.

    With any error nothing is written and the outcome lists every error of the file. The caller
    commits; the same table a second time changes nothing. `now` is aware, `today` is the day in
    Vietnam; `progress(done, total)` is called now and then, in rows (each counts twice: read, written).
    """
    complaints = Complaints()
    check_header(table, complaints)
    if complaints:
        return Outcome(rows=len(table.rows), errors=complaints.sorted())
    choose_addresses(session)
    known = read_known(session)
    meter = Meter(progress, len(table.rows))
    plan = _plan(table, known, complaints, today, meter)
    if complaints:
        return Outcome(rows=len(table.rows), errors=complaints.sorted())
    source = f"import:{table.sha256[:16]}"
    outcome = PlanWriter(session, known, plan, meter, now, today, source).write()
    outcome.rows = len(table.rows)
    meter.finish()
    return outcome


def _plan(table: Table, known: Known, complaints: Complaints, today: date, meter: Meter) -> Plan:
    reader = RowReader(known, complaints, today)
    planner = Planner(known, complaints)
    for number, cells in table.rows:
        planner.add(reader.read(number, cells))
        meter.step()
    return planner.finish()
