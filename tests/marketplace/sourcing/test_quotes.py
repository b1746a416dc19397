"""Quotes: versions that never change, in turns, for as long as the request lasts."""

from dataclasses import replace
from datetime import timedelta

import pytest

from catalog.records import Refused
from catalog.wholesale import WholesaleTerms
from marketplace.accounts.users import User
from marketplace.sourcing.quote_steps import (
    Offer,
    agree,
    counter,
    decline,
    offer,
    offer_anew,
    offer_of,
    quote_for_steps,
    withdraw,
)
from marketplace.sourcing.quotes import QuoteState, Side
from marketplace.sourcing.request_steps import end
from marketplace.sourcing.requests import Recipient, RequestState
from tests import sourcing_world, world
from tests.sourcing_world import CLOSES, PRICE, UNTIL, offered, wanted
from tests.world import NOW, TODAY

LATER = CLOSES + timedelta(minutes=1)


class Deal:
    """A request, its one producer, and both sides' people."""

    def __init__(self, session, **facts):
        self.session = session
        self.product = world.product(session)
        self.producer = session.get_one(world.Producer, self.product.producer_id)
        self.request = sourcing_world.request(session, ask=(self.producer,), **facts)
        self.recipient = session.get_one(Recipient, (self.request.id, self.producer.id))
        self.seller = sourcing_world.seller(session, self.producer)
        self.buyer = session.get_one(User, self.request.user_id)

    def offer(self, now=NOW, **facts):
        put = offered(self.session, self.request, self.product, **facts)
        return offer(self.session, self.request, self.recipient, self.seller, put, now)

    @property
    def quote(self):
        return quote_for_steps(self.session, self.offer_id)

    def begin(self, **facts):
        self.offer_id = self.offer(**facts).id
        return self

    def put(self, **facts) -> Offer:
        return offered(self.session, self.request, self.product, **facts)

    def counter(self, seen, now=NOW, **facts):
        counter(self.session, self.request, self.quote, self.buyer, self.put(**facts), seen, now)

    def anew(self, seen, now=NOW, **facts):
        offer_anew(self.session, self.request, self.quote, self.seller, self.put(**facts), seen, now)

    def agree(self, seen, now=NOW):
        agree(self.session, self.request, self.quote, self.seller, seen, now)


@pytest.fixture
def deal(session):
    return Deal(session)


def test_a_first_offer_waits_for_the_retailer(deal):
    quote = deal.begin(price=75_000, discount_bp=500).quote
    assert (quote.state, quote.turn, quote.current) == (QuoteState.OPEN, Side.RETAILER, 1)
    (version,) = quote.versions
    assert (version.by, version.discount_bp, version.valid_until) == (Side.PRODUCER, 500, UNTIL)
    (line,) = version.lines
    assert (line.price, line.quantity, line.packs_numerator, line.packs_denominator) == (75_000, 200, 1, 1)


def test_versions_go_to_and_fro_and_none_changes(deal):
    deal.begin()
    deal.counter(1, price=70_000)
    deal.anew(2, price=72_000)
    deal.counter(3, price=71_000)
    deal.agree(4)
    quote = deal.quote
    assert [(one.number, one.by, one.lines[0].price) for one in quote.versions] == [
        (1, "producer", PRICE),
        (2, "retailer", 70_000),
        (3, "producer", 72_000),
        (4, "retailer", 71_000),
        (5, "producer", 71_000),
    ]
    assert (quote.turn, quote.current) == (Side.RETAILER, 5)


def test_a_second_offer_beside_the_first_is_refused(deal):
    deal.begin()
    with pytest.raises(Refused, match="made a quote already"):
        deal.offer()


def test_a_quote_after_closing_is_refused(deal):
    with pytest.raises(Refused, match="time for quotes is over"):
        deal.offer(LATER)
    deal.begin()
    with pytest.raises(Refused, match="time for quotes is over"):
        deal.anew(1, LATER)


