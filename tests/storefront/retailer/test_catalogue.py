"""The retailers' catalogue: its filters, its orders, and that no wholesale price is where it must not be."""

import html
import re
from datetime import timedelta

import pytest

from catalog.document_kinds import DocumentKind as K
from catalog.versions import touch
from catalog.wholesale import PriceTier, WholesaleTerms
from marketplace.accounts.company_people import add_person
from marketplace.accounts.memberships import RetailerRole, add_member
from marketplace.sourcing.price_audiences import Viewers, add_viewer, choose_viewers
from tests import order_world, people, world
from tests.markup import Page
from tests.people import browser, fill, signed_in
from tests.storefront.retailer.conftest import offer
from tests.world import NOW, TODAY

CATALOGUE = "/retailer/catalogue"
# Prices that stand nowhere else.
PRICE, LOWEST = 76_543, 65_432
FOOD = (K.BUSINESS_REGISTRATION, K.FOOD_SAFETY, K.SELF_DECLARATION, K.LAB_TEST, K.BARCODE)


@pytest.fixture
def tea(session):
    made = world.product(session, "Chè Sỉ")
    terms = {"minimum": 20, "case_pack": 10, "capacity_per_month": 900, "lead_days": 5}
    offer(session, made, (50, PRICE), (200, LOWEST), **terms, shelf_life_days=365, storage="ambient")
    session.commit()
    return made


@pytest.fixture
def honey(session):
    """Nothing said of it."""
    made = world.product(session, "Mật Ong")
    session.commit()
    return made


def shown(client, query: str = "") -> list[str]:
    page = Page(client.get(f"{CATALOGUE}?{query}").text)
    return [row.inside[0].text for row in page.find("th", scope="row")]


def tells(answer) -> bool:
    """Whether it has a wholesale price in it, however written."""
    text = answer.get_data(as_text=True)
    return any(
        written in text
        for price in (PRICE, LOWEST)
        for written in (str(price), f"{price:,}", f"{price:,}".replace(",", "."))
    )


def test_a_buyer_reads_terms_and_prices(buyer, tea, honey):
    answer = buyer.get(CATALOGUE)
    assert tells(answer) and "tối thiểu 20" in answer.text and "tối đa 900" in answer.text
    assert shown(buyer) == ["Chè Sỉ", "Mật Ong"]
    answer = buyer.get(f"{CATALOGUE}/{tea.slug}")
    assert tells(answer) and "26/11/2026" in answer.text
    ways = re.findall(r'href="(/retailer/(?:orders|requests|samples)/new[^"]+)"', answer.text)
    assert [buyer.get(html.unescape(way)).status_code for way in ways] == [200, 200, 200]
    assert buyer.get(f"{CATALOGUE}/{honey.slug}").status_code == 200
    assert buyer.get(f"/en{CATALOGUE}").status_code == 200


@pytest.mark.parametrize(
    ("fits", "not_quite"),
    [
        ("minimum=20", "minimum=19"),
        ("capacity=900", "capacity=901"),
        ("price_to=65432", "price_to=65431"),
        ("by=2026-11-26", "by=25/11/2026"),
        ("shelf_life=365", "shelf_life=366"),
        ("storage=ambient", "storage=frozen"),
        ("priced=1", "priced=1&price_to=1000"),
        ("province=15", "province=91"),
        ("q=che", "q=nuoc+mam"),
        ("minimum=20&capacity=900&storage=ambient&storage=frozen", "minimum=20&capacity=901"),
    ],
)
def test_filters_ask_for_what_is_said(buyer, tea, honey, fits, not_quite):
    assert "Chè Sỉ" in shown(buyer, fits)
    assert shown(buyer, not_quite) == []


def test_one_pack_must_offer_all_of_it(buyer, session):
    product = world.product(session, "Hai Gói", prices=(100_000, 180_000))
    offer(session, product, minimum=10, capacity_per_month=50)
    large = product.variants[1]
    session.add(WholesaleTerms(variant_id=large.id, minimum=100, capacity_per_month=5000))
    touch(session, [product.id])
    session.commit()
    assert shown(buyer, "minimum=10") and shown(buyer, "capacity=5000")
    assert shown(buyer, "minimum=10&capacity=5000") == []
    # The row speaks of the pack that was found.
    rows = {
        query: Page(buyer.get(f"{CATALOGUE}?{query}").text).one("th", scope="row")
        for query in ("minimum=10", "capacity=5000")
    }
    assert "Gói 1" in rows["minimum=10"].text and "Gói 2" in rows["capacity=5000"].text


