"""Pre-orders that are collected at a booth: chosen at the checkout, handed over by a code, called off with the fair."""

from datetime import date, time

import pytest
from sqlalchemy import select

from catalog.products import Variant
from marketplace.accounts.memberships import add_member
from marketplace.fairs.booths import Booth
from marketplace.fairs.fairs import FairState
from marketplace.orders.goods_check import check_goods
from marketplace.orders.ledger_check import check_ledger
from marketplace.orders.orders import Order, SubOrder, SubOrderState
from marketplace.payments.payments import Payment
from marketplace.stock import Stock
from tests import people, world
from tests.conftest import TODAY
from tests.marketplace.fairs.exhibiting import exhibitor
from tests.people import signed_in
from tests.preordering import choose, look_after, part_of, preorder, say_who
from tests.shopping import ADDRESS, fill_basket, hidden, order_number, put, review_form

S = SubOrderState
DAY = date(2026, 12, 21)


@pytest.fixture
def maker(session):
    return world.producer(session)


@pytest.fixture
def product(session, maker):
    return world.product(session, by=maker, stock=5, ships_to="province")


@pytest.fixture
def fair(session):
    return world.fair(session, name="Hội chợ Tết")


@pytest.fixture
def stand(session, fair, product, maker):
    made = exhibitor(session, fair, "A5", maker, preorders_until=time(18))
    session.commit()
    return made


@pytest.fixture
def seller(app, session, maker):
    user = people.user(session, "ban@vidu.vn")
    add_member(session, user, maker, world.NOW)
    session.commit()
    return signed_in(app, user)


def stock(session, product):
    session.expire_all()
    kept = session.scalars(select(Stock).join(Variant).where(Variant.product_id == product.id)).one()
    return kept.on_hand, kept.reserved


def press(client, number, step, **form):
    page = client.get(f"/producer/orders/{number}-1").text
    data = {"csrf_token": hidden(page, "csrf_token")} | form
    return client.post(f"/producer/orders/{number}-1/{step}", data=data)


def sound(session):
    assert check_goods(session) == []
    assert check_ledger(session) == []


def test_what_is_collected_needs_a_name_and_a_telephone_and_no_address(client, session, product, fair, stand):
    fill_basket(client, product)
    assert "Có thể nhận tại gian hàng A5" in client.get("/basket").text
    assert client.get("/checkout").location.endswith("/checkout/collection")
    assert choose(client, product, fair, DAY).status_code == 303
    page = client.get("/checkout").text
    assert "Ai đến nhận hàng?" in page and 'name="street"' not in page
    assert say_who(client, name="").status_code == 422
    say_who(client)
    review = client.get("/checkout/review").text
    assert "Nhận tại gian hàng A5, Hội chợ Tết: Thứ Hai, 21/12/2026, 08:00–21:00" in review
    answer = client.post("/orders", data=review_form(client))
    part = part_of(session, order_number(answer))
    order = session.get(Order, part.order_id)
    assert (part.delivery, part.grams, part.collect_on, part.collect_until) == (0, 0, DAY, fair.ends_on)
    assert (order.street, order.commune_code) == ("", fair.commune_code)
    assert stock(session, product) == (5, 1)
    sound(session)


def test_the_buyer_alone_sees_the_code(app, client, session, product, fair, stand, seller):
    number = preorder(client, product, fair, DAY)
    code = part_of(session, number).collect_code
    shown = f"{code[:4]}-{code[4:]}"
    page = client.get(f"/orders/{number}").text
    assert shown in page and "Giao tới" not in page
    assert shown not in people.browser(app).get(f"/orders/{number}").text
    page = seller.get(f"/producer/orders/{number}-1").text
    assert shown not in page and code not in page


def test_from_the_order_to_the_hand(client, session, product, fair, stand, seller):
    number = preorder(client, product, fair, DAY)
    code = part_of(session, number).collect_code
    assert "Gian hàng A5" in seller.get("/producer/orders?how=booth").text
    press(seller, number, "confirmation")
    press(seller, number, "packing")
    assert "Hàng đã sẵn sàng" in client.get(f"/orders/{number}").text
    assert press(seller, number, "shipment", carrier="ghn", tracking_no="AB12345678").status_code == 422
    assert press(seller, number, "delivery").status_code == 422
    wrong = press(seller, number, "collection", code="AAAA-AAAA")
    assert wrong.status_code == 422 and "không phải mã" in wrong.text
    found = seller.get(f"/producer/collections?code={code.lower()}")
    assert found.location.endswith(f"/producer/orders/{number}-1?code={code.lower()}")
    token = hidden(seller.get(f"/producer/orders/{number}-1").text, "csrf_token")
    assert press(seller, number, "collection", code=code.lower()).status_code == 303
    part = part_of(session, number)
    assert part.state == S.DELIVERED and part.delivered_at
    assert stock(session, product) == (3, 0)
    payment = session.scalars(select(Payment).where(Payment.reference == f"sub-order:{part.id}")).one()
    assert payment.is_paid and payment.received == part.total
    again = seller.post(f"/producer/orders/{number}-1/collection", data={"csrf_token": token, "code": code})
    assert again.status_code == 303 and stock(session, product) == (3, 0)
    assert "Đã nhận tại gian hàng" in client.get(f"/orders/{number}").text
    sound(session)


