"""Visits are added up by product and day, read by week, and forgotten."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from catalog.visits import KEPT, Visits, forget_old, most_visited, record, visits_by_week, weeks_until
from tests import world
from tests.world import TODAY


@pytest.fixture
def product(session):
    return world.product(session, "Chè Thử")


def rows(session) -> list[tuple]:
    columns = Visits.product_id, Visits.day, Visits.count
    return [tuple(row) for row in session.execute(select(*columns).order_by(Visits.product_id, Visits.day))]


def test_counts_are_added_to_those_of_the_day(session, product):
    yesterday = TODAY - timedelta(days=1)
    record(session, {(product.slug, TODAY): 2, (product.slug, yesterday): 1, ("khong-co", TODAY): 9})
    record(session, {(product.slug, TODAY): 3})
    assert rows(session) == [(product.id, yesterday, 1), (product.id, TODAY, 5)]


def test_nothing_is_written_of_nothing(session):
    record(session, {("khong-co", TODAY): 9})
    assert rows(session) == []


def test_weeks_end_with_the_day():
    weeks = weeks_until(date(2026, 11, 30), 2)
    assert [(week.first.day, week.last.day) for week in weeks] == [(17, 23), (24, 30)]


def test_visits_are_read_by_week_for_one_producer(session, product, statements):
    other = world.product(session, "Mật ong Thử")
    weeks = weeks_until(TODAY, 2)
    for days, count in ((0, 1), (6, 2), (7, 4), (13, 8), (14, 16)):
        record(session, {(product.slug, TODAY - timedelta(days=days)): count, (other.slug, TODAY): 100})
    statements.clear()
    assert visits_by_week(session, [product.producer_id], weeks) == [12, 3]
    assert most_visited(session, [product.producer_id], weeks, 5) == [(product.id, 15, 3)]
    assert len(statements) == 2


def test_what_is_old_is_forgotten(session, product):
    last = TODAY - KEPT
    record(session, {(product.slug, last): 1, (product.slug, last - timedelta(days=1)): 1})
    assert forget_old(session, TODAY) == 1
    assert rows(session) == [(product.id, last, 1)]
