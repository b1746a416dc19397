"""A stream of orders, payments, cancellations and deliveries over HTTP, by people who try again until they are answered."""

import http.client
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count, cycle

from catalog.producers import Producer
from catalog.products import Product
from marketplace.accounts.memberships import add_member
from marketplace.orders import life
from marketplace.orders.orders import SubOrder, find_order
from marketplace.orders.paying import payments_of
from marketplace.payments.bank_accounts import add_account
from marketplace.payments.payments import Payment
from marketplace.payments.terms import terms_to_change
from storefront.database import Database
from tests import people, world
from tests.shopping import fill_basket, give_address, hidden, review_form
from tests.stripe_server import Stripe, deliver
from tests.test_races import Browser

_PATIENCE = 60
STORIES = ("cash", "by hand", "card", "cancelled", "bank file", "card of two", "card given up", "unpaid")


class Stubborn(Browser):
    """Asks again when the line goes dead, as people do: with the same cookies and the same form."""

    def _ask(self, *request, **more):
        return insist(lambda: super(Stubborn, self)._ask(*request, **more))


def insist(ask: Callable):
    """The answer of `ask`, which is tried again while nobody answers."""
    end = time.monotonic() + _PATIENCE
    while True:
        try:
            return ask()
        except (OSError, http.client.HTTPException):
            assert time.monotonic() < end, "nobody answers any more"
            time.sleep(0.05)


@dataclass
class Seller:
    """A producer's bank account, its browser, which has signed in, and the token of its forms."""

    slug: str
    account: str
    browser: Stubborn
    token: str

    def post(self, path: str, **form) -> None:
        browser = Stubborn(self.browser.port, dict(self.browser.cookies))
        answer = browser.post(f"/producer/{path}", {"csrf_token": self.token} | form)
        assert answer.status_code == 303, (path, answer.status_code, answer.text)


