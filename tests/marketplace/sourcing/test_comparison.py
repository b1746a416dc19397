"""The comparison: what a grid says of each quote, and that two hundred quotes ask no more than two."""

from datetime import datetime, timedelta

import pytest

from catalog.producers import Producer
from catalog.products import Product, Unit
from marketplace.sourcing.comparison import compare
from marketplace.sourcing.quote_ranking import Rankings
from marketplace.sourcing.quote_steps import withdraw
from marketplace.sourcing.request_writing import Conditions
from tests import sourcing_world, world
from tests.sourcing_world import UNTIL, lines_of, wanted
from tests.world import NOW


def asked(session, *goods, **facts):
    producers = tuple(session.get_one(Producer, one.producer_id) for one in goods)
    return sourcing_world.request(session, ask=producers, **facts)


def test_prices_are_net_of_the_discount_and_with_tax(session):
    good = world.product(session)
    made = asked(session, good)
    sourcing_world.quote(session, made, good, price=100_000, discount_bp=1000, vat_percent=8, minimum=10)
    found = compare(session, made, NOW)
    (cell,) = found.columns[0].cells.values()
    assert (cell.net, cell.gross, cell.minimum) == (90_000, 97_200, 10)
    assert cell.is_cheapest
    assert found.columns[0].awardable


def test_the_cheapest_that_stands_is_marked_and_comes_first(session):
    goods = [world.product(session) for _ in range(3)]
    made = asked(session, *goods)
    dear, cheap, gone = (
        sourcing_world.quote(session, made, good, price=price)
        for good, price in zip(goods, (90_000, 80_000, 70_000), strict=True)
    )
    withdraw(session, made, session.merge(gone), 1, NOW)
    found = compare(session, made, NOW)
    assert [column.quote.id for column in found.columns] == [cheap.id, dear.id]
    line = lines_of(session, made)[0].id
    assert [column.cells[line].is_cheapest for column in found.columns] == [True, False]


def test_packs_of_other_size_are_compared_by_what_they_hold(session):
    goods = [_of_packs(session, net=net) for net in (100, 200)]
    made = asked(session, *goods)
    for good, price in zip(goods, (50_000, 90_000), strict=True):
        sourcing_world.quote(session, made, good, price=price)
    cells = [next(iter(column.cells.values())) for column in compare(session, made, NOW).columns]
    assert [(cell.gross, cell.per_measure, cell.is_cheapest) for cell in cells] == [
        (90_000, 450_000, True),
        (50_000, 500_000, False),
    ]


def test_between_what_is_weighed_and_what_is_counted_none_is_the_cheapest(session):
    goods = [_of_packs(session, unit=unit) for unit in (Unit.GRAM, Unit.PIECE)]
    made = asked(session, *goods)
    for good in goods:
        sourcing_world.quote(session, made, good)
    cells = [next(iter(column.cells.values())) for column in compare(session, made, NOW).columns]
    assert [cell.is_cheapest for cell in cells] == [False, False]
    assert [cell.per_measure is None for cell in cells] == [False, True]


def _of_packs(session, **facts) -> Product:
    made = world.product(session)
    for name, value in facts.items():
        setattr(made.variants[0], name, value)
    session.flush()
    return made


def test_what_has_expired_is_shown_and_can_not_be_awarded(session):
    good = world.product(session)
    made = asked(session, good)
    sourcing_world.quote(session, made, good)
    (column,) = compare(session, made, NOW + (UNTIL - NOW.date()) + timedelta(days=1)).columns
    assert not column.awardable
    assert not next(iter(column.cells.values())).is_cheapest


def test_badges_and_papers_are_those_of_the_day(session):
    good = world.product(session)
    world.recognition(session, good, 4)
    world.authorisation(session, good, world.mark(session, "Shan Tuyết"))
    made = asked(session, good, conditions=Conditions(papers=frozenset({"food_safety"})))
    sourcing_world.quote(session, made, good)
    (cell,) = compare(session, made, NOW).columns[0].cells.values()
    assert cell.standing.stars == 4
    assert cell.standing.marks == (("gi", "Shan Tuyết"),)
    assert cell.standing.lacking == {"food_safety"}
    world.document(session, good)
    (cell,) = compare(session, made, NOW).columns[0].cells.values()
    assert not cell.standing.lacking


def test_two_hundred_quotes_ask_no_more_than_two(session, statements):
    few = _counted(session, statements, 2)
    many = _counted(session, statements, 200)
    assert many == few <= 12


def _counted(session, statements, quotes: int) -> int:
    goods = [world.product(session, stock=0) for _ in range(quotes)]
    said = Conditions(papers=frozenset({"food_safety"}))
    made = asked(session, *goods, lines=(wanted(), wanted(description="Trà")), conditions=said)
    for good in goods:
        sourcing_world.quote(session, made, good)
    session.expire_all()
    session.refresh(made)
    statements.clear()
    found = compare(session, made, NOW)
    assert sum(len(column.cells) for column in found.columns) == 2 * quotes
    return len(statements)


@pytest.mark.parametrize("change", ["version", "turn", "producer", "pack", "day", "quote"])
def test_a_kept_ranking_is_made_anew_by_what_it_rests_on(app, session, change):
    """The dearer one comes first once something has happened to the cheap one, or its price has changed."""
    goods = [world.product(session) for _ in range(2)]
    third = world.product(session)
    made = asked(session, *goods, third)
    dear = sourcing_world.quote(session, made, goods[0], price=90_000)
    cheap = sourcing_world.quote(session, made, goods[1], price=80_000, valid_until=UNTIL - timedelta(days=9))
    session.commit()
    rankings, index = Rankings(), app.extensions["listing_index"]

    def first(day=NOW) -> int:
        shelf = index.at_present(session)
        return compare(session, made, day, slice(0, 1), shelf, rankings).columns[0].quote.id

    assert first() == first() == cheap.id
    later = NOW
    match change:
        case "version":
            withdraw(session, made, session.merge(dear), 1, NOW)
            sourcing_world.quote(session, made, goods[0], price=70_000)
        case "turn":
            session.merge(cheap).turn = "producer"
        case "producer":
            session.get_one(Producer, goods[1].producer_id).state = "suspended"
        case "pack":
            goods[0].variants[0].net *= 2
        case "day":
            later = datetime.combine(UNTIL - timedelta(days=8), NOW.timetz())
        case "quote":
            dear = sourcing_world.quote(session, made, third, price=10_000)
    session.commit()
    assert first(later) == dear.id
