"""A catalogue to search in, of any size and the same for the same seed: documents and the facts beside them."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from catalog.columns import Columns
from catalog.rows import KINDS, Row, Shown
from catalog.search.documents import Document
from catalog.text import search_key

from ..generator import EXPIRED, MARKED, PRODUCTS_A_PRODUCER, RECOGNISED, SOLD_OUT
from ..words import FAMILY, GIVEN, GOODS, MIDDLE, PRODUCERS, QUALITIES, SETS_BY_FREQUENCY, TRADES
from .goods import HEADS
from .places import Commune, communes
from .prose import Prose

# The day on which everything is asked for.
DAY = date(2026, 11, 21)
_KINDS = {"cooperative": 40, "enterprise": 28, "household": 22, "facility": 6, "cooperative_group": 4}


class Maker(NamedTuple):
    id: int
    name: str
    kind: int
    commune: Commune


@dataclass
class Corpus:
    """Documents in the order of the columns' rows, and the day on which they are asked for."""

    documents: list[Document]
    columns: Columns
    day: date = DAY


def make(products: int, seed: int = 1) -> Corpus:
    documents, rows = [], {}
    for document, row in _products(products, seed):
        documents.append(document)
        rows[row.id] = row
    return Corpus(documents, Columns(1, rows))


def columns_alone(products: int, seed: int) -> Columns:
    """The columns of the same catalogue, its documents forgotten."""
    return Columns(1, {row.id: row for _, row in _products(products, seed)})


def _products(products: int, seed: int) -> Iterator[tuple[Document, Row]]:
    maker = _Maker(products, seed)
    return map(maker.product, range(1, products + 1))


class _Maker:
    def __init__(self, products: int, seed: int):
        self.chance = random.Random(seed)
        self.prose = Prose(seed)
        self._communes = _by_province(communes())
        self._makers = [self._maker(id) for id in range(1, round(products / PRODUCTS_A_PRODUCER) + 2)]
        self._set_weights = [1 / rank for rank in range(1, 27)]

    def product(self, number: int) -> tuple[Document, Row]:
        maker = self.chance.choice(self._makers)
        set_number = self.chance.choices(SETS_BY_FREQUENCY, self._set_weights)[0]
        head = self.chance.choice(HEADS[set_number])
        place = maker.commune.name if self.chance.random() < 0.7 else ""
        name = " ".join(filter(None, (head, self.chance.choice(QUALITIES), place)))
        document = self._document(number, head, name, maker)
        return document, self._row(set_number, document, maker)

    def _document(self, number: int, head: str, name: str, maker: Maker) -> Document:
        told = [name, *[head.lower()] * self.chance.randint(0, 3), maker.commune.name]
        english = (f"{maker.commune.name} product no. {number}",) if self.chance.random() < 0.4 else ()
        heads = (maker.name, maker.commune.name, maker.commune.province, *maker.commune.former)
        return Document(number, (name, *english), heads, self.prose.text(told))

    def _maker(self, id: int) -> Maker:
        provinces = list(self._communes)
        province = self.chance.choices(provinces, [1 / (rank + 4) for rank in range(len(provinces))])[0]
        commune = self.chance.choice(self._communes[province])
        name = self.chance.choices([pattern for *_, pattern in PRODUCERS], [part[0] for part in PRODUCERS])[0]
        person = " ".join(map(self.chance.choice, (FAMILY, MIDDLE, GIVEN)))
        trade, given = self.chance.choice(TRADES), self.chance.choice(GIVEN)
        name = name.format(trade=trade, place=commune.name, given=given, person=person)
        return Maker(id, name, KINDS.index(self.chance.choices(list(_KINDS), _KINDS.values())[0]), commune)

    def _row(self, set_number: int, document: Document, maker: Maker) -> Row:
        price = max(5, round(GOODS[set_number][1] * self.chance.lognormvariate(0.8, 0.5))) * 1000
        return Row(
            id=document.product_id,
            set_number=set_number,
            province=maker.commune.province_code,
            producer_id=maker.id,
            kind=maker.kind,
            price=price,
            available=self.chance.random() >= SOLD_OUT,
            season=4095,
            names=tuple(map(search_key, document.names)),
            shown=_shown(document, price, maker),
            stars=tuple(self._stars()),
            marks=tuple(self._marks()),
        )

    def _stars(self) -> Iterator[tuple[int, int, int, int, str]]:
        if self.chance.random() < RECOGNISED:
            ago = (1110, 1900) if self.chance.random() < EXPIRED else (5, 1060)
            decided = DAY.toordinal() - self.chance.randint(*ago)
            yield self.chance.choices((3, 4, 5), (70, 27, 3))[0], decided, decided + 1095, decided, "QĐ"

    def _marks(self) -> Iterator[tuple[int, int, int, str, str]]:
        if self.chance.random() < MARKED:
            ends = DAY.toordinal() + self.chance.randint(-60, 1200)
            for kind in self.chance.sample(range(4), self.chance.choice((1, 1, 1, 2))):
                yield kind, ends - 1500, ends, "Nhãn hiệu", "GP"


def _by_province(all_communes: list[Commune]) -> dict[str, list[Commune]]:
    found: dict[str, list[Commune]] = {}
    for commune in all_communes:
        found.setdefault(commune.province_code, []).append(commune)
    return found


def _shown(document: Document, price: int, maker: Maker) -> Shown:
    return Shown(
        slug=f"p{document.product_id}",
        name=document.names[0],
        name_en="",
        producer_slug=f"m{maker.id}",
        producer_name=maker.name,
        sample=True,
        commune=maker.commune.name,
        commune_code=maker.commune.code,
        province=maker.commune.province,
        adults_only=False,
        icon="food",
        price=price,
        dearest=price,
        net=500,
        unit="g",
        picture=None,
    )
