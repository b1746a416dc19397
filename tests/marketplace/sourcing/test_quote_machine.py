"""Any order of steps of both sides and of the clock: the rules and a model of a few lines say the same."""

from datetime import timedelta

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import func, select

from catalog.producers import Producer
from catalog.records import Refused
from marketplace.accounts.users import User
from marketplace.sourcing.awards import award
from marketplace.sourcing.quote_steps import (
    agree,
    counter,
    decline,
    offer,
    offer_anew,
    quote_for_steps,
    withdraw,
)
from marketplace.sourcing.quotes import Award, QuoteVersion
from marketplace.sourcing.request_steps import end
from marketplace.sourcing.requests import Recipient, RequestState
from tests import sourcing_world, world
from tests.sourcing_world import CLOSES, offered, pick
from tests.world import NOW

# Without shrinking, which takes minutes here: what failed is printed step by step anyway.
STEPS = settings(max_examples=10, stateful_step_count=12, phases=[Phase.generate])
PRICES = st.sampled_from([60_000, 70_000, 80_000])


def dealing(session, is_sealed: bool) -> type[RuleBasedStateMachine]:
    """A request with one producer, new for each run."""

    class Dealing(RuleBasedStateMachine):
        def __init__(self):
            super().__init__()
            self.product = world.product(session)
            producer = session.get_one(Producer, self.product.producer_id)
            self.request = sourcing_world.request(session, ask=(producer,), sealed=is_sealed)
            self.recipient = session.get_one(Recipient, (self.request.id, producer.id))
            self.buyer = session.get_one(User, self.request.user_id)
            self.seller = sourcing_world.seller(session, producer)
            self.now, self.quote_id = NOW, None
            # The model: state of the quote (None: not made), whose turn, versions, and whether all is over.
            self.state, self.turn, self.versions, self.is_over = None, "retailer", 0, False

        @property
        def takes_quotes(self) -> bool:
            return not self.is_over and self.now < CLOSES

        @property
        def is_readable(self) -> bool:
            return not is_sealed or not self.takes_quotes

        @property
        def quote(self):
            return quote_for_steps(session, self.quote_id)

        def put(self, price):
            return offered(session, self.request, self.product, price=price)

        def attempt_step(self, step, is_allowed: bool) -> bool:
            try:
                step()
            except Refused:
                assert not is_allowed
                return False
            assert is_allowed
            return True

        @property
        def is_dealt(self) -> bool:
            return self.state == "open" and not self.is_over

        @rule(price=PRICES)
        def producer_offers(self, price):
            if self.state in (None, "withdrawn"):
                allowed = self.takes_quotes

                def step():
                    made = offer(
                        session, self.request, self.recipient, self.seller, self.put(price), self.now
                    )
                    self.quote_id = made.id

            else:
                allowed = self.is_dealt and (self.turn == "producer" or self.takes_quotes)

                def step():
                    offer_anew(
                        session,
                        self.request,
                        self.quote,
                        self.seller,
                        self.put(price),
                        self.versions,
                        self.now,
                    )

            if self.attempt_step(step, allowed):
                self.state, self.turn, self.versions = "open", "retailer", self.versions + 1

        @rule(price=PRICES)
        def retailer_counters(self, price):
            if self.quote_id is None:
                return
            allowed = self.is_dealt and self.is_readable and self.turn == "retailer"

            def step():
                counter(
                    session, self.request, self.quote, self.buyer, self.put(price), self.versions, self.now
                )

            if self.attempt_step(step, allowed):
                self.turn, self.versions = "producer", self.versions + 1

        @rule()
        def producer_agrees(self):
            if self.quote_id is None:
                return

            def step():
                agree(session, self.request, self.quote, self.seller, self.versions, self.now)

            if self.attempt_step(step, self.is_dealt and self.turn == "producer"):
                self.turn, self.versions = "retailer", self.versions + 1

        @rule()
        def producer_withdraws(self):
            if self.quote_id is None:
                return

            def step():
                withdraw(session, self.request, self.quote, self.versions, self.now)

            if self.attempt_step(step, self.is_dealt):
                self.state = "withdrawn"

        @rule()
        def retailer_declines(self):
            if self.quote_id is None:
                return

            def step():
                decline(session, self.request, self.quote, "Đắt", self.versions, self.now)

            if self.attempt_step(step, self.is_dealt and self.is_readable):
                self.state = "declined"

        @rule()
        def time_is_over(self):
            self.now = CLOSES + timedelta(hours=1)

        @rule(quantity=st.sampled_from([1, 150, 200, 201]))
        def retailer_awards(self, quantity):
            if self.quote_id is None:
                return
            allowed = self.is_dealt and self.is_readable and self.turn == "retailer" and quantity <= 200

            def step():
                picks = [pick(session, self.quote, quantity)]
                award(session, self.request, self.buyer, picks, self.request.revision, self.now)

            if self.attempt_step(step, allowed):
                self.state, self.is_over = "accepted", True

        @rule()
        def retailer_cancels(self):
            def step():
                end(
                    session,
                    self.request,
                    RequestState.CANCELLED,
                    "Thôi",
                    self.request.revision,
                    self.now,
                )

            if self.attempt_step(step, not self.is_over):
                self.is_over = True

        @invariant()
        def the_rows_say_what_the_model_says(self):
            if self.quote_id is None:
                return
            quote = self.quote
            assert quote.state == self.state
            assert quote.current == self.versions
            if self.is_dealt:
                assert quote.turn == self.turn
            assert [one.number for one in quote.versions] == list(range(1, self.versions + 1))
            awards = select(func.count()).where(Award.quote_id == quote.id)
            assert session.scalar(awards) == (self.state == "accepted")

        @invariant()
        def versions_never_change(self):
            if self.quote_id is None:
                return
            query = select(QuoteVersion).where(QuoteVersion.quote_id == self.quote_id)
            seen = {one.number: (one.by, one.made_at) for one in session.scalars(query)}
            former = getattr(self, "seen", {})
            assert {number: seen[number] for number in former} == former
            self.seen = seen

    return Dealing


def test_open_quotes_follow_the_model(session):
    machine = dealing(session, is_sealed=False)
    run_state_machine_as_test(machine, settings=STEPS)


def test_sealed_quotes_follow_the_model(session):
    machine = dealing(session, is_sealed=True)
    run_state_machine_as_test(machine, settings=STEPS)