def test_a_counter_offer_may_be_answered_after_closing(deal):
    deal.begin()
    deal.counter(1, LATER, price=70_000)
    deal.anew(2, LATER, price=71_000)
    assert deal.quote.turn == Side.RETAILER


def test_who_is_not_at_turn_waits(deal):
    deal.begin()
    with pytest.raises(Refused, match="no offer of the retailer's"):
        deal.agree(1)
    deal.counter(1)
    with pytest.raises(Refused, match="producer's turn"):
        deal.counter(2)


@pytest.mark.parametrize("step", ["anew", "counter", "agree"])
def test_a_step_on_a_superseded_version_is_refused(deal, step):
    deal.begin()
    deal.anew(1)
    with pytest.raises(Refused, match="newer version"):
        getattr(deal, step)(1)


def test_an_expired_counter_offer_is_not_agreed_to(deal):
    deal.begin()
    deal.counter(1, valid_until=TODAY + timedelta(days=12))
    with pytest.raises(Refused, match="offer has expired"):
        deal.agree(2, NOW + timedelta(days=13))


def test_a_sealed_quote_is_not_answered_before_the_request_closes(session):
    deal = Deal(session, sealed=True).begin()
    with pytest.raises(Refused, match="sealed"):
        deal.counter(1)
    with pytest.raises(Refused, match="sealed"):
        decline(session, deal.request, deal.quote, "Đắt", 1, NOW)
    deal.counter(1, LATER)


def test_withdrawn_and_offered_again_goes_on_counting(session, deal):
    deal.begin()
    withdraw(session, deal.request, deal.quote, 1, NOW)
    assert deal.quote.state == QuoteState.WITHDRAWN
    again = deal.offer(price=60_000)
    assert (again.id, again.current, again.state) == (deal.offer_id, 2, QuoteState.OPEN)
    withdraw(session, deal.request, deal.quote, 2, NOW)
    with pytest.raises(Refused, match="time for quotes is over"):
        deal.offer(LATER)


def test_declined_is_declined(session, deal):
    deal.begin()
    with pytest.raises(Refused, match="write why"):
        decline(session, deal.request, deal.quote, " ", 1, NOW)
    decline(session, deal.request, deal.quote, "Đắt quá", 1, NOW)
    assert (deal.quote.state, deal.quote.reason) == (QuoteState.DECLINED, "Đắt quá")
    with pytest.raises(Refused, match="made a quote already"):
        deal.offer()
    with pytest.raises(Refused, match="not open any more"):
        deal.anew(1)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"quantity": 0}, "1 or more"),
        ({"minimum": 0}, "1 or more"),
        ({"minimum": 300}, "not above it"),
        ({"quantity": 10**9}, "1 or more"),
        ({"price": 0}, "a price in whole"),
        ({"price": 10**12}, "a price in whole"),
        ({"vat_percent": 7}, "no such rate"),
        ({"variant_id": 10**6}, "not on sale"),
        ({"request_line_id": 10**6}, "not on sale"),
        ({"valid_until": TODAY - timedelta(days=1)}, "until today at least"),
        ({"valid_until": TODAY + timedelta(days=400)}, "a year at most"),
        ({"valid_until": TODAY + timedelta(days=2)}, "until the day on which the request closes"),
    ],
)
def test_what_can_not_be_offered_is_refused(deal, facts, sentence):
    with pytest.raises(Refused, match=sentence):
        deal.offer(**facts)


def test_an_empty_offer_and_one_line_twice_are_refused(session, deal):
    put = deal.put()
    for lines, sentence in (([], "one line at least"), (put.lines * 2, "one offer for each line")):
        with pytest.raises(Refused, match=sentence):
            offer(session, deal.request, deal.recipient, deal.seller, replace(put, lines=lines), NOW)


