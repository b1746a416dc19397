"""A producer's listings as rows of a workbook, a row a pack."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.drafts import words_of
from catalog.listing_texts import Facts
from catalog.products import Product, ProductState, Variant, months_of
from catalog.wholesale import PriceTier, WholesaleTerms
from catalog.wholesale_packs import tiers_of
from marketplace.orders.packs import WHOLESALE
from marketplace.stock import Stock
from marketplace.workbooks import LONGEST_CELL

from .listing_columns import HEADS, KEEPING, REACH, TOLD
from .strength import written_strength


def workbook_rows(session: Session, producer_id: int) -> Iterator[list[object]]:
    """Everything the producer has listed, as HEADS name it; the same few statements for any number of packs."""
    query = (
        select(Product, Variant, Stock, WholesaleTerms)
        .join(Variant, Variant.product_id == Product.id)
        .outerjoin(Stock, Stock.variant_id == Variant.id)
        .outerjoin(WholesaleTerms, WholesaleTerms.variant_id == Variant.id)
        .where(Product.producer_id == producer_id, Product.state != ProductState.RETIRED)
        .order_by(Product.name, Product.id, Variant.position)
    )
    rows = session.execute(query).all()
    tiers = tiers_of(session, [variant.id for _product, variant, *_rest in rows])
    words = words_of(session, {product.id: product for product, *_rest in rows}.values())
    for product, variant, stock, wholesale in rows:
        said = _said(product, words[product.id], variant, stock, wholesale, tiers.get(variant.id, []))
        yield [said[name] for name in HEADS]


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
        "ships_to": REACH[product.ships_to],
    }
    pack = {name: getattr(variant, name) for name in ("pack", "pack_en", "net", "unit", "weight", "price")}
    more = {name: getattr(wholesale, column, None) for name, column in WHOLESALE.items()}
    if more["supply_from"]:
        more["supply_from"] = f"{more['supply_from']:%d/%m/%Y}"
    more["keeping"] = KEEPING.get(more["keeping"])
    more["tiers"] = "; ".join(f"{tier.quantity_from}: {tier.price}" for tier in tiers)
    said = {"sku": variant.sku, "on_hand": stock.on_hand if stock else 0} | offer | pack | more
    return {name: "" if value is None else value for name, value in (_told(words) | said).items()}


def _told(words: Facts) -> dict[str, object]:
    """What is longer than a cell may be is left out: an empty cell changes nothing."""
    told = {name: words[name] for name in TOLD}
    told["abv_tenths"] = written_strength(words["abv_tenths"])
    told["story_sources"] = "\n".join(words["story_sources"])
    return {name: text if len(str(text)) <= LONGEST_CELL else "" for name, text in told.items()}
