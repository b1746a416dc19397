"""Money at the same moment, on both databases: one event twice, cancel against pay, lapse against pay, two workers."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from itertools import count

import pytest
from sqlalchemy import func, select, text, update

from catalog.records import Refused
from marketplace.orders import life
from marketplace.orders.bank_matching import match_lines
from marketplace.orders.delivery import load_rates
from marketplace.orders.lapsing import lapse_unpaid
from marketplace.orders.orders import Party, SubOrder, SubOrderState
from marketplace.orders.paying import HOLD, arrived, start_payments
from marketplace.orders.vouchers import Voucher, VoucherUse
from marketplace.payments.bank_matching import say_it_came, take_lines
from marketplace.payments.bank_statements import StatementLine
from marketplace.payments.card_events import take_event
from marketplace.payments.events import PaymentEvent
from marketplace.payments.gateway import Charge, Event
from marketplace.payments.payments import Payment, PaymentMethod, PaymentState, Receipt
from marketplace.payments.refunds import Refund
from marketplace.stock import Stock, reserve
from tests import world
from tests.databases import own_database
from tests.marketplace.orders.making import place
from tests.world import NOW

ROUNDS = 8
_serial = count(1)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def database(request, tmp_path_factory):
    with own_database(request.param, tmp_path_factory.mktemp("races"), "payment_races") as made:
        with made.transaction() as session:
            load_rates(session)
        yield made


def at_once(*actions: Callable) -> list:
    barrier = threading.Barrier(len(actions))

    def act(action):
        barrier.wait(timeout=60)
        return action()

    with ThreadPoolExecutor(len(actions)) as threads:
        return list(threads.map(act, actions))


def waits_for_a_lock(database) -> None:
    """Until another session of this database waits for a lock; the test fails where none ever does."""
    waiting = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    until = time.monotonic() + 60
    with database.reading() as other:
        while not other.scalar(waiting):
            assert time.monotonic() < until, "nobody waits"
            other.rollback()
            time.sleep(0.01)


def ordered(database, method: PaymentMethod) -> tuple[int, int, int]:
    """An order of two parts by card, or of one; the payment's id, the first part's and a variant's."""
    with database.transaction() as session:
        products = [world.product(session, stock=5) for _ in range(2 if method == PaymentMethod.CARD else 1)]
        order = place(session, *products, quantity=2, payment_method=method)
        start_payments(session, order, order.sub_orders, NOW)
        session.flush()
        part = order.sub_orders[0]
        references = [f"order:{order.id}", f"sub-order:{part.id}"]
        payment = session.scalars(select(Payment).where(Payment.reference.in_(references))).one()
        return payment.id, part.id, products[0].variants[0].id


def pay(database, payment_id: int, source: str, now=NOW) -> bool:
    with database.transaction() as session:
        amount = session.scalars(select(Payment.amount).where(Payment.id == payment_id)).one()
        return arrived(session, payment_id, amount, source, now)


def cancel(database, part_id: int) -> bool:
    try:
        with database.transaction() as session:
            part = session.get_one(SubOrder, part_id)
            return life.cancel(session, part, Party.BUYER, "", NOW)
    except Refused:
        return False


def look(database, payment_id: int, part_id: int, variant_id: int):
    with database.reading() as session:
        payment, part = session.get_one(Payment, payment_id), session.get_one(SubOrder, part_id)
        refunds = session.scalars(select(Refund).where(Refund.payment_id == payment_id)).all()
        stock = session.get_one(Stock, variant_id)
        receipts = session.scalar(select(func.count()).where(Receipt.payment_id == payment_id))
        return payment, part, refunds, stock, receipts


def test_the_same_event_in_eight_windows_counts_once(database):
    payment_id, part_id, variant_id = ordered(database, PaymentMethod.CARD)
    with database.reading() as session:
        payment = session.get_one(Payment, payment_id)
    charge = Charge(f"pi_{payment_id}", payment.code, payment.amount)
    events = [
        Event(
            f"evt_{payment_id}_{i % 2}", "payment_intent.succeeded", datetime.now(UTC), payment.code, charge
        )
        for i in range(8)
    ]

    def take(event):
        with database.transaction() as session:
            return take_event(session, "stripe", event, NOW)

    taken = at_once(*(lambda e=event: take(e) for event in events))
    assert sum(taken) == 2
    payment, _, refunds, _, receipts = look(database, payment_id, part_id, variant_id)
    assert (payment.state, payment.received, receipts, refunds) == (
        PaymentState.SUCCEEDED,
        charge.amount,
        1,
        [],
    )
    with database.reading() as session:
        mine = PaymentEvent.payment_id == payment_id
        assert session.scalar(select(func.count()).select_from(PaymentEvent).where(mine)) == 2


@pytest.mark.parametrize("about", ["refund", "dispute"])
def test_what_is_told_of_a_charge_at_the_moment_it_is_counted_takes_effect(database, about):
    for _ in range(ROUNDS):
        payment_id, *_ = ordered(database, PaymentMethod.CARD)
        with database.reading() as session:
            payment = session.get_one(Payment, payment_id)
        charge = Charge(f"pi_{payment_id}", payment.code, payment.amount)
        came = Event(f"evt_{payment_id}", "payment_intent.succeeded", NOW, payment.code, charge)
        facts = {"amount": payment.amount, "charge": charge.id}
        if about == "refund":
            facts |= {"refund": f"re_{payment_id}"}
            told = {"refund_id": f"re_{payment_id}", "refunded": payment.amount}
        else:
            facts |= {"dispute": f"du_{payment_id}", "status": "lost", "reason": "fraudulent"}
            told = {}
        type = "refund.created" if about == "refund" else "charge.dispute.closed"
        later = Event(f"evt_{payment_id}b", type, NOW, charge_id=charge.id, facts=facts, **told)

        def take(event):
            with database.transaction() as session:
                return take_event(session, "stripe", event, NOW)

        assert at_once(partial(take, later), partial(take, came)) == [True, True]
        with database.reading() as session:
            payment = session.get_one(Payment, payment_id)
        assert payment.given_back + payment.disputed == payment.amount


