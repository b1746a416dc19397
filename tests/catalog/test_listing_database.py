"""The listing index against the database: brought up to date step by step, it equals a fresh read."""

from dataclasses import asdict
from datetime import timedelta

import pytest
from sqlalchemy import select

from catalog.columns import read_columns
from catalog.listing import Filters, ListingIndex, Sort, find
from catalog.producers import Producer, ProducerState
from catalog.products import SHOWN_PRODUCER, ProductState
from catalog.versions import current_version
from marketplace.stock import reserve
from tests import world
from tests.world import NOW, TODAY

DAY = timedelta(days=1)


@pytest.fixture
def index() -> ListingIndex:
    return ListingIndex()


def shown(session, index, day=TODAY, **wanted) -> list[int]:
    session.commit()
    return find(index.at_present(session), Filters(**wanted), day, Sort.RELEVANCE, 1, 100).ids


def assert_fresh(session, index) -> None:
    """What the index holds is what a new one would read."""
    session.commit()
    held, fresh = index.at_present(session), read_columns(session, current_version(session))
    assert held.version == fresh.version
    assert {id: asdict(row) for id, row in held.rows.items()} == {
        id: asdict(row) for id, row in fresh.rows.items()
    }
    for day in (TODAY, TODAY + 4000 * DAY):
        for name in ("stars", "decided", "marks"):
            assert getattr(held.on_day(day), name).tolist() == getattr(fresh.on_day(day), name).tolist()


def rename(session, product):
    product.name, product.key = "Chè Ô Long", "che o long"


def reprice(session, product):
    product.variants[0].price = 1


def hide(session, product):
    product.move(ProductState.HIDDEN)


def sell_out(session, product):
    assert reserve(session, product.variants[0].id, 10, "test", NOW)


def recognise(session, product):
    world.recognition(session, product, stars=5)


def revoke(session, product):
    world.act(session, world.recognition(session, product), "revoke", TODAY)


def suspend_producer(session, product):
    session.get(Producer, product.producer_id).move(ProducerState.SUSPENDED)


def permit(session, product):
    world.authorisation(session, product, world.mark(session))


def permit_all(session, product):
    world.authorisation(session, product, world.mark(session), product_id=None)


def add_another(session, product):
    world.product(session, by=session.get(Producer, product.producer_id))


CHANGES = [
    rename,
    reprice,
    hide,
    sell_out,
    recognise,
    revoke,
    suspend_producer,
    permit,
    permit_all,
    add_another,
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_after_any_change_the_index_equals_a_fresh_read(session, index, change):
    product, _ = world.product(session), world.product(session)
    assert_fresh(session, index)
    before = dict(index.at_present(session).rows)
    change(session, product)
    assert_fresh(session, index)
    assert index.at_present(session).rows != before


def test_many_changes_one_after_the_other_leave_no_trace_behind(session, index):
    products = [world.product(session) for _ in range(len(CHANGES))]
    assert_fresh(session, index)
    for change, product in zip(CHANGES, products, strict=True):
        change(session, product)
        assert_fresh(session, index)


def test_a_hidden_product_disappears_and_comes_back(session, index):
    product = world.product(session)
    assert shown(session, index) == [product.id]
    product.move(ProductState.HIDDEN)
    assert shown(session, index) == []
    product.move(ProductState.PUBLISHED)
    assert shown(session, index) == [product.id]


@pytest.mark.parametrize("state", sorted(set(ProductState) - {ProductState.PUBLISHED}))
def test_only_published_products_are_listed(session, index, state):
    world.product(session, state=state)
    assert shown(session, index) == []


@pytest.mark.parametrize(
    "state", sorted(set(ProducerState) - {ProducerState.APPROVED, ProducerState.REGISTERED})
)
def test_only_products_of_approved_producers_are_listed(session, index, state):
    world.product(session, by=world.producer(session, state=state))
    assert shown(session, index) == []


def test_a_product_is_priced_at_its_cheapest_pack_and_in_stock_with_any(session, index):
    product = world.product(session, prices=(90_000, 50_000))
    sell_out(session, product)
    assert shown(session, index, price_to=50_000, in_stock=True) == [product.id]
    assert shown(session, index, price_from=50_001) == []
    assert reserve(session, product.variants[1].id, 10, "test", NOW)
    assert shown(session, index, in_stock=True) == []


def test_only_changed_products_are_read_again(session, index):
    products = [world.product(session) for _ in range(3)]
    shown(session, index)
    kept = {id: row for id, row in index.at_present(session).rows.items() if id != products[0].id}
    reprice(session, products[0])
    shown(session, index)
    now = index.at_present(session).rows
    assert all(now[id] is row for id, row in kept.items())
    assert now[products[0].id].price == 1


def test_an_index_that_is_up_to_date_asks_for_nothing_but_the_version(session, index, statements):
    world.product(session)
    shown(session, index)
    del statements[:]
    index.at_present(session)
    assert len(statements) == 1
    index.at_present(session, current_version(session))
    assert len(statements) == 2


@pytest.mark.parametrize("state", [ProducerState.APPROVED, ProducerState.REGISTERED])
def test_a_product_without_a_pack_is_listed_and_not_sold(session, index, state):
    known = world.product(session, prices=(), by=world.producer(session, state=state))
    sold = world.product(session, prices=(50_000,), stock=0)
    assert sorted(shown(session, index)) == [known.id, sold.id]
    assert shown(session, index, sold=True) == [sold.id]
    assert shown(session, index, price_to=100_000) == [sold.id]
    for sort in (Sort.RELEVANCE, Sort.CHEAPEST, Sort.DEAREST):
        assert find(index.at_present(session), Filters(), TODAY, sort, 1, 10).ids == [sold.id, known.id]


def test_a_registered_producer_without_products_on_show_is_not_shown(session):
    producer = world.producer(session, state=ProducerState.REGISTERED)
    product = world.product(session, prices=(), by=producer, state=ProductState.HIDDEN)
    shown = select(Producer.id).where(SHOWN_PRODUCER)
    assert session.scalars(shown).all() == []
    product.move(ProductState.PUBLISHED)
    session.flush()
    assert session.scalars(shown).all() == [producer.id]
