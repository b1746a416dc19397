"""Room at a fair: free places by type and what is left of each province's quota. Every way to a place asks here."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.places import Place as Commune
from catalog.producers import Producer
from catalog.records import Refused

from .applications import Allotment, Application
from .booths import Booth
from .fairs import FairQuota
from .plans import read_plan


class Place(NamedTuple):
    """A place in a booth, numbered from 1."""

    booth: Booth
    number: int


@dataclass
class Room:
    """What is free. Exact while the fair's row is locked; `take` and `leave` keep it so.

    `used` counts the places of each province's producers, `quotas` what they may have at most.
    """

    booths: list[Booth]
    held: set[tuple[int, int]]
    used: Counter[str]
    quotas: dict[str, int]

    def free(self, type_id: int) -> list[Place]:
        """The free places of a type, in the order of the plan."""
        return list(self._free(type_id))

    def _free(self, type_id: int) -> Iterator[Place]:
        for booth in self.booths:
            if booth.type_id == type_id:
                yield from self._free_in(booth)

    def _free_in(self, booth: Booth) -> Iterator[Place]:
        numbers = range(1, booth.type.places + 1)
        return (Place(booth, number) for number in numbers if (booth.id, number) not in self.held)

    def left_of_quota(self, province_code: str) -> int | None:
        """Places that producers of this province may still have; None without a limit."""
        most = self.quotas.get(province_code)
        return None if most is None else max(0, most - self.used[province_code])

    def find(self, type_id: int, province_code: str, wants_corner: bool) -> Place | None:
        """The place such an applicant gets: the first one, a corner rather than another where one is wanted."""
        if self.left_of_quota(province_code) == 0:
            return None
        return min(self._free(type_id), key=lambda place: place.booth.is_corner != wants_corner, default=None)

    def find_in(self, booth_id: int, province_code: str) -> Place:
        """A place in this very booth. Raises Refused where there is none."""
        self.check_quota(province_code)
        booth = next((one for one in self.booths if one.id == booth_id), None)
        if booth is None:
            raise Refused("This booth is not on the plan any more.")
        place = next(self._free_in(booth), None)
        if place is None:
            raise Refused("Booth “%(number)s” is given to somebody else.", number=booth.number)
        return place

    def check_quota(self, province_code: str) -> None:
        if self.left_of_quota(province_code) == 0:
            raise Refused(
                "The places for producers of this province are all given: the quota is %(most)s.",
                most=self.quotas[province_code],
            )

    def take(self, place: Place, province_code: str) -> None:
        self.held.add((place.booth.id, place.number))
        self.used[province_code] += 1

    def leave(self, booth_id: int, number: int, province_code: str) -> None:
        self.held.discard((booth_id, number))
        self.used[province_code] -= 1


def read_room(session: Session, fair_id: int) -> Room:
    """In four statements, however many booths and applications there are."""
    held, used = set(), Counter()
    for booth_id, place, province in session.execute(
        select(Allotment.booth_id, Allotment.place, Commune.province_code)
        .join(Allotment.application)
        .join(Application.producer)
        .join(Producer.commune)
        .where(Application.fair_id == fair_id, Allotment.released_at.is_(None))
    ):
        held.add((booth_id, place))
        used[province] += 1
    quotas = select(FairQuota.province_code, FairQuota.most).where(FairQuota.fair_id == fair_id)
    return Room(read_plan(session, fair_id).booths, held, used, dict(session.execute(quotas).all()))
