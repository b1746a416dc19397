"""Listings from the producer's side: begun, written in steps, handed in; nobody overwrites what others wrote."""

from datetime import date

import pytest
from sqlalchemy import select

from catalog.listing_moves import approve, send_back
from catalog.listing_texts import public_facts
from catalog.products import Product, ProductState
from catalog.revisions import Revision, open_revision
from catalog.stories import Story
from marketplace.audit import Entry
from marketplace.orders.packs import wholesale_of
from marketplace.stock import Movement, Stock
from tests import world
from tests.people import fill
from tests.shopping import hidden
from tests.storefront.producer.listing_making import finished_listing
from tests.world import NOW

LABEL = {"quantity": "200 g", "ingredients": "Búp chè", "storage": "Nơi khô", "shelf_life": "24 tháng"}


@pytest.fixture
def listed(session, goods):
    return goods[0]


def begin(seller, name: str = "Chè Tà Xùa mới", set_code: str = "11"):
    return fill(seller, "/producer/products/new", "/producer/products", name=name, set_code=set_code)


def save(seller, product: Product, step: str, seen: str | None = None, **typed):
    page = f"/producer/products/{product.id}/{step}"
    html = seller.get(page).text
    fields = {
        "csrf_token": hidden(html, "csrf_token"),
        "seen": hidden(html, "seen") if seen is None else seen,
    }
    return seller.post(page, data=fields | typed)


def press(seller, product: Product, step: str, **typed):
    return fill(
        seller, f"/producer/products/{product.id}", f"/producer/products/{product.id}/{step}", **typed
    )


def test_a_listing_begins_with_a_name_and_a_set(seller, session):
    answer = begin(seller)
    product = session.scalars(select(Product).where(Product.name == "Chè Tà Xùa mới")).one()
    assert answer.location == f"/producer/products/{product.id}/basics"
    assert (product.state, product.set_code, product.slug) == ("draft", "11", "che-ta-xua-moi")
    assert open_revision(session, product.id).facts["name"] == product.name


def test_a_name_that_is_listed_already_is_refused_and_the_form_kept(seller, listed):
    answer = begin(seller, listed.name)
    assert answer.status_code == 422
    assert "Chủ thể đã có sản phẩm tên này" in answer.text
    assert f'value="{listed.name}"' in answer.text


@pytest.mark.parametrize(
    ("name", "set_code"), [("", "11"), ("   ", "11"), ("???", "11"), ("Chè", ""), ("Chè", "99")]
)
def test_nonsense_begins_nothing(seller, session, name, set_code):
    before = session.scalars(select(Product.id)).all()
    assert begin(seller, name, set_code).status_code == 422
    assert session.scalars(select(Product.id)).all() == before


def test_the_list_shows_own_listings_by_state(seller, session, goods):
    begin(seller)
    page = seller.get("/producer/products").text
    assert "Chè Tà Xùa mới" in page and goods[0].name in page and goods[1].name not in page
    drafts = seller.get("/producer/products?state=draft").text
    assert "Chè Tà Xùa mới" in drafts and goods[0].name not in drafts


def test_what_is_typed_is_a_draft_and_buyers_see_what_they_saw(seller, client, session, listed):
    assert save(seller, listed, "text", summary="Lời mới").status_code == 303
    assert "Lời mới" in seller.get(f"/producer/products/{listed.id}/text").text
    assert "Lời mới" not in client.get(f"/products/{listed.slug}").text
    assert open_revision(session, listed.id).facts["summary"] == "Lời mới"
    assert session.get(Product, listed.id).summary == ""


def test_saving_the_same_again_opens_no_version(seller, session, listed):
    save(seller, listed, "text", summary="", summary_en="")
    assert open_revision(session, listed.id) is None


