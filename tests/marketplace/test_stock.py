import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from catalog.products import Variant
from catalog.versions import changed_since, current_version
from marketplace.stock import (
    Movement,
    Reason,
    Stock,
    count,
    left,
    publish_availability,
    reserve,
    reserve_all,
)
from tests import world
from tests.world import NOW


@pytest.fixture
def product(session):
    """With one pack, of which ten are on hand."""
    made = world.product(session, stock=10)
    session.commit()
    return made


@pytest.fixture
def pack(product) -> int:
    return product.variants[0].id


def stock(session, pack: int) -> tuple[int, int]:
    session.expire_all()
    row = session.get(Stock, pack)
    return row.on_hand, row.reserved


def available(session, pack: int) -> bool:
    return session.scalar(select(Variant.available).where(Variant.id == pack))


def movements(session, pack: int) -> list[tuple[str, str, int]]:
    rows = select(Movement.reason, Movement.source, Movement.quantity).where(Movement.variant_id == pack)
    return [tuple(row) for row in session.execute(rows.order_by(Movement.id))]


def test_reserving_promises_pieces_and_says_why(session, pack):
    assert reserve(session, pack, 3, "order-line:1", NOW) is True
    assert stock(session, pack) == (10, 3)
    assert movements(session, pack)[1:] == [("reserved", "order-line:1", -3)]
    assert left(session, [pack]) == {pack: 7}


def test_the_last_piece_can_be_reserved_and_nothing_beyond(session, pack):
    assert reserve(session, pack, 10, "one", NOW)
    assert not reserve(session, pack, 1, "two", NOW)
    assert stock(session, pack) == (10, 10)


@pytest.mark.parametrize("quantity", [11, 10**6])
def test_too_few_left_changes_nothing_at_all(session, pack, quantity):
    before = movements(session, pack), current_version(session)
    assert reserve(session, pack, quantity, "order-line:1", NOW) is False
    session.commit()
    assert stock(session, pack) == (10, 0)
    assert (movements(session, pack), current_version(session)) == before


def test_a_pack_without_stock_cannot_be_reserved(session):
    assert reserve(session, 10**6, 1, "order-line:1", NOW) is False


def test_the_same_source_never_takes_twice(session, pack):
    reserve(session, pack, 1, "order-line:1", NOW)
    session.flush()
    with pytest.raises(IntegrityError), session.begin_nested():
        reserve(session, pack, 1, "order-line:1", NOW)
        session.flush()
    assert stock(session, pack) == (10, 1)


def test_the_same_count_is_never_booked_twice(session, pack):
    count(session, pack, 5, "count:1", NOW)
    with pytest.raises(IntegrityError), session.begin_nested():
        count(session, pack, 4, "count:1", NOW)
    assert stock(session, pack) == (5, 0)


def test_the_same_source_may_reserve_different_packs(session):
    packs = [variant.id for variant in world.product(session, prices=(1000, 2000)).variants]
    assert all(reserve(session, pack, 1, "order:1", NOW) for pack in packs)
    session.commit()


def test_a_count_sets_what_is_on_hand_and_books_the_difference(session, pack):
    count(session, pack, 4, "count:1", NOW)
    count(session, pack, 6, "count:2", NOW)
    assert stock(session, pack) == (6, 0)
    assert movements(session, pack)[1:] == [("counted", "count:1", -6), ("counted", "count:2", 2)]


@pytest.mark.parametrize(("counted", "on_hand"), [(20, 20), (7, 7), (6, 6), (5, 6), (0, 6)])
def test_a_count_never_takes_away_what_is_promised(session, pack, counted, on_hand):
    reserve(session, pack, 6, "order-line:1", NOW)
    session.commit()
    session.expire_all()
    count(session, pack, counted, "count:1", NOW)
    assert stock(session, pack) == (on_hand, 6)


def test_a_count_heeds_what_was_promised_since_the_stock_was_read(session, pack):
    """As on PostgreSQL, where another buyer's order may come between the reading and the count."""
    read_before = session.get(Stock, pack)
    taken = update(Stock).where(Stock.variant_id == pack).values(reserved=6)
    session.execute(taken.execution_options(synchronize_session=False))
    assert read_before.reserved == 0
    count(session, pack, 5, "count:1", NOW)
    assert stock(session, pack) == (6, 6)


@pytest.mark.parametrize("counted", [20, 7, 6, 5, 0])
def test_the_counted_movements_add_up_to_what_is_on_hand(session, pack, counted):
    reserve(session, pack, 6, "order-line:1", NOW)
    session.commit()
    session.expire_all()
    count(session, pack, counted, "count:1", NOW)
    booked = sum(quantity for reason, _, quantity in movements(session, pack) if reason == Reason.COUNTED)
    assert booked == stock(session, pack)[0]


def test_availability_goes_with_the_last_piece_and_comes_back_with_a_count(session, pack):
    assert available(session, pack)
    reserve(session, pack, 9, "one", NOW)
    assert available(session, pack)
    reserve(session, pack, 1, "two", NOW)
    assert not available(session, pack)
    count(session, pack, 11, "count:1", NOW)
    assert available(session, pack)


def test_a_new_pack_with_nothing_on_hand_is_not_available(session):
    product = world.product(session, stock=0)
    assert not available(session, product.variants[0].id)


def test_the_version_moves_only_when_availability_flips(session, product, pack):
    before = current_version(session)
    reserve(session, pack, 9, "one", NOW)
    session.commit()
    assert current_version(session) == before
    reserve(session, pack, 1, "two", NOW)
    session.commit()
    assert current_version(session) == before + 1
    assert changed_since(session, before) == {product.id}
    count(session, pack, 10, "count:1", NOW)
    session.commit()
    assert current_version(session) == before + 1
    publish_availability(session, [pack])
    session.commit()
    assert current_version(session) == before + 1


def test_an_availability_that_was_wrong_is_put_right(session, pack):
    session.execute(update(Variant).where(Variant.id == pack).values(available=False))
    publish_availability(session, [pack])
    assert available(session, pack)


@pytest.mark.parametrize(("on_hand", "reserved"), [(1, 2), (-1, 0), (1, -1), (-1, -1)])
def test_the_database_refuses_a_stock_that_cannot_be(session, pack, on_hand, reserved):
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(
            update(Stock).where(Stock.variant_id == pack).values(on_hand=on_hand, reserved=reserved)
        )
    assert stock(session, pack) == (10, 0)


def test_an_unknown_reason_is_refused(session, pack):
    session.add(Movement(variant_id=pack, reason="stolen", source="x", quantity=-1, at=NOW))
    with pytest.raises(IntegrityError):
        session.flush()


def test_left_knows_only_packs_with_stock(session, pack):
    assert left(session, []) == {}
    assert left(session, [pack, 10**6]) == {pack: 10}


def test_to_promise_nothing_writes_nothing(session):
    assert reserve_all(session, [], NOW) is None
    assert session.scalars(select(Movement)).all() == []
