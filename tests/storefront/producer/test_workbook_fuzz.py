"""Generated workbooks of listings, most of them hostile: each gets a sentence or a trial, and none writes anything."""

import csv
import io
import random

from openpyxl import Workbook
from sqlalchemy import select

from catalog.products import Variant
from marketplace.register.listing_columns import HEADS
from tests.storefront.producer.listing_making import finished_listing
from tests.storefront.producer.test_workbooks import send
from tests.test_matrix import written

MANY = 320
_CELLS = (
    None, "", " ", "=1+1", "-1", "0", 0, 1, 2.5, -3, 10**18, 1e300, True, "NaN", "có", "không", "50: 1; 50: 2", "2:1:3", ";", "10: 9",
    "13", "0,5", "99999999999999999999", "g", "chiếc", "thùng", "11", "27", "Chè", "toàn quốc", "1-13", "5, 7", "x" * 3000, "𠀀",
    "\u202e", "e\u0301", "%s %(x)d", "<script>", "'; DROP TABLE", "a\nb\n\nc", "_x000D_", "250.000", "1k", "39,5", "101", "độ",
)  # fmt: skip


def generated(chance: random.Random, skus: list[str]) -> tuple[bytes, str]:
    heads = [*HEADS.values()]
    if chance.random() < 0.5:
        heads = heads[:2] + chance.sample(heads[2:], chance.randrange(len(heads) - 2))
    if chance.random() < 0.2:
        chance.shuffle(heads)
    if chance.random() < 0.1:
        heads.append(chance.choice(["Hạng sao", heads[0], "", "  Giá "]))
    rows = [_row(chance, heads, skus) for _ in range(chance.randrange(8))]
    if chance.random() < 0.3:
        out = io.StringIO(newline="")
        csv.writer(out).writerows([heads, *rows])
        return out.getvalue().encode(chance.choice(["utf-8", "utf-8-sig", "utf-16"])), "hang.csv"
    book = Workbook()
    for row in [heads, *rows]:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    data = bytearray(out.getvalue())
    if chance.random() < 0.2:
        for _ in range(chance.randrange(1, 30)):
            data[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(data), "hang.xlsx"


def _row(chance: random.Random, heads: list[str], skus: list[str]) -> list:
    """Cells at random, or a row that could be right but for one of them."""
    right = {
        HEADS["sku"]: chance.choice([*skus, "", "LẠ"]),
        HEADS["name"]: chance.choice(["Chè Shan mới", "Chè khác", ""]),
        HEADS["set_code"]: "11",
        HEADS["pack"]: "Túi",
        HEADS["net"]: 50,
        HEADS["unit"]: "g",
        HEADS["weight"]: 60,
        HEADS["price"]: 50_000,
        HEADS["on_hand"]: 5,
    }
    if chance.random() < 0.4:
        return chance.choices(_CELLS, k=len(heads))
    row = [right.get(head) for head in heads]
    if row and chance.random() < 0.8:
        row[chance.randrange(len(row))] = chance.choice(_CELLS)
    return row


def test_generated_workbooks_get_a_trial_or_a_sentence(seller, undone, session, goods):
    finished_listing(session, goods[0].producer_id, story_body="Chuyện cũ", abv_tenths=395)
    session.commit()
    skus = list(session.scalars(select(Variant.sku)))
    before = written(undone.connection)
    answers = {200: 0, 422: 0}
    # Half of them on each database: what is wrong with a workbook has nothing to do with where its rows would go.
    for seed in range(undone.engine.dialect.name == "postgresql", MANY, 2):
        data, name = generated(random.Random(seed), skus)
        answers[send(seller, data, "try", name).status_code] += 1
    assert min(answers.values()) > 15
    after = written(undone.connection)
    assert {table for table in before if before[table] != after[table]} == set()