def test_what_is_sold_in_season_only_can_be_had_in_season(buyer, session):
    fruit = world.product(session, "Vải Tươi", season_months=0b100000, only_in_season=True)
    offer(session, fruit, lead_days=2)
    session.commit()
    assert shown(buyer, "by=15/06/2027") == ["Vải Tươi"]
    assert shown(buyer, "by=15/05/2027") == []


def test_goods_of_a_day_to_come_are_not_promised_before(buyer, session):
    offer(session, world.product(session, "Cà Phê"), lead_days=3, supply_from=TODAY + timedelta(days=30))
    session.commit()
    assert shown(buyer, f"by={TODAY + timedelta(days=30)}") == ["Cà Phê"]
    assert shown(buyer, f"by={TODAY + timedelta(days=29)}") == []


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("price", ["Rẻ", "Đắt", "Không Nói"]),
        ("minimum", ["Đắt", "Rẻ", "Không Nói"]),
        ("soonest", ["Rẻ", "Đắt", "Không Nói"]),
    ],
)
def test_orders(buyer, session, sort, order):
    world.product(session, "Không Nói")
    offer(session, world.product(session, "Đắt"), (10, 90_000), minimum=5, lead_days=9)
    offer(session, world.product(session, "Rẻ"), (10, 30_000), minimum=50, lead_days=1)
    session.commit()
    assert shown(buyer, f"sort={sort}") == order


def test_papers_are_complete_when_all_are_in_force_and_shown(buyer, session, tea):
    papers = [world.document(session, tea, kind) for kind in FOOD]
    touch(session, [tea.id])
    session.commit()
    assert shown(buyer, "papers=1") == ["Chè Sỉ"]
    # HACCP stands for the food-safety certificate.
    papers[1].kind = K.MANAGEMENT_SYSTEM
    touch(session, [tea.id])
    session.commit()
    assert shown(buyer, "papers=1") == ["Chè Sỉ"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"audience": "officers"},
        {"state": "submitted", "audience": "officers"},
        {"valid_until": TODAY - timedelta(days=1)},
        {"valid_from": TODAY + timedelta(days=1)},
    ],
)
def test_one_paper_that_does_not_count_is_enough(buyer, session, tea, wrong):
    for kind in FOOD[:-1]:
        world.document(session, tea, kind)
    world.document(session, tea, FOOD[-1], **wrong)
    touch(session, [tea.id])
    session.commit()
    assert shown(buyer, "papers=1") == []
    assert "chưa đủ" in buyer.get(f"{CATALOGUE}/{tea.slug}").text


def test_hostile_input_is_told_and_left_out(buyer, tea):
    for query in (
        "minimum=-1&capacity=a&price_to=rẻ&by=31/02/2027&shelf_life=99999999999999&storage=ấm&sort=x&page=x",
        "minimum=%25(x)s&by=%00&q=%00%25s",
        "retailer=" + "x" * 500,
    ):
        answer = buyer.get(f"{CATALOGUE}?{query}")
        assert answer.status_code in (200, 404)
        assert answer.status_code == 404 or "notice" in answer.text


# Who must not read a price, and nobody may by any other way.


def test_pages_of_retailers_are_kept_by_no_cache(app, session, buyer, buying, tea):
    cache = app.extensions["page_cache"]
    for path in (
        CATALOGUE,
        f"{CATALOGUE}?sort=price",
        f"{CATALOGUE}/{tea.slug}",
        f"/retailer/papers/{tea.slug}",
    ):
        before = len(cache.pages)
        answer = buyer.get(path)
        assert answer.headers["Cache-Control"] == "private, no-store", path
        assert "ETag" not in answer.headers and answer.headers["X-Robots-Tag"] == "noindex"
        assert len(cache.pages) == before
    assert browser(app).get(f"{CATALOGUE}/{tea.slug}").status_code == 303


