"""Lists that the worker writes: who asked for it, how far it is, and why it was not written."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from catalog.records import Base, Refused
from marketplace.jobs import Job, enqueue

from .imports import ImportState, ListImport

JOB = "write_list"


class ListWriting(Base):
    """The newest writing of a list: rows looked through so far, of how many (0 of 0: not begun).

    `refusal` holds message and facts of what was Refused, else nothing. The row is touched in transactions of its own,
    while another one holds the list.
    """

    __tablename__ = "list_writings"
    __table_args__ = (CheckConstraint("0 <= done AND done <= total", name="done"),)

    import_id: Mapped[int] = mapped_column(ForeignKey("list_imports.id"), primary_key=True)
    asked_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    asked_at: Mapped[datetime]
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    refusal: Mapped[dict] = mapped_column(JSON, default=dict)

    @property
    def job_key(self) -> str:
        return f"{JOB}:{self.import_id}:{self.asked_at:%Y%m%d%H%M%S%f}"

    @property
    def refused(self) -> Refused | None:
        if not self.refusal:
            return None
        message, facts = self.refusal["message"], self.refusal["facts"]
        return Refused(message, **facts)


def ask_writing(session: Session, imported: ListImport, by: int, now: datetime) -> None:
    """Leave a list, which the caller has locked, to the worker. Raises Refused where it is at it, or was."""
    if imported.state == ImportState.WRITING:
        raise Refused("This list is being written already. Wait until it is there.")
    if imported.state != ImportState.UPLOADED:
        raise Refused("This list is in the register already. Undo it first, then upload it again.")
    imported.move(ImportState.WRITING)
    writing = session.get(ListWriting, imported.id) or ListWriting(import_id=imported.id)
    writing.asked_by, writing.asked_at = by, now
    writing.done, writing.total, writing.refusal = 0, 0, {}
    session.add(writing)
    session.flush()
    imported.note("list.writing_asked")
    enqueue(session, JOB, now, key=writing.job_key, list=imported.id)


def writing_of(session: Session, imported: ListImport) -> ListWriting | None:
    return session.get(ListWriting, imported.id)


def job_of(session: Session, writing: ListWriting) -> Job | None:
    return session.scalar(select(Job).where(Job.key == writing.job_key))


def show_progress(session: Session, import_id: int, done: int, total: int) -> None:
    session.execute(
        update(ListWriting)
        .where(ListWriting.import_id == import_id)
        .values(done=min(done, total), total=total)
    )


def give_back(session: Session, imported: ListImport, refusal: Refused) -> None:
    """The list can't be written as it is: it is the officer's again, with the reason."""
    imported.move(ImportState.UPLOADED)
    session.get_one(ListWriting, imported.id).refusal = {"message": refusal.message, "facts": refusal.facts}
    imported.note("list.not_written", reason=str(refusal))
    session.flush()
