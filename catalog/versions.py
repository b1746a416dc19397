"""The catalogue's version: it moves in the transaction that changes anything public.

Readers (page cache, listing index) remember the version they have seen and ask which
products changed since. One row is updated by every such transaction, so on PostgreSQL
versions become visible in their order and none is skipped.
"""

from collections.abc import Iterable

from sqlalchemy import BigInteger, CheckConstraint, event, insert, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from .records import Base

EVERYTHING = 0


class CatalogueVersion(Base):
    __tablename__ = "catalogue_version"
    __table_args__ = (CheckConstraint("id = 1", name="single"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version: Mapped[int] = mapped_column(BigInteger)


class CatalogueChange(Base):
    """Product `product_id` changed in `version`; product 0 stands for everything."""

    __tablename__ = "catalogue_changes"

    version: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    product_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)


def current_version(session: Session) -> int:
    return session.scalar(select(CatalogueVersion.version)) or 0


def changed_since(session: Session, version: int) -> set[int] | None:
    """Ids of the products changed after `version`, or None when everything must be read again."""
    ids = set(session.scalars(select(CatalogueChange.product_id).where(CatalogueChange.version > version)))
    return None if EVERYTHING in ids else ids


def touch(session: Session, product_ids: Iterable[int] = (EVERYTHING,)) -> None:
    """Remember that these products change in this transaction (for statements the ORM does not see)."""
    session.info.setdefault("touched", set()).update(product_ids)


@event.listens_for(Session, "after_flush")
def _touch_flushed(session: Session, _context: object) -> None:
    for record in {*session.new, *session.dirty, *session.deleted}:
        if getattr(record, "public", False) and (
            record in session.new or session.is_modified(record) or record in session.deleted
        ):
            touch(session, record.products_seen_through())


@event.listens_for(Session, "before_commit")
def _move_version(session: Session) -> None:
    # Last in the transaction: the row is a lock, and it is held as shortly as can be.
    session.flush()
    touched = session.info.pop("touched", None)
    if not touched:
        return
    if EVERYTHING in touched:
        touched = {EVERYTHING}
    session.execute(update(CatalogueVersion).values(version=CatalogueVersion.version + 1))
    version = current_version(session)
    session.execute(
        insert(CatalogueChange), [{"version": version, "product_id": id} for id in sorted(touched)]
    )


@event.listens_for(Session, "after_soft_rollback")
def _forget(session: Session, previous_transaction: object) -> None:
    if not getattr(previous_transaction, "nested", False):
        session.info.pop("touched", None)
        session.info.pop("notes", None)