def test_a_script_is_told_what_the_claims_lack(seller, session, listed):
    page = f"/producer/products/{listed.id}/text"
    html = seller.get(page).text
    fields = {
        "csrf_token": hidden(html, "csrf_token"),
        "seen": hidden(html, "seen"),
        "summary": "Rau hữu cơ.",
    }
    answer = seller.post(page, data=fields, headers={"Accept": "application/json"})
    assert answer.status_code == 200
    assert answer.json["seen"].startswith("1.")
    assert answer.json["claims"][0]["sentence"] == "Rau hữu cơ."


def test_the_second_of_two_who_edit_is_told_and_sees_both(seller, account, session, listed):
    second = account("hai@vidu.vn", listed.producer_id)
    page = f"/producer/products/{listed.id}/text"
    html = second.get(page).text
    save(seller, listed, "text", summary="Của Lan")
    fields = {"csrf_token": hidden(html, "csrf_token"), "seen": hidden(html, "seen"), "summary": "Của Hai"}
    answer = second.post(page, data=fields)
    assert answer.status_code == 409
    assert "Của Lan" in answer.text and "Của Hai" in answer.text
    assert open_revision(session, listed.id).facts["summary"] == "Của Lan"
    again = {**fields, "csrf_token": hidden(answer.text, "csrf_token"), "seen": hidden(answer.text, "seen")}
    assert second.post(page, data=again).status_code == 303
    session.expire_all()
    assert open_revision(session, listed.id).facts["summary"] == "Của Hai"


def test_a_script_that_is_late_is_told_so_and_nothing_is_written(seller, session, listed):
    save(seller, listed, "text", summary="Của Lan")
    html = seller.get(f"/producer/products/{listed.id}/text").text
    data = {"csrf_token": hidden(html, "csrf_token"), "seen": "", "summary": "Muộn"}
    answer = seller.post(
        f"/producer/products/{listed.id}/text", data=data, headers={"Accept": "application/json"}
    )
    assert (answer.status_code, answer.json["stale"]) == (409, True)
    assert open_revision(session, listed.id).facts["summary"] == "Của Lan"


def test_the_same_save_sent_twice_is_answered_twice_the_same(seller, session, listed):
    path = f"/producer/products/{listed.id}/text"
    html = seller.get(path).text
    data = {"csrf_token": hidden(html, "csrf_token"), "seen": hidden(html, "seen"), "summary": "Của Lan "}
    first, second = (seller.post(path, data=data, headers={"Accept": "application/json"}) for _ in "12")
    assert (first.status_code, second.status_code) == (200, 200)
    assert first.json["seen"] == second.json["seen"] != data["seen"]
    assert first.json["next"] == f"/producer/products/{listed.id}/label"
    assert open_revision(session, listed.id).edition == 2


@pytest.mark.parametrize(
    ("step", "typed", "said"),
    [
        ("basics", {"name": "", "set_code": "11"}, "Vui lòng ghi tên sản phẩm"),
        ("basics", {"name": "Chè", "set_code": "77"}, "Vui lòng chọn bộ sản phẩm"),
        ("text", {"summary": "a" * 601}, "600"),
        ("label", {"abv_tenths": "rất mạnh"}, "39,5"),
        ("label", {"abv_tenths": "101"}, "39,5"),
        ("story", {"story_sources": "\n".join(map(str, range(11)))}, "10"),
    ],
)
def test_wrong_input_is_told_and_kept(seller, session, listed, step, typed, said):
    answer = save(seller, listed, step, **typed)
    assert answer.status_code == 422
    assert said in answer.text
    assert open_revision(session, listed.id) is None


def test_the_strength_is_read_as_people_write_it(seller, session, listed):
    save(seller, listed, "label", abv_tenths="39,5 độ")
    assert open_revision(session, listed.id).facts["abv_tenths"] == 395
    assert 'value="39,5"' in seller.get(f"/producer/products/{listed.id}/label").text


def test_what_is_missing_is_named_and_keeps_from_handing_in(seller, session):
    begin(seller)
    product = session.scalars(select(Product).where(Product.state == "draft")).one()
    page = seller.get(f"/producer/products/{product.id}").text
    for words in ("Thành phần", "Một tấm ảnh", "Một quy cách"):
        assert words in page
    assert press(seller, product, "submission").status_code == 422
    assert session.get(Product, product.id).state == ProductState.DRAFT


