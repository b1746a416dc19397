"""Contracts on the pages of both sides, from the draft to a changed price and an early end."""

import html
import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from catalog.document_kinds import DocumentKind
from marketplace.accounts.company_people import add_person
from marketplace.accounts.memberships import add_member
from marketplace.sourcing.contracts import Contract, ContractLine
from marketplace.sourcing.price_changes import PriceChange
from tests import contract_world, world
from tests.contract_world import sides, somebody
from tests.people import fill, signed_in
from tests.world import NOW, TODAY

HEAD = {
    "number": "HD-01/2026",
    "starts_on": "2026-12-01",
    "ends_on": "2027-03-31",
    "handover": "delivered",
    "discount": "2,5",
    "payment_days": "45",
    "shelf_life_percent": "70",
    "returns": "faulty",
    "lead_days": "5",
    "papers": ["food_safety", "lab_test"],
    "remarks": "Giao buổi sáng",
}
LINE = {
    "unit": "kilogram",
    "quantity": "1.000",
    "minimum": "50",
    "price": "400k",
    "price_floor": "380000",
    "price_ceiling": "",
    "vat_percent": "5",
}


@pytest.fixture
def stage(app, session):
    """A buyer's and a seller's browser, the retailer and the seller's product."""
    retailer = world.retailer(session)
    seller = world.producer(session, "Hợp tác xã Suối Giàng")
    product = world.product(session, "Chè Shan", by=seller)
    buyer_user, seller_user = somebody(session), somebody(session)
    add_person(session, buyer_user, retailer, NOW)
    add_member(session, seller_user, seller, NOW)
    session.commit()
    goods = SimpleNamespace(variant=product.variants[0].id, slug=seller.slug)
    return signed_in(app, buyer_user), signed_in(app, seller_user), retailer, goods, seller.slug


def one(session) -> Contract:
    session.expire_all()
    return session.scalars(select(Contract)).one()


def seen(session) -> dict[str, int]:
    return {"seen": one(session).revision}


def drafted(session, stage, **facts):
    buyer, _, _, _, slug = stage
    page = f"/retailer/contracts/new?producer={slug}"
    return fill(buyer, page, "/retailer/contracts", **HEAD | {"producer": slug} | facts)


def test_a_contract_goes_from_the_draft_to_the_signature(session, stage):
    buyer, seller, _, product, _ = stage
    assert "Suối Giàng" in buyer.get("/retailer/contracts/new?q=suoi+giang").text
    assert drafted(session, stage).status_code == 303
    code = one(session).code
    mine, theirs = f"/retailer/contracts/{code}", f"/producer/contracts/{code}"
    assert (one(session).discount_bp, one(session).payment_days) == (250, 45)
    assert seller.get(theirs).status_code == 404
    line = LINE | {"variant": product.variant}
    assert fill(buyer, f"{mine}/lines/new", **line, **seen(session)).status_code == 303
    page = buyer.get(mine).text
    assert "380.000" in page
    assert "1 kg là 5 gói" in page
    assert fill(buyer, mine, f"{mine}/proposal", **seen(session)).status_code == 303
    assert "Giao buổi sáng" in seller.get(theirs).text
    refused = fill(seller, theirs, f"{theirs}/decision", decision="sign", **seen(session))
    assert refused.status_code == 422
    assert "lịch thu hoạch" in refused.text
    line_id = session.scalars(select(ContractLine.id)).one()
    harvest = {f"harvest-{line_id}-2026-12": "250", f"harvest-{line_id}-2027-01": "1.000"}
    assert fill(seller, theirs, f"{theirs}/harvests", **harvest, **seen(session)).status_code == 303
    assert "1.250" in seller.get(theirs).text
    assert fill(seller, theirs, f"{theirs}/decision", decision="sign", **seen(session)).status_code == 303
    assert one(session).state == "signed"
    assert "250" in buyer.get(mine).text
    for client, url in ((buyer, f"{mine}.pdf"), (seller, f"{theirs}.pdf")):
        answer = client.get(url)
        assert (answer.mimetype, answer.data[:5]) == ("application/pdf", b"%PDF-")


