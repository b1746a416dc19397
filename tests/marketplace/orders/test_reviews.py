import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from catalog.records import Refused
from catalog.versions import changed_since, current_version
from marketplace.orders import life
from marketplace.orders.orders import Order, OrderLine, SubOrder
from marketplace.orders.personal_data import NOBODY, erase, export
from marketplace.orders.reviews import (
    Review,
    find_review,
    opinion_of,
    shown_author,
    shown_reviews,
    write_review,
)
from tests import people, world
from tests.marketplace.orders.making import place
from tests.world import NOW


@pytest.fixture
def product(session):
    return world.product(session)


@pytest.fixture
def part(session, product) -> SubOrder:
    part = place(session, product).sub_orders[0]
    life.confirm(session, part, NOW)
    life.pack(session, part, NOW)
    life.ship(session, part, "coach", "", NOW)
    session.commit()
    return part


@pytest.fixture
def line(session, part) -> OrderLine:
    query = select(OrderLine).where(OrderLine.sub_order_id == part.id)
    return session.scalars(query.options(joinedload(OrderLine.variant))).one()


@pytest.fixture
def review(session, part, line) -> Review:
    life.deliver(session, part, NOW)
    made = write_review(session, part, line, "Nguyễn Thị Mai", 4, " Thơm  lắm ", NOW)
    session.commit()
    return made


def test_what_has_arrived_is_written_about(session, review, product):
    assert (review.author, review.joints, review.text) == ("Mai N.", 4, "Thơm lắm")
    assert [shown.id for shown in shown_reviews(session, product.id, 9)] == [review.id]
    assert opinion_of(session, product.id) == (1, 4.0)


def test_what_has_not_arrived_is_not(session, part, line):
    with pytest.raises(Refused, match="has reached you"):
        write_review(session, part, line, "Mai", 5, "", NOW)


def test_a_line_is_written_about_once(session, part, line, review):
    with pytest.raises(Refused, match="already"):
        write_review(session, part, line, "Mai", 1, "khác", NOW)
    session.add(Review(order_line_id=line.id, product_id=1, author="x", joints=1, text="", created_at=NOW))
    with pytest.raises(IntegrityError):
        session.flush()


@pytest.mark.parametrize(("joints", "text"), [(0, ""), (6, ""), (-1, ""), (3, "x" * 2001)])
def test_what_is_no_review_is_refused(session, part, line, joints, text):
    life.deliver(session, part, NOW)
    with pytest.raises(Refused):
        write_review(session, part, line, "Mai", joints, text, NOW)


def test_a_hidden_review_is_not_shown_and_its_reason_is_kept(session, review, product):
    before = current_version(session)
    review.hide("xúc phạm")
    session.commit()
    assert shown_reviews(session, product.id, 9) == []
    assert opinion_of(session, product.id) == (0, 0.0)
    assert changed_since(session, before) == {product.id}
    with pytest.raises(Refused):
        review.hide("lần nữa")
    review.publish()
    session.commit()
    assert opinion_of(session, product.id).count == 1
    assert review.hidden_because == ""


@pytest.mark.parametrize("reason", ["", "  ", "x" * 301])
def test_hiding_needs_a_reason(review, reason):
    with pytest.raises(Refused):
        review.hide(reason)
    assert review.state == "published"


def test_a_producer_replies_once(review):
    for text in ("", "x" * 1001):
        with pytest.raises(Refused):
            review.answer(text)
    review.answer("Cảm ơn bạn")
    with pytest.raises(Refused, match="already"):
        review.answer("Thêm nữa")
    assert review.reply == "Cảm ơn bạn"


def test_a_review_is_found_by_its_own_producer_only(session, review, product):
    other = world.producer(session)
    assert find_review(session, review.id, [product.producer_id]).id == review.id
    assert find_review(session, review.id, [other.id]) is None
    assert find_review(session, review.id, []) is None
    assert find_review(session, review.id + 1) is None


@pytest.mark.parametrize(
    ("name", "shown"), [("Nguyễn Thị Mai", "Mai N."), ("Đỗ Ân", "Ân Đ."), ("Mai", "Mai")]
)
def test_a_name_is_shown_in_part(name, shown):
    assert shown_author(name) == shown


def test_who_erases_the_account_takes_their_name_along(session, part, review, product):
    buyer = people.user(session)
    session.get(Order, part.order_id).user_id = buyer.id
    session.commit()
    assert [row["text"] for row in export(session, buyer.id)["reviews"]] == ["Thơm lắm"]
    before = current_version(session)
    erase(session, buyer, NOW)
    session.commit()
    assert (review.author, review.text) == (NOBODY, "Thơm lắm")
    assert changed_since(session, before) == {product.id}
