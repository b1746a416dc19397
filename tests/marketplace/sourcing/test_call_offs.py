"""Whether goods can be called off: days, both sides, papers, quantities, and what is taken upon oneself."""

from datetime import timedelta

import pytest

from catalog.document_kinds import DocumentKind
from catalog.documents import DocumentState
from catalog.producers import ProducerState
from catalog.records import Refused
from marketplace.sourcing.call_offs import (
    Finding,
    Obstacle,
    call_off_allowed,
    check_call_off,
    check_quantity,
    overridden_kinds,
    override_paper,
)
from marketplace.sourcing.contract_lists import called_off
from marketplace.sourcing.purchase_orders import PurchaseLine, PurchaseOrder, PurchaseOrderState
from tests import contract_world, world
from tests.contract_world import FIRST, LAST, now_of, somebody
from tests.world import NOW, TODAY

K, DAY = DocumentKind, timedelta(days=1)


def order(session, contract, quantity=10, state=PurchaseOrderState.DRAFT) -> PurchaseOrder:
    """Called off the first line."""
    line = contract.lines[0]
    made = PurchaseOrder(
        number=f"PO-{contract.id}-{state}-{quantity}",
        retailer_id=contract.retailer_id,
        producer_id=contract.producer_id,
        contract_id=contract.id,
        store_id=world.store(session, contract.retailer).id,
        user_id=somebody(session).id,
        state=state,
        deliver_from=TODAY,
        deliver_until=TODAY,
        reason="Vì" if state in ("declined", "cancelled") else "",
        created_at=NOW,
        issued_at=None if state in ("draft", "waiting") else NOW,
    )
    session.add(made)
    session.flush()
    facts = {"product_name": "Chè", "pack": "Gói", "unit": "pack", "price": 80_000}
    session.add(
        PurchaseLine(
            purchase_order_id=made.id,
            position=1,
            variant_id=line.variant_id,
            contract_line_id=line.id,
            quantity=quantity,
            packs=quantity,
            **facts,
        )
    )
    session.flush()
    return made


def obstacles(session, contract, day=TODAY) -> list[Obstacle]:
    return [finding.obstacle for finding in call_off_allowed(session, contract, day)]


def test_nothing_stands_in_the_way_of_a_running_contract(session):
    contract = contract_world.signed(session)
    assert call_off_allowed(session, contract, TODAY) == []
    check_call_off(session, contract, TODAY)


@pytest.mark.parametrize(
    ("day", "found"),
    [(FIRST - DAY, [Obstacle.NOT_BEGUN]), (FIRST, []), (LAST, []), (LAST + DAY, [Obstacle.OVER])],
)
def test_goods_are_called_off_in_the_season(session, day, found):
    assert obstacles(session, contract_world.signed(session), day) == found


def test_what_is_not_signed_calls_nothing_off(session):
    contract = contract_world.proposed(session)
    assert obstacles(session, contract) == [Obstacle.NOT_SIGNED]
    with pytest.raises(Refused, match="not signed"):
        check_call_off(session, contract, TODAY)


def test_who_may_not_deal_stands_in_the_way(session):
    contract = contract_world.signed(session)
    contract.retailer.suspend("Nợ", NOW)
    contract.producer.state = ProducerState.SUSPENDED
    session.flush()
    assert obstacles(session, contract) == [Obstacle.RETAILER, Obstacle.PRODUCER]
    with pytest.raises(Refused, match="suspended"):
        check_call_off(session, contract, TODAY)


def test_a_paper_of_the_producer_or_of_each_product_serves(session):
    producer = world.producer(session)
    tea, honey = (world.product(session, by=producer) for _ in range(2))
    contract = contract_world.signed(session, products=[tea, honey], papers=(K.FOOD_SAFETY, K.LAB_TEST))
    missing = {(one.kind, one.product.id) for one in call_off_allowed(session, contract, TODAY)}
    assert missing == {(kind, one.id) for kind in (K.FOOD_SAFETY, K.LAB_TEST) for one in (tea, honey)}
    world.document(session, producer, K.FOOD_SAFETY)
    world.document(session, tea, K.LAB_TEST)
    assert call_off_allowed(session, contract, TODAY) == [Finding(Obstacle.PAPER, K.LAB_TEST, honey, None)]
    assert call_off_allowed(session, contract, TODAY, [tea.id]) == []