@pytest.mark.parametrize(
    "wrong",
    [
        {"number": " "},
        {"starts_on": "hôm nay"},
        {"ends_on": "2026-11-30"},
        {"ends_on": "2036-11-30"},
        {"discount": "95"},
        {"discount": "nhiều"},
        {"payment_days": "999"},
        {"handover": "by_air"},
        {"papers": ["nothing"]},
        {"remarks": "x" * 2001},
    ],
)
def test_a_wrong_head_keeps_what_was_typed_and_writes_nothing(session, stage, wrong):
    answer = drafted(session, stage, **{"remarks": "Giữ lại <b>"} | wrong)
    assert answer.status_code == 422
    assert "remarks" in wrong or "Giữ lại &lt;b&gt;" in answer.text
    assert session.scalar(select(Contract)) is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"quantity": "0"},
        {"quantity": "-5"},
        {"minimum": "2.000"},
        {"price": "rẻ"},
        {"price_floor": "500000"},
        {"price_ceiling": "1000"},
        {"unit": "litre"},
        {"unit": "bao"},
        {"vat_percent": "7"},
        {"variant": "999999"},
    ],
)
def test_a_wrong_line_is_told(session, stage, wrong):
    drafted(session, stage)
    buyer, product, code = stage[0], stage[3], one(session).code
    page = f"/retailer/contracts/{code}/lines/new"
    answer = fill(buyer, page, **LINE | {"variant": product.variant} | wrong, **seen(session))
    assert answer.status_code == 422
    assert one(session).revision == 1


def test_a_line_is_changed_and_taken_out(session, stage):
    drafted(session, stage)
    buyer, product, code = stage[0], stage[3], one(session).code
    base = f"/retailer/contracts/{code}"
    line = LINE | {"variant": product.variant}
    fill(buyer, f"{base}/lines/new", **line, **seen(session))
    id = session.scalars(select(ContractLine.id)).one()
    assert fill(buyer, f"{base}/lines/{id}", **line | {"quantity": "700"}, **seen(session)).status_code == 303
    assert "700 kg" in buyer.get(base).text
    assert fill(buyer, f"{base}/edit", **HEAD | {"number": "HD-02"}, **seen(session)).status_code == 303
    assert one(session).number == "HD-02"
    assert fill(buyer, base, f"{base}/lines/{id}/removal", **seen(session)).status_code == 303
    assert fill(buyer, base, f"{base}/proposal", **seen(session)).status_code == 422
    assert fill(buyer, base, f"{base}/removal", **seen(session)).status_code == 303
    assert session.scalar(select(Contract)) is None


def running(app, session, **facts):
    """A signed contract, its page for both sides, and their browsers."""
    contract = contract_world.signed(session, **facts)
    buyer, seller = sides(session, contract)
    pages = f"/retailer/contracts/{contract.code}", f"/producer/contracts/{contract.code}"
    return contract, signed_in(app, buyer), signed_in(app, seller), *pages


def test_a_price_is_proposed_and_agreed_on(app, session):
    contract, buyer, seller, mine, theirs = running(app, session)
    line = contract.lines[0].id
    wanted = {"line": line, "price": "85000", "from_day": "2026-12-15", "reason": "Phân bón tăng"}
    for wrong in (
        {"price": "95000"},
        {"from_day": "2026-01-01"},
        {"reason": ""},
        {"line": "99999"},
        {"price": "x"},
    ):
        assert fill(seller, theirs, f"{theirs}/prices", **wanted | wrong).status_code == 422
    assert fill(seller, theirs, f"{theirs}/prices", **wanted).status_code == 303
    change = session.scalars(select(PriceChange)).one()
    assert "Phân bón tăng" in buyer.get(mine).text
    own = fill(seller, theirs, f"{theirs}/prices/{change.id}", decision="agree")
    assert own.status_code == 422
    assert fill(buyer, mine, f"{mine}/prices/{change.id}", decision="agree").status_code == 303
    assert fill(buyer, mine, f"{mine}/prices/{change.id}", decision="decline").status_code == 422
    session.expire_all()
    assert session.scalars(select(PriceChange.state)).one() == "agreed"


