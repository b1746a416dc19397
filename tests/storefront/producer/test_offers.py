"""Prices and stock of all packs at once: all or nothing, errors where they are, few statements."""

import re

import pytest
from sqlalchemy import func, select

from catalog.versions import current_version
from marketplace.audit import Entry
from marketplace.stock import Movement, Stock
from tests import world
from tests.people import fill
from tests.shopping import hidden


@pytest.fixture
def listed(session, goods):
    return goods[0]


def grid(seller) -> dict[str, str]:
    html = seller.get("/producer/offers").text
    fields = dict(re.findall(r'name="((?:price|stock|seen)-\d+)" value="([^"]*)"', html))
    return fields | {"csrf_token": hidden(html, "csrf_token")}


def many(session, producer, packs: int) -> list[world.Product]:
    made = [
        world.product(
            session, f"Chè {n:03}", by=producer, prices=tuple(range(100_000, 100_000 + packs // 10))
        )
        for n in range(10)
    ]
    session.commit()
    return made


def test_prices_and_stock_are_changed_and_others_stay(seller, client, session, listed, goods):
    variant = listed.variants[0]
    fields = grid(seller)
    assert f"price-{goods[1].variants[0].id}" not in fields
    fields |= {f"price-{variant.id}": "135k", f"stock-{variant.id}": "7"}
    assert seller.post("/producer/offers", data=fields).status_code == 303
    session.expire_all()
    assert (variant.price, session.get(Stock, variant.id).on_hand) == (135_000, 7)
    assert "135.000" in client.get(f"/products/{listed.slug}").text
    entry = session.scalars(select(Entry).where(Entry.action == "variant.repriced")).one()
    assert (entry.facts, entry.user_id is not None) == ({"before": 120_000, "after": 135_000}, True)
    movement = session.scalars(select(Movement).where(Movement.source.startswith("grid:"))).one()
    assert (movement.reason, movement.quantity) == ("counted", -3)


def test_one_wrong_cell_writes_nothing_and_keeps_all(seller, session, listed):
    other = world.product(session, "Chè khác", by=session.get(world.Producer, listed.producer_id))
    session.commit()
    fields = grid(seller)
    variant, one, two = listed.variants[0], listed.variants[0].id, other.variants[0].id
    answer = seller.post("/producer/offers", data=fields | {f"price-{one}": "150k", f"stock-{two}": "nhiều"})
    assert answer.status_code == 422
    assert 'value="150k"' in answer.text and 'value="nhiều"' in answer.text
    assert f'id="stock-{two}-error"' in answer.text and f'id="price-{one}-error"' not in answer.text
    session.expire_all()
    assert variant.price == 120_000


def test_a_pack_of_others_is_refused(seller, session, listed, goods):
    foreign = goods[1].variants[0]
    fields = grid(seller) | {f"price-{foreign.id}": "1000", f"stock-{foreign.id}": "1"}
    assert seller.post("/producer/offers", data=fields).status_code == 422
    session.expire_all()
    assert foreign.price != 1000


def test_pieces_sold_meanwhile_stay_sold_and_a_price_changed_meanwhile_is_told(seller, session, listed):
    variant = listed.variants[0]
    fields = grid(seller)
    session.get(Stock, variant.id).on_hand = 3
    session.commit()
    seller.post("/producer/offers", data=fields | {f"price-{variant.id}": "140k"})
    session.expire_all()
    assert (variant.price, session.get(Stock, variant.id).on_hand) == (140_000, 3)
    answer = seller.post("/producer/offers", data=fields | {f"price-{variant.id}": "150k"})
    assert answer.status_code == 422 and "140.000" in answer.text


def test_what_is_promised_stays_promised(seller, session, listed, bought):
    variant = listed.variants[0]
    seller.post("/producer/offers", data=grid(seller) | {f"stock-{variant.id}": "0"})
    session.expire_all()
    stock = session.get(Stock, variant.id)
    assert (stock.on_hand, stock.reserved) == (2, 2)


def send_text(seller, text: str):
    return fill(seller, "/producer/offers", "/producer/offers/text", rows=text)


def test_rows_of_text_do_the_same(seller, session, listed):
    variant = listed.variants[0]
    assert send_text(seller, f"{variant.sku.lower()}\t1,5 triệu\t\r\n\r\n").status_code == 303
    session.expire_all()
    assert (variant.price, session.get(Stock, variant.id).on_hand) == (1_500_000, 10)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Không có dòng nào"),
        ("LẠ\t100k\t5", "LẠ"),
        ("{sku}\trẻ\t5", "Dòng 1, Giá"),
        ("{sku}\t100k\t-1", "Dòng 1, Tồn kho"),
        ("{sku}\t100k\t5\n{sku}\t90k\t5", "Dòng 2"),
        ("=1+1\t100k\t5", "=1+1"),
    ],
)
def test_wrong_rows_are_told_by_row_and_column_and_kept(seller, session, listed, text, said):
    variant = listed.variants[0]
    text = text.format(sku=variant.sku)
    answer = send_text(seller, text)
    assert answer.status_code == 422
    assert said in answer.text
    session.expire_all()
    assert variant.price == 120_000


@pytest.mark.parametrize("packs", [100, 200])
def test_two_hundred_rows_take_few_statements(seller, session, statements, listed, packs):
    many(session, session.get(world.Producer, listed.producer_id), packs)
    fields = grid(seller)
    ids = [name[6:] for name in fields if name.startswith("price-")]
    assert len(ids) in (packs + 1, 200)
    changed = {f"{name}-{id}": value for id in ids for name, value in (("price", "77k"), ("stock", "5"))}
    version = current_version(session)
    statements.clear()
    assert seller.post("/producer/offers", data=fields | changed).status_code == 303
    # Each hundred: prices, their entries, counts, movements, what can be bought.
    assert len(statements) <= 25 + 8 * -(-len(ids) // 100)
    assert session.scalar(select(func.count()).where(world.Variant.price == 77_000)) == len(ids)
    assert current_version(session) == version + 1
