"""Invoices, claims and transfers: what is owed follows what was received, and the ledger always says the same."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select, update

from catalog.records import Refused
from marketplace.orders.goods_check import check_goods
from marketplace.orders.ledger_check import check_ledger
from marketplace.payments.ledger import balance
from marketplace.payments.payments import Payment, PaymentState, lock_payment
from marketplace.payments.purposes import purpose_of
from marketplace.payments.refunds import Refund
from marketplace.sourcing.amounts import Counted, amounts_of
from marketplace.sourcing.approving import hand_in
from marketplace.sourcing.claims import answer, claimable, open_claim, refer, withdraw
from marketplace.sourcing.claims import rule as rule_on
from marketplace.sourcing.deliveries import finish
from marketplace.sourcing.goods import ClaimKind, ClaimState, Delivery, DeliveryLine, GoodsClaim, Invoice
from marketplace.sourcing.invoice_check import check_invoices
from marketplace.sourcing.invoice_ledger import retailer_account, supplier_account
from marketplace.sourcing.invoices import close_unpaid, issue_invoice
from marketplace.sourcing.order_steps import acknowledge
from marketplace.sourcing.purchase_orders import PurchaseOrder, PurchaseOrderState
from storefront import gateways  # noqa: F401  says whose business money is
from tests import order_world as ow
from tests.world import NOW, TODAY

S = PurchaseOrderState


@pytest.fixture
def of(session):
    return ow.market(session)


def owed(session, of) -> int:
    """Dong that the retailer owes the producer; what one owes the other is owed."""
    theirs = balance(session, retailer_account(of.retailer.id))
    assert balance(session, supplier_account(of.producer.id)) == -theirs
    return -theirs


def sound(session) -> None:
    session.flush()
    assert [*check_invoices(session), *check_ledger(session), *check_goods(session)] == []


@given(
    st.lists(
        st.builds(Counted, st.integers(0, 10_000), st.integers(1, 10**7), st.sampled_from((0, 5, 8, 10))),
        min_size=1,
        max_size=8,
    ),
    st.integers(0, 9000),
)
def test_lines_add_up_to_the_totals(lines, discount_bp):
    amounts = amounts_of(lines, discount_bp)
    nets = sum(line.quantity * line.price for line in lines)
    assert amounts.subtotal == nets
    assert abs(amounts.discount * 10_000 - nets * discount_bp) <= 5_000
    assert amounts.total == amounts.subtotal - amounts.discount + amounts.vat
    for counted, one in zip(lines, amounts.lines, strict=True):
        assert 0 <= one.discount <= one.net
        assert abs(one.vat * 100 - one.taxable * counted.vat_percent) <= 50


def test_the_invoice_follows_what_came_and_stayed(session, of):
    order = ow.delivered(session, of, 100, short=5, rejected=10)
    invoice = ow.invoiced(session, order)
    assert (invoice.amount, invoice.due_on) == (85 * ow.TIER, TODAY + timedelta(days=30))
    assert owed(session, of) == invoice.amount
    assert ow.payment_of(session, invoice).amount == invoice.amount
    sound(session)


def test_tax_and_discount_follow_too(session, of):
    order = ow.from_award(session, of, ow.award(session, of, quantity=7, minimum=7), 7)
    hand_in(session, order, 1, of.buyer.id, NOW)
    acknowledge(session, order, 2, NOW)
    ow.received(session, of, ow.sent(session, order), rejected=3)
    invoice = ow.invoiced(session, order)
    # 4 × 30,000 less 2.5 %, and 8 % of tax.
    assert (invoice.amount, invoice.vat, invoice.due_on) == (126_360, 9_360, TODAY + timedelta(days=15))


def test_a_paid_invoice_closes_the_order(session, of):
    order = ow.delivered(session, of, 50)
    invoice = ow.invoiced(session, order)
    ow.pay(session, invoice, 1_000_000)
    assert (owed(session, of), ow.anew(session, order).state) == (1_500_000, S.INVOICED)
    ow.pay(session, invoice)
    assert (owed(session, of), ow.anew(session, order).state, invoice.settled_at) == (0, S.CLOSED, NOW)
    sound(session)


def test_what_is_too_much_goes_back(session, of):
    invoice = ow.invoiced(session, ow.delivered(session, of, 50))
    ow.pay(session, invoice, invoice.due + 700)
    refund = session.scalars(select(Refund)).one()
    assert (refund.amount, owed(session, of)) == (700, -700)
    sound(session)
    payment = lock_payment(session, refund.payment_id)
    purpose = purpose_of(payment.reference)
    assert purpose.paid_out(session, refund, payment, NOW, None)
    assert not purpose.paid_out(session, refund, payment, NOW, None)
    assert owed(session, of) == 0
    sound(session)


def test_the_same_money_counts_once(session, of):
    invoice = ow.invoiced(session, ow.delivered(session, of, 50))
    payment = ow.payment_of(session, invoice)
    arrived = purpose_of(payment.reference).arrived
    assert arrived(session, payment.id, 10, "bank:1:same", NOW)
    assert not arrived(session, payment.id, 10, "bank:1:same", NOW)
    assert owed(session, of) == invoice.due - 10


def test_nothing_good_is_no_invoice(session, of):
    order = ow.delivered(session, of, 50, rejected=50)
    with pytest.raises(Refused, match="Nothing was received"):
        ow.invoiced(session, order)
    close_unpaid(session, order, order.revision)
    assert ow.anew(session, order).state == S.CLOSED
    good = ow.delivered(session, of, 50)
    with pytest.raises(Refused, match="write the invoice"):
        close_unpaid(session, good, good.revision)


@pytest.mark.parametrize(
    ("number", "day", "says"),
    [
        ("", TODAY, "number of the invoice"),
        ("x" * 41, TODAY, "at most 40"),
        ("A", TODAY + timedelta(1), "and today"),
        ("A", TODAY - timedelta(1), "and today"),
    ],
)
def test_invoices_that_can_t_be(session, of, number, day, says):
    order = ow.delivered(session, of, 50)
    with pytest.raises(Refused, match=says):
        issue_invoice(session, order, order.revision, number, day, NOW)


def test_an_invoice_has_a_number_of_its_own_and_an_account(session, of):
    first, second = ow.delivered(session, of, 50), ow.delivered(session, of, 50)
    issue_invoice(session, first, first.revision, "HD-A", TODAY, NOW)
    with pytest.raises(Refused, match="HD-A already"):
        issue_invoice(session, second, second.revision, "HD-A", TODAY, NOW)
    other = ow.market(session, account=False)
    order = ow.delivered(session, other, 50)
    with pytest.raises(Refused, match="bank account first"):
        issue_invoice(session, order, order.revision, "HD-A", TODAY, NOW)


def claimed(session, of, order, amount=100_000) -> GoodsClaim:
    return open_claim(session, order, of.receiver.id, ClaimKind.QUALITY, amount, "Ẩm mốc", NOW)


def test_an_accepted_claim_lessens_what_is_due(session, of):
    order = ow.delivered(session, of, 50)
    answer(session, claimed(session, of, order), 1, True, "", NOW)
    invoice = ow.invoiced(session, order)
    answer(session, claimed(session, of, ow.anew(session, order)), 1, True, "", NOW)
    assert (invoice.credited, ow.payment_of(session, invoice).amount) == (200_000, invoice.amount - 200_000)
    assert owed(session, of) == invoice.due
    ow.pay(session, invoice)
    assert ow.anew(session, order).state == S.CLOSED
    sound(session)


def test_what_was_paid_before_a_claim_goes_back(session, of):
    order = ow.delivered(session, of, 50)
    invoice, claim = ow.invoiced(session, order), claimed(session, of, order)
    ow.pay(session, invoice)
    assert ow.anew(session, order).state == S.INVOICED
    answer(session, claim, 1, True, "", NOW)
    assert ow.anew(session, order).state == S.CLOSED
    assert session.scalars(select(Refund.amount)).all() == [100_000]
    sound(session)


@pytest.mark.parametrize("before", [0, 300_000, 2_500_000])
def test_a_claim_to_everything_leaves_nothing_to_pay(session, of, before):
    order = ow.delivered(session, of, 50)
    invoice = ow.invoiced(session, order)
    claim = claimed(session, of, order, invoice.amount)
    if before:
        ow.pay(session, invoice, before)
    answer(session, claim, 1, True, "", NOW)
    assert (invoice.due, ow.anew(session, order).state) == (0, S.CLOSED)
    assert sum(session.scalars(select(Refund.amount))) == before
    # What comes all the same goes back too.
    payment = ow.payment_of(session, invoice)
    purpose_of(payment.reference).arrived(session, payment.id, invoice.amount, "bank:1:late", NOW)
    assert sum(session.scalars(select(Refund.amount))) == before + invoice.amount
    sound(session)


def test_half_paid_becomes_paid_by_a_claim(session, of):
    order = ow.delivered(session, of, 50)
    invoice, claim = ow.invoiced(session, order), claimed(session, of, order, 1_500_000)
    ow.pay(session, invoice, 1_200_000)
    answer(session, claim, 1, True, "", NOW)
    payment = ow.payment_of(session, invoice)
    assert (payment.state, payment.amount) == (PaymentState.SUCCEEDED, 1_000_000)
    assert (session.scalars(select(Refund.amount)).all(), ow.anew(session, order).state) == (
        [200_000],
        S.CLOSED,
    )
    sound(session)


def test_an_officer_rules_once(session, of):
    order = ow.delivered(session, of, 50)
    claim = claimed(session, of, order)
    with pytest.raises(Refused, match="write why"):
        answer(session, claim, 1, False, " ", NOW)
    answer(session, claim, 1, False, "Hàng tốt", NOW)
    refer(session, claim, 2, NOW)
    with pytest.raises(Refused, match="At most what was claimed"):
        rule_on(session, claim, 3, 100_001, "Vì", NOW)
    rule_on(session, claim, 3, 0, "Không có bằng chứng", NOW)
    assert (claim.state, claim.ruled) == (ClaimState.DECLINED, True)
    for step in (lambda: refer(session, claim, 4, NOW), lambda: withdraw(session, claim, 4, NOW)):
        with pytest.raises(Refused, match="has ruled"):
            step()
    assert claimable(session, order) == 50 * ow.PRICE


def test_an_officer_grants_a_part_even_after_the_order_is_closed(session, of):
    order = ow.delivered(session, of, 50)
    invoice, claim = ow.invoiced(session, order), claimed(session, of, order)
    answer(session, claim, 1, False, "Hàng tốt", NOW)
    ow.pay(session, invoice)
    assert ow.anew(session, order).state == S.CLOSED
    with pytest.raises(Refused, match="within 30 days"):
        refer(session, claim, 2, NOW + timedelta(days=31))
    refer(session, claim, 2, NOW)
    rule_on(session, claim, 3, 60_000, "Một phần", NOW)
    assert session.scalars(select(Refund.amount)).all() == [60_000]
    sound(session)


def test_no_more_is_claimed_than_was_received(session, of):
    order = ow.acknowledged(session, of, 50)
    with pytest.raises(Refused, match="were received"):
        claimed(session, of, order)
    order = ow.received(session, of, ow.sent(session, order))
    first = claimed(session, of, order, 2_000_000)
    with pytest.raises(Refused, match=r"500\.000 đồng"):
        claimed(session, of, order, 600_000)
    withdraw(session, first, 1, NOW)
    claimed(session, of, order, 2_500_000)


def test_a_claim_is_about_goods_of_its_order(session, of):
    order, other = ow.delivered(session, of, 50), ow.delivered(session, of, 50)
    foreign = session.scalar(
        select(DeliveryLine.id).join(DeliveryLine.delivery).where(Delivery.purchase_order_id == other.id)
    )
    with pytest.raises(Refused, match="were received"):
        open_claim(session, order, of.buyer.id, ClaimKind.SHORT, 1000, "Thiếu", NOW, line_id=foreign)


DAMAGES = [
    (
        update(Invoice).values(amount=Invoice.amount + 1),
        {"not what invoices, credits and transfers come to", "the transfer asks for something else"},
    ),
    (
        update(Invoice).values(credited=Invoice.credited + 1),
        {
            "not what invoices, credits and transfers come to",
            "credited is not what claims were granted",
            "the transfer asks for something else",
        },
    ),
    (
        update(Payment).values(received=Payment.received + 1),
        {"not what invoices, credits and transfers come to"},
    ),
    (update(Payment).values(amount=Payment.amount - 1), {"the transfer asks for something else"}),
]


@pytest.mark.parametrize(("damage", "rules"), DAMAGES)
def test_the_check_finds_each_damage(session, of, damage, rules):
    invoice = ow.invoiced(session, ow.delivered(session, of, 50))
    ow.pay(session, invoice, 1_000_000)
    assert check_invoices(session) == []
    session.execute(damage)
    session.expire_all()
    assert {finding.rule for finding in check_invoices(session)} == rules


class Trade(RuleBasedStateMachine):
    """Two orders of one retailer with one producer, in any order of steps; after each, everything still agrees."""

    session = None

    def __init__(self):
        super().__init__()
        self.of = ow.market(self.session, stock=60)
        self.nested = self.session.begin_nested()
        self.orders = [ow.acknowledged(self.session, self.of, 50).id for _ in range(2)]

    def teardown(self):
        self.nested.rollback()
        self.session.expunge_all()
        self.session.info.pop("notes", None)

    def order(self, at) -> PurchaseOrder:
        return ow.lock_order(self.session, self.orders[at])

    def maybe(self, step):
        """What is refused is undone, as the transaction of a request is."""
        try:
            with self.session.begin_nested():
                return step()
        except Refused:
            return None

    @rule(
        at=st.integers(0, 1), units=st.integers(1, 50), short=st.integers(0, 10), rejected=st.integers(0, 10)
    )
    def deliver(self, at, units, short, rejected):
        note = self.maybe(lambda: ow.sent(self.session, self.order(at), units))
        if note:
            short = min(short, units)
            ow.received(self.session, self.of, note, short, min(rejected, units - short))

    @rule(at=st.integers(0, 1))
    def invoice(self, at):
        order = self.order(at)
        self.maybe(lambda: finish(self.session, order, order.revision, NOW))
        self.maybe(lambda: ow.invoiced(self.session, order))

    @rule(at=st.integers(0, 1), part=st.integers(1, 130))
    def pay(self, at, part):
        invoice = self.session.scalar(select(Invoice).where(Invoice.purchase_order_id == self.orders[at]))
        if invoice:
            ow.pay(self.session, invoice, max(1, invoice.amount * part // 100))

    @rule(at=st.integers(0, 1), part=st.integers(1, 100))
    def claim(self, at, part):
        order = self.order(at)
        self.maybe(
            lambda: claimed(self.session, self.of, order, claimable(self.session, order) * part // 100)
        )

    @rule(agrees=st.booleans(), part=st.integers(0, 100), which=st.integers(0, 20))
    @precondition(lambda self: self.session.scalar(select(GoodsClaim.id).limit(1)))
    def decide(self, agrees, part, which):
        claims = self.session.scalars(select(GoodsClaim).order_by(GoodsClaim.id)).all()
        claim = claims[which % len(claims)]
        if claim.state == ClaimState.OPEN:
            answer(self.session, claim, claim.revision, agrees, "Trả lời", NOW)
        elif claim.state == ClaimState.REFERRED:
            rule_on(self.session, claim, claim.revision, claim.amount * part // 100, "Vì", NOW)
        else:
            self.maybe(lambda: refer(self.session, claim, claim.revision, NOW))

    @rule()
    def send_back(self):
        for refund in self.session.scalars(select(Refund).where(Refund.done_at.is_(None))).all():
            payment = lock_payment(self.session, refund.payment_id)
            purpose_of(payment.reference).paid_out(self.session, refund, payment, NOW, None)

    @invariant()
    def everything_agrees(self):
        self.session.flush()
        self.session.expire_all()
        sound(self.session)
        for invoice in self.session.scalars(select(Invoice)):
            payment = ow.payments_of(self.session, [invoice.id]).get(invoice.id)
            if invoice.settled_at:
                assert not payment or payment.received - payment.surplus in (0, invoice.due)


def test_whatever_happens_everything_agrees(session):
    class OfThisTest(Trade):
        pass

    OfThisTest.session = session
    run_state_machine_as_test(
        OfThisTest,
        settings=settings(max_examples=15, stateful_step_count=20, suppress_health_check=list(HealthCheck)),
    )
