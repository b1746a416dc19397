"""Purchase orders from the draft to the last step: prices, approvals, who may do what when, and the stock on the way."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from catalog.producers import ProducerState
from catalog.records import Refused
from marketplace.orders.goods_check import check_goods
from marketplace.sourcing.approving import approve, hand_in, send_back
from marketplace.sourcing.deliveries import finish
from marketplace.sourcing.drafting import change, drop
from marketplace.sourcing.order_sources import of_catalogue
from marketplace.sourcing.order_steps import acknowledge, cancel, decline
from marketplace.sourcing.price_audiences import PriceAudience, PriceViewer
from marketplace.sourcing.purchase_orders import (
    Approval,
    ApprovalRule,
    PurchaseOrder,
    PurchaseOrderState,
    SpendingLimit,
)
from marketplace.sourcing.quotes import Side
from marketplace.stock import Stock, count, left
from tests import order_world as ow
from tests import world
from tests.world import NOW, TODAY

S = PurchaseOrderState
STALE = "something has changed meanwhile"


@pytest.fixture
def of(session):
    return ow.market(session)


def stock_of(session, of) -> tuple[int, int]:
    session.flush()
    row = session.get(Stock, of.variants[0].id, populate_existing=True)
    return row.on_hand, row.reserved


def test_the_catalogues_price_falls_with_the_quantity(session, of):
    assert ow.drafted(session, of, 50).subtotal == 50 * ow.PRICE
    assert ow.drafted(session, of, ow.TIER_FROM).subtotal == ow.TIER_FROM * ow.TIER


@pytest.mark.parametrize(
    ("viewers", "chosen", "price"),
    [
        ("nobody", False, ow.PRICE),
        ("chosen", False, ow.PRICE),
        ("chosen", True, ow.TIER),
        ("verified", False, ow.TIER),
    ],
)
def test_wholesale_prices_hold_for_whom_the_producer_shows_them(session, of, viewers, chosen, price):
    session.add(PriceAudience(producer_id=of.producer.id, viewers=viewers))
    if chosen:
        session.add(PriceViewer(producer_id=of.producer.id, retailer_id=of.retailer.id))
    session.flush()
    (offered,) = of_catalogue(session, of.retailer.id, of.producer.id).offers
    assert offered.price_of(ow.TIER_FROM) == price


@pytest.mark.parametrize(
    ("packs", "says"), [(5, "at least 10"), (12, "cases of 5"), (0, "at least one thing")]
)
def test_the_catalogues_minimum_and_cases_hold(session, of, packs, says):
    with pytest.raises(Refused, match=says):
        ow.drafted(session, of, packs)


def test_an_accepted_quote_goes_before_the_catalogue(session, of):
    made = ow.award(session, of, quantity=203, minimum=3)
    order = ow.from_award(session, of, made, 3)
    # 3 × 30,000 less 2.5 %, and 8 % of tax on the rest.
    assert (order.subtotal, order.discount, order.vat) == (90_000, 2_250, 7_020)
    assert (order.payment_days, order.lead_days) == (15, 1)
    hand_in(session, order, 1, of.buyer.id, NOW)
    with pytest.raises(Refused, match="only 200 are left"):
        ow.from_award(session, of, made, 201)
    # Of a rest that is less than the minimum, the rest.
    ow.from_award(session, of, made, 198)


def test_two_drafts_of_one_award_take_no_unit_twice(session, of):
    made = ow.award(session, of, quantity=30, minimum=1)
    first, second = (ow.from_award(session, of, made, 20) for _ in range(2))
    hand_in(session, first, 1, of.buyer.id, NOW)
    with pytest.raises(Refused, match="only 10 are left"):
        hand_in(session, second, 1, of.buyer.id, NOW)
    cancel(session, first, 2, Side.RETAILER, "Đổi ý", NOW)
    assert hand_in(session, second, 1, of.buyer.id, NOW)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"number": "  "}, "your number"),
        ({"number": "x" * 41}, "at most 40"),
        ({"deliver_until": TODAY}, "before the first"),
        ({"store_id": 10**6}, "one of your stores"),
    ],
)
def test_facts_that_can_t_be(session, of, changes, says):
    with pytest.raises(Refused, match=says):
        ow.drafted(session, of, **changes)


def test_a_store_of_somebody_else_or_a_closed_one_is_none(session, of):
    foreign, closed = (
        world.store(session, world.retailer(session)),
        world.store(session, of.retailer, closed_at=NOW),
    )
    for one in (foreign, closed):
        with pytest.raises(Refused, match="one of your stores"):
            ow.drafted(session, of, store_id=one.id)


def test_a_number_is_used_once(session, of):
    ow.drafted(session, of, number="PO-A")
    with pytest.raises(Refused, match="PO-A already"):
        ow.drafted(session, of, number="PO-A")


def test_a_draft_is_written_anew_and_dropped(session, of):
    order = ow.drafted(session, of, 50)
    source = of_catalogue(session, of.retailer.id, of.producer.id)
    change(session, order, 1, ow.facts(of, number=order.number), source, {of.variants[0].id: 100})
    order = ow.anew(session, order)
    assert ([line.quantity for line in order.lines], order.revision, order.total) == ([100], 2, 100 * ow.TIER)
    with pytest.raises(Refused, match=STALE):
        drop(session, order, 1)
    drop(session, order, 2)
    assert session.scalars(select(PurchaseOrder)).all() == []


def test_days_must_leave_the_producer_time(session, of):
    soon = ow.drafted(session, of, deliver_from=TODAY, deliver_until=TODAY + timedelta(days=1))
    with pytest.raises(Refused, match="needs 2 days"):
        hand_in(session, soon, 1, of.buyer.id, NOW)
    over = ow.drafted(session, of)
    with pytest.raises(Refused, match="are over"):
        hand_in(session, over, 1, of.buyer.id, NOW + timedelta(days=30))


def test_a_changed_price_is_seen_before_it_is_ordered(session, of):
    order = ow.drafted(session, of)
    of.variants[0].price += 1
    session.flush()
    with pytest.raises(Refused, match="has changed: please save"):
        hand_in(session, order, 1, of.buyer.id, NOW)


def test_who_is_suspended_orders_nothing(session, of):
    order, waiting = ow.drafted(session, of), ow.issued(session, of)
    of.retailer.suspend("Nợ", NOW)
    session.flush()
    for step in (
        lambda: hand_in(session, order, 1, of.buyer.id, NOW),
        lambda: cancel(session, waiting, waiting.revision, Side.RETAILER, "x", NOW),
        lambda: acknowledge(session, waiting, waiting.revision, NOW),
    ):
        with pytest.raises(Refused, match="verified"):
            step()


def test_a_producer_that_is_suspended_sells_nothing(session, of):
    order, waiting = ow.drafted(session, of), ow.issued(session, of)
    of.producer.state = ProducerState.SUSPENDED
    session.flush()
    with pytest.raises(Refused, match="does not sell"):
        hand_in(session, order, 1, of.buyer.id, NOW)
    with pytest.raises(Refused, match="does not sell"):
        acknowledge(session, waiting, waiting.revision, NOW)


def test_approvals_by_amount(session, of):
    session.add_all(
        [
            ApprovalRule(retailer_id=of.retailer.id, from_amount=at, approvals=n)
            for at, n in ((0, 1), (5_000_000, 2))
        ]
    )
    session.flush()
    order = ow.drafted(session, of, 150)
    assert not hand_in(session, order, 1, of.buyer.id, NOW)
    with pytest.raises(Refused, match="Somebody else"):
        approve(session, order, 2, of.buyer.id, NOW)
    assert not approve(session, order, 2, of.approver.id, NOW)
    with pytest.raises(Refused, match="agreed to this order already"):
        approve(session, order, 2, of.approver.id, NOW)
    assert approve(session, order, 2, of.manager.id, NOW)
    order = ow.anew(session, order)
    assert (order.state, order.revision) == (S.ISSUED, 3)
    with pytest.raises(Refused, match=STALE):
        approve(session, order, 2, of.quality.id, NOW)


def test_what_is_sent_back_needs_new_approvals(session, of):
    session.add(ApprovalRule(retailer_id=of.retailer.id, from_amount=0, approvals=2))
    order = ow.drafted(session, of)
    hand_in(session, order, 1, of.buyer.id, NOW)
    approve(session, order, 2, of.approver.id, NOW)
    send_back(session, order, 2, "Quá nhiều")
    hand_in(session, order, 3, of.buyer.id, NOW)
    assert not approve(session, order, 4, of.manager.id, NOW)
    assert approve(session, order, 4, of.approver.id, NOW)
    assert len(session.scalars(select(Approval)).all()) == 3


def test_beyond_the_own_limit_somebody_else_agrees(session, of):
    session.add(SpendingLimit(retailer_id=of.retailer.id, user_id=of.buyer.id, per_month=3 * 50 * ow.PRICE))
    session.flush()
    for _ in range(3):
        ow.issued(session, of, 50)
    order = ow.drafted(session, of, 50)
    assert not hand_in(session, order, 1, of.buyer.id, NOW)
    assert approve(session, order, 2, of.manager.id, NOW)


def test_acknowledging_reserves_what_is_on_hand(session, of):
    order = ow.acknowledged(session, of, 600)
    more = ow.acknowledged(session, of, 600)
    assert ([line.promised for line in order.lines], [line.promised for line in more.lines]) == ([600], [400])
    assert (stock_of(session, of), check_goods(session)) == ((1000, 1000), [])
    cancel(session, order, order.revision, Side.RETAILER, "Đổi ý", NOW)
    assert (stock_of(session, of), check_goods(session)) == ((1000, 400), [])


def test_stock_leaves_with_the_note_and_rejects_come_back(session, of):
    order = ow.acknowledged(session, of, 100)
    note = ow.sent(session, order, 60)
    assert (stock_of(session, of), check_goods(session)) == ((940, 40), [])
    ow.received(session, of, note, short=5, rejected=10)
    assert (stock_of(session, of), check_goods(session)) == ((950, 40), [])
    order = ow.received(session, of, ow.sent(session, order, 40))
    assert (order.state, stock_of(session, of), check_goods(session)) == (S.DELIVERED, (910, 0), [])


def test_what_is_all_still_to_be_harvested_reserves_nothing(session):
    of = ow.market(session, stock=0)
    order = ow.acknowledged(session, of, 50)
    assert ([line.promised for line in order.lines], check_goods(session)) == ([0], [])
    ow.received(session, of, ow.sent(session, order), rejected=5)
    assert (stock_of(session, of), check_goods(session)) == ((0, 0), [])


def test_what_never_stood_in_the_stock_does_not_come_back_to_it(session):
    of = ow.market(session, stock=20)
    order = ow.acknowledged(session, of, 100)
    note = ow.sent(session, order, 100)
    assert stock_of(session, of) == (0, 0)
    ow.received(session, of, note, rejected=50)
    assert (stock_of(session, of), check_goods(session)) == ((20, 0), [])


def test_what_was_harvested_meanwhile_leaves_too(session):
    of = ow.market(session, stock=20)
    order = ow.acknowledged(session, of, 100)
    count(session, of.variants[0].id, 70, "đếm lại", NOW)
    ow.sent(session, order, 50)
    assert (stock_of(session, of), check_goods(session)) == ((20, 0), [])
    assert left(session, [of.variants[0].id]) == {of.variants[0].id: 20}


def test_the_rest_does_not_come(session, of):
    order = ow.acknowledged(session, of, 100)
    with pytest.raises(Refused, match="cancel the order"):
        finish(session, order, order.revision, NOW)
    note = ow.sent(session, order, 60)
    order = ow.anew(session, order)
    with pytest.raises(Refused, match="still on its way"):
        finish(session, order, order.revision, NOW)
    order = ow.received(session, of, note)
    finish(session, order, order.revision, NOW)
    assert (ow.anew(session, order).state, stock_of(session, of), check_goods(session)) == (
        S.DELIVERED,
        (940, 0),
        [],
    )


def test_nothing_is_cancelled_once_goods_are_on_their_way(session, of):
    order = ow.acknowledged(session, of)
    ow.sent(session, order)
    order = ow.anew(session, order)
    for side in Side:
        with pytest.raises(Refused, match="on their way"):
            cancel(session, order, order.revision, side, "x", NOW)


def test_a_producer_declines_with_a_reason(session, of):
    order = ow.issued(session, of)
    with pytest.raises(Refused, match="write why"):
        decline(session, order, order.revision, " ")
    decline(session, order, order.revision, "Mất mùa")
    assert (ow.anew(session, order).state, order.reason) == (S.DECLINED, "Mất mùa")


def test_no_more_is_sent_than_ordered_and_only_whole_packs(session, of):
    order = ow.acknowledged(session, of, 50)
    ow.sent(session, order, 40)
    with pytest.raises(Refused, match="only 10 are still"):
        ow.sent(session, order, 11)
    made = ow.award(session, of, quantity=9, minimum=1, unit="case", packs_numerator=2, packs_denominator=3)
    thirds = ow.from_award(session, of, made, 9)
    hand_in(session, thirds, 1, of.buyer.id, NOW)
    acknowledge(session, thirds, 2, NOW)
    with pytest.raises(Refused, match="whole number of packs"):
        ow.sent(session, thirds, 4)
    ow.sent(session, thirds, 6)


@pytest.mark.parametrize(("received", "rejected"), [(51, 0), (10, 11), (-1, 0), (10, -1)])
def test_no_more_came_than_was_sent(session, of, received, rejected):
    note = ow.sent(session, ow.acknowledged(session, of, 50))
    with pytest.raises(Refused, match="At most"):
        ow.received(session, of, note, 50 - received, rejected)


def test_a_delivery_is_received_once(session, of):
    note = ow.sent(session, ow.acknowledged(session, of, 50))
    ow.received(session, of, note)
    with pytest.raises(Refused, match="received already"):
        ow.received(session, of, note)


def test_the_badges_of_the_day_are_kept(session, of):
    world.recognition(session, of.product, stars=4)
    (line,) = ow.issued(session, of).lines
    assert (line.badges_on, [badge["stars"] for badge in line.badges]) == (TODAY, [4])
