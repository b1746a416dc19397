"""A producer's listings as one workbook, a row a pack: written from the columns below, read back by the same.

Prices, stock, season and wholesale terms are in force at once; words go into the draft of their listing, where an
officer looks at them. An empty cell changes nothing. With any error the caller takes everything back.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.categories import find_set, set_codes
from catalog.listing_texts import Facts
from catalog.producers import Producer
from catalog.products import Product, ProductState, Unit, Variant, months_of
from catalog.records import Refused
from catalog.revisions import draft_facts, newest_revision, save_draft, start_listing
from catalog.text import clean, fold
from catalog.wholesale import MOST_PIECES, PriceTier, WholesaleTerms
from marketplace.orders.packs import Terms, add_pack, change_pack
from marketplace.orders.stock import Stock
from marketplace.spreadsheets import Cell, Table

from .columns import MAX_GRAMS, read_line, read_name, read_price, read_stock
from .conditions import read_reach, read_season, read_yes

MOST_ROWS = 2000
# By the name of the fact or of the column of a pack: the head of the column.
WORDS = {
    "name": "Tên sản phẩm",
    "set_code": "Bộ sản phẩm",
    "name_en": "Tên tiếng Anh",
    "origin": "Nguồn gốc",
    "summary": "Mô tả",
    "summary_en": "Mô tả tiếng Anh",
    "quantity": "Định lượng trên nhãn",
    "ingredients": "Thành phần",
    "allergens": "Chất gây dị ứng",
    "storage": "Bảo quản",
    "shelf_life": "Hạn dùng",
    "usage": "Cách dùng",
    "declaration_no": "Số tự công bố",
}
OFFER = {
    "season": "Mùa vụ",
    "only_in_season": "Chỉ bán trong mùa",
    "ships_to": "Giao đến",
}
PACK = {
    "pack": "Quy cách",
    "pack_en": "Quy cách tiếng Anh",
    "net": "Lượng tịnh",
    "unit": "Đơn vị",
    "weight": "Khối lượng kiện (g)",
    "price": "Giá",
    "on_hand": "Tồn kho",
    "minimum": "Sỉ tối thiểu",
    "case_pack": "Số chiếc mỗi thùng",
    "capacity_per_month": "Năng lực tháng",
    "tiers": "Giá sỉ",
}
SKU = {"sku": "Mã quy cách"}
HEADS = SKU | WORDS | OFFER | PACK
_NAMES = {fold(head): name for name, head in HEADS.items()}
_NEEDED_OF_NEW = ("pack", "net", "unit", "weight", "price", "on_hand")
_UNITS = {"g": Unit.GRAM, "gam": Unit.GRAM, "ml": Unit.MILLILITRE, "piece": Unit.PIECE, "chiec": Unit.PIECE}
_LIMITS = {"summary": 600, "summary_en": 600, "ingredients": 2000, "usage": 2000, "name": 120, "name_en": 120}
_REACH = {"anywhere": "toàn quốc", "region": "vùng", "province": "tỉnh"}


@dataclass
class RowOutcome:
    """What became of a row; `errors` are (head of the column, why)."""

    row: int
    name: str
    new: bool = False
    changed: list[str] = field(default_factory=list)
    errors: list[tuple[str, Refused]] = field(default_factory=list)


def is_header(cells: list[str]) -> bool:
    return {fold(HEADS["sku"]), fold(HEADS["name"])} <= {fold(cell) for cell in cells}


def workbook_rows(session: Session, producer_id: int) -> Iterator[list[object]]:
    """Everything the producer has listed, as HEADS name it; one empty row where there is nothing yet."""
    query = (
        select(Product, Variant, Stock, WholesaleTerms)
        .join(Variant, Variant.product_id == Product.id)
        .outerjoin(Stock, Stock.variant_id == Variant.id)
        .outerjoin(WholesaleTerms, WholesaleTerms.variant_id == Variant.id)
        .where(Product.producer_id == producer_id, Product.state != ProductState.RETIRED)
        .order_by(Product.name, Product.id, Variant.position)
    )
    rows = session.execute(query).all()
    tiers = _tiers_of(session, [variant.id for _product, variant, *_rest in rows])
    words: dict[int, Facts] = {}
    for product, variant, stock, wholesale in rows:
        if product.id not in words:
            words[product.id] = draft_facts(session, product, newest_revision(session, product.id))
        said = _said(product, words[product.id], variant, stock, wholesale, tiers.get(variant.id, []))
        yield [said[name] for name in HEADS]


def _tiers_of(session: Session, ids: Sequence[int]) -> dict[int, list[PriceTier]]:
    found: dict[int, list[PriceTier]] = {}
    query = select(PriceTier).where(PriceTier.variant_id.in_(ids)).order_by(PriceTier.quantity_from)
    for tier in session.scalars(query):
        found.setdefault(tier.variant_id, []).append(tier)
    return found


def _said(
    product: Product,
    words: Facts,
    variant: Variant,
    stock: Stock | None,
    wholesale: WholesaleTerms | None,
    tiers: list[PriceTier],
) -> dict[str, object]:
    """Every cell of a row as it is written."""
    offer = {
        "season": ", ".join(map(str, months_of(product.season_months))),
        "only_in_season": "có" if product.only_in_season else "không",
        "ships_to": _REACH[product.ships_to],
    }
    pack = {name: getattr(variant, name) for name in ("pack", "pack_en", "net", "unit", "weight", "price")}
    terms = ("minimum", "case_pack", "capacity_per_month")
    more = {name: getattr(wholesale, name, None) for name in terms}
    more["tiers"] = "; ".join(f"{tier.quantity_from}: {tier.price}" for tier in tiers)
    said = {"sku": variant.sku, "on_hand": stock.on_hand if stock else 0} | offer | pack | more
    return {
        name: "" if value is None else value
        for name, value in ({name: words[name] for name in WORDS} | said).items()
    }


def import_workbook(session: Session, producer: Producer, table: Table, now: datetime) -> list[RowOutcome]:
    """What became of every row. Raises Refused for unknown columns or too many rows."""
    if len(table.rows) > MOST_ROWS:
        raise Refused("The workbook has more than %(limit)s rows.", limit=MOST_ROWS)
    for head in table.header:
        if head and fold(head) not in _NAMES:
            raise Refused("There is no column “%(column)s” in the workbook of listings.", column=head[:60])
    reader = _Reader(session, producer, now)
    return [
        reader.row(number, {_NAMES[fold(head)]: cell for head, cell in cells.items() if head})
        for number, cells in table.rows
    ]


class _Reader:
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
        self.met: dict[str, int] = {}
        self.words: dict[tuple[int, str], tuple[Any, int]] = {}

    def row(self, number: int, cells: dict[str, Cell]) -> RowOutcome:
        outcome = RowOutcome(number, clean(str(cells.get("name", "")))[:80])
        values = self._values(cells, outcome)
        if outcome.errors:
            return outcome
        try:
            with self.session.begin_nested():
                self._apply(values, outcome)
        except Refused as why:
            outcome.errors.append((HEADS["sku"], why))
        return outcome

    def _values(self, cells: dict[str, Cell], outcome: RowOutcome) -> dict[str, Any]:
        values = {}
        for name, cell in cells.items():
            if cell == "":
                continue
            try:
                values[name] = self._reader(name)(cell)
            except Refused as why:
                outcome.errors.append((HEADS[name], why))
        return values

    def _reader(self, name: str) -> Callable[[Cell], Any]:
        special: dict[str, Callable[[Cell], Any]] = {
            "name": read_name,
            "set_code": self._set,
            "season": read_season,
            "only_in_season": read_yes,
            "ships_to": read_reach,
            "unit": _unit,
            "price": read_price,
            "on_hand": read_stock,
            "tiers": _tiers,
            "net": lambda cell: _whole(cell, 1, MAX_GRAMS),
            "weight": lambda cell: _whole(cell, 0, MAX_GRAMS),
        }
        for terms in ("minimum", "case_pack", "capacity_per_month"):
            special[terms] = lambda cell: _whole(cell, 1, MOST_PIECES)
        return special.get(name, lambda cell: _text(cell, _LIMITS.get(name, 500)))

    def _set(self, cell: Cell) -> str:
        code = find_set(self.sets, read_line(cell))
        if code is None:
            raise Refused("This is no product set. Give its number (1 to 26) or its name.")
        return code

    def _apply(self, values: dict[str, Any], outcome: RowOutcome) -> None:
        code = values.get("sku", "")
        variant = self.packs.get(code.casefold()) if code else None
        if code and self.met.setdefault(code.casefold(), outcome.row) != outcome.row:
            raise Refused("Row %(row)s has this code already.", row=self.met[code.casefold()])
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
        self.products[made.id] = self.by_key[made.key] = made
        outcome.new = True
        return made

    def _words(self, product: Product, values: dict[str, Any], outcome: RowOutcome) -> None:
        facts = draft_facts(self.session, product, newest_revision(self.session, product.id))
        typed = {}
        for name in WORDS.keys() & values.keys():
            said, row = self.words.setdefault((product.id, name), (values[name], outcome.row))
            if said != values[name]:
                raise Refused("Row %(row)s says something else of the same listing.", row=row)
            # A cell knows neither paragraphs nor doubled spaces.
            if clean(str(facts[name])) != clean(values[name]):
                typed[name] = values[name]
        if typed and save_draft(self.session, product, None, typed, self.now):
            outcome.changed += [HEADS[name] for name in WORDS if name in typed]

    def _offer(self, product: Product, values: dict[str, Any], outcome: RowOutcome) -> None:
        for column, name in (("season", "season_months"), ("only_in_season",) * 2, ("ships_to",) * 2):
            if column in values and getattr(product, name) != values[column]:
                setattr(product, name, values[column])
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

    def _pack(self, variant: Variant, values: dict[str, Any], outcome: RowOutcome) -> None:
        stock = self.session.get(Stock, variant.id)
        wholesale = self.session.get(WholesaleTerms, variant.id)
        tiers = _tiers_of(self.session, [variant.id]).get(variant.id, [])
        now = {
            name: getattr(variant, name)
            for name in ("sku", "pack", "pack_en", "net", "unit", "weight", "price")
        }
        now |= {
            name: getattr(wholesale, name, None) for name in ("minimum", "case_pack", "capacity_per_month")
        }
        now |= {"on_hand": stock.on_hand if stock else 0}
        now |= {"tiers": tuple((tier.quantity_from, tier.price) for tier in tiers)}
        changed = [name for name in PACK if name in values and values[name] != now[name]]
        if changed:
            change_pack(self.session, variant, _terms(values, now), variant.price, now["on_hand"], self.now)
            outcome.changed += [HEADS[name] for name in changed]


def _terms(values: dict[str, Any], now: dict[str, Any]) -> Terms:
    names = ("pack", "pack_en", "net", "unit", "weight", "price", "on_hand")
    empty = {"pack_en": "", "tiers": (), "minimum": None, "case_pack": None, "capacity_per_month": None}
    said = empty | now | {name: values[name] for name in PACK if name in values}
    more = ("minimum", "case_pack", "capacity_per_month", "tiers")
    return Terms(sku=said["sku"], **{name: said[name] for name in (*names, *more)})


def _text(cell: Cell, limit: int) -> str:
    return read_line(cell, limit)


def _unit(cell: Cell) -> Unit:
    unit = _UNITS.get(fold(read_line(cell)))
    if unit is None:
        raise Refused("The unit is written as g, ml or chiếc.")
    return unit


def _whole(cell: Cell, least: int, most: int) -> int:
    text = clean(cell) if isinstance(cell, str) else "?"
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 12 else -1
    if not least <= number <= most:
        raise Refused("Please write a whole number from %(least)s to %(most)s.", least=least, most=most)
    return number


def _tiers(cell: Cell) -> tuple[tuple[int, int], ...]:
    """From "50: 230.000; 100: 220k"."""
    tiers = []
    for part in read_line(cell, 300).split(";"):
        quantity, colon, price = part.partition(":")
        if not colon:
            raise Refused("Wholesale prices are written like “50: 230.000; 100: 220k”.")
        tiers.append((_whole(quantity, 2, MOST_PIECES), read_price(price.strip())))
    return tuple(sorted(tiers))
