"""Reading proofs from the database: which rows belong to a product, and how many statements that takes."""

from datetime import date, timedelta

import pytest

from catalog.products import Product
from catalog.recognitions import Evidence
from catalog.register import Proofs, everything_proved, proofs_of
from tests import world
from tests.world import TODAY

DAY = timedelta(days=1)


def proved(session, *products: Product) -> dict[int, Proofs]:
    return proofs_of(session, {product.id: product.producer_id for product in products})


def kinds(proofs: Proofs, day: date = TODAY) -> list[str]:
    return [badge.kind for badge in proofs.badges(day)]


def test_a_product_without_rows_has_no_proofs(session):
    product = world.product(session)
    assert proved(session, product)[product.id] == Proofs([], [])


def test_nothing_is_asked_for_no_products(session, statements):
    assert proofs_of(session, {}) == {}
    assert statements == []


def test_recognitions_come_oldest_first_whatever_the_order_they_were_written_in(session):
    product = world.product(session)
    for days in (100, 900, 500):
        world.recognition(session, product, decided_on=TODAY - days * DAY)
    found = proved(session, product)[product.id].recognitions
    assert [TODAY - r.decided_on for r in found] == [900 * DAY, 500 * DAY, 100 * DAY]


def test_each_product_has_its_own_recognitions(session):
    one, other = world.product(session), world.product(session)
    world.recognition(session, one, stars=3)
    world.recognition(session, other, stars=5)
    found = proved(session, one, other)
    assert [r.stars for r in found[one.id].recognitions] == [3]
    assert [r.stars for r in found[other.id].recognitions] == [5]


@pytest.mark.parametrize(("evidence", "shown"), [("A", 1), ("B1", 1), ("B2", 0), ("C", 0)])
def test_only_what_is_proved_is_read(session, evidence, shown):
    product = world.product(session)
    world.recognition(session, product, evidence=Evidence(evidence))
    assert len(proved(session, product)[product.id].recognitions) == shown
    assert len(everything_proved(session)[product.id].recognitions) == shown


def test_a_right_for_one_product_is_not_that_of_the_next(session):
    producer = world.producer(session)
    one, other = world.product(session, by=producer), world.product(session, by=producer)
    world.authorisation(session, one, world.mark(session))
    found = proved(session, one, other)
    assert (kinds(found[one.id]), kinds(found[other.id])) == (["gi"], [])


def test_a_right_for_all_products_of_a_producer_is_that_of_each_but_of_no_other_producer(session):
    producer = world.producer(session)
    one, other = world.product(session, by=producer), world.product(session, by=producer)
    stranger = world.product(session)
    world.authorisation(session, one, world.mark(session), product_id=None)
    found = proved(session, one, other, stranger)
    assert [kinds(found[product.id]) for product in (one, other, stranger)] == [["gi"], ["gi"], []]


def test_acts_come_with_their_own_right_oldest_first(session):
    product = world.product(session)
    recognition, untouched = world.recognition(session, product), world.recognition(session, product, stars=3)
    permit = world.authorisation(session, product, world.mark(session))
    world.act(session, recognition, "reinstate", TODAY - DAY)
    world.act(session, recognition, "suspend", TODAY - 9 * DAY)
    world.act(session, permit, "revoke", TODAY)
    found = proved(session, product)[product.id]
    by_id = {r.id: [act.kind for act in r.acts] for r in found.recognitions}
    assert by_id == {recognition.id: ["suspend", "reinstate"], untouched.id: []}
    assert [act.kind for act in found.authorisations[0].acts] == ["revoke"]
    assert kinds(found, TODAY - DAY) == ["stars", "gi"]
    assert kinds(found, TODAY) == ["stars"]


def fill(session, products: int) -> list[Product]:
    made = [world.product(session) for _ in range(products)]
    for product in made:
        recognition = world.recognition(session, product)
        permit = world.authorisation(session, product, world.mark(session))
        world.act(session, recognition, "extend", TODAY, expires_on=TODAY + 999 * DAY)
        world.act(session, permit, "suspend", TODAY)
    session.commit()
    session.expunge_all()
    return made


@pytest.mark.parametrize("products", [1, 12])
def test_two_statements_read_the_proofs_of_any_number_of_products(session, statements, products):
    wanted = {product.id: product.producer_id for product in fill(session, products)}
    del statements[:]
    found = proofs_of(session, wanted)
    assert [kinds(found[id]) for id in wanted] == [["stars"]] * products
    assert len(statements) == 2


def test_reading_everything_says_the_same_as_reading_each(session):
    made = fill(session, 4)
    bare = world.product(session, by=world.producer(session))
    world.authorisation(session, made[0], world.mark(session), product_id=None)
    wanted = {product.id: product.producer_id for product in [*made, bare]}
    some, all_of_them = proofs_of(session, wanted), everything_proved(session)
    for id in wanted:
        assert all_of_them[id].badges(TODAY) == some[id].badges(TODAY)
        assert {a.code for a in all_of_them[id].authorisations} == {a.code for a in some[id].authorisations}


def test_rows_of_the_register_are_never_changed_or_deleted(session):
    product = world.product(session)
    rows = world.recognition(session, product), world.authorisation(session, product, world.mark(session))
    rows += (world.act(session, rows[0], "revoke", TODAY),)
    session.commit()
    for row in rows:
        row.created_at = world.NOW - DAY
        with pytest.raises(RuntimeError, match="append-only"):
            session.flush()
        session.rollback()
        session.delete(row)
        with pytest.raises(RuntimeError, match="append-only"):
            session.flush()
        session.rollback()
