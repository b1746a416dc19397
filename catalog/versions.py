"""The catalogue's version: it moves in the transaction that changes anything public.

Readers (page cache, listing index) remember the version they have seen and ask which
products changed since. One row is updated by every such transaction, so on PostgreSQL
versions become visible in their order and none is skipped.
"""

from collections.abc import Iterable

from sqlalchemy import BigInteger, CheckConstraint, delete, event, insert, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from .records import Base

EVERYTHING = 0
# Stands for the words of search, which are no product: pages change with them, columns do not.
WORDS = -1
# So many versions back a reader (listing index, search index) can be brought up to date by the changes alone.
KEPT_VERSIONS = 100_000


class CatalogueVersion(Base):
    __tablename__ = "catalogue_version"
    __table_args__ = (CheckConstraint("id = 1", name="single"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version: Mapped[int] = mapped_column(BigInteger)


class CatalogueChange(Base):
    """Product `product_id` changed in `version`; EVERYTHING and WORDS stand in for an id."""

    __tablename__ = "catalogue_changes"

    version: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    product_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)


_VERSION = select(CatalogueVersion.__table__.c.version)


def current_version(session: Session) -> int:
    return session.connection().scalar(_VERSION) or 0


def changed_since(session: Session, version: int) -> set[int] | None:
    """Ids of the products changed after `version`, or None when everything must be read again."""
    query = select(CatalogueChange.version, CatalogueChange.product_id)
    changes = session.execute(query.where(CatalogueChange.version > version)).all()
    ids = {product_id for _, product_id in changes}
    # Each version has its changes: where the next one is missing, it has been forgotten.
    forgotten = changes and min(changed_in for changed_in, _ in changes) > version + 1
    return None if forgotten or EVERYTHING in ids else ids - {WORDS}


def forget_changes(session: Session) -> int:
    """Delete what changed long ago: a reader that has slept through it all reads everything. Returns the number of rows."""
    outdated = CatalogueChange.version <= current_version(session) - KEPT_VERSIONS
    return session.execute(delete(CatalogueChange).where(outdated)).rowcount


def lock_version(session: Session) -> None:
    """Let no other transaction change anything public until this one ends."""
    session.execute(select(CatalogueVersion.id).with_for_update())


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
