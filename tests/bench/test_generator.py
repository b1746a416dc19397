"""The generated catalogue: the same for the same seed, and rows that an import would take."""

from collections import Counter
from datetime import date

import pytest

from bench.generator import Commune, Generator, write_json_lines
from marketplace.register.columns import COLUMNS, REQUIRED, read_date, read_price, read_stars, read_stock

COMMUNES = [Commune("04672", "Văn Chấn", "tỉnh Lào Cai"), Commune("00004", "Ba Đình", "thành phố Hà Nội")]
TODAY = date(2026, 11, 21)


def rows_of(products: int, seed: int = 1) -> list[dict]:
    return list(Generator(COMMUNES, ["che-tan-cuong"], TODAY, seed).rows(products))


@pytest.fixture(scope="module")
def rows() -> list[dict]:
    return rows_of(2000)


def products_of(rows: list[dict]) -> dict:
    return {(row["producer"], row["commune_code"], row["product_name"]): row for row in reversed(rows)}


def test_the_same_seed_gives_the_same_rows():
    assert rows_of(50) == rows_of(50)
    assert rows_of(50) != rows_of(50, seed=2)


def test_as_many_products_as_asked_for(rows):
    assert len(products_of(rows)) == 2000


def test_only_columns_of_the_import(rows):
    for row in rows:
        assert set(row) <= set(COLUMNS)
        assert all(row[name] != "" for name in REQUIRED if name != "net_weight_g")


def test_every_cell_can_be_read(rows):
    for row in rows:
        assert read_price(str(row["price"])) > 0
        assert read_stock(str(row["stock"])) >= 0
        if "stars" in row:
            assert read_stars(row["stars"]) in (3, 4, 5)
            assert read_date(row["decided_on"]) < TODAY


def test_most_products_are_recognised_and_some_have_lapsed(rows):
    recognised = {
        (row["producer"], row["commune_code"], row["product_name"]) for row in rows if "stars" in row
    }
    assert 0.86 < len(recognised) / 2000 < 0.94
    old = [row for row in rows if "stars" in row and (TODAY - read_date(row["decided_on"])).days > 1100]
    assert 0.08 < len(old) / len(recognised) < 0.25


def test_a_few_sets_hold_most_products(rows):
    counts = Counter(row["category_set"] for row in products_of(rows).values())
    assert len(counts) == 26
    assert sum(n for _, n in counts.most_common(5)) > 1000


def test_one_to_three_packs(rows):
    packs = Counter(
        len({row["sku"] for row in rows if row["sku"].startswith(f"BM-{n:06d}-")}) for n in range(1, 200)
    )
    assert set(packs) == {1, 2, 3}


def test_json_lines_in_readable_text(tmp_path):
    path = tmp_path / "rows.jsonl"
    rows = rows_of(5)
    assert write_json_lines(path, iter(rows)) == len(rows)
    assert "Văn Chấn" in path.read_text("utf-8") or "Ba Đình" in path.read_text("utf-8")
