"""Producers, products, packs, stock and stories of the demo catalogue."""

from datetime import datetime

from sqlalchemy.orm import Session

from catalog.producers import Producer, ProducerState
from catalog.products import Product, ProductState, ShipsTo, Variant, season_mask
from catalog.stories import Story, StoryState
from catalog.text import fold, slug
from marketplace.stock import count

from .source import Table


def add_producers(session: Session, rows: dict[str, Table], now: datetime) -> dict[str, Producer]:
    producers = {
        key: Producer(
            slug=slug(row["name"]),
            name=row["name"],
            key=fold(row["name"]),
            kind=row["kind"],
            commune_code=row["commune"],
            since=row["since"],
            women_led=row.get("women_led"),
            ethnic_minority_led=row.get("ethnic_minority_led"),
            free_delivery_from=row.get("free_delivery_from"),
            intro=row["intro"],
            intro_en=row["intro_en"],
            state=ProducerState.APPROVED,
            sample=True,
            created_at=now,
        )
        for key, row in rows.items()
    }
    session.add_all(producers.values())
    session.flush()
    return producers


def add_products(
    session: Session, rows: dict[str, Table], producers: dict[str, Producer], now: datetime
) -> dict[str, Product]:
    products = {key: _product(row, producers[row["producer"]], now) for key, row in rows.items()}
    session.add_all(products.values())
    session.flush()
    for key, row in rows.items():
        session.add(_story(row, products[key], now))
        for variant, pack in zip(products[key].variants, row["variants"], strict=True):
            count(session, variant.id, pack["stock"], "demo", now)
    return products


def _product(row: Table, producer: Producer, now: datetime) -> Product:
    return Product(
        slug=slug(row["name"]),
        producer_id=producer.id,
        set_code=str(row["set"]),
        name=row["name"],
        key=fold(row["name"]),
        name_en=row["name_en"],
        summary=row["summary"],
        summary_en=row["summary_en"],
        ingredients=row.get("ingredients", ""),
        allergens=row.get("allergens", ""),
        storage=row["storage"],
        shelf_life=row["shelf_life"],
        usage=row["usage"],
        declaration_no=row.get("declaration_no", ""),
        abv_tenths=round(row["abv"] * 10) if "abv" in row else None,
        season_months=season_mask(row.get("season", [])),
        only_in_season=row.get("only_in_season", False),
        ships_to=row.get("ships_to", ShipsTo.ANYWHERE),
        state=ProductState.PUBLISHED,
        created_at=now,
        variants=[_variant(row, pack, i) for i, pack in enumerate(row["variants"], 1)],
    )


def _variant(row: Table, pack: Table, position: int) -> Variant:
    length, width, height = pack.get("size", (None, None, None))
    return Variant(
        sku=f"{row['key']}-{position}".upper(),
        position=position,
        pack=pack["pack"],
        pack_en=pack["pack_en"],
        net=pack["net"],
        unit=pack["unit"],
        weight=pack["weight"],
        length_mm=length,
        width_mm=width,
        height_mm=height,
        price=pack["price"],
    )


def _story(row: Table, product: Product, now: datetime) -> Story:
    return Story(
        product_id=product.id,
        version=1,
        state=StoryState.PUBLISHED,
        title=row["story_title"],
        body=row["story"].strip(),
        author="",
        sources=row["sources"],
        created_at=now,
    )
