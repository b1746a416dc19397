"""GET /api/v1/products: filters, words or both, with counts, order and pages as the listing's page has them."""

from catalog.listing import Found, find
from catalog.search.backend import Matches

from ..clock import today
from ..security import limiter
from ..shop.listing_query import read_listing_query
from ..shop.pages import columns
from ..shop.reference import Reference, reference
from ..words import is_lasting, matches_for
from . import api
from .contract import Answers, contract
from .items import items_of
from .models import Facets, Offer, Products, Reading
from .parameters import ListingParameters

_NOT_TO_BE_KEPT = {"Cache-Control": "private, no-store"}


@api.get("/products")
@limiter.limit("120 per minute")
@contract.validate(resp=Answers(Products), operation_id="products")
def products(query: ListingParameters) -> tuple[Products, int, dict[str, str]]:
    """Find products

    A page beyond the last is empty. Addresses in the answer are relative to this host.
    """
    known, day, shelf = reference(), today(), columns()
    asked = read_listing_query(query.as_address(), known)
    matches = matches_for(shelf, asked.q)
    found = find(shelf, asked.filters, day, asked.sort, query.page, query.per_page, matches)
    answer = Products(
        total=found.total,
        page=query.page,
        pages=-(-found.total // query.per_page),
        per_page=query.per_page,
        items=items_of(shelf, found.ids, day),
        facets=_facets(found, known),
        reading=_reading(matches) if matches else None,
    )
    return answer, 200, {} if matches is None or is_lasting(matches) else _NOT_TO_BE_KEPT


def _reading(matches: Matches) -> Reading:
    read = matches.reading
    return Reading(
        typed=read.typed,
        text=read.text,
        repaired=read.repaired,
        suggestion=read.suggestion,
        offers=[Offer(name=offer.name, value=offer.value, words=offer.words) for offer in read.offers],
        plain=matches.plain,
    )


def _facets(found: Found, known: Reference) -> Facets:
    """Categories on all levels; categories and provinces without a product are left out."""
    counts = found.counts
    categories = {slug: sum(counts["sets"][n] for n in node.sets) for slug, node in known.categories.items()}
    return Facets(
        category=_not_empty(categories),
        province=_not_empty(counts["provinces"]),
        stars=counts["stars"],
        mark=counts["marks"],
        kind=counts["kinds"],
    )


def _not_empty(counts: dict[str, int]) -> dict[str, int]:
    return {value: count for value, count in counts.items() if count}
