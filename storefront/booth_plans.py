"""View objects: the plan of a fair's booths, ready to draw, and the same booths as a list."""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from marketplace.fairs.booths import Booth, BoothKind, FeatureKind, PlanFeature
from marketplace.fairs.fairs import Fair
from marketplace.fairs.plans import Plan, Rect, rect_of

from .filters import dong, label

# Units of the drawing for each metre, and pixels of the screen: a booth of three metres is wide enough for a finger.
UNITS, PIXELS = 10, 14


class BoothState(StrEnum):
    """How a booth looks: each has a pattern and a word of its own."""

    FREE = "free"
    HELD = "held"
    TAKEN = "taken"


STATE_WORDS = {
    BoothState.FREE: lazy_gettext("free"),
    BoothState.HELD: lazy_gettext("held for a payment"),
    BoothState.TAKEN: lazy_gettext("taken"),
}


class Occupancy(NamedTuple):
    """Who has a booth, and how far that is; a shared stand with room left is free with names in it."""

    state: BoothState = BoothState.FREE
    names: Sequence[str] = ()


class BoothView(NamedTuple):
    """`rect` in units of the drawing, None for an online stall; `words` say all of it in one line."""

    id: int
    number: str
    kind: BoothKind
    kind_words: str
    size: str
    price: int
    is_corner: bool
    state: BoothState
    state_words: str
    names: Sequence[str]
    rect: Rect | None
    url: str

    @property
    def words(self) -> str:
        said = [self.number, self.kind_words, self.size, dong(self.price), self.state_words, *self.names]
        return ", ".join(text for text in said if text)


class FeatureView(NamedTuple):
    id: int
    kind: str
    words: str
    rect: Rect


class PlanView(NamedTuple):
    """`width` and `height` in units, `pixels` the width of the drawing on a screen."""

    width: int
    height: int
    pixels: int
    booths: list[BoothView]
    features: list[FeatureView]

    @property
    def states(self) -> list[tuple[BoothState, str, int]]:
        """What the patterns mean, and how many booths are so."""
        counts = [sum(booth.state == state for booth in self.booths) for state in BoothState]
        return [
            (state, str(STATE_WORDS[state]), count) for state, count in zip(BoothState, counts, strict=True)
        ]

    @property
    def marked_kinds(self) -> list[tuple[str, str]]:
        """The kinds that bear a mark on this plan, with their names, and the corners."""
        present = {booth.kind for booth in self.booths if booth.rect}
        kinds = [(str(kind), label(kind)) for kind in _MARKED if kind in present]
        corners = [("corner", _("corner"))] if any(booth.is_corner for booth in self.booths) else []
        return kinds + corners


_MARKED = (BoothKind.TENT, BoothKind.RAW_SPACE, BoothKind.FOOD_COURT, BoothKind.SHARED)
_NOBODY = Occupancy()


def plan_view(
    fair: Fair, plan: Plan, occupancy: Mapping[int, Occupancy], url_of: Callable[[Booth], str]
) -> PlanView:
    """`occupancy` by booth id, of those that are not empty; `url_of` is where a booth leads to."""
    return PlanView(
        fair.plan_width * UNITS,
        fair.plan_height * UNITS,
        fair.plan_width * PIXELS,
        [_booth(booth, occupancy.get(booth.id, _NOBODY), url_of(booth)) for booth in plan.booths],
        [_feature(feature) for feature in plan.features],
    )


def _booth(booth: Booth, occupancy: Occupancy, url: str) -> BoothView:
    rect, kind = rect_of(booth), BoothKind(booth.type.kind)
    return BoothView(
        booth.id,
        booth.number,
        kind,
        booth.type.name,
        _("%(width)s × %(depth)s m", width=booth.type.width, depth=booth.type.depth) if rect else "",
        booth.type.price_of(booth.is_corner),
        booth.is_corner,
        occupancy.state,
        str(STATE_WORDS[occupancy.state]),
        occupancy.names,
        _scaled(rect) if rect else None,
        url,
    )


def _feature(feature: PlanFeature) -> FeatureView:
    rect = Rect(feature.x, feature.y, feature.width, feature.height)
    words = feature.label or label(FeatureKind(feature.kind))
    return FeatureView(feature.id, feature.kind, words, _scaled(rect))


def _scaled(rect: Rect) -> Rect:
    return Rect(*(UNITS * metres for metres in rect))