def test_handing_in_shows_it_to_an_officer_and_to_nobody_else(seller, client, session, listed):
    product = finished_listing(session, listed.producer_id)
    session.commit()
    assert press(seller, product, "submission").status_code == 303
    session.expire_all()
    assert product.state == "submitted"
    assert client.get(f"/products/{product.slug}").status_code == 404
    assert save(seller, product, "text", summary="Thêm").status_code == 422
    assert press(seller, product, "submission/withdrawal").status_code == 303
    assert save(seller, product, "text", summary="Thêm").status_code == 303


def test_what_was_sent_back_is_written_on(seller, session, listed):
    product = finished_listing(session, listed.producer_id)
    session.commit()
    press(seller, product, "submission")
    send_back(session, product, open_revision(session, product.id), "Ghi rõ vùng nguyên liệu", NOW)
    session.commit()
    assert "Ghi rõ vùng nguyên liệu" in seller.get(f"/producer/products/{product.id}").text
    assert (
        save(seller, product, "basics", name=product.name, set_code="11", origin="Tà Xùa, Sơn La").status_code
        == 303
    )
    revision = open_revision(session, product.id)
    assert (revision.number, revision.facts["origin"]) == (2, "Tà Xùa, Sơn La")
    assert press(seller, product, "submission").status_code == 303


def test_what_was_sent_back_for_its_packs_is_handed_in_again_as_it_is(seller, session, listed):
    product = finished_listing(session, listed.producer_id)
    session.commit()
    press(seller, product, "submission")
    session.expire_all()
    send_back(session, product, open_revision(session, product.id), "Thiếu quy cách 500 g", NOW)
    session.commit()
    assert press(seller, product, "submission").status_code == 303
    session.expire_all()
    assert (product.state, open_revision(session, product.id).number) == ("submitted", 2)


def test_an_approved_version_takes_the_place_of_the_old_one(seller, client, session, listed):
    product = finished_listing(session, listed.producer_id)
    approve(session, product, _handed_in(session, product), [], NOW)
    session.commit()
    save(seller, product, "story", story_title="Chuyện", story_body="Ngày xưa …", story_sources="Sách")
    assert press(seller, product, "submission").status_code == 303
    assert "Ngày xưa" not in client.get(f"/products/{product.slug}").text
    approve(session, product, open_revision(session, product.id), [], NOW)
    session.commit()
    assert "Ngày xưa" in client.get(f"/products/{product.slug}").text
    assert press(seller, product, "story/withdrawal").status_code == 303
    assert "Ngày xưa" not in client.get(f"/products/{product.slug}").text
    # Shown again: the same text is no new version, but an officer looks at it anew.
    save(seller, product, "story", story_title="Chuyện", story_body="Ngày xưa …", story_sources="Sách")
    press(seller, product, "submission")
    approve(session, product, open_revision(session, product.id), [], NOW)
    session.commit()
    assert "Ngày xưa" in client.get(f"/products/{product.slug}").text
    assert len(session.scalars(select(Story).where(Story.product_id == product.id)).all()) == 1


def _handed_in(session, product: Product) -> Revision:
    from catalog.listing_moves import submit

    revision = open_revision(session, product.id)
    submit(session, product, revision, NOW)
    return revision


def test_a_new_version_can_be_dropped(seller, session, listed):
    save(seller, listed, "text", summary="Thôi")
    assert press(seller, listed, "draft/removal").status_code == 303
    assert open_revision(session, listed.id) is None
    assert public_facts(session, listed)["summary"] == ""


