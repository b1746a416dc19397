"""Changing the plan: booths one by one or a row at once, and what else stands there. The fair's row is locked."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.records import Refused
from catalog.text import clean

from .applications import Allotment
from .booths import Booth, BoothKind, BoothType, FeatureKind, PlanFeature
from .fairs import Fair, FairState
from .plans import Plan, Rect, check_fits, ground_of, read_plan, rect_of

# As many as the largest halls have; beyond that a plan is no longer read on a screen.
MOST_BOOTHS, MOST_AT_ONCE, MOST_FEATURES = 800, 60, 60
_NUMBER = re.compile(r"[A-Z]{0,8}\d{0,4}", re.ASCII)


class Direction(StrEnum):
    RIGHT = "right"
    DOWN = "down"


@dataclass(frozen=True)
class RowOfBooths:
    """`count` booths side by side, numbered from `first` ("A1") on; `corners`: the first and the last are corners."""

    first: str
    count: int
    x: int | None = None
    y: int | None = None
    direction: Direction = Direction.RIGHT
    turned: bool = False
    corners: bool = False


def lock_fair(session: Session, fair_id: int) -> Fair:
    """The fair as it is now, held until the transaction ends: whoever counts its places locks it first."""
    return session.get_one(Fair, fair_id, with_for_update=True, populate_existing=True)


def add_booths(session: Session, fair: Fair, type: BoothType, row: RowOfBooths) -> list[Booth]:
    """Booths of this type in a row. Raises Refused where one of them can't stand there, and adds none then."""
    _check_open(fair)
    if not 1 <= row.count <= MOST_AT_ONCE:
        raise Refused("Please add 1 to %(most)s booths at once.", most=MOST_AT_ONCE)
    plan = read_plan(session, fair.id)
    if len(plan.booths) + row.count > MOST_BOOTHS:
        raise Refused("A plan holds %(most)s booths at most.", most=MOST_BOOTHS)
    added = [_new(fair, type, *facts) for facts in _facts(type, row)]
    for booth in added:
        _check(fair, plan, booth)
        plan.booths.append(booth)
    session.add_all(added)
    session.flush()
    fair.note_published("fair.booths_added", first=added[0].number, count=len(added), type=type.name)
    return added


def _facts(type: BoothType, row: RowOfBooths) -> Iterator[tuple[str, int | None, int | None, bool, bool]]:
    """Number, place, turned and corner of each booth of the row."""
    width, height = (type.depth, type.width) if row.turned else (type.width, type.depth)
    right, down = (width, 0) if row.direction == Direction.RIGHT else (0, height)
    on_plan = type.kind != BoothKind.ONLINE
    if on_plan and (row.x is None or row.y is None):
        raise Refused("Please say where the first booth stands.")
    for i, number in enumerate(_numbers(row)):
        x, y = (row.x + i * right, row.y + i * down) if on_plan else (None, None)
        yield number, x, y, row.turned, row.corners and i in (0, row.count - 1)


def _numbers(row: RowOfBooths) -> list[str]:
    first = read_number(row.first)
    letters = first.rstrip("0123456789")
    digits = first[len(letters) :]
    if row.count > 1 and not digits:
        raise Refused(
            "The first number needs a digit at its end, for example “A1”: the others are counted on."
        )
    if row.count == 1:
        return [first]
    return [read_number(f"{letters}{int(digits) + i:0{len(digits)}d}") for i in range(row.count)]


def read_number(text: str) -> str:
    """A booth's number as people read it. Raises Refused for what is none."""
    number = clean(text).replace(" ", "").upper()
    if not number or not _NUMBER.fullmatch(number):
        raise Refused("A booth's number is made of letters without diacritics, then digits: “A1”, “B12”.")
    return number


def _new(fair: Fair, type: BoothType, number: str, x, y, turned: bool, is_corner: bool) -> Booth:
    facts = {"number": number, "x": x, "y": y, "turned": turned, "is_corner": is_corner}
    return Booth(fair_id=fair.id, type_id=type.id, type=type, **facts)


def _check(fair: Fair, plan: Plan, booth: Booth) -> None:
    if any(other.number == booth.number for other in plan.booths if other is not booth):
        raise Refused("There is a booth “%(number)s” already.", number=booth.number)
    if rect := rect_of(booth):
        check_fits(fair, booth.number, rect, plan.taken(booth))


def place_booth(
    session: Session, fair: Fair, booth: Booth, *, x: int, y: int, turned: bool, is_corner: bool
) -> None:
    """Move or turn a booth, whoever has it. Raises Refused where it can't stand there.

    What was agreed on stays: who has a place in it pays what they were told.
    """
    _check_open(fair)
    plan = read_plan(session, fair.id)
    booth = next(one for one in plan.booths if one.id == booth.id)
    if booth.type.kind != BoothKind.ONLINE:
        rect = ground_of(x, y, booth.type.width, booth.type.depth, turned)
        check_fits(fair, booth.number, rect, plan.taken(booth))
        booth.x, booth.y = x, y
    booth.turned, booth.is_corner = turned, is_corner
    fair.note_published("fair.booth_moved", number=booth.number, x=booth.x, y=booth.y)


def remove_booth(session: Session, fair: Fair, booth: Booth, now: datetime) -> None:
    """Take a booth off the plan. Raises Refused while somebody has a place in it."""
    _check_open(fair)
    held = Allotment.booth_id == booth.id, Allotment.released_at.is_(None)
    if session.scalar(select(Allotment.id).where(*held).limit(1)):
        raise Refused(
            "Booth “%(number)s” is given to somebody. Move them to another booth, or release it, before you remove it.",
            number=booth.number,
        )
    if booth.removed_at is None:
        booth.removed_at = now
        fair.note_published("fair.booth_removed", number=booth.number)


def add_feature(session: Session, fair: Fair, kind: FeatureKind, label: str, rect: Rect) -> PlanFeature:
    """Something else on the plan. Raises Refused where it can't stand there."""
    _check_open(fair)
    plan = read_plan(session, fair.id)
    if len(plan.features) >= MOST_FEATURES:
        raise Refused("A plan holds %(most)s such places at most.", most=MOST_FEATURES)
    label = clean(label)[:60]
    if kind == FeatureKind.OTHER and not label:
        raise Refused("Please write what stands there.")
    if rect.width < 1 or rect.height < 1:
        raise Refused("Please give a length and a width of at least one metre.")
    check_fits(fair, label or kind, rect, plan.taken())
    place = {"x": rect.x, "y": rect.y, "width": rect.width, "height": rect.height}
    feature = PlanFeature(fair_id=fair.id, kind=kind, label=label, **place)
    session.add(feature)
    session.flush()
    fair.note_published("fair.feature_added", kind=kind, label=label)
    return feature


def remove_feature(session: Session, fair: Fair, feature: PlanFeature) -> None:
    _check_open(fair)
    fair.note_published("fair.feature_removed", kind=feature.kind, label=feature.label)
    session.delete(feature)


def _check_open(fair: Fair) -> None:
    if fair.state == FairState.CANCELLED:
        raise Refused("The fair is cancelled: its plan stays as it was.")
