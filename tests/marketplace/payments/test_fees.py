"""The schedule of fees: dated, announced 20 days ahead, never rewritten."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from catalog.producers import ProducerKind
from catalog.records import Refused
from catalog.versions import current_version
from marketplace.audit import Entry
from marketplace.payments.fees import (
    FeeRate,
    all_fees,
    announce,
    basis_points_of,
    fee_for,
    fees_on,
    load_fees,
)
from tests.world import TODAY

DAY = timedelta(days=1)
SOON = TODAY + 20 * DAY


def fee(basis_points=500, minimum=0, since=TODAY, applies_to="all") -> FeeRate:
    return FeeRate(
        applies_to=applies_to,
        valid_from=since,
        announced_on=since - 20 * DAY,
        basis_points=basis_points,
        minimum=minimum,
    )


@pytest.mark.parametrize(
    ("goods", "basis_points", "dong"),
    [
        (100_000, 500, 5_000),
        (101, 500, 5),
        (109, 500, 5),
        (110, 500, 6),
        (10, 500, 1),
        (9, 500, 0),
        (0, 500, 0),
        (10**13, 1, 10**9),
        (99_999, 0, 0),
    ],
)
def test_basis_points_are_rounded_half_up_to_whole_dong(goods, basis_points, dong):
    assert basis_points_of(goods, basis_points) == dong


@pytest.mark.parametrize(("goods", "dong"), [(100_000, 5_000), (30_000, 2_000), (1_500, 1_500), (0, 0)])
def test_a_commission_has_a_minimum_but_never_takes_more_than_the_goods(goods, dong):
    assert fee(500, minimum=2_000).commission(goods) == dong


@pytest.mark.parametrize(
    ("day", "basis_points"),
    [(TODAY - DAY, 500), (TODAY, 700), (TODAY + 9 * DAY, 700), (TODAY + 10 * DAY, 300)],
)
def test_the_fee_in_force_is_the_latest_that_has_begun(day, basis_points):
    fees = [fee(500, since=date(2025, 1, 1)), fee(700, since=TODAY), fee(300, since=TODAY + 10 * DAY)]
    assert fee_for(fees_on(fees, day), ProducerKind.FARM).basis_points == basis_points


def test_the_fee_of_a_kind_goes_before_the_one_for_everybody():
    in_force = fees_on([fee(400, applies_to="household", since=date(2025, 1, 1)), fee(500)], TODAY)
    assert fee_for(in_force, ProducerKind.HOUSEHOLD).basis_points == 400
    assert fee_for(in_force, ProducerKind.ENTERPRISE).basis_points == 500


def test_before_the_first_fee_nothing_is_due():
    assert fee_for(fees_on([fee()], TODAY - DAY), ProducerKind.FARM) is None


def test_a_fee_announced_twenty_days_ahead_comes_into_force_and_is_noted(session):
    before = current_version(session)
    announce(session, "farm", 350, 1_500, SOON, TODAY)
    session.commit()
    assert fee_for(fees_on(all_fees(session), SOON - DAY), "farm").basis_points == 500
    assert fee_for(fees_on(all_fees(session), SOON), "farm").basis_points == 350
    assert current_version(session) == before + 1, "the public page shows it at once"
    assert session.query(Entry).filter_by(action="fee.announced").one().facts["basis_points"] == 350


@pytest.mark.parametrize("valid_from", [SOON - DAY, TODAY, TODAY - 400 * DAY])
def test_shorter_notice_is_refused_with_the_first_day_that_is_possible(session, valid_from):
    with pytest.raises(Refused, match="on 11/12/2026 at the earliest"):
        announce(session, "all", 100, 0, valid_from, TODAY)


@pytest.mark.parametrize(("basis_points", "minimum"), [(-1, 0), (5_001, 0), (0, -1), (0, 10_000_001)])
def test_a_fee_beyond_its_limits_is_refused(session, basis_points, minimum):
    with pytest.raises(Refused, match="at most 50 percent"):
        announce(session, "all", basis_points, minimum, SOON, TODAY)


def test_the_same_announcement_twice_is_refused_and_a_corrected_one_counts(session):
    announce(session, "all", 600, 0, SOON, TODAY)
    with pytest.raises(Refused, match="announced already"):
        announce(session, "all", 600, 0, SOON, TODAY)
    announce(session, "all", 650, 0, SOON, TODAY)
    assert fee_for(fees_on(all_fees(session), SOON), "farm").basis_points == 650


def test_the_database_itself_wants_the_notice(session):
    late = fee()
    late.announced_on = late.valid_from - 19 * DAY
    session.add(late)
    with pytest.raises(DBAPIError, match="notice"), session.begin_nested():
        session.flush()


@pytest.mark.parametrize("table", ["fee_rates", "tax_rates"])
def test_the_database_refuses_to_rewrite_rates(session, table):
    with pytest.raises(DBAPIError, match="append-only"), session.begin_nested():
        session.execute(text(f"UPDATE {table} SET basis_points = 1"))


def test_loading_twice_adds_nothing(session):
    assert load_fees(session) == 0
    assert {row.applies_to for row in all_fees(session)} == {"all", "household"}
