"""Facets, chips, sorts and pages of the listing, ready to print."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext

from catalog.columns import Columns, Sort
from catalog.listing import STARS, Found, count_all
from catalog.marks import MarkKind
from catalog.producers import ProducerKind
from catalog.rows import KINDS, MARK_KINDS

from ..filters import dong, label
from ..locales import locale
from .listing_query import ListingQuery
from .pages import link
from .reference import Reference

_POPULAR = 6
SORT_NAMES = {
    Sort.RELEVANCE: lazy_gettext("Most fitting"),
    Sort.NEWEST: lazy_gettext("Newly recognised"),
    Sort.STARS: lazy_gettext("Stars"),
    Sort.CHEAPEST: lazy_gettext("Price, low first"),
    Sort.DEAREST: lazy_gettext("Price, high first"),
}


class Option(NamedTuple):
    value: str
    text: str
    count: int
    selected: bool
    depth: int = 0


class Facet(NamedTuple):
    """Counts are those under the other filters."""

    name: str
    title: str
    options: list[Option]
    kind: str = "checkbox"


class Chip(NamedTuple):
    text: str
    url: str


class SortLink(NamedTuple):
    value: str
    text: str
    url: str
    selected: bool


def facets_of(query: ListingQuery, found: Found, reference: Reference) -> list[Facet]:
    counts, chosen = found.counts, query.values
    by_set = counts["sets"]
    categories = [
        Option(
            node.slug,
            node.text,
            sum(by_set[n] for n in node.sets),
            node.slug in chosen["category"],
            node.depth,
        )
        for node in _tree(reference, chosen["category"])
    ]
    texts = _province_texts(reference)
    provinces = [
        Option(code, texts[code], n, code in chosen["province"]) for code, n in counts["provinces"].items()
    ]
    provinces.sort(key=lambda option: (-option.selected, -option.count))
    stars = [Option(str(n), _stars(n), counts["stars"][n], str(n) in chosen["stars"]) for n in STARS]
    marks = [Option(k, label(k), counts["marks"][k], k in chosen["mark"]) for k in MARK_KINDS]
    kinds = [Option(k, label(k), counts["kinds"][k], k in chosen["kind"]) for k in KINDS]
    return [
        Facet("category", _("Kind of product"), _worth_showing(categories)),
        Facet("stars", _("Stars in force today"), stars),
        Facet("province", _("Province"), _worth_showing(provinces)),
        Facet("mark", _("Mark in force today"), marks),
        Facet("kind", _("Producer"), _worth_showing(kinds)),
    ]


def popular_categories(columns: Columns, day: date, reference: Reference) -> list[Chip]:
    """The industries with the most products, whatever was asked for."""
    by_set = count_all(columns, day)["sets"]
    counts = {node: sum(by_set[number] for number in node.sets) for node in reference.industries}
    most = sorted((node for node in counts if counts[node]), key=lambda node: -counts[node])
    return [Chip(node.text, link(f"/products?category={node.slug}")) for node in most[:_POPULAR]]


def _tree(reference: Reference, chosen: list[str]):
    """Industries, and below those that are opened by a choice their groups and sets."""
    open_sets = frozenset().union(
        *(reference.categories[slug].sets for slug in chosen if slug in reference.categories)
    )
    industry = None
    only_child_of = None
    for node in reference.categories.values():
        if node.depth == 0:
            industry = node
            yield node
        elif open_sets & industry.sets:
            # A group with one set would say the same twice.
            if node.depth == 1:
                only_child_of = node if len(node.sets) == 1 else None
                yield node
            elif only_child_of is None or node.slug in chosen:
                yield node


def _worth_showing(options: list[Option]) -> list[Option]:
    return [option for option in options if option.count or option.selected]


def _province_texts(reference: Reference) -> dict[str, str]:
    known = reference.province_texts
    if locale() not in known:
        known[locale()] = {code: _with_former(province) for code, province in reference.provinces.items()}
    return known[locale()]


def _with_former(province) -> str:
    if not province.former:
        return province.name
    return _("%(province)s (with %(former)s)", province=province.name, former=", ".join(province.former))


def _stars(count: int) -> str:
    return ngettext("%(num)s star", "%(num)s stars", count)


def chips_of(query: ListingQuery, reference: Reference, but: Sequence[str] = ()) -> list[Chip]:
    """A chip for each filter in use; those named in `but` mean something else on another list."""
    return [
        Chip(filter_text(name, value, reference), query.without(name, value))
        for name in _FILTER_TEXTS
        if name not in but
        for value in query.values.get(name, [])
    ]


def filter_text(name: str, value: str, reference: Reference) -> str:
    """What a filter of the address is called on a page."""
    return _FILTER_TEXTS[name](value, reference)


_FILTER_TEXTS = {
    "q": lambda value, _names: f"“{value}”",
    "category": lambda value, names: names.categories[value].text,
    "province": lambda value, names: names.provinces[value].name,
    "stars": lambda value, _names: _stars(int(value)),
    "mark": lambda value, _names: label(MarkKind(value)),
    "kind": lambda value, _names: label(ProducerKind(value)),
    "price_from": lambda value, _names: _("from %(price)s", price=dong(int(value))),
    "price_to": lambda value, _names: _("up to %(price)s", price=dong(int(value))),
    "in_stock": lambda value, _names: _("In stock"),
    "sold": lambda value, _names: _("Sold here"),
    "month": lambda value, _names: _("In season in month %(month)s", month=value),
}


def sorts_of(query: ListingQuery) -> list[SortLink]:
    return [
        SortLink(sort, str(text), query.url(sort=sort), sort == query.sort)
        for sort, text in SORT_NAMES.items()
    ]
