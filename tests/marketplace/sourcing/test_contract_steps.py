"""The life of a contract: who may take which step when, and what it needs."""

from datetime import date, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from catalog.producers import ProducerState
from catalog.products import ProductState
from catalog.records import Refused
from marketplace.audit import Entry
from marketplace.sourcing.contract_steps import (
    decline,
    end_early,
    give_back,
    propose,
    sign,
    take_back,
    write_harvests,
)
from marketplace.sourcing.contracts import Contract, ContractState
from marketplace.sourcing.quotes import Side
from tests import contract_world, people, world
from tests.contract_world import LAST, now_of
from tests.world import NOW, TODAY

S = ContractState
SOON = TODAY + timedelta(days=40)
# Every step: from which states it leads where. What is not here is refused.
STEPS = {
    "propose": ({S.DRAFT, S.RETURNED}, S.PROPOSED),
    "take_back": ({S.PROPOSED}, S.DRAFT),
    "sign": ({S.PROPOSED}, S.SIGNED),
    "give_back": ({S.PROPOSED}, S.RETURNED),
    "decline": ({S.PROPOSED, S.RETURNED}, S.DECLINED),
    "give_up": ({S.RETURNED}, S.DECLINED),
    "end": ({S.SIGNED}, S.ENDED),
}


def take(session, step: str, contract: Contract, seen: int | None = None) -> None:
    seen = contract.revision if seen is None else seen
    {
        "propose": lambda: propose(session, contract, seen, TODAY, NOW),
        "take_back": lambda: take_back(contract, seen),
        "sign": lambda: sign(session, contract, seen, TODAY, NOW),
        "give_back": lambda: give_back(contract, seen, "Giá thấp quá"),
        "decline": lambda: decline(contract, seen, Side.PRODUCER, "Không đủ hàng"),
        "give_up": lambda: decline(contract, seen, Side.RETAILER, "Thôi vậy"),
        "end": lambda: end_early(contract, seen, Side.RETAILER, SOON, "Đóng cửa hàng", TODAY),
    }[step]()
    session.flush()


def at(session, state: ContractState) -> Contract:
    """A contract with a calendar of harvests, in this state."""
    if state in (S.SIGNED, S.ENDED):
        made = contract_world.signed(session)
        if state == S.ENDED:
            take(session, "end", made)
        return now_of(session, made)
    made = contract_world.proposed(session)
    fill(session, made)
    for step in {S.DRAFT: ["take_back"], S.RETURNED: ["give_back"], S.DECLINED: ["decline"]}.get(state, []):
        take(session, step, made)
    return now_of(session, made)


def fill(session, contract: Contract) -> None:
    expected = {(line.id, date(2026, 12, 1)): 5 for line in contract.lines}
    write_harvests(session, contract, contract.revision, expected, TODAY)


@pytest.mark.parametrize("state", list(S))
@pytest.mark.parametrize("step", list(STEPS))
def test_each_step_in_each_state(session, state, step):
    contract, (sources, leads_to) = at(session, state), STEPS[step]
    assert contract.state == state
    before = contract.revision
    if state in sources:
        take(session, step, contract)
        assert (contract.state, contract.revision) == (leads_to, before + 1)
    else:
        with pytest.raises(Refused):
            take(session, step, contract)
        assert (contract.state, contract.revision) == (state, before)


def test_the_steps_are_those_of_the_table():
    told = {(source, to) for sources, to in STEPS.values() for source in sources}
    assert told == {(source, to) for source, targets in Contract.moves.items() for to in targets}


@pytest.mark.parametrize("step", list(STEPS))
def test_who_read_an_older_revision_is_told(session, step):
    contract = at(session, next(iter(STEPS[step][0])))
    with pytest.raises(Refused, match="changed meanwhile"):
        take(session, step, contract, contract.revision - 1)


@pytest.mark.parametrize("step", ["propose", "sign"])
def test_who_is_suspended_binds_nobody(session, step):
    contract = at(session, S.DRAFT if step == "propose" else S.PROPOSED)
    contract.retailer.suspend("Nợ quá hạn", NOW)
    with pytest.raises(Refused, match="suspended"):
        take(session, step, contract)
    contract.retailer.reinstate("Đã trả")
    contract.producer.state = ProducerState.SUSPENDED
    session.flush()
    with pytest.raises(Refused, match="approved"):
        take(session, step, contract)


def test_a_suspended_company_can_still_be_left(session):
    contract = at(session, S.SIGNED)
    contract.retailer.suspend("Nợ quá hạn", NOW)
    end_early(contract, contract.revision, Side.PRODUCER, SOON, "Họ không trả tiền", TODAY)
    assert contract.state == S.ENDED


def test_nothing_is_proposed_without_a_line_or_after_its_last_day(session):
    retailer, producer = world.retailer(session), world.producer(session)
    bare = contract_world.begin_contract(
        session, retailer, producer, people.user(session).id, contract_world.head(), NOW
    )
    with pytest.raises(Refused, match="line"):
        take(session, "propose", now_of(session, bare))
    over = at(session, S.DRAFT)
    with pytest.raises(Refused, match="over"):
        propose(session, over, over.revision, LAST + timedelta(days=1), NOW)


def test_a_producer_signs_with_a_calendar_and_for_goods_that_are_sold(session):
    contract = contract_world.proposed(session)
    with pytest.raises(Refused, match="calendar"):
        take(session, "sign", contract)
    fill(session, contract)
    contract.lines[0].variant.product.state = ProductState.RETIRED
    with pytest.raises(Refused, match="on sale"):
        take(session, "sign", contract)


