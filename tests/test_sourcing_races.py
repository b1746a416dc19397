"""Requests at the same moment, on both databases: two who award, a newer offer that comes meanwhile, many presses."""

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

import pytest
from sqlalchemy import func, select

from catalog.producers import Producer
from marketplace.accounts.retailers import Retailer
from marketplace.accounts.users import User
from marketplace.sourcing.awards import Pick, award
from marketplace.sourcing.quote_steps import (
    current_of,
    offer,
    offer_anew,
    offer_of,
    quote_for_steps,
    withdraw,
)
from marketplace.sourcing.quotes import Award, Quote
from marketplace.sourcing.request_writing import lock_request
from marketplace.sourcing.requests import Recipient, SourcingRequest
from storefront.database import Database
from tests import sourcing_world, world
from tests.crowds import at_once
from tests.databases import own_database
from tests.world import NOW

PRODUCERS = 6


class Case(NamedTuple):
    """Ids of a request with a quote of each producer; `seen` is its revision."""

    request: int
    buyer: int
    retailer: int
    line: int
    quotes: list[int]
    seen: int


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def database(request, tmp_path_factory) -> Iterator[Database]:
    with own_database(request.param, tmp_path_factory.mktemp("sourcing"), "sourcing_races") as made:
        yield made


@pytest.fixture
def case(database) -> Case:
    with database.writing(expire_on_commit=False) as session:
        goods = [world.product(session, stock=0) for _ in range(PRODUCERS)]
        makers = tuple(session.get_one(Producer, one.producer_id) for one in goods)
        made = sourcing_world.request(session, ask=makers)
        quotes = [sourcing_world.quote(session, made, one).id for one in goods]
        line = sourcing_world.lines_of(session, made)[0].id
        session.commit()
        return Case(made.id, made.user_id, made.retailer_id, line, quotes, made.revision)


def awarded(database: Database, case: Case, *quotes: int) -> str:
    with database.transaction() as session:
        request = lock_request(session, case.request)
        picks = [Pick(id, 1, case.line, 30) for id in quotes]
        award(session, request, session.get_one(User, case.buyer), picks, case.seen, NOW)
        return "awarded"


def changed(database: Database, case: Case, quote_id: int) -> str:
    with database.transaction() as session:
        request = lock_request(session, case.request)
        quote = quote_for_steps(session, quote_id)
        by = session.get_one(User, case.buyer)
        offer_anew(session, request, quote, by, offer_of(current_of(quote)), 1, NOW)
        return "changed"


def withdrawn(database: Database, case: Case, quote_id: int) -> str:
    with database.transaction() as session:
        withdraw(session, lock_request(session, case.request), quote_for_steps(session, quote_id), 1, NOW)
        return "withdrawn"


def awards_of(database: Database, case: Case) -> list[int]:
    with database.reading() as session:
        query = select(Award.quote_id).where(Award.quote_id.in_(case.quotes)).order_by(Award.quote_id)
        return list(session.scalars(query))


def test_of_eight_who_award_at_once_one_does_and_whole(database, case):
    split = [case.quotes[:2], case.quotes[2:4], case.quotes[4:], case.quotes[:1]] * 2
    came = at_once([partial(awarded, database, case, *quotes) for quotes in split])
    assert came == {"awarded": 1, "refused": 7}
    assert awards_of(database, case) in [case.quotes[:2], case.quotes[2:4], case.quotes[4:], case.quotes[:1]]


@pytest.mark.parametrize("step", [changed, withdrawn])
def test_an_award_and_a_step_of_a_producer_do_not_both_happen(database, case, step):
    """Either the award is of the version that was read, or the producer was first and all of it is refused."""
    actions = [partial(awarded, database, case, *case.quotes)]
    actions += [partial(step, database, case, id) for id in case.quotes[:3]]
    came = at_once(actions)
    if came["awarded"]:
        assert awards_of(database, case) == case.quotes
        assert came["refused"] == 3
    else:
        assert awards_of(database, case) == []
        assert came[step.__name__] == 3


def test_eight_presses_at_once_make_one_quote(database):
    with database.writing(expire_on_commit=False) as session:
        good = world.product(session, stock=0)
        maker = session.get_one(Producer, good.producer_id)
        made = sourcing_world.request(session, ask=(maker,))
        by = sourcing_world.seller(session, maker)
        put = sourcing_world.offered(session, made, good)
        session.commit()

    def press() -> str:
        with database.transaction() as session:
            request = lock_request(session, made.id)
            mine = session.get_one(Recipient, (made.id, maker.id))
            offer(session, request, mine, session.get_one(User, by.id), put, NOW)
            return "offered"

    assert at_once([press] * 8) == {"offered": 1, "refused": 7}
    with database.reading() as session:
        assert session.scalar(select(func.count()).where(Quote.request_id == made.id)) == 1


def test_a_suspension_and_an_award_at_once_leave_no_award_of_a_suspended_retailer_after_it(database, case):
    def suspend() -> str:
        with database.transaction() as session:
            held = session.get_one(Retailer, case.retailer, with_for_update=True, populate_existing=True)
            held.suspend("Nợ", NOW)
            return "suspended"

    came = at_once([suspend, partial(awarded, database, case, case.quotes[0])])
    assert came["suspended"] == 1
    assert len(awards_of(database, case)) == came["awarded"]
    with database.reading() as session:
        assert session.get_one(SourcingRequest, case.request).state in ("open", "awarded")
