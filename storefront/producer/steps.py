"""What a producer does with a part: confirm, pack, hand over, say that it arrived or came back, give it up."""

from collections.abc import Callable
from typing import Any

from flask import Response, flash, redirect, url_for
from flask_babel import gettext as _

from catalog.records import Refused
from marketplace.orders import life
from marketplace.orders.disputed import SentInVain
from marketplace.orders.orders import Party, SubOrderState

from ..clock import now
from ..database import session
from ..locales import translated
from ..security import limiter
from . import producer
from .forms import GiveUpForm, HandOverForm, ShipmentForm, StepForm
from .orders import my_part, part_page

_OFTEN = "120 per minute"


@producer.post("/orders/<reference>/confirmation")
@limiter.limit(_OFTEN)
def confirm_part(reference: str) -> Response:
    return _plain_step(reference, life.confirm, _("Confirmed. The buyer is told."))


@producer.post("/orders/<reference>/packing")
@limiter.limit(_OFTEN)
def pack_part(reference: str) -> Response:
    return _plain_step(reference, life.pack, _("Packed. Now hand it to a carrier."))


@producer.post("/orders/<reference>/delivery")
@limiter.limit(_OFTEN)
def deliver_part(reference: str) -> Response:
    return _plain_step(reference, life.deliver, _("Noted as delivered."))


@producer.post("/orders/<reference>/non-delivery")
@limiter.limit(_OFTEN)
def bring_part_back(reference: str) -> Response:
    return _plain_step(reference, life.bring_back, _("Noted: its pieces can be sold again."))


@producer.post("/orders/<reference>/shipment")
@limiter.limit(_OFTEN)
def ship_part(reference: str) -> Response:
    part, form = my_part(reference), ShipmentForm()
    if not form.validate():
        return part_page(part, 422, shipment=form)
    try:
        life.ship(
            session(),
            part,
            form.carrier.data,
            form.tracking_no.data,
            now(),
            nevertheless=form.nevertheless.data,
        )
    except SentInVain as refusal:
        form.nevertheless.errors = [translated(refusal)]
        return part_page(part, 422, shipment=form)
    except Refused as refusal:
        if part.state != SubOrderState.PACKED:
            return part_page(part, 422, problem=translated(refusal))
        form.tracking_no.errors = [translated(refusal)]
        return part_page(part, 422, shipment=form)
    return _done(reference, _("Noted as sent. The buyer is told."))


@producer.post("/orders/<reference>/collection")
@limiter.limit("30 per minute")
def hand_part_over(reference: str) -> Response:
    """At the booth: the buyer's code says that it is the buyer."""
    part, form = my_part(reference), HandOverForm()
    if not form.validate():
        return part_page(part, 422, hand=form)
    try:
        life.hand_over(session(), part, form.code.data, now())
    except Refused as refusal:
        form.code.errors = [translated(refusal)]
        return part_page(part, 422, hand=form)
    return _done(reference, _("Noted as collected."))


@producer.post("/orders/<reference>/cancellation")
@limiter.limit(_OFTEN)
def give_part_up(reference: str) -> Response:
    part, form = my_part(reference), GiveUpForm()
    if not form.validate():
        return part_page(part, 422, give_up=form)
    try:
        life.cancel(session(), part, Party.PRODUCER, form.reason.data, now())
    except Refused as refusal:
        return part_page(part, 422, give_up=form, problem=translated(refusal))
    return _done(reference, _("Cancelled. The buyer is told why."))


def _plain_step(reference: str, step: Callable[..., Any], said: str) -> Response:
    part, form = my_part(reference), StepForm()
    if not form.validate():
        return part_page(part, 422, problem=str(form.csrf_token.errors[0]))
    try:
        step(session(), part, now())
    except Refused as refusal:
        return part_page(part, 422, problem=translated(refusal))
    return _done(reference, said)


def _done(reference: str, said: str) -> Response:
    # The part itself may have been locked and read anew, without its order.
    flash(said, "good")
    return redirect(url_for("producer.order", reference=reference), 303)
