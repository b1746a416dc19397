"""Samples on the pages of both sides, from the wish to the verdict."""

from types import SimpleNamespace

import pytest
from sqlalchemy import select

from marketplace.accounts.company_people import add_person
from marketplace.accounts.memberships import RetailerRole, add_member
from marketplace.sourcing.samples import Sample
from tests import world
from tests.contract_world import somebody
from tests.people import fill, signed_in
from tests.world import NOW


@pytest.fixture
def stage(app, session):
    """A buyer's and a seller's browser, the product and a store."""
    retailer, product = world.retailer(session), world.product(session, "Chè Shan")
    store = world.store(session, retailer)
    buyer, seller = somebody(session), somebody(session)
    add_person(session, buyer, retailer, NOW)
    add_member(session, seller, session.get_one(type(world.producer(session)), product.producer_id), NOW)
    session.commit()
    goods = SimpleNamespace(slug=product.slug, variant=product.variants[0].id)
    return signed_in(app, buyer), signed_in(app, seller), goods, store.id, retailer


def wish(goods, to, facts):
    made = {"product": goods.slug, "variant": goods.variant, "store": to, "packs": "3"}
    return made | {"paid_by": "retailer", "price": "150.000", "wishes": "Vụ mới"} | facts


def ask(buyer, goods, to, **facts):
    page = f"/retailer/samples/new?product={goods.slug}"
    return fill(buyer, page, "/retailer/samples", **wish(goods, to, facts))


def seen(session) -> dict[str, int]:
    session.expire_all()
    return {"seen": session.scalars(select(Sample)).one().revision}


def test_a_sample_goes_from_the_wish_to_the_verdict(session, stage):
    buyer, seller, product, store, _ = stage
    assert "Chè Shan" in buyer.get("/retailer/samples/new?q=che").text
    assert ask(buyer, product, store).status_code == 303
    code = session.scalars(select(Sample)).one().code
    mine, theirs = f"/retailer/samples/{code}", f"/producer/samples/{code}"
    assert "150.000" in seller.get(theirs).text
    for client, page, end, fields in (
        (seller, theirs, "agreement", {}),
        (seller, theirs, "parcel", {"carrier": "Xe khách Hoàng Liên"}),
        (buyer, mine, "receipt", {}),
        (
            buyer,
            mine,
            "scores",
            {"taste": 5, "packaging": 3, "label": 4, "suitable": "y", "words": "Thơm, hộp mỏng"},
        ),
    ):
        answer = fill(client, page, f"{page}/{end}", **seen(session), **fields)
        assert (answer.status_code, answer.location) == (303, page)
    text = seller.get(theirs).text
    assert "Thơm, hộp mỏng" in text
    assert "Phù hợp" in text
    assert "Phù hợp" in buyer.get("/retailer/samples").text


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"packs": "0"}, "Hàng mẫu từ 1 đến 100 gói."),
        ({"packs": "mười"}, "Đây không phải số nguyên."),
        ({"packs": ""}, "điền"),
        ({"store": "999999"}, "chọn"),
        ({"paid_by": "producer", "price": "5000"}, "để giá là 0"),
        ({"price": "-5"}, "đồng"),
        ({"wishes": "x" * 2001}, "2000"),
    ],
)
def test_a_wrong_wish_keeps_what_was_typed(session, stage, wrong, sentence):
    buyer, _, product, store, _ = stage
    answer = ask(buyer, product, store, **{"wishes": "Giữ lại"} | wrong)
    assert answer.status_code == 422
    assert sentence.lower() in answer.text.lower()
    assert "wishes" in wrong or "Giữ lại" in answer.text
    assert session.scalar(select(Sample)) is None


def test_a_late_or_wordless_step_is_told(session, stage):
    buyer, seller, product, store, _ = stage
    ask(buyer, product, store)
    code = session.scalars(select(Sample)).one().code
    page = f"/producer/samples/{code}"
    assert fill(seller, page, f"{page}/refusal", seen=1, reason=" ").status_code == 422
    assert fill(seller, page, f"{page}/agreement", seen=7).status_code == 422
    assert fill(seller, page, f"{page}/agreement", seen="hôm qua").status_code == 422
    assert fill(seller, page, f"{page}/agreement", seen=1).status_code == 303
    late = fill(
        buyer, f"/retailer/samples/{code}", f"/retailer/samples/{code}/cancellation", seen=1, reason="Thôi"
    )
    assert late.status_code == 422
    assert "Thôi" in late.text


def test_who_works_in_quality_scores_and_who_receives_does_not_come_in(app, session, stage):
    buyer, _, product, store, retailer = stage
    ask(buyer, product, store)
    for role, status in (
        (RetailerRole.QUALITY, 200),
        (RetailerRole.RECEIVER, 403),
        (RetailerRole.APPROVER, 403),
    ):
        person = somebody(session)
        add_person(session, person, retailer, NOW, role)
        session.commit()
        assert signed_in(app, person).get("/retailer/samples").status_code == status


def test_strangers_find_no_sample(app, session, stage):
    buyer, _, product, store, _ = stage
    ask(buyer, product, store)
    code = session.scalars(select(Sample)).one().code
    other, neighbour = somebody(session), somebody(session)
    add_person(session, other, world.retailer(session), NOW)
    add_member(session, neighbour, world.producer(session), NOW)
    session.commit()
    assert signed_in(app, other).get(f"/retailer/samples/{code}").status_code == 404
    assert signed_in(app, neighbour).get(f"/producer/samples/{code}").status_code == 404
    assert signed_in(app, neighbour).get("/producer/samples").text.count(code) == 0


def test_a_suspended_retailer_reads_and_does_nothing(session, stage):
    buyer, _, product, store, retailer = stage
    ask(buyer, product, store)
    code = session.scalars(select(Sample)).one().code
    form = {"seen": 1, "reason": "Thôi"}
    page = f"/retailer/samples/{code}"
    answer = buyer.get(page)
    retailer.suspend("Nợ", NOW)
    session.commit()
    assert buyer.get(page).status_code == answer.status_code == 200
    assert fill(buyer, page, f"{page}/cancellation", **form).status_code == 403
    assert ask(buyer, product, store).status_code == 403


def test_the_list_asks_few_questions(session, stage, statements):
    buyer, _, product, store, _ = stage
    ask(buyer, product, store)
    buyer.get("/retailer/samples")
    statements.clear()
    buyer.get("/retailer/samples")
    few = len(statements)
    for _ in range(5):
        ask(buyer, product, store)
    statements.clear()
    buyer.get("/retailer/samples")
    assert len(statements) == few
