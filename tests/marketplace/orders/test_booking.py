"""Each thing that happens to a parcel and its money is in the ledger, once, whatever the way of paying."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from catalog.producers import Producer
from marketplace.jobs import Job
from marketplace.orders import life
from marketplace.orders.carriers import CarrierKey
from marketplace.orders.lapsing import lapse_unpaid
from marketplace.orders.ledger_check import check_ledger
from marketplace.orders.orders import Party, SubOrder, SubOrderState
from marketplace.orders.paybacks import paid_out, went_back
from marketplace.orders.paying import arrived, is_paid, lock_parts, payment_of
from marketplace.orders.remittance_matching import match_parcels, take_parcels
from marketplace.orders.transfers import transferred
from marketplace.orders.vouchers import Bearer, Voucher, VoucherUse
from marketplace.payments.bank_accounts import add_account
from marketplace.payments.ledger import balances
from marketplace.payments.payments import PaymentMethod, lock_payment
from marketplace.payments.refunds import Refund
from marketplace.payments.remittances import RemittanceLine
from marketplace.payments.terms import terms_to_change
from marketplace.stock import reserve
from tests import world
from tests.marketplace.orders.test_checkout import pack_of
from tests.marketplace.orders.test_paying import placed
from tests.world import NOW

M = PaymentMethod
LATE = NOW + timedelta(hours=25)


@pytest.fixture
def products(session):
    """Of two producers with bank accounts, five pieces each, 100,000 dong a piece."""
    made = [world.product(session, stock=5) for _ in range(2)]
    for product in made:
        owner = session.get_one(Producer, product.producer_id)
        add_account(session, owner, "970436", "0123456789", "HTX THU", NOW)
    session.commit()
    return made


def bring(session, part: SubOrder, carrier: CarrierKey = CarrierKey.GHN) -> None:
    life.confirm(session, part, NOW)
    life.pack(session, part, NOW)
    life.ship(session, part, carrier, f"GHN{part.id:05}", NOW, nevertheless=True)
    assert life.deliver(session, part, NOW)
    session.commit()


def remit(session, part: SubOrder, amount: int, row: int = 2) -> None:
    line = RemittanceLine(row, f"GHN{part.id:05}", amount, f"remittance:ghn:{part.id}:{row}")
    take_parcels(session, match_parcels(session, [line]), NOW)
    session.commit()


def pay(session, part: SubOrder, source: str = "card:pi_1", now=NOW, amount: int | None = None) -> None:
    payment = payment_of(session, part)
    arrived(session, payment.id, payment.amount if amount is None else amount, source, now)
    session.commit()


def send_back(session) -> list[Refund]:
    """Every refund that is due is paid out."""
    due = session.scalars(select(Refund).where(Refund.done_at.is_(None))).all()
    for refund in due:
        payment = lock_payment(session, refund.payment_id)
        assert paid_out(session, refund, payment, NOW, f"re_{refund.id}")
        assert not paid_out(session, refund, payment, NOW, f"re_{refund.id}")
    session.commit()
    return list(due)


def accounts(session) -> dict[str, int]:
    assert check_ledger(session) == []
    return {name: amount for name, amount in balances(session, "").items() if amount}


def earned(part: SubOrder) -> int:
    return part.total - part.commission - part.withholding


def seller(part: SubOrder) -> str:
    return f"producer:{part.producer_id}"


# The ways of paying


def test_cash_is_owed_by_the_carrier_until_it_is_remitted(session, products):
    part = placed(session, products[0], method=M.CASH_ON_DELIVERY).sub_orders[0]
    assert accounts(session) == {}
    bring(session, part)
    kept = {"commission": part.commission}
    assert accounts(session) == kept | {"carrier": -part.total, seller(part): earned(part)}
    assert not is_paid(session, part)
    remit(session, part, 10_000)
    assert accounts(session)["carrier"] == 10_000 - part.total
    remit(session, part, part.total - 10_000, row=3)
    remit(session, part, part.total - 10_000, row=3)
    assert accounts(session) == kept | {seller(part): -part.commission}
    assert is_paid(session, part)


def test_cash_remitted_before_the_producer_says_delivered_is_the_same(session, products):
    part = placed(session, products[0], method=M.CASH_ON_DELIVERY).sub_orders[0]
    life.confirm(session, part, NOW)
    life.pack(session, part, NOW)
    life.ship(session, part, CarrierKey.GHN, f"GHN{part.id:05}", NOW)
    remit(session, part, part.total)
    assert accounts(session) == {"buyer": part.total, seller(part): -part.total}
    life.deliver(session, part, NOW)
    assert accounts(session) == {"commission": part.commission, seller(part): -part.commission}


def test_cash_that_the_producer_collects_itself_is_paid_at_the_door(session, products):
    part = placed(session, products[0], method=M.CASH_ON_DELIVERY).sub_orders[0]
    bring(session, part, CarrierKey.OWN_VEHICLE)
    assert is_paid(session, part)
    assert accounts(session) == {"commission": part.commission, seller(part): -part.commission}
    # A carrier has nothing to pass on of it, whatever a file says.
    payment = payment_of(session, part)
    line = RemittanceLine(2, "", part.total, "remittance:own_vehicle:2")
    match = match_parcels(session, [line])[0]
    take_parcels(session, [type(match)(line, "too_much", payment)], NOW)
    assert "carrier" not in accounts(session)


def test_a_transfer_stands_with_the_producer_from_the_payment_on(session, products):
    part = placed(session, products[0]).sub_orders[0]
    pay(session, part, "bank:1", amount=part.total - 1)
    assert accounts(session) == {}, "it is not paid yet"
    pay(session, part, "bank:2", amount=5)
    assert accounts(session) == {"buyer": part.total + 4, seller(part): -part.total - 4}
    send_back(session)
    assert accounts(session) == {"buyer": part.total, seller(part): -part.total}
    bring(session, part)
    assert accounts(session) == {"commission": part.commission, seller(part): -part.commission}


def test_a_card_pays_each_part_and_its_share_goes_on_when_nothing_can_come_back(session, products):
    order = placed(session, *products, method=M.CARD)
    one, other = order.sub_orders
    terms_to_change(session, one.producer_id).connected_account = "acct_1"
    pay(session, one)
    assert accounts(session) == {"buyer": order.total, "gateway": -order.total}
    for part in order.sub_orders:
        bring(session, part)
        life.complete(session, part, NOW)
    (job,) = session.scalars(select(Job).where(Job.kind == "transfer_share"))
    assert (job.facts["amount"], job.facts["account"]) == (earned(one), "acct_1")
    for _ in range(2):
        transferred(session, job.facts["sub_order"], job.facts["amount"], "tr_1", NOW)
    assert accounts(session) == {
        "commission": one.commission + other.commission,
        "gateway": earned(one) - order.total,
        seller(other): earned(other),
    }


# What goes back


def test_paid_and_cancelled_before_it_was_sent_leaves_nothing(session, products):
    order = placed(session, *products, method=M.CARD)
    pay(session, order.sub_orders[0])
    life.cancel(session, order.sub_orders[1], Party.PRODUCER, "hết hàng", NOW)
    gone = order.sub_orders[1].total
    assert [refund.amount for refund in send_back(session)] == [gone]
    kept = order.total - gone
    assert accounts(session) == {"buyer": kept, "gateway": -kept}
    life.cancel(session, order.sub_orders[0], Party.BUYER, "", NOW)
    send_back(session)
    assert accounts(session) == {}


def test_late_money_for_what_does_not_come_back_leaves_nothing(session, products):
    order = placed(session, *products, method=M.CARD)
    here, gone = order.sub_orders
    lapse_unpaid(session, LATE)
    reserve(session, pack_of(session, products[1]).id, 5, "somebody else", NOW)
    session.commit()
    pay(session, here, now=LATE)
    assert accounts(session) == {"buyer": order.total, "gateway": -order.total}
    send_back(session)
    assert accounts(session) == {"buyer": here.total, "gateway": -here.total}
    assert gone.state == SubOrderState.CANCELLED


def test_what_is_paid_twice_by_card_stands_with_the_buyer_until_it_is_back(session, products):
    part = placed(session, products[0], method=M.CARD).sub_orders[0]
    for i in range(3):
        pay(session, part, f"card:{i}")
    assert accounts(session)["buyer"] == 3 * part.total
    send_back(session)
    assert accounts(session) == {"buyer": part.total, "gateway": -part.total}


@pytest.mark.parametrize("method", [M.VIETQR, M.CARD])
def test_what_was_paid_for_a_parcel_that_nobody_accepted_goes_back_in_full(session, products, method):
    part = placed(session, products[0], method=method).sub_orders[0]
    pay(session, part)
    life.confirm(session, part, NOW)
    life.pack(session, part, NOW)
    life.ship(session, part, CarrierKey.GHN, "GHN12345", NOW)
    life.bring_back(session, part, NOW)
    assert [refund.amount for refund in send_back(session)] == [part.total]
    assert accounts(session) == {}


def test_cash_that_a_carrier_remits_for_a_parcel_that_came_back_is_to_go_back(session, products):
    part = placed(session, products[0], method=M.CASH_ON_DELIVERY).sub_orders[0]
    life.confirm(session, part, NOW)
    life.pack(session, part, NOW)
    life.ship(session, part, CarrierKey.GHN, f"GHN{part.id:05}", NOW)
    life.bring_back(session, part, NOW)
    remit(session, part, part.total)
    assert accounts(session) == {"buyer": part.total, seller(part): -part.total}
    send_back(session)
    assert accounts(session) == {}


def test_a_refund_is_counted_once_whoever_tells_of_it_first(session, products):
    part = placed(session, products[0], method=M.CARD).sub_orders[0]
    pay(session, part)
    life.cancel(session, part, Party.BUYER, "", NOW)
    payment = payment_of(session, part)
    lock_parts(session, payment.reference)
    for _ in range(2):
        went_back(session, payment, "re_9", part.total, NOW)
    (refund,) = session.scalars(select(Refund))
    assert refund.provider_id == "re_9"
    assert not paid_out(session, refund, payment, NOW, "re_9")
    assert accounts(session) == {}


def test_what_somebody_gives_back_at_the_gateway_by_hand_is_in_the_ledger(session, products):
    part = placed(session, products[0], method=M.CARD).sub_orders[0]
    pay(session, part)
    payment = payment_of(session, part)
    for id, amount in (("re_1", 1_000), ("re_1", 1_000), ("re_2", part.total)):
        went_back(session, payment, id, amount, NOW)
    left = part.total - 1_000
    assert accounts(session) == {"buyer": left, "gateway": -left}


# Nothing to pay


def test_a_parcel_that_a_voucher_pays_in_full_needs_no_sale(session, products):
    part = placed(session, products[0], method=M.CASH_ON_DELIVERY).sub_orders[0]
    part.discount, part.delivery, part.commission, part.withholding = part.subtotal, 0, 0, 0
    session.delete(payment_of(session, part))
    bring(session, part)
    life.complete(session, part, NOW)
    assert accounts(session) == {}


def test_a_part_that_costs_nothing_can_be_cancelled_in_a_paid_order(session, products):
    order = placed(session, *products, method=M.CARD)
    free = order.sub_orders[1]
    free.discount, free.delivery = free.subtotal, 0
    payment_of(session, free).amount = order.sub_orders[0].total
    pay(session, free)
    assert life.cancel(session, free, Party.BUYER, "", NOW)
    assert list(session.scalars(select(Refund))) == []


def test_what_the_operator_bears_is_owed_to_the_producer(session, products):
    part = placed(session, products[0]).sub_orders[0]
    voucher = world.voucher(session)
    facts = {"voucher_id": voucher.id, "sub_order_id": part.id, "amount": 7_000}
    session.add(VoucherUse(bearer=Bearer.OPERATOR, **facts))
    pay(session, part)
    bring(session, part)
    assert accounts(session)["vouchers"] == -7_000
    assert accounts(session)[seller(part)] == 7_000 - part.commission


# Vouchers of what comes back to life


@pytest.mark.parametrize(("uses", "allowed"), [(3, 10), (10, 10)])
def test_the_agreed_price_is_honoured_when_late_money_comes(session, products, uses, allowed):
    part = placed(session, products[0]).sub_orders[0]
    voucher = world.voucher(session, uses=uses, uses_allowed=allowed)
    facts = {"voucher_id": voucher.id, "sub_order_id": part.id, "amount": 7_000}
    session.add(VoucherUse(bearer=Bearer.OPERATOR, **facts))
    session.commit()
    lapse_unpaid(session, LATE)
    voucher = session.get_one(Voucher, voucher.id, populate_existing=True)
    assert voucher.uses == uses - 1
    # Where there was only one left, somebody else takes it meanwhile.
    voucher.uses = uses
    session.commit()
    price = part.total
    pay(session, part, now=LATE)
    assert (part.state, part.total) == (SubOrderState.PENDING, price)
    voucher = session.get_one(Voucher, voucher.id, populate_existing=True)
    assert (voucher.uses, voucher.uses_allowed) == (uses + 1, max(allowed, uses + 1))
    life.cancel(session, part, Party.BUYER, "", LATE)
    assert session.get_one(Voucher, voucher.id, populate_existing=True).uses == uses
