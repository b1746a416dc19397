"""More time for quotes: never less, not once sealed quotes were opened, and no quote is prolonged by it."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from catalog.producers import Producer
from catalog.records import Refused
from marketplace.accounts.users import User
from marketplace.audit import Entry
from marketplace.sourcing.extending import Untimely, extend, may_extend, quotes_ending_before
from marketplace.sourcing.quote_steps import agree, counter, offer_anew, offer_of, quote_for_steps, withdraw
from marketplace.sourcing.request_steps import end
from marketplace.sourcing.request_watch import note_over, over_at
from marketplace.sourcing.request_writing import Stale
from marketplace.sourcing.requests import RequestState, SourcingRequest
from tests import sourcing_world, world
from tests.sourcing_world import CLOSES
from tests.world import NOW, TODAY

LATER = CLOSES + timedelta(days=3)
OVER = CLOSES + timedelta(minutes=1)
# What `draft` of the world asks for: the last delivery ends on that day.
LAST_DELIVERY = TODAY + timedelta(days=40)


@pytest.fixture
def good(session):
    return world.product(session)


def asked(session, good, **facts) -> SourcingRequest:
    return sourcing_world.request(session, ask=(session.get_one(Producer, good.producer_id),), **facts)


def entries_of(session, request) -> list[Entry]:
    mine = Entry.subject == SourcingRequest.__tablename__, Entry.subject_id == request.id
    return list(session.scalars(select(Entry).where(*mine, Entry.action == "request.extended")))


@pytest.mark.parametrize("now", [NOW, OVER])
def test_it_takes_quotes_for_longer_while_it_is_open_and_after(session, good, now):
    made = asked(session, good)
    seen = made.revision
    extend(session, made, LATER, seen, now)
    assert (made.closes_at, made.revision, made.state) == (LATER, seen + 1, RequestState.OPEN)
    assert made.takes_quotes(OVER)
    assert sourcing_world.quote(session, made, good, now=OVER).current == 1


def test_the_audit_keeps_both_times(session, good):
    made = asked(session, good)
    extend(session, made, LATER, made.revision, NOW)
    session.commit()
    (entry,) = entries_of(session, made)
    assert datetime.fromisoformat(entry.facts["before"]) == CLOSES
    assert datetime.fromisoformat(entry.facts["until"]) == LATER


@pytest.mark.parametrize(
    ("until", "now", "sentence"),
    [
        (CLOSES, NOW, "were promised the closing time"),
        (CLOSES - timedelta(minutes=1), NOW, "were promised the closing time"),
        (datetime(1, 1, 1, tzinfo=UTC), NOW, "were promised the closing time"),
        # Closed for long: later than was promised, and yet over or nearly so.
        (LATER, LATER + timedelta(days=1), "at least one hour"),
        (LATER, LATER - timedelta(minutes=59), "at least one hour"),
        (NOW + timedelta(days=181), NOW, "at most 180 days"),
        (datetime(9999, 12, 31, tzinfo=UTC), NOW, "at most 180 days"),
    ],
)
def test_a_time_that_can_not_be_is_refused(session, good, until, now, sentence):
    made = asked(session, good)
    with pytest.raises(Untimely, match=sentence):
        extend(session, made, until, made.revision, now)
    assert made.closes_at == CLOSES
    assert entries_of(session, made) == []


def test_quotes_are_not_taken_after_the_last_delivery(session, good):
    made = asked(session, good)
    on_the_day = datetime.combine(LAST_DELIVERY, datetime.min.time(), UTC)
    with pytest.raises(Untimely, match="last delivery"):
        extend(session, made, on_the_day + timedelta(hours=18), made.revision, NOW)
    extend(session, made, on_the_day + timedelta(hours=16), made.revision, NOW)


def test_who_has_read_it_before_a_step_of_somebody_else_is_told(session, good):
    made = asked(session, good)
    seen = made.revision
    extend(session, made, LATER, seen, NOW)
    with pytest.raises(Stale):
        extend(session, made, LATER + timedelta(days=1), seen, NOW)
    assert made.closes_at == LATER


def test_what_has_ended_stays_ended(session, good):
    made = asked(session, good)
    end(session, made, RequestState.CANCELLED, "Thôi", made.revision, NOW)
    with pytest.raises(Refused, match="has ended"):
        extend(session, made, LATER, made.revision, NOW)
    awarded = sourcing_world.awarded(session).request
    with pytest.raises(Refused, match="has ended"):
        extend(session, awarded, LATER, awarded.revision, NOW)
    assert not may_extend(session, awarded, NOW)


def test_a_draft_and_a_suspended_retailers_request_are_refused(session, good):
    draft = sourcing_world.draft(session)
    with pytest.raises(Refused, match="has ended"):
        extend(session, draft, LATER, draft.revision, NOW)
    made = asked(session, good)
    session.get_one(world.Retailer, made.retailer_id).suspend("Nợ", NOW)
    session.flush()
    with pytest.raises(Refused, match="can't deal now"):
        extend(session, made, LATER, made.revision, NOW)


def test_sealed_quotes_that_were_opened_are_final(session, good):
    made = asked(session, good, sealed=True)
    quote = sourcing_world.quote(session, made, good)
    assert may_extend(session, made, NOW)
    for state in ("open", "withdrawn"):
        if state == "withdrawn":
            withdraw(session, made, quote, quote.current, NOW)
        assert not may_extend(session, made, CLOSES)
        with pytest.raises(Refused, match="would not be fair"):
            extend(session, made, LATER, made.revision, CLOSES)
    # To the minute before, nobody has read them.
    extend(session, made, LATER, made.revision, CLOSES - timedelta(minutes=1))
    assert not made.is_unsealed(CLOSES)


def test_a_sealed_request_without_any_quote_has_nothing_to_open(session, good):
    made = asked(session, good, sealed=True)
    extend(session, made, LATER, made.revision, OVER)
    assert not made.is_unsealed(OVER)


def test_a_quote_holds_no_longer_than_was_said_and_its_producer_may_offer_anew(session, good):
    made = asked(session, good)
    quote = sourcing_world.quote(session, made, good, valid_until=CLOSES.date())
    assert quotes_ending_before(session, made) == []
    extend(session, made, LATER, made.revision, NOW)
    assert quotes_ending_before(session, made) == [good.producer_id]
    held = quote_for_steps(session, quote.id)
    by = sourcing_world.seller(session, held.producer)
    assert held.versions[0].valid_until == CLOSES.date()
    with pytest.raises(Refused, match="until the day on which the request closes"):
        offer_anew(session, made, held, by, offer_of(held.versions[0]), 1, NOW)
    offer_anew(session, made, held, by, sourcing_world.offered(session, made, good), 1, NOW)
    assert quotes_ending_before(session, made) == []


def test_a_counter_offer_from_before_can_still_be_agreed_to(session, good):
    made = asked(session, good)
    quote = sourcing_world.quote(session, made, good, valid_until=CLOSES.date())
    held = quote_for_steps(session, quote.id)
    counter(session, made, held, session.get_one(User, made.user_id), offer_of(held.versions[0]), 1, NOW)
    extend(session, made, LATER, made.revision, NOW)
    held = quote_for_steps(session, quote.id)
    agree(session, made, held, sourcing_world.seller(session, held.producer), 2, NOW)
    assert (held.current, held.turn) == (3, "retailer")


def test_each_closing_is_noted_once(session, good):
    made = asked(session, good)
    for over, until in ((CLOSES, LATER), (LATER, LATER + timedelta(days=2))):
        assert over_at(session, over - timedelta(seconds=1)) == []
        assert over_at(session, over) == [made.id]
        note_over(session, made.id, over)
        session.commit()
        assert over_at(session, over + timedelta(hours=1)) == []
        extend(session, made, until, made.revision, over + timedelta(hours=1))
        session.commit()
    assert over_at(session, until) == [made.id]
