"""The account at a glance, and the name."""

from flask import Response, redirect, url_for
from flask_babel import gettext as _
from sqlalchemy import func, select

from marketplace.accounts.addresses import Address
from marketplace.accounts.favourites import Favourite
from marketplace.accounts.memberships import Role, producers_of, roles_of
from marketplace.accounts.users import User
from marketplace.orders.orders import Order
from marketplace.phones import shown_phone

from ..database import session
from ..security import limiter
from . import account
from .forms import AccountNameForm
from .pages import account_page, flash_good, me


@account.get("/account")
def overview() -> Response:
    return _page(AccountNameForm(name=me().name))


@account.post("/account/name")
@limiter.limit("20 per minute")
def rename() -> Response:
    form = AccountNameForm()
    if not form.validate():
        return _page(form, 422)
    me().rename(form.name.data)
    flash_good(_("Your name is changed."))
    return redirect(url_for("account.overview"), 303)


def _page(form: AccountNameForm, status: int = 200) -> Response:
    user = me()
    roles = roles_of(session(), user.id)
    return account_page(
        "overview.html",
        status,
        form=form,
        phone=shown_phone(user.phone) if user.phone else "",
        counts={kind.__tablename__: _count(kind, user) for kind in (Order, Address, Favourite)},
        sells_for=", ".join(one.name for one in producers_of(session(), user.id)),
        manages_marks=Role.MARK in roles,
        organises=Role.ORGANISER in roles,
        sources=Role.RETAILER in roles,
        is_officer=Role.OFFICER in roles,
    )


def _count(kind: type[Order | Address | Favourite], user: User) -> int:
    return session().scalar(select(func.count()).where(kind.user_id == user.id))