@dataclass
class Stream:
    """`orders` are the numbers that people were answered; `answers` counts what happened to them since."""

    port: int
    database: Database
    stripe: Stripe
    products: list[Product] = field(default_factory=list)
    sellers: dict[int, Seller] = field(default_factory=dict)
    orders: list[str] = field(default_factory=list)
    answers: int = 0
    stopped: threading.Event = field(default_factory=threading.Event)
    _rows: Iterator[int] = field(default_factory=lambda: count(1))

    def prepare(self) -> None:
        """Two producers with bank accounts, the first with one at the gateway, and somebody who works there."""
        with self.database.writing(expire_on_commit=False) as session:
            now = datetime.now(UTC)
            self.products = [world.product(session, stock=5_000) for _ in range(2)]
            owners = [session.get_one(Producer, product.producer_id) for product in self.products]
            terms_to_change(session, owners[0].id).connected_account = "acct_1"
            for i, owner in enumerate(owners):
                add_account(session, owner, "970436", _account(i), "HTX THU", now)
                add_member(session, people.user(session, f"seller{i}@vidu.vn"), owner, now)
            session.commit()
        for i, owner in enumerate(owners):
            browser = Stubborn(self.port)
            assert people.sign_in(browser, f"seller{i}@vidu.vn").status_code == 303
            page = browser.get("/producer/payments")
            self.sellers[owner.id] = Seller(owner.slug, _account(i), browser, hidden(page.text, "csrf_token"))

    @contextmanager
    def running(self, people: int = 6) -> Iterator[None]:
        """People order and pay meanwhile; what they have begun they finish. The first error is raised at the end."""
        errors: list[BaseException] = []

        def run(task: Callable[[], None]) -> None:
            try:
                task()
            except BaseException as error:
                errors.append(error)

        tasks = [*(lambda first=i: self._buy(first) for i in range(people)), self._carry_events]
        threads = [threading.Thread(target=run, args=(task,)) for task in tasks]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self.stopped.set()
            for thread in threads:
                thread.join()
        if errors:
            raise errors[0]

    def _buy(self, first: int) -> None:
        stories = cycle(STORIES[first:] + STORIES[:first])
        while not self.stopped.is_set():
            self.live(next(stories))

    def live(self, story: str) -> None:
        of_two = story in ("card of two", "cash")
        method = {"cash": "cash_on_delivery", "by hand": "vietqr", "bank file": "vietqr"}.get(story, "card")
        browser, number, token = self._order(method if story != "cancelled" else "vietqr", of_two)
        parts = self._parts(number)
        match story:
            case "by hand":
                self._said(parts[0])
            case "bank file":
                self._in_a_statement(parts[0])
            case "card" | "card of two" | "card given up":
                self._pay_by_card(browser, number, token)
            case "cancelled":
                form = {"part-1-csrf_token": token, "part-1-reason": ""}
                answer = browser.post(f"/orders/{number}/parts/1/cancellation", form)
                assert answer.status_code == 303, answer.text
        self.answers += 1
        if story == "card given up":
            self._step(parts[0], number, "cancellation", reason="hết hàng")
        elif story not in ("cancelled", "unpaid"):
            for part in parts:
                self._bring(part, number)

    def _order(self, method: str, of_two: bool) -> tuple[Stubborn, str, str]:
        browser = Stubborn(self.port)
        fill_basket(browser, *(self.products if of_two else self.products[:1]))
        give_address(browser)
        form = review_form(browser) | {"method": method}
        answer = browser.post("/orders", form)
        assert answer.status_code == 303, answer.text
        number = answer.location.rpartition("/")[2]
        self.orders.append(number)
        return browser, number, form["csrf_token"]

    def _parts(self, number: str) -> list[tuple[SubOrder, Payment]]:
        with self.database.reading() as session:
            order = find_order(session, number)
            found = payments_of(session, order.sub_orders)
            return [(part, found[part.id]) for part in order.sub_orders]

    def _said(self, part: tuple[SubOrder, Payment]) -> None:
        of, payment = part
        self.sellers[of.producer_id].post(f"payments/{payment.code}/receipt")

    def _in_a_statement(self, part: tuple[SubOrder, Payment]) -> None:
        of, payment = part
        seller, row = self.sellers[of.producer_id], next(self._rows)
        lines = json.dumps([[row, payment.amount, payment.code, f"bank:{seller.account}:{row}"]])
        seller.post("bank-statements/receipts", producer=seller.slug, lines=lines)

    def _pay_by_card(self, browser: Stubborn, number: str, token: str) -> None:
        page = browser.post(f"/orders/{number}/card-payment", {"csrf_token": token})
        with self.stripe.lock:
            self.stripe.pay(page.text.split("/pay/")[1].split('"')[0])
        # The browser comes back while the event is on its way.
        assert browser.get(f"/orders/{number}/card-payment").status_code == 303

    def _bring(self, part: tuple[SubOrder, Payment], number: str) -> None:
        for step in ("confirmation", "packing"):
            self._step(part, number, step)
        self._step(part, number, "shipment", carrier="ghn", tracking_no=f"GHN{part[0].id:06}")
        self._step(part, number, "delivery")
        with self.database.transaction() as session:
            # Seven days later, says the timer.
            life.complete(session, session.get_one(SubOrder, part[0].id), datetime.now(UTC))

    def _step(self, part: tuple[SubOrder, Payment], number: str, step: str, **form) -> None:
        of, _ = part
        self.sellers[of.producer_id].post(f"orders/{number}-{of.position}/{step}", **form)
        self.answers += 1

    def _carry_events(self) -> None:
        """Each event is sent until it is taken, and then once more."""
        sent = 0
        while not self.stopped.is_set() or sent < len(self.stripe.events):
            if sent == len(self.stripe.events):
                time.sleep(0.05)
                continue
            self.tell(self.stripe.events[sent])
            sent += 1

    def tell(self, event: dict) -> None:
        url = f"http://127.0.0.1:{self.port}/webhooks/stripe"
        taken, end = 0, time.monotonic() + _PATIENCE
        while taken < 2:
            assert time.monotonic() < end, "nobody takes the event"
            taken += insist(lambda: deliver(url, event)) == 200

    def read(self, query) -> list:
        with self.database.reading() as session:
            return list(session.scalars(query).all())


def _account(number: int) -> str:
    return f"012345678{number}"
