"""The life of a sample: who may take which step when, and what it needs."""

from datetime import timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from catalog.producers import ProducerState
from catalog.products import ProductState
from catalog.records import Refused
from marketplace.sourcing import sample_steps as steps
from marketplace.sourcing.quotes import Side
from marketplace.sourcing.requests import Recipient, RequestState, SourcingRequest
from marketplace.sourcing.sample_steps import Verdict, Wish, ask, lock_sample
from marketplace.sourcing.samples import Sample, SampleState
from tests import world
from tests.contract_world import somebody
from tests.world import NOW

S = SampleState
GOOD = Verdict(5, 4, 3, True, "Thơm")
STEPS = {
    "agree": ({S.ASKED}, S.AGREED),
    "send": ({S.AGREED}, S.SENT),
    "receive": ({S.SENT}, S.RECEIVED),
    "score": ({S.RECEIVED}, S.SCORED),
    "decline": ({S.ASKED, S.AGREED}, S.DECLINED),
    "cancel": ({S.ASKED, S.AGREED, S.SENT}, S.CANCELLED),
}
# How a sample gets into each state.
WAYS = {
    S.ASKED: (),
    S.AGREED: ("agree",),
    S.SENT: ("agree", "send"),
    S.RECEIVED: ("agree", "send", "receive"),
    S.SCORED: ("agree", "send", "receive", "score"),
    S.DECLINED: ("decline",),
    S.CANCELLED: ("cancel",),
}


def wished(session, retailer=None, product=None, **facts):
    retailer = retailer or world.retailer(session)
    product = product or world.product(session)
    store = world.store(session, retailer)
    return retailer, Wish(**{"variant_id": product.variants[0].id, "store_id": store.id, "packs": 3} | facts)


def asked(session, **facts) -> Sample:
    retailer, wish = wished(session, **facts)
    made = ask(session, retailer, somebody(session).id, wish, NOW)
    return lock_sample(session, made.id)


def take(session, step: str, sample: Sample, seen: int | None = None) -> None:
    seen = sample.revision if seen is None else seen
    {
        "agree": lambda: steps.agree(session, sample, seen),
        "send": lambda: steps.send(sample, seen, "Xe khách Hoàng Liên", "", NOW),
        "receive": lambda: steps.receive(sample, seen, NOW),
        "score": lambda: steps.score(sample, seen, GOOD, NOW),
        "decline": lambda: steps.decline(sample, seen, "Hết hàng"),
        "cancel": lambda: steps.cancel(sample, seen, "Không cần nữa"),
    }[step]()
    session.flush()


@pytest.mark.parametrize("state", list(S))
@pytest.mark.parametrize("step", list(STEPS))
def test_each_step_in_each_state(session, state, step):
    sample, (sources, leads_to) = asked(session), STEPS[step]
    for one in WAYS[state]:
        take(session, one, sample)
    assert sample.state == state
    if state in sources:
        take(session, step, sample)
        assert sample.state == leads_to
    else:
        with pytest.raises(Refused), session.no_autoflush:
            take(session, step, sample)
        assert sample.state == state


def test_the_steps_are_those_of_the_table():
    told = {(source, to) for sources, to in STEPS.values() for source in sources}
    assert told == {(source, to) for source, targets in Sample.moves.items() for to in targets}


@pytest.mark.parametrize("step", list(STEPS))
def test_who_read_an_older_revision_is_told(session, step):
    sample = asked(session)
    for one in WAYS[next(iter(STEPS[step][0]))]:
        take(session, one, sample)
    with pytest.raises(Refused, match="meanwhile"):
        take(session, step, sample, sample.revision - 1)


@pytest.mark.parametrize(
    "wrong",
    [
        {"packs": 0},
        {"packs": 101},
        {"price": -1},
        {"price": 10**10},
        {"paid_by": "nobody"},
        {"paid_by": Side.PRODUCER, "price": 1},
        {"wishes": "x" * 2001},
        {"store_id": 10**6},
        {"variant_id": 10**6},
        {"request_id": 10**6},
    ],
)
def test_a_wish_that_does_not_fit_is_refused(session, wrong):
    with pytest.raises(Refused):
        asked(session, **wrong)


def test_samples_go_to_the_retailers_own_open_stores(session):
    foreign, closed = world.store(session, world.retailer(session)), None
    with pytest.raises(Refused, match="your stores"):
        asked(session, store_id=foreign.id)
    retailer = world.retailer(session)
    closed = world.store(session, retailer, closed_at=NOW)
    with pytest.raises(Refused, match="your stores"):
        asked(session, retailer=retailer, store_id=closed.id)


