"""Reading the listing's address: every state of the listing is a plain URL, and nonsense in it is told, not obeyed."""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import ClassVar
from urllib.parse import urlencode

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from catalog.listing import STARS, Filters, Sort
from catalog.marks import MarkKind
from catalog.money import parse_dong
from catalog.producers import ProducerKind
from catalog.text import clean, words

from .pages import link
from .reference import Reference

PER_PAGE = 24
NAMES = (
    "category",
    "province",
    "stars",
    "mark",
    "kind",
    "price_from",
    "price_to",
    "in_stock",
    "sold",
    "month",
    "q",
)
MAX_QUERY = 128
# What other sites hang on a link that somebody shares: no filter, and no reason to speak of it.
TRACKERS = ("utm_", "fbclid", "gclid", "zarsrc", "igshid", "mc_")
MAX_NOTES = 12


@dataclass
class ListingQuery:
    """What the address asks for: accepted values by parameter, what to filter by, and notes on the rest."""

    values: dict[str, list[str]]
    filters: Filters
    sort: Sort
    page: int
    q: str
    typed: dict[str, str]
    notes: list[str] = field(default_factory=list)
    path: ClassVar[str] = "/products"
    names: ClassVar[tuple[str, ...]] = NAMES

    def url(self, *, page: int = 1, sort: str | None = None, **changed: list[str]) -> str:
        """The address with some parameters changed; an empty list takes one away."""
        sort = sort or str(self.sort)
        parts = [
            self._encoded(self.values | changed) if changed else self._filters,
            f"sort={sort}" if sort != Sort.RELEVANCE else "",
            f"page={page}" if page > 1 else "",
        ]
        query = "&".join(part for part in parts if part)
        return link(self.path) + (f"?{query}" if query else "")

    @cached_property
    def _filters(self) -> str:
        """As the address has them: sorts and pages, a dozen a page, leave them alone."""
        return self._encoded(self.values)

    def without(self, name: str, value: str) -> str:
        return self.url(**{name: [kept for kept in self.values[name] if kept != value]})

    def _encoded(self, values: dict[str, list[str]]) -> str:
        return urlencode([(name, value) for name in self.names for value in values.get(name, [])])


def read_listing_query(args: MultiDict, reference: Reference) -> ListingQuery:
    reader = Reader(args)
    q = reader.words()
    filters = reader.filters(reference)
    low, high = reader.price("price_from"), reader.price("price_to")
    if low is not None and high is not None and low > high:
        reader.notes.append(_("The lowest price is above the highest: they were exchanged."))
        low, high = high, low
    in_stock, sold = reader.ticked("in_stock"), reader.ticked("sold")
    reader.unknown_names(NAMES)
    filters = replace(filters, price_from=low, price_to=high, in_stock=in_stock, sold=sold)
    return ListingQuery(
        reader.values, filters, reader.sort(Sort), reader.page(), q, reader.typed, reader.notes[:MAX_NOTES]
    )


class Reader:
    """Takes known values out of the address and notes the others."""

    def __init__(self, args: MultiDict):
        self.args = args
        self.values: dict[str, list[str]] = {}
        self.typed: dict[str, str] = {}
        self.notes: list[str] = []

    def keep(self, name: str, values: list[str]) -> None:
        self.values[name] = values

    def words(self) -> str:
        """What is to be searched for, "" for nothing."""
        q = clean(self.args.get("q", "")[: MAX_QUERY * 4])[:MAX_QUERY]
        self.keep("q", [q] if q else [])
        if len(clean(self.args.get("q", ""))) > MAX_QUERY:
            self.notes.append(_("Only the first %(limit)s characters were searched for.", limit=MAX_QUERY))
        if q and not words(q):
            self.notes.append(_("Please type letters or digits to search for."))
        return q

    def filters(self, reference: Reference) -> Filters:
        """Those that have nothing to do with prices and stock."""
        categories = self.known("category", reference.categories.get, lambda node: node.slug)
        provinces = self.known("province", reference.province, lambda province: province.code)
        stars = self.known("stars", {str(n): n for n in STARS}.get, str)
        marks = self.known("mark", {str(kind): kind for kind in MarkKind}.get, str)
        kinds = self.known("kind", {str(kind): kind for kind in ProducerKind}.get, str)
        month = self.known("month", {str(n): n for n in range(1, 13)}.get, str)
        return Filters(
            sets=frozenset().union(*(node.sets for node in categories)),
            provinces=frozenset(province.code for province in provinces),
            stars=frozenset(stars),
            marks=frozenset(str(kind) for kind in marks),
            kinds=frozenset(str(kind) for kind in kinds),
            month=month[0] if month else None,
        )

    def ticked(self, name: str) -> bool:
        given = self.args.get(name, "") in ("1", "on", "yes")
        self.keep(name, ["1"] if given else [])
        return given

    def known(self, name: str, find, write) -> list:
        found, written = [], []
        for text in self.args.getlist(name)[:40]:
            thing = find(text.strip()[:80])
            if thing is None:
                if text.strip():
                    self.notes.append(_("There is no filter “%(value)s”; it was left out.", value=text[:60]))
            elif write(thing) not in written:
                found.append(thing)
                written.append(write(thing))
        self.keep(name, written)
        return found

    def price(self, name: str) -> int | None:
        text = self.typed[name] = self.args.get(name, "").strip()[:30]
        amount = None
        if text:
            try:
                amount = parse_dong(text)
            except ValueError:
                self.notes.append(
                    _("“%(text)s” is not a price we understand; write for example 250.000.", text=text)
                )
        self.keep(name, [str(amount)] if amount is not None else [])
        return amount

    def sort(self, ways: type[StrEnum]) -> StrEnum:
        """One of `ways`; RELEVANCE is the usual one."""
        try:
            return ways(self.args.get("sort") or ways.RELEVANCE)
        except ValueError:
            self.notes.append(_("There is no such way of sorting; the usual one is used."))
            return ways.RELEVANCE

    def page(self) -> int:
        text = self.args.get("page", "1")
        if text.isascii() and text.isdigit() and 0 < len(text) < 8 and int(text) > 0:
            return int(text)
        self.notes.append(_("There is no such page; this is the first one."))
        return 1

    def unknown_names(self, names: tuple[str, ...]) -> None:
        for name in self.args:
            if name not in (*names, "sort", "page") and not name.startswith(TRACKERS):
                self.notes.append(_("There is no filter “%(value)s”; it was left out.", value=name[:60]))
