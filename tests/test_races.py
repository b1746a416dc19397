"""Buyers at once, over real HTTP against the real server with several processes, on both databases."""

import http.client
import shutil
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlencode

import pytest
from sqlalchemy import func, select

from catalog.categories import load_categories
from catalog.place_data import load_places
from catalog.products import Product, Variant
from marketplace import migrations
from marketplace.orders.baskets import BasketLine
from marketplace.orders.delivery import load_rates
from marketplace.orders.orders import Order, OrderLine, SubOrder
from marketplace.orders.voucher_uses import give_back
from marketplace.orders.vouchers import Voucher, VoucherUse
from marketplace.stock import Movement, Reason, Stock
from storefront import assets
from storefront.database import Database
from tests import world
from tests.conftest import postgres_url
from tests.server import running_server
from tests.shopping import fill_basket, give_address, hidden, order_number, review_form

BUYERS = 50
UNITS = 10


@dataclass
class Shop:
    """A running server and its database."""

    port: int
    database: Database
    log: Path

    def product(self, stock: int) -> Product:
        with self.database.writing(expire_on_commit=False) as session:
            made = world.product(session, stock=stock)
            session.commit()
            return made

    def read(self, query) -> list:
        with self.database.reading() as session:
            return session.scalars(query).all()

    def stock(self, product: Product) -> Stock:
        return self.read(select(Stock).where(Stock.variant_id == product.variants[0].id))[0]

    def lines(self, product: Product) -> list[OrderLine]:
        return self.read(select(OrderLine).where(OrderLine.variant_id == product.variants[0].id))


