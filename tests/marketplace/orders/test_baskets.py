from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from catalog.codes import ALPHABET
from catalog.producers import Producer, ProducerState
from catalog.products import ProductState
from catalog.records import Refused
from marketplace.orders.baskets import MAX_LINES, MAX_QUANTITY, Basket, BasketLine, add, forget_old, sellable
from marketplace.stock import reserve
from tests import world
from tests.world import NOW


@pytest.fixture
def basket(session) -> Basket:
    made = Basket(changed_at=NOW, lines=[])
    session.add(made)
    session.flush()
    return made


def contents(basket: Basket) -> list[tuple[int, int]]:
    return [(line.variant_id, line.quantity) for line in basket.lines]


def test_a_pack_is_put_in_at_the_price_of_now(session, basket):
    pack = world.product(session, prices=(120_000,)).variants[0]
    line = add(session, basket, pack, 2)
    assert contents(basket) == [(pack.id, 2)]
    assert line.seen_price == 120_000


def test_the_same_pack_again_adds_to_its_line_and_shows_the_new_price(session, basket):
    pack = world.product(session).variants[0]
    add(session, basket, pack, 2)
    pack.price = 99_000
    line = add(session, basket, pack, 3)
    assert contents(basket) == [(pack.id, 5)]
    assert line.seen_price == 99_000


@pytest.mark.parametrize("quantity", [0, -1, 100, 10**9])
def test_an_impossible_quantity_is_refused(session, basket, quantity):
    pack = world.product(session, stock=1000).variants[0]
    with pytest.raises(Refused, match="from 1 to 99"):
        add(session, basket, pack, quantity)
    assert contents(basket) == []


def test_more_than_is_left_is_refused_with_the_number_left(session, basket):
    pack = world.product(session, stock=10).variants[0]
    reserve(session, pack.id, 6, "test", NOW)
    with pytest.raises(Refused, match="Only 4 of this pack"):
        add(session, basket, pack, 5)
    assert contents(basket) == []


def test_what_lies_in_the_basket_already_counts(session, basket):
    pack = world.product(session, stock=3).variants[0]
    add(session, basket, pack, 2)
    with pytest.raises(Refused, match="Only 3 of this pack"):
        add(session, basket, pack, 2)
    assert contents(basket) == [(pack.id, 2)]


def test_a_line_never_holds_more_than_the_limit(session, basket):
    pack = world.product(session, stock=1000).variants[0]
    add(session, basket, pack, MAX_QUANTITY)
    with pytest.raises(Refused, match=f"Only {MAX_QUANTITY}"):
        add(session, basket, pack, 1)


def test_a_pack_out_of_stock_is_refused(session, basket):
    pack = world.product(session, stock=0).variants[0]
    with pytest.raises(Refused, match="out of stock"):
        add(session, basket, pack, 1)


def test_a_basket_holds_so_many_lines_and_no_more(session, basket):
    packs = world.product(session, prices=(1000,) * (MAX_LINES + 1)).variants
    for pack in packs[:-1]:
        add(session, basket, pack, 1)
    with pytest.raises(Refused, match=f"{MAX_LINES} different packs"):
        add(session, basket, packs[-1], 1)
    add(session, basket, packs[0], 1)
    assert len(basket.lines) == MAX_LINES


def test_a_sellable_pack_comes_with_its_product_and_category(session):
    product = world.product(session, set_code="14")
    session.commit()
    session.expunge_all()
    found = sellable(session, product.variants[0].id)
    assert (found.product.name, found.product.category.adults_only) == (product.name, True)


@pytest.mark.parametrize("state", sorted(set(ProductState) - {ProductState.PUBLISHED}))
def test_a_pack_of_a_product_that_is_not_shown_cannot_be_bought(session, state):
    product = world.product(session, state=state)
    with pytest.raises(Refused, match="not sold here any more"):
        sellable(session, product.variants[0].id)


@pytest.mark.parametrize("state", sorted(set(ProducerState) - {ProducerState.APPROVED}))
def test_a_pack_of_a_producer_that_is_not_shown_cannot_be_bought(session, state):
    product = world.product(session)
    session.get(Producer, product.producer_id).state = state
    session.flush()
    with pytest.raises(Refused, match="not sold here any more"):
        sellable(session, product.variants[0].id)


@pytest.mark.parametrize("id", [0, -1, 10**9])
def test_an_unknown_pack_cannot_be_bought(session, id):
    with pytest.raises(Refused, match="not sold here any more"):
        sellable(session, id)


def test_baskets_are_named_by_random_tokens(session, basket):
    other = Basket(changed_at=NOW, lines=[])
    session.add(other)
    session.flush()
    names = {basket.token, basket.checkout_key, other.token, other.checkout_key}
    assert len(names) == 4
    assert all(len(name) == 26 and set(name) <= set(ALPHABET) for name in names)


def test_after_an_order_the_basket_is_empty_and_its_next_order_has_another_name(session, basket):
    add(session, basket, world.product(session).variants[0], 1)
    basket.address = {"name": "Nguyễn Thử"}
    session.commit()
    token, key = basket.token, basket.checkout_key
    basket.start_anew()
    session.commit()
    assert session.scalar(select(func.count()).select_from(BasketLine)) == 0
    assert (basket.token, basket.address) == (token, {"name": "Nguyễn Thử"})
    assert basket.checkout_key != key


@pytest.mark.parametrize("quantity", [0, -1, 100])
def test_the_database_refuses_an_impossible_quantity(session, basket, quantity):
    pack = world.product(session).variants[0]
    session.add(BasketLine(basket_id=basket.id, variant_id=pack.id, quantity=quantity, seen_price=1))
    with pytest.raises(IntegrityError):
        session.flush()


def test_the_database_refuses_a_second_line_of_a_pack(session, basket):
    pack = world.product(session).variants[0]
    for _ in range(2):
        session.add(BasketLine(basket_id=basket.id, variant_id=pack.id, quantity=1, seen_price=1))
    with pytest.raises(IntegrityError):
        session.flush()


def test_a_basket_and_its_address_are_forgotten_after_ninety_days(session):
    product = world.product(session)
    for days in (89, 91):
        kept = Basket(changed_at=world.NOW - timedelta(days=days), address={"name": f"{days}"}, lines=[])
        session.add(kept)
        kept.lines.append(BasketLine(variant_id=product.variants[0].id, quantity=1, seen_price=1000))
    session.flush()
    assert forget_old(session, world.NOW) == 1
    assert session.scalars(select(Basket.address)).all() == [{"name": "89"}]
    assert len(session.scalars(select(BasketLine.id)).all()) == 1
