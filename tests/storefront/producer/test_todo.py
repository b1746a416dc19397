"""What the desk says is to be done today, and to whom."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from catalog.documents import Document
from catalog.listing_moves import send_back, submit
from catalog.producers import Producer
from catalog.products import Product
from catalog.revisions import open_revision, revise
from marketplace.accounts.memberships import ProducerRole, add_member
from marketplace.fairs.booths import BoothType
from marketplace.fairs.decisions import FairDecision, decide
from marketplace.orders import life
from marketplace.orders.paying import arrived, payments_of, start_payments
from marketplace.payments.bank_accounts import add_account
from marketplace.questions import ask_question
from tests import booth_world, people, world
from tests.marketplace.orders.making import place
from tests.markup import Page
from tests.people import signed_in
from tests.storefront.producer.conftest import to_do
from tests.storefront.producer.listing_making import finished_listing
from tests.world import NOW, TODAY


@pytest.fixture
def maker(session, goods) -> Producer:
    return session.get(Producer, goods[0].producer_id)


@pytest.fixture
def busy(session, goods, maker) -> Producer:
    """The first producer with something of everything that does not come from an order."""
    world.document(session, maker, "organic", state="returned", reason="Mờ")
    world.document(session, maker, valid_until=TODAY + timedelta(days=12))
    world.document(session, maker, "vietgap", valid_until=TODAY + timedelta(days=31))
    world.product(session, by=maker, stock=5)
    asker = people.user(session, "hoi@vidu.vn")
    ask_question(session, asker, goods[0], "Chè hái tháng nào?", NOW)
    listing = finished_listing(session, maker.id)
    revision = open_revision(session, listing.id)
    submit(session, listing, revision, NOW)
    send_back(session, listing, revision, "Ảnh mờ", NOW)
    session.commit()
    return maker


def test_everything_that_waits_is_counted_once(seller, busy):
    assert to_do(seller.get("/en/producer").text) == {
        "Questions to answer": "1",
        "Products that the office has sent back": "1",
        "Packs with 5 pieces or fewer left": "1",
        "Papers that the office has sent back": "1",
        "Papers that lapse within 30 days": "1",
    }


def test_each_line_leads_to_a_page_that_opens(seller, busy, bought):
    inside = Page(seller.get("/producer").text).one("ul", "todo").inside
    links = [one.attributes["href"] for one in inside if one.tag == "a"]
    assert len(links) == 6
    for link in links:
        assert seller.get(link).status_code == 200, link


def test_goods_without_their_licence_are_named_until_it_is_accepted(session, seller, maker):
    """As after an upgrade: they were on sale before anybody asked for the paper."""
    wine = world.product(session, "Rượu Mẫu", by=maker, set_code="14", licensed=False)
    world.product(session, "Rượu Nháp", by=maker, set_code="14", licensed=False, state="draft")
    world.product(session, "Rượu Láng giềng", set_code="14", licensed=False)
    session.commit()
    told = "Products that can't be bought until a paper is accepted"
    assert to_do(seller.get("/en/producer").text)[told] == "1"
    (notice,) = Page(seller.get("/en/producer/papers").text).find("div", "notice--warn")
    assert "Rượu Mẫu: Alcohol licence" in notice.text
    assert "Láng giềng" not in notice.text and "Nháp" not in notice.text
    world.document(session, wine, "alcohol_licence")
    session.commit()
    assert told not in to_do(seller.get("/en/producer").text)
    assert not Page(seller.get("/en/producer/papers").text).find("div", "notice--warn")


def test_what_is_done_is_gone(session, seller, busy):
    (listing,) = session.scalars(select(Product).where(Product.state == "returned"))
    for paper in session.scalars(select(Document).where(Document.state == "returned")):
        world.document(session, busy, "organic", state="submitted", replaces_id=paper.id)
    submit(session, listing, revise(session, listing, NOW), NOW)
    session.commit()
    left = to_do(seller.get("/en/producer").text)
    assert not [text for text in left if "sent back" in text]


def test_a_packer_sees_orders_alone(app, session, goods, busy):
    user = people.user(session, "goi@vidu.vn")
    add_member(session, user, busy, NOW, ProducerRole.PACKER)
    place(session, goods[0])
    session.commit()
    assert to_do(signed_in(app, user).get("/en/producer").text) == {"Orders to confirm": "1"}


def test_nobody_sees_what_waits_for_another(account, goods, busy, bought):
    neighbour = account("hoa@vidu.vn", goods[1].producer_id)
    assert to_do(neighbour.get("/en/producer").text) == {"Orders to confirm": "1"}


def test_where_nothing_waits_it_says_so(seller, goods):
    page = seller.get("/producer").text
    assert to_do(page) == {}
    assert "Hiện không có việc nào chờ bạn." in page


def test_money_is_looked_for_and_sent_back(session, seller, goods, maker):
    add_account(session, maker, "970436", "0123456789", "HTX", NOW)
    orders = [place(session, goods[0], payment_method="vietqr") for _ in range(2)]
    for order in orders:
        start_payments(session, order, order.sub_orders, NOW)
    session.flush()
    (part,) = orders[0].sub_orders
    payment = payments_of(session, [part])[part.id]
    arrived(session, payment.id, payment.amount, "bank:1", NOW)
    life.cancel(session, part, "buyer", "", NOW)
    session.commit()
    found = to_do(seller.get("/en/producer").text)
    assert found["Transfers to look for in your account"] == "1"
    assert found["Money to send back"] == "1"


def test_a_booth_to_pay_for_and_an_application_sent_back_are_named_while_they_wait(session, seller, maker):
    to_pay, to_mend = world.fair(session), world.fair(session)
    for fair in (to_pay, to_mend):
        booth_world.booths(session, fair, booth_world.booth_type(session, fair), 2)
    kinds = [
        session.scalar(select(BoothType).where(BoothType.fair_id == one.id)) for one in (to_pay, to_mend)
    ]
    held = booth_world.application(session, to_pay, kinds[0], by=maker)
    allotment = booth_world.accept(session, to_pay, held)
    returned = booth_world.application(session, to_mend, kinds[1], by=maker)
    decide(session, to_mend, returned, FairDecision.RETURN, "Thiếu giấy", returned.revision, NOW)
    session.commit()
    found = to_do(seller.get("/en/producer").text)
    assert found["Booths at fairs to pay for"] == "1"
    assert found["Applications for fairs that were sent back"] == "1"
    allotment.held_until = NOW
    session.commit()
    assert "Booths at fairs to pay for" not in to_do(seller.get("/en/producer").text)
