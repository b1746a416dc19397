"""The listing: filters that combine, counts, sorts and pages, every state a plain address."""

from flask import Response, request
from flask_babel import gettext as _

from catalog.listing import find

from ..clock import today
from . import shop
from .cards import cards_for
from .facets import chips_of, facets_of, sorts_of
from .listing_query import PER_PAGE, read_listing_query
from .pages import Crumb, columns, home_crumb, public_page
from .paging import Pager
from .reference import reference


@shop.get("/products")
def products() -> Response:
    names = reference()
    query = read_listing_query(request.args, names)
    found = find(columns(), query.filters, today(), query.sort, query.page, PER_PAGE)
    pager = Pager(lambda number: query.url(page=number), query.page, found.total, PER_PAGE)
    if query.page > pager.pages:
        query.notes.append(_("There is no page %(page)s; this is the last one.", page=query.page))
        found = find(columns(), query.filters, today(), query.sort, pager.page, PER_PAGE)
    title = _title(query, names)
    return public_page(
        "shop/products/index.html",
        cards=cards_for(found.ids, today()),
        facets=facets_of(query, found, names),
        price_from=query.typed["price_from"],
        price_to=query.typed["price_to"],
        in_stock=query.filters.in_stock,
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


def _title(query, names) -> str:
    chosen = query.values["category"]
    if query.q:
        return _("Products for “%(words)s”", words=query.q)
    if len(chosen) == 1:
        return names.categories[chosen[0]].text
    if len(query.values["province"]) == 1 and not chosen:
        return _("Products of %(province)s", province=names.provinces[query.values["province"][0]].name)
    return _("All products")
