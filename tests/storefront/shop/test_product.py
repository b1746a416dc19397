"""A product's page: what proves it, what it costs, and what is hidden."""

from datetime import date, timedelta

import pytest

from catalog.marks import MarkKind
from catalog.pictures import Picture
from catalog.stories import Story
from tests import world
from tests.markup import Page
from tests.shopping import put

GI = MarkKind.GEOGRAPHICAL_INDICATION


@pytest.fixture
def show(client, session):
    """The product's page in English."""

    def ask(product) -> Page:
        session.commit()
        answer = client.get(f"/en/products/{product.slug}")
        assert answer.status_code == 200
        return Page(answer.text)

    return ask


def tell(session, product, body: str, version=1, state="published", **facts) -> Story:
    facts = {"title": f"Chuyện {version}", "author": "Bà Thử", "sources": ["Sổ tay"]} | facts
    story = Story(
        product_id=product.id, version=version, state=state, body=body, created_at=world.NOW, **facts
    )
    session.add(story)
    return story


def facts(page: Page) -> dict[str, str]:
    """What stands in the lists of facts, by its heading."""
    return dict(zip((e.text for e in page.find("dt")), (e.text for e in page.find("dd")), strict=True))


# Who may see it


@pytest.mark.parametrize("state", ["draft", "submitted", "returned", "hidden", "retired"])
def test_a_product_that_is_not_published_is_not_found(client, session, state):
    product = world.product(session, state=state)
    session.commit()
    assert client.get(f"/products/{product.slug}").status_code == 404


@pytest.mark.parametrize("state", ["draft", "submitted", "returned", "suspended", "closed"])
def test_a_product_of_a_producer_that_is_not_approved_is_not_found(client, session, state):
    product = world.product(session, by=world.producer(session, state=state))
    session.commit()
    assert client.get(f"/products/{product.slug}").status_code == 404


def test_a_product_that_is_hidden_goes_at_once(client, session):
    product = world.product(session)
    session.commit()
    assert [client.get(f"/products/{product.slug}").status_code for _ in range(2)] == [200, 200]
    product.state = "hidden"
    session.commit()
    assert client.get(f"/products/{product.slug}").status_code == 404


@pytest.mark.parametrize("slug", ["nothing", "x" * 500, "' OR 1=1", "<b>"])
def test_an_unknown_product_is_not_found(client, slug):
    assert client.get(f"/products/{slug}").status_code == 404


# What proves it


def test_a_recognition_in_force_names_its_decision(show, session):
    product = world.product(session)
    world.recognition(
        session, product, stars=4, decision_no="77/QĐ-UBND", legal_basis="Quyết định 148/QĐ-TTg"
    )
    page = show(product)
    certificate = page.one("section", "certificate")
    assert [badge.attributes["data-badge"] for badge in page.badges] == ["stars"]
    assert page.badges[0].attributes["data-until"] == "2028-11-21"
    for words in (
        "77/QĐ-UBND",
        "21 Nov 2025",
        "UBND tỉnh Lào Cai",
        "148/QĐ-TTg",
        "Signed decision seen",
        "21 Nov 2028",
    ):
        assert words in certificate.text


def test_a_recognition_that_lapses_soon_counts_the_days(show, session):
    product = world.product(session)
    world.recognition(session, product, decided_on=date(2023, 12, 1))
    page = show(product)
    assert "10 days left" in page.one("section", "certificate").text
    assert "until 1 Dec 2026" in page.badges[0].text


def test_an_extension_is_named(show, session):
    product = world.product(session)
    world.act(
        session, world.recognition(session, product), "extend", world.TODAY, expires_on=date(2029, 1, 1)
    )
    assert "Extended by decision 9/QĐ-UBND." in show(product).one("p", "certificate__source").text


def test_an_expired_recognition_is_explained(show, session):
    product = world.product(session)
    world.recognition(session, product, stars=3, decision_no="5/QĐ", decided_on=date(2023, 1, 1))
    page = show(product)
    assert not page.badges
    said = page.one("section", "certificate--none").text
    assert "No recognition in force today" in said
    assert "OCOP 3 stars under decision 5/QĐ, ended on 1 Jan 2026" in said


@pytest.mark.parametrize(("kind", "status"), [("revoke", "Revoked"), ("suspend", "Suspended")])
def test_a_decision_against_it_is_in_the_history(show, session, kind, status):
    product = world.product(session)
    world.act(session, world.recognition(session, product), kind, world.TODAY)
    page = show(product)
    assert not page.badges
    assert page.find("section", "certificate--none")
    assert page.one("ol", "history").text.endswith(status)