def test_who_shows_the_code_gets_what_was_not_noted_as_ready(client, session, product, fair, stand, seller):
    number = preorder(client, product, fair, DAY)
    press(seller, number, "collection", code=part_of(session, number).collect_code)
    assert part_of(session, number).state == S.DELIVERED
    sound(session)


def test_a_code_is_no_use_to_another_producer(app, session, client, product, fair, stand):
    number = preorder(client, product, fair, DAY)
    code = part_of(session, number).collect_code
    other = people.user(session, "khac@vidu.vn")
    add_member(session, other, world.producer(session), world.NOW)
    session.commit()
    answer = signed_in(app, other).get(f"/producer/collections?code={code}")
    assert answer.status_code == 422 and number not in answer.text


@pytest.mark.parametrize(
    ("day", "hour", "ordered"),
    [(DAY, 9, False), (date(2026, 12, 20), 17, True), (date(2026, 12, 20), 18, False)],
)
def test_ordered_until_the_hour_of_the_day_before(
    client, clock, session, product, fair, stand, day, hour, ordered
):
    clock.go_to(day, hour)
    fill_basket(client, product)
    assert (choose(client, product, fair, DAY).status_code == 303) is ordered


def test_the_time_runs_out_between_choosing_and_ordering(client, clock, session, product, fair, stand):
    fill_basket(client, product)
    choose(client, product, fair, DAY)
    say_who(client)
    form = review_form(client)
    clock.go_to(date(2026, 12, 20), 18)
    answer = client.post("/orders", data=form)
    assert answer.location.endswith("/checkout/collection")
    assert session.scalar(select(Order.id)) is None
    assert "không còn nhận tại đó" in client.get("/checkout/collection").text
    assert stock(session, product) == (5, 0)


def test_the_last_pieces_are_promised_once(app, client, session, product, fair, stand):
    first, second = people.browser(app), people.browser(app)
    for buyer in (first, second):
        fill_basket(buyer, product, quantity=3)
        choose(buyer, product, fair, DAY)
        say_who(buyer)
    forms = [review_form(buyer) for buyer in (first, second)]
    assert first.post("/orders", data=forms[0]).status_code == 303
    second.post("/orders", data=forms[1])
    assert len(session.scalars(select(Order)).all()) == 1
    assert stock(session, product) == (5, 3)


def test_mixed_with_something_that_is_sent(client, session, product, fair, stand):
    sent = world.product(session)
    session.commit()
    fill_basket(client, product, sent)
    choose(client, product, fair, DAY)
    assert 'name="street"' in client.get("/checkout").text
    token = hidden(client.get("/checkout").text, "csrf_token")
    client.post("/checkout", data=ADDRESS | {"csrf_token": token, "action": "review"})
    answer = client.post("/orders", data=review_form(client))
    order = session.scalars(select(Order).where(Order.number == order_number(answer))).one()
    parts = session.scalars(select(SubOrder).where(SubOrder.order_id == order.id).order_by(SubOrder.id)).all()
    assert order.street and [(part.delivery == 0, part.point_source) for part in parts] == [
        (True, f"fair:{fair.id}"),
        (False, None),
    ]


def test_nothing_is_offered_without_the_switch(client, session, product, fair, stand):
    stand.preorders_until = None
    session.commit()
    fill_basket(client, product)
    assert client.get("/checkout").status_code == 200
    assert client.get("/checkout/collection").location.endswith("/checkout")
    assert "Đặt trước, nhận tại gian hàng" not in client.get(f"/products/{product.slug}").text


@pytest.mark.parametrize("day", ["2026-12-19", "2026-12-25", "", "hôm nay", "9999-99-99"])
def test_a_day_that_is_none_of_the_fairs(client, session, product, fair, stand, day):
    fill_basket(client, product)
    assert choose(client, product, fair, day).status_code == 422


