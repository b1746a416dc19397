"""From one thing of the retailers' desk to the next: what a page's buttons lead to is there, and begins with what was read."""

import re
from types import SimpleNamespace

import pytest

from marketplace.accounts.memberships import RetailerRole, add_member
from tests import contract_world, order_world, sourcing_world, world
from tests.markup import Page, faults
from tests.people import fill, signed_in
from tests.world import NOW


def links(client, path: str) -> list[str]:
    answer = client.get(path)
    assert answer.status_code == 200, path
    assert not faults(answer.text), path
    return [one.attributes.get("href", "") for one in Page(answer.text).find("a")]


def heading(client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return Page(answer.text).find("h1")[0].text


@pytest.fixture
def deal(session, desk):
    """A request of the desk's retailer that ended with one award."""
    made = sourcing_world.awarded(session, desk.own)
    session.commit()
    producer = session.get_one(type(world.producer(session)), made.products[0].producer_id)
    return SimpleNamespace(request=made.request, quote=made.quotes[0], producer=producer)


def test_a_product_leads_to_a_quote_a_sample_and_an_order(session, desk):
    product = world.product(session, "Chè Shan tuyết")
    session.commit()
    slug = session.get_one(type(world.producer(session)), product.producer_id).slug
    found = links(desk.client, f"/retailer/catalogue/{product.slug}")
    begins = (
        f"/retailer/requests/new?product={product.slug}",
        f"/retailer/samples/new?product={product.slug}",
        f"/retailer/orders/new?producer={slug}",
    )
    ask, taste, order = (next(one for one in found if one.startswith(begin)) for begin in begins)
    assert "Chè Shan tuyết" in desk.client.get(taste).text and "Chè Shan tuyết" in desk.client.get(order).text
    page = Page(desk.client.get(ask).text)
    assert [one.attributes["value"] for one in page.find("input", name="title")] == ["Chè Shan tuyết"]
    action = page.find("form", method="post")[-1].attributes["action"]
    answer = fill(desk.client, ask, action, title="Chè Shan tuyết", seen=1)
    lines = Page(desk.client.get(answer.location).text)
    chosen = lines.find("input", name="line-1-chosen", checked="")
    assert [one.attributes["value"] for one in chosen] == [product.slug]


def test_an_approver_is_not_led_where_the_role_does_not_go(session, desk, member):
    product = world.product(session)
    approver = member(RetailerRole.APPROVER, desk.own)
    session.commit()
    found = links(approver, f"/retailer/catalogue/{product.slug}")
    assert not [
        one
        for one in found
        if one.startswith(("/retailer/requests", "/retailer/samples", "/retailer/orders"))
    ]


def test_an_award_leads_to_an_order_and_a_contract(session, desk, deal):
    quote = f"/retailer/quotes/{deal.quote.code}"
    assert quote in links(desk.client, f"/retailer/requests/{deal.request.code}")
    found = [one for one in links(desk.client, quote) if re.search("/(orders|contracts)/new", one)]
    assert len(found) == 2 and all(deal.quote.code in one for one in found)
    for path in found:
        assert deal.producer.name in desk.client.get(path).text


def test_a_quote_that_was_not_taken_leads_to_no_order(session, desk):
    product = world.product(session)
    producer = session.get_one(type(world.producer(session)), product.producer_id)
    out = sourcing_world.request(session, desk.own, ask=(producer,))
    quote = sourcing_world.quote(session, out, product)
    session.commit()
    assert not [
        one
        for one in links(desk.client, f"/retailer/quotes/{quote.code}")
        if re.search("/(orders|contracts)/new", one)
    ]


def test_a_contract_leads_to_a_call_off(session, desk):
    made = contract_world.signed(session, by=desk.own)
    code, number, producer = made.code, made.number, made.producer.name
    draft = contract_world.draft(session, by=desk.own).code
    session.commit()
    (path,) = [one for one in links(desk.client, f"/retailer/contracts/{code}") if "/orders/new" in one]
    assert f"contract={code}" in path and producer in desk.client.get(path).text
    assert not [one for one in links(desk.client, f"/retailer/contracts/{draft}") if "/orders/new" in one]
    assert number in desk.client.get("/retailer/orders/new").text


def test_an_order_begins_with_the_choice_of_what_it_is_made_of(session, desk, deal):
    assert "/retailer/orders/new" in links(desk.client, "/retailer/orders")
    choice = links(desk.client, "/retailer/orders/new?q=" + deal.producer.name.split()[-1])
    assert any(f"quote={deal.quote.code}" in one for one in choice)
    (path,) = [one for one in choice if f"producer={deal.producer.slug}" in one]
    assert heading(desk.client, path) == heading(desk.client, "/retailer/orders/new")


def test_another_retailers_deals_are_not_offered(session, desk, buying, deal):
    contract_world.signed(session, by=desk.own)
    other = buying("Siêu thị Khác")
    assert not [
        one for one in links(other.client, "/retailer/orders/new") if "quote=" in one or "contract=" in one
    ]


def test_both_sides_write_below_quotes_orders_and_requests(app, session, desk, deal):
    seller = contract_world.somebody(session)
    add_member(session, seller, deal.producer, NOW)
    market = order_world.market(session)
    session.commit()
    quote = f"/retailer/quotes/{deal.quote.code}"
    action = f"/retailer/messages/quote/{deal.quote.code}?producer={deal.producer.slug}"
    assert fill(desk.client, quote, action, text="Giao thứ hai được không?").status_code == 303
    assert "Giao thứ hai được không?" in desk.client.get(quote).text
    asked = f"/retailer/messages/request/{deal.request.code}?producer={deal.producer.slug}"
    assert asked in links(desk.client, f"/retailer/requests/{deal.request.code}")
    assert desk.client.get(asked).status_code == 200
    order = order_world.issued(session, market)
    draft = order_world.drafted(session, market)
    session.commit()
    buyer = signed_in(app, market.buyer)
    assert f"/retailer/messages/order/{order.code}" in buyer.get(f"/retailer/orders/{order.code}").text
    assert "/retailer/messages/" not in buyer.get(f"/retailer/orders/{draft.code}").text


def test_no_page_of_the_retailers_is_kept_by_any_cache(app, desk):
    """Whatever it answers; tests/test_matrix.py asks the same of pages with something on them."""
    pages = [
        one
        for one in app.url_map.iter_rules()
        if one.endpoint.startswith("retailer.") and "GET" in one.methods
    ]
    assert len(pages) > 40
    for rule in pages:
        path = re.sub(r"<any\((\w+).*?>", r"\1", re.sub(r"<int:\w+>", "1", rule.rule))
        answer = desk.client.get(re.sub(r"<[^>]+>", "made-up", path))
        assert answer.headers["Cache-Control"] == "private, no-store", path
        assert answer.headers["X-Robots-Tag"] == "noindex" and "ETag" not in answer.headers, path
