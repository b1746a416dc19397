"""What a card gateway tells us over HTTP: signed instead of coming from one of our pages."""

from flask import Blueprint, Response, request

from marketplace.payments.card_events import take_event
from marketplace.payments.gateway import WrongSignature

from .clock import now
from .database import session
from .gateways import gateway_or_404
from .security import signed_by_sender

webhooks = Blueprint("webhooks", __name__, url_prefix="/webhooks")
_LARGEST = 2**20


@webhooks.post("/stripe")
@signed_by_sender
def stripe() -> Response:
    """200 as soon as the event is written down with its effect; anything else and it is sent again."""
    gateway = gateway_or_404()
    request.max_content_length = _LARGEST
    try:
        event = gateway.read_event(request.get_data(), request.headers.get("Stripe-Signature", ""), now())
    except WrongSignature:
        return _plain("wrong signature", 400)
    except ValueError:
        return _plain("unreadable event", 400)
    taken = take_event(session(), gateway.name, event, now())
    return _plain("taken" if taken else "known", 200)


def _plain(text: str, status: int) -> Response:
    return Response(text, status, mimetype="text/plain")
