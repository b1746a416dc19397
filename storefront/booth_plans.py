"""View objects: the plan of a fair's booths, ready to draw, and the same booths as a list."""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from markupsafe import Markup, escape

from marketplace.fairs.booths import Booth, BoothKind, BoothType, FeatureKind, PlanFeature
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
    """`what` is its kind and size, `words` say all of it in one line, ready to print. `rect` is in units of the drawing,
    `box` and `middle` the same as attributes of a rectangle and of a text; an online stall has none of the three."""

    id: int
    number: str
    kind: str
    what: str
    price: int
    is_corner: bool
    state: str
    state_words: str
    names: Sequence[str]
    words: Markup
    rect: Rect | None
    box: Markup
    middle: Markup
    url: str


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
    words = _Words()
    return PlanView(
        fair.plan_width * UNITS,
        fair.plan_height * UNITS,
        fair.plan_width * PIXELS,
        [_booth(booth, words, occupancy.get(booth.id, _NOBODY), url_of(booth)) for booth in plan.booths],
        [_feature(feature) for feature in plan.features],
    )


class _Words:
    """What many booths of one plan have in common, in the language of the request: found once, since a plan has hundreds."""

    def __init__(self) -> None:
        self.states = {state: str(words) for state, words in STATE_WORDS.items()}
        self.what = cache(_what)
        self.dong = cache(dong)


def _what(type: BoothType, stands: bool) -> str:
    size = _("%(width)s × %(depth)s m", width=type.width, depth=type.depth)
    return f"{type.name}, {size}" if stands else type.name


def _booth(booth: Booth, words: _Words, occupancy: Occupancy, url: str) -> BoothView:
    type, is_corner, rect = booth.type, booth.is_corner, rect_of(booth)
    what, price = words.what(type, rect is not None), type.price_of(is_corner)
    state_words = words.states[occupancy.state]
    said = ", ".join((booth.number, what, words.dong(price), state_words, *occupancy.names))
    drawn = _scaled(rect) if rect else None
    return BoothView(
        booth.id,
        booth.number,
        type.kind,
        what,
        price,
        is_corner,
        occupancy.state.value,
        state_words,
        occupancy.names,
        escape(said),
        drawn,
        _box(drawn) if drawn else Markup(),
        _middle(drawn) if drawn else Markup(),
        url,
    )


def _box(rect: Rect) -> Markup:
    """Half a unit within the ground, for the line around it."""
    x, y, width, height = rect
    return Markup(f'x="{x + 0.5}" y="{y + 0.5}" width="{width - 1}" height="{height - 1}"')


def _middle(rect: Rect) -> Markup:
    x, y, width, height = rect
    return Markup(f'x="{x + width / 2}" y="{y + height / 2 + 5}"')


def _feature(feature: PlanFeature) -> FeatureView:
    rect = Rect(feature.x, feature.y, feature.width, feature.height)
    words = feature.label or label(FeatureKind(feature.kind))
    return FeatureView(feature.id, feature.kind, words, _scaled(rect))


def _scaled(rect: Rect) -> Rect:
    x, y, width, height = rect
    return Rect(UNITS * x, UNITS * y, UNITS * width, UNITS * height)
