"""Messages in the browsers of both sides, and who is told of them."""

from types import SimpleNamespace

import pytest
from sqlalchemy import select

from marketplace.accounts.memberships import ProducerRole, RetailerRole, add_member
from marketplace.sourcing.messages import Message
from marketplace.sourcing.quotes import Side
from storefront.sourcing_thread import SHOWN, thread_view
from tests import people, sourcing_world, world
from tests.letters import letters_to
from tests.marketplace.sourcing.test_messaging import order
from tests.people import fill, signed_in
from tests.world import NOW


@pytest.fixture
def deal(app, session, desk) -> SimpleNamespace:
    """An issued order of the desk's retailer, and a browser of its producer's owner."""
    producer, owner = world.producer(session), people.user(session, "chu@vidu.vn", "Chủ Xưởng")
    add_member(session, owner, producer, NOW, ProducerRole.OWNER)
    boss = people.user(session, "mua@vidu.vn")
    made = order(session, desk.own, producer, boss)
    session.commit()
    tail = f"messages/order/{made.code}?producer={producer.slug}"
    return SimpleNamespace(
        producer=producer,
        order=made,
        seller=signed_in(app, owner),
        bought=f"/en/retailer/{tail}",
        sold=f"/en/producer/{tail}",
    )


def test_both_sides_read_what_is_written_and_are_told_once_an_hour(app, session, desk, deal):
    assert fill(desk.client, deal.bought, text="Bao giờ giao hàng?").status_code == 303
    assert fill(desk.client, deal.bought, text="Nhớ kèm phiếu kiểm nghiệm.").status_code == 303
    page = deal.seller.get(deal.sold).text
    assert "Bao giờ giao hàng?" in page and "Nhớ kèm phiếu kiểm nghiệm." in page
    assert len(letters_to(app, "chu@vidu.vn")) == 1
    assert "has written a message" in deal.seller.get("/en/account/notices").text
    assert fill(deal.seller, deal.sold, text="Thứ hai.").status_code == 303
    assert "Thứ hai." in desk.client.get(deal.bought).text
    assert len(letters_to(app, "manager@vidu.vn")) == 1


def test_a_paper_of_the_vault_is_opened_by_the_retailer_alone(app, session, desk, deal, member):
    paper = world.document(session, deal.producer, audience="producer", state="kept")
    session.commit()
    assert fill(deal.seller, deal.sold, text="Đây ạ", papers=[paper.code]).status_code == 303
    made = session.scalars(select(Message)).one()
    path = f"/retailer/messages/files/{made.id}/{paper.code}"
    assert path in desk.client.get(deal.bought).text
    other = member(RetailerRole.MANAGER, world.retailer(session), people.user(session, "la@vidu.vn"))
    assert other.get(path).status_code == 404


def test_what_is_refused_is_said_and_what_was_typed_stays(session, desk, deal):
    answer = fill(desk.client, deal.bought, text="Gọi tôi 0912 345 678 nhé")
    assert answer.status_code == 422
    assert "Please leave out telephone numbers" in answer.text and "0912 345 678 nhé" in answer.text
    answer = fill(deal.seller, deal.sold, text="Đây ạ", papers=["KHONGCO"])
    assert answer.status_code == 422 and "not in your vault any more" in answer.text
    assert session.scalars(select(Message)).all() == []


def test_contacts_are_exchanged(app, session, desk, deal):
    desk.own.contact_name, desk.own.phone = "Lan", "+84987654321"
    session.commit()
    agree = [path.replace("?", "/contacts?") for path in (deal.bought, deal.sold)]
    assert fill(desk.client, deal.bought, agree[0]).status_code == 303
    assert "0987 654 321" not in deal.seller.get(deal.sold).text
    letters_to(app, "chu@vidu.vn")
    assert "agrees to exchange" in deal.seller.get("/en/account/notices").text
    assert fill(deal.seller, deal.sold, agree[1]).status_code == 303
    assert "0987 654 321" in deal.seller.get(deal.sold).text
    assert fill(deal.seller, deal.sold, agree[1]).status_code == 422


def test_nobody_else_reads_them_nor_who_does_not_deal_with_such_things(app, session, desk, deal, member):
    stranger = people.user(session, "nguoi-ban-khac@vidu.vn")
    add_member(session, stranger, world.producer(session), NOW, ProducerRole.OWNER)
    session.commit()
    assert signed_in(app, stranger).get(deal.sold).status_code == 404
    other = member(RetailerRole.MANAGER, world.retailer(session), people.user(session, "la@vidu.vn"))
    assert other.get(deal.bought).status_code == 404
    asked = sourcing_world.request(session, desk.own, ask=(deal.producer,))
    session.commit()
    path = f"/retailer/messages/request/{asked.code}?producer={deal.producer.slug}"
    assert desk.client.get(path).status_code == 200
    assert member(RetailerRole.RECEIVER, desk.own).get(path).status_code == 403
    assert desk.client.get(deal.bought.replace("order", "secret")).status_code == 404


def test_the_component_takes_the_same_statements_however_many_messages(app, session, desk, deal, statements):
    counts = []
    for times in (1, SHOWN + 5):
        for n in range(times):
            made = Message(
                about=f"order:{deal.order.id}",
                retailer_id=desk.own.id,
                producer_id=deal.producer.id,
                side=Side.RETAILER,
                user_id=deal.order.user_id,
                text=f"Tin {n}",
                sent_at=NOW,
            )
            session.add(made)
        session.commit()
        with app.test_request_context("/en/", environ_overrides={"chophien.locale": "en"}):
            statements.clear()
            view = thread_view("order", deal.order.code, Side.RETAILER, producer_id=deal.producer.id)
            counts.append(len(statements))
    assert counts[0] == counts[1] and len(view.messages) == SHOWN and view.older_url
    assert view.messages[-1].text == f"Tin {SHOWN + 4}"
