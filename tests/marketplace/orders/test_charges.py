"""What a sale costs the producer is decided on the day of the order, whatever is announced later."""

from datetime import timedelta

import pytest

from catalog.producers import ProducerKind
from marketplace.orders.charges import charges_on
from marketplace.orders.offers import OfferPart, offer_for
from marketplace.orders.tariffs import Tariffs
from marketplace.payments.fees import FeeRate, announce
from tests import world
from tests.marketplace.orders.test_checkout import basket_of, place
from tests.world import TODAY

SOON = TODAY + timedelta(days=20)


def placed(session, *products, **facts):
    return place(session, basket_of(session, *((product, 1) for product in products)), **facts).sub_orders


def charged(sub_order) -> tuple:
    return sub_order.commission_bp, sub_order.commission, sub_order.withholding


def test_an_order_freezes_commission_and_withholding(session):
    household = world.producer(session, kind=ProducerKind.HOUSEHOLD)
    parts = placed(
        session,
        world.product(session, prices=(199_990,)),
        world.product(session, by=household, prices=(100_000,)),
    )
    assert [charged(part) for part in parts] == [(500, 10_000, 0), (400, 4_000, 1_500)]
    assert parts[0].taxes == []
    assert sum(tax["amount"] for tax in parts[1].taxes) == 1_500
    assert [tax["tax"] for tax in parts[1].taxes] == ["personal_income", "value_added"]


def test_a_later_fee_changes_no_order_that_was_placed(session):
    product = world.product(session)
    first, second = basket_of(session, (product, 1)), basket_of(session, (product, 1))
    [before] = place(session, first).sub_orders
    announce(session, "all", 900, 0, SOON, TODAY)
    session.flush()
    [after] = place(session, second).sub_orders
    assert charged(before) == charged(after) == (500, 5_000, 0)


def test_goods_and_services_of_one_parcel_are_taxed_apart(session):
    household = world.producer(session, kind=ProducerKind.HOUSEHOLD)
    tour = world.product(session, by=household, set_code="26", prices=(1_000_000,), weight=0)
    tea = world.product(session, by=household, prices=(100_000,))
    [part] = placed(session, tour, tea)
    assert {(tax["activity"], tax["base"]) for tax in part.taxes} == {
        ("services", 1_000_000),
        ("goods", 100_000),
    }
    assert part.withholding == 70_000 + 1_500


@pytest.mark.parametrize(
    ("discount", "expected"), [(0, (5_000, 1_500)), (40_001, (3_000, 900)), (100_000, (0, 0))]
)
def test_a_discount_that_the_producer_bears_lowers_the_charges(session, discount, expected):
    household = world.producer(session, kind=ProducerKind.HOUSEHOLD)
    basket = basket_of(session, (world.product(session, by=household, prices=(60_000,)), 1))
    second = basket_of(session, (world.product(session, by=household, prices=(40_000,)), 1))
    lines = [line for each in (basket, second) for line in offer_for(session, each, None, TODAY).lines]
    part = OfferPart(household, lines)
    charges = charges_on(Tariffs.read(session), TODAY)
    charges.fees = {"all": FeeRate(basis_points=500, minimum=0)}
    frozen = charges.frozen(part, discount)
    assert (frozen["commission"], frozen["withholding"]) == expected
    assert sum(tax["base"] for tax in frozen["taxes"]) == 2 * (100_000 - discount)