def test_an_upgrade_shows_the_new_stars_and_keeps_the_old(show, session):
    product = world.product(session)
    world.recognition(session, product, stars=3, decided_on=date(2024, 6, 1))
    world.recognition(session, product, stars=4, decided_on=date(2026, 6, 1))
    page = show(product)
    assert [badge.text for badge in page.badges] == ["OCOP 4 stars"]
    rows = [e.text for e in page.one("ol", "history").inside if e.tag == "li"]
    assert rows[0].startswith("OCOP 4 stars")
    assert rows[0].endswith("In force")
    assert rows[1].startswith("OCOP 3 stars")
    assert rows[1].endswith("Superseded by a later recognition")


@pytest.mark.parametrize("evidence", ["B2", "C"])
def test_a_claim_shows_nothing(show, session, evidence):
    product = world.product(session)
    world.recognition(session, product, evidence=evidence, decision_no="999/QĐ-claim")
    page = show(product)
    assert not page.badges
    assert not page.find("section", "certificate") + page.find("ol", "history")
    assert page.jsonld["hasCertification"] == []


def test_a_product_without_any_recognition_says_nothing_of_it(show, session):
    page = show(world.product(session))
    assert not page.badges
    assert not page.find("section", "certificate")


def test_a_mark_says_what_it_means_and_who_authorised(show, session):
    product = world.product(session)
    mark = world.mark(session, "Phú Thử", GI, number="00099", number_checked=False)
    world.authorisation(session, product, mark, permit_no="12/GP", granted_by="Sở Thử")
    row = show(product).one("li", "mark-row")
    for words in (
        "Geographical indication",
        "Phú Thử",
        "00099",
        "not yet compared",
        "Sở Thử (by permit)",
        "12/GP",
    ):
        assert words in row.text


@pytest.mark.parametrize(
    ("mark", "authorisation"),
    [
        ({"expires_on": date(2026, 11, 20)}, {}),
        ({"registered_on": date(2026, 11, 22)}, {}),
        ({}, {"valid_until": date(2026, 11, 20)}),
        ({}, {"valid_from": date(2026, 11, 22)}),
    ],
)
def test_a_mark_needs_both_itself_and_the_right_to_use_it(show, session, mark, authorisation):
    product = world.product(session)
    right = world.mark(session, kind=MarkKind.COLLECTIVE, **mark)
    world.authorisation(session, product, right, **authorisation)
    page = show(product)
    assert not page.badges + page.find("li", "mark-row")


def test_the_right_of_another_producer_gives_nothing(show, session):
    product, other = world.product(session), world.product(session)
    world.authorisation(session, other, world.mark(session), product_id=None)
    assert not [b for b in show(product).one("div", "product").inside if "data-badge" in b.attributes]


# What it is and what it costs


def test_a_shelf_of_packs_names_each_price(show, session):
    page = show(world.product(session, prices=(100_000, 180_000)))
    text = page.one("form", "buy").text
    for words in ("100,000 ₫", "180,000 ₫", "500,000 ₫/kg", "200 g"):
        assert words in text.replace("\u00a0", " ")
    assert [
        radio.attributes["value"]
        for radio in page.find("input", type="radio")
        if "checked" in radio.attributes
    ]


def test_out_of_stock_can_not_be_bought(show, session):
    page = show(world.product(session, stock=0))
    assert "Out of stock at the moment." in page.one("form", "buy").text
    assert not [e for e in page.one("form", "buy").inside if e.tag == "button"]
    assert page.jsonld["offers"][0]["availability"].endswith("/OutOfStock")


def test_alcohol_asks_for_age(show, session):
    page = show(world.product(session, set_code="14", abv_tenths=395))
    assert "required" in page.one("input", name="adult").attributes
    assert facts(page)["Alcohol"] == "39.5% by volume"


def test_tea_does_not_ask_for_age(show, session):
    assert not show(world.product(session)).find("input", name="adult")


def test_the_label_shows_what_is_known_and_nothing_else(show, session):
    page = show(world.product(session, ingredients="Chè <b>Shan</b>", storage="Khô ráo", season_months=0b110))
    said = facts(page)
    assert said["Ingredients"] == "Chè <b>Shan</b>"
    assert said["Storage"] == "Khô ráo"
    assert not {"Allergens", "Shelf life", "Alcohol", "Declaration number"} & set(said)
    assert len(page.find("li", "season__on")) == 2


def test_the_place_is_on_the_map(show, session):
    page = show(world.product(session))
    assert page.find("circle", "map__point")
    assert "/en/places/04672" in page.links


def test_sample_data_is_marked(show, session):
    real, sample = (world.product(session, by=world.producer(session, sample=flag)) for flag in (False, True))
    assert len(show(sample).find("p", "sample")) == len(show(real).find("p", "sample")) + 1


def test_a_picture_keeps_its_room_and_says_what_it_shows(show, session):
    product = world.product(session)
    digest = "ab" + "0" * 30
    picture = {
        "alt": "Chè",
        "alt_en": "Tea",
        "color": "#aabbcc",
        "width": 800,
        "height": 600,
        "widths": [240, 480, 800],
    }
    session.add(Picture(product_id=product.id, position=1, digest=digest, formats=["webp"], **picture))
    page = show(product)
    image = page.find("img")[0].attributes
    assert (image["alt"], image["width"], image["height"]) == ("Tea", "800", "600")
    assert image["src"] == f"/media/ab/{digest}-800.webp"
    assert page.find("source", type="image/webp")[0].attributes["srcset"].count("/media/") == 3
    assert page.jsonld["image"] == [f"https://chophien.example/media/ab/{digest}-800.webp"]


