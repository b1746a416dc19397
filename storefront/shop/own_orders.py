"""Which orders this browser may see in full: those it placed or has looked up with the telephone number."""

from flask import session as cookie

_MOST = 20


def remember_order(number: str) -> None:
    known = [other for other in cookie.get("orders", []) if other != number]
    cookie["orders"] = [*known, number][-_MOST:]
    cookie.permanent = True


def is_own(number: str) -> bool:
    return number in cookie.get("orders", [])
