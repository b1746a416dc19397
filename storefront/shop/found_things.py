"""Places, producers, marks and categories that are called what was searched for, to show beside the products."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from flask_babel import gettext as _

from catalog.columns import Columns
from catalog.rows import KINDS, Row
from catalog.search.backend import Level, Matches, Reading
from catalog.text import fold

from ..filters import label
from ..locales import localized
from .pages import link
from .passages import holds
from .reference import Reference

_OF_A_KIND = 3
# Whoever bears the words in his name has products that were found by them; a few of those are looked at.
_ROWS = 200


class Thing(NamedTuple):
    text: str
    detail: str
    url: str
    icon: str


def found_things(matches: Matches, columns: Columns, names: Reference) -> list[Thing]:
    """At most three of each kind, those with the shortest names first. Takes no statement."""
    makers, reading = _makers(matches, columns), matches.reading
    kinds = [
        _provinces(names, reading),
        _communes(makers, reading),
        _producers(makers, reading),
        _marks(names, reading),
        _categories(names, reading),
    ]
    return [thing for things in kinds for thing in islice(_shortest_first(things), _OF_A_KIND)]


def _makers(matches: Matches, columns: Columns) -> list[Row]:
    """One product of each producer."""
    rows = matches.rows[matches.level >= Level.HEADS][:_ROWS]
    return [columns.rows[id] for id in columns.ids[columns.one_of_each_producer(rows)].tolist()]


def _shortest_first(things: Iterable[Thing]) -> list[Thing]:
    return sorted(set(things), key=lambda thing: (len(thing.text), fold(thing.text), thing.url))


def _provinces(names: Reference, reading: Reading) -> Iterator[Thing]:
    for province in names.provinces_called.candidates(reading.wanted):
        former = [name for name in province.former if _is_place(name, reading)]
        if former or _is_place(province.name, reading):
            yield Thing(province.name, _formerly(former), link(f"/places/{province.code}"), "pin")


def _is_place(name: str, reading: Reading) -> bool:
    """One syllable alone means a place only where that is its whole name: "hoa" is not Khánh Hòa."""
    return (" " not in name or len(reading.wanted) > 1) and holds(name, reading)


def _formerly(names: list[str]) -> str:
    return _("with the former %(names)s", names=", ".join(names)) if names else ""


def _communes(makers: Iterable[Row], reading: Reading) -> Iterator[Thing]:
    for row in makers:
        shown = row.shown
        if _is_place(shown.commune, reading):
            yield Thing(shown.commune, shown.province, link(f"/places/{shown.commune_code}"), "pin")


def _producers(makers: Iterable[Row], reading: Reading) -> Iterator[Thing]:
    for row in makers:
        name, slug = row.shown.producer_name, row.shown.producer_slug
        if holds(name, reading):
            yield Thing(name, label(KINDS[row.kind]), link(f"/producers/{slug}"), "person")


def _marks(names: Reference, reading: Reading) -> Iterator[Thing]:
    for mark in names.marks_called.candidates(reading.wanted):
        if holds(mark.name, reading) or holds(mark.name_en, reading):
            yield Thing(
                localized(mark, "name"), label(mark.kind), link(f"/marks/{mark.slug}"), str(mark.kind)
            )


def _categories(names: Reference, reading: Reading) -> Iterator[Thing]:
    # A group that has one set is that set; the later one has the plainer name.
    meant = {
        node.sets: node
        for node in names.categories_called.candidates(reading.wanted)
        if holds(node.name, reading) or holds(node.name_en, reading)
    }
    for node in meant.values():
        yield Thing(node.text, _("Kind of product"), link(f"/products?category={node.slug}"), node.icon)