def test_no_public_page_index_or_answer_of_the_api_has_a_price(app, session, client, buyer, tea):
    buyer.get(CATALOGUE)
    for path in (
        "/",
        "/products",
        f"/products/{tea.slug}",
        "/products?q=che",
        "/products?sort=price",
        f"/producers/{session.get(world.Producer, tea.producer_id).slug}",
        "/api/v1/products",
        f"/api/v1/products/{tea.slug}",
        "/api/v1/suggest?q=che",
        "/api/v1/openapi.json",
    ):
        assert not tells(client.get(path)), path
    rows = app.extensions["listing_index"].at_present(session).rows
    assert not {PRICE, LOWEST} & {value for row in rows.values() for value in (*row.shown, row.price)}


@pytest.mark.parametrize("viewers", [Viewers.CHOSEN, Viewers.NOBODY])
def test_who_was_not_chosen_sees_no_price_and_can_not_find_one_out(buying, session, tea, honey, viewers):
    maker = session.get(world.Producer, tea.producer_id)
    chosen, other = buying(), buying()
    add_viewer(session, maker, chosen.retailer)
    choose_viewers(session, maker, viewers)
    offer(session, honey, (10, 70_000))
    session.commit()
    for path in (CATALOGUE, f"{CATALOGUE}/{tea.slug}"):
        assert tells(chosen.client.get(path)) == (viewers is Viewers.CHOSEN)
        answer = other.client.get(path)
        assert not tells(answer) and "giá sỉ theo báo giá" in answer.text
    # Neither by asking whether it is below something, nor from where it stands.
    assert shown(other.client, "priced=1") == shown(other.client, "price_to=999999") == ["Mật Ong"]
    assert shown(other.client, "sort=price") == ["Mật Ong", "Chè Sỉ"]


def test_another_producer_reads_none(app, session, tea, honey):
    neighbour = people.user(session, "xom@vidu.vn")
    add_member(session, neighbour, session.get(world.Producer, honey.producer_id), NOW)
    session.commit()
    client = signed_in(app, neighbour)
    for path in (CATALOGUE, f"{CATALOGUE}/{tea.slug}", "/producer/wholesale", f"/products/{tea.slug}"):
        assert not tells(client.get(path)), path


@pytest.mark.parametrize("state", ["submitted", "suspended"])
def test_who_may_not_deal_does_not_come_in(buying, session, tea, state):
    other = buying(**({"state": "submitted", "decided_at": None} if state == "submitted" else {}))
    if state == "suspended":
        other.retailer.suspend("Vì thế", NOW)
        session.commit()
    for path in (CATALOGUE, f"{CATALOGUE}/{tea.slug}", f"/retailer/papers/{tea.slug}"):
        answer = other.client.get(path)
        assert answer.status_code == 403 and not tells(answer)


def test_who_only_receives_goods_does_not_come_in(buying, tea):
    assert buying(role=RetailerRole.RECEIVER).client.get(CATALOGUE).status_code == 403


def test_of_two_retailers_the_named_one_looks(app, session, buying, tea):
    first, second = buying("Siêu thị A"), buying("Siêu thị B")
    add_person(session, first.user, second.retailer, NOW, RetailerRole.BUYER)
    maker = session.get(world.Producer, tea.producer_id)
    choose_viewers(session, maker, Viewers.CHOSEN)
    add_viewer(session, maker, second.retailer)
    session.commit()
    assert not tells(first.client.get(f"{CATALOGUE}?retailer={first.retailer.code}"))
    page = first.client.get(f"{CATALOGUE}?retailer={second.retailer.code}")
    assert tells(page) and f"retailer={second.retailer.code}" in page.text
    assert second.client.get(f"{CATALOGUE}?retailer={first.retailer.code}").status_code == 404


