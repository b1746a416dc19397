"""Which orders may be seen in full: those this browser placed or has looked up, and those of who is signed in."""

from flask import session as cookie

from marketplace.orders.orders import Order

from ..login import signed_in

_MOST = 20


def remember_order(number: str) -> None:
    known = [other for other in cookie.get("orders", []) if other != number]
    cookie["orders"] = [*known, number][-_MOST:]
    cookie.permanent = True


def is_own(number: str) -> bool:
    return number in cookie.get("orders", [])


def is_buyer(order: Order) -> bool:
    """Whether whoever asks is the buyer."""
    user = signed_in()
    return is_own(order.number) or (user is not None and order.user_id == user.id)
