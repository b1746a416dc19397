"""Approvals by amount, and what a person may order in a month."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.days import VIETNAM
from catalog.records import Refused
from marketplace.accounts.company_people import add_person
from marketplace.accounts.memberships import RetailerRole
from marketplace.sourcing.purchase_orders import ApprovalRule, PurchaseOrder, PurchaseOrderState
from marketplace.sourcing.spending import (
    approvals_needed,
    limits_of,
    over_limit,
    rules_of,
    set_limits,
    set_rules,
    spent_in_month,
)
from tests import people, world
from tests.world import NOW, TODAY

S = PurchaseOrderState


@pytest.fixture
def chain(session):
    """A retailer with a manager and a purchaser."""
    of = world.retailer(session)
    users = [people.user(session, f"nguoi{n}@vidu.vn") for n in range(2)]
    for user, role in zip(users, (RetailerRole.MANAGER, RetailerRole.BUYER), strict=True):
        add_person(session, user, of, NOW, role)
    return of, *users


def order(session, of, user, total: int, **facts) -> PurchaseOrder:
    made = PurchaseOrder(
        **{
            "number": f"PO-{total}-{facts.get('state', 'issued')}",
            "retailer_id": of.id,
            "producer_id": world.producer(session).id,
            "store_id": world.store(session, of).id,
            "user_id": user.id,
            "state": S.ISSUED,
            "deliver_from": TODAY,
            "deliver_until": TODAY,
            "subtotal": total,
            "created_at": NOW,
            "issued_at": NOW,
        }
        | facts
    )
    session.add(made)
    session.flush()
    return made


@pytest.mark.parametrize(
    ("total", "needed"), [(0, 0), (9_999_999, 0), (10_000_000, 1), (99_999_999, 1), (100_000_000, 3)]
)
def test_the_highest_amount_that_is_reached_says_how_many_agree(total, needed):
    rules = [ApprovalRule(from_amount=a, approvals=n) for a, n in ((100_000_000, 3), (10_000_000, 1))]
    assert approvals_needed(rules, total) == needed
    assert approvals_needed([], total) == 0


@given(st.dictionaries(st.integers(0, 100), st.integers(1, 3)), st.integers(0, 100), st.integers(0, 100))
def test_with_rules_that_rise_a_larger_order_never_needs_fewer(rules, one, other):
    rising = zip(sorted(rules), sorted(rules.values()), strict=True)
    made = [ApprovalRule(from_amount=amount, approvals=n) for amount, n in rising]
    assert approvals_needed(made, min(one, other)) <= approvals_needed(made, max(one, other))


def test_rules_take_the_place_of_those_before(session, chain):
    of, *_ = chain
    set_rules(session, of, {0: 1, 50_000_000: 2}, 3, {})
    set_rules(session, of, {20_000_000: 1}, 3, {0: 1, 50_000_000: 2})
    session.flush()
    assert [(rule.from_amount, rule.approvals) for rule in rules_of(session, of.id)] == [(20_000_000, 1)]
    with pytest.raises(Refused, match="changed meanwhile"):
        set_rules(session, of, {}, 0, {0: 1, 50_000_000: 2})
    set_rules(session, of, {}, 0, {20_000_000: 1})
    session.flush()
    assert rules_of(session, of.id) == []


@pytest.mark.parametrize(
    ("rules", "approvers"),
    [({0: 0}, 9), ({0: 4}, 9), ({0: 2, 10: 1}, 9), ({1: 1, 2: 1, 3: 1, 4: 1}, 9), ({0: 1}, 0), ({0: 2}, 1)],
)
def test_odd_rules_are_refused(session, chain, rules, approvers):
    with pytest.raises(Refused):
        set_rules(session, chain[0], rules, approvers, {})


def test_a_limit_is_set_changed_and_lifted_for_people_of_the_retailer_alone(session, chain):
    of, boss, buyer = chain
    set_limits(session, of, {buyer.id: 5_000_000, boss.id: None}, {})
    session.flush()
    assert limits_of(session, of.id) == {buyer.id: 5_000_000}
    with pytest.raises(Refused, match="changed meanwhile"):
        set_limits(session, of, {boss.id: 1, buyer.id: None}, {})
    set_limits(session, of, {buyer.id: None}, {buyer.id: 5_000_000})
    session.flush()
    assert limits_of(session, of.id) == {}
    with pytest.raises(Refused):
        set_limits(session, of, {people.user(session, "la@vidu.vn").id: 1}, {})


def test_the_month_counts_what_is_ordered_and_what_waits(session, chain):
    of, boss, buyer = chain
    order(session, of, buyer, 1_000_000)
    waits = order(session, of, buyer, 2_000_000, state=S.WAITING, issued_at=None)
    for state in (S.DRAFT, S.CANCELLED, S.DECLINED):
        order(session, of, buyer, 50_000_000, state=state, reason="Vì thế")
    order(session, of, boss, 7_000_000)
    order(session, world.retailer(session), buyer, 70_000_000)
    assert spent_in_month(session, of.id, NOW) == {buyer.id: 3_000_000, boss.id: 7_000_000}
    assert over_limit(session, of.id, buyer.id, 9_000_000, NOW) == 0
    set_limits(session, of, {buyer.id: 5_000_000}, {})
    session.flush()
    assert over_limit(session, of.id, buyer.id, 2_000_000, NOW) == 0
    assert over_limit(session, of.id, buyer.id, 2_000_001, NOW) == 1
    assert over_limit(session, of.id, buyer.id, 2_000_000, NOW, besides=waits.id) == 0
    assert over_limit(session, of.id, buyer.id, 4_000_001, NOW, besides=waits.id) == 1


def test_the_month_is_vietnams(session, chain):
    of, _, buyer = chain
    first = datetime(2026, 12, 1, tzinfo=VIETNAM)
    order(session, of, buyer, 1_000_000, issued_at=first - timedelta(seconds=1))
    order(session, of, buyer, 2_000_000, issued_at=first)
    assert spent_in_month(session, of.id, first) == {buyer.id: 2_000_000}
    assert spent_in_month(session, of.id, first - timedelta(seconds=1)) == {buyer.id: 3_000_000}
