"""The producers' page of wholesale terms, and of who sees the prices."""

import pytest

from catalog.wholesale import PriceTier, WholesaleTerms
from marketplace.sourcing.price_audiences import Viewers, chosen_retailers, viewers_of
from marketplace.sourcing.samples import Sample
from tests import people, world
from tests.markup import Page
from tests.people import fill

WHOLESALE = "/producer/wholesale"


@pytest.fixture
def shop(session):
    made = world.retailer(session, "Siêu thị Bông Sen", tax_code="0314409058")
    session.commit()
    return made


def test_who_sees_prices_is_chosen(seller, session, goods):
    for viewers in ("nobody", "chosen", "verified"):
        assert fill(seller, WHOLESALE, viewers=viewers).status_code == 303
        session.expire_all()
        assert viewers_of(session, goods[0].producer_id) == Viewers(viewers)
        ticked = [
            one for one in Page(seller.get(WHOLESALE).text).find("input") if "checked" in one.attributes
        ]
        assert [one.attributes["value"] for one in ticked] == [viewers]


@pytest.mark.parametrize("viewers", ["", "everybody"])
def test_nonsense_chooses_nobody(seller, session, goods, viewers):
    answer = fill(seller, WHOLESALE, viewers=viewers)
    assert answer.status_code == 422
    assert viewers_of(session, goods[0].producer_id) is Viewers.VERIFIED


def test_a_retailer_is_found_chosen_and_taken_away(seller, session, goods, shop):
    page = seller.get(f"{WHOLESALE}?q=bong+sen").text
    assert f"{WHOLESALE}/retailers/{shop.code}?" in page
    assert fill(seller, WHOLESALE, f"{WHOLESALE}/retailers/{shop.code}").status_code == 303
    assert chosen_retailers(session, goods[0].producer_id) == [shop]
    page = seller.get(WHOLESALE).text
    assert shop.name in page and f"{shop.code}/removal" in page
    assert fill(seller, WHOLESALE, f"{WHOLESALE}/retailers/{shop.code}/removal").status_code == 303
    assert chosen_retailers(session, goods[0].producer_id) == []


def test_one_that_is_not_verified_is_refused_with_a_sentence(seller, session, goods):
    waiting = world.retailer(session, state="submitted", decided_at=None)
    session.commit()
    answer = fill(seller, WHOLESALE, f"{WHOLESALE}/retailers/{waiting.code}")
    assert answer.status_code == 422 and "chưa được xác minh" in answer.text
    assert fill(seller, WHOLESALE, f"{WHOLESALE}/retailers/none").status_code == 404


def test_own_packs_stand_there_with_what_is_missing(seller, session, goods):
    variant = goods[0].variants[0]
    session.add(WholesaleTerms(variant_id=variant.id, minimum=24, lead_days=3))
    session.add(PriceTier(variant_id=variant.id, quantity_from=50, price=98_765))
    session.commit()
    page = seller.get(WHOLESALE).text
    assert "98.765" in page and goods[1].name not in page
    assert "năng lực" in page and "giá sỉ," not in page
    assert f"/producer/products/{goods[0].id}/packs/{variant.id}" in page


def test_a_pack_that_retailers_have_named_stays(seller, session, goods, shop):
    """Whatever names it: here a sample."""
    by, variant = people.user(session, "mua@sieuthi.vn"), goods[0].variants[0]
    facts = {"variant_id": variant.id, "store_id": world.store(session, shop).id, "user_id": by.id}
    owner = {"retailer_id": shop.id, "producer_id": goods[0].producer_id}
    session.add(Sample(packs=1, asked_at=world.NOW, **facts, **owner))
    session.commit()
    packs = f"/producer/products/{goods[0].id}/packs"
    answer = fill(seller, packs, f"{packs}/{variant.id}/removal")
    assert answer.status_code == 422 and "Nhà bán lẻ" in answer.text
    assert session.get(world.Variant, variant.id, populate_existing=True) is not None
