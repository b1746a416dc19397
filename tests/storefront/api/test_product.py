"""/api/v1/products/<slug>: what the product's page shows, as data."""

from datetime import date, timedelta

import pytest

from catalog.marks import MarkKind
from catalog.pictures import Picture
from catalog.stories import Story
from tests import world


def test_it_says_what_the_page_says(ask, session):
    product = world.product(
        session,
        "Rượu thử",
        set_code="14",
        name_en="Test spirit",
        prices=(180_000, 100_000),
        abv_tenths=395,
        season_months=0b110,
        ingredients="Gạo <nếp>",
    )
    session.commit()
    said = ask(f"products/{product.slug}")
    assert (said["id"], said["slug"], said["name"], said["name_en"]) == (
        product.id,
        product.slug,
        "Rượu thử",
        "Test spirit",
    )
    assert said["price"] == 100_000
    assert said["season"] == [2, 3]
    assert said["label"]["abv"] == 39.5
    assert said["label"]["ingredients"] == "Gạo <nếp>"
    assert said["category"]["slug"] == "ruou-trang"
    assert said["place"] == {"commune": "Văn Chấn", "province": "Lào Cai"}
    assert (said["story"], said["recognition"], said["badges"], said["marks"]) == (None, None, [], [])
    first, second = said["variants"]
    assert first == {
        "sku": product.variants[0].sku,
        "pack": "Gói 1",
        "pack_en": "",
        "net": 200,
        "unit": "g",
        "price": 180_000,
        "unit_price": 900_000,
        "stock": "in_stock",
    }
    assert second["price"] == 100_000


def test_it_agrees_with_the_list(ask, session):
    product = world.product(session, stock=0, prices=(100_000, 90_000))
    world.recognition(session, product)
    world.authorisation(session, product, world.mark(session))
    session.commit()
    for prefix in ("", "/en"):
        (item,) = ask("products", prefix)["items"]
        said = ask(f"products/{product.slug}", prefix)
        assert {name: said[name] for name in item} == item
        assert said["url"] == f"{prefix}/products/{product.slug}"


def test_each_badge_is_founded(client, ask, session):
    product = world.product(session)
    decision = world.recognition(
        session, product, stars=5, decision_no="77/QĐ", legal_basis="148/QĐ-TTg", decided_on=date(2026, 6, 1)
    )
    mark = world.mark(
        session, "Thử", MarkKind.CERTIFICATION, number="4-123", number_checked=True, expires_on=None
    )
    permit = world.authorisation(session, product, mark, permit_no="12/GP", granted_by="Sở Thử")
    session.commit()
    said = ask(f"products/{product.slug}")
    assert said["recognition"] == {
        "stars": 5,
        "decision_no": "77/QĐ",
        "decided_on": "2026-06-01",
        "issuer": "UBND tỉnh Lào Cai",
        "legal_basis": "148/QĐ-TTg",
        "until": "2029-06-01",
        "code": decision.code,
        "verify_url": f"/verify/{decision.code}",
    }
    assert said["marks"] == [
        {
            "kind": "certification",
            "name": "Thử",
            "number": "4-123",
            "number_checked": True,
            "permit_no": "12/GP",
            "granted_by": "Sở Thử",
            "until": str(world.TODAY + timedelta(days=700)),
            "code": permit.code,
            "url": f"/marks/{mark.slug}",
            "verify_url": f"/verify/{permit.code}",
        }
    ]
    assert [badge["code"] for badge in said["badges"]] == [decision.code, permit.code]
    for address in (
        said["marks"][0]["url"],
        said["marks"][0]["verify_url"],
        said["recognition"]["verify_url"],
    ):
        assert client.get(address).status_code == 200


def test_what_lapses_is_gone_the_day_after(ask, clock, session):
    last = date(2026, 12, 10)
    product = world.product(session)
    world.recognition(session, product, decided_on=date(2023, 12, 10))
    world.authorisation(session, product, world.mark(session), valid_until=last)
    session.commit()
    clock.go_to(last, 23, 59)
    said = ask(f"products/{product.slug}")
    assert [badge["until"] for badge in said["badges"]] == ["2026-12-10"] * 2
    assert said["recognition"]
    assert said["marks"]
    clock.go_to(last + timedelta(days=1), 0, 0)
    said = ask(f"products/{product.slug}")
    assert (said["badges"], said["recognition"], said["marks"]) == ([], None, [])


def test_its_story_is_safe_html(ask, session):
    product = world.product(session)
    session.add(
        Story(
            product_id=product.id,
            version=1,
            state="published",
            title="Chuyện",
            body="**Chè** <script>alert(1)</script>",
            author="Bà Thử",
            sources=["Sổ tay"],
            created_at=world.NOW,
        )
    )
    session.commit()
    story = ask(f"products/{product.slug}")["story"]
    assert story["html"].startswith("<p><strong>Chè</strong>")
    assert "<script" not in story["html"]
    assert (story["title"], story["author"], story["sources"], story["language"]) == (
        "Chuyện",
        "Bà Thử",
        ["Sổ tay"],
        "vi",
    )


def test_its_pictures_are_described_in_the_language_of_the_address(ask, session):
    product = world.product(session)
    digest = "ab" + "0" * 30
    size = {"width": 800, "height": 600, "widths": [240, 800], "formats": ["webp"]}
    session.add(
        Picture(
            product_id=product.id, position=1, digest=digest, alt="Chè", alt_en="Tea", color="#aabbcc", **size
        )
    )
    session.commit()
    picture = {"alt": "Chè", "src": f"/media/ab/{digest}-800.webp", "width": 800, "height": 600}
    assert ask(f"products/{product.slug}")["pictures"] == [picture]
    assert ask(f"products/{product.slug}", "/en")["pictures"] == [picture | {"alt": "Tea"}]


@pytest.mark.parametrize("state", ["draft", "hidden", "retired"])
def test_what_is_not_on_show_is_not_found(ask, session, state):
    product = world.product(session, state=state)
    session.commit()
    assert ask(f"products/{product.slug}", status=404)["title"] == "Not Found"


@pytest.mark.parametrize("slug", ["nothing", "x" * 500, "' OR 1=1", "%00", "%ff%fe", "a/b"])
def test_an_unknown_product_is_not_found(ask, slug):
    assert ask(f"products/{slug}", status=404)["status"] == 404


def test_it_takes_no_parameters(ask, session):
    product = world.product(session)
    session.commit()
    (error,) = ask(f"products/{product.slug}?full=1", status=422)["errors"]
    assert error["parameter"] == "full"


def test_the_number_of_statements_does_not_grow(client, session, statements):
    product = world.product(session)
    spent = []
    for more in (1, 12):
        for number in range(more):
            decided = world.TODAY - timedelta(days=300 + number)
            world.act(session, world.recognition(session, product, decided_on=decided), "suspend", decided)
            world.authorisation(session, product, world.mark(session))
        session.commit()
        statements.clear()
        assert client.get(f"/api/v1/products/{product.slug}").status_code == 200
        spent.append(len(statements))
    assert spent[0] == spent[1] <= 7