def test_a_changed_price_is_there_at_once(app, session, buyer, tea):
    assert tells(buyer.get(CATALOGUE))
    owner = people.user(session, "chu@vidu.vn")
    add_member(session, owner, session.get(world.Producer, tea.producer_id), NOW)
    session.commit()
    variant = tea.variants[0]
    path = f"/producer/products/{tea.id}/packs/{variant.id}"
    typed = {"pack": "Gói", "net": "200", "unit": "g", "weight": "500", "price": "100k", "on_hand": "10"}
    seen = {"seen_price": "100000", "seen_stock": "10"}
    answer = fill(
        signed_in(app, owner), path, **typed, **seen, minimum="7", quantity_1="10", price_1="54.321"
    )
    assert answer.status_code == 303
    page = buyer.get(f"{CATALOGUE}?minimum=7&price_to=54321")
    assert "54.321" in page.text and not tells(page)


def test_a_hidden_product_is_gone(buyer, session, tea):
    tea.state = "hidden"
    session.commit()
    assert shown(buyer) == []
    for path in (f"{CATALOGUE}/{tea.slug}", f"/retailer/papers/{tea.slug}", f"{CATALOGUE}/nothing"):
        assert buyer.get(path).status_code == 404


def test_pages_ask_no_more_for_more(buyer, session, statements):
    def asked() -> list[int]:
        counts = []
        for path in (CATALOGUE, f"{CATALOGUE}?sort=price&priced=1&q=che", f"{CATALOGUE}/{first.slug}"):
            buyer.get(path)
            statements.clear()
            assert buyer.get(path).status_code == 200
            counts.append(len(statements))
        return counts

    first = offer(session, world.product(session, "Chè Một"), (10, 50_000), minimum=5, lead_days=2)
    session.commit()
    few = asked()
    for number in range(30):
        one = world.product(session, f"Chè {number}")
        world.document(session, one)
        offer(session, one, (10, 50_000), minimum=5, lead_days=2)
        choose_viewers(session, session.get(world.Producer, one.producer_id), Viewers.CHOSEN)
    session.commit()
    assert asked() == few
    assert few[0] <= 7 and few[1] <= 8 and few[2] <= 14


def test_tiers_without_terms_are_there_too(buyer, session, honey):
    session.add(PriceTier(variant_id=honey.variants[0].id, quantity_from=12, price=PRICE))
    touch(session, [honey.id])
    session.commit()
    assert shown(buyer, "priced=1") == ["Mật Ong"] and tells(buyer.get(CATALOGUE))


def test_deliveries_are_shown_as_they_stand_now(buyer, session):
    """Whatever is kept of them: from the first order to the last delivery, a part of which goes back."""

    def said() -> str:
        session.commit()
        return Page(buyer.get(CATALOGUE).text).find("tr")[1].text

    of = order_world.market(session)
    assert "chưa có đơn nào" in said()
    order = order_world.acknowledged(session, of, 50)
    # It is not due yet.
    assert "chưa có đơn nào" in said()
    parts = [order_world.sent(session, order, 20), order_world.sent(session, order, 30)]
    order_world.received(session, of, parts[0])
    assert "chưa có đơn nào" in said()
    order_world.received(session, of, parts[1], rejected=10)
    row = said()
    assert "1/1 đơn đúng hẹn" in row and "0/1 đơn giao đủ" in row and "20% bị trả" in row


@pytest.mark.parametrize("begins", [0, 1])
def test_what_is_kept_of_the_order_by_price_is_right_for_each_retailer(buying, session, begins):
    """Of two who ask in turn one may read all prices, the other not those of the cheapest."""
    first, second = buying(), buying()
    goods = {}
    for name, price in (("Rẻ", 20_000), ("Vừa", 40_000), ("Đắt", 60_000)):
        goods[name] = offer(session, world.product(session, name), (10, price))
    world.product(session, "Không Nói")
    maker = session.get(world.Producer, goods["Rẻ"].producer_id)
    choose_viewers(session, maker, Viewers.CHOSEN)
    add_viewer(session, maker, first.retailer)
    session.commit()
    # A closed price stands among those that have said none, as the public listing orders them.
    for one in [first, second, first, second][begins:]:
        prices = ["Rẻ", "Vừa", "Đắt", "Không Nói"] if one is first else ["Vừa", "Đắt", "Rẻ", "Không Nói"]
        assert shown(one.client, "sort=price") == prices
