"""What happens at every sign-in: the basket, the orders and the favourite that a visitor brings along."""

from flask import Response, flash, redirect
from flask import session as cookie
from flask_babel import gettext as _
from sqlalchemy import select

from catalog.products import Product
from catalog.records import Refused
from marketplace.accounts.favourites import like
from marketplace.accounts.users import User
from marketplace.orders.account_baskets import Change, take_over
from marketplace.orders.own_orders import take_over_orders

from .. import login
from ..clock import now
from ..database import session
from ..locales import localized, translated
from ..shop.pages import link
from ..shop.visitor import remember, token_in_cookie
from .known import remember_browser
from .pages import wanted


def arrived(user: User) -> Response:
    """Sign in, and go where the visitor was going."""
    login.sign_in(user)
    remember_browser(user)
    answer = redirect(link(wanted() or "/account"), 303)
    basket, changes = take_over(session(), user.id, token_in_cookie(), now())
    for change in changes:
        flash(_sentence(change), "warn")
    take_over_orders(session(), user)
    _like_what_was_wanted(user)
    return remember(answer, basket) if basket else answer


def _sentence(change: Change) -> str:
    facts = {"product": localized(change.product, "name"), "now": change.now}
    if change.now == 0:
        return _("“%(product)s” had no more room in your basket.", **facts)
    if change.now < change.kept + change.brought:
        return _("“%(product)s”: your two baskets are one now; only %(now)s can be ordered.", **facts)
    if change.brought:
        return _("“%(product)s” was in both your baskets: there are %(now)s now.", **facts)
    return _("“%(product)s” was in your basket from before: %(now)s.", **facts)


def _like_what_was_wanted(user: User) -> None:
    slug = cookie.pop("wanted_favourite", "")
    product = session().scalar(select(Product).where(Product.slug == slug)) if slug else None
    if product is None:
        return
    try:
        like(session(), user, product, now())
    except Refused as refusal:
        flash(translated(refusal), "warn")
    else:
        flash(_("“%(product)s” is among your favourites.", product=localized(product, "name")), "good")
