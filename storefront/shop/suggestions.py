"""What can be suggested while somebody types on a page of the shop."""

from collections.abc import Iterator
from datetime import timedelta

from flask import current_app

from catalog.search.backend import Suggestion, SuggestionKind
from catalog.search.searches import popular
from catalog.search.suggestions import Known, Suggester

from ..clock import clock, today
from ..database import session
from .pages import columns
from .reference import Reference, reference

# A search is popular when it found something so often in these days.
_OFTEN, _DAYS, _MOST_POPULAR = 5, 30, 500
# How long the list of popular searches may be old, in minutes.
_KEPT = 10


def suggester() -> Suggester:
    """What can be suggested at present; it may lag behind a new name by a second."""
    return current_app.extensions["suggesters"].at_present(columns(), today(), _others())


def _others() -> list[Known]:
    """Everything but products and producers; the same list until something in it may have changed."""
    names = reference()
    turn = int(clock().now().timestamp() // (60 * _KEPT))
    kept = current_app.extensions.get("suggestable")
    if kept is None or kept[0] is not names or kept[1] != turn:
        found = [*_places(names), *_marks(names), *_categories(names), *_popular()]
        kept = current_app.extensions["suggestable"] = (names, turn, found)
    return kept[2]


def _places(names: Reference) -> Iterator[Known]:
    for province in names.provinces.values():
        yield Known(Suggestion(SuggestionKind.PLACE, province.name, province.code), 1)
        for former in province.former:
            yield Known(Suggestion(SuggestionKind.PLACE, former, province.code, f"→ {province.name}"), 0.5)


def _marks(names: Reference) -> Iterator[Known]:
    for mark in names.marks:
        yield Known(Suggestion(SuggestionKind.MARK, mark.name, mark.slug), 1)


def _categories(names: Reference) -> Iterator[Known]:
    # A group that has one set is that set: the later one has the plainer name.
    for node in {node.sets: node for node in names.categories.values()}.values():
        for name in {node.name, node.name_en}:
            yield Known(Suggestion(SuggestionKind.CATEGORY, name, node.slug), 1 - node.depth / 4)


def _popular() -> Iterator[Known]:
    since = today() - timedelta(days=_DAYS)
    for counted in popular(session(), since, _OFTEN, _MOST_POPULAR):
        yield Known(Suggestion(SuggestionKind.QUERY, counted.words, counted.words), float(counted.count))
