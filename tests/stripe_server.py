"""A payment server on a real port that answers as Stripe does, as far as we use it.

It refuses parameters that Stripe's own types don't know, replays what is asked again under the same key,
shows a Checkout page that a browser can click through, and signs its events.
"""

import hashlib
import hmac
import json
import re
import sys
import threading
import time
import typing
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from urllib.parse import parse_qsl, urlsplit

import typing_extensions
from stripe._request_options import RequestOptions
from stripe.params._payment_intent_list_params import PaymentIntentListParams
from stripe.params._refund_create_params import RefundCreateParams
from stripe.params._transfer_create_params import TransferCreateParams
from stripe.params._transfer_reversal_create_params import TransferReversalCreateParams
from stripe.params.checkout._session_create_params import SessionCreateParams

KEY, SECRET = "sk_test_only_here", "whsec_only_here"


class Problem(Exception):
    """Answered as Stripe answers an error."""

    def __init__(self, status: int, type: str, message: str):
        super().__init__(message)
        self.status, self.body = status, {"error": {"type": type, "message": message, "code": type}}


class Stripe:
    """What the server knows. `down` makes it answer 500; `events` are kept in order, sent or not."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.number = count(1)
        self.sessions: dict[str, dict] = {}
        self.intents: dict[str, dict] = {}
        self.refunds: dict[str, dict] = {}
        self.transfers: dict[str, dict] = {}
        self.reversals: dict[str, dict] = {}
        self.replays: dict[str, tuple[str, dict]] = {}
        self.events: list[dict] = []
        self.requests: list[tuple[str, str]] = []
        self.webhook_url = ""
        self.address = ""
        self.down = False

    def new_id(self, kind: str) -> str:
        return f"{kind}_test_{next(self.number):06d}"

    # The API

    def answer(self, method: str, path: str, params: dict, key: str) -> dict:
        self.requests.append((method, path))
        if self.down:
            raise Problem(500, "api_error", "down")
        if method == "POST" and key:
            asked = json.dumps([path, params], sort_keys=True)
            if key in self.replays:
                before, answer = self.replays[key]
                if before != asked:
                    raise Problem(400, "idempotency_error", "the same key with other parameters")
                return answer
            answer = self.create(path, params)
            self.replays[key] = asked, json.loads(json.dumps(answer))
            return answer
        return self.create(path, params) if method == "POST" else self.read(path, params)

    def create(self, path: str, params: dict) -> dict:
        match path:
            case "/v1/checkout/sessions":
                return self.create_session(checked(params, SessionCreateParams))
            case "/v1/refunds":
                return self.create_refund(checked(params, RefundCreateParams))
            case "/v1/transfers":
                return self.create_transfer(checked(params, TransferCreateParams))
        if match := re.fullmatch(r"/v1/transfers/(\w+)/reversals", path):
            return self.create_reversal(match[1], checked(params, TransferReversalCreateParams))
        raise Problem(404, "invalid_request_error", f"no such address: POST {path}")

    def read(self, path: str, params: dict) -> dict:
        if match := re.fullmatch(r"/v1/checkout/sessions/(\w+)", path):
            return self.session(match[1])
        if match := re.fullmatch(r"/v1/payment_intents/(\w+)", path):
            return self.intents[match[1]]
        if path == "/v1/payment_intents":
            checked(params, PaymentIntentListParams)
            since = int(params["created"]["gte"])
            found = [intent for intent in self.intents.values() if intent["created"] >= since]
            return {"object": "list", "url": path, "has_more": False, "data": found}
        raise Problem(404, "invalid_request_error", f"no such address: GET {path}")

    def session(self, id: str) -> dict:
        if id not in self.sessions:
            raise Problem(404, "invalid_request_error", f"no such session: {id}")
        session = self.sessions[id]
        if session["status"] == "open" and session["expires_at"] <= time.time():
            session |= {"status": "expired", "url": None}
        return session

    def create_session(self, params: dict) -> dict:
        lines = params["line_items"].values()
        prices = [line["price_data"] for line in lines]
        if any(price["currency"] != "vnd" for price in prices):
            raise Problem(400, "invalid_request_error", "currency")
        expires_in = int(params["expires_at"]) - time.time()
        if not 30 * 60 - 5 <= expires_in <= 24 * 3600:
            raise Problem(400, "invalid_request_error", "expires_at: 30 minutes to 24 hours from now")
        id = self.new_id("cs")
        self.sessions[id] = {
            "id": id,
            "object": "checkout.session",
            "amount_total": sum(
                int(p["unit_amount"]) * int(x["quantity"]) for p, x in zip(prices, lines, strict=True)
            ),
            "currency": "vnd",
            "client_reference_id": params["client_reference_id"],
            "metadata": params["metadata"],
            "intent_metadata": params["payment_intent_data"]["metadata"],
            "names": [price["product_data"]["name"] for price in prices],
            "payment_intent": None,
            "payment_status": "unpaid",
            "status": "open",
            "expires_at": int(params["expires_at"]),
            "success_url": params["success_url"],
            "cancel_url": params["cancel_url"],
            "url": f"{self.address}/pay/{id}",
        }
        return self.sessions[id]

    def create_refund(self, params: dict) -> dict:
        intent = self.intents[params["payment_intent"]]
        amount = int(params["amount"])
        if intent.get("disputed"):
            raise Problem(400, "charge_disputed", "the charge is disputed")
        if amount > intent["amount_received"] - intent["refunded"]:
            raise Problem(400, "invalid_request_error", "more than was paid")
        intent["refunded"] += amount
        id = self.new_id("re")
        self.refunds[id] = {
            "id": id,
            "object": "refund",
            "amount": amount,
            "currency": "vnd",
            "payment_intent": intent["id"],
            "status": "succeeded",
        }
        self.happened("refund.created", self.refunds[id])
        return self.refunds[id]

    def create_transfer(self, params: dict) -> dict:
        if params["currency"] != "vnd" or not params["destination"].startswith("acct_"):
            raise Problem(400, "invalid_request_error", "currency or destination")
        id = self.new_id("tr")
        amount = int(params["amount"])
        facts = {"id": id, "object": "transfer", **params, "amount": amount, "amount_reversed": 0}
        self.transfers[id] = facts
        return facts

    def create_reversal(self, transfer_id: str, params: dict) -> dict:
        transfer = self.transfers.get(transfer_id)
        if transfer is None:
            raise Problem(404, "invalid_request_error", f"no such transfer: {transfer_id}")
        amount = int(params["amount"])
        if not 0 < amount <= transfer["amount"] - transfer["amount_reversed"]:
            raise Problem(400, "invalid_request_error", "more than is left of the transfer")
        transfer["amount_reversed"] += amount
        id = self.new_id("trr")
        facts = {"object": "transfer_reversal", "transfer": transfer_id, "currency": "vnd"}
        self.reversals[id] = {"id": id, "amount": amount, **facts}
        return self.reversals[id]

    # What the buyer does on the page

    def pay(self, id: str) -> str:
        """The card is good: intent, session and two events. Returns where the browser goes."""
        session = self.session(id)
        if session["status"] != "open":
            return session["success_url"]
        intent = {
            "id": self.new_id("pi"),
            "object": "payment_intent",
            "amount": session["amount_total"],
            "amount_received": session["amount_total"],
            "refunded": 0,
            "created": int(time.time()),
            "currency": "vnd",
            "latest_charge": self.new_id("ch"),
            "metadata": session["intent_metadata"],
            "status": "succeeded",
        }
        self.intents[intent["id"]] = intent
        session |= {
            "payment_intent": intent["id"],
            "payment_status": "paid",
            "status": "complete",
            "url": None,
        }
        self.happened("payment_intent.succeeded", intent)
        self.happened("checkout.session.completed", session)
        return session["success_url"]

    def decline(self, id: str) -> None:
        session = self.session(id)
        failed = {
            "id": self.new_id("pi"),
            "object": "payment_intent",
            "currency": "vnd",
            "metadata": session["intent_metadata"],
            "last_payment_error": {"code": "card_declined"},
            "status": "requires_payment_method",
        }
        self.happened("payment_intent.payment_failed", failed)

    def dispute(
        self,
        intent_id: str,
        status: str = "needs_response",
        type: str = "created",
        reason: str = "fraudulent",
    ) -> None:
        intent = self.intents[intent_id]
        intent["disputed"] = status not in ("won", "warning_closed")
        dispute = {
            "id": f"du_{intent_id}",
            "object": "dispute",
            "amount": intent["amount"],
            "payment_intent": intent_id,
            "reason": reason,
            "status": status,
        }
        self.happened(f"charge.dispute.{type}", dispute)

    # Events

    def happened(self, type: str, thing: dict) -> None:
        event = {
            "id": self.new_id("evt"),
            "object": "event",
            "type": type,
            "created": int(time.time()),
            "data": {"object": json.loads(json.dumps(thing))},
        }
        self.events.append(event)
        if self.webhook_url:
            threading.Thread(target=deliver, args=(self.webhook_url, event), daemon=True).start()


def signed(body: bytes, secret: str = SECRET, at: float | None = None) -> str:
    """The header with which Stripe signs an event."""
    moment = int(time.time() if at is None else at)
    mac = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={moment},v1={mac}"


def deliver(url: str, event: dict, secret: str = SECRET) -> int:
    """Send an event and answer with the status; whoever is not there gets nothing."""
    body = json.dumps(event).encode()
    headers = {"Content-Type": "application/json", "Stripe-Signature": signed(body, secret)}
    try:
        with urllib.request.urlopen(urllib.request.Request(url, body, headers), timeout=60) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code
    except urllib.error.URLError:
        return 0


# Parameters as Stripe's own types know them


def checked(params: dict, type: typing.Any) -> dict:
    """The parameters, if all of them are in the TypedDict of the stripe package and none it wants is missing."""
    hints = _hints(type)
    for name, value in params.items():
        if name not in hints:
            raise Problem(400, "invalid_request_error", f"unknown parameter: {name}")
        inner = _typed_dict(hints[name])
        if isinstance(value, dict) and inner is not None:
            listed = all(key.isdigit() for key in value)
            for one in value.values() if listed else [value]:
                checked(one, inner)
    missing = type.__required_keys__ - params.keys()
    if missing:
        raise Problem(400, "invalid_request_error", f"missing parameters: {missing}")
    return params


@cache
def _hints(type: typing.Any) -> dict[str, typing.Any]:
    # Some names the package imports for type checkers only.
    names = vars(typing) | vars(sys.modules[type.__module__]) | {"StripeContext": object}
    hints = typing_extensions.get_type_hints(type, names)
    # Options of the request go into its headers, not among the parameters.
    return {name: hint for name, hint in hints.items() if name not in RequestOptions.__annotations__}


def _typed_dict(hint: typing.Any) -> typing.Any:
    if typing_extensions.is_typeddict(hint):
        return hint
    found = (_typed_dict(inner) for inner in typing.get_args(hint))
    return next((inner for inner in found if inner is not None), None)


def nested(pairs: list[tuple[str, str]]) -> dict:
    """`a[0][b]=c` as {"a": {"0": {"b": "c"}}}."""
    result: dict = {}
    for name, value in pairs:
        *path, last = re.findall(r"[^\[\]]+", name)
        place = result
        for step in path:
            place = place.setdefault(step, {})
        place[last] = value
    return result


_PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Test checkout</title><link rel="icon" href="data:,">
<meta name="viewport" content="width=device-width"></head><body><main><h1>{amount} VND</h1><p>{names}</p>{notice}
<form method="post"><button name="do" value="pay">Pay</button> <button name="do" value="decline">Pay with a bad card</button></form>
<p><a href="{cancel}">Back to the shop</a></p></main></body></html>"""


