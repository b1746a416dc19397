"""Vouchers on the way from the basket to the order's page."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from catalog.producers import Producer
from marketplace.orders.baskets import Basket
from marketplace.orders.orders import Order
from marketplace.orders.vouchers import Voucher
from tests import world
from tests.markup import Page
from tests.shopping import change_basket, give_address, hidden, order, put, review_form
from tests.world import TODAY

DAY = timedelta(days=1)


@pytest.fixture
def product(session):
    made = world.product(session, "Chè", prices=(120_000,), stock=10)
    session.commit()
    return made


@pytest.fixture
def tet(session) -> Voucher:
    made = world.voucher(session)
    session.commit()
    return made


def type_code(client, code: str, prefix: str = "/en"):
    token = hidden(client.get(f"{prefix}/basket").text, "csrf_token")
    return client.post(f"{prefix}/basket/vouchers", data={"csrf_token": token, "code": code})


def kept(session) -> list[str]:
    session.expire_all()
    return session.scalar(select(Basket.voucher_codes))


def sums(page: Page) -> dict[str, str]:
    texts = [
        e.text.replace("\u00a0", " ") for e in page.find("dl", "sums")[-1].inside if e.tag in ("dt", "dd")
    ]
    return dict(zip(texts[::2], texts[1::2], strict=True))


@pytest.mark.parametrize(("prefix", "told"), [("", "giảm cho bạn 12.000"), ("/en", "takes 12,000")])
def test_a_code_comes_off_and_is_told(client, session, product, tet, prefix, told):
    put(client, product)
    answer = type_code(client, " tết 2026", prefix)
    assert (answer.status_code, answer.location) == (303, f"{prefix}/basket")
    page = client.get(f"{prefix}/basket").text.replace("\u00a0", " ")
    assert told in page
    assert "TET2026" in page
    assert kept(session) == ["TET2026"]


def test_the_discount_is_shown_with_its_giver_all_the_way(client, session, product, tet):
    put(client, product)
    type_code(client, "TET2026")
    assert sums(Page(client.get("/en/basket").text))["Vouchers"] == "−12,000 ₫"
    give_address(client, "/en")
    review = Page(client.get("/en/checkout/review").text)
    assert sums(review)["Vouchers"] == "−12,000 ₫"
    assert "TET2026 from the market" in review.one("ul", "discounts").text
    placed = client.post("/en/orders", data=review_form(client, "/en"))
    page = Page(client.get(placed.location).text)
    assert [sums(page)[name] for name in ("Goods", "Vouchers", "Delivery", "Total")] == [
        "120,000 ₫",
        "−12,000 ₫",
        "32,000 ₫",
        "140,000 ₫",
    ]
    assert "TET2026 from the market" in page.one("ul", "discounts").text
    assert session.scalar(select(Order)) is not None
    assert Page(client.get("/en/basket").text).one("h1").text == "Your basket is empty"


def test_an_order_without_a_voucher_says_nothing_of_one(client, product):
    page = Page(client.get(order(client, product, prefix="/en").location).text)
    assert page.find("ul", "discounts") == []
    assert "Vouchers" not in sums(page)


def foreign(session):
    world.voucher(session, "SAI", by=world.producer(session, "HTX Người Khác"))


WRONG = [
    (lambda session: None, "We know no voucher with this code."),
    (lambda session: world.voucher(session, "SAI", state="withdrawn"), "not accepted any more"),
    (lambda session: world.voucher(session, "SAI", first_day=TODAY + DAY), "from 22 Nov 2026 on"),
    (
        lambda session: world.voucher(session, "SAI", first_day=TODAY - DAY, last_day=TODAY - DAY),
        "was good until 20 Nov 2026",
    ),
    (lambda session: world.voucher(session, "SAI", uses=100), "has been used up"),
    (lambda session: world.voucher(session, "SAI", minimum=200_000), "80,000 ₫ are missing"),
    (foreign, "is for goods of HTX Người Khác"),
]


@pytest.mark.parametrize(("make", "sentence"), WRONG)
def test_what_is_wrong_with_a_code_is_one_sentence_and_the_basket_stays(
    client, session, product, tet, make, sentence
):
    make(session)
    session.commit()
    put(client, product)
    type_code(client, "TET2026")
    answer = type_code(client, "sai")
    assert answer.status_code == 422
    page = Page(answer.text)
    (told,) = page.errors
    assert sentence in told.replace("\u00a0", " ")
    assert page.value("code") == "sai"
    assert sums(page)["Vouchers"] == "−12,000 ₫"
    assert kept(session) == ["TET2026"]


@pytest.mark.parametrize(
    "typed", ["", "  ", "<script>alert(1)</script>", "\x00", "' OR 1=1 --", "🍵", "x" * 9999]
)
def test_a_hostile_code_is_only_a_wrong_one(client, session, product, tet, typed):
    put(client, product)
    answer = type_code(client, typed)
    assert answer.status_code == 422
    assert len(Page(answer.text).errors) == 1
    assert "<script>alert" not in answer.text
    assert kept(session) == []


def test_a_code_without_a_token_or_without_a_basket_changes_nothing(client, session, product, tet):
    assert client.post("/basket/vouchers", data={"code": "TET2026"}).status_code == 303
    put(client, product)
    assert client.post("/basket/vouchers", data={"code": "TET2026"}).status_code == 422
    assert client.post("/basket/vouchers/removal", data={"code": "TET2026"}).status_code == 303
    assert kept(session) == []


def test_a_code_is_taken_out(client, session, product, tet):
    put(client, product)
    type_code(client, "TET2026")
    token = hidden(client.get("/basket").text, "csrf_token")
    answer = client.post("/basket/vouchers/removal", data={"csrf_token": token, "code": "TET2026"})
    assert (answer.status_code, kept(session)) == (303, [])
    assert "Vouchers" not in sums(Page(client.get("/en/basket").text))


def test_a_basket_that_shrinks_below_the_minimum_says_so_and_keeps_the_code(client, session, product):
    world.voucher(session, minimum=200_000)
    session.commit()
    put(client, product, 2)
    type_code(client, "TET2026")
    line = Page(client.get("/basket").text).one("button", name="remove").attributes["value"]
    change_basket(client, **{f"quantity_{line}": 1})
    page = Page(client.get("/en/basket").text)
    assert ["80,000 ₫ are missing" in error for error in page.errors] == [True]
    assert sums(page)["Total so far"] == "120,000 ₫"
    give_address(client)
    review = client.get("/en/checkout/review").text
    assert "80,000\u00a0₫ are missing" in review
    change_basket(client, **{f"quantity_{line}": 2})
    assert sums(Page(client.get("/en/basket").text))["Vouchers"] == "−24,000 ₫"


def test_a_voucher_used_up_after_the_review_is_told_and_nothing_is_ordered(client, session, product, tet):
    put(client, product)
    type_code(client, "TET2026")
    give_address(client, "/en")
    form = review_form(client, "/en")
    session.execute(update(Voucher).values(uses=Voucher.uses_allowed))
    session.commit()
    answer = client.post("/en/orders", data=form)
    assert answer.status_code == 422
    assert "The total has changed" in answer.text
    assert "The voucher TET2026 has been used up." in answer.text
    assert session.scalar(select(func.count()).select_from(Order)) == 0
    # The page shows the total without it; a second press agrees to that.
    assert client.post("/en/orders", data=review_form(client, "/en")).status_code == 303


def test_the_producers_part_shows_its_own_voucher(client, session):
    products = [world.product(session, prices=(100_000,)) for _ in range(2)]
    world.voucher(session, "CUAHANG", by=session.get(Producer, products[1].producer_id))
    session.commit()
    for product in products:
        put(client, product)
    type_code(client, "CUAHANG")
    groups = Page(client.get("/en/basket").text).find("section", "group")
    assert ["CUAHANG from the producer" in group.text for group in groups] == [False, True]


def test_the_number_of_statements_does_not_grow(client, session, statements, tet):
    spent = []
    for more in (2, 10):
        for _ in range(more):
            product = world.product(session)
            session.commit()
            put(client, product)
        if not kept(session):
            type_code(client, "TET2026")
        give_address(client)
        for path in ("/basket", "/checkout", "/checkout/review"):
            client.get(path)
            statements.clear()
            assert client.get(path).status_code == 200
            spent.append(len(statements))
    assert spent[:3] == spent[3:]
    assert max(spent) <= 15
