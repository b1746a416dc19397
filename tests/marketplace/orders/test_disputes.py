"""Disputes over card payments: whoever bears them, in whatever order they are told, the money is explained."""

from itertools import permutations

import pytest
from sqlalchemy import select

from marketplace.audit import Entry
from marketplace.jobs import Job
from marketplace.orders import life
from marketplace.orders.disputed import SentInVain, taken
from marketplace.orders.ledger_check import check_ledger
from marketplace.orders.orders import Order, Party, SubOrder, SubOrderState
from marketplace.orders.paying import payment_of
from marketplace.orders.transfers import recalled, transferred
from marketplace.payments.card_events import take_charge, take_event
from marketplace.payments.dispute_rules import all_rules, producer_bears
from marketplace.payments.gateway import Charge, Event
from marketplace.payments.payments import PaymentMethod
from marketplace.payments.refunds import Refund
from marketplace.payments.terms import terms_to_change
from tests import world
from tests.marketplace.orders.test_booking import accounts, bring, earned, pay, seller, send_back
from tests.marketplace.orders.test_paying import placed
from tests.world import NOW, TODAY

GOODS, CARD = "product_unacceptable", "fraudulent"


@pytest.fixture
def order(session) -> Order:
    """Of two producers, to be paid by card; the first has an account at the gateway."""
    products = [world.product(session, stock=5) for _ in range(2)]
    terms_to_change(session, products[0].producer_id).connected_account = "acct_1"
    session.commit()
    return placed(session, *products, method=PaymentMethod.CARD)


def event(type: str, status: str, amount: int, reason: str = CARD, id: str = "du_1") -> Event:
    facts = {"dispute": id, "status": status, "amount": amount, "reason": reason}
    name = f"evt_{id}_{type}_{status}"
    return Event(name, f"charge.dispute.{type}", NOW, charge_id="pi_1", facts=facts)


def tell(session, *events: Event) -> None:
    for one in events:
        take_event(session, "stripe", one, NOW)
        session.flush()
        assert check_ledger(session) == []
    session.commit()


def lost(amount: int, reason: str = CARD) -> list[Event]:
    return [
        event("created", "needs_response", amount, reason),
        event("funds_withdrawn", "needs_response", amount, reason),
        event("closed", "lost", amount, reason),
    ]


def won(amount: int) -> list[Event]:
    return [
        event("created", "needs_response", amount),
        event("funds_withdrawn", "under_review", amount),
        event("funds_reinstated", "won", amount),
        event("closed", "won", amount),
    ]


def delivered(session, order: Order) -> list[SubOrder]:
    pay(session, order.sub_orders[0])
    for part in order.sub_orders:
        bring(session, part)
    return order.sub_orders


def completed(session, order: Order) -> SubOrder:
    """The first part, whose share has gone on to the producer."""
    part = delivered(session, order)[0]
    life.complete(session, part, NOW)
    (job,) = session.scalars(select(Job).where(Job.kind == "transfer_share"))
    transferred(session, part.id, job.facts["amount"], "tr_1", NOW)
    session.commit()
    return part


def entries_of(session, part: SubOrder) -> list[Entry]:
    query = select(Entry).where(Entry.subject_id == part.id, Entry.action.startswith("sub_order."))
    return list(session.scalars(query))


def recalls(session) -> list[dict]:
    return [job.facts for job in session.scalars(select(Job).where(Job.kind == "recall_share"))]


def recall_all(session) -> None:
    for facts in recalls(session):
        for _ in range(2):
            recalled(session, facts["sub_order"], facts["amount"], facts["source"], NOW)
    session.commit()


# The rule


def test_what_is_about_the_goods_the_producer_bears_and_the_operator_all_else():
    day = max(rule.valid_from for rule in all_rules())
    assert producer_bears("product_not_received", day)
    assert not producer_bears("fraudulent", day)
    assert not producer_bears("", day)
    assert not producer_bears("product_not_received", all_rules()[0].valid_from.replace(year=2000))
    assert all_rules()[0].valid_from < TODAY


# Before the parcel is sent


@pytest.fixture
def packed(session, order) -> SubOrder:
    part = order.sub_orders[0]
    pay(session, part)
    life.confirm(session, part, NOW)
    life.pack(session, part, NOW)
    session.commit()
    return part


def ship(session, part: SubOrder, **how) -> bool:
    return life.ship(session, part, "coach", "", NOW, **how)


@pytest.mark.parametrize("told", ["inquiry", "open", "taken", "lost"])
def test_what_a_buyer_disputes_is_sent_only_by_who_wants_it_nevertheless(session, order, packed, told):
    steps = {
        "inquiry": [event("created", "warning_needs_response", order.total)],
        "open": lost(order.total)[:1],
        "taken": lost(order.total)[:2],
        "lost": lost(order.total),
    }
    tell(session, *steps[told])
    with pytest.raises(SentInVain):
        ship(session, packed)
    assert packed.state == SubOrderState.PACKED
    assert ship(session, packed, nevertheless=True)
    session.commit()
    (entry,) = [one for one in entries_of(session, packed) if one.action == "sub_order.shipped"]
    assert entry.facts["nevertheless"] is True


def test_a_parcel_goes_as_ever_once_the_money_stays(session, order, packed):
    tell(session, event("created", "warning_needs_response", order.total))
    tell(session, event("closed", "warning_closed", order.total), *won(order.total))
    assert ship(session, packed)


