"""Messages between a retailer and a producer: who may write what to whom, papers of the vault, and contacts."""

from types import SimpleNamespace

import pytest
from sqlalchemy import select

from catalog.records import Refused
from marketplace.accounts.company_people import add_person
from marketplace.sourcing.messages import ContactAgreement, Message
from marketplace.sourcing.messaging import (
    LONGEST_MESSAGE,
    agree_to_contacts,
    contacts_of,
    find_thread,
    messages_of,
    sent_paper,
    thread_at,
    write_message,
)
from marketplace.sourcing.purchase_orders import PurchaseOrder
from marketplace.sourcing.quotes import Side
from tests import people, world
from tests.world import NOW, TODAY


def order(session, retailer, producer, user, **facts) -> PurchaseOrder:
    made = PurchaseOrder(
        **{
            "number": f"PO-{producer.id}",
            "retailer_id": retailer.id,
            "producer_id": producer.id,
            "store_id": world.store(session, retailer).id,
            "user_id": user.id,
            "state": "issued",
            "deliver_from": TODAY,
            "deliver_until": TODAY,
            "created_at": NOW,
            "issued_at": NOW,
        }
        | facts
    )
    session.add(made)
    session.flush()
    return made


@pytest.fixture
def deal(session) -> SimpleNamespace:
    """A retailer, a producer, an order that was issued, and its thread."""
    retailer, producer = (
        world.retailer(session, contact_name="Lan", phone="+84912345678"),
        world.producer(session),
    )
    user = people.user(session)
    add_person(session, user, retailer, NOW)
    made = order(session, retailer, producer, user)
    thread = find_thread(session, "order", made.code, producer.id)
    return SimpleNamespace(retailer=retailer, producer=producer, user=user, order=made, thread=thread)


def write(session, deal, text: str = "Khi nào giao?", side: Side = Side.RETAILER, codes=()) -> Message:
    return write_message(session, deal.thread, side, deal.user, text, codes, NOW)


def test_messages_come_in_the_order_they_were_written_and_by_pages(session, deal):
    made = [write(session, deal, f"Tin {n}") for n in range(5)]
    assert [one.text for one, _ in messages_of(session, deal.thread, limit=2)] == ["Tin 3", "Tin 4"]
    earlier = messages_of(session, deal.thread, before=made[3].id, limit=2)
    assert [one.text for one, _ in earlier] == ["Tin 1", "Tin 2"]


def test_a_thread_is_of_one_producer_and_of_what_was_shown_to_it(session, deal):
    stranger = world.producer(session)
    assert find_thread(session, "order", deal.order.code, stranger.id) is None
    assert find_thread(session, "order", "XXXXXXXX", deal.producer.id) is None
    assert find_thread(session, "secret", deal.order.code, deal.producer.id) is None
    draft = order(
        session, deal.retailer, deal.producer, deal.user, number="DRAFT", state="draft", issued_at=None
    )
    assert find_thread(session, "order", draft.code, deal.producer.id) is None
    assert thread_at(session, deal.thread.about, deal.retailer.id, deal.producer.id) == deal.thread
    assert thread_at(session, "order:99999", deal.retailer.id, deal.producer.id) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n ",
        "x" * (LONGEST_MESSAGE + 1),
        "Gọi 0912 345 678",
        "Gọi 0912.345.678 nhé",
        "+84 (912) 345-678",
        "Viết về ban@vidu.vn",
    ],
)
def test_nothing_endless_texts_and_private_contacts_are_refused(session, deal, text):
    with pytest.raises(Refused):
        write(session, deal, text)
    assert session.scalars(select(Message)).all() == []


@pytest.mark.parametrize("text", ["500 thùng, 12.500.000 đồng", "Giao 20/12/2026", "Lô 2026-11-30, 48 hộp"])
def test_amounts_and_days_are_no_telephone_numbers(session, deal, text):
    assert write(session, deal, text).text == text


@pytest.mark.parametrize("halted", ["retailer", "producer"])
def test_who_is_suspended_neither_writes_nor_is_written_to(session, deal, halted):
    if halted == "retailer":
        deal.retailer.suspend("Vì thế", NOW)
    else:
        deal.producer.state = "suspended"
    session.flush()
    for side in Side:
        with pytest.raises(Refused):
            write(session, deal, side=side)
        with pytest.raises(Refused):
            agree_to_contacts(session, deal.thread, side, NOW)


def test_papers_of_the_own_vault_are_sent_and_open_to_that_retailer_alone(session, deal):
    paper = world.document(session, deal.producer, audience="producer", state="kept")
    foreign = world.document(session, world.producer(session))
    for side, code in (
        (Side.PRODUCER, foreign.code),
        (Side.PRODUCER, "KHONGCO"),
        (Side.RETAILER, paper.code),
    ):
        with pytest.raises(Refused):
            write(session, deal, side=side, codes=[code])
    made = write(session, deal, side=Side.PRODUCER, codes=[paper.code, paper.code])
    assert [one.document_id for one in made.files] == [paper.id]
    assert sent_paper(session, made.id, paper.code, [deal.retailer.id]) == paper
    assert sent_paper(session, made.id, paper.code, [world.retailer(session).id]) is None
    assert sent_paper(session, made.id, foreign.code, [deal.retailer.id]) is None


def test_contacts_are_shown_once_both_have_agreed_and_may_be_named_then(session, deal):
    agree_to_contacts(session, deal.thread, Side.RETAILER, NOW)
    assert contacts_of(session, deal.retailer.id, deal.producer.id) == {}
    with pytest.raises(Refused):
        agree_to_contacts(session, deal.thread, Side.RETAILER, NOW)
    with pytest.raises(Refused):
        write(session, deal, "Gọi 0912 345 678")
    agree_to_contacts(session, deal.thread, Side.PRODUCER, NOW)
    found = contacts_of(session, deal.retailer.id, deal.producer.id)
    assert found[Side.RETAILER].phone == "+84912345678" and found[Side.PRODUCER].company == deal.producer.name
    write(session, deal, "Gọi 0912 345 678")
    assert session.scalars(select(ContactAgreement)).one().holds
