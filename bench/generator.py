"""A catalogue of any size for measuring: rows in the columns of import-catalogue, the same for the same seed.

Names, places and prices are plausible, nothing is real; one product has one row for each pack and
one more for each further decision.
"""

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from . import words

Row = dict[str, str | int]

RECOGNISED, EXPIRED, UPGRADED = 0.90, 0.15, 0.06
MARKED, TOLD, SOLD_OUT = 0.12, 0.60, 0.08
PRODUCTS_A_PRODUCER = 3.4


class Commune(NamedTuple):
    """`province` as an issuer writes it: "tỉnh Lào Cai", "thành phố Hà Nội"."""

    code: str
    name: str
    province: str


@dataclass(frozen=True, slots=True)
class Maker:
    name: str
    kind: str
    commune: Commune


class Generator:
    """Rows of `products` products as of `today`; `marks` are slugs of registered marks."""

    def __init__(self, communes: Sequence[Commune], marks: Sequence[str], today: date, seed: int = 1):
        self.communes, self.marks, self.today = communes, marks, today
        self.chance = random.Random(seed)
        self._set_weights = [1 / rank for rank in range(1, 27)]

    def rows(self, products: int) -> Iterator[Row]:
        makers = self._makers(max(1, round(products / PRODUCTS_A_PRODUCER)))
        weights = [1 / (rank + 20) for rank in range(len(makers))]
        taken: set[tuple[Maker, str]] = set()
        for number, maker in enumerate(self.chance.choices(makers, weights, k=products), 1):
            set_number = self.chance.choices(words.SETS_BY_FREQUENCY, self._set_weights)[0]
            yield from self._product(number, maker, set_number, taken)

    def _makers(self, count: int) -> list[Maker]:
        made: dict[tuple[str, str], Maker] = {}
        while len(made) < count:
            commune = self.chance.choice(self.communes)
            kinds = [share for share, *_ in words.PRODUCERS]
            _, kind, pattern = self.chance.choices(words.PRODUCERS, kinds)[0]
            name = pattern.format(
                trade=self.chance.choice(words.TRADES),
                place=commune.name,
                given=self.chance.choice(words.GIVEN),
                person=" ".join(map(self.chance.choice, (words.FAMILY, words.MIDDLE, words.GIVEN))),
            )
            made.setdefault((name, commune.code), Maker(name, kind, commune))
        return list(made.values())

    def _product(self, number: int, maker: Maker, set_number: int, taken: set) -> Iterator[Row]:
        names, price = words.GOODS[set_number]
        name = self._name(names, maker, taken)
        facts: Row = {
            "product_name": name,
            "name_en": f"{maker.commune.name} product no. {number}" if self.chance.random() < 0.4 else "",
            "producer": maker.name,
            "producer_kind": maker.kind,
            "commune_code": maker.commune.code,
            "province": maker.commune.province,
            "category_set": set_number,
        }
        packs = list(self._packs(number, set_number, price))
        decisions = self._decisions(maker)
        marks = self._permit() if self.chance.random() < MARKED else ""
        story = self._story(name, maker) if self.chance.random() < TOLD else ""
        for i in range(max(len(packs), len(decisions))):
            decision = decisions[i] if i < len(decisions) else {}
            yield facts | packs[min(i, len(packs) - 1)] | decision | {"marks": marks, "story": story}
            marks = story = ""

    def _name(self, names: Sequence[str], maker: Maker, taken: set) -> str:
        while True:
            parts = (self.chance.choice(names), maker.commune.name, self.chance.choice(words.QUALITIES))
            name = " ".join(part for part in parts if part)
            if (maker, name) in taken:
                name = f"{name} số {self.chance.randint(2, 9999)}"
            if (maker, name) not in taken:
                taken.add((maker, name))
                return name

    def _packs(self, number: int, set_number: int, price: int) -> Iterator[Row]:
        price = price * 1000 * self.chance.lognormvariate(0, 0.35)
        sizes = sorted(
            self.chance.sample((100, 200, 250, 300, 500, 1000), self.chance.choices((1, 2, 3), (5, 3, 2))[0])
        )
        for i, size in enumerate(sizes, 1):
            piece = set_number in words.PIECES or set_number == words.SERVICE
            amount = i if piece else (size / 100) ** 0.95
            sold_out = self.chance.random() < SOLD_OUT
            yield {
                "sku": f"BM-{number:06d}-{i}",
                "pack": _pack(set_number, size, i),
                "net_weight_g": ""
                if set_number == words.SERVICE
                else (size + 80 if set_number in words.LIQUID else size),
                "price": max(1000, round(price * amount / 1000) * 1000),
                "stock": 0 if sold_out else self.chance.randint(5, 500),
            }

    def _decisions(self, maker: Maker) -> list[Row]:
        """None, one, or two (an older one with a star less)."""
        if self.chance.random() >= RECOGNISED:
            return []
        stars = self.chance.choices((3, 4, 5), (70, 27, 3))[0]
        days = (1110, 1900) if self.chance.random() < EXPIRED else (5, 1060)
        decided = [(stars, self.today - timedelta(self.chance.randint(*days)))]
        if stars > 3 and self.chance.random() < UPGRADED / 0.3:
            decided.insert(0, (stars - 1, decided[0][1] - timedelta(self.chance.randint(300, 700))))
        return [self._decision(stars, day, maker) for stars, day in decided]

    def _decision(self, stars: int, day: date, maker: Maker) -> Row:
        ministry = stars == 5
        printed = self.chance.random() < 0.3
        return {
            "stars": self.chance.choice((str(stars), f"{stars} sao", "★" * stars)),
            "decision_no": f"{self.chance.randint(100, 9999)}/QĐ-{'BNNMT' if ministry else 'UBND'}",
            "decided_on": day.isoformat() if self.chance.random() < 0.2 else f"{day:%d/%m/%Y}",
            "expires_on": f"{day + timedelta(1095):%d/%m/%Y}" if printed else "",
            "issuer": "Bộ Nông nghiệp và Môi trường" if ministry else f"UBND {maker.commune.province}",
        }

    def _permit(self) -> str:
        chosen = self.chance.sample(self.marks, min(len(self.marks), self.chance.choice((1, 1, 1, 2))))
        ends = self.today + timedelta(days=self.chance.randint(-60, 1200))
        return "; ".join(f"{slug}={self.chance.randint(1, 400):03d}/GP@{ends:%d/%m/%Y}" for slug in chosen)

    def _story(self, name: str, maker: Maker) -> str:
        told = self.chance.sample(words.SENTENCES, self.chance.randint(4, 9))
        told = [sentence.format(place=maker.commune.name, name=name) for sentence in told]
        return " ".join(told[:3]) + "\n\n" + " ".join(told[3:])


def _pack(set_number: int, size: int, position: int) -> str:
    if set_number == words.SERVICE:
        return f"{position} khách"
    if set_number in words.PIECES:
        return f"Cỡ {position}"
    return f"Chai {size} ml" if set_number in words.LIQUID else f"Gói {size} g"


def write_json_lines(path: Path, rows: Iterator[Row]) -> int:
    """Write the rows and answer how many there were."""
    count = 0
    with path.open("w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
            count += 1
    return count