def test_of_two_disputes_one_that_is_won_says_nothing_of_the_other(session, order, packed):
    tell(session, *won(order.total), event("created", "needs_response", order.total, id="du_2"))
    with pytest.raises(SentInVain):
        ship(session, packed)


# Told of


def test_money_that_the_bank_has_taken_is_nobodys_until_it_decides(session, order):
    one, other = delivered(session, order)
    before = accounts(session)
    tell(session, *lost(order.total)[:2])
    assert before.pop("gateway") == -order.total
    assert accounts(session) == before | {"disputed": -order.total}
    assert [taken(session, part) for part in (one, other)] == [one.total, other.total]


def test_an_inquiry_moves_nothing(session, order):
    delivered(session, order)
    before = accounts(session)
    tell(session, event("created", "warning_needs_response", 9_000), event("closed", "warning_closed", 9_000))
    assert accounts(session) == before


@pytest.mark.parametrize("told", list(permutations(range(4))))
def test_a_won_dispute_leaves_everything_as_it_was(session, order, told):
    delivered(session, order)
    before = accounts(session)
    events = won(order.total)
    tell(session, *(events[i] for i in told), *events)
    assert accounts(session) == before
    assert payment_of(session, order.sub_orders[0]).disputed == 0


@pytest.mark.parametrize("reason", [GOODS, CARD])
@pytest.mark.parametrize("told", list(permutations(range(3))))
def test_a_lost_dispute_is_borne_by_the_rule_in_whatever_order_it_is_told(session, order, reason, told):
    parts = delivered(session, order)
    events = lost(order.total, reason)
    tell(session, *(events[i] for i in told), *events)
    commission = sum(part.commission for part in parts)
    if reason == GOODS:
        assert accounts(session) == {}, "as if all had been refunded"
    else:
        kept = {seller(part): earned(part) for part in parts}
        assert accounts(session) == kept | {"commission": commission, "losses": -order.total}
    assert payment_of(session, parts[0]).disputed == order.total


def test_a_dispute_told_before_the_payment_is_caught_up_with(session, order):
    tell(session, *lost(order.total, GOODS))
    assert accounts(session) == {}
    payment = payment_of(session, order.sub_orders[0])
    take_charge(session, Charge("pi_1", payment.code, order.total), NOW)
    session.commit()
    assert accounts(session) == {}, "paid, and taken back"
    assert payment.disputed == order.total


def test_a_part_of_the_money_is_shared_over_the_parts_by_what_they_cost(session, order):
    parts = delivered(session, order)
    tell(session, *lost(order.total // 2, GOODS))
    assert sum(taken(session, part) for part in parts) == order.total // 2
    assert all(0 < taken(session, part) < part.total for part in parts)


# Before and after the parcel comes


@pytest.mark.parametrize("reason", [GOODS, CARD])
def test_what_is_lost_before_the_delivery_is_borne_when_it_is_delivered(session, order, reason):
    pay(session, order.sub_orders[0])
    tell(session, *lost(order.total, reason))
    assert accounts(session) == {}, "nobody has lost anything yet"
    for part in order.sub_orders:
        bring(session, part)
    found = accounts(session)
    assert found.get("buyer", 0) == 0
    assert found.get("losses", 0) == (0 if reason == GOODS else -order.total)


@pytest.mark.parametrize("outcome", ["lost", "won"])
@pytest.mark.parametrize("when", ["before", "meanwhile", "after"])
def test_who_cancels_gets_the_money_back_once(session, order, when, outcome):
    """By the bank, or from the gateway, and never from both."""
    pay(session, order.sub_orders[0])
    events = lost(order.total) if outcome == "lost" else won(order.total)
    gone = order.sub_orders[0]
    steps = {"before": 0, "meanwhile": 2, "after": len(events)}
    for i, one in enumerate([*events, None]):
        if i == steps[when]:
            life.cancel(session, gone, Party.PRODUCER, "hết hàng", NOW)
            session.commit()
        if one:
            tell(session, one)
    assert gone.state == SubOrderState.CANCELLED
    due = session.scalars(select(Refund).where(Refund.done_at.is_(None))).all()
    assert sum(refund.amount for refund in due) == (0 if outcome == "lost" else gone.total)
    send_back(session)
    kept = order.total - gone.total
    assert accounts(session) == ({} if outcome == "lost" else {"buyer": kept, "gateway": -kept})


# Shares that have gone on


@pytest.mark.parametrize("reason", [GOODS, CARD])
def test_a_share_is_called_back_from_who_bears_it(session, order, reason):
    part = completed(session, order)
    tell(session, *lost(order.total, reason))
    if reason == CARD:
        assert recalls(session) == []
        return
    (facts,) = recalls(session)
    assert facts["amount"] == earned(part)
    assert accounts(session)[seller(part)] == -earned(part)
    recall_all(session)
    assert accounts(session) == {}
    tell(session, *lost(order.total, reason))
    assert len(recalls(session)) == 1


def test_what_is_won_while_the_share_waits_goes_on_then(session, order):
    part = delivered(session, order)[0]
    tell(session, *won(order.total)[:2])
    life.complete(session, part, NOW)
    assert session.scalars(select(Job).where(Job.kind == "transfer_share")).all() == []
    tell(session, *won(order.total)[2:])
    (job,) = session.scalars(select(Job).where(Job.kind == "transfer_share"))
    assert job.facts["amount"] == earned(part)
