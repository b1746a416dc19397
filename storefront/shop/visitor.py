"""The visitor's basket: that of the account, or found by a cookie; made when the first thing is put in."""

from flask import Response, request
from sqlalchemy import bindparam, select

from catalog.codes import ALPHABET
from marketplace.orders.account_baskets import basket_for, basket_of
from marketplace.orders.baskets import KEPT, Basket, with_lines
from marketplace.orders.checkout import lock_basket

from ..clock import now
from ..database import session
from ..login import signed_in

COOKIE = "basket"
COUNT_COOKIE = "basket_count"
# The basket of an account is for who is signed in to it, whatever a browser still remembers.
_VISITORS = select(Basket).where(Basket.token == bindparam("token"), Basket.user_id.is_(None))


def token_in_cookie() -> str:
    token = request.cookies.get(COOKIE, "")
    return token if len(token) == 26 and set(token) <= set(ALPHABET) else ""


def basket_to_read(lines: bool = True) -> Basket | None:
    """The basket with its lines, unless an offer will read them."""
    user, token = signed_in(), token_in_cookie()
    if user:
        return session().scalar(basket_of(user.id))
    if not token:
        return None
    basket = session().scalar(_VISITORS, {"token": token})
    return with_lines(session(), basket) if basket and lines else basket


def basket_to_change(lines: bool = True) -> Basket | None:
    """The basket, locked until the end of this request, with its lines, unless an offer will read them."""
    user, token = signed_in(), token_in_cookie()
    if user:
        basket = basket_for(session(), user.id, now())
        basket.changed_at = now()
        return basket
    return lock_basket(session(), token, now(), lines) if token else None


def basket_or_new() -> Basket:
    basket = basket_to_change()
    if basket is None:
        basket = Basket(changed_at=now(), lines=[])
        session().add(basket)
        session().flush()
    return basket


def remember(response: Response, basket: Basket) -> Response:
    """Set the cookies: the token for us, the number of pieces for the header's counter."""
    count = sum(line.quantity for line in basket.lines)
    common = {"max_age": KEPT, "samesite": "Lax", "secure": request.is_secure, "path": "/"}
    response.set_cookie(COOKIE, basket.token, httponly=True, **common)
    response.set_cookie(COUNT_COOKIE, str(count), httponly=False, **common)
    return response


def forget(response: Response) -> Response:
    """Leave this browser without a basket."""
    for name in (COOKIE, COUNT_COOKIE):
        response.delete_cookie(name, path="/", samesite="Lax", secure=request.is_secure)
    return response
