"""Writing contracts: what fits, what is refused, and what follows from an award."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from catalog.producers import ProducerState
from catalog.products import ProductState
from catalog.records import Refused
from catalog.wholesale import WholesaleTerms
from marketplace.sourcing.contract_drafts import (
    MOST_LINES,
    awards_without_contract,
    begin_contract,
    begin_from_award,
    change_head,
    drop_contract,
    months_of,
    remove_line,
    write_line,
)
from marketplace.sourcing.contract_lists import papers_needed
from marketplace.sourcing.contract_steps import give_back, write_harvests
from marketplace.sourcing.contracts import Contract, ContractLine, Harvest
from marketplace.sourcing.quotes import Award, AwardLine, Quote, QuoteLine, QuoteState, QuoteVersion, Side
from marketplace.sourcing.requests import RequestLine, RequestState, SourcingRequest
from marketplace.sourcing.terms import Terms
from tests import contract_world, world
from tests.contract_world import FIRST, LAST, draft, head, line_facts, now_of, somebody
from tests.world import NOW, TODAY


def awarded(session, prices=(70_000,), variants=1):
    """An award of 500 packs a line, at these prices, of a new producer to a new retailer."""
    retailer, user = world.retailer(session), somebody(session)
    product = world.product(session, prices=(100_000,) * variants)
    request = SourcingRequest(
        retailer_id=retailer.id,
        user_id=user.id,
        state=RequestState.AWARDED,
        title="Chè",
        published_at=NOW,
        closes_at=NOW + timedelta(days=7),
        created_at=NOW,
    )
    session.add(request)
    session.flush()
    quote = Quote(
        request_id=request.id, producer_id=product.producer_id, state=QuoteState.ACCEPTED, created_at=NOW
    )
    session.add(quote)
    session.flush()
    version = QuoteVersion(
        quote_id=quote.id,
        number=1,
        by=Side.PRODUCER,
        user_id=user.id,
        valid_until=TODAY,
        made_at=NOW,
        payment_days=45,
    )
    award = Award(quote_id=quote.id, version_number=1, user_id=user.id, awarded_at=NOW)
    session.add(version)
    session.flush()
    session.add(award)
    session.flush()
    for at, price in enumerate(prices):
        asked = RequestLine(
            request_id=request.id,
            position=at,
            description="Chè",
            unit="pack",
            quantity_from=1,
            quantity_to=900,
        )
        session.add(asked)
        session.flush()
        quoted = QuoteLine(
            version_id=version.id,
            request_line_id=asked.id,
            variant_id=product.variants[at % variants].id,
            unit="pack",
            quantity=800,
            minimum=20,
            price=price,
        )
        session.add(quoted)
        session.flush()
        session.add(AwardLine(award_id=award.id, quote_line_id=quoted.id, quantity=500))
        session.flush()
    return retailer, award, user


def test_a_draft_says_what_was_written(session):
    made = draft(session, papers=("food_safety",), number="  HD  01 ")
    assert (made.number, made.state, made.starts_on, made.ends_on) == ("HD 01", "draft", FIRST, LAST)
    (line,) = made.lines
    assert (line.quantity, line.price, line.price_floor, line.price_ceiling) == (1000, 80_000, 72_000, 90_000)
    assert papers_needed(session, [made.id]) == {made.id: {"food_safety"}}


@pytest.mark.parametrize(
    "wrong",
    [
        {"number": "  "},
        {"number": "x" * 61},
        {"starts_on": LAST, "ends_on": FIRST},
        {"ends_on": FIRST + timedelta(days=721)},
        {"remarks": "x" * 2001},
        {"terms": Terms(discount_bp=9001)},
        {"terms": Terms(payment_days=181)},
        {"terms": Terms(handover="by_air")},
        {"terms": Terms(shelf_life_percent=-1)},
    ],
)
def test_a_head_that_does_not_fit_is_refused(session, wrong):
    with pytest.raises(Refused):
        draft(session, **wrong)
    made = draft(session)
    with pytest.raises(Refused):
        change_head(session, made, made.revision, replace(head("HD-9"), **wrong))
    assert made.number != "HD-9"


def test_numbers_are_a_retailers_own(session):
    first = draft(session, number="HD-1")
    with pytest.raises(Refused, match="number already"):
        draft(session, by=first.retailer, number="HD-1")
    draft(session, number="HD-1")
    change_head(session, first, first.revision, head("HD-1"))


@pytest.mark.parametrize("who", ["retailer", "producer"])
def test_who_may_not_deal_drafts_nothing(session, who):
    retailer, producer = world.retailer(session), world.producer(session)
    if who == "retailer":
        retailer.suspend("Nợ", NOW)
    else:
        producer.state = ProducerState.SUSPENDED
    with pytest.raises(Refused, match="suspended"):
        begin_contract(session, retailer, producer, somebody(session).id, head(), NOW)
    assert session.scalar(select(func.count()).select_from(Contract)) == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"quantity": 0, "minimum": 0},
        {"minimum": 1001},
        {"quantity": 10_000_001},
        {"price": 0, "price_floor": 0},
        {"price_floor": 80_001},
        {"price_ceiling": 79_999},
        {"vat_percent": 7},
        {"unit": "kilogram", "quantity": 10, "price_ceiling": 10**10},
        {"unit": "litre"},
        {"unit": "case"},
    ],
)
def test_a_line_that_does_not_fit_is_refused(session, wrong):
    made = draft(session)
    other = world.product(session, by=made.producer)
    with pytest.raises(Refused):
        write_line(session, made, made.revision, other.variants[0].id, line_facts(**wrong))
    session.rollback()


def test_units_become_packs(session):
    made = draft(session)
    kilos, cases = (world.product(session, by=made.producer).variants[0] for _ in range(2))
    session.add(WholesaleTerms(variant_id=cases.id, case_pack=24))
    session.flush()
    for variant, unit in ((kilos, "kilogram"), (cases, "case")):
        made = now_of(session, made)
        write_line(session, made, made.revision, variant.id, line_facts(unit=unit))
    ratios = {
        one.variant_id: (one.packs_numerator, one.packs_denominator) for one in now_of(session, made).lines
    }
    assert (ratios[kilos.id], ratios[cases.id]) == ((5, 1), (24, 1))


def test_only_what_its_producer_sells_is_written_once(session):
    made = draft(session)
    foreign, hidden = (
        world.product(session),
        world.product(session, by=made.producer, state=ProductState.HIDDEN),
    )
    for product in (foreign, hidden):
        with pytest.raises(Refused, match="on sale"):
            write_line(session, made, made.revision, product.variants[0].id, line_facts())
    with pytest.raises(Refused, match="already"):
        write_line(session, made, made.revision, made.lines[0].variant_id, line_facts())
    with pytest.raises(Refused, match="any more"):
        write_line(session, made, made.revision, made.lines[0].variant_id, line_facts(), 10**6)


def test_a_line_is_changed_and_taken_out_with_its_harvests(session):
    made = contract_world.proposed(session)
    line = made.lines[0]
    write_harvests(session, made, made.revision, {(line.id, date(2027, 4, 1)): 5}, TODAY)
    give_back(made, made.revision, "Ít hơn")
    write_line(session, made, made.revision, line.variant_id, line_facts(quantity=300), line.id)
    assert line.quantity == 300
    change_head(session, made, made.revision, head("HD", ends_on=date(2027, 3, 31)))
    assert session.scalar(select(func.count()).select_from(Harvest)) == 0
    made = now_of(session, made)
    remove_line(session, made, made.revision, line.id)
    assert now_of(session, made).lines == []


def test_a_contract_has_so_many_lines(session):
    made = draft(session)
    products = [world.product(session, by=made.producer, stock=0) for _ in range(MOST_LINES)]
    for product in products[:-1]:
        made = now_of(session, made)
        write_line(session, made, made.revision, product.variants[0].id, line_facts())
    made = now_of(session, made)
    with pytest.raises(Refused, match="30 lines"):
        write_line(session, made, made.revision, products[-1].variants[0].id, line_facts())


def test_what_was_proposed_is_not_written_any_more(session):
    made = contract_world.proposed(session)
    line = made.lines[0]
    for write in (
        lambda: change_head(session, made, made.revision, head("HD-2")),
        lambda: write_line(session, made, made.revision, line.variant_id, line_facts(), line.id),
        lambda: remove_line(session, made, made.revision, line.id),
        lambda: drop_contract(session, made, made.revision),
    ):
        with pytest.raises(Refused):
            write()


def test_of_two_who_write_the_second_is_told(session):
    made = draft(session)
    seen = made.revision
    change_head(session, made, seen, head("HD-2"))
    for write in (
        lambda: change_head(session, made, seen, head("HD-3")),
        lambda: remove_line(session, made, seen, made.lines[0].id),
        lambda: drop_contract(session, made, seen),
    ):
        with pytest.raises(Refused, match="meanwhile"):
            write()


def test_a_draft_is_dropped_whole(session):
    made = draft(session, papers=("food_safety",))
    drop_contract(session, made, made.revision)
    session.commit()
    for table in (Contract, ContractLine):
        assert session.scalar(select(func.count()).select_from(table)) == 0


def test_the_months_of_a_season(session):
    assert months_of(Contract(starts_on=date(2026, 11, 30), ends_on=date(2027, 2, 1))) == [
        date(2026, 11, 1),
        date(2026, 12, 1),
        date(2027, 1, 1),
        date(2027, 2, 1),
    ]


def test_an_award_becomes_a_contract_once(session):
    retailer, award, user = awarded(session, prices=(70_000, 60_000), variants=2)
    ((found, version, producer),) = awards_without_contract(session, retailer.id)
    assert (found.id, version.payment_days) == (award.id, 45)
    made = now_of(
        session, begin_from_award(session, retailer, award, user.id, head(terms=version.terms), NOW)
    )
    assert (made.producer_id, made.payment_days, made.award_id) == (producer.id, 45, award.id)
    # The price that was awarded, and no other; its minimum, not the catalogue's.
    told = [(one.quantity, one.minimum, one.price_floor, one.price, one.price_ceiling) for one in made.lines]
    assert told == [(500, 20, 70_000, 70_000, 70_000), (500, 20, 60_000, 60_000, 60_000)]
    assert awards_without_contract(session, retailer.id) == []
    with pytest.raises(Refused, match="already"):
        begin_from_award(session, retailer, award, user.id, head(), NOW)


def test_an_award_is_its_retailers_alone(session):
    _, award, user = awarded(session)
    other = world.retailer(session)
    assert awards_without_contract(session, other.id) == []
    with pytest.raises(Refused, match="no award of yours"):
        begin_from_award(session, other, award, user.id, head(), NOW)


def test_lines_of_one_pack_become_one(session):
    retailer, award, user = awarded(session, prices=(70_000, 70_000))
    made = now_of(session, begin_from_award(session, retailer, award, user.id, head(), NOW))
    assert [(one.quantity, one.price) for one in made.lines] == [(1000, 70_000)]
    retailer, award, user = awarded(session, prices=(70_000, 60_000))
    with pytest.raises(Refused, match="by hand"):
        begin_from_award(session, retailer, award, user.id, head(), NOW)
