"""Requests and quotes by the clock: the closing to the second, who is told of what and once, also where a worker dies amid it."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from catalog.days import VIETNAM
from catalog.producers import Producer
from catalog.records import Refused
from marketplace import timers
from marketplace.accounts.memberships import add_member
from marketplace.accounts.notices import Notice
from marketplace.audit import Entry
from marketplace.sourcing.awards import award
from marketplace.sourcing.extending import extend
from marketplace.sourcing.quote_steps import counter, decline, offer_anew, offer_of, quote_for_steps, withdraw
from marketplace.sourcing.request_steps import ask_more, ask_question, decline_request, end
from marketplace.sourcing.requests import Recipient
from storefront.work.registry import TIMERS
from storefront.work.timers import run_due
from tests import people, sourcing_world, world
from tests.letters import do_jobs, letters_to
from tests.sourcing_world import CLOSES
from tests.world import NOW, TODAY

from .making import only

CLOSING, EXPIRING = "requests that close", "quotes that expire"
MINUTES, DAY, SECOND = timedelta(minutes=5), timedelta(days=1), timedelta(seconds=1)
OF_REQUESTS = {name: TIMERS[name] for name in (CLOSING, EXPIRING)}


@pytest.fixture
def good(session):
    return world.product(session, "Chè Shan tuyết")


@pytest.fixture
def maker(session, good):
    made = session.get_one(Producer, good.producer_id)
    add_member(session, people.user(session, "htx@vidu.vn"), made, NOW)
    return made


@pytest.fixture
def out(session, maker):
    made = sourcing_world.request(session, ask=(maker,))
    session.commit()
    return made


@pytest.fixture
def look(app, session, clock):
    """The worker looks at this moment, and does all that follows from it."""

    def look(at: datetime) -> None:
        clock.moment = at
        with only(timers=OF_REQUESTS):
            run_due(app.extensions["database"], clock)
        do_jobs(app)
        session.expire_all()

    return look


def noted(session, action: str) -> int:
    return session.scalar(select(func.count()).where(Entry.action == action)) or 0


def told(session, kind: str) -> Counter[str]:
    """How often whom, by e-mail address."""
    query = select(people.User.email).join(Notice, Notice.user_id == people.User.id)
    return Counter(session.scalars(query.where(Notice.kind == kind)))


def address(session, request) -> str:
    return session.get_one(people.User, request.user_id).email


def on(day, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=VIETNAM)


# Closing.


@pytest.mark.parametrize(
    ("at", "taken"), [(CLOSES - SECOND, True), (CLOSES, False), (CLOSES + SECOND, False)]
)
def test_what_is_for_those_in_time_ends_with_the_second(session, good, maker, out, at, taken):
    mine = session.get_one(Recipient, (out.id, maker.id))
    other = world.producer(session)
    steps = (
        lambda: sourcing_world.quote(session, out, good, now=at),
        lambda: ask_question(session, out, mine, "Giao ở đâu?", at),
        lambda: ask_more(session, out, [other.id], at),
    )
    for step in steps:
        if taken:
            step()
        else:
            with pytest.raises(Refused, match="time for quotes is over"):
                step()
    if not taken:
        with pytest.raises(Refused, match="time for quotes is over"):
            decline_request(session, out, mine, "Hết mùa", at)


def test_its_own_offer_is_changed_until_the_closing_and_an_answer_is_given_after_it(session, good, out):
    quote = sourcing_world.quote(session, out, good)
    held = quote_for_steps(session, quote.id)
    by = sourcing_world.seller(session, held.producer)
    offer_anew(session, out, held, by, sourcing_world.offered(session, out, good), 1, CLOSES - SECOND)
    with pytest.raises(Refused, match="time for quotes is over"):
        offer_anew(session, out, held, by, sourcing_world.offered(session, out, good), 2, CLOSES)
    held = quote_for_steps(session, quote.id)
    put = offer_of(held.versions[-1])
    counter(session, out, held, session.get_one(people.User, out.user_id), put, 2, CLOSES)
    held = quote_for_steps(session, quote.id)
    offer_anew(session, out, held, by, sourcing_world.offered(session, out, good), 3, CLOSES + SECOND)
    assert held.current == 4


def test_the_closing_is_told_once_to_the_retailer_and_to_no_producer(app, session, out, look):
    look(CLOSES - SECOND)
    assert noted(session, "request.time_over") == 0
    for at in (CLOSES + MINUTES, CLOSES + 2 * MINUTES, CLOSES + DAY):
        look(at)
    assert noted(session, "request.time_over") == 1
    assert told(session, "request.time_over") == {address(session, out): 1}
    subjects = [one.subject for one in letters_to(app, address(session, out))]
    assert subjects == [f"{out.title}: đã hết giờ nhận báo giá. Xin so sánh và quyết định"]


def test_every_five_minutes_is_often_enough(session, out, look):
    look(CLOSES - SECOND)
    look(CLOSES - SECOND + MINUTES - SECOND)
    assert noted(session, "request.time_over") == 0
    look(CLOSES - SECOND + MINUTES)
    assert noted(session, "request.time_over") == 1


@pytest.mark.parametrize("to", ["cancelled", "awarded"])
def test_what_has_ended_before_its_time_is_over_without_a_word(session, good, out, look, to):
    quote = sourcing_world.quote(session, out, good)
    if to == "cancelled":
        end(session, out, to, "Thôi", out.revision, NOW)
    else:
        by = session.get_one(people.User, out.user_id)
        award(session, out, by, [sourcing_world.pick(session, quote, 100)], out.revision, NOW)
    session.commit()
    look(CLOSES + MINUTES)
    assert noted(session, "request.time_over") == 0


def test_an_extended_request_closes_again_and_is_told_again(session, out, look):
    look(CLOSES)
    later = CLOSES + 3 * DAY
    extend(session, out, later, out.revision, CLOSES)
    session.commit()
    look(later - SECOND)
    assert noted(session, "request.time_over") == 1
    look(later + MINUTES)
    look(later + 2 * MINUTES)
    assert told(session, "request.time_over") == {address(session, out): 2}


def test_extended_before_the_worker_looked_it_has_not_closed(session, out, look):
    extend(session, out, CLOSES + DAY, out.revision, CLOSES + SECOND)
    session.commit()
    look(CLOSES + MINUTES)
    assert noted(session, "request.time_over") == 0


# Expiry.


@pytest.fixture
def quote(session, good, out):
    made = sourcing_world.quote(session, out, good, valid_until=TODAY + 20 * DAY)
    session.commit()
    return made


def test_both_sides_are_told_two_days_ahead_and_once(app, session, out, quote, look):
    for days in range(15, 23):
        look(on(TODAY + days * DAY))
        assert noted(session, "quote.expiring") == (1 if days >= 18 else 0)
    assert told(session, "quote.expiring") == {"htx@vidu.vn": 1, address(session, out): 1}
    for to in ("htx@vidu.vn", address(session, out)):
        subjects = [one.subject for one in letters_to(app, to)]
        assert subjects.count(f"{out.title}: một báo giá sắp hết hiệu lực") == 1


def test_a_new_version_is_told_of_anew(session, good, out, quote, look):
    look(on(TODAY + 8 * DAY))
    held = quote_for_steps(session, quote.id)
    by = sourcing_world.seller(session, held.producer)
    put = sourcing_world.offered(session, out, good, valid_until=TODAY + 12 * DAY)
    offer_anew(session, out, held, by, put, 1, CLOSES - SECOND)
    session.commit()
    look(on(TODAY + 10 * DAY, 12))
    versions = session.scalars(select(Entry.facts).where(Entry.action == "quote.expiring")).all()
    assert [one["version"] for one in versions] == [2]
    look(on(TODAY + 12 * DAY))
    look(on(TODAY + 18 * DAY))
    assert noted(session, "quote.expiring") == 1


@pytest.mark.parametrize("step", ["withdrawn", "declined", "awarded", "cancelled"])
def test_what_is_decided_expires_without_a_word(session, out, quote, look, step):
    held = quote_for_steps(session, quote.id)
    by = session.get_one(people.User, out.user_id)
    if step == "withdrawn":
        withdraw(session, out, held, 1, NOW)
    elif step == "declined":
        decline(session, out, held, "Dùng hàng khác", 1, NOW)
    elif step == "awarded":
        award(session, out, by, [sourcing_world.pick(session, held, 100)], out.revision, NOW)
    else:
        end(session, out, "cancelled", "Thôi", out.revision, NOW)
    session.commit()
    look(on(TODAY + 19 * DAY))
    assert noted(session, "quote.expiring") == 0


def test_a_sealed_quote_expires_before_its_producer_alone(session, good, maker, look):
    sealed = sourcing_world.request(session, ask=(maker,), sealed=True)
    sourcing_world.quote(session, sealed, good, valid_until=CLOSES.date())
    session.commit()
    extend(session, sealed, CLOSES + 5 * DAY, sealed.revision, NOW)
    session.commit()
    look(on(CLOSES.date(), 8))
    assert told(session, "quote.expiring") == {"htx@vidu.vn": 1}


def test_who_slept_for_long_finds_what_still_holds(session, out, quote, look):
    look(on(TODAY + 1 * DAY))
    look(on(TODAY + 20 * DAY, 19))
    assert noted(session, "quote.expiring") == 1


def test_nobody_is_told_of_it_at_night(session, out, quote, look):
    for hour, count in ((0, 0), (6, 0), (7, 1), (20, 1)):
        look(on(TODAY + 18 * DAY, hour))
        assert noted(session, "quote.expiring") == count


# A worker that dies.


class Killed(BaseException):
    """What no `except Exception` holds up, as nothing holds up a kill."""


@contextmanager
def dying(database, at: int, *, committed: bool) -> Iterator[None]:
    """The worker's transaction number `at` (from 0) is the last: killed before its commit, or after it."""
    real, seen = database.transaction, iter(range(1_000))

    @contextmanager
    def transaction():
        number = next(seen)
        with real() as session:
            yield session
            if number == at and not committed:
                raise Killed
        if number == at:
            raise Killed

    database.transaction = transaction
    try:
        yield
    finally:
        database.transaction = real


