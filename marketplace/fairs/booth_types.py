"""The kinds of booths a fair lets: written, changed and taken away. The fair's row is locked.

A change of price is for those who apply from now on: an application keeps the price of the day it was handed in.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.records import Refused
from catalog.text import clean

from .applications import Allotment, Application
from .booths import Booth, BoothKind, BoothType
from .fairs import Fair
from .plans import Plan, check_fits, ground_of, read_plan

# No fair asks as much for a booth; a zero too many is found here.
MOST_PRICE = 500_000_000
_LENGTHS = range(1, 101)


def types_of(session: Session, fair_id: int) -> list[BoothType]:
    query = select(BoothType).where(BoothType.fair_id == fair_id)
    return list(session.scalars(query.order_by(BoothType.id)))


def add_type(session: Session, fair: Fair, facts: Mapping[str, Any]) -> BoothType:
    """Raises Refused for facts that are none of a booth; see BoothType for their units."""
    type = BoothType(fair_id=fair.id, **_checked(facts))
    session.add(type)
    session.flush()
    fair.note_published("fair.booth_type_added", name=type.name, price=type.price)
    return type


def change_type(session: Session, fair: Fair, type: BoothType, facts: Mapping[str, Any]) -> None:
    """Raises Refused where booths would not fit any more, or somebody would lose their place."""
    checked = _checked(facts)
    _check_kind(session, type, checked["kind"])
    if checked["places"] < _most_held(session, type):
        raise Refused("More producers than that have places in one of these booths already.")
    _check_ground(fair, read_plan(session, fair.id), type, checked["width"], checked["depth"])
    for name, value in checked.items():
        setattr(type, name, value)
    fair.note_published("fair.booth_type_changed", name=type.name, price=type.price)


def _check_ground(fair: Fair, plan: Plan, type: BoothType, width: int, depth: int) -> None:
    """Raises Refused where booths of the type, so wide and deep, would stand on each other or on something else."""
    mine = [booth for booth in plan.booths if booth.type_id == type.id and booth.x is not None]
    new = {booth.number: ground_of(booth.x, booth.y, width, depth, booth.turned) for booth in mine}
    others = [(name, rect) for name, rect in plan.taken() if name not in new]
    for number, rect in new.items():
        beside = [(other, ground) for other, ground in new.items() if other != number]
        check_fits(fair, number, rect, [*others, *beside])


def remove_type(session: Session, fair: Fair, type: BoothType) -> None:
    """Raises Refused once booths or applications are of this type."""
    for of in (Booth.type_id, Application.booth_type_id):
        if session.scalar(select(func.count()).where(of == type.id)):
            raise Refused("There are booths or applications of this type: it can be changed, not taken away.")
    fair.note_published("fair.booth_type_removed", name=type.name)
    session.delete(type)


def _check_kind(session: Session, type: BoothType, kind: str) -> None:
    """What stands on the plan does not become an online stall, nor the reverse."""
    changes = (type.kind == BoothKind.ONLINE) != (kind == BoothKind.ONLINE)
    if changes and session.scalar(select(Booth.id).where(Booth.type_id == type.id).limit(1)):
        raise Refused(
            "Booths of this type are there already: it can't become an online stall, nor the reverse."
        )


def _most_held(session: Session, type: BoothType) -> int:
    held = Booth.type_id == type.id, Allotment.released_at.is_(None)
    query = select(func.max(Allotment.place)).join(Booth, Booth.id == Allotment.booth_id)
    return session.scalar(query.where(*held)) or 0


def _checked(facts: Mapping[str, Any]) -> dict[str, Any]:
    found = dict(facts) | {"name": clean(facts["name"])[:120], "kind": BoothKind(facts["kind"])}
    if not found["name"]:
        raise Refused("Please give this kind of booth a name.")
    if any(not 0 <= found[name] <= MOST_PRICE for name in ("price", "corner_surcharge")):
        raise Refused("A price is between 0 and 500 million dong.")
    if found["width"] not in _LENGTHS or found["depth"] not in _LENGTHS:
        raise Refused("A booth is 1 to 100 metres wide and deep.")
    if found["watts"] not in range(100_001):
        raise Refused("Power is between 0 and 100,000 watts.")
    if found["places"] not in _LENGTHS or (found["places"] > 1 and found["kind"] != BoothKind.SHARED):
        raise Refused("Only a shared stand holds several producers, 100 at most.")
    return found
