"""The catalogue for retailers: what producers offer wholesale, with filters, search and the figures of their deliveries."""

from collections.abc import Collection

from flask import Response, current_app, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from catalog.columns import Columns, Sort
from catalog.listing import Found, Within, find
from catalog.search.backend import Matches
from catalog.wholesale_columns import WholesaleColumns, WholesaleSort
from marketplace.permissions import RetailerAction
from marketplace.sourcing.price_audiences import closed_to

from ..clock import today
from ..database import session
from ..filters import dong
from ..shop.facets import Chip, Option, SortLink, chips_of, facets_of
from ..shop.pages import Crumb, columns
from ..shop.paging import Pager
from ..shop.reference import reference
from ..wholesale_words import KEEPING
from ..words import matches_for
from . import retailer
from .access import named_retailer
from .catalogue_query import CatalogueQuery, read_catalogue_query
from .catalogue_rows import rows_of
from .pages import retailer_page
from .sections import SECTIONS, Section

PER_PAGE = 24
_SORTS = {
    WholesaleSort.RELEVANCE: lazy_gettext("Most fitting"),
    WholesaleSort.CHEAPEST: lazy_gettext("Wholesale price, low first"),
    WholesaleSort.SMALLEST: lazy_gettext("Smallest order first"),
    WholesaleSort.SOONEST: lazy_gettext("Soonest delivery"),
    WholesaleSort.STARS: lazy_gettext("Stars"),
    WholesaleSort.NEWEST: lazy_gettext("Newly recognised"),
}
SECTIONS.append(
    Section(
        "catalogue",
        RetailerAction.CATALOGUE,
        lazy_gettext("Products of producers"),
        lazy_gettext("Wholesale prices, quantities, delivery and papers, with filters"),
    )
)


@retailer.get("/catalogue")
def catalogue() -> Response:
    # Taken once: matches are positions in these very columns.
    buyer, names, shelf = named_retailer(), reference(), columns()
    query, terms = read_catalogue_query(request.args, names), wholesale()
    matches = matches_for(shelf, query.q)
    closed = closed_to(session(), buyer.id) if query.asks_prices else None
    found = _found(shelf, terms, closed, query, matches, query.page)
    pager = Pager(lambda number: query.url(page=number), query.page, found.total, PER_PAGE)
    if query.page > pager.pages:
        query.notes.append(_("There is no page %(page)s; this is the last one.", page=query.page))
        found = _found(shelf, terms, closed, query, matches, pager.page)
    return retailer_page(
        "catalogue/index.html",
        rows=rows_of(found.ids, shelf, terms, buyer, query.wanted, closed),
        facets=facets_of(query, found, names),
        storages=[Option(key, str(text), 0, key in query.values["storage"]) for key, text in KEEPING.items()],
        typed=query.typed,
        wanted=query.wanted,
        q=query.q,
        buyer=buyer,
        sort=str(query.sort),
        sorts=[SortLink(s, str(text), query.url(sort=s), s == query.sort) for s, text in _SORTS.items()],
        chips=[*chips_of(query, names, but=("price_from", "price_to")), *_own_chips(query)],
        clear_url=query.url(**{name: [] for name in query.names if name != "retailer"}),
        pager=pager,
        notes=query.notes,
        crumbs=[Crumb(_("Products of producers"))],
    )


def wholesale() -> WholesaleColumns:
    """The terms of all packs at the version of this request's page; whose prices are for whom they do not know."""
    index = current_app.extensions["wholesale_index"]
    return index.at_present(session(), request.environ.get("chophien.version"))


def complete_today(product_ids: Collection[int]) -> set[int]:
    """Those on show of which every paper is there that supermarkets ask for today."""
    return wholesale().complete_of(columns(), sorted(product_ids), today())


def _found(
    shelf: Columns,
    terms: WholesaleColumns,
    closed: Collection[int] | None,
    query: CatalogueQuery,
    matches: Matches | None,
    page: int,
) -> Found:
    """The prices of the producers in `closed` are as if not said; None where no price is asked for."""
    day = today()
    within = Within(
        terms.mask(shelf, query.wanted, day, closed or ()),
        terms.rank(shelf, WholesaleSort(query.sort), day, closed or ()),
    )
    # Words are answered in their own order where no other is asked for.
    sort = Sort.RELEVANCE if query.sort == WholesaleSort.RELEVANCE else Sort.STARS
    return find(shelf, query.filters, day, sort, page, PER_PAGE, matches, within)


def _own_chips(query: CatalogueQuery) -> list[Chip]:
    return [
        Chip(words, query.url(**{name: [one for one in query.values[name] if one != value]}))
        for name, value, words in _words_of(query)
    ]


def _words_of(query: CatalogueQuery):
    """Name, value and words of each filter of wholesale terms."""
    wanted = query.wanted
    amounts = {
        "price_to": wanted.price_to and _("up to %(price)s", price=dong(wanted.price_to)),
        "minimum": _("order of %(count)s", count=wanted.minimum),
        "capacity": _("%(count)s a month", count=wanted.capacity),
        "shelf_life": _("keeps %(count)s days", count=wanted.shelf_life),
        "by": _("delivered by %(day)s", day=query.typed["by"]),
        "papers": _("Papers complete"),
        "priced": _("Wholesale price known"),
    }
    for name, words in amounts.items():
        for value in query.values[name]:
            yield name, value, str(words)
    for one in sorted(wanted.storages):
        yield "storage", one, str(KEEPING[one])
