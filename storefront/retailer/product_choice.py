"""Which product a line of a form means: looked for by words of its name in the shop's own search, then chosen of what was found."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import contains_eager

from catalog.columns import Sort
from catalog.listing import Filters, find
from catalog.products import SOLD, Product
from catalog.search.backend import Level
from catalog.text import clean, fold

from ..clock import today
from ..database import session
from ..locales import localized
from ..shop.pages import columns
from ..words import matches_for

_MOST = 8
_NO_WORDS = _("Please write a few words of the product's name.")
_NONE = _("No product on sale is called like this. Please try other words.")
_CHOOSE = _("Please choose one of these products, or none of them.")
_GONE = _("This product is not on sale any more. Please choose again.")


class Option(NamedTuple):
    slug: str
    name: str
    producer: str


class ProductChoice:
    """`words` were typed, `shown` are those for which the choice was shown, `ticked` is the slug that was chosen.

    An empty `ticked` means none of them, None that nothing was chosen. `known` are products by slug that may be ticked.
    """

    def __init__(
        self,
        words: str = "",
        shown: str = "",
        ticked: str | None = None,
        known: Mapping[str, Product] | None = None,
    ):
        self.words, self.shown, self.ticked = words, shown, ticked
        chosen = (known or {}).get(ticked or "")
        self.products: list[Product] = [chosen] if chosen else []

    @property
    def is_empty(self) -> bool:
        return not (self.words or self.ticked)

    @property
    def options(self) -> list[Option]:
        return [Option(one.slug, localized(one, "name"), one.producer.name) for one in self.products]

    @property
    def product_id(self) -> int | None:
        return next((one.id for one in self.products if one.slug == self.ticked), None)

    def look(self) -> object:
        """Offer what the words find; a sentence where they are none, or find nothing."""
        if not self.words:
            return _NO_WORDS
        found = products_called(self.words)
        if found and self.words != self.shown:
            meant = _only_one_called(found, self.words)
            self.ticked = meant.slug if meant else None
        self.products = [*found, *(one for one in self.products if one not in found)]
        self.shown = self.words
        return None if found else _NONE

    def decide(self) -> object:
        """Take what was chosen; a sentence where nothing certain was."""
        if self.words and (wrong := self.look()):
            return wrong
        if self.words and self.ticked is None:
            return _CHOOSE
        return self.gone()

    def gone(self) -> object:
        """What is said of a product that was chosen, and is not on sale any more."""
        return _GONE if self.ticked and self.product_id is None else None


def products_called(words: str) -> list[Product]:
    """What the shop's search finds for these words, the best first; or the very product whose address was pasted."""
    if pasted := _at_address(words):
        return [pasted]
    shelf = columns()
    matches = matches_for(shelf, words)
    if matches is None:
        return []
    ids = find(shelf, Filters(sold=True), today(), Sort.RELEVANCE, 1, _MOST, matches).ids
    # What has the words in its story alone is meant by nobody who finds a name.
    named = set(shelf.ids[matches.rows[matches.level >= Level.NAME]].tolist())
    ids = [id for id in ids if id in named] or ids
    by_id = {one.id: one for one in _on_sale(Product.id.in_(ids))}
    return [by_id[id] for id in ids if id in by_id]


def products_at(slugs: Collection[str]) -> dict[str, Product]:
    """Those on sale, by the end of the address of their page."""
    return {one.slug: one for one in _on_sale(Product.slug.in_(slugs))} if slugs else {}


def _at_address(words: str) -> Product | None:
    slug = words.rstrip("/").rsplit("/", 1)[-1].partition("?")[0]
    return products_at([slug]).get(slug) if "-" in slug and " " not in slug else None


def _on_sale(which: ColumnElement[bool]) -> Sequence[Product]:
    query = (
        select(Product).join(Product.producer).where(which, SOLD).options(contains_eager(Product.producer))
    )
    return session().scalars(query).all()


def _only_one_called(found: Sequence[Product], words: str) -> Product | None:
    """The product that is called just so, where it is the only one; or the only one there is at an address."""
    called = [one for one in found if one.key == fold(clean(words)) or one.slug in words]
    return called[0] if len(called) == 1 else None