def test_goods_are_called_off_from_the_page_of_a_running_contract(app, session):
    contract, buyer, _, mine, _ = running(app, session)
    session.commit()
    (order,) = re.findall(r'href="(/retailer/orders/new[^"]+)"', buyer.get(mine).text)
    assert f"contract={contract.code}" in order
    assert buyer.get(html.unescape(order)).status_code == 200


def test_one_side_ends_it_and_says_why(app, session):
    contract, _, seller, _, theirs = running(app, session)
    last = (TODAY + timedelta(days=45)).isoformat()
    assert (
        fill(seller, theirs, f"{theirs}/end", seen=contract.revision, last_day=last, reason="").status_code
        == 422
    )
    early = fill(seller, theirs, f"{theirs}/end", seen=contract.revision, last_day="2026-11-25", reason="Bão")
    assert early.status_code == 422
    assert "Bão" in early.text
    assert (
        fill(seller, theirs, f"{theirs}/end", seen=contract.revision, last_day=last, reason="Bão").status_code
        == 303
    )
    assert one(session).state == "ended"


@pytest.mark.parametrize("decision", ["return", "decline", "burn"])
def test_a_no_needs_words_and_a_decision_is_one_of_ours(app, session, decision):
    contract = contract_world.proposed(session)
    _, seller = sides(session, contract)
    client, page = signed_in(app, seller), f"/producer/contracts/{contract.code}"
    send = {"seen": contract.revision, "decision": decision}
    assert fill(client, page, f"{page}/decision", **send, reason=" ").status_code == 422
    answer = fill(client, page, f"{page}/decision", **send, reason="Giá thấp")
    assert answer.status_code == (422 if decision == "burn" else 303)


def test_hostile_harvests_write_nothing(app, session):
    contract = contract_world.proposed(session)
    _, seller = sides(session, contract)
    client, page = signed_in(app, seller), f"/producer/contracts/{contract.code}"
    name = f"harvest-{contract.lines[0].id}-2026-12"
    for text in ("-5", "nhiều", "9" * 15, "1e9", "<script>"):
        answer = fill(client, page, f"{page}/harvests", **{name: text}, seen=contract.revision)
        assert answer.status_code == 422
        assert "<script>alert" not in answer.text
    other = {"harvest-999999-2026-12": "5", "harvest-": "1", "harvest-x-y": "1"}
    assert fill(client, page, f"{page}/harvests", **other, seen=contract.revision).status_code == 303


def test_the_pages_say_which_paper_stops_new_call_offs(app, session):
    kinds = (DocumentKind.FOOD_SAFETY, DocumentKind.LAB_TEST)
    contract, buyer, seller, mine, theirs = running(app, session, papers=kinds)
    world.document(session, contract.producer, valid_until=TODAY + timedelta(days=12))
    session.commit()
    for client, page in ((buyer, mine), (seller, theirs)):
        text = client.get(page).text
        assert "Không gọi thêm hàng được" in text
        assert "còn hiệu lực đến 03/12/2026" in text
    listed = buyer.get("/retailer/contracts").text
    assert "hết hạn ngày 03/12/2026" in listed
    assert "Thiếu" in listed


def test_strangers_find_no_contract(app, session):
    contract, *_ = running(app, session)
    buyer, seller = sides(session, contract_world.signed(session))
    for person, desk in ((buyer, "retailer"), (seller, "producer")):
        client = signed_in(app, person)
        for end in ("", ".pdf"):
            assert client.get(f"/{desk}/contracts/{contract.code}{end}").status_code == 404


def test_the_list_asks_few_questions(app, session, statements):
    contract = contract_world.signed(session, papers=tuple(DocumentKind))
    buyer = signed_in(app, sides(session, contract)[0])
    buyer.get("/retailer/contracts")
    statements.clear()
    buyer.get("/retailer/contracts")
    few = len(statements)
    for _ in range(4):
        contract_world.signed(session, by=contract.retailer, papers=tuple(DocumentKind))
    session.commit()
    statements.clear()
    buyer.get("/retailer/contracts")
    assert len(statements) == few
