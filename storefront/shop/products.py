"""The listing and the search, one page: words, filters that combine, counts, sorts, every state a plain address."""

from functools import partial

from flask import Response, current_app, request
from flask_babel import gettext as _

from catalog.columns import Columns
from catalog.listing import Found, find
from catalog.search.backend import Matches

from ..clock import today
from ..words import is_lasting, matches_for
from . import shop
from .cards import cards_for
from .facets import chips_of, facets_of, popular_categories, sorts_of
from .found_cards import found_cards
from .found_things import found_things
from .listing_query import PER_PAGE, ListingQuery, read_listing_query
from .pages import Crumb, columns, home_crumb, private_page, public_page
from .paging import Pager
from .reference import Reference, reference
from .understood import Understood


@shop.get("/products")
def products() -> Response:
    # Taken once: matches are positions in these very columns.
    names, shelf = reference(), columns()
    query = read_listing_query(request.args, names)
    matches = matches_for(shelf, query.q)
    found = _found(shelf, query, matches)
    pager = Pager(lambda number: query.url(page=number), query.page, found.total, PER_PAGE)
    if query.page > pager.pages:
        query.notes.append(_("There is no page %(page)s; this is the last one.", page=query.page))
        found = _found(shelf, query, matches, pager.page)
    if matches and query.page == 1:
        # What the words find and only the filters shut out is no product to recruit.
        current_app.extensions["search_log"].note(query.q, found=bool(len(matches.rows)))
    title = _title(query, names)
    # An answer that may soon be another one is not kept, nor is one that found nothing: each miss is counted.
    page = public_page if matches is None or (found.total and is_lasting(matches)) else private_page
    return page(
        "shop/products/index.html",
        cards=found_cards(found.ids, today(), matches.reading) if matches else cards_for(found.ids, today()),
        understood=Understood.of(query, matches, names, partial(_total, shelf)) if matches else None,
        things=found_things(matches, shelf, names) if matches and pager.page == 1 else [],
        popular=[] if found.total else popular_categories(shelf, today(), names),
        facets=facets_of(query, found, names),
        price_from=query.typed["price_from"],
        price_to=query.typed["price_to"],
        in_stock=query.filters.in_stock,
        sold=query.filters.sold,
        q=query.q,
        sort=str(query.sort),
        sorts=sorts_of(query),
        chips=chips_of(query, names),
        clear_url=request.script_root + "/products",
        pager=pager,
        notes=query.notes,
        title=title,
        crumbs=[home_crumb(), Crumb(title)],
    )


def _found(shelf: Columns, query: ListingQuery, matches: Matches | None, page: int | None = None) -> Found:
    return find(shelf, query.filters, today(), query.sort, page or query.page, PER_PAGE, matches)


def _total(shelf: Columns, query: ListingQuery) -> int:
    """How many products another address of this page would find."""
    return _found(shelf, query, matches_for(shelf, query.q), page=1).total


def _title(query: ListingQuery, names: Reference) -> str:
    chosen = query.values["category"]
    if query.q:
        return _("Products for “%(words)s”", words=query.q)
    if len(chosen) == 1:
        return names.categories[chosen[0]].text
    if len(query.values["province"]) == 1 and not chosen:
        return _("Products of %(province)s", province=names.provinces[query.values["province"][0]].name)
    return _("All products")
