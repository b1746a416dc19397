"""Draws the demo pictures in a few processes and passes each through the same door as an upload."""

import io
import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import select

from catalog.picture_door import StoredPicture, store
from catalog.pictures import Picture
from catalog.producers import Producer
from catalog.products import Product, ProductState

from ..database import Database

_BATCH = 16


class Sitter(NamedTuple):
    """A product that has no picture yet."""

    id: int
    set_number: int
    name: str
    name_en: str
    slug: str


def draw_missing_pictures(
    database: Database, folder: Path, say: Callable[[str], None], at_most: int | None = None
) -> int:
    """Draw what sample products still lack, in batches that are committed one by one. Returns how many."""
    sitters = _without_picture(database)[:at_most]
    if not sitters:
        return 0
    say(f"Drawing {len(sitters)} pictures…")
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for start in range(0, len(sitters), _BATCH):
            batch = sitters[start : start + _BATCH]
            drawn = list(pool.map(_draw_one, batch, [folder] * len(batch)))
            with database.transaction() as session:
                session.add_all(map(_record, batch, drawn))
            say(f"Pictures: {start + len(batch)} of {len(sitters)}")
    return len(sitters)


def _without_picture(database: Database) -> list[Sitter]:
    have = select(Picture.product_id)
    query = (
        select(Product.id, Product.set_code, Product.name, Product.name_en, Product.slug)
        .join(Product.producer)
        .where(Producer.sample, Product.state == ProductState.PUBLISHED, Product.id.not_in(have))
        .order_by(Product.id)
    )
    with database.reading() as session:
        return [
            Sitter(row.id, int(row.set_code), row.name, row.name_en, row.slug)
            for row in session.execute(query)
        ]


def _draw_one(sitter: Sitter, folder: Path) -> StoredPicture:
    from .drawings import draw  # only the drawing processes need it

    buffer = io.BytesIO()
    draw(sitter.set_number, sitter.name, sitter.slug).save(buffer, "PNG", compress_level=1)
    return store(buffer.getvalue(), folder)


def _record(sitter: Sitter, stored: StoredPicture) -> Picture:
    return Picture(
        product_id=sitter.id,
        position=1,
        digest=stored.digest,
        alt=f"Tranh minh họa: {sitter.name}",
        alt_en=f"Illustration: {sitter.name_en or sitter.name}",
        color=stored.color,
        width=stored.width,
        height=stored.height,
        widths=stored.widths,
        formats=stored.formats,
    )
