"""Who meets whom when: a timetable from wishes, in which nobody is in two places at once.

Meetings are the edges of a graph between buyers and exhibitors, slots are their colours. Each meeting takes the first
slot that suits both; where none is left, two slots are exchanged along the chain of meetings that stand in the way
(Kempe's chain, as in the proof of König's theorem on colouring the edges of bipartite graphs). So with everybody free and enough tables, as many slots suffice as the
busiest person has meetings. Pure: knows no database.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple


class Pair(NamedTuple):
    """A buyer and an exhibitor who want to meet, by id; the more `weight`, the earlier it is placed."""

    buyer: int
    exhibitor: int
    weight: int


class Placed(NamedTuple):
    """`slot` is the slot's place in the order of slots, from 0."""

    slot: int
    buyer: int
    exhibitor: int


class Person(NamedTuple):
    is_buyer: bool
    id: int


class Timetable:
    """`tables[slot]` meetings fit into a slot; `busy` slots are those in which somebody has no time."""

    def __init__(self, tables: Sequence[int], busy: Mapping[Person, Collection[int]]):
        self.tables = tables
        self.busy = busy
        self.with_whom: dict[Person, dict[int, Person]] = {}
        self.taken: Counter[int] = Counter()

    def free(self, person: Person) -> list[int]:
        theirs, busy = self.with_whom.get(person, {}), self.busy.get(person, ())
        return [slot for slot in range(len(self.tables)) if slot not in theirs and slot not in busy]

    def has_table(self, slot: int) -> bool:
        return self.taken[slot] < self.tables[slot]

    def put(self, slot: int, one: Person, other: Person) -> None:
        self.with_whom.setdefault(one, {})[slot] = other
        self.with_whom.setdefault(other, {})[slot] = one
        self.taken[slot] += 1

    def take(self, slot: int, one: Person, other: Person) -> None:
        del self.with_whom[one][slot], self.with_whom[other][slot]
        self.taken[slot] -= 1

    def meets(self, person: Person, slot: int) -> Person | None:
        return self.with_whom.get(person, {}).get(slot)

    def chain(self, start: Person, first: int, second: int) -> list[tuple[Person, Person, int]]:
        """The meetings that stand in the way when `start` moves from slot `first` to `second`, one behind the other."""
        found, person, slot, then = [], start, first, second
        while other := self.meets(person, slot):
            found.append((person, other, slot))
            person, slot, then = other, then, slot
        return found

    def exchange(self, chain: Iterable[tuple[Person, Person, int]], first: int, second: int) -> bool:
        """Move the meetings of a chain to the other of two slots; False, and nothing is changed, where that can't be."""
        moved = [(one, other, slot, second if slot == first else first) for one, other, slot in chain]
        more = Counter(to for *_, to in moved)
        more.subtract(slot for *_, slot, _to in moved)
        fits = all(self.taken[slot] + more[slot] <= self.tables[slot] for slot in (first, second))
        suits = all(to not in self.busy.get(who, ()) for one, other, _, to in moved for who in (one, other))
        if not (fits and suits):
            return False
        for one, other, slot, _to in moved:
            self.take(slot, one, other)
        for one, other, _slot, to in moved:
            self.put(to, one, other)
        return True


def plan(
    pairs: Iterable[Pair], tables: Sequence[int], busy: Mapping[Person, Collection[int]]
) -> list[Placed]:
    """The meetings that can be, by slot: each pair at most once, the heaviest pairs first. The same input gives the same plan."""
    made = Timetable(tables, busy)
    waiting = sorted(set(pairs), key=lambda one: (-one.weight, one.buyer, one.exhibitor))
    left: list[Pair] = []
    # What was exchanged for a later pair may have made room for an earlier one.
    while waiting != left:
        waiting, left = [one for one in waiting if not _place(made, one)], waiting
    return sorted(
        Placed(slot, person.id, other.id)
        for person, meetings in made.with_whom.items()
        if person.is_buyer
        for slot, other in meetings.items()
    )


def _place(made: Timetable, pair: Pair) -> bool:
    buyer, exhibitor = Person(True, pair.buyer), Person(False, pair.exhibitor)
    theirs, others = made.free(buyer), made.free(exhibitor)
    common = next((slot for slot in theirs if slot in others and made.has_table(slot)), None)
    if common is not None:
        made.put(common, buyer, exhibitor)
        return True
    return any(
        _make_room(made, buyer, exhibitor, mine, yours)
        for mine in theirs
        for yours in others
        if mine != yours
    )


def _make_room(made: Timetable, buyer: Person, exhibitor: Person, mine: int, yours: int) -> bool:
    """Free the buyer's free slot for the exhibitor too, whose own free slot is another one."""
    chain = made.chain(exhibitor, mine, yours)
    # With an odd chain the exchange frees a table in the buyer's slot, with an even one the number stays.
    if not chain or not (len(chain) % 2 or made.has_table(mine)) or not made.exchange(chain, mine, yours):
        return False
    made.put(mine, buyer, exhibitor)
    return True
