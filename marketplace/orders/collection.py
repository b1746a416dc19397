"""Points of collection: where, and on which days, a producer hands its goods over instead of sending them.

Orders know neither fairs nor shops: whoever shows a basket says which points there are, and `source` names whose they are.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import NamedTuple, Self

from catalog.codes import new_code
from catalog.records import Refused

from .baskets import Basket

# A point is chosen for each of a basket's producers, by the producer's id.
Points = Mapping[int, Sequence["CollectionPoint"]]
_CODE_LENGTH = 8


@dataclass(frozen=True)
class CollectionPoint:
    """A producer's stand at a place: `source` says whose it is ("fair:12"), `booth` is where in it.

    Things can be ordered now for `days`, each until `order_until` of the day before; none is collected after
    `last_day`. Hours are those of Vietnam.
    """

    source: str
    name: str
    place: str
    booth: str
    commune_code: str
    opens_at: time
    closes_at: time
    last_day: date
    days: tuple[date, ...] = ()
    order_until: time | None = None

    @property
    def facts(self) -> "Stand":
        return Stand(self.name, self.place, self.booth, f"{self.opens_at:%H:%M}", f"{self.closes_at:%H:%M}")


class Stand(NamedTuple):
    """What a buyer was told of a point, as it is kept with the part: hours as "08:00"."""

    name: str
    place: str
    booth: str
    opens: str
    closes: str

    @classmethod
    def read(cls, kept: dict) -> Self:
        return cls(**kept)


class Chosen(NamedTuple):
    point: CollectionPoint
    day: date


def new_pickup_code() -> str:
    """What the buyer shows and the producer types: 40 random bits."""
    return new_code(_CODE_LENGTH)


def choose(basket: Basket, producer_id: int, points: Points, source: str, day: date | None) -> None:
    """Have the goods of a producer collected there on this day, or sent where `source` is empty.

    Raises Refused for a point or day that can't be had.
    """
    picked = ""
    if source:
        if find(points, producer_id, source, day) is None:
            raise Refused("Nothing can be collected there on this day any more. Please choose once more.")
        picked = f"{source} {day}"
    basket.collection = basket.collection | {str(producer_id): picked}


def is_decided(basket: Basket, producer_id: int) -> bool:
    """Whether somebody has said how the goods of this producer are to come."""
    return str(producer_id) in basket.collection


def wanting(basket: Basket) -> list[int]:
    """The producers whose goods are to be collected, as far as the basket knows."""
    return [int(id) for id, picked in basket.collection.items() if picked]


def chosen_in(basket: Basket, points: Points) -> dict[int, Chosen | None]:
    """By producer what was chosen; None where it can't be had any more."""
    found: dict[int, Chosen | None] = {}
    for id in wanting(basket):
        source, _, day = basket.collection[str(id)].partition(" ")
        found[id] = find(points, id, source, date.fromisoformat(day))
    return found


def find(points: Points, producer_id: int, source: str, day: date | None) -> Chosen | None:
    here = (point for point in points.get(producer_id, ()) if point.source == source)
    point = next(here, None)
    return Chosen(point, day) if point and day and day in point.days else None
