"""The programme of a fair: adding, changing and taking away its items. The fair's row is locked."""

from datetime import date, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.records import Refused

from .fair_steps import Stale, check_writable, note_change
from .fairs import Fair, ProgrammeItem

MOST_ITEMS = 300


def add_item(
    session: Session, fair: Fair, day: date, starts_at: time, ends_at: time, title: str, place: str
) -> ProgrammeItem:
    """Raises Refused for hours or a day that do not fit."""
    check_writable(fair, fair.revision)
    if (
        len(session.scalars(select(ProgrammeItem.id).where(ProgrammeItem.fair_id == fair.id)).all())
        >= MOST_ITEMS
    ):
        raise Refused("A programme has at most %(count)s items.", count=MOST_ITEMS)
    item = ProgrammeItem(fair_id=fair.id)
    _put(fair, item, day, starts_at, ends_at, title, place)
    session.add(item)
    note_change(fair, "programme")
    return item


def change_item(
    fair: Fair,
    item: ProgrammeItem,
    seen: str,
    day: date,
    starts_at: time,
    ends_at: time,
    title: str,
    place: str,
) -> None:
    """`seen` is the item's version that was read. Raises Stale, or Refused for hours or a day that do not fit."""
    _check_seen(fair, item, seen)
    _put(fair, item, day, starts_at, ends_at, title, place)
    note_change(fair, "programme")


def remove_item(session: Session, fair: Fair, item: ProgrammeItem, seen: str) -> None:
    """`seen` is the item's version that was read. Raises Stale."""
    _check_seen(fair, item, seen)
    session.delete(item)
    note_change(fair, "programme")


def _check_seen(fair: Fair, item: ProgrammeItem, seen: str) -> None:
    check_writable(fair, fair.revision)
    if item.version != seen:
        raise Stale


def _put(
    fair: Fair, item: ProgrammeItem, day: date, starts_at: time, ends_at: time, title: str, place: str
) -> None:
    if not (fair.starts_on and fair.ends_on):
        raise Refused("Please write the days of the fair first.")
    if not fair.starts_on <= day <= fair.ends_on:
        raise Refused("The fair is not open on that day.")
    if ends_at <= starts_at:
        raise Refused("It ends before it begins. Please compare the hours.")
    item.day, item.starts_at, item.ends_at = day, starts_at, ends_at
    item.title, item.place = title, place


def find_item(session: Session, fair: Fair, id: int) -> ProgrammeItem | None:
    # Beyond this no database has a number.
    return session.scalar(
        select(ProgrammeItem).where(
            ProgrammeItem.fair_id == fair.id, ProgrammeItem.id == (id if id < 2**31 else 0)
        )
    )
