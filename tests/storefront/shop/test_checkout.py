"""Checkout: address, review, the order and its page; whatever goes wrong is told and nothing is half-written."""

import re

import pytest
from sqlalchemy import func, select

from catalog.producers import Producer, ProducerState
from marketplace.orders.baskets import Basket, BasketLine
from marketplace.orders.orders import Order, OrderLine
from marketplace.stock import Movement, Reason, Stock, count, reserve
from tests import world
from tests.markup import Page
from tests.shopping import (
    ADDRESS,
    change_basket,
    fill_basket,
    give_address,
    hidden,
    order,
    order_number,
    put,
    review_form,
)

NUMBER = re.compile(r"[0-9A-HJKMNP-TV-Z]{10}")


@pytest.fixture
def product(session):
    made = world.product(session, "Chè", prices=(120_000,), stock=10)
    session.commit()
    return made


@pytest.fixture
def stranger(app):
    client = app.test_client()
    client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    return client


def orders(session) -> int:
    return session.scalar(select(func.count()).select_from(Order))


def reserved(session) -> int:
    return session.scalar(select(func.sum(Stock.reserved)))


def nothing_was_written(session) -> bool:
    moved = session.scalar(
        select(func.count()).select_from(Movement).where(Movement.reason == Reason.RESERVED)
    )
    lines = session.scalar(select(func.count()).select_from(OrderLine))
    return (orders(session), reserved(session), moved, lines) == (0, 0, 0, 0)


def kept_address(session) -> dict | None:
    return session.scalar(select(Basket.address))


# The address


@pytest.mark.parametrize("path", ["/checkout", "/checkout/review"])
def test_without_a_basket_there_is_nothing_to_check_out(client, path):
    answer = client.get(path)
    assert (answer.status_code, answer.location) == (303, "/basket")


@pytest.mark.parametrize("path", ["/checkout", "/orders"])
def test_forms_without_a_basket_lead_to_the_empty_one(client, path):
    answer = client.post(path, data=ADDRESS | {"action": "review"})
    assert (answer.status_code, answer.location) == (303, "/basket")


def test_the_review_needs_an_address(client, product):
    fill_basket(client, product)
    assert client.get("/checkout/review").location == "/checkout"


def test_an_address_is_kept_as_typed(client, session, product):
    fill_basket(client, product)
    assert give_address(client, phone="0912.345.678", note="Gọi trước").location == "/checkout/review"
    assert kept_address(session) == ADDRESS | {"phone": "0912.345.678", "note": "Gọi trước"}
    page = Page(client.get("/checkout").text)
    assert page.value("phone") == "0912.345.678"
    assert (page.chosen("province"), page.chosen("commune")) == ("01", world.BA_DINH)


PHONE = "This is not a telephone number we can call. Write for example 0912 345 678."
COMMUNE = "Please choose a commune or ward of this province."


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("name", "", "Please write your name."),
        ("name", "   ", "Please write your name."),
        ("name", "\u200b\x00", "Please write your name."),
        ("name", "x" * 121, "Please write at most 120 characters."),
        ("phone", "", "Please write a telephone number: the courier calls it."),
        ("phone", "12345", PHONE),
        ("phone", "mẹ", PHONE),
        ("phone", "0912 345 67", PHONE),
        ("phone", "0" * 5000, PHONE),
        ("phone", "+1 23", PHONE),
        ("email", "ten@", "This e-mail address is not complete. Write for example ten@vidu.vn."),
        ("email", "a b@c.vn", "This e-mail address is not complete. Write for example ten@vidu.vn."),
        ("province", "", "Please choose a province or city."),
        ("commune", "", "Please choose the commune or ward."),
        ("commune", world.VAN_CHAN, COMMUNE),
        ("commune", "99999", COMMUNE),
        ("commune", "01", COMMUNE),
        ("commune", "' OR 1=1", COMMUNE),
        ("commune", "0\x00", COMMUNE),
        ("street", "", "Please write house number and street, or hamlet."),
        ("street", "x" * 201, "Please write at most 200 characters."),
        ("note", "x" * 501, "Please write at most 500 characters."),
    ],
)
def test_what_is_wrong_is_told_beside_its_field(client, session, product, field, typed, told):
    fill_basket(client, product)
    answer = give_address(client, "/en", **{field: typed})
    page = Page(answer.text)
    assert answer.status_code == 422
    assert page.errors == [told]
    assert page.one(id=f"{field}-error").text == told
    wrong = page.one(id=field).attributes
    assert (wrong["aria-invalid"], wrong["aria-describedby"].split()[-1]) == ("true", f"{field}-error")
    assert kept_address(session) is None
    for name in {"name", "phone", "email", "street", "note"} - {field}:
        assert page.value(name) == ADDRESS[name]


