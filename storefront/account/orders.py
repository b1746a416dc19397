"""Orders of the account, and buying the same again."""

from typing import NamedTuple

from flask import Response, abort, flash, redirect, request, url_for
from flask_babel import gettext as _

from catalog.codes import grouped, read_code
from marketplace.orders.account_baskets import basket_for
from marketplace.orders.orders import Order, SubOrderState
from marketplace.orders.own_orders import Missed, buy_again, order_to_repeat, orders_of

from ..clock import VIETNAM, now
from ..database import session
from ..filters import day, label
from ..locales import localized, translated
from ..security import limiter
from ..shop.forms import ShopForm
from ..shop.pages import link
from ..shop.visitor import remember
from . import account
from .pages import account_page, flash_good, me

_SHOWN = 20


class OrderView(NamedTuple):
    """One order of the list; total in dong."""

    number: str
    code: str
    url: str
    placed_on: str
    total: int
    parts: list[tuple[str, str]]
    what: str


@account.get("/account/orders")
def orders() -> Response:
    page = _page_number()
    query = orders_of(me().id).limit(_SHOWN + 1).offset((page - 1) * _SHOWN)
    found = session().scalars(query).all()
    return account_page(
        "orders.html",
        here=_("Orders"),
        form=ShopForm(),
        orders=[_view(order) for order in found[:_SHOWN]],
        newer=page - 1,
        older=page + 1 if len(found) > _SHOWN else 0,
    )


def _page_number() -> int:
    text = request.args.get("page", "")
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 6 and int(text) else 1


def _view(order: Order) -> OrderView:
    lines = [line for part in order.sub_orders for line in part.lines]
    return OrderView(
        grouped(order.number),
        order.number,
        link(f"/orders/{order.number}"),
        day(order.placed_at.astimezone(VIETNAM)),
        order.total,
        [(part.producer.name, label(SubOrderState(part.state))) for part in order.sub_orders],
        ", ".join(f"{line.quantity} × {localized(line, 'product_name')}" for line in lines),
    )


@account.post("/account/orders/<number>/repetition")
@limiter.limit("20 per minute")
def repeat_order(number: str) -> Response:
    """Put what can be had into the basket, and tell each thing that can't."""
    order = order_to_repeat(session(), me().id, read_code(number[:40])) or abort(404)
    if not ShopForm().validate():
        abort(422)
    basket = basket_for(session(), me().id, now())
    missed = buy_again(session(), basket, order)
    basket.changed_at = now()
    for one in missed:
        flash(_sentence(one), "warn")
    if basket.lines and len(missed) < sum(len(part.lines) for part in order.sub_orders):
        flash_good(_("The goods of order %(number)s are in your basket.", number=grouped(order.number)))
    return remember(redirect(url_for("shop.basket"), 303), basket)


def _sentence(missed: Missed) -> str:
    name = localized(missed.line, "product_name")
    return f"{name}, {localized(missed.line, 'pack')}: {translated(missed.refusal)}"
