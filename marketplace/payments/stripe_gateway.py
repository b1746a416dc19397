"""The door to Stripe: hosted Checkout, refunds, transfers and signed events. The dong has no cents there either."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from .gateway import (
    Charge,
    Checkout,
    CheckoutState,
    Event,
    GatewayError,
    Line,
    WrongSignature,
)

if TYPE_CHECKING:
    import stripe

_CURRENCY = "vnd"
_TIMEOUT = 20
# How old a signed event may be, in seconds.
_TOLERANCE = 300
_PAID = {"checkout.session.completed", "checkout.session.async_payment_succeeded"}
_REFUNDED = {"refund.created", "refund.updated", "charge.refund.updated"}


class StripeGateway:
    """`api_base` is another address for tests; `webhook_secret` signs what Stripe tells us."""

    name = "stripe"

    def __init__(self, secret_key: str, webhook_secret: str, api_base: str = ""):
        self._secret_key, self._webhook_secret, self._api_base = secret_key, webhook_secret, api_base

    @cached_property
    def _client(self) -> "stripe.StripeClient":
        # Half a second and 30 MB: only where cards are really taken.
        import stripe

        addresses: stripe.BaseAddresses = {"api": self._api_base} if self._api_base else {}
        return stripe.StripeClient(
            self._secret_key,
            base_addresses=addresses,
            http_client=stripe.RequestsClient(timeout=_TIMEOUT),
            # Whoever asks has its own pauses: a request of a buyer must not wait through ours.
            max_network_retries=0,
        )

    def create_checkout(
        self,
        code: str,
        lines: list[Line],
        *,
        success_url: str,
        cancel_url: str,
        expires_at: datetime,
        language: str,
        key: str,
    ) -> Checkout:
        with _told_apart():
            session = self._client.v1.checkout.sessions.create(
                {
                    "mode": "payment",
                    "client_reference_id": code,
                    "metadata": {"code": code},
                    "payment_intent_data": {"metadata": {"code": code}, "transfer_group": code},
                    "line_items": [_line_item(line) for line in lines],
                    "success_url": success_url,
                    "cancel_url": cancel_url,
                    "expires_at": int(expires_at.timestamp()),
                    "locale": "vi" if language == "vi" else "en",
                },
                {"idempotency_key": key},
            )
        return _checkout(session)

    def fetch(self, checkout_id: str) -> Checkout:
        with _told_apart():
            return _checkout(self._client.v1.checkout.sessions.retrieve(checkout_id))

    def charges_since(self, moment: datetime) -> list[Charge]:
        with _told_apart():
            intents = self._client.v1.payment_intents.list(
                {"created": {"gte": int(moment.timestamp())}, "limit": 100}
            )
            found = [_charge_of_intent(intent.to_dict()) for intent in intents.auto_paging_iter()]
        return [charge for charge in found if charge]

    def refund(self, charge_id: str, amount: int, key: str) -> str:
        with _told_apart():
            refund = self._client.v1.refunds.create(
                {"payment_intent": charge_id, "amount": amount}, {"idempotency_key": key}
            )
        if refund.status in ("failed", "canceled"):
            raise GatewayError(f"refund {refund.id}: {refund.status}")
        return refund.id

    def transfer(self, charge_id: str, amount: int, account: str, group: str, key: str) -> str:
        with _told_apart():
            intent = self._client.v1.payment_intents.retrieve(charge_id)
            transfer = self._client.v1.transfers.create(
                {
                    "amount": amount,
                    "currency": _CURRENCY,
                    "destination": account,
                    "source_transaction": _id(intent.latest_charge),
                    "transfer_group": group,
                },
                {"idempotency_key": key},
            )
        return transfer.id

    def take_back(self, transfer_id: str, amount: int, key: str) -> str:
        with _told_apart():
            reversal = self._client.v1.transfers.reversals.create(
                transfer_id, {"amount": amount}, {"idempotency_key": key}
            )
        return reversal.id

    def read_event(self, body: bytes, signature: str, now: datetime) -> Event:
        self._check_signature(body, signature, now)
        try:
            return _event(json.loads(body))
        except (AttributeError, KeyError, TypeError, OverflowError, OSError, RecursionError) as error:
            raise ValueError("event") from error

    def _check_signature(self, body: bytes, signature: str, now: datetime) -> None:
        import stripe

        # What is compared in constant time must be ASCII, and a header need not be.
        if not signature.isascii():
            raise WrongSignature
        try:
            text = body.decode("utf-8")
            # Its own tolerance reads the wall clock; ours is checked beside it.
            stripe.WebhookSignature.verify_header(text, signature, self._webhook_secret, None)
        except (stripe.SignatureVerificationError, ValueError) as error:
            raise WrongSignature from error
        moment = next((part[2:] for part in signature.split(",") if part.startswith("t=")), "")
        if not moment.isdigit() or abs(now.timestamp() - int(moment)) > _TOLERANCE:
            raise WrongSignature


@contextmanager
def _told_apart() -> Iterator[None]:
    """Whatever goes wrong at Stripe is a GatewayError, without the keys and addresses that may stand in it."""
    import stripe

    try:
        yield
    except stripe.StripeError as error:
        raise GatewayError(f"{type(error).__name__}: {error.user_message or error.code or ''}") from error


def _line_item(line: Line) -> dict[str, Any]:
    price = {
        "currency": _CURRENCY,
        "unit_amount": line.amount,
        "product_data": {"name": line.name},
    }
    return {"quantity": 1, "price_data": price}


def _checkout(session: Any) -> Checkout:
    charge = None
    if session.payment_status == "paid" and session.payment_intent:
        charge = Charge(
            _id(session.payment_intent), _code(session.client_reference_id), _dong(session.amount_total)
        )
    state = CheckoutState(session.status or CheckoutState.OPEN)
    return Checkout(session.id, session.url or "", state, charge)


def _charge_of_intent(intent: Any) -> Charge | None:
    code = _code(dict(intent["metadata"] or {}).get("code"))
    if intent["status"] != "succeeded" or intent["currency"] != _CURRENCY or not code:
        return None
    return Charge(_word(intent["id"]), code, _dong(intent["amount_received"]))


def _event(body: dict) -> Event:
    """An event of a type we don't know, or about what is not ours, only has its id, type and moment."""
    type, thing = _word(body["type"]), body["data"]["object"]
    event = {
        "id": _word(body["id"]),
        "type": type,
        "happened_at": datetime.fromtimestamp(int(body["created"]), UTC),
    }
    if type in _PAID:
        return Event(**event, **_paid_session(thing))
    if type == "payment_intent.succeeded":
        charge = _charge_of_intent(thing)
        return (
            Event(**event, code=charge.code, charge=charge, facts=_facts(charge))
            if charge
            else Event(**event)
        )
    if type == "payment_intent.payment_failed":
        code = _code((thing.get("metadata") or {}).get("code"))
        problem = str((thing.get("last_payment_error") or {}).get("code") or "")[:80]
        return Event(**event, code=code, facts={"problem": problem})
    if type in _REFUNDED and thing["status"] == "succeeded" and thing["currency"] == _CURRENCY:
        amount, intent = _dong(thing["amount"]), _id(thing["payment_intent"])
        facts = {"refund": thing["id"], "amount": amount, "charge": intent}
        return Event(**event, charge_id=intent, refund_id=_word(thing["id"]), refunded=amount, facts=facts)
    if type.startswith("charge.dispute."):
        facts = {"dispute": _word(thing["id"]), "status": _word(thing["status"])}
        facts |= {"amount": _dong(thing["amount"]), "reason": str(thing.get("reason") or "")[:80]}
        return Event(**event, charge_id=_id(thing["payment_intent"]), facts=facts)
    return Event(**event)