def _handler(stripe: Stripe) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_) -> None:
            """Tests read what they need from the server's records."""

        def do_GET(self) -> None:
            self.serve("GET")

        def do_POST(self) -> None:
            self.serve("POST")

        def serve(self, method: str) -> None:
            path, query = urlsplit(self.path).path, urlsplit(self.path).query
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            params = nested(parse_qsl(body if method == "POST" else query, keep_blank_values=True))
            with stripe.lock:
                if path.startswith("/pay/"):
                    return self.page(path.removeprefix("/pay/"), params.get("do", ""))
                try:
                    if self.headers.get("Authorization") != f"Bearer {KEY}":
                        raise Problem(401, "authentication_error", "wrong key")
                    answer = stripe.answer(method, path, params, self.headers.get("Idempotency-Key") or "")
                except Problem as problem:
                    return self.send(problem.status, json.dumps(problem.body), "application/json")
                self.send(200, json.dumps(answer), "application/json")

        def page(self, id: str, action: str) -> None:
            session = stripe.session(id)
            if action == "pay" or session["status"] == "complete":
                self.send_response(303)
                self.send_header("Location", stripe.pay(id))
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            notice = ""
            if action == "decline":
                stripe.decline(id)
                notice = '<p role="alert">Your card was declined.</p>'
            names = escape(", ".join(session["names"]))
            cancel = escape(session["cancel_url"])
            html = _PAGE.format(amount=session["amount_total"], names=names, notice=notice, cancel=cancel)
            self.send(200, html, "text/html; charset=utf-8")

        def send(self, status: int, text: str, type: str) -> None:
            data = text.encode()
            self.send_response(status)
            self.send_header("Content-Type", type)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

    return Handler


@contextmanager
def running_stripe() -> Iterator[Stripe]:
    stripe = Stripe()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(stripe))
    stripe.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield stripe
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
