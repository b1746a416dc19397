"""What delivery costs, how far fresh things go and when they are sold: on every page that sells them."""

from datetime import timedelta

import pytest

from catalog.products import season_mask
from marketplace.orders.delivery import DeliveryRate, Zone
from tests import world
from tests.markup import Page
from tests.shopping import change_basket, fill_basket, give_address, put, review_form
from tests.world import TODAY

DAY = timedelta(days=1)


def shown(client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.text.replace("\u00a0", " ")


@pytest.mark.parametrize(("prefix", "fee"), [("", "32.000 ₫"), ("/en", "32,000 ₫")])
def test_the_rates_in_force_are_public(client, session, prefix, fee):
    answer = client.get(f"{prefix}/delivery")
    assert answer.headers["Cache-Control"] == "public, no-cache"
    assert fee in answer.text.replace("\u00a0", " ")


def test_a_rate_is_announced_until_its_day_and_then_in_force(client, session, clock):
    coming = DeliveryRate(
        zone=Zone.ACROSS,
        valid_from=TODAY + 9 * DAY,
        base_grams=1000,
        base_fee=45_678,
        step_grams=500,
        step_fee=6000,
        days_min=2,
        days_max=5,
    )
    session.add(coming)
    session.commit()
    before = shown(client, "/en/delivery")
    assert "Announced" in before
    assert "30 Nov 2026" in before
    assert "32,000 ₫" in before
    clock.go_to(TODAY + 9 * DAY)
    after = shown(client, "/en/delivery")
    assert "Announced" not in after
    assert "45,678 ₫" in after
    assert "32,000 ₫" not in after


def test_the_example_is_reckoned_with_the_rates_in_force(client, session):
    assert "weighs 2 kg counts for 5 kg; within a region it costs 59,000 ₫" in shown(client, "/en/delivery")


def test_every_page_leads_there(client, session):
    assert "/en/delivery" in Page(client.get("/en/about/badges").text).links


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"ships_to": "province"}, "Sent within Lào Cai only"),
        ({"ships_to": "region"}, "Sent within the region “Northern midlands and mountains” only"),
        (
            {"only_in_season": True, "season_months": season_mask([11, 12])},
            "in its season only (month 11, 12)",
        ),
    ],
)
def test_a_products_page_says_what_holds_for_it(client, session, facts, sentence):
    product = world.product(session, **facts)
    plain = world.product(session)
    session.commit()
    assert sentence in shown(client, f"/en/products/{product.slug}")
    assert sentence not in shown(client, f"/en/products/{plain.slug}")


def test_out_of_season_the_page_sells_nothing_and_says_so(client, session, clock):
    fruit = world.product(session, only_in_season=True, season_months=season_mask([12]))
    session.commit()
    path = f"/en/products/{fruit.slug}"
    assert "Not in season at the moment." in shown(client, path)
    assert "OutOfStock" in shown(client, path)
    assert client.get(f"/api/v1/products/{fruit.slug}").json["stock"] == "out_of_stock"
    clock.go_to(TODAY.replace(month=12, day=1))
    assert "Add to basket" in shown(client, path)


def test_what_is_out_of_season_is_not_put_into_the_basket(client, session):
    fruit = world.product(session, only_in_season=True, season_months=season_mask([12]))
    session.commit()
    answer = put(client, fruit, prefix="/en")
    assert answer.status_code == 422
    assert "Not in season at the moment." in answer.text


def test_what_goes_out_of_season_stays_in_the_basket_with_a_sentence(client, session, clock):
    fruit = world.product(session, only_in_season=True, season_months=season_mask([11]))
    session.commit()
    fill_basket(client, fruit)
    give_address(client)
    form = review_form(client)
    clock.go_to(TODAY.replace(month=12, day=1))
    assert client.post("/orders", data=form).location == "/basket"
    (told,) = Page(client.get("/en/basket").text).errors
    assert told == "Sold fresh in its season only (month 11). Please remove it."


def test_what_is_not_sent_so_far_is_told_and_nothing_is_ordered(client, session):
    fresh = world.product(session, ships_to="region")
    session.commit()
    fill_basket(client, fresh)
    assert Page(client.get("/en/basket").text).errors == []
    give_address(client, "/en")
    answer = client.get("/en/checkout/review", follow_redirects=True)
    assert "Not everything in your basket is sent as far as this address." in answer.text
    (told,) = Page(answer.text).errors
    assert "Northern midlands and mountains" in told
    give_address(client, "/en", province="15", commune=world.VAN_CHAN)
    assert client.post("/en/orders", data=review_form(client, "/en")).status_code == 303


def test_free_delivery_is_told_at_the_producer_the_product_and_in_the_basket(client, session):
    by = world.producer(session, free_delivery_from=250_000)
    product = world.product(session, by=by)
    session.commit()
    sentence = "Free delivery from 250,000 ₫ of goods on."
    assert sentence in shown(client, f"/en/producers/{by.slug}")
    assert sentence in shown(client, f"/en/products/{product.slug}")
    put(client, product)
    give_address(client)
    assert "150,000 ₫ more from this producer, and delivery is free." in shown(client, "/en/basket")
    assert "Mua thêm 150.000 ₫" in shown(client, "/basket")
    line = Page(client.get("/basket").text).one("button", name="remove").attributes["value"]
    change_basket(client, **{f"quantity_{line}": 3})
    page = shown(client, "/en/basket")
    assert "Delivery: 0 ₫, paid by the producer" in page
    assert "arrives" in page
    placed = client.post("/en/orders", data=review_form(client, "/en"))
    assert "arrives" in shown(client, placed.location)