@dataclass
class Browser:
    """Keeps cookies, follows no redirect, and answers like Flask's test client."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> SimpleNamespace:
        return self._ask("GET", path)

    def post(self, path: str, data: dict) -> SimpleNamespace:
        return self._ask("POST", path, urlencode(data), {"Content-Type": "application/x-www-form-urlencoded"})

    def _ask(
        self, method: str, path: str, body: str | None = None, headers: dict | None = None
    ) -> SimpleNamespace:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)) as connection:
            sent = {"Cookie": cookies, "Sec-Fetch-Site": "same-origin"} | (headers or {})
            connection.request(method, path, body, sent)
            response = connection.getresponse()
            for line in response.headers.get_all("Set-Cookie", []):
                self.cookies |= {name: morsel.coded_value for name, morsel in SimpleCookie(line).items()}
            return SimpleNamespace(
                status_code=response.status,
                text=response.read().decode(),
                location=response.headers.get("Location", ""),
            )


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def shop(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, data_dir: Path
) -> Iterator[Shop]:
    """The server as `./run` starts it: two processes of four threads, its own data folder and database."""
    folder = tmp_path_factory.mktemp("shop")
    url = f"sqlite:///{folder / 'shop.db'}" if request.param == "sqlite" else postgres_url("races")
    assets.build(data_dir)
    shutil.copytree(data_dir / "static", folder / "static")
    database = Database(url)
    migrations.upgrade(database.engine)
    with database.transaction() as session:
        load_places(session)
        load_categories(session)
        load_rates(session)
    with running_server(folder, url) as port:
        yield Shop(port, database, folder / "server.log")
    database.engine.dispose()


def ready_to_order(shop: Shop, *products: Product) -> tuple[Browser, dict]:
    """A buyer who has read the review page, and its form."""
    browser = Browser(shop.port)
    fill_basket(browser, *products)
    assert give_address(browser).location.endswith("/checkout/review")
    return browser, review_form(browser)


def at_once(actions: list[Callable]) -> list:
    """The answers of all actions, started together behind a barrier."""
    barrier = threading.Barrier(len(actions))

    def act(action: Callable):
        barrier.wait(timeout=60)
        return action()

    with ThreadPoolExecutor(len(actions)) as threads:
        return list(threads.map(act, actions))


def order_at_once(buyers: list[tuple[Browser, dict]]) -> Counter:
    """What came of it: "order", "refused" (sent back to the basket, or the page once more), or a status."""
    return Counter(
        outcome(answer)
        for answer in at_once([lambda b=browser, f=form: b.post("/orders", f) for browser, form in buyers])
    )


def outcome(answer: SimpleNamespace) -> str:
    if answer.status_code == 303 and "/orders/" in answer.location:
        return "order"
    if answer.status_code == 422 or (answer.status_code == 303 and answer.location.endswith("/basket")):
        return "refused"
    return f"{answer.status_code} {answer.location}"


def test_of_fifty_buyers_for_ten_pieces_exactly_ten_get_one(shop):
    product = shop.product(stock=UNITS)
    with ThreadPoolExecutor(8) as threads:
        buyers = list(threads.map(lambda _: ready_to_order(shop, product), range(BUYERS)))
    assert order_at_once(buyers) == {"order": UNITS, "refused": BUYERS - UNITS}
    stock = shop.stock(product)
    assert (stock.on_hand, stock.reserved) == (UNITS, UNITS)
    assert sum(line.quantity for line in shop.lines(product)) == UNITS
    # The losers keep their baskets, the winners' are empty, and nothing half-written is left of any order.
    variant = product.variants[0].id
    assert len(shop.read(select(BasketLine).where(BasketLine.variant_id == variant))) == BUYERS - UNITS
    moved = shop.read(
        select(Movement.quantity).where(Movement.variant_id == variant, Movement.reason == Reason.RESERVED)
    )
    assert moved == [-1] * UNITS
    assert shop.read(select(Variant.available).where(Variant.id == variant)) == [False]
    assert shop.read(select(Order.id).where(~Order.sub_orders.any())) == []
    assert "Traceback" not in shop.log.read_text()


def test_a_loser_is_told_in_a_sentence_and_no_page_offers_the_piece_any_more(shop):
    product = shop.product(stock=1)
    buyers = [ready_to_order(shop, product) for _ in range(2)]
    assert order_at_once(buyers) == {"order": 1, "refused": 1}
    loser = next(browser for browser, _ in buyers if browser.cookies["basket_count"] != "0")
    basket = loser.get("/basket")
    assert basket.status_code == 200
    assert product.name in basket.text
    assert loser.post("/basket/lines", {"variant": product.variants[0].id, "quantity": 1}).status_code == 422


def test_eight_presses_at_once_make_one_order_and_all_lead_to_it(shop):
    product = shop.product(stock=UNITS)
    browser, form = ready_to_order(shop, product)
    presses = [Browser(shop.port, dict(browser.cookies)) for _ in range(8)]
    answers = at_once([lambda b=press: b.post("/orders", form) for press in presses])
    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.location for answer in answers}) == 1
    number = answers[0].location.rsplit("/", 1)[1]
    assert shop.read(select(Order.number).where(Order.checkout_key == form["checkout_key"])) == [number]
    assert [line.quantity for line in shop.lines(product)] == [1]
    assert shop.stock(product).reserved == 1
    assert all(press.get(f"/orders/{number}").status_code == 200 for press in presses)


def test_baskets_with_the_same_packs_in_opposite_order_never_wait_in_a_circle(shop):
    one, other = shop.product(stock=UNITS), shop.product(stock=UNITS)
    pairs = [(one, other), (other, one)] * UNITS
    with ThreadPoolExecutor(8) as threads:
        buyers = list(threads.map(lambda pair: ready_to_order(shop, *pair), pairs))
    assert order_at_once(buyers) == {"order": UNITS, "refused": UNITS}
    assert {shop.stock(product).reserved for product in (one, other)} == {UNITS}
    assert "Traceback" not in shop.log.read_text()


VOUCHER_BUYERS = 20


def voucher(shop: Shop, code: str, **facts) -> None:
    with shop.database.writing() as session:
        world.voucher(session, code, **facts)
        session.commit()


def voucher_uses(shop: Shop, code: str) -> tuple[int, int]:
    """How often the voucher says it was used, and how often it was."""
    counted = shop.read(select(Voucher.uses).where(Voucher.code == code))[0]
    return counted, len(shop.read(select(VoucherUse.id).join(VoucherUse.voucher).where(Voucher.code == code)))


def with_voucher(shop: Shop, product: Product, code: str, phone: str) -> tuple[Browser, dict]:
    """A buyer who has the voucher in the basket and has read the review page."""
    browser = Browser(shop.port)
    fill_basket(browser, product)
    token = hidden(browser.get("/basket").text, "csrf_token")
    assert browser.post("/basket/vouchers", {"csrf_token": token, "code": code}).status_code == 303
    assert give_address(browser, phone=phone).location.endswith("/checkout/review")
    return browser, review_form(browser)


def phone_number(i: int) -> str:
    return f"09123456{i:02}"


def test_the_last_use_of_a_voucher_goes_to_one_of_twenty_buyers(shop):
    product = shop.product(stock=VOUCHER_BUYERS)
    voucher(shop, "CUOICUNG", uses_allowed=1)
    with ThreadPoolExecutor(8) as threads:
        buyers = list(
            threads.map(
                lambda i: with_voucher(shop, product, "CUOICUNG", phone_number(i)), range(VOUCHER_BUYERS)
            )
        )
    assert order_at_once(buyers) == {"order": 1, "refused": VOUCHER_BUYERS - 1}
    assert voucher_uses(shop, "CUOICUNG") == (1, 1)
    # Who came too late has promised no stock; nothing half-written is left.
    assert shop.stock(product).reserved == 1
    assert len(shop.lines(product)) == 1
    assert "Traceback" not in shop.log.read_text()


def test_twenty_orders_of_one_telephone_number_use_a_voucher_as_often_as_one_buyer_may(shop):
    product = shop.product(stock=VOUCHER_BUYERS)
    voucher(shop, "MOTLAN", per_buyer_allowed=2)
    with ThreadPoolExecutor(8) as threads:
        buyers = list(
            threads.map(
                lambda _: with_voucher(shop, product, "MOTLAN", "0987 654 321"), range(VOUCHER_BUYERS)
            )
        )
    assert order_at_once(buyers) == {"order": 2, "refused": VOUCHER_BUYERS - 2}
    assert voucher_uses(shop, "MOTLAN") == (2, 2)


def test_parts_cancelled_at_once_give_their_voucher_back_once(shop):
    products = [shop.product(stock=UNITS) for _ in range(4)]
    voucher(shop, "TRALAI")
    browser = Browser(shop.port)
    fill_basket(browser, *products)
    token = hidden(browser.get("/basket").text, "csrf_token")
    assert browser.post("/basket/vouchers", {"csrf_token": token, "code": "TRALAI"}).status_code == 303
    give_address(browser)
    number = order_number(browser.post("/orders", review_form(browser)))
    assert voucher_uses(shop, "TRALAI") == (1, 4)
    parts = shop.read(select(SubOrder.id).join(SubOrder.order).where(Order.number == number))

    def cancel(id: int) -> None:
        with shop.database.transaction() as session:
            give_back(session, session.get(SubOrder, id))

    at_once([lambda id=id: cancel(id) for id in parts * 2])
    assert shop.read(select(Voucher.uses).where(Voucher.code == "TRALAI")) == [0]


def test_one_basket_filled_from_eight_windows_holds_every_piece_once(shop):
    product, started = shop.product(stock=99), shop.product(stock=1)
    browser = Browser(shop.port)
    fill_basket(browser, started)
    data = {"variant": product.variants[0].id, "quantity": 2}
    windows = [Browser(shop.port, dict(browser.cookies)) for _ in range(8)]
    answers = at_once([lambda w=window: w.post("/basket/lines", data) for window in windows])
    assert {answer.status_code for answer in answers} == {303}
    held = select(BasketLine.quantity).where(BasketLine.variant_id == product.variants[0].id)
    assert shop.read(held) == [16]


def test_nothing_is_promised_beyond_what_is_on_hand_anywhere(shop):
    product = shop.product(stock=3)
    buyers = [ready_to_order(shop, product) for _ in range(4)]
    order_at_once(buyers)
    assert (
        shop.read(select(Stock.variant_id).where((Stock.reserved < 0) | (Stock.reserved > Stock.on_hand)))
        == []
    )
    sold = (
        select(func.sum(OrderLine.quantity)).where(OrderLine.variant_id == Stock.variant_id).scalar_subquery()
    )
    assert shop.read(select(Stock.variant_id).where(Stock.reserved != func.coalesce(sold, 0))) == []
