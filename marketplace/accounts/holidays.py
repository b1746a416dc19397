"""Public holidays, on which no term runs: dated rows with their basis, loaded at the start and kept up by the operator."""

import tomllib
from collections.abc import Collection
from datetime import date, timedelta
from importlib.resources import files

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session, mapped_column

from catalog.records import Base, Refused
from catalog.text import clean

_LONGEST = 200
# No run of holidays is as long as this.
_AHEAD = timedelta(days=60)


class Holiday(Base):
    __tablename__ = "holidays"

    day: Mapped[date] = mapped_column(primary_key=True)
    name: Mapped[str]
    basis: Mapped[str]

    @property
    def id(self) -> int:
        """What the audit calls it: 20270211."""
        return int(f"{self.day:%Y%m%d}")


def load_holidays(session: Session) -> int:
    """Insert the days of holidays.toml in years of which no day is known yet: what the operator has changed stays.
    Returns rows added."""
    rows = tomllib.loads((files(__package__) / "holidays.toml").read_text("utf-8"))["holiday"]
    known = {day.year for day in session.scalars(select(Holiday.day))}
    new = [Holiday(**row) for row in rows if row["day"].year not in known]
    session.add_all(new)
    return len(new)


def set_holiday(session: Session, day: date, name: str, basis: str) -> None:
    """Write a day down, or write it anew. Raises Refused for one without a name."""
    name, basis = clean(name)[:_LONGEST], clean(basis)[:_LONGEST]
    if not name:
        raise Refused("Please write the name of the holiday.")
    written = session.merge(Holiday(day=day, name=name, basis=basis))
    written.note("holiday.added", day=str(day), name=name, basis=basis)


def remove_holiday(session: Session, day: date) -> bool:
    """The day is a working day again; False where it was none of these."""
    found = session.get(Holiday, day, with_for_update=True)
    if found is None:
        return False
    found.note("holiday.removed", day=str(day), name=found.name)
    session.delete(found)
    return True


def holidays_since(session: Session, day: date) -> list[Holiday]:
    """Those from `day` on, in order."""
    return list(session.scalars(select(Holiday).where(Holiday.day >= day).order_by(Holiday.day)))


def holidays_after(session: Session, day: date) -> set[date]:
    """Those of the weeks after `day`."""
    soon = Holiday.day > day, Holiday.day <= day + _AHEAD
    return set(session.scalars(select(Holiday.day).where(*soon)))


def working_day_after(day: date, count: int, holidays: Collection[date]) -> date:
    """The `count`th working day after `day`; Saturdays, Sundays and holidays are none."""
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5 and day not in holidays
    return day