def _paid_session(session: dict) -> dict:
    code = _code(session.get("client_reference_id"))
    if session["payment_status"] != "paid" or session["currency"] != _CURRENCY or not code:
        return {}
    charge = Charge(_id(session["payment_intent"]), code, _dong(session["amount_total"]))
    return {"code": code, "charge": charge, "facts": _facts(charge)}


def _facts(charge: Charge) -> dict:
    return {"charge": charge.id, "amount": charge.amount}


def _id(thing: Any) -> str:
    """The id, whether Stripe has sent the thing or only its name."""
    return _word(thing if isinstance(thing, str) else thing["id"])


def _code(text: Any) -> str:
    """Our name of a payment; nothing where somebody else uses the same account for something of theirs."""
    ours = isinstance(text, str) and len(text) <= 40 and text.isascii() and text.isalnum()
    return text if ours else ""


def _word(text: Any) -> str:
    # What is not printable, as half a character, fits in no database.
    if not isinstance(text, str) or not 0 < len(text) <= 255 or not text.isprintable():
        raise ValueError(text)
    return text


def _dong(amount: Any) -> int:
    """Stripe counts dong as it counts cents: 250000 is 250.000 ₫."""
    if type(amount) is not int or not 0 < amount < 10**15:
        raise ValueError(amount)
    return amount
