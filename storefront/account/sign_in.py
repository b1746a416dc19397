"""Signing in and out. Whatever is wrong, the answer is one sentence: it tells nobody who has an account."""

from flask import Response, redirect, url_for
from flask_babel import gettext as _

from marketplace.accounts.passwords import verified
from marketplace.accounts.users import User, find_user

from .. import login
from ..database import database, session
from ..security import limiter
from ..shop.visitor import forget
from . import account
from .arrival import arrived
from .forms import SignInForm
from .known import count_as_wrong, tried_account, was_wrong
from .pages import entrance_page, wanted
from .second_step import begin_second_step


@account.get("/sign-in")
def sign_in() -> Response:
    return _page(SignInForm())


@account.post("/sign-in")
@limiter.limit("10 per minute; 60 per hour")
@limiter.limit("20 per hour", key_func=tried_account, deduct_when=was_wrong)
def open_session() -> Response:
    form = SignInForm()
    if not form.validate():
        return _page(form, 422)
    user = _authenticated(form.contact.data, form.password.data)
    if user is None:
        count_as_wrong()
        form.password.errors = [_("These do not fit together: the account and the password.")]
        return _page(form, 422)
    return begin_second_step(user) if user.totp_secret else arrived(user)


@account.post("/sign-out")
def end_session() -> Response:
    """The next person at this computer finds an empty basket."""
    login.sign_out()
    return forget(redirect(url_for("account.sign_in"), 303))


def _authenticated(contact: str, password: str) -> User | None:
    # The hash takes its time, and the write lock must not wait for it.
    with database().reading() as reading:
        known = find_user(reading, contact)
    kept = known.password_hash if known else None
    fits, renewed = verified(password, kept)
    user = find_user(session(), contact) if fits else None
    if user is None or user.password_hash != kept:
        return None
    user.password_hash = renewed or kept
    return user


def _page(form: SignInForm, status: int = 200) -> Response:
    return entrance_page("sign_in.html", status, here=_("Sign in"), form=form, next=wanted() or None)
