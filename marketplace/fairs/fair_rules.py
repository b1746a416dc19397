"""What a fair's days, hours and rules must fit: each rule a sentence for whoever writes the fair."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.days import VIETNAM
from catalog.records import Refused
from catalog.text import fold

from .fairs import LONGEST_DAYS, Fair, FairState, ProgrammeItem

# What stands in the way of announcing a fair while it is empty, by the step in which it is written.
NEEDED = {
    "basics": ("name", "venue", "permit_number", "commune_code"),
    "days": ("starts_on", "ends_on", "opens_at", "closes_at"),
}
MOST_HOLD_HOURS = 720
_OFF = (FairState.CANCELLED, FairState.POSTPONED)


def missing(fair: Fair) -> dict[str, list[str]]:
    """The fields that are still empty, by step; nothing where the fair is complete."""
    found = {step: [name for name in names if not getattr(fair, name)] for step, names in NEEDED.items()}
    return {step: names for step, names in found.items() if names}


def check_facts(fair: Fair) -> None:
    """Raises Refused with the first rule that what is known of the fair breaks."""
    for broken in (*_days(fair), *_applications(fair), *_visitors(fair)):
        raise broken


def _days(fair: Fair) -> Iterator[Refused]:
    first, last = fair.starts_on, fair.ends_on
    if first and last:
        if last < first:
            yield Refused("The last day is before the first.")
        if (last - first).days >= LONGEST_DAYS:
            yield Refused("A fair lasts at most %(days)s days.", days=LONGEST_DAYS)
    if fair.opens_at and fair.closes_at and fair.closes_at <= fair.opens_at:
        yield Refused("The fair closes before it opens. Please compare the hours.")
    opening, closing = opening_of(fair), closing_of(fair)
    if fair.build_up_from and opening and fair.build_up_from >= opening:
        yield Refused("Booths are built up before the fair opens.")
    if fair.build_up_from and fair.tear_down_until and fair.build_up_from >= fair.tear_down_until:
        yield Refused("Booths are taken down after they are built up.")
    if fair.tear_down_until and closing and fair.tear_down_until <= closing:
        yield Refused("Booths are taken down after the fair has closed on its last day.")


def _applications(fair: Fair) -> Iterator[Refused]:
    if not 1 <= fair.hold_hours <= MOST_HOLD_HOURS:
        yield Refused("A booth is held for 1 to %(hours)s hours.", hours=MOST_HOLD_HOURS)
    if not 1 <= fair.deposit_percent <= 100:
        yield Refused("The deposit is 1 to 100 per cent of the price.")
    first, last, due = fair.applications_from, fair.applications_until, fair.balance_due_on
    if (first is None) != (last is None):
        yield Refused("Please write both days: from when and until when producers apply.")
    if first and last and last < first:
        yield Refused("Applications end before they begin.")
    if last and fair.ends_on and last > fair.ends_on:
        yield Refused("Applications end by the last day of the fair.")
    if fair.deposit_percent < 100 and due is None:
        yield Refused("Please write by when the rest is to be paid.")
    if due and last and due < last:
        yield Refused("The rest can't be due before applications end.")
    if due and fair.ends_on and due > fair.ends_on:
        yield Refused("The rest is due by the last day of the fair.")


def _visitors(fair: Fair) -> Iterator[Refused]:
    if fair.visitor_quota is not None and fair.visitor_quota < 1:
        yield Refused("At least one visitor may register, or leave the field empty.")
    if fair.ticket_price and fair.visitor_quota is None:
        yield Refused("Tickets need a limit: please write how many visitors may register.")


def opening_of(fair: Fair) -> datetime | None:
    """The moment at which the fair opens for the first time."""
    if not (fair.starts_on and fair.opens_at):
        return None
    return datetime.combine(fair.starts_on, fair.opens_at, VIETNAM)


def closing_of(fair: Fair) -> datetime | None:
    """The moment at which it closes for good."""
    return (
        datetime.combine(fair.ends_on, fair.closes_at, VIETNAM) if fair.ends_on and fair.closes_at else None
    )


def check_programme(session: Session, fair: Fair) -> None:
    """Raises Refused where an item of the programme is on a day on which the fair is not open."""
    if not (fair.starts_on and fair.ends_on):
        return
    outside = (ProgrammeItem.day < fair.starts_on) | (ProgrammeItem.day > fair.ends_on)
    query = select(ProgrammeItem).where(ProgrammeItem.fair_id == fair.id, outside)
    found = session.scalar(query.order_by(ProgrammeItem.day, ProgrammeItem.id).limit(1))
    if found:
        raise Refused(
            "“%(title)s” of the programme is on a day on which the fair is not open. Please change it first.",
            title=found.title,
        )


def check_overlap(session: Session, fair: Fair) -> None:
    """Raises Refused where another fair of the organiser is at this venue on one of these days."""
    if not (fair.starts_on and fair.ends_on and fair.venue):
        return
    others = select(Fair).where(
        Fair.organiser_id == fair.organiser_id,
        Fair.id != (fair.id or 0),
        Fair.state.not_in(_OFF),
        Fair.commune_code == fair.commune_code,
        Fair.starts_on <= fair.ends_on,
        Fair.ends_on >= fair.starts_on,
    )
    with session.no_autoflush:
        found = session.scalars(others.order_by(Fair.id)).all()
    if other := next((one for one in found if fold(one.venue) == fold(fair.venue)), None):
        raise Refused(
            "Overlapping dates: on these days “%(name)s” is at the same venue.", name=other.name or other.slug
        )