@pytest.mark.parametrize("province", ["99", "0\x00", "15", world.BA_DINH])
def test_a_commune_of_another_province_is_refused(client, session, product, province):
    fill_basket(client, product)
    answer = give_address(client, "/en", province=province)
    assert answer.status_code == 422
    assert Page(answer.text).errors == [COMMUNE]
    assert kept_address(session) is None


def test_everything_wrong_is_told_at_once_and_kept(client, session, product):
    fill_basket(client, product)
    typed = {"name": "", "phone": "12", "email": "x", "street": "", "commune": world.VAN_CHAN}
    page = Page(give_address(client, "/en", **typed).text)
    assert len(page.errors) == 4
    assert (page.value("phone"), page.value("email"), page.chosen("province")) == ("12", "x", "01")
    summary = page.one("div", "notice--wrong")
    assert {e.attributes["href"] for e in summary.inside if e.tag == "a"} == {
        "#name",
        "#phone",
        "#email",
        "#street",
    }


def test_hostile_words_are_only_words(client, product):
    fill_basket(client, product)
    answer = give_address(client, name='<script>alert("1")</script>', note="</textarea><b>", phone="x")
    assert answer.status_code == 422
    page = Page(answer.text)
    assert "<script>alert" not in answer.text
    assert page.value("name") == '<script>alert("1")</script>'
    assert page.value("note") == "</textarea><b>"


def test_communes_of_a_province_come_without_javascript(client, session, product):
    fill_basket(client, product)
    answer = give_address(client, action="communes", province="15", commune="", name="", phone="12")
    page = Page(answer.text)
    assert answer.status_code == 200
    assert page.chosen("province") == "15"
    codes = [e.attributes["value"] for e in page.one("select", name="commune").inside]
    assert len(codes) == 100
    assert world.VAN_CHAN in codes
    assert page.value("phone") == "12"
    assert not page.errors
    assert kept_address(session) is None


@pytest.mark.parametrize("province", ["", "99", "x" * 999, "\x00"])
def test_an_unknown_province_has_no_communes(client, product, province):
    fill_basket(client, product)
    page = Page(give_address(client, action="communes", province=province).text)
    assert len(page.one("select", name="commune").inside) == 1


# The review


def test_the_review_shows_what_will_be_paid(client, session, product):
    other = world.product(session, prices=(80_000,))
    session.commit()
    fill_basket(client, product, other, quantity=2)
    give_address(client)
    page = Page(client.get("/en/checkout/review").text)
    texts = [e.text.replace("\u00a0", " ") for e in page.one("dl", "sums").inside if e.tag == "dd"]
    goods, delivery, total = (int(text.removesuffix(" ₫").replace(",", "")) for text in texts)
    assert goods == 400_000
    assert delivery > 0
    assert total == goods + delivery == int(page.value("seen_total"))
    assert "0912 345 678" in page.one("address", "address").text
    assert len(page.find("section", "group")) == 2


def test_a_basket_that_has_changed_goes_back_to_be_looked_at(client, session, product):
    fill_basket(client, product, quantity=5)
    give_address(client)
    count(session, product.variants[0].id, 3, "less", world.NOW)
    session.commit()
    answer = client.get("/en/checkout/review")
    assert (answer.status_code, answer.location) == (303, "/en/basket")
    page = Page(client.get("/en/basket").text)
    assert page.one("p", "notice--warn").text.startswith("Something in your basket has changed.")


