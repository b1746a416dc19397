"""A fair made after another one, last year's: all days keep their distance from the opening."""

from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.records import Refused

from ..accounts.organisers import Organiser
from .booths import Booth, BoothType, PlanFeature
from .fair_rules import check_facts, check_overlap
from .fair_steps import begin, programme_of, rules_of, write_rules
from .fairs import Fair, ProgrammeItem

# The permit is one for each fair, and is not copied.
_COPIED = [
    "theme",
    "about",
    "hosts",
    "venue",
    "street",
    "commune_code",
    "opens_at",
    "closes_at",
    "min_stars",
    "hold_hours",
    "deposit_percent",
    "visitor_quota",
    "ticket_price",
    "plan_width",
    "plan_height",
]
_MOVED = ("ends_on", "applications_from", "applications_until", "balance_due_on")
_MOVED_MOMENTS = ("build_up_from", "tear_down_until")
_BOOTH = ("number", "x", "y", "turned", "is_corner")
_TYPE = ["kind", "name", "price", "corner_surcharge", "width", "depth", "watts", "has_water", "places"]
_FEATURE = ("kind", "label", "x", "y", "width", "height")


def clone(session: Session, fair: Fair, starts_on: date, now: datetime) -> Fair:
    """A draft with texts, rules, kinds of booths, plan and programme of `fair`, opening on `starts_on`. Raises Refused."""
    if fair.starts_on is None:
        raise Refused("A fair without days can't be made anew: please write its days first.")
    by = starts_on - fair.starts_on
    made = begin(session, session.get_one(Organiser, fair.organiser_id), _facts(fair, starts_on, by), now)
    made.cloned_from_id = fair.id
    check_facts(made)
    check_overlap(session, made)
    write_rules(session, made, rules_of(session, fair.id))
    _copy_programme(session, fair, made, by)
    _copy_plan(session, fair, made)
    session.flush()
    return made


def _facts(fair: Fair, starts_on: date, by: timedelta) -> dict[str, object]:
    facts: dict[str, object] = {name: getattr(fair, name) for name in _COPIED}
    moved = {name: getattr(fair, name) for name in (*_MOVED, *_MOVED_MOMENTS)}
    facts |= {name: value + by if value else None for name, value in moved.items()}
    former, new = str(fair.starts_on.year) if fair.starts_on else "", str(starts_on.year)
    return facts | {"starts_on": starts_on, "name": fair.name.replace(former, new)}


def _copy_programme(session: Session, fair: Fair, made: Fair, by: timedelta) -> None:
    for item in programme_of(session, fair.id):
        kept = {name: getattr(item, name) for name in ("starts_at", "ends_at", "title", "place")}
        session.add(ProgrammeItem(fair_id=made.id, day=item.day + by, **kept))


def _copy_plan(session: Session, fair: Fair, made: Fair) -> None:
    types: dict[int, BoothType] = {}
    for type in session.scalars(select(BoothType).where(BoothType.fair_id == fair.id).order_by(BoothType.id)):
        types[type.id] = BoothType(fair_id=made.id, **{name: getattr(type, name) for name in _TYPE})
    session.add_all(types.values())
    session.flush()
    present = Booth.fair_id == fair.id, Booth.removed_at.is_(None)
    for booth in session.scalars(select(Booth).where(*present).order_by(Booth.id)):
        kept = {name: getattr(booth, name) for name in _BOOTH}
        session.add(Booth(fair_id=made.id, type_id=types[booth.type_id].id, **kept))
    for feature in session.scalars(select(PlanFeature).where(PlanFeature.fair_id == fair.id)):
        kept = {name: getattr(feature, name) for name in _FEATURE}
        session.add(PlanFeature(fair_id=made.id, **kept))