def test_similar_products_stand_on_the_same_shelf(show, session):
    product = world.product(session, "Chè", set_code="11")
    far = world.producer(session, commune_code=world.PHU_QUOC)
    world.product(session, "Xa", by=far, set_code="11")
    near = world.product(session, "Gần", set_code="11")
    world.product(session, "Mật ong", set_code="4")
    world.product(session, "Ẩn", set_code="11", state="hidden")
    assert show(product).cards == [near.name, "Xa"]


# Its story


def test_the_newest_published_story_is_told(show, session):
    product = world.product(session)
    tell(session, product, "cũ", 1)
    tell(session, product, "nay", 2)
    tell(session, product, "nháp", 3, "draft")
    page = show(product)
    assert page.one("div", "prose").text == "nay"
    assert page.one("p", "story__author").text == "Told by Bà Thử. Sources: Sổ tay."


@pytest.mark.parametrize(
    "body",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "![x](https://evil.example/pixel.gif)",
        '<p style="color:red" onclick="x()">x</p>',
        "<iframe src=//evil.example></iframe>",
        "[x](data:text/html,<script>alert(1)</script>)",
    ],
)
def test_a_story_can_not_smuggle_code_in(show, session, body):
    product = world.product(session)
    tell(session, product, body, title=body)
    page = show(product)
    inside = page.one("div", "prose").inside
    assert {e.tag for e in inside} <= {"p", "a"}
    assert all(set(e.attributes) <= {"href", "rel"} for e in inside)
    assert all(e.attributes.get("href", "https:").startswith("http") for e in inside)
    assert page.one("h2", id="story").text


# For machines


def test_structured_data_names_offers_and_certification(show, session):
    product = world.product(session, "Chè </script><b>", prices=(100_000, 180_000))
    recognition = world.recognition(session, product, stars=5)
    data = show(product).jsonld
    assert data["@type"] == "Product"
    assert data["name"] == "Chè </script><b>"
    assert data["url"] == f"https://chophien.example/en/products/{product.slug}"
    assert [offer["price"] for offer in data["offers"]] == [100_000, 180_000]
    assert {offer["priceCurrency"] for offer in data["offers"]} == {"VND"}
    (certificate,) = data["hasCertification"]
    assert certificate["name"] == "OCOP 5 sao"
    assert certificate["expires"] == "2028-11-21"
    assert certificate["url"] == f"https://chophien.example/en/verify/{recognition.code}"


def test_structured_data_cannot_end_its_script(client, session):
    product = world.product(session, "</script><script>alert(1)</script>", summary="<!--")
    session.commit()
    assert "<script>alert" not in client.get(f"/products/{product.slug}").text


# What it costs us


def test_the_number_of_statements_does_not_grow(client, session, statements):
    """The listing columns are known: another page of this version was asked for before."""
    product = world.product(session)
    spent = []
    for more in (1, 12):
        for number in range(more):
            neighbour = world.product(session, prices=(100_000, 200_000), by=world.producer(session))
            decided = world.TODAY - timedelta(days=300 + number)
            for one in (product, neighbour):
                world.act(session, world.recognition(session, one, decided_on=decided), "suspend", decided)
                world.authorisation(session, one, world.mark(session))
        session.commit()
        client.get("/products")
        statements.clear()
        assert client.get(f"/products/{product.slug}").status_code == 200
        spent.append(len(statements))
    assert spent[0] == spent[1] <= 8


# What goes wrong when buying


@pytest.mark.parametrize("quantity", ["0", "-1", "abc", "", "1.5", "100", "1000000000000", "²", "1 OR 1=1"])
def test_a_quantity_that_can_not_be_had_shows_the_page_again(client, session, quantity):
    product = world.product(session)
    session.commit()
    answer = put(client, product, quantity=quantity, prefix="/en")
    page = Page(answer.text)
    assert answer.status_code == 422
    assert page.errors == ["Please choose a quantity from 1 to 99."]
    assert page.one("h1").text == product.name
    assert "basket=" not in " ".join(answer.headers.getlist("Set-Cookie"))


def test_more_than_there_is_says_how_many_are_left(client, session):
    product = world.product(session, stock=3)
    session.commit()
    assert Page(put(client, product, 4, "/en").text).errors == ["Only 3 of this pack can be ordered now."]


def test_the_error_page_of_a_product_is_not_kept(client, session):
    product = world.product(session)
    session.commit()
    assert put(client, product, quantity=0).headers["Cache-Control"] == "private, no-store"
    assert not Page(client.get(f"/products/{product.slug}").text).errors
