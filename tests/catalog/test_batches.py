"""Rows of a batch count from its release until it is undone; a correction takes the place of a row."""

import pytest
from sqlalchemy.exc import DBAPIError

from catalog.batches import Batch, BatchStep, Step
from catalog.recognitions import Evidence, origin_of
from catalog.register import everything_proved, proofs_of
from tests import world
from tests.world import NOW, TODAY


def batch(session, *steps: Step) -> Batch:
    made = Batch(code=f"L{steps}", source="ds.xlsx", digest="00", created_at=NOW)
    session.add(made)
    session.flush()
    session.add_all(BatchStep(batch_id=made.id, kind=step, created_at=NOW) for step in steps)
    session.flush()
    return made


def stars_of(session, product) -> list[int]:
    """The stars that its badge shows, read in both ways."""
    one = proofs_of(session, {product.id: product.producer_id})[product.id]
    assert one == everything_proved(session)[product.id]
    return [badge.stars for badge in one.badges(TODAY)]


@pytest.mark.parametrize(
    ("steps", "stars"),
    [((), []), ((Step.RELEASE,), [4]), ((Step.RELEASE, Step.UNDO), []), ((Step.UNDO,), [])],
)
def test_a_batch_counts_from_its_release_until_it_is_undone(session, steps, stars):
    product = world.product(session)
    of = batch(session, *steps)
    world.recognition(session, product, 4, batch_id=of.id, origin=origin_of(of.id, None))
    assert stars_of(session, product) == stars


def test_a_correction_takes_the_place_of_a_row(session):
    product = world.product(session)
    wrong = world.recognition(session, product, 5)
    world.recognition(session, product, 4, corrects_id=wrong.id, decided_on=wrong.decided_on)
    found = proofs_of(session, {product.id: product.producer_id})[product.id].recognitions
    assert [(r.stars, r.corrected, bool(r.spells())) for r in found] == [(5, True, False), (4, False, True)]
    assert stars_of(session, product) == [4]


def test_a_correction_counts_whatever_it_is_founded_on(session):
    product = world.product(session)
    wrong = world.recognition(session, product, 5)
    world.recognition(session, product, 5, corrects_id=wrong.id, evidence=Evidence.CLAIM)
    assert stars_of(session, product) == []


@pytest.mark.parametrize(
    ("steps", "stars"), [((), [5]), ((Step.RELEASE,), [4]), ((Step.RELEASE, Step.UNDO), [5])]
)
def test_a_correction_of_a_batch_goes_with_it(session, steps, stars):
    product = world.product(session)
    wrong = world.recognition(session, product, 5)
    of = batch(session, *steps)
    world.recognition(session, product, 4, corrects_id=wrong.id, batch_id=of.id)
    assert stars_of(session, product) == stars


def test_one_decision_may_come_again_only_by_another_way(session):
    product = world.product(session)
    facts = {"decision_no": "1/QĐ-UBND", "decided_on": TODAY}
    world.recognition(session, product, 4, **facts)
    of = batch(session)
    world.recognition(session, product, 4, batch_id=of.id, origin=origin_of(of.id, None), **facts)
    with pytest.raises(DBAPIError), session.begin_nested():
        world.recognition(session, product, 4, **facts)


@pytest.mark.parametrize("table", ["batches", "batch_steps"])
@pytest.mark.parametrize("change", ["DELETE FROM {}", "UPDATE {} SET created_at = created_at"])
def test_batches_are_only_added(session, table, change):
    batch(session, Step.RELEASE)
    with pytest.raises(DBAPIError, match="append-only"), session.begin_nested():
        session.connection().exec_driver_sql(change.format(table))
