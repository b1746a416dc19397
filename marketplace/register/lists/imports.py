"""Uploaded lists: the file as it came, how an officer reads it, and what became of it."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, Select, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from catalog.recognitions import Evidence
from catalog.records import Base, Refused, Stateful, one_of

from .rows import Defaults
from .tables import ListTable


class ImportState(StrEnum):
    """`WRITING` waits for the worker; `WAITING` is written into the register and counts only once a second officer
    has confirmed it."""

    UPLOADED = "uploaded"
    WRITING = "writing"
    WAITING = "waiting"
    IN_FORCE = "in_force"
    UNDONE = "undone"


class ListFile(Base):
    """The bytes of a list by their sha256; one file that comes twice is kept once."""

    __tablename__ = "list_files"

    digest: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class ListMapping(Base):
    """How the columns of lists of one shape were read last; see ListTable.shape."""

    __tablename__ = "list_mappings"

    shape: Mapped[str] = mapped_column(primary_key=True)
    columns: Mapped[dict] = mapped_column(JSON)


class ListImport(Stateful, Base):
    """One upload. `terms` holds what the officer says of the whole list, `columns` the place of a column → its key,
    `corrections` number of a row → key of a column → text. `province_code` is its reach, None for all provinces."""

    __tablename__ = "list_imports"
    __table_args__ = (
        CheckConstraint(one_of("state", ImportState), name="state"),
        CheckConstraint(one_of("evidence", Evidence), name="evidence"),
        CheckConstraint("(state IN ('uploaded', 'writing')) = (batch_id IS NULL)", name="batch"),
        Index("ix_list_imports_uploaded_at", "uploaded_at"),
    )
    S = ImportState
    moves = {
        S.UPLOADED: frozenset({S.WRITING, S.WAITING}),
        S.WRITING: frozenset({S.UPLOADED, S.WAITING}),
        S.WAITING: frozenset({S.IN_FORCE, S.UNDONE}),
        S.IN_FORCE: frozenset({S.UNDONE}),
        S.UNDONE: frozenset(),
    }

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    digest: Mapped[str] = mapped_column(ForeignKey("list_files.digest"))
    province_code: Mapped[str | None] = mapped_column(ForeignKey("places.code"))
    evidence: Mapped[str]
    sheet: Mapped[str] = mapped_column(default="")
    terms: Mapped[dict] = mapped_column(JSON, default=dict)
    columns: Mapped[dict] = mapped_column(JSON, default=dict)
    corrections: Mapped[dict] = mapped_column(JSON, default=dict)
    counts: Mapped[dict] = mapped_column(JSON, default=dict)
    state: Mapped[str] = mapped_column(default=ImportState.UPLOADED)
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("batches.id"))
    uploaded_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    uploaded_at: Mapped[datetime]

    def defaults(self, table: ListTable) -> Defaults:
        """What the officer says of the whole list, and where nothing is said, what its title says."""
        of_title, said = table.decision, self.terms
        day = date.fromisoformat(said["day"]) if said.get("day") else None
        if of_title and not said.get("decision"):
            day = day or (of_title.day if isinstance(of_title.day, date) else None)
        return Defaults(
            province=self.province_code or said.get("province") or None,
            decision=said.get("decision") or (of_title.number if of_title else ""),
            day=day,
            issuer=said.get("issuer") or (of_title.authority if of_title else ""),
            set_code=said.get("set") or "",
        )

    def correct(self, row: int, texts: dict[str, str]) -> None:
        """Read these cells of a row as an officer writes them. Raises Refused once the list is written."""
        self._only_before_commit()
        kept = {key: text for key, text in texts.items() if text != ""}
        corrections = dict(self.corrections)
        corrections.pop(str(row), None)
        self.corrections = corrections | ({str(row): kept} if kept else {})

    def read_as(self, columns: dict[str, str], terms: dict[str, Any]) -> None:
        """Read the columns and the whole list like this. Raises Refused once the list is written."""
        self._only_before_commit()
        self.columns, self.terms = columns, terms

    def _only_before_commit(self) -> None:
        if self.state == ImportState.WRITING:
            raise Refused("This list is being written already. Wait until it is there.")
        if self.state != ImportState.UPLOADED:
            raise Refused("This list is in the register already. Undo it first, then upload it again.")


class ImportedProduct(Base):
    """A product that is on show only because of this list: it was new with it, or had been taken back before."""

    __tablename__ = "imported_products"

    import_id: Mapped[int] = mapped_column(ForeignKey("list_imports.id"), primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"), primary_key=True, index=True)


def newest_imports(province_code: str | None) -> Select:
    """The lists within reach, newest first."""
    query = select(ListImport).order_by(ListImport.id.desc())
    return query if province_code is None else query.where(ListImport.province_code == province_code)


def find_import(
    session: Session, code: str, province_code: str | None, *, lock: bool = False
) -> ListImport | None:
    query = newest_imports(province_code).where(ListImport.code == code)
    return session.scalar(query.with_for_update() if lock else query)