# The order


def test_an_order_keeps_words_prices_and_badges(client, session, product):
    world.recognition(session, product, stars=5, decision_no="77/QĐ")
    session.commit()
    answer = order(client, product, quantity=2)
    line = session.scalar(select(OrderLine))
    assert (line.product_name, line.price, line.quantity, line.badges_on) == ("Chè", 120_000, 2, world.TODAY)
    assert (line.badges[0]["stars"], line.badges[0]["number"], line.badges[0]["until"]) == (
        5,
        "77/QĐ",
        "2028-11-21",
    )
    product.name, product.variants[0].price = "Khác", 1
    session.commit()
    page = Page(client.get(f"/en{answer.location}").text)
    assert "Chè, Gói 1" in page.one("tbody").text
    assert "240,000 ₫" in page.one("tbody").text.replace("\u00a0", " ")


def test_after_the_order_the_basket_is_empty_and_the_address_stays(client, session, product):
    order(client, product)
    assert session.scalar(select(func.count()).select_from(BasketLine)) == 0
    assert client.get_cookie("basket_count").value == "0"
    put(client, product)
    assert Page(client.get("/checkout").text).value("name") == ADDRESS["name"]


def test_the_thanks_are_said_once(client, product):
    location = "/en" + order(client, product).location
    assert Page(client.get(location).text).find("div", "notice--good")
    assert not Page(client.get(location).text).find("div", "notice--good")


def test_a_double_press_makes_one_order(client, session, product):
    fill_basket(client, product, quantity=2)
    give_address(client)
    form = review_form(client)
    answers = [client.post("/orders", data=form) for _ in range(3)]
    assert len({answer.location for answer in answers}) == 1
    assert (orders(session), reserved(session)) == (1, 2)


def test_an_old_page_does_not_order_what_came_after(client, session, product):
    """The first order's form, sent again when something new is in the basket, answers with the first order."""
    fill_basket(client, product)
    give_address(client)
    form = review_form(client)
    first = client.post("/orders", data=form)
    put(client, product, 5)
    assert client.post("/orders", data=form).location == first.location
    assert (orders(session), reserved(session)) == (1, 1)


def test_two_orders_are_two_orders(client, session, product):
    assert order(client, product).location != order(client, product).location
    assert orders(session) == 2


TOTAL = "The total has changed since you saw it. Please look at it once more."


@pytest.mark.parametrize("total", ["0", "1", "-1", "", "abc", "9" * 40, "²", "120000.0"])
def test_a_tampered_total_is_refused(client, session, product, total):
    fill_basket(client, product)
    give_address(client)
    answer = client.post("/en/orders", data=review_form(client) | {"seen_total": total})
    assert answer.status_code == 422
    assert TOTAL in Page(answer.text).one("main").text
    assert nothing_was_written(session)


def test_a_price_that_changed_after_the_review_is_told(client, session, product):
    fill_basket(client, product)
    give_address(client)
    form = review_form(client)
    product.variants[0].price = 130_000
    session.commit()
    answer = client.post("/en/orders", data=form)
    assert answer.status_code == 422
    page = Page(answer.text)
    assert TOTAL in page.one("main").text
    assert int(page.value("seen_total")) == int(form["seen_total"]) + 10_000
    assert nothing_was_written(session)
    assert client.post("/orders", data=review_form(client)).status_code == 303


def test_a_basket_changed_in_another_tab_is_told(client, session, product):
    fill_basket(client, product)
    give_address(client)
    form = review_form(client)
    put(client, product, 2)
    assert client.post("/orders", data=form).status_code == 422
    assert nothing_was_written(session)


@pytest.mark.parametrize("key", ["", "x", "0" * 26, "9" * 300, "\x00"])
def test_a_made_up_key_orders_nothing(client, session, product, key):
    fill_basket(client, product)
    give_address(client)
    answer = client.post("/orders", data=review_form(client) | {"checkout_key": key})
    assert answer.status_code == 422
    assert nothing_was_written(session)