def test_a_listing_is_hidden_shown_and_closed(seller, client, session, listed):
    assert press(seller, listed, "hiding").status_code == 303
    assert client.get(f"/products/{listed.slug}").status_code == 404
    assert press(seller, listed, "publication").status_code == 303
    assert client.get(f"/products/{listed.slug}").status_code == 200
    assert press(seller, listed, "closure").status_code == 303
    assert client.get(f"/products/{listed.slug}").status_code == 404
    token = hidden(seller.get("/producer/products/new").text, "csrf_token")
    again = seller.post(f"/producer/products/{listed.id}/publication", data={"csrf_token": token})
    assert again.status_code == 422
    actions = session.scalars(select(Entry.action).where(Entry.subject == "products")).all()
    assert {"listing.hidden", "listing.shown", "listing.retired"} <= set(actions)


def test_the_story_is_shown_before_it_is_saved(seller, session, listed):
    page = f"/producer/products/{listed.id}/story"
    answer = fill(seller, page, f"{page}/preview", story_body="## Rừng\n\n<script>x</script> **chè**")
    assert "<h2>Rừng</h2>" in answer.text and "<strong>chè</strong>" in answer.text
    assert "<script>x" not in answer.text
    assert open_revision(session, listed.id) is None


def pack_form(seller, product: Product, pack: int | None = None, **typed):
    page = f"/producer/products/{product.id}/packs/{pack or 'new'}"
    html = seller.get(page).text
    good = {"pack": "Hộp 200 g", "net": "200", "unit": "g", "weight": "250", "price": "250k", "on_hand": "12"}
    seen = {name: hidden(html, name) for name in ("csrf_token", "seen_price", "seen_stock")}
    to = page if pack else f"/producer/products/{product.id}/packs"
    return seller.post(to, data=seen | good | typed)


def test_a_pack_is_on_sale_at_once(seller, client, session, listed):
    assert pack_form(seller, listed).status_code == 303
    page = client.get(f"/products/{listed.slug}").text
    assert "Hộp 200 g" in page and "250.000" in page
    variant = session.scalars(select(world.Variant).where(world.Variant.pack == "Hộp 200 g")).one()
    movement = session.scalars(select(Movement).where(Movement.variant_id == variant.id)).one()
    assert (movement.reason, movement.quantity, variant.available) == ("counted", 12, True)


def test_wholesale_terms_are_kept_and_no_public_page_shows_them(seller, client, session, listed):
    wholesale = {"minimum": "20", "case_pack": "24", "capacity_per_month": "777", "lead_days": "0"}
    wholesale |= {"supply_from": "05/08/2027", "shelf_life_days": "555", "keeping": "chilled"}
    tiers = {"quantity_1": "50", "price_1": "231k", "quantity_2": "100", "price_2": "219.000"}
    assert pack_form(seller, listed, **wholesale, **tiers).status_code == 303
    variant = session.scalars(select(world.Variant).where(world.Variant.pack == "Hộp 200 g")).one()
    terms, found = wholesale_of(session, variant.id)
    assert (terms.minimum, terms.case_pack, terms.capacity_per_month) == (20, 24, 777)
    assert (terms.lead_days, terms.supply_from, terms.shelf_life_days) == (0, date(2027, 8, 5), 555)
    assert terms.storage == "chilled"
    again = seller.get(f"/producer/products/{listed.id}/packs/{variant.id}").text
    assert 'value="05/08/2027"' in again and 'selected value="chilled"' in again
    assert [(tier.quantity_from, tier.price) for tier in found] == [(50, 231_000), (100, 219_000)]
    for page in (f"/products/{listed.slug}", f"/api/v1/products/{listed.slug}", "/products"):
        assert not {"231", "219", "777", "555"} & set(client.get(page).text.replace(".", " ").split())


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"price": "rẻ"}, "250k"),
        ({"price": "0"}, "lớn hơn 0"),
        ({"net": "0"}, "5000000"),
        ({"on_hand": "-1"}, "số nguyên"),
        ({"quantity_1": "10"}, "đi cùng nhau"),
        ({"quantity_1": "10", "price_1": "250k"}, "thấp hơn"),
        ({"quantity_1": "1", "price_1": "200k"}, "từ 2"),
        ({"quantity_1": "10", "price_1": "200k", "quantity_2": "10", "price_2": "190k"}, "10"),
        ({"sku": "SKU-TAKEN"}, "Mã này"),
        ({"lead_days": "366"}, "365"),
        ({"shelf_life_days": "0"}, "3650"),
        ({"supply_from": "tháng tám"}, "05/08/2026"),
        ({"keeping": "ấm"}, "Giữ"),
    ],
)
def test_a_wrong_pack_is_told_and_nothing_is_written(seller, session, listed, typed, said):
    world.product(session).variants[0].sku = "SKU-TAKEN"
    session.commit()
    answer = pack_form(seller, listed, **typed)
    assert answer.status_code == 422
    assert said in answer.text
    assert (
        session.scalars(select(world.Variant).where(world.Variant.product_id == listed.id)).all()
        == listed.variants
    )


