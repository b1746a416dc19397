"""The closing of a request at the same moment as other steps, on both databases: awards, quotes, extensions, two workers."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import NamedTuple

import pytest
from sqlalchemy import func, select

from catalog.days import day_of
from catalog.producers import Producer
from marketplace.accounts.users import User
from marketplace.audit import Entry
from marketplace.sourcing.awards import Pick, award
from marketplace.sourcing.extending import extend
from marketplace.sourcing.quote_steps import offer
from marketplace.sourcing.quotes import Award, Quote
from marketplace.sourcing.request_steps import end
from marketplace.sourcing.request_watch import note_expiring, note_over
from marketplace.sourcing.request_writing import lock_request
from marketplace.sourcing.requests import Recipient, RequestState, SourcingRequest
from storefront.database import Database
from tests import sourcing_world, world
from tests.crowds import at_once
from tests.databases import own_database
from tests.sourcing_world import CLOSES

ROUNDS = 6
LATER, OVER = CLOSES + timedelta(days=2), CLOSES + timedelta(minutes=1)


class Case(NamedTuple):
    """Ids of a request with the quote of one producer; another was asked, and has `put` ready. `seen` is its revision."""

    request: int
    buyer: int
    line: int
    quote: int
    other: int
    seller: int
    put: object
    seen: int


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def database(request, tmp_path_factory) -> Iterator[Database]:
    with own_database(request.param, tmp_path_factory.mktemp("closing"), "closing_races") as made:
        yield made


def case(database: Database, **facts) -> Case:
    with database.writing(expire_on_commit=False) as session:
        goods = [world.product(session, stock=0) for _ in range(2)]
        makers = tuple(session.get_one(Producer, one.producer_id) for one in goods)
        made = sourcing_world.request(session, ask=makers, **facts)
        quote = sourcing_world.quote(session, made, goods[0], valid_until=day_of(LATER))
        put = sourcing_world.offered(session, made, goods[1])
        seller = sourcing_world.seller(session, makers[1])
        line = sourcing_world.lines_of(session, made)[0].id
        session.commit()
        return Case(made.id, made.user_id, line, quote.id, makers[1].id, seller.id, put, made.revision)


def extended(database: Database, of: Case, hours: int = 0) -> str:
    with database.transaction() as session:
        until = LATER + timedelta(hours=hours)
        extend(session, lock_request(session, of.request), until, of.seen, OVER)
    return "extended"


def awarded(database: Database, of: Case) -> str:
    with database.transaction() as session:
        held = lock_request(session, of.request)
        picks = [Pick(of.quote, 1, of.line, 100)]
        award(session, held, session.get_one(User, of.buyer), picks, of.seen, OVER)
    return "awarded"


def closed(database: Database, of: Case) -> str:
    with database.transaction() as session:
        end(session, lock_request(session, of.request), RequestState.CLOSED, "Giá cao", of.seen, OVER)
    return "closed"


def quoted(database: Database, of: Case, at=OVER) -> str:
    with database.transaction() as session:
        held = lock_request(session, of.request)
        mine = session.get_one(Recipient, (of.request, of.other))
        offer(session, held, mine, session.get_one(User, of.seller), of.put, at)
    return "quoted"


def noted(database: Database, of: Case) -> str:
    with database.transaction() as session:
        note_over(session, of.request, OVER)
    return "looked"


def now_of(database: Database, of: Case) -> SourcingRequest:
    with database.reading() as session:
        return session.get_one(SourcingRequest, of.request)


def count(database: Database, what, *conditions) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(what).where(*conditions)) or 0


def entries(database: Database, table: str, id: int, action: str) -> int:
    mine = Entry.subject == table, Entry.subject_id == id
    return count(database, Entry, *mine, Entry.action == action)


def test_of_eight_who_extend_at_once_one_does_and_its_time_holds(database):
    of = case(database)
    came = at_once([partial(extended, database, of, hours) for hours in range(8)])
    assert came == {"extended": 1, "refused": 7}
    assert entries(database, "sourcing_requests", of.request, "request.extended") == 1
    assert now_of(database, of).closes_at in {LATER + timedelta(hours=hours) for hours in range(8)}


@pytest.mark.parametrize("step", [awarded, closed])
def test_an_extension_and_an_end_do_not_both_happen(database, step):
    for _ in range(ROUNDS):
        of = case(database)
        came = at_once([partial(extended, database, of), partial(step, database, of)])
        assert came["refused"] == 1
        held, ended = now_of(database, of), bool(came[step.__name__])
        assert (held.state, held.closes_at) == ((step.__name__, CLOSES) if ended else ("open", LATER))
        assert count(database, Award, Award.quote_id == of.quote) == (step is awarded and ended)


def test_a_late_quote_comes_in_after_an_extension_alone(database):
    for _ in range(ROUNDS):
        of = case(database)
        came = at_once([partial(extended, database, of), partial(quoted, database, of)])
        assert came["extended"] == 1
        there = count(database, Quote, Quote.request_id == of.request, Quote.producer_id == of.other)
        assert there == came["quoted"]


@pytest.mark.parametrize("sealed", [False, True])
def test_a_quote_in_the_last_second_is_in_or_is_refused(database, sealed):
    """A sealed request is extended after its closing only where no quote came in."""
    for _ in range(ROUNDS):
        of = case(database, sealed=sealed)
        last = CLOSES - timedelta(seconds=1)
        came = at_once([partial(quoted, database, of, last), partial(quoted, database, of, CLOSES)] * 2)
        assert came == {"quoted": 1, "refused": 3}
        assert count(database, Quote, Quote.request_id == of.request) == 2
        if sealed:
            assert at_once([partial(extended, database, of)]) == {"refused": 1}


def test_an_award_and_a_quote_that_is_late_leave_one_award(database):
    for _ in range(ROUNDS):
        of = case(database)
        last = CLOSES - timedelta(seconds=1)
        came = at_once([partial(awarded, database, of), partial(quoted, database, of, last)])
        assert came["awarded"] == 1
        there = count(database, Quote, Quote.request_id == of.request, Quote.producer_id == of.other)
        assert there == came["quoted"]
        assert now_of(database, of).state == "awarded"


def test_two_workers_note_a_closing_once_and_an_extension_never_as_one(database):
    for _ in range(ROUNDS):
        of = case(database)
        came = at_once([partial(noted, database, of)] * 4 + [partial(extended, database, of)])
        assert came == {"looked": 4, "extended": 1}
        assert entries(database, "sourcing_requests", of.request, "request.time_over") <= 1
    of = case(database)
    assert at_once([partial(noted, database, of)] * 6) == {"looked": 6}
    assert entries(database, "sourcing_requests", of.request, "request.time_over") == 1


def test_two_workers_tell_of_a_quote_that_expires_once(database):
    of = case(database)

    def look() -> str:
        with database.transaction() as session:
            note_expiring(session, day_of(LATER))
        return "looked"

    assert at_once([look] * 6) == {"looked": 6}
    assert entries(database, "quotes", of.quote, "quote.expiring") == 1