def test_the_key_of_another_basket_orders_nothing(client, stranger, session, product):
    for one in (client, stranger):
        fill_basket(one, product)
        give_address(one)
    foreign = review_form(client)["checkout_key"]
    assert stranger.post("/orders", data=review_form(stranger) | {"checkout_key": foreign}).status_code == 422
    assert nothing_was_written(session)


def test_the_last_piece_goes_to_the_first(client, stranger, session):
    product = world.product(session, stock=1)
    session.commit()
    forms = {}
    for one in (client, stranger):
        fill_basket(one, product)
        give_address(one)
        forms[one] = review_form(one)
    assert client.post("/orders", data=forms[client]).status_code == 303
    late = stranger.post("/orders", data=forms[stranger])
    assert (late.status_code, late.location) == (303, "/basket")
    assert (orders(session), reserved(session)) == (1, 1)
    page = Page(stranger.get("/en/basket").text)
    assert page.errors == ["Sold out in the meantime. Please remove it."]


def test_an_order_that_fails_in_the_middle_writes_nothing(client, session, product, monkeypatch):
    """The second of two products is taken away between the look at the stock and the reservation."""
    from marketplace.orders import checkout

    other = world.product(session)
    session.commit()
    fill_basket(client, product, other)
    give_address(client)
    form = review_form(client)
    reserve_all = checkout.reserve_all

    def too_late(session, wanted, now):
        assert reserve(session, other.variants[0].id, 10, "somebody", now)
        return reserve_all(session, wanted, now)

    monkeypatch.setattr(checkout, "reserve_all", too_late)
    answer = client.post("/en/orders", data=form)
    assert answer.status_code == 422
    assert "has just been sold out in this quantity." in Page(answer.text).one("main").text
    assert nothing_was_written(session)
    monkeypatch.undo()
    assert client.post("/orders", data=form).status_code == 303
    assert orders(session) == 1


@pytest.mark.parametrize("gone", ["product", "producer"])
def test_what_is_hidden_after_the_review_is_not_ordered(client, session, gone):
    maker = world.producer(session)
    product = world.product(session, by=maker)
    session.commit()
    fill_basket(client, product)
    give_address(client)
    form = review_form(client)
    if gone == "product":
        product.state = "hidden"
    else:
        maker.state = "suspended"
    session.commit()
    assert client.post("/orders", data=form).location == "/basket"
    assert nothing_was_written(session)


def test_alcohol_is_ordered_by_adults_only(client, session):
    wine = world.product(session, set_code="14")
    session.commit()
    put(client, wine, adult="1")
    give_address(client)
    session.scalar(select(Basket)).adult_confirmed = False
    session.commit()
    answer = client.post("/en/orders", data=review_form(client))
    assert answer.status_code == 422
    assert "Alcohol is sold to people of 18 or older only." in Page(answer.text).one("main").text
    assert nothing_was_written(session)


def test_an_emptied_basket_orders_nothing(client, session, product):
    fill_basket(client, product)
    give_address(client)
    form = review_form(client)
    line = Page(client.get("/basket").text).one("button", name="remove").attributes["value"]
    change_basket(client, remove=line)
    assert client.post("/orders", data=form).location == "/basket"
    assert nothing_was_written(session)


# Its page


def test_an_order_number_can_not_be_guessed(client, product):
    numbers = [order_number(order(client, product)) for _ in range(3)]
    assert all(NUMBER.fullmatch(number) for number in numbers)
    assert len({number[:6] for number in numbers}) == 3


def test_others_do_not_see_where_it_goes(client, stranger, product):
    put(client, product)
    give_address(client, email="ten@vidu.vn", note="Cổng xanh")
    location = client.post("/orders", data=review_form(client)).location
    for page in (client.get(location).text, stranger.get(location).text):
        assert "Phường Ba Đình" in page
    own, foreign = client.get(location).text, stranger.get(location).text
    for secret in ("Nguyễn Thử", "0912 345 678", "12 phố Thử", "ten@vidu.vn", "Cổng xanh"):
        assert secret in own
        assert secret not in foreign
    assert "N… T…" in foreign
    assert "… 678" in foreign