@pytest.mark.parametrize("state", [state for state in DocumentState if state != DocumentState.ACCEPTED])
def test_a_paper_counts_once_an_officer_has_accepted_it(session, state):
    contract = contract_world.signed(session, papers=(K.FOOD_SAFETY,))
    world.document(session, contract.producer, state=state, reason="Mờ" if state == "returned" else "")
    assert obstacles(session, contract) == [Obstacle.PAPER]


def test_a_paper_serves_through_its_last_day(session):
    contract = contract_world.signed(session, papers=(K.FOOD_SAFETY,))
    world.document(session, contract.producer, valid_until=TODAY)
    assert call_off_allowed(session, contract, TODAY) == []
    (finding,) = call_off_allowed(session, contract, TODAY + DAY)
    assert (finding.kind, finding.until, finding.may_be_overridden) == (K.FOOD_SAFETY, TODAY, True)


def test_another_producers_paper_serves_nobody(session):
    contract = contract_world.signed(session, papers=(K.FOOD_SAFETY,))
    world.document(session, world.producer(session))
    assert obstacles(session, contract) == [Obstacle.PAPER]


def test_somebody_orders_without_a_paper_and_says_why(session):
    contract = contract_world.signed(session, papers=(K.FOOD_SAFETY, K.LAB_TEST))
    made, user = order(session, contract), somebody(session)
    override_paper(session, made, K.FOOD_SAFETY, user.id, "  Giấy mới đang chờ duyệt ", NOW)
    assert overridden_kinds(session, made.id) == {K.FOOD_SAFETY}
    with pytest.raises(Refused, match="paper"):
        check_call_off(session, contract, TODAY, overridden=overridden_kinds(session, made.id))
    override_paper(session, made, K.LAB_TEST, user.id, "Phiếu gửi kèm hàng", NOW)
    check_call_off(session, contract, TODAY, overridden=overridden_kinds(session, made.id))
    with pytest.raises(Refused, match="already"):
        override_paper(session, made, K.LAB_TEST, user.id, "Vì", NOW)


@pytest.mark.parametrize("reason", ["", "  ", "x" * 2001])
def test_nothing_is_overridden_without_words(session, reason):
    made = order(session, contract_world.signed(session))
    with pytest.raises(Refused, match="why"):
        override_paper(session, made, K.LAB_TEST, somebody(session).id, reason, NOW)


@pytest.mark.parametrize(
    "state", [state for state in PurchaseOrderState if state not in ("draft", "waiting")]
)
def test_nothing_is_overridden_after_the_order(session, state):
    made = order(session, contract_world.signed(session), state=state)
    with pytest.raises(Refused, match="changed meanwhile"):
        override_paper(session, made, K.LAB_TEST, somebody(session).id, "Vì", NOW)


def test_other_obstacles_are_nobodys_to_override(session):
    contract = contract_world.signed(session)
    with pytest.raises(Refused, match="over"):
        check_call_off(session, contract, LAST + DAY, overridden=set(K))


@pytest.mark.parametrize("state", list(PurchaseOrderState))
def test_what_was_issued_takes_from_the_season(session, state):
    contract = contract_world.signed(session)
    made, line = order(session, contract, 300, state), contract.lines[0]
    counts = state not in ("draft", "declined", "cancelled")
    assert called_off(session, [line.id]) == ({line.id: 300} if counts else {})
    assert called_off(session, [line.id], but=made.id) == {}


def test_quantities_keep_to_the_contract(session):
    contract = contract_world.signed(session)
    line = contract.lines[0]
    for quantity in (0, -5, 9):
        with pytest.raises(Refused, match="10 at least"):
            check_quantity(session, line, quantity)
    check_quantity(session, line, 10)
    check_quantity(session, line, 1000)
    made = order(session, contract, 994, PurchaseOrderState.ISSUED)
    # The last six are less than a call-off usually is.
    check_quantity(session, line, 6)
    with pytest.raises(Refused, match="Only 6"):
        check_quantity(session, line, 7)
    check_quantity(session, line, 1000, made.id)
    order(session, contract, 6, PurchaseOrderState.WAITING)
    with pytest.raises(Refused):
        check_quantity(session, now_of(session, contract).lines[0], 1)


def test_it_asks_few_questions(session, statements):
    producer = world.producer(session)
    products = [world.product(session, by=producer) for _ in range(6)]
    contract = contract_world.signed(session, products=products, papers=tuple(K))
    session.flush()
    statements.clear()
    assert len(call_off_allowed(session, contract, TODAY)) == 6 * len(K)
    assert len(statements) == 7
