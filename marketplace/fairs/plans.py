"""The plan of a fair's booths: read in a constant number of statements, and what may stand where."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from catalog.records import Refused

from .booths import Booth, PlanFeature
from .fairs import Fair


class Rect(NamedTuple):
    """Metres from the plan's left upper corner."""

    x: int
    y: int
    width: int
    height: int

    def overlaps(self, other: "Rect") -> bool:
        """Whether they share ground; to stand side by side is not to overlap."""
        beside = self.x + self.width <= other.x or other.x + other.width <= self.x
        above = self.y + self.height <= other.y or other.y + other.height <= self.y
        return not (beside or above)

    def lies_in(self, width: int, height: int) -> bool:
        return self.x >= 0 and self.y >= 0 and self.x + self.width <= width and self.y + self.height <= height


@dataclass(frozen=True)
class Plan:
    """What stands on the plan: booths by number (with their types), then everything else."""

    booths: list[Booth]
    features: list[PlanFeature]

    def taken(self, without: Booth | PlanFeature | None = None) -> list[tuple[str, Rect]]:
        """What is taken already, each with what people call it."""
        standing = [one for one in (*self.booths, *self.features) if one is not without]
        return [(_called(one), rect) for one in standing if (rect := rect_of(one))]


def rect_of(standing: Booth | PlanFeature) -> Rect | None:
    """The ground it takes; None for an online stall, which takes none. A booth's type is loaded."""
    if isinstance(standing, PlanFeature):
        return Rect(standing.x, standing.y, standing.width, standing.height)
    if standing.x is None or standing.y is None:
        return None
    return ground_of(standing.x, standing.y, standing.type.width, standing.type.depth, standing.turned)


def ground_of(x: int, y: int, width: int, depth: int, turned: bool) -> Rect:
    """Of a booth so wide and deep."""
    return Rect(x, y, *((depth, width) if turned else (width, depth)))


def read_plan(session: Session, fair_id: int) -> Plan:
    """In two statements, however many booths there are."""
    present = Booth.fair_id == fair_id, Booth.removed_at.is_(None)
    booths = session.scalars(select(Booth).where(*present).options(joinedload(Booth.type))).all()
    features = select(PlanFeature).where(PlanFeature.fair_id == fair_id).order_by(PlanFeature.id)
    return Plan(sorted(booths, key=in_order), list(session.scalars(features)))


def in_order(booth: Booth) -> tuple[str, int, str]:
    """ "A2" stands before "A12"."""
    letters = booth.number.rstrip("0123456789")
    digits = booth.number[len(letters) :]
    return letters, int(digits or 0), booth.number


def check_fits(fair: Fair, name: str, rect: Rect, taken: Iterable[tuple[str, Rect]]) -> None:
    """Raises Refused for what would stand out of the plan or on something else."""
    if not rect.lies_in(fair.plan_width, fair.plan_height):
        raise Refused(
            "“%(name)s” would stand out of the plan, which is %(width)s × %(height)s metres.",
            name=name,
            width=fair.plan_width,
            height=fair.plan_height,
        )
    for other, ground in taken:
        if rect.overlaps(ground):
            raise Refused("“%(name)s” would stand on “%(other)s”.", name=name, other=other)


def _called(standing: Booth | PlanFeature) -> str:
    return standing.number if isinstance(standing, Booth) else standing.label or standing.kind