def test_the_fair_is_cancelled(app, client, clock, session, product, fair, stand, seller):
    number = preorder(client, product, fair, DAY)
    press(seller, number, "confirmation")
    press(seller, number, "packing")
    look_after(app, session, clock)
    assert part_of(session, number).state == S.PACKED
    fair.state, fair.reason = FairState.CANCELLED, "Bão lớn"
    look_after(app, session, clock)
    look_after(app, session, clock)
    part = part_of(session, number)
    assert (part.state, part.cancelled_by) == (S.CANCELLED, "operator")
    assert part.cancel_reason == "Hội chợ “Hội chợ Tết” bị hủy: Bão lớn"
    assert part.cancel_reason in client.get(f"/orders/{number}").text
    assert stock(session, product) == (5, 0)
    sound(session)


def test_the_booth_is_withdrawn(app, client, clock, session, product, fair, stand):
    number = preorder(client, product, fair, DAY)
    stand.state = "withdrawn"
    look_after(app, session, clock)
    part = part_of(session, number)
    assert part.state == S.CANCELLED and "không còn tham gia" in part.cancel_reason
    sound(session)


def test_the_fair_is_postponed_and_announced_anew(app, client, clock, session, product, fair, stand):
    number = preorder(client, product, fair, DAY)
    fair.state, fair.reason = FairState.POSTPONED, "Mưa"
    look_after(app, session, clock)
    assert part_of(session, number).collect_on is None
    assert "chưa có ngày mới" in client.get(f"/orders/{number}").text
    fair.state, fair.starts_on, fair.ends_on = FairState.ANNOUNCED, date(2027, 1, 5), date(2027, 1, 9)
    look_after(app, session, clock)
    part = part_of(session, number)
    assert (part.state, part.collect_on, part.collect_until) == (S.PENDING, date(2027, 1, 5), fair.ends_on)
    assert "05/01/2027" in client.get(f"/orders/{number}").text


def test_another_booth_is_told(app, client, clock, session, product, fair, stand):
    number = preorder(client, product, fair, DAY)
    stand_booth = session.scalars(select(Booth)).one()
    stand_booth.number = "B9"
    look_after(app, session, clock)
    assert part_of(session, number).point["booth"] == "B9"
    assert part_of(session, number).collect_on == DAY


def test_not_collected_by_the_end_of_the_fair(app, client, clock, session, product, fair, stand):
    number = preorder(client, product, fair, DAY)
    clock.go_to(fair.ends_on, 23)
    look_after(app, session, clock)
    assert part_of(session, number).state == S.PENDING
    clock.go_to(date(2026, 12, 25), 1)
    look_after(app, session, clock)
    part = part_of(session, number)
    assert part.state == S.CANCELLED and "không được nhận" in part.cancel_reason
    assert stock(session, product) == (5, 0)
    sound(session)


def test_the_buyer_may_cancel_what_is_ready(client, session, product, fair, stand, seller):
    number = preorder(client, product, fair, DAY)
    press(seller, number, "confirmation")
    press(seller, number, "packing")
    page = client.get(f"/orders/{number}").text
    form = {"part-1-csrf_token": hidden(page, "part-1-csrf_token"), "part-1-reason": ""}
    assert client.post(f"/orders/{number}/parts/1/cancellation", data=form).status_code == 303
    assert part_of(session, number).state == S.CANCELLED
    assert stock(session, product) == (5, 0)


def test_the_pages_of_fair_and_product_say_so_until_the_day_before_the_last(
    client, clock, fair, stand, product
):
    words = "Đặt trước, nhận tại gian hàng"
    pages = (
        f"/products/{product.slug}",
        f"/fairs/{fair.slug}/exhibitors",
        f"/fairs/{fair.slug}/booths/{stand.code}",
    )
    for day, seen in ((TODAY, True), (date(2026, 12, 23), True), (date(2026, 12, 24), False)):
        clock.go_to(day)
        assert [words in client.get(page).text for page in pages] == [seen] * 3


def test_the_switch(client, session, fair, stand, seller, product):
    page = seller.get(f"/producer/applications/{stand.code}").text
    token = hidden(page, "csrf_token")
    address = f"/producer/applications/{stand.code}/preorders"
    words = "Đặt trước, nhận tại gian hàng"
    assert words in client.get(f"/products/{product.slug}").text
    assert seller.post(address, data={"csrf_token": token, "until": "no"}).status_code == 303
    assert words not in client.get(f"/products/{product.slug}").text
    assert seller.post(address, data={"csrf_token": token, "until": "25:00"}).status_code == 422
    assert seller.post(address, data={"csrf_token": token, "until": "20:00"}).status_code == 303
    session.expire_all()
    assert stand.preorders_until == time(20)


def test_hostile_choices(client, session, product, fair, stand):
    put(client, product)
    page = client.get("/checkout/collection").text
    of = product.producer_id
    for source in ("fair:999", "x" * 5000, "'; --", "fair:"):
        form = {f"how-{of}": source, "csrf_token": hidden(page, "csrf_token")}
        assert client.post("/checkout/collection", data=form).status_code == 422
