"""The database to measure on: the generated catalogue loaded through the import, with pictures and product texts."""

import hashlib
import time
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session, aliased

from catalog.categories import load_categories
from catalog.marks import Mark, MarkKind
from catalog.pictures import WIDTHS, Picture
from catalog.place_data import load_places
from catalog.places import Place
from catalog.producers import Producer
from catalog.products import Product, Variant
from catalog.versions import touch
from marketplace import migrations
from marketplace.orders.delivery import load_rates
from marketplace.payments.fees import load_fees
from marketplace.payments.taxes import load_taxes
from marketplace.register.catalogue_import import import_catalogue
from marketplace.spreadsheets import read_table
from marketplace.stock import Stock
from storefront.clock import Clock
from storefront.database import Database
from storefront.demo.marks import add_marks
from storefront.demo.source import read_source

from .buyers import Pair
from .generator import Commune, Generator, write_json_lines


@dataclass(frozen=True)
class Import:
    """How the import went: rows and size of the file, seconds to read and write them."""

    rows: int
    megabytes: float
    seconds: float

    @property
    def rows_per_second(self) -> float:
        return self.rows / self.seconds


def empty_shop(database: Database) -> None:
    """All tables, with places, categories, delivery rates, fees and taxes."""
    migrations.upgrade(database.engine)
    with database.transaction() as session:
        load_places(session)
        load_categories(session)
        load_rates(session)
        load_fees(session)
        load_taxes(session)


def load(database: Database, folder: Path, products: int, seed: int) -> Import:
    """Generate so many products, import them, and add what an import has no columns for."""
    empty_shop(database)
    with database.transaction() as session:
        add_marks(session, read_source().marks)
    path = folder / "catalogue.jsonl"
    clock = Clock()
    with database.reading() as session:
        marks = list(
            session.scalars(select(Mark.slug).where(Mark.kind != MarkKind.TRADEMARK).order_by(Mark.slug))
        )
        generator = Generator(_communes(session), marks, clock.today(), seed)
    rows = write_json_lines(path, generator.rows(products))
    seconds = _import(database, path, clock)
    with database.transaction() as session:
        _add_what_makers_upload(session)
    return Import(rows, path.stat().st_size / 1e6, seconds)


def pairs(session: Session, wanted: int) -> list[Pair]:
    """Packs with plenty of stock by two, of two producers, without alcohol (which asks for the buyer's age)."""
    first = func.min(Variant.id)
    query = (
        select(first)
        .join(Product)
        .join(Stock, Stock.variant_id == Variant.id)
        .where(Stock.on_hand > 100, Product.set_code.not_in(["14", "15"]))
        .group_by(Product.producer_id)
        .order_by(Product.producer_id)
        .limit(2 * wanted)
    )
    ids = session.scalars(query).all()
    return list(zip(ids[::2], ids[1::2], strict=False))


def index(app: Flask) -> None:
    """Make the search index of what was loaded."""
    done = app.test_cli_runner().invoke(args=["reindex"])
    with app.extensions["database"].reading() as session:
        problem = app.extensions["search"].health(session).problem
    if done.exit_code or problem:
        raise SystemExit(f"The shop has no search index: {problem or done.output}")


def _communes(session: Session) -> list[Commune]:
    province = aliased(Place)
    query = (
        select(Place.code, Place.name, province)
        .join(province, Place.province_code == province.code)
        .order_by(Place.code)
    )
    return [
        Commune(code, name, f"{place.prefix.lower()} {place.name}")
        for code, name, place in session.execute(query)
    ]


def _import(database: Database, path: Path, clock: Clock) -> float:
    begun = time.perf_counter()
    with database.transaction() as session:
        outcome = import_catalogue(session, read_table(path), now=clock.now(), today=clock.today())
    if outcome.errors:
        raise SystemExit(f"The generated catalogue was refused: {outcome.errors[:3]}")
    return time.perf_counter() - begun


def _add_what_makers_upload(session: Session) -> None:
    """A picture for nine products in ten (its files are never asked for here), label texts, introductions."""
    products = session.execute(select(Product.id, Product.name)).all()
    session.execute(insert(Picture), [_picture(id, name) for id, name in products if id % 10])
    session.execute(
        update(Product).values(
            summary=Product.name + ", làm theo mẻ nhỏ, đóng gói tại chỗ.",
            ingredients="Nguyên liệu trồng tại địa phương, muối, đường mía.",
            storage="Để nơi khô ráo, thoáng mát, tránh ánh nắng trực tiếp.",
            shelf_life="12 tháng kể từ ngày sản xuất.",
            usage="Dùng trực tiếp hoặc chế biến theo khẩu vị.",
            declaration_no="01/2026/TCB",
        ),
        execution_options={"synchronize_session": False},
    )
    session.execute(
        update(Producer).values(
            intro=Producer.name + " làm nghề cùng bà con trong xã từ nhiều năm nay.", since=2012
        ),
        execution_options={"synchronize_session": False},
    )
    touch(session)


def _picture(product_id: int, name: str) -> dict:
    return {
        "product_id": product_id,
        "position": 1,
        "digest": hashlib.sha256(str(product_id).encode()).hexdigest()[:32],
        "alt": f"Ảnh sản phẩm: {name}",
        "alt_en": "",
        "color": "#b59a6a",
        "width": 1200,
        "height": 900,
        "widths": list(WIDTHS),
        "formats": ["webp", "avif"],
    }
