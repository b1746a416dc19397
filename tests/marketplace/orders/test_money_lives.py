"""Random lives of orders, by the real steps: at every moment the ledger holds, and in the end every account is explained."""

from contextlib import suppress
from datetime import timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from catalog.records import Refused
from marketplace.jobs import Job
from marketplace.orders import life
from marketplace.orders.goods_check import check_goods
from marketplace.orders.lapsing import lapse_unpaid
from marketplace.orders.ledger_check import check_ledger
from marketplace.orders.orders import Party, SubOrder, SubOrderState
from marketplace.orders.paybacks import paid_out
from marketplace.orders.paying import arrived, lock_parts, payment_of, start_payments
from marketplace.orders.remittance_matching import match_parcels, take_parcels
from marketplace.orders.settlement import settle_refund
from marketplace.orders.transfers import recalled, transferred
from marketplace.orders.vouchers import Bearer, VoucherUse
from marketplace.payments.card_events import take_event
from marketplace.payments.gateway import Event
from marketplace.payments.ledger import balances
from marketplace.payments.payments import PaymentMethod, lock_payment, receipts_of
from marketplace.payments.refunds import Refund, ask_refund
from marketplace.payments.remittances import RemittanceLine
from marketplace.payments.terms import terms_to_change
from tests import world
from tests.marketplace.orders.making import place
from tests.world import NOW, TODAY

S, M = SubOrderState, PaymentMethod
LATE = NOW + timedelta(hours=25)
_serial = count(1)
STEPS = ("confirm", "pack", "ship", "own", "deliver", "complete", "back", "cancel", "give up")
MONEY = (
    "pay",
    "pay",
    "some",
    "too much",
    "twice",
    "lapse",
    "remit",
    "send back",
    "refund",
    "transfer",
    "recall",
)
DISPUTES = ("taken", "won", "lost", "lost by the card")
FORWARD = ("pay", "confirm", "pack", "ship", "deliver", "remit", "complete")