@pytest.mark.parametrize("step", ["give_back", "decline", "end"])
def test_a_no_says_why(session, step):
    contract = at(session, S.SIGNED if step == "end" else S.PROPOSED)
    for words in ("", "  \n ", "x" * 2001):
        with pytest.raises(Refused):
            {
                "give_back": lambda w: give_back(contract, contract.revision, w),
                "decline": lambda w: decline(contract, contract.revision, Side.PRODUCER, w),
                "end": lambda w: end_early(contract, contract.revision, Side.PRODUCER, SOON, w, TODAY),
            }[step](words)


@pytest.mark.parametrize(
    "last_day", [TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=29), LAST, LAST + timedelta(days=1)]
)
def test_an_early_end_is_said_thirty_days_ahead(session, last_day):
    contract = at(session, S.SIGNED)
    with pytest.raises(Refused, match="30 days"):
        end_early(contract, contract.revision, Side.PRODUCER, last_day, "Mất mùa", TODAY)


def test_what_ends_anyway_is_not_ended_early(session):
    contract = at(session, S.SIGNED)
    day = LAST - timedelta(days=10)
    with pytest.raises(Refused, match="anyway"):
        end_early(contract, contract.revision, Side.PRODUCER, LAST - timedelta(days=1), "Mất mùa", day)


def test_an_ended_contract_runs_until_the_day_that_was_said(session):
    contract = at(session, S.ENDED)
    assert contract.runs_on(SOON)
    assert not contract.runs_on(SOON + timedelta(days=1))


@pytest.mark.parametrize("state", [S.DRAFT, S.PROPOSED, S.RETURNED, S.DECLINED])
def test_what_is_not_signed_does_not_run(session, state):
    assert not at(session, state).runs_on(TODAY)


def test_a_signed_contract_runs_on_the_days_of_its_season(session):
    contract = at(session, S.SIGNED)
    days = [contract.starts_on - timedelta(days=1), contract.starts_on, LAST, LAST + timedelta(days=1)]
    assert [contract.runs_on(day) for day in days] == [False, True, True, False]


def test_harvests_are_written_by_month_and_stay_when_over(session):
    contract = at(session, S.SIGNED)
    line = contract.lines[0]

    def write(month: date, units: int, day=TODAY):
        write_harvests(session, contract, contract.revision, {(line.id, month): units}, day)

    write(date(2026, 12, 1), 7)
    assert {one.month: one.quantity for one in line.harvests}[date(2026, 12, 1)] == 7
    with pytest.raises(Refused, match="over"):
        write(date(2026, 11, 1), 7, date(2026, 12, 1))
    write(date(2026, 11, 1), 100, date(2026, 12, 1))
    for month in (date(2026, 10, 1), date(2026, 12, 2), date(2027, 5, 1)):
        with pytest.raises(Refused, match="season"):
            write(month, 1)
    for units in (-1, 10_000_001):
        with pytest.raises(Refused, match="whole numbers"):
            write(date(2027, 1, 1), units)


def test_nobody_writes_harvests_of_a_draft_or_after_the_end(session):
    for contract, day in ((at(session, S.DRAFT), TODAY), (at(session, S.SIGNED), LAST + timedelta(days=1))):
        with pytest.raises(Refused, match="can't be changed"):
            write_harvests(session, contract, contract.revision, {}, day)


def test_every_step_is_in_the_audit(session):
    contract = at(session, S.ENDED)
    session.commit()
    mine = Entry.subject == "contracts", Entry.subject_id == contract.id
    entries = session.scalars(select(Entry).where(*mine).order_by(Entry.id)).all()
    told = ["drafted", "proposed", "harvests_written", "signed", "ended"]
    assert [entry.action for entry in entries] == [f"contract.{one}" for one in told]
    assert {entry.producer_id for entry in entries} == {contract.producer_id}
    assert entries[-1].facts == {"by": "retailer", "reason": "Đóng cửa hàng", "last_day": SOON.isoformat()}


def test_any_walk_keeps_to_the_table(session):
    """Whatever is pressed in whatever order, the contract is where the table says and its facts fit its state."""

    class Walk(RuleBasedStateMachine):
        def __init__(self):
            super().__init__()
            self.contract = contract_world.proposed(session)
            fill(session, self.contract)
            self.model, self.told = S.PROPOSED, self.contract.revision

        @rule(step=st.sampled_from(sorted(STEPS)), late=st.booleans())
        def press(self, step, late):
            sources, leads_to = STEPS[step]
            contract = now_of(session, self.contract)
            allowed = self.model in sources and not late
            try:
                take(session, step, contract, contract.revision - late)
            except Refused:
                assert not allowed
            else:
                assert allowed
                self.model, self.told = leads_to, self.told + 1

        @precondition(lambda self: self.model == S.PROPOSED)
        @rule(units=st.integers(1, 50))
        def harvest(self, units):
            line = self.contract.lines[0].id
            contract = now_of(session, self.contract)
            write_harvests(session, contract, contract.revision, {(line, date(2027, 1, 1)): units}, TODAY)
            self.told += 1

        @invariant()
        def facts_fit(self):
            contract = now_of(session, self.contract)
            assert (contract.state, contract.revision) == (self.model, self.told)
            assert (contract.signed_at is not None) == (self.model in (S.SIGNED, S.ENDED))
            assert contract.runs_on(TODAY) == (self.model in (S.SIGNED, S.ENDED))
            assert (
                bool(contract.reason) == (self.model in (S.RETURNED, S.DECLINED, S.ENDED))
                or self.model == S.DRAFT
            )

    run_state_machine_as_test(Walk, settings=settings(max_examples=12, stateful_step_count=12, deadline=None))