def test_pieces_sold_meanwhile_are_not_counted_back(seller, session, listed):
    variant = listed.variants[0]
    html = seller.get(f"/producer/products/{listed.id}/packs/{variant.id}").text
    seen = {name: hidden(html, name) for name in ("csrf_token", "seen_price", "seen_stock")}
    session.get(Stock, variant.id).on_hand = 4
    session.commit()
    good = {"pack": "Gói 1", "net": "200", "unit": "g", "weight": "500", "price": "130k", "on_hand": "10"}
    seller.post(f"/producer/products/{listed.id}/packs/{variant.id}", data=seen | good)
    session.expire_all()
    assert (session.get(Stock, variant.id).on_hand, variant.price) == (4, 130_000)


def test_a_price_that_somebody_else_changed_is_told(seller, session, listed):
    variant = listed.variants[0]
    html = seller.get(f"/producer/products/{listed.id}/packs/{variant.id}").text
    seen = {name: hidden(html, name) for name in ("csrf_token", "seen_price", "seen_stock")}
    variant.price = 111_000
    session.commit()
    good = {"pack": "Gói 1", "net": "200", "unit": "g", "weight": "500", "price": "130k", "on_hand": "10"}
    path = f"/producer/products/{listed.id}/packs/{variant.id}"
    answer = seller.post(path, data=seen | good)
    assert answer.status_code == 422 and "111000" in answer.text and 'value="130k"' in answer.text
    again = {name: hidden(answer.text, name) for name in ("csrf_token", "seen_price", "seen_stock")}
    assert seller.post(path, data=again | good).status_code == 303


def test_a_pack_nobody_bought_can_be_taken_away(seller, session, listed, bought):
    pack_form(seller, listed)
    unsold = session.scalars(select(world.Variant).where(world.Variant.pack == "Hộp 200 g")).one()
    page = f"/producer/products/{listed.id}/packs"
    assert fill(seller, page, f"{page}/{unsold.id}/removal").status_code == 303
    assert session.get(world.Variant, unsold.id, populate_existing=True) is None
    answer = fill(seller, page, f"{page}/{listed.variants[0].id}/removal")
    assert answer.status_code == 422 and "đã bán" in answer.text


def test_season_and_reach_are_in_force_at_once(seller, session, listed):
    page = f"/producer/products/{listed.id}/season"
    assert fill(seller, page, months=["5", "6"], only_in_season="y", ships_to="region").status_code == 303
    session.expire_all()
    assert (listed.season, listed.only_in_season, listed.ships_to) == ([5, 6], True, "region")
    assert fill(seller, page, only_in_season="y", ships_to="region").status_code == 422
    assert fill(seller, page, ships_to="moon").status_code == 422


@pytest.mark.parametrize(
    "path",
    ["", "/basics", "/text", "/label", "/story", "/packs", "/packs/new", "/season"],
)
def test_pages_of_a_listing_open_in_both_languages_and_for_nobody_else(seller, account, goods, path):
    neighbour = account("khac@vidu.vn", goods[1].producer_id)
    for prefix in ("", "/en"):
        assert seller.get(f"{prefix}/producer/products/{goods[0].id}{path}").status_code == 200
    assert neighbour.get(f"/producer/products/{goods[0].id}{path}").status_code == 404
    assert seller.get(f"/producer/products/{2**40}{path}").status_code == 404
