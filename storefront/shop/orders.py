"""A buyer's order: its page by a random number, and the look-up with number and telephone."""

import hmac
from types import SimpleNamespace

from flask import Response, abort, redirect, url_for
from flask import session as cookie
from flask_babel import gettext as _

from catalog.codes import grouped
from catalog.producers import Producer, ProducerState
from catalog.products import is_shown
from marketplace.orders.orders import Order, OrderLine, PaymentMethod, SubOrder, SubOrderState, find_order
from marketplace.orders.status import status_of
from marketplace.phones import shown_phone

from ..clock import VIETNAM, now
from ..database import session
from ..filters import label
from ..locales import localized
from ..security import limiter
from . import shop
from .badge_words import badge_text
from .basket_views import arrival_text
from .forms import CancellationForm, LookupForm, PayByCardForm
from .own_orders import is_buyer, remember_order
from .pages import Crumb, home_crumb, link, private_page
from .payment_views import payments_view
from .progress import part_number, progress_of
from .progress_words import state_text
from .voucher_words import use_view

_STILL_COMES = (
    SubOrderState.PENDING,
    SubOrderState.CONFIRMED,
    SubOrderState.PACKED,
    SubOrderState.SHIPPED,
)
_GIVEN_UP = (SubOrderState.CANCELLED, SubOrderState.RETURNED)


@shop.get("/orders/<number>")
def order(number: str) -> Response:
    found = find_order(session(), number[:40])
    if found is None:
        abort(404)
    return order_page(found)


def order_page(
    found: Order, status: int = 200, *, problem: str = "", forms: dict[int, CancellationForm] | None = None
) -> Response:
    """The page, with a refusal or with the forms of parts (by position) that did not pass."""
    own = is_buyer(found)
    response = private_page(
        "shop/orders/show.html",
        status,
        order=_order_view(found, own),
        progress=progress_of(session(), found, own, forms or {}, now()),
        problem=problem,
        number=found.number,
        is_owner=own,
        paying=payments_view(session(), found) if own else [],
        pay_form=PayByCardForm() if own else None,
        fresh=cookie.pop("fresh_order", None) == found.number,
        crumbs=[home_crumb(), Crumb(_("Order %(number)s", number=grouped(found.number)))],
    )
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@shop.get("/orders")
def order_lookup() -> Response:
    return _lookup_page(LookupForm())


@shop.post("/orders/look-up")
@limiter.limit("10 per minute; 60 per hour")
def look_up() -> Response:
    """Open the order when number and telephone belong together; the answer does not tell which is wrong."""
    form = LookupForm()
    if not form.validate():
        return _lookup_page(form, 422)
    found = find_order(session(), form.number.data)
    known = found.phone if found else ""
    if found is None or not hmac.compare_digest(known, form.phone.international):
        form.number.errors = [_("We find no order with this number and this telephone. Please compare both.")]
        return _lookup_page(form, 422)
    remember_order(found.number)
    return redirect(url_for("shop.order", number=found.number), 303)


def _lookup_page(form: LookupForm, status: int = 200) -> Response:
    crumbs = [home_crumb(), Crumb(_("Find my order"))]
    return private_page("shop/orders/lookup.html", status, form=form, crumbs=crumbs)


def _order_view(order: Order, own: bool) -> SimpleNamespace:
    return SimpleNamespace(
        number=grouped(order.number),
        confirmation_url=link(f"/orders/{order.number}/confirmation.pdf"),
        status_label=label(status_of(part.state for part in order.sub_orders)),
        placed_at=order.placed_at.astimezone(VIETNAM),
        payment_label=label(PaymentMethod(order.payment_method)),
        subtotal=order.subtotal,
        discount=order.discount,
        delivery=order.delivery,
        total=order.total,
        given_up=sum(part.total for part in order.sub_orders if part.state in _GIVEN_UP),
        address=_address(order, own),
        sub_orders=[_part(part, order) for part in order.sub_orders],
    )


def _address(order: Order, own: bool) -> dict:
    """In full for the buyer; others who hold the number see neither name nor street nor telephone."""
    return {
        "name": order.name if own else _hidden(order.name),
        "phone": _phone(order.phone, own),
        "email": order.email if own else "",
        "street": order.street if own or not order.street else "…",
        "commune_name": order.commune.full_name,
        "province_name": order.commune.province.name,
        "note": order.note_to_producers if own else "",
    }


def _phone(phone: str, own: bool) -> str:
    """None is left on an order whose buyer was forgotten."""
    if not phone:
        return ""
    return shown_phone(phone) if own else f"… {phone[-3:]}"


def _hidden(name: str) -> str:
    return " ".join(f"{word[0]}…" for word in name.split())


def _part(part: SubOrder, order: Order) -> SimpleNamespace:
    producer = part.producer
    return SimpleNamespace(
        number=part_number(order, part),
        position=part.position,
        producer_name=producer.name,
        producer_url=link(f"/producers/{producer.slug}")
        if producer.state == ProducerState.APPROVED
        else None,
        place_name=f"{producer.commune.name}, {producer.commune.province.name}",
        state=part.state,
        state_label=state_text(part),
        # What is not sent, like a tour, does not arrive.
        arrival=arrival_text(part.arrives_from, part.arrives_to)
        if (part.grams or part.delivery) and part.state in _STILL_COMES
        else "",
        lines=[line_view(line, producer) for line in part.lines],
        discounts=[use_view(use) for use in part.voucher_uses],
        subtotal=part.subtotal,
        discount=part.discount,
        delivery=part.delivery,
        total=part.total,
    )


def line_view(line: OrderLine, producer: Producer) -> SimpleNamespace:
    product = line.variant.product
    return SimpleNamespace(
        product_name=localized(line, "product_name"),
        product_url=link(f"/products/{product.slug}") if is_shown(product, producer) else None,
        pack=localized(line, "pack"),
        quantity=line.quantity,
        price=line.price,
        total=line.total,
        badges_text=[badge_text(badge) for badge in line.badges],
        badges_snapshot_on=line.badges_on,
    )