@pytest.mark.parametrize("who", ["hidden", "producer", "retailer"])
def test_what_is_not_sold_or_who_may_not_deal_has_no_samples(session, who):
    retailer, product = world.retailer(session), world.product(session)
    if who == "hidden":
        product.state = ProductState.HIDDEN
    elif who == "producer":
        product = world.product(session, by=world.producer(session, state=ProducerState.SUSPENDED))
    else:
        retailer.suspend("Nợ", NOW)
    session.flush()
    with pytest.raises(Refused):
        asked(session, retailer=retailer, product=product)


@pytest.mark.parametrize("who", ["retailer", "producer"])
def test_nothing_is_agreed_while_a_side_is_suspended(session, who):
    sample = asked(session)
    if who == "retailer":
        sample.retailer.suspend("Nợ", NOW)
    else:
        sample.producer.state = ProducerState.SUSPENDED
    session.flush()
    with pytest.raises(Refused, match="suspended"):
        take(session, "agree", sample)
    take(session, "decline", sample)


def test_a_sample_belongs_to_a_request_that_asked_its_producer(session):
    retailer, product = world.retailer(session), world.product(session)
    made = {}
    for name, owner in (("mine", retailer), ("foreign", world.retailer(session))):
        made[name] = SourcingRequest(
            retailer_id=owner.id,
            user_id=somebody(session).id,
            state=RequestState.OPEN,
            title="Chè",
            published_at=NOW,
            closes_at=NOW + timedelta(days=3),
            created_at=NOW,
        )
        session.add(made[name])
        session.flush()
    with pytest.raises(Refused, match="not asked"):
        asked(session, retailer=retailer, product=product, request_id=made["mine"].id)
    for request in made.values():
        session.add(Recipient(request_id=request.id, producer_id=product.producer_id, asked_at=NOW))
    session.flush()
    with pytest.raises(Refused, match="not asked"):
        asked(session, retailer=retailer, product=product, request_id=made["foreign"].id)
    sample = asked(session, retailer=retailer, product=product, request_id=made["mine"].id)
    assert sample.request.title == "Chè"


@pytest.mark.parametrize(
    "verdict",
    [
        Verdict(0, 3, 3, True),
        Verdict(3, 6, 3, True),
        Verdict(3, 3, 3, False),
        Verdict(3, 3, 3, True, "x" * 2001),
    ],
)
def test_a_verdict_that_does_not_fit_is_refused(session, verdict):
    sample = asked(session)
    for one in WAYS[S.RECEIVED]:
        take(session, one, sample)
    with pytest.raises(Refused):
        steps.score(sample, sample.revision, verdict, NOW)
    assert (sample.state, sample.suitable) == (S.RECEIVED, None)


@pytest.mark.parametrize(
    ("carrier", "number"), [("", ""), ("  ", "1"), ("x" * 121, ""), ("Xe khách", "x" * 121)]
)
def test_what_is_sent_has_a_carrier(session, carrier, number):
    sample = asked(session)
    take(session, "agree", sample)
    with pytest.raises(Refused):
        steps.send(sample, sample.revision, carrier, number, NOW)


def test_a_retailer_has_so_many_under_way(session, monkeypatch):
    monkeypatch.setattr(steps, "MOST_OPEN", 2)
    retailer = world.retailer(session)
    first, _ = asked(session, retailer=retailer), asked(session, retailer=retailer)
    with pytest.raises(Refused, match="many samples"):
        asked(session, retailer=retailer)
    take(session, "cancel", first)
    asked(session, retailer=retailer)


def test_any_walk_keeps_to_the_table(session):
    class Walk(RuleBasedStateMachine):
        def __init__(self):
            super().__init__()
            self.sample, self.model = asked(session), S.ASKED

        @rule(step=st.sampled_from(sorted(STEPS)), late=st.booleans())
        def press(self, step, late):
            sources, leads_to = STEPS[step]
            sample = lock_sample(session, self.sample.id)
            allowed = self.model in sources and not late
            try:
                with session.no_autoflush:
                    take(session, step, sample, sample.revision - late)
            except Refused:
                assert not allowed
                # As a page does: what was begun is undone.
                session.expire(sample)
            else:
                assert allowed
                self.model = leads_to

        @invariant()
        def facts_fit(self):
            sample = lock_sample(session, self.sample.id)
            assert sample.state == self.model
            assert (sample.suitable is not None) == (self.model == S.SCORED)
            assert bool(sample.reason) == (self.model in (S.DECLINED, S.CANCELLED))

    run_state_machine_as_test(Walk, settings=settings(max_examples=12, stateful_step_count=10, deadline=None))
