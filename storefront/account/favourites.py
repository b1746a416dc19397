"""Favourites: what somebody wants to find again."""

from typing import NamedTuple

from flask import Response, abort, flash, redirect, request, url_for
from flask import session as cookie
from flask_babel import gettext as _
from sqlalchemy import select

from catalog.products import Product
from marketplace.accounts.favourites import favourite_ids, like, unlike

from ..clock import now, today
from ..database import session
from ..locales import localized
from ..login import signed_in
from ..security import limiter
from ..shop.cards import Card, card_of
from ..shop.forms import ShopForm
from ..shop.pages import columns
from . import account
from .pages import account_page, flash_good, me


class FavouriteView(NamedTuple):
    """`card` is None for what is not shown any more."""

    id: int
    name: str
    card: Card | None


@account.get("/account/favourites")
def favourites() -> Response:
    ids = favourite_ids(session(), me().id)
    found = {product.id: product for product in session().scalars(select(Product).where(Product.id.in_(ids)))}
    rows = columns().rows
    views = [
        FavouriteView(id, localized(found[id], "name"), card_of(rows[id], today()) if id in rows else None)
        for id in ids
    ]
    return account_page("favourites.html", here=_("Favourites"), form=ShopForm(), favourites=views)


@account.post("/account/favourites")
@limiter.limit("60 per minute")
def add_favourite() -> Response:
    """From a product's page, which is the same for everybody: the form has no token, and a guest signs in first."""
    slug = request.form.get("product", "")[:200].replace("\0", "")
    product = session().scalar(select(Product).where(Product.slug == slug)) or abort(404)
    user = signed_in()
    if user is None:
        cookie["wanted_favourite"] = product.slug
        flash(_("Please sign in first: favourites are kept in your account."), "warn")
        return redirect(url_for("account.sign_in", next=f"/products/{product.slug}"), 303)
    like(session(), user, product, now())
    flash_good(_("“%(product)s” is among your favourites.", product=localized(product, "name")))
    return redirect(url_for("account.favourites"), 303)


@account.post("/account/favourites/<int:id>/removal")
@limiter.limit("60 per minute")
def remove_favourite(id: int) -> Response:
    if not ShopForm().validate() or id >= 2**31 or not unlike(session(), me(), id):
        abort(404)
    flash_good(_("Removed from your favourites."))
    return redirect(url_for("account.favourites"), 303)
