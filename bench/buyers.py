"""Buyers: each puts two packs into a basket, gives an address, reviews and orders, over one kept connection."""

import http.client
import itertools
import re
import threading
import time
from collections.abc import Callable, Sequence
from urllib.parse import urlencode

from .load import Slice

Pair = tuple[int, int]
ADDRESS = {
    "name": "Nguyễn Thử",
    "phone": "0912 345 678",
    "email": "",
    "province": "01",
    "commune": "00004",
    "street": "12 phố Thử",
    "note": "",
    "action": "review",
}


class Visitor:
    """A browser without eyes: cookies and one keep-alive connection."""

    def __init__(self, port: int):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> str:
        return self._ask("GET", path, None, 200)

    def post(self, path: str, form: dict | list, status: int = 303) -> str:
        return self._ask("POST", path, urlencode(form), status)

    def _ask(self, method: str, path: str, body: str | None, status: int) -> str:
        headers = {
            "Sec-Fetch-Site": "same-origin",
            "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()),
        }
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        for cookie in answer.headers.get_all("Set-Cookie", []):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        if answer.status != status:
            raise RuntimeError(f"{method} {path} was answered with {answer.status}: {text[:300]}")
        return answer.headers.get("Location") or text


def buy(visitor: Visitor, pair: Pair) -> float:
    """A whole purchase in seven requests; answers the seconds of the one that places the order."""
    visitor.cookies.clear()
    for variant in pair:
        visitor.post("/basket/lines", {"variant": variant, "quantity": 1})
    page = visitor.get("/checkout")
    visitor.post("/checkout", ADDRESS | {"csrf_token": _hidden(page, "csrf_token")})
    page = visitor.get("/checkout/review")
    form = {name: _hidden(page, name) for name in ("csrf_token", "checkout_key", "seen_total")}
    begun = time.perf_counter()
    order = visitor.post("/orders", form)
    seconds = time.perf_counter() - begun
    visitor.get(order)
    return seconds


def order_bare(visitor: Visitor, pair: Pair) -> float:
    """The ceiling: one request, one transaction with the same rows."""
    return _post_bare(visitor, pair, "/orders")


def order_prepared(visitor: Visitor, pair: Pair) -> float:
    """The same rows by statements that were made once."""
    return _post_bare(visitor, pair, "/orders/prepared")


def say_hello(visitor: Visitor, pair: Pair) -> float:
    """Nothing at all, through the same server."""
    begun = time.perf_counter()
    visitor.get("/")
    return time.perf_counter() - begun


def _post_bare(visitor: Visitor, pair: Pair, path: str) -> float:
    begun = time.perf_counter()
    visitor.post(path, [("variant", variant) for variant in pair], 200)
    return time.perf_counter() - begun


def _hidden(page: str, name: str) -> str:
    return re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)[1]


def shop_for(
    port: int, way: Callable[[Visitor, Pair], float], pairs: Sequence[Pair], seconds: float, buyers: int
) -> Slice:
    """So many buyers at once, each again and again; a slice counts orders."""
    latencies: list[float] = []
    failed: list[Exception] = []
    turn = itertools.cycle(pairs)
    begun = time.perf_counter()

    def keep_buying() -> None:
        visitor = Visitor(port)
        try:
            while time.perf_counter() < begun + seconds:
                latencies.append(way(visitor, next(turn)))
        except Exception as error:  # a thread's exception would be lost
            failed.append(error)
        finally:
            visitor.connection.close()

    threads = [threading.Thread(target=keep_buying) for _ in range(buyers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
    return Slice(len(latencies), time.perf_counter() - begun, latencies)
