"""Reading the address of the retailers' catalogue: the filters of the public listing, and those of wholesale terms."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import ClassVar

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from catalog.wholesale import Storage
from catalog.wholesale_columns import Wanted, WholesaleSort

from ..fields import read_count, read_day
from ..shop.listing_query import MAX_NOTES, ListingQuery, Reader
from ..shop.reference import Reference

COMMON = ("category", "province", "stars", "mark", "kind", "month", "q")
AMOUNTS = ("price_to", "minimum", "capacity", "shelf_life", "by")
TICKS = ("papers", "priced")
NAMES = ("retailer", *COMMON, *AMOUNTS, "storage", *TICKS)


@dataclass
class CatalogueQuery(ListingQuery):
    """A listing's query with what packs must offer."""

    wanted: Wanted = field(default_factory=Wanted)
    path: ClassVar[str] = "/retailer/catalogue"
    names: ClassVar[tuple[str, ...]] = NAMES

    @property
    def asks_prices(self) -> bool:
        """Whether what is found, or its order, depends on wholesale prices."""
        return self.wanted.of_prices or self.sort == WholesaleSort.CHEAPEST


class _Reader(Reader):
    def amount(self, name: str, read: Callable, complaint: str):
        """What `read` makes of the text; nothing, and a note, where it can't."""
        text = self.typed[name] = self.args.get(name, "").strip()[:30]
        value = None
        if text:
            try:
                value = read(text)
            except ValueError:
                self.notes.append(complaint % {"text": text})
        self.keep(name, [text] if value is not None else [])
        return value

    def count(self, name: str) -> int | None:
        return self.amount(name, read_count, _("“%(text)s” is not a whole number; it was left out."))


def read_catalogue_query(args: MultiDict, reference: Reference) -> CatalogueQuery:
    reader = _Reader(args)
    reader.keep("retailer", [args["retailer"]] if "retailer" in args else [])
    q = reader.words()
    filters = reader.filters(reference)
    storages = reader.known("storage", {str(one): one for one in Storage}.get, str)
    wanted = Wanted(
        minimum=reader.count("minimum"),
        capacity=reader.count("capacity"),
        price_to=reader.price("price_to"),
        by=reader.amount("by", read_day, _("“%(text)s” is not a date; write for example 05/08/2027.")),
        shelf_life=reader.count("shelf_life"),
        storages=frozenset(map(str, storages)),
        priced=reader.ticked("priced"),
        papers=reader.ticked("papers"),
    )
    reader.unknown_names(NAMES)
    sort, page, notes = reader.sort(WholesaleSort), reader.page(), reader.notes[:MAX_NOTES]
    return CatalogueQuery(reader.values, filters, sort, page, q, reader.typed, notes, wanted)
