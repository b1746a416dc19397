"""What a producer reads of a retailer and its record beside the record itself: how it pays, messages, where it came from."""

from datetime import timedelta

import pytest

from marketplace.accounts.memberships import add_member
from marketplace.sourcing.approving import hand_in
from marketplace.sourcing.contract_steps import give_back
from marketplace.sourcing.quotes import Quote
from marketplace.sourcing.requests import SourcingRequest
from marketplace.sourcing.sample_steps import Wish, agree, ask, lock_sample
from tests import contract_world, order_world, people, sourcing_world, world
from tests.markup import Page
from tests.people import signed_in
from tests.storefront.producer.conftest import to_do
from tests.world import NOW, TODAY


@pytest.fixture
def market(session):
    return order_world.market(session)


@pytest.fixture
def client(app, session, market):
    user = people.user(session, "htx@vidu.vn")
    add_member(session, user, market.producer, NOW)
    session.commit()
    return signed_in(app, user)


def test_a_request_says_how_its_retailer_pays_before_anything_is_offered(session, client, market):
    made = sourcing_world.request(session, market.retailer, ask=(market.producer,))
    session.commit()
    url = f"/en/producer/requests/{made.code}"
    assert "No invoice has fallen due here yet." in client.get(url).text
    old = NOW - timedelta(days=60)
    order = order_world.delivered(session, market, now=old)
    order_world.invoiced(session, order, day=TODAY - timedelta(days=60))
    session.commit()
    assert "Paid in time in the last year: 0% of 1 invoices." in client.get(url).text


def test_messages_and_what_belongs_together_are_on_the_page(session, client, market):
    award = order_world.award(session, market)
    quote = session.get_one(Quote, award.quote_id)
    request = session.get_one(SourcingRequest, quote.request_id)
    order = order_world.from_award(session, market, award, 40)
    hand_in(session, order, order.revision, order.user_id, NOW)
    asked = sourcing_world.request(session, market.retailer, ask=(market.producer,))
    session.commit()
    of_order = client.get(f"/en/producer/purchase-orders/{order.code}").text
    of_quote = client.get(f"/en/producer/quotes/{quote.code}").text
    of_request = client.get(f"/en/producer/requests/{asked.code}").text
    for page, about in ((of_order, "order"), (of_quote, "quote"), (of_request, "request")):
        assert f"/producer/messages/{about}/" in page
    assert f"/producer/requests/{request.code}" in of_order
    assert f"/producer/quotes/{quote.code}" in of_order
    trail = Page(of_quote).one("nav", "trail")
    links = [one.attributes["href"] for one in trail.inside if one.tag == "a"]
    assert any(f"/producer/purchase-orders/{order.code}?" in one for one in links)
    assert all(client.get(one).status_code == 200 for one in links)


def test_the_list_says_what_came_of_a_quote(session, client, market):
    made = sourcing_world.awarded(session, market.retailer, market.product)
    session.commit()
    page = client.get("/en/producer/requests").text
    assert "Awarded to you" in page
    assert "quotes until" not in page
    assert made.quotes[0].code in page


def test_the_desk_counts_samples_and_contracts_that_wait(app, session):
    contract = contract_world.proposed(session)
    store = world.store(session, contract.retailer)
    pack = contract.lines[0].variant_id
    wish = Wish(variant_id=pack, store_id=store.id, packs=3)
    sample = ask(session, contract.retailer, contract_world.somebody(session).id, wish, NOW)
    user = people.user(session, "ky@vidu.vn")
    add_member(session, user, contract.producer, NOW)
    session.commit()
    client = signed_in(app, user)
    waits = to_do(client.get("/en/producer").text)
    assert waits["Contracts to sign or to answer"] == waits["Samples that retailers ask for"] == "1"
    sample = lock_sample(session, sample.id)
    agree(session, sample, sample.revision)
    contract = contract_world.now_of(session, contract)
    give_back(contract, contract.revision, "Giá thấp")
    session.commit()
    waits = to_do(client.get("/en/producer").text)
    assert waits["Samples to send"] == "1"
    assert not {"Contracts to sign or to answer", "Samples that retailers ask for"} & set(waits)
