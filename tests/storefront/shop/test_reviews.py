"""Writing about what has arrived: the form, the product's page, the producer's reply, the officer's moderation."""

import re

import pytest
from sqlalchemy import select

from marketplace.accounts.memberships import add_member
from marketplace.orders import life
from marketplace.orders.orders import OrderLine, SubOrder
from marketplace.orders.reviews import Review
from tests import people, world
from tests.markup import Page
from tests.people import browser, signed_in
from tests.shopping import hidden, order, order_number
from tests.world import NOW


@pytest.fixture
def product(session):
    made = world.product(session)
    session.commit()
    return made


@pytest.fixture
def address(client, session, product) -> str:
    """Of the form about a line that has arrived."""
    number = order_number(order(client, product))
    part = session.scalars(select(SubOrder)).one()
    for step in (life.confirm, life.pack):
        step(session, part, NOW)
    life.ship(session, part, "coach", "", NOW)
    life.deliver(session, part, NOW)
    session.commit()
    return f"/orders/{number}/lines/{session.scalars(select(OrderLine.id)).one()}/review"


def write(client, address: str, **fields):
    token = hidden(client.get(address).text, "csrf_token")
    return client.post(f"/en{address}", data={"csrf_token": token} | fields)


@pytest.fixture
def review(client, session, address) -> Review:
    assert write(client, address, joints="5", text="Thơm <b>lắm</b>").status_code == 303
    return session.scalars(select(Review)).one()


def person(app, session, email: str, producer_id: int | None = None):
    if producer_id is None:
        return signed_in(app, people.officer(session, email))
    user = people.user(session, email)
    add_member(session, user, session.get(world.Producer, producer_id), NOW)
    session.commit()
    return signed_in(app, user)


def press(client, list_path: str, path: str, id: int, **fields):
    token = re.search(rf'name="review-{id}-csrf_token"[^>]*value="([^"]*)"', client.get(list_path).text)
    form = {f"review-{id}-{name}": text for name, text in fields.items()}
    return client.post(path, data=form | ({f"review-{id}-csrf_token": token[1]} if token else {}))


def test_the_order_leads_to_the_form_and_the_product_shows_the_words(app, client, product, address, review):
    page = browser(app).get(f"/en/products/{product.slug}")
    assert "public" in page.headers["Cache-Control"]
    shown = Page(page.text).one("article", "review")
    assert "Thơm <b>lắm</b>" in shown.text
    assert "Thử N." in shown.text
    assert "5 of 5" in shown.text
    assert "★" not in page.text


def test_the_link_is_there_once_it_has_arrived_and_gone_when_it_is_used(client, session, address):
    order_page = address.partition("/lines")[0]
    assert address in Page(client.get(order_page).text).links
    write(client, address, joints="3")
    assert address not in Page(client.get(order_page).text).links


@pytest.mark.parametrize(
    "fields", [{}, {"joints": "6"}, {"joints": "x"}, {"joints": "3", "text": "x" * 2001}]
)
def test_what_is_wrong_is_told_and_kept(client, session, address, fields):
    answer = write(client, address, **fields)
    assert answer.status_code == 422
    assert Page(answer.text).value("text") == fields.get("text", "")
    assert session.scalars(select(Review)).all() == []


def test_a_second_review_is_refused(client, session, address, review):
    assert write(client, address, joints="1").status_code == 422
    assert len(session.scalars(select(Review)).all()) == 1


def test_nobody_else_writes_about_it(app, session, client, address):
    stranger = browser(app)
    assert stranger.get(address).status_code == 404
    assert stranger.post(address, data={"joints": "5"}).status_code == 404
    for wrong in ("0", "99999999999999999999"):
        assert client.get(re.sub(r"lines/\d+", f"lines/{wrong}", address)).status_code == 404
    assert client.post(address, data={"joints": "5"}).status_code == 422
    assert session.scalars(select(Review)).all() == []


def test_only_its_producer_replies_and_once(app, session, product, review):
    own = person(app, session, "lan@vidu.vn", product.producer_id)
    other = person(app, session, "hoa@vidu.vn", world.producer(session).id)
    path = f"/producer/reviews/{review.id}/reply"
    assert "Thơm" not in other.get("/producer/reviews").text
    assert press(other, "/producer/reviews", path, review.id, text="x").status_code == 404
    assert browser(app).post(path, data={}).status_code == 303
    assert press(own, "/producer/reviews", path, review.id, text=" ").status_code == 422
    assert own.post(path, data={f"review-{review.id}-text": "x"}).status_code == 422
    assert press(own, "/producer/reviews", path, review.id, text="Cảm ơn").status_code == 303
    assert own.post("/producer/reviews/99999999999999999999/reply").status_code == 404
    assert "Cảm ơn" in browser(app).get(f"/products/{product.slug}").text


def test_an_officer_hides_with_a_reason_and_shows_again(app, session, product, review):
    officer = person(app, session, "an@vidu.vn")
    public = f"/products/{product.slug}"
    assert "Thơm" in browser(app).get(public).text
    hiding = f"/office/reviews/{review.id}/hiding"
    assert press(officer, "/office/reviews", hiding, review.id, reason="").status_code == 422
    assert press(officer, "/office/reviews", hiding, review.id, reason="xúc phạm").status_code == 303
    assert "Thơm" not in browser(app).get(public).text
    listed = officer.get("/office/reviews").text
    assert "xúc phạm" in listed
    shown_again = f"/office/reviews/{review.id}/publication"
    assert officer.post(shown_again).status_code == 422
    assert press(officer, "/office/reviews", shown_again, review.id).status_code == 303
    assert "Thơm" in browser(app).get(public).text
    assert officer.post("/office/reviews/99999/hiding").status_code == 404