def test_an_order_of_a_producer_that_left_leads_nowhere(client, session, product):
    location = order(client, product).location
    session.get(Producer, product.producer_id).state = ProducerState.SUSPENDED
    session.commit()
    page = Page(client.get(location).text)
    assert product.name in page.one("main").text
    assert not [link for link in page.links if "/products/" in link or "/producers/" in link]


def test_an_order_is_not_indexed_or_kept(client, product):
    headers = client.get(order(client, product).location).headers
    assert (headers["X-Robots-Tag"], headers["Cache-Control"]) == ("noindex", "private, no-store")


@pytest.mark.parametrize("number", ["0000000000", "x", "9" * 400, "' OR 1=1 --", "1", "ậ"])
def test_an_unknown_order_is_not_found(client, product, number):
    order(client, product)
    assert client.get(f"/orders/{number}").status_code == 404


@pytest.mark.parametrize("write", [str.lower, lambda n: f"{n[:4]}-{n[4:8]}-{n[8:]}", lambda n: f" {n} "])
def test_a_number_is_read_in_any_writing(client, product, write):
    number = order_number(order(client, product))
    assert client.get(f"/orders/{write(number)}").status_code == 200


def look_up(client, number: str, phone: str):
    token = hidden(client.get("/orders").text, "csrf_token")
    return client.post("/en/orders/look-up", data={"csrf_token": token, "number": number, "phone": phone})


@pytest.mark.parametrize("phone", ["0912345678", "+84 912 345 678", "0912.345.678", "(0912) 345-678"])
def test_number_and_telephone_open_the_order(client, stranger, product, phone):
    number = order_number(order(client, product))
    answer = look_up(stranger, number, phone)
    assert (answer.status_code, answer.location) == (303, f"/en/orders/{number}")
    assert "Nguyễn Thử" in stranger.get(answer.location).text


def test_the_answer_does_not_tell_which_is_wrong(client, stranger, product):
    number = order_number(order(client, product))
    wrong_phone, wrong_number = (
        look_up(stranger, number, "0987654321"),
        look_up(stranger, "0000000000", "0912345678"),
    )
    told = "We find no order with this number and this telephone. Please compare both."
    for answer in (wrong_phone, wrong_number):
        assert answer.status_code == 422
        assert Page(answer.text).errors == [told]
    assert "Nguyễn Thử" not in stranger.get(f"/orders/{number}").text


@pytest.mark.parametrize(
    ("number", "phone", "told"),
    [
        ("", "0912345678", ["Please write the order number."]),
        ("0000000000", "", ["Please write the telephone number of the order."]),
        ("0000000000", "12", [PHONE]),
        ("", "", ["Please write the order number.", "Please write the telephone number of the order."]),
    ],
)
def test_a_look_up_needs_both(client, number, phone, told):
    answer = look_up(client, number, phone)
    assert answer.status_code == 422
    assert Page(answer.text).errors == told


@pytest.mark.parametrize("number", ["\x00", "x" * 9999, "' OR 1=1 --", "<script>alert(1)</script>", "🍵"])
def test_a_hostile_look_up_finds_nothing(client, number):
    answer = look_up(client, number, "0912345678")
    assert answer.status_code == 422
    assert "<script>alert" not in answer.text


def test_an_order_page_asks_a_constant_number_of_things(client, session, statements):
    spent = []
    for number in (1, 6):
        products = [world.product(session) for _ in range(number)]
        session.commit()
        location = order(client, *products).location
        client.get(location)
        statements.clear()
        assert client.get(location).status_code == 200
        spent.append(len(statements))
    assert spent[0] == spent[1] <= 9


def test_the_second_press_too_says_thanks_and_empties_the_counter(client, session):
    product = world.product(session)
    session.commit()
    fill_basket(client, product)
    give_address(client)
    form = review_form(client)
    client.post("/orders", data=form)
    client.set_cookie("basket_count", "2")
    answer = client.post("/orders", data=form)
    assert client.get_cookie("basket_count").value == "0"
    assert "notice--good" in client.get(answer.location).text