class Life:
    """One order of two producers; the first has an account at the gateway, and a voucher of the operator."""

    def __init__(self, session, products, method: PaymentMethod, discount: int):
        self.session, self.method = session, method
        self.disputed, self.verdict = 0, "needs_response"
        for product in products:
            session.refresh(product, ["variants"])
        order = place(session, *products, quantity=1, payment_method=method)
        for part in order.sub_orders:
            part.commission, part.withholding = 4_001, 1_499
        self.parts = order.sub_orders
        if discount:
            voucher = world.voucher(session, f"MA{next(_serial)}", uses=1)
            first = self.parts[0]
            first.discount = discount
            use = {"voucher_id": voucher.id, "sub_order_id": first.id, "amount": discount}
            session.add(VoucherUse(bearer=Bearer.OPERATOR, **use))
        start_payments(session, order, order.sub_orders, NOW)
        session.flush()

    def do(self, part: SubOrder, step: str) -> None:
        session = self.session
        match step:
            case "confirm":
                life.confirm(session, part, NOW)
            case "pack":
                life.pack(session, part, NOW)
            case "ship" | "own":
                carrier = "ghn" if step == "ship" else "own_vehicle"
                life.ship(session, part, carrier, f"GHN{part.id:05}", NOW, nevertheless=True)
            case "deliver":
                life.deliver(session, part, NOW)
            case "complete":
                life.complete(session, part, NOW)
            case "back":
                life.bring_back(session, part, NOW)
            case "cancel":
                life.cancel(session, part, Party.BUYER, "", NOW)
            case "give up":
                life.cancel(session, part, Party.PRODUCER, "hết hàng", NOW)
            case "lapse":
                lapse_unpaid(session, LATE)
            case "send back":
                self.send_back()
            case "transfer":
                self.transfer()
            case "recall":
                self.recall()
            case "taken" | "won" | "lost" | "lost by the card":
                self.dispute(step)
            case "remit":
                self.remit(part)
            case "refund":
                self.refund(part)
            case _:
                self.pay(part, step)

    def pay(self, part: SubOrder, step: str) -> None:
        payment = payment_of(self.session, part)
        if payment is None or self.method == M.CASH_ON_DELIVERY:
            return
        if step == "some" and self.method == M.VIETQR:
            amount = min(1_000, payment.missing)
        elif step == "too much" and self.method == M.VIETQR:
            amount = payment.missing + 1_000
        elif step == "twice" and self.method == M.CARD:
            amount = payment.amount
        else:
            amount = payment.missing
        if amount:
            arrived(self.session, payment.id, amount, f"card:{next(_serial)}", LATE)

    def remit(self, part: SubOrder) -> None:
        line = RemittanceLine(2, f"GHN{part.id:05}", part.total, f"remittance:ghn:{part.id}")
        take_parcels(self.session, match_parcels(self.session, [line]), NOW)

    def refund(self, part: SubOrder) -> None:
        """As an accepted return does it: the money is promised and the sale undone."""
        payment = payment_of(self.session, part)
        if part.state in (S.DELIVERED, S.COMPLETED) and payment and payment.is_paid:
            lock_parts(self.session, payment.reference)
            reason, amount = f"return:{next(_serial)}", part.total // 3
            ask_refund(self.session, lock_payment(self.session, payment.id), amount, reason, NOW)
            settle_refund(self.session, part, amount, reason, TODAY, NOW)

    def send_back(self) -> None:
        for refund in self.session.scalars(select(Refund).where(Refund.done_at.is_(None))).all():
            payment = lock_payment(self.session, refund.payment_id)
            paid_out(self.session, refund, payment, NOW, f"re_{refund.id}")

    def transfer(self) -> None:
        for job in self.session.scalars(select(Job).where(Job.kind == "transfer_share")).all():
            transferred(self.session, job.facts["sub_order"], job.facts["amount"], f"tr_{job.id}", NOW)

    def recall(self) -> None:
        for job in self.session.scalars(select(Job).where(Job.kind == "recall_share")).all():
            facts = job.facts
            recalled(self.session, facts["sub_order"], facts["amount"], facts["source"], NOW)

    def dispute(self, step: str) -> None:
        """One dispute over all that the card has paid; when it is decided once, that stands."""
        payment = payment_of(self.session, self.parts[0])
        if self.method != M.CARD or payment is None or not payment.received:
            return
        status = "needs_response" if step == "taken" else step.split()[0]
        self.verdict = status if self.verdict == "needs_response" else self.verdict
        self.disputed = self.disputed or payment.received - payment.given_back
        if not self.disputed:
            return
        reason = "fraudulent" if step == "lost by the card" else "product_unacceptable"
        facts = {
            "dispute": f"du_{payment.id}",
            "status": self.verdict,
            "amount": self.disputed,
            "reason": reason,
        }
        (charge, *_) = receipts_of(self.session, payment)
        event = Event(
            f"evt_{next(_serial)}",
            f"charge.dispute.{'funds_withdrawn' if step == 'taken' else 'closed'}",
            NOW,
            charge_id=charge.source.removeprefix("card:"),
            facts=facts,
        )
        take_event(self.session, "stripe", event, NOW)

    def end(self) -> None:
        """Everything that is due happens: who has not paid lapses, the others get their parcels."""
        for part in self.parts:
            for step in (*FORWARD, "transfer"):
                with suppress(Refused), self.session.begin_nested():
                    self.do(part, step)
        if self.disputed and self.verdict == "needs_response":
            self.dispute("lost")
        self.send_back()
        self.transfer()
        self.recall()

    def check_each_account(self) -> None:
        """What is left on the accounts is what each part has sold and how that was paid, and nothing else."""
        named = {name: amount for name, amount in balances(self.session, "").items() if amount}
        assert named.get("buyer", 0) == 0, named
        if self.method == M.CASH_ON_DELIVERY:
            assert named.get("carrier", 0) == 0, named
            assert "gateway" not in named
        if self.method == M.VIETQR:
            assert "carrier" not in named
            assert "gateway" not in named
        assert named.get("commission", 0) >= 0
        assert named.get("vouchers", 0) <= 0
        assert "disputed" not in named, named
        assert named.get("losses", 0) <= 0
        for part in self.parts:
            if part.delivered_at is None:
                assert f"producer:{part.producer_id}" not in named, "nothing was sold and nothing is kept"


@pytest.fixture
def products(session):
    made = [world.product(session, stock=1_000) for _ in range(2)]
    terms_to_change(session, made[0].producer_id).connected_account = "acct_1"
    session.commit()
    return made


STEP = st.tuples(st.integers(0, 1), st.sampled_from([*STEPS, *MONEY, *FORWARD, *FORWARD, *DISPUTES]))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    method=st.sampled_from(list(M)),
    discount=st.sampled_from([0, 9_999, 100_000]),
    history=st.lists(STEP, max_size=30),
)
def test_any_life_of_an_order_ends_with_every_account_explained(session, products, method, discount, history):
    with session.begin_nested() as example:
        session.info.pop("notes", None)
        lived = Life(session, products, method, discount)
        for which, step in history:
            with suppress(Refused), session.begin_nested():
                lived.do(lived.parts[which], step)
            assert check_ledger(session) == check_goods(session) == []
        lived.end()
        assert check_ledger(session) == check_goods(session) == []
        assert sum(balances(session, "").values()) == 0
        lived.check_each_account()
        example.rollback()
    session.info.pop("notes", None)
    session.expire_all()
