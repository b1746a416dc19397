from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from catalog.codes import ALPHABET, grouped
from catalog.money import shares
from catalog.records import Refused
from marketplace.orders.orders import Order, OrderLine, PaymentMethod, SubOrder, SubOrderState, find_order
from tests import world
from tests.world import NOW, TODAY

S = SubOrderState
WAY = [S.PENDING, S.CONFIRMED, S.PACKED, S.SHIPPED, S.DELIVERED, S.COMPLETED]
ALLOWED = {
    *pairwise(WAY),
    *((state, S.CANCELLED) for state in (S.PENDING, S.CONFIRMED, S.PACKED)),
    # Handed over at a booth.
    (S.PACKED, S.DELIVERED),
    # Money that came after the hold had lapsed.
    (S.CANCELLED, S.PENDING),
    *((state, S.RETURNED) for state in (S.SHIPPED, S.DELIVERED, S.COMPLETED)),
}


def order(*parts: SubOrder, **facts) -> Order:
    usual = {
        "checkout_key": "K" * 26,
        "placed_at": NOW,
        "language": "vi",
        "payment_method": PaymentMethod.CASH_ON_DELIVERY,
        "name": "Nguyễn Thử",
        "phone": "+84912345678",
        "street": "12 phố Thử",
        "commune_code": world.BA_DINH,
    }
    return Order(**usual | facts, sub_orders=list(parts))


def part(producer_id: int = 1, *lines: OrderLine, **facts) -> SubOrder:
    usual = {
        "producer_id": producer_id,
        "position": 1,
        "state": S.PENDING,
        "subtotal": sum(line.total for line in lines),
        "discount": 0,
        "delivery": 20_000,
        "arrives_from": TODAY,
        "arrives_to": TODAY,
    }
    return SubOrder(**usual | facts, lines=list(lines))


def line(variant_id: int = 1, quantity: int = 1, price: int = 100_000) -> OrderLine:
    words = dict.fromkeys(("product_name", "product_name_en", "pack", "pack_en"), "Chè")
    return OrderLine(
        variant_id=variant_id,
        quantity=quantity,
        price=price,
        badges=[],
        badges_on=date(2026, 11, 21),
        **words,
    )


@pytest.mark.parametrize("to", S)
@pytest.mark.parametrize("state", S)
def test_a_part_moves_along_its_way_is_cancelled_before_shipping_and_comes_back_after(state, to):
    moved = part(state=state)
    if (state, to) in ALLOWED:
        moved.move(to)
        assert moved.state == to
    else:
        with pytest.raises(Refused, match="not possible any more"):
            moved.move(to)
        assert moved.state == state


def test_a_state_read_from_the_database_moves_like_one_just_set(session):
    product = world.product(session)
    session.add(order(part(product.producer_id, line(product.variants[0].id))))
    session.commit()
    session.expunge_all()
    for state in WAY[1:]:
        session.scalars(select(SubOrder)).one().move(state)
        session.commit()
        session.expunge_all()
    with pytest.raises(Refused):
        session.scalars(select(SubOrder)).one().move(S.CANCELLED)


def test_every_state_has_its_row_in_the_table_of_moves():
    assert set(SubOrder.moves) == set(S)
    assert {state for state, moves in SubOrder.moves.items() if not moves} == {S.RETURNED}


def test_a_new_part_is_pending(session):
    product = world.product(session)
    made = order(part(product.producer_id, line(product.variants[0].id)))
    del made.sub_orders[0].state
    session.add(made)
    session.commit()
    assert made.sub_orders[0].state == S.PENDING


LINES = st.lists(
    st.builds(line, quantity=st.integers(1, 99), price=st.integers(1, 10**12)), min_size=1, max_size=6
)
PARTS = st.lists(
    st.builds(
        lambda lines, fee, off: part(1, *lines, delivery=fee, discount=min(off, lines[0].price - 1)),
        LINES,
        st.integers(0, 10**9),
        st.integers(0, 10**9),
    ),
    min_size=1,
    max_size=5,
)


