"""A producer's workbook of listings, read back: what listing_export has written, with what was changed in it.

Prices, stock, season and wholesale terms are in force at once; words and stories go into the draft of their listing,
where an officer looks at them. An empty cell changes nothing. With any error the caller takes everything back.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.categories import set_codes
from catalog.drafts import words_of
from catalog.listing_texts import Facts
from catalog.producers import Producer
from catalog.products import Product, ProductState, Variant
from catalog.records import Refused
from catalog.revisions import save_draft, start_listing
from catalog.text import clean, fold
from catalog.wholesale import WholesaleTerms
from catalog.wholesale_packs import tiers_of
from marketplace.cells import Cell
from marketplace.orders.packs import WHOLESALE, Terms, add_pack, change_pack
from marketplace.spreadsheets import Table
from marketplace.stock import Stock

from .columns import read_story
from .listing_columns import HEADS, NAMES, PACK, TOLD, reader_of

MOST_ROWS = 2000
_NEEDED_OF_NEW = ("pack", "net", "unit", "weight", "price", "on_hand")
# The columns of an offer, and those of the product that hold it.
_OFFERED = {"season": "season_months", "only_in_season": "only_in_season", "ships_to": "ships_to"}


@dataclass
class RowOutcome:
    """What became of a row; `errors` are (head of the column, why)."""

    row: int
    name: str
    new: bool = False
    changed: list[str] = field(default_factory=list)
    errors: list[tuple[str, Refused]] = field(default_factory=list)


def import_workbook(session: Session, producer: Producer, table: Table, now: datetime) -> list[RowOutcome]:
    """What became of every row. Raises Refused for unknown columns or too many rows."""
    if len(table.rows) > MOST_ROWS:
        raise Refused("The workbook has more than %(limit)s rows.", limit=MOST_ROWS)
    for head in table.header:
        if head and fold(head) not in NAMES:
            raise Refused("There is no column “%(column)s” in the workbook of listings.", column=head[:60])
    reader = _Reader(session, producer, now)
    return [
        reader.row(number, {NAMES[fold(head)]: cell for head, cell in cells.items() if head})
        for number, cells in table.rows
    ]


class _Reader:
    """Knows all that the producer has listed, read once for any number of rows."""

    def __init__(self, session: Session, producer: Producer, now: datetime):
        self.session, self.producer, self.now = session, producer, now
        self.sets = set_codes(session)
        mine = Product.producer_id == producer.id, Product.state != ProductState.RETIRED
        self.products = {
            product.id: product for product in session.scalars(select(Product).where(*mine).with_for_update())
        }
        packs = select(Variant).where(Variant.product_id.in_(self.products)).with_for_update()
        self.packs = {variant.sku.casefold(): variant for variant in session.scalars(packs)}
        self.by_key = {product.key: product for product in self.products.values()}
        self.facts = words_of(session, self.products.values())
        self.terms = self._read_terms([variant.id for variant in self.packs.values()])
        self.met: dict[str, int] = {}
        self._begun: Product | None = None
        self.words: dict[tuple[int, str], tuple[Any, int]] = {}

    def _read_terms(self, ids: list[int]) -> dict[int, dict[str, Any]]:
        """By pack what of its terms other tables hold."""
        tiers = tiers_of(self.session, ids)
        query = (
            select(Variant.id, Stock.on_hand, *(getattr(WholesaleTerms, name) for name in WHOLESALE.values()))
            .outerjoin(Stock, Stock.variant_id == Variant.id)
            .outerjoin(WholesaleTerms, WholesaleTerms.variant_id == Variant.id)
            .where(Variant.id.in_(ids))
        )
        return {
            id: dict(zip(WHOLESALE, wholesale, strict=True))
            | {"on_hand": on_hand or 0}
            | {"tiers": tuple((tier.quantity_from, tier.price) for tier in tiers.get(id, []))}
            for id, on_hand, *wholesale in self.session.execute(query)
        }

    def row(self, number: int, cells: dict[str, Cell]) -> RowOutcome:
        outcome = RowOutcome(number, clean(str(cells.get("name", "")))[:80])
        values = self._values(cells, outcome)
        if outcome.errors:
            return outcome
        try:
            variant = self._known_pack(values, outcome)
            if variant is None or self._differs(variant, values, outcome):
                with self.session.begin_nested():
                    self._apply(variant, values, outcome)
        except Refused as why:
            outcome.errors.append((HEADS["sku"], why))
            self._forget_begun()
        self._begun = None
        return outcome

    def _forget_begun(self) -> None:
        """The listing that a row began went with it: a later row of its name begins its own."""
        if begun := self._begun:
            self.products = {id: product for id, product in self.products.items() if product is not begun}
            self.by_key = {key: product for key, product in self.by_key.items() if product is not begun}

    def _values(self, cells: dict[str, Cell], outcome: RowOutcome) -> dict[str, Any]:
        values = {}
        for name, cell in cells.items():
            if cell == "":
                continue
            try:
                values[name] = reader_of(name, self.sets)(cell)
            except Refused as why:
                outcome.errors.append((HEADS[name], why))
        return values

    def _known_pack(self, values: dict[str, Any], outcome: RowOutcome) -> Variant | None:
        code = values.get("sku", "").casefold()
        if code and self.met.setdefault(code, outcome.row) != outcome.row:
            raise Refused("Row %(row)s has this code already.", row=self.met[code])
        return self.packs.get(code) if code else None

    def _differs(self, variant: Variant, values: dict[str, Any], outcome: RowOutcome) -> bool:
        """Whether the row of a known pack says anything new: most rows of a workbook that comes back do not."""
        product = self.products[variant.product_id]
        outcome.name = outcome.name or product.name
        words = self._new_words(product, values, outcome.row)
        return bool(words or _new_offer(product, values) or self._new_terms(variant, values))

    def _apply(self, variant: Variant | None, values: dict[str, Any], outcome: RowOutcome) -> None:
        product = self._product(variant, values, outcome)
        outcome.name = outcome.name or product.name
        self._words(product, values, outcome)
        self._offer(product, values, outcome)
        if variant is None:
            self._new_pack(product, values, outcome)
        else:
            self._pack(variant, values, outcome)

    def _product(self, variant: Variant | None, values: dict[str, Any], outcome: RowOutcome) -> Product:
        if variant is not None:
            return self.products[variant.product_id]
        if "name" not in values:
            raise Refused("You have no pack with the code “%(code)s”.", code=values.get("sku", "")[:60])
        known = self.by_key.get(fold(values["name"]))
        if known is not None:
            return known
        if "set_code" not in values:
            raise Refused("A new listing needs its product set.")
        made = start_listing(self.session, self.producer, values["name"], values["set_code"], self.now)
        self.products[made.id] = self.by_key[made.key] = self._begun = made
        self.facts[made.id] = words_of(self.session, [made])[made.id]
        outcome.new = True
        return made

    def _words(self, product: Product, values: dict[str, Any], outcome: RowOutcome) -> None:
        typed = self._new_words(product, values, outcome.row)
        if typed and save_draft(self.session, product, None, typed, self.now):
            self.facts[product.id] = self.facts[product.id] | typed
            outcome.changed += [HEADS[name] for name in TOLD if name in typed]

    def _new_words(self, product: Product, values: dict[str, Any], row: int) -> Facts:
        """What differs from the draft. Raises Refused where rows of one listing do not agree."""
        typed = {}
        for name in TOLD.keys() & values.keys():
            said, before = self.words.setdefault((product.id, name), (values[name], row))
            if said != values[name]:
                raise Refused("Row %(row)s says something else of the same listing.", row=before)
            if not _is_same(name, self.facts[product.id][name], values[name]):
                typed[name] = values[name]
        return typed

    def _offer(self, product: Product, values: dict[str, Any], outcome: RowOutcome) -> None:
        for column in _new_offer(product, values):
            setattr(product, _OFFERED[column], values[column])
            outcome.changed.append(HEADS[column])
        if product.only_in_season and not product.season_months:
            raise Refused("What is sold in its season only needs its months.")

    def _new_pack(self, product: Product, values: dict[str, Any], outcome: RowOutcome) -> None:
        for name in _NEEDED_OF_NEW:
            if name not in values:
                raise Refused("A new pack needs a value in the column “%(column)s”.", column=HEADS[name])
        variant = add_pack(self.session, product, _terms(values, {"sku": values.get("sku", "")}), self.now)
        self.packs[variant.sku.casefold()] = variant
        outcome.new = True

    def _new_terms(self, variant: Variant, values: dict[str, Any]) -> list[str]:
        now = self._terms_now(variant)
        return [name for name in PACK if name in values and values[name] != now[name]]

    def _terms_now(self, variant: Variant) -> dict[str, Any]:
        own = ("sku", "pack", "pack_en", "net", "unit", "weight", "price")
        return {name: getattr(variant, name) for name in own} | self.terms[variant.id]

    def _pack(self, variant: Variant, values: dict[str, Any], outcome: RowOutcome) -> None:
        if changed := self._new_terms(variant, values):
            now = self._terms_now(variant)
            change_pack(self.session, variant, _terms(values, now), variant.price, now["on_hand"], self.now)
            outcome.changed += [HEADS[name] for name in changed]


def _new_offer(product: Product, values: dict[str, Any]) -> list[str]:
    offered = _OFFERED.items()
    return [
        column for column, name in offered if column in values and getattr(product, name) != values[column]
    ]


def _is_same(name: str, before: Any, typed: Any) -> bool:
    """A cell of one line knows neither paragraphs nor doubled spaces; that of the story keeps both."""
    if name == "story_body":
        return read_story(before) == typed
    return clean(before) == clean(typed) if isinstance(before, str) else before == typed


def _terms(values: dict[str, Any], now: dict[str, Any]) -> Terms:
    names = ("pack", "pack_en", "net", "unit", "weight", "price", "on_hand")
    empty = dict.fromkeys(WHOLESALE) | {"pack_en": "", "tiers": ()}
    said = empty | now | {name: values[name] for name in PACK if name in values}
    return Terms(sku=said["sku"], **{name: said[name] for name in (*names, *WHOLESALE, "tiers")})
