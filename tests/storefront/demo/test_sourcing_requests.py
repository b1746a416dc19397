"""The demo's requests: thirty, in every state, added once."""

from collections import Counter

from sqlalchemy import func, select

from marketplace.accounts.memberships import add_member
from marketplace.sourcing.quotes import Award, Quote, QuoteState
from marketplace.sourcing.requests import RequestState, SourcingRequest
from storefront.demo.sourcing_requests import OUTCOMES, add_missing_requests
from tests import people, sourcing_world, world
from tests.world import NOW


def test_they_are_in_every_state_and_added_once(session, undone):
    assert add_missing_requests(undone, NOW) == 0
    for number in range(2):
        retailer = world.retailer(session, sample=True)
        sourcing_world.buyer(session, retailer)
        world.store(session, retailer)
        for group in ("11", "12"):
            product = world.product(session, by=world.producer(session, sample=True), set_code=group)
            user = people.user(session, f"htx-{number}-{group}@vidu.vn")
            add_member(session, user, session.get_one(world.Producer, product.producer_id), NOW)
    session.commit()
    assert add_missing_requests(undone, NOW) == sum(OUTCOMES.values()) == 30
    assert add_missing_requests(undone, NOW) == 0
    states = Counter(session.scalars(select(SourcingRequest.state)))
    assert states == {
        RequestState.DRAFT: 3,
        RequestState.OPEN: 16,
        RequestState.AWARDED: 6,
        RequestState.CLOSED: 3,
        RequestState.CANCELLED: 2,
    }
    assert {QuoteState.OPEN, QuoteState.ACCEPTED} <= set(session.scalars(select(Quote.state)))
    assert session.scalar(select(func.count()).select_from(Award)) >= 6
