"""The steps of a list: upload, dry run, commit, release, undo. The caller commits the transaction."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from catalog.batches import Batch, BatchStep, Step
from catalog.codes import new_code
from catalog.names import choose_addresses
from catalog.recognitions import Evidence
from catalog.records import Refused
from marketplace.collecting import uncollected
from marketplace.spreadsheets import read_sheets

from ..batches import Meter, Progress
from ..catalogue_import import silent
from .imports import ImportState, ListFile, ListImport, ListMapping
from .known import KnownRegister, read_known
from .plan import ListPlan, ListPlanner, data_rows
from .tables import ListTable, find_table
from .writing import ListWriter, hide_products, show_products

MAX_BYTES = 10_000_000
_CODE_LENGTH = 8


def upload(
    session: Session,
    data: bytes,
    name: str,
    evidence: Evidence,
    now: datetime,
    *,
    province_code: str | None = None,
    by: int | None = None,
) -> ListImport:
    """Keep a file and read it for the first time. Raises Refused for what can't be read as a list."""
    if len(data) > MAX_BYTES:
        raise Refused("The file is larger than %(limit)s MB.", limit=MAX_BYTES // 1_000_000)
    table = find_table(read_sheets(data, name))
    digest = hashlib.sha256(data).hexdigest()
    if session.get(ListFile, digest) is None:
        session.add(ListFile(digest=digest, content=data))
        session.flush()
    remembered = session.get(ListMapping, table.shape)
    imported = ListImport(
        code=new_code(_CODE_LENGTH),
        name=name[:255] or "?",
        digest=digest,
        province_code=province_code,
        evidence=evidence,
        sheet=table.sheet.name,
        columns=remembered.columns if remembered else {},
        uploaded_by=by,
        uploaded_at=now,
        terms={},
        corrections={},
        counts={},
    )
    session.add(imported)
    session.flush()
    imported.note("list.uploaded", name=imported.name, sha256=digest)
    return imported


def read_import(session: Session, imported: ListImport) -> ListTable:
    """The table of an upload, read as its officer has said."""
    file = session.get_one(ListFile, imported.digest)
    with uncollected():
        table = find_table(read_sheets(file.content, imported.name), imported.sheet)
    return table.with_columns(imported.columns)


def dry_run(
    session: Session,
    imported: ListImport,
    table: ListTable,
    today: date,
    *,
    known: KnownRegister | None = None,
    progress: Progress = silent,
) -> ListPlan:
    """What the list would do to the register, as it is `known`, else as it is now. Writes nothing."""
    with uncollected():
        planner = ListPlanner(
            known or read_known(session),
            imported.defaults(table),
            Evidence(imported.evidence),
            today,
            imported.province_code,
        )
        meter = Meter(progress, len(table.rows))
        return planner.take(meter.each(data_rows(table, imported.corrections)))


@dataclass(frozen=True)
class Prepared:
    """A plan, and the register that it was made for: good to be written while the register is the same."""

    table: ListTable
    known: KnownRegister
    plan: ListPlan


def prepare(session: Session, imported: ListImport, today: date, progress: Progress = silent) -> Prepared:
    """All that can be done before the register is held for writing. Raises Refused where there is nothing to write."""
    table, known = read_import(session, imported), read_known(session)
    plan = dry_run(session, imported, table, today, known=known, progress=progress)
    return Prepared(table, known, _worth_writing(plan))


def _worth_writing(plan: ListPlan) -> ListPlan:
    if not plan.recognitions:
        raise Refused("There is nothing to write: no row is new and none is an update.")
    return plan


def remember(session: Session, table: ListTable, columns: dict[str, str]) -> None:
    """The next list of this shape is read with these columns."""
    mapping = session.get(ListMapping, table.shape)
    if mapping is None:
        session.add(ListMapping(shape=table.shape, columns=columns))
    else:
        mapping.columns = columns


def commit(
    session: Session,
    imported: ListImport,
    now: datetime,
    today: date,
    progress: Progress = silent,
    prepared: Prepared | None = None,
) -> ListPlan:
    """Write every row that is not wrong as one batch, which counts only once it is released.

    What was `prepared` is planned anew if the register has changed since. Raises Refused where there is nothing to
    write.
    """
    with uncollected():
        table = prepared.table if prepared else read_import(session, imported)
        choose_addresses(session)
        known = read_known(session)
        if prepared and prepared.known == known:
            plan = prepared.plan
        else:
            plan = _worth_writing(dry_run(session, imported, table, today, known=known))
        meter = Meter(progress, len(plan.rows))
        imported.batch_id = ListWriter(session, imported, plan, meter, now).write().id
    imported.move(ImportState.WAITING)
    imported.counts = plan.counts()
    remember(session, table, {str(place): column.key for place, column in table.columns.items()})
    imported.note("list.committed", batch=_batch(session, imported).code, **imported.counts)
    session.flush()
    meter.finish()
    return plan


def release(session: Session, imported: ListImport, now: datetime) -> None:
    """From now on the batch counts, and its products are on show."""
    imported.move(ImportState.IN_FORCE)
    _step(session, imported, Step.RELEASE, now)
    shown = show_products(session, imported)
    imported.note("list.released", products=shown)


def undo(session: Session, imported: ListImport, now: datetime) -> None:
    """As if the batch had never been: nothing of it counts, and what was on show for it alone is hidden."""
    was_released = imported.state == ImportState.IN_FORCE
    imported.move(ImportState.UNDONE)
    _step(session, imported, Step.UNDO, now)
    hidden = hide_products(session, imported) if was_released else 0
    imported.note("list.undone", products=hidden)


def _step(session: Session, imported: ListImport, kind: Step, now: datetime) -> None:
    session.add(BatchStep(batch_id=imported.batch_id, kind=kind, created_at=now))
    session.flush()


def _batch(session: Session, imported: ListImport) -> Batch:
    return session.get_one(Batch, imported.batch_id)
