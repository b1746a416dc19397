"""Who receives goods at one store deals with what goes there, and is told of that alone."""

import pytest

from catalog.producers import Producer
from marketplace.accounts.company_people import change_person
from marketplace.accounts.memberships import RetailerRole
from marketplace.accounts.retailers import Retailer
from marketplace.accounts.stores import Store
from marketplace.permissions import RetailerAction, retailer_people_who_may
from tests import order_world, world
from tests.people import fill, signed_in


@pytest.fixture
def market(session):
    made = order_world.market(session)
    made.order = order_world.acknowledged(session, made)
    made.delivery = order_world.sent(session, made.order, 10)
    made.store = session.get_one(Store, made.order.store_id)
    made.claim = f"/retailer/claims/new?order={made.order.code}"
    return made


def receive_at(session, market, store) -> None:
    of = session.get_one(Retailer, market.order.retailer_id)
    change_person(session, of, market.receiver.id, RetailerRole.RECEIVER, store.id)
    session.commit()


def test_deliveries_and_claims_of_other_stores_are_not_theirs(app, session, market):
    client = signed_in(app, market.receiver)
    path = f"/retailer/deliveries/{market.delivery.code}"
    elsewhere = world.store(session, session.get_one(Retailer, market.order.retailer_id))
    receive_at(session, market, elsewhere)
    assert path not in client.get("/retailer/deliveries").text
    assert client.get(path).status_code == 404
    assert fill(client, "/retailer", path).status_code == 404
    assert client.get(market.claim).status_code == 404
    receive_at(session, market, market.store)
    assert path in client.get("/retailer/deliveries").text
    assert client.get(path).status_code == 200
    assert client.get(market.claim).status_code == 200


def test_messages_about_orders_of_other_stores_are_not_theirs(app, session, market):
    client, of = signed_in(app, market.receiver), session.get_one(Retailer, market.order.retailer_id)
    producer = session.get_one(Producer, market.order.producer_id)
    path = f"/retailer/messages/order/{market.order.code}?producer={producer.slug}"
    for store, status in ((world.store(session, of), 404), (market.store, 200)):
        receive_at(session, market, store)
        assert client.get(path).status_code == status


def test_who_is_told_of_goods_are_those_of_the_store_and_those_of_all(session, market):
    of = market.order.retailer_id
    elsewhere = world.store(session, session.get_one(Retailer, of))

    def told(store) -> set[int]:
        found = retailer_people_who_may(session, of, RetailerAction.RECEIVING, store.id)
        return {user.id for user in found}

    assert market.receiver.id in told(elsewhere)
    receive_at(session, market, market.store)
    assert market.receiver.id in told(market.store)
    assert market.receiver.id not in told(elsewhere)
    assert market.quality.id in told(elsewhere)