def test_another_producers_pack_is_refused(session, deal):
    foreign = world.product(session)
    with pytest.raises(Refused, match="not on sale"):
        deal.offer(variant_id=foreign.variants[0].id)


def test_no_substitutes_means_the_very_product(session):
    named, like_it = world.product(session), world.product(session)
    producers = tuple(session.get_one(world.Producer, one.producer_id) for one in (named, like_it))
    line = wanted(product_id=named.id, substitutes=False)
    made = sourcing_world.request(session, ask=producers, lines=(line,))
    with pytest.raises(Refused, match="takes no substitutes"):
        sourcing_world.quote(session, made, like_it)
    sourcing_world.quote(session, made, named)


def test_kilograms_become_packs(session):
    """The pack of the tests holds 200 g: a kilogram is five."""
    deal = Deal(session, lines=(wanted(unit="kilogram"),)).begin()
    line = deal.quote.versions[0].lines[0]
    assert (line.packs_numerator, line.packs_denominator) == (5, 1)


@pytest.mark.parametrize(
    ("unit", "sentence"), [("litre", "can't be counted in this unit"), ("case", "come in a case")]
)
def test_units_that_do_not_convert_are_refused(session, unit, sentence):
    with pytest.raises(Refused, match=sentence):
        Deal(session, lines=(wanted(unit=unit),)).begin()


def test_cases_are_what_the_producer_says(session):
    product = world.product(session)
    session.add(WholesaleTerms(variant_id=product.variants[0].id, case_pack=24))
    producer = session.get_one(world.Producer, product.producer_id)
    made = sourcing_world.request(session, ask=(producer,), lines=(wanted(unit="case"),))
    quote = quote_for_steps(session, sourcing_world.quote(session, made, product).id)
    assert quote.versions[0].lines[0].packs_numerator == 24


def test_a_quantity_that_is_no_whole_number_of_packs_is_refused(session, deal):
    """A pack of 2 kg does not make 3 kg."""
    product = world.product(session, by=deal.producer)
    product.variants[0].net = 2000
    made = sourcing_world.request(session, ask=(deal.producer,), lines=(wanted(unit="kilogram"),))
    with pytest.raises(Refused, match="not a whole number of packs"):
        sourcing_world.quote(session, made, product, quantity=101, minimum=2)
    sourcing_world.quote(session, made, product, quantity=100, minimum=2)


def test_a_counter_offer_keeps_to_what_was_offered(session, deal):
    deal.begin()
    other = world.product(session, by=deal.producer)
    with pytest.raises(Refused, match="about what the producer has offered"):
        deal.counter(1, variant_id=other.variants[0].id)


def test_suspended_sides_do_nothing(session, deal):
    deal.begin()
    deal.producer.state = "suspended"
    session.flush()
    with pytest.raises(Refused, match="approved, and not suspended"):
        deal.anew(1)
    with pytest.raises(Refused, match="is suspended or closed"):
        deal.counter(1)
    deal.producer.state = "approved"
    session.get_one(world.Retailer, deal.request.retailer_id).suspend("Nợ", NOW)
    session.flush()
    for step in (deal.anew, deal.counter, deal.agree):
        with pytest.raises(Refused, match="can't deal now"):
            step(1)
    withdraw(session, deal.request, deal.quote, 1, NOW)


def test_nothing_is_done_once_the_request_has_ended(session, deal):
    deal.begin()
    end(session, deal.request, RequestState.CANCELLED, "Thôi", deal.request.revision, NOW)
    for step in (deal.anew, deal.counter, deal.agree):
        with pytest.raises(Refused, match="request has ended"):
            step(1)
    with pytest.raises(Refused, match="request has ended"):
        deal.offer()


def test_an_offer_read_back_is_the_offer(deal):
    deal.begin(price=75_000, remarks="Hàng mới")
    assert offer_of(deal.quote.versions[0]) == deal.put(price=75_000, remarks="Hàng mới")
