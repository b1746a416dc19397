"""A visitor's basket becomes part of the account's: line by line, capped, told, and once however many sign in."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from marketplace.orders.account_baskets import basket_for, basket_of, take_over
from marketplace.orders.baskets import MAX_LINES, Basket, BasketLine
from tests import people, world
from tests.databases import own_database
from tests.world import NOW


@pytest.fixture
def binh(session):
    return people.user(session)


def basket(session, *lines, user_id=None) -> Basket:
    made = Basket(changed_at=NOW, user_id=user_id, lines=[])
    for product, quantity in lines:
        price = product.variants[0].price
        made.lines.append(BasketLine(variant_id=product.variants[0].id, quantity=quantity, seen_price=price))
    session.add(made)
    session.commit()
    return made


def held(session, user_id: int) -> dict[int, int]:
    session.flush()
    found = session.scalar(basket_of(user_id).execution_options(populate_existing=True))
    return {line.variant_id: line.quantity for line in found.lines} if found else {}


def test_without_a_basket_of_its_own_the_account_takes_the_visitors(session, binh):
    product = world.product(session)
    visitors = basket(session, (product, 2))
    own, changes = take_over(session, binh.id, visitors.token, NOW)
    session.commit()
    assert (own.id, changes) == (visitors.id, [])
    assert held(session, binh.id) == {product.variants[0].id: 2}


def test_two_baskets_are_added_up_line_by_line_and_every_change_is_told(session, binh):
    only_own, both, only_brought, capped, gone = (world.product(session, stock=5) for _ in range(5))
    basket(session, (only_own, 1), (both, 2), (capped, 3), user_id=binh.id)
    visitors = basket(session, (both, 1), (only_brought, 4), (capped, 3), (gone, 9))
    token = visitors.token
    _, changes = take_over(session, binh.id, token, NOW)
    session.commit()
    quantities = {
        product.id: held(session, binh.id).get(product.variants[0].id)
        for product in (only_own, both, only_brought, capped, gone)
    }
    assert list(quantities.values()) == [1, 3, 4, 5, 5]
    told = {change.product.id: (change.kept, change.brought, change.now) for change in changes}
    assert told == {
        only_own.id: (1, 0, 1),
        both.id: (2, 1, 3),
        capped.id: (3, 3, 5),
        gone.id: (0, 9, 5),
    }
    assert take_over(session, binh.id, token, NOW)[1] == [], "a second sign-in doubles nothing"
    assert session.scalars(select(Basket.token)).all() == [basket_for(session, binh.id, NOW).token]


def test_what_is_sold_out_meanwhile_stays_in_the_basket(session, binh):
    product, other = world.product(session, stock=0), world.product(session)
    basket(session, (other, 1), user_id=binh.id)
    visitors = basket(session, (product, 2))
    take_over(session, binh.id, visitors.token, NOW)
    assert held(session, binh.id)[product.variants[0].id] == 2


def test_what_has_no_room_is_told(session, binh):
    product = world.product(session, prices=tuple(range(1000, 1000 + MAX_LINES)))
    full = Basket(changed_at=NOW, user_id=binh.id, lines=[])
    for variant in product.variants:
        full.lines.append(BasketLine(variant_id=variant.id, quantity=1, seen_price=variant.price))
    session.add(full)
    extra = world.product(session)
    visitors = basket(session, (extra, 2))
    _, changes = take_over(session, binh.id, visitors.token, NOW)
    assert [(change.brought, change.now) for change in changes if change.product.id == extra.id] == [(2, 0)]
    assert len(held(session, binh.id)) == MAX_LINES


def test_nobody_takes_the_basket_of_another_account(session, binh):
    product = world.product(session)
    others = basket(session, (product, 2), user_id=people.user(session, "cuc@vidu.vn", "Cúc").id)
    assert take_over(session, binh.id, others.token, NOW) == (None, [])
    assert take_over(session, binh.id, "", NOW) == (None, [])


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
@pytest.mark.parametrize("has_own", [True, False], ids=["own basket", "no basket"])
def test_eight_sign_ins_at_once_count_every_piece_once(kind, has_own, tmp_path):
    with own_database(kind, tmp_path, "sign_ins") as database:
        with database.writing(expire_on_commit=False) as session:
            user = people.user(session)
            product = world.product(session, stock=50)
            if has_own:
                basket(session, (product, 3), user_id=user.id)
            token = basket(session, (product, 2)).token
        barrier = threading.Barrier(8)

        def sign_in(_) -> None:
            barrier.wait(timeout=60)
            with database.transaction() as session:
                take_over(session, user.id, token, NOW)
                basket_for(session, user.id, NOW)

        with ThreadPoolExecutor(8) as threads:
            list(threads.map(sign_in, range(8)))
        with database.reading() as session:
            assert held(session, user.id) == {product.variants[0].id: 5 if has_own else 2}
            assert len(session.scalars(select(Basket)).all()) == 1