@pytest.mark.parametrize("method", [PaymentMethod.VIETQR, PaymentMethod.CARD])
def test_cancel_against_pay_ends_paid_back_or_never_kept(database, method):
    for _ in range(ROUNDS):
        payment_id, part_id, variant_id = ordered(database, method)
        at_once(partial(pay, database, payment_id, f"s:{payment_id}"), partial(cancel, database, part_id))
        payment, part, refunds, stock, _ = look(database, payment_id, part_id, variant_id)
        assert (part.state, stock.reserved) == (SubOrderState.CANCELLED, 0)
        # Cancelled before paying lowered the sum that was asked for; after paying, its money goes back.
        kept = payment.received - sum(refund.amount for refund in refunds)
        with database.reading() as session:
            alive = session.scalars(
                select(SubOrder).where(
                    SubOrder.order_id == part.order_id, SubOrder.state != SubOrderState.CANCELLED
                )
            )
            assert kept == sum(one.total for one in alive)


def test_lapse_against_pay_ends_paid_with_its_goods(database):
    late = NOW + HOLD[PaymentMethod.VIETQR]

    def lapse():
        with database.transaction() as session:
            return lapse_unpaid(session, late)

    for _ in range(ROUNDS):
        payment_id, part_id, variant_id = ordered(database, PaymentMethod.VIETQR)
        at_once(partial(pay, database, payment_id, f"s:{payment_id}", late), lapse)
        payment, part, refunds, stock, _ = look(database, payment_id, part_id, variant_id)
        assert (payment.state, part.state, stock.reserved, refunds) == (
            PaymentState.SUCCEEDED,
            SubOrderState.PENDING,
            2,
            [],
        )


def test_two_workers_lapse_each_order_once(database):
    made = [ordered(database, PaymentMethod.VIETQR) for _ in range(6)]
    late = NOW + HOLD[PaymentMethod.VIETQR]

    def lapse():
        with database.transaction() as session:
            return lapse_unpaid(session, late)

    counts = at_once(lapse, lapse)
    assert sum(counts) == len(made)
    for payment_id, part_id, variant_id in made:
        _, part, _, stock, _ = look(database, payment_id, part_id, variant_id)
        assert (part.state, part.cancelled_by, stock.reserved) == (SubOrderState.CANCELLED, Party.TIMER, 0)


def test_the_same_money_said_by_hand_and_by_a_statement_counts_once(database):
    for _ in range(ROUNDS):
        payment_id, part_id, variant_id = ordered(database, PaymentMethod.VIETQR)
        with database.reading() as session:
            payment = session.get_one(Payment, payment_id)
            maker = session.get_one(SubOrder, part_id).producer_id
        line = StatementLine(1, None, payment.amount, payment.code, f"bank:1:{payment.code}")

        def by_hand(payment_id=payment_id):
            with database.transaction() as session:
                return say_it_came(session, session.get_one(Payment, payment_id), NOW)

        def by_statement(line=line, maker=maker):
            with database.transaction() as session:
                return take_lines(session, match_lines(session, [line], [maker]), NOW)

        assert sum(at_once(by_hand, by_statement)) == 1
        payment, *_, receipts = look(database, payment_id, part_id, variant_id)
        assert (payment.received, receipts) == (payment.amount, 1)


def test_lapsing_of_two_parts_with_a_voucher_and_an_order_with_it_wait_in_no_circle(database):
    """The order has the second part's stock already, and is about to take the voucher that the first gives back."""
    with database.transaction() as session:
        voucher = world.voucher(session, f"VONG{next(_serial)}", uses=1)
        products = [world.product(session, stock=5) for _ in range(2)]
        order = place(session, *products, quantity=2, payment_method=PaymentMethod.CARD)
        start_payments(session, order, order.sub_orders, NOW)
        for part in order.sub_orders:
            facts = {"bearer": voucher.bearer, "amount": 1000}
            session.add(VoucherUse(voucher_id=voucher.id, sub_order_id=part.id, **facts))
        voucher_id, pack = voucher.id, products[1].variants[0].id
    has_stock = threading.Event()

    def place_another():
        with database.transaction() as session:
            assert reserve(session, pack, 1, "another", NOW)
            has_stock.set()
            # PostgreSQL says when the other waits for what is held here; on SQLite it could not even begin.
            if database.engine.dialect.name == "postgresql":
                waits_for_a_lock(database)
            session.execute(update(Voucher).where(Voucher.id == voucher_id).values(uses=Voucher.uses + 1))

    def lapse():
        assert has_stock.wait(timeout=60)
        with database.transaction() as session:
            return lapse_unpaid(session, NOW + HOLD[PaymentMethod.CARD])

    at_once(place_another, lapse)
    with database.reading() as session:
        assert session.get_one(Voucher, voucher_id).uses == 1
        assert session.get_one(Stock, pack).reserved == 1
