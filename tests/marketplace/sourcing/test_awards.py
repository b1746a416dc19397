"""Awards: several producers at once, each for a part; whole or not at all."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from catalog.records import Refused
from marketplace.accounts.users import User
from marketplace.sourcing.awards import Fit, Pick, award, fit, sums_of
from marketplace.sourcing.quote_steps import counter, offer_anew, offer_of, quote_for_steps, withdraw
from marketplace.sourcing.quotes import Award, AwardLine, Quote, QuoteState
from marketplace.sourcing.requests import RequestLine, RequestState
from tests import sourcing_world, world
from tests.sourcing_world import CLOSES, UNTIL, lines_of, pick
from tests.world import NOW

LATER = CLOSES + timedelta(hours=1)


@pytest.fixture
def goods(session):
    return [world.product(session) for _ in range(3)]


@pytest.fixture
def asked(session, goods):
    """A request of 100 to 200 packs, and a quote of each of three producers."""
    producers = tuple(session.get_one(world.Producer, one.producer_id) for one in goods)
    return sourcing_world.request(session, ask=producers)


@pytest.fixture
def quotes(session, asked, goods):
    return [sourcing_world.quote(session, asked, one) for one in goods]


@pytest.fixture
def buyer(session, asked):
    return session.get_one(User, asked.user_id)


def written(session) -> int:
    return session.scalar(select(func.count()).select_from(Award)) + session.scalar(
        select(func.count()).select_from(AwardLine)
    )


def refused(session, asked, buyer, picks, now=NOW) -> str:
    """The sentence, having made sure that nothing was written."""
    with pytest.raises(Refused) as refusal:
        award(session, asked, buyer, picks, asked.revision, now)
    assert written(session) == 0
    assert asked.state == RequestState.OPEN
    return str(refusal.value)


def test_two_producers_meet_the_volume_together(session, asked, quotes, buyer):
    picks = [pick(session, quotes[0], 120), pick(session, quotes[2], 80)]
    made = award(session, asked, buyer, picks, asked.revision, NOW)
    assert [(one.quote_id, one.version_number, one.lines[0].quantity) for one in made] == [
        (quotes[0].id, 1, 120),
        (quotes[2].id, 1, 80),
    ]
    assert asked.state == RequestState.AWARDED
    assert [session.get_one(Quote, one.id).state for one in quotes] == ["accepted", "open", "accepted"]


def test_the_helper_awards_in_one_call(session):
    made = sourcing_world.awarded(session, None, world.product(session), world.product(session), quantity=60)
    assert [one.lines[0].quantity for one in made.awards] == [60, 60]
    assert made.request.state == RequestState.AWARDED


@pytest.mark.parametrize(
    ("sums", "expected"), [(99, Fit.BELOW), (100, Fit.MEETS), (200, Fit.MEETS), (201, Fit.ABOVE)]
)
def test_sums_are_held_against_the_window(sums, expected):
    assert fit(RequestLine(quantity_from=100, quantity_to=200), sums) == expected


def test_sums_are_by_line():
    assert sums_of([Pick(1, 1, 7, 50), Pick(2, 1, 7, 30), Pick(2, 1, 8, 5)]) == {7: 80, 8: 5}


def test_one_wrong_pick_awards_nothing_of_the_others(session, asked, quotes, buyer):
    picks = [pick(session, quotes[0], 100), pick(session, quotes[1], 201)]
    name = session.get_one(world.Producer, quotes[1].producer_id).name
    assert refused(session, asked, buyer, picks) == f"{name} offers 200 at most, not 201."
    assert session.get_one(Quote, quotes[0].id).state == QuoteState.OPEN


def test_below_the_minimum_of_the_quote_is_refused_whatever_the_catalogue_says(session, asked, goods, buyer):
    quote = sourcing_world.quote(session, asked, goods[0], minimum=50)
    assert "supplies 50 at least, not 49" in refused(session, asked, buyer, [pick(session, quote, 49)])
    award(session, asked, buyer, [pick(session, quote, 50)], asked.revision, NOW)


def test_a_superseded_version_is_refused_with_the_name(session, asked, quotes, buyer):
    read = pick(session, quotes[0], 100)
    mine = quote_for_steps(session, quotes[0].id)
    by = sourcing_world.seller(session, mine.producer)
    offer_anew(session, asked, mine, by, offer_of(mine.versions[0]), 1, NOW)
    assert (
        refused(session, asked, buyer, [read])
        == f"{mine.producer.name} has made a newer offer than the one you have read. Please read it first."
    )


def test_an_unanswered_counter_offer_is_not_an_offer_of_the_producers(session, asked, quotes, buyer):
    mine = quote_for_steps(session, quotes[0].id)
    counter(session, asked, mine, buyer, offer_of(mine.versions[0]), 1, NOW)
    assert "has not answered your counter-offer" in refused(session, asked, buyer, [pick(session, mine, 100)])


def test_an_expired_version_is_refused_with_the_name(session, asked, quotes, buyer):
    late = NOW + (UNTIL - NOW.date()) + timedelta(days=1)
    sentence = refused(session, asked, buyer, [pick(session, quotes[0], 100)], late)
    assert sentence.startswith("The quote of ")
    assert sentence.endswith("has expired. Please ask for a new one.")


def test_what_was_withdrawn_is_refused(session, asked, quotes, buyer):
    withdraw(session, asked, quote_for_steps(session, quotes[0].id), 1, NOW)
    assert "has withdrawn its quote" in refused(session, asked, buyer, [pick(session, quotes[0], 100)])


def test_a_suspended_producer_is_refused_with_the_name(session, asked, quotes, buyer):
    producer = session.get_one(world.Producer, quotes[1].producer_id)
    producer.state = "suspended"
    session.flush()
    picks = [pick(session, one, 100) for one in quotes[:2]]
    assert (
        refused(session, asked, buyer, picks)
        == f"{producer.name} is suspended or closed: it can't be awarded anything."
    )


def test_a_suspended_retailer_awards_nothing(session, asked, quotes, buyer):
    session.get_one(world.Retailer, asked.retailer_id).suspend("Nợ quá hạn", NOW)
    session.flush()
    assert "can't deal now" in refused(session, asked, buyer, [pick(session, quotes[0], 100)])


def test_a_product_taken_off_is_refused(session, asked, quotes, goods, buyer):
    goods[0].state = "suspended"
    session.flush()
    assert "is not on sale any more" in refused(session, asked, buyer, [pick(session, quotes[0], 100)])


def test_nothing_for_nobody_is_refused(session, asked, quotes, buyer):
    assert "how much each producer" in refused(session, asked, buyer, [])


def test_the_same_cell_twice_is_refused(session, asked, quotes, buyer):
    one = pick(session, quotes[0], 100)
    assert "one quantity for each" in refused(session, asked, buyer, [one, one])


def test_a_quote_of_another_request_is_refused(session, asked, quotes, buyer):
    other = sourcing_world.awarded(session)
    with pytest.raises(Refused, match="is not there any more"):
        award(
            session,
            asked,
            buyer,
            [Pick(other.quotes[0].id, 1, lines_of(session, asked)[0].id, 100)],
            asked.revision,
            NOW,
        )


def test_of_two_who_award_the_second_is_told(session, asked, quotes, buyer):
    seen = asked.revision
    award(session, asked, buyer, [pick(session, quotes[0], 100)], seen, NOW)
    with pytest.raises(Refused, match="decided or changed meanwhile"):
        award(session, asked, buyer, [pick(session, quotes[1], 100)], seen, NOW)
    assert session.scalar(select(func.count()).select_from(Award)) == 1


def test_sealed_quotes_are_not_awarded_before_the_request_closes(session, goods):
    producer = session.get_one(world.Producer, goods[0].producer_id)
    sealed = sourcing_world.request(session, ask=(producer,), sealed=True)
    quote = sourcing_world.quote(session, sealed, goods[0])
    by = session.get_one(User, sealed.user_id)
    assert "sealed until the request closes" in refused(session, sealed, by, [pick(session, quote, 100)])
    award(session, sealed, by, [pick(session, quote, 100)], sealed.revision, LATER)