@given(PARTS)
@settings(max_examples=100, deadline=None)
def test_the_totals_of_the_parts_add_up_to_that_of_the_order(parts):
    made = order(*parts)
    assert made.total == sum(part.total for part in parts)
    assert made.total == made.subtotal - made.discount + made.delivery
    assert made.subtotal == sum(line.price * line.quantity for part in parts for line in part.lines)
    assert made.delivery == sum(part.delivery for part in parts)


@given(PARTS, st.integers(0, 10**12))
@settings(max_examples=100, deadline=None)
def test_an_amount_shared_among_the_parts_adds_up(parts, amount):
    shared = shares(amount, [part.total for part in parts])
    assert sum(shared) == amount
    assert min(shared) >= 0


def test_an_order_number_is_ten_random_characters(session):
    product = world.product(session)
    made = [
        order(part(product.producer_id, line(product.variants[0].id)), checkout_key=f"K{i}")
        for i in range(20)
    ]
    session.add_all(made)
    session.commit()
    numbers = {one.number for one in made}
    assert len(numbers) == 20
    assert all(len(number) == 10 and set(number) <= set(ALPHABET) for number in numbers)
    # Nothing of the row's own number shines through.
    assert sorted(made, key=lambda one: one.number) != made


@pytest.mark.parametrize("written", [str, str.lower, grouped, lambda number: f" {number[:5]} {number[5:]} "])
def test_an_order_is_found_however_its_number_is_written(session, written):
    product = world.product(session)
    made = order(part(product.producer_id, line(product.variants[0].id)))
    session.add(made)
    session.commit()
    assert find_order(session, written(made.number)).id == made.id


@pytest.mark.parametrize("number", ["", "0000000000", "1", "%", "' OR 1=1 --", "Đ" * 40])
def test_an_unknown_number_finds_no_order(session, number):
    product = world.product(session)
    session.add(order(part(product.producer_id, line(product.variants[0].id))))
    session.commit()
    assert find_order(session, number) is None


@pytest.mark.parametrize("parts", [1, 5])
def test_an_order_is_read_whole_in_the_same_number_of_statements(session, statements, parts):
    products = [world.product(session) for _ in range(parts)]
    made = order(
        *(part(p.producer_id, line(p.variants[0].id), position=i) for i, p in enumerate(products, 1))
    )
    session.add(made)
    session.commit()
    session.expunge_all()
    del statements[:]
    found = find_order(session, made.number)
    assert found.commune.province.name == "Hà Nội"
    for i, read in enumerate(found.sub_orders):
        assert read.position == i + 1
        assert read.producer.commune.province.name == "Lào Cai"
        assert read.lines[0].variant.product.slug == products[i].slug
    assert len(statements) == 4


@pytest.mark.parametrize(
    "wrong",
    [
        lambda variant, producer: order(part(producer, line(variant, quantity=0))),
        lambda variant, producer: order(part(producer, line(variant, price=0))),
        lambda variant, producer: order(part(producer, line(variant), subtotal=-1)),
        lambda variant, producer: order(part(producer, line(variant), delivery=-1)),
        lambda variant, producer: order(part(producer, line(variant), discount=-1)),
        lambda variant, producer: order(part(producer, line(variant), discount=100_001)),
        lambda variant, producer: order(part(producer, line(variant), grams=-1)),
        lambda variant, producer: order(part(producer, line(variant), state="lost")),
        lambda variant, producer: order(part(producer, line(variant)), payment_method="gold"),
        lambda variant, producer: order(
            part(producer, line(variant)), part(producer, line(variant), position=2)
        ),
    ],
    ids=[
        "quantity",
        "price",
        "subtotal",
        "delivery",
        "discount",
        "discount above the goods",
        "grams",
        "state",
        "payment",
        "producer twice",
    ],
)
def test_the_database_refuses_an_order_that_cannot_be(session, wrong):
    product = world.product(session)
    session.add(wrong(product.variants[0].id, product.producer_id))
    with pytest.raises(IntegrityError):
        session.flush()