# Taking the check, a transaction for each request (or for all quotes), and the end of the check.
STEPS = [(CLOSING, at) for at in range(5)] + [(EXPIRING, at) for at in range(3)]


@pytest.mark.parametrize("committed", [False, True])
@pytest.mark.parametrize(("name", "at"), STEPS)
def test_killed_at_any_step_all_is_noted_once_by_the_next_worker(
    app, session, good, maker, clock, name, at, committed
):
    requests = [sourcing_world.request(session, ask=(maker,)) for _ in range(3)]
    for one in requests:
        sourcing_world.quote(session, one, good, valid_until=CLOSES.date() + 2 * DAY)
    session.commit()
    database, clock.moment = app.extensions["database"], CLOSES + SECOND
    action = "request.time_over" if name == CLOSING else "quote.expiring"
    with only(timers={name: TIMERS[name]}):
        with dying(database, at, committed=committed), pytest.raises(Killed):
            run_due(database, clock)
        # Nobody begins it anew while its worker may still live; afterwards the next one does.
        for wait in (timedelta(), timers.LEASE, DAY):
            clock.moment = CLOSES + SECOND + wait
            run_due(database, clock)
    session.expire_all()
    query = select(Entry.subject_id, func.count()).where(Entry.action == action).group_by(Entry.subject_id)
    assert [times for _id, times in session.execute(query)] == [1, 1, 1]
    do_jobs(app)
    kinds = told(session, action)
    assert set(kinds.values()) <= {1, 3}
    assert len(kinds) == (3 if name == CLOSING else 4)
