"""Signing in and out. Whatever is wrong, the answer is one sentence: it tells nobody who has an account."""

import hashlib
import re

from flask import Response, redirect, request, url_for
from flask import session as cookie
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import PasswordField, StringField
from wtforms.validators import DataRequired

from catalog.text import clean
from marketplace.accounts.passwords import verified
from marketplace.accounts.users import User, find_user

from .. import login
from ..database import database, session
from ..security import limiter
from ..shop.forms import ShopForm
from ..shop.pages import Crumb, home_crumb, link, private_page
from . import office

_OURS = re.compile(r"/(?:office|producer)[\w/?=&%.~-]*", re.ASCII)


class SignInForm(ShopForm):
    email = StringField(
        lazy_gettext("E-mail"),
        [DataRequired(lazy_gettext("Please write your e-mail address."))],
        filters=[lambda text: clean(text or "")],
    )
    password = PasswordField(
        lazy_gettext("Password"), [DataRequired(lazy_gettext("Please write your password."))]
    )


def _account() -> str:
    """The account that is tried, apart for browsers that have signed in to it before: a stranger who uses up
    the tries locks out nobody."""
    sign = _sign_of(request.form.get("email", "")[:400])
    return f"{sign} {'known' if cookie.get('known_as') == sign else 'stranger'}"


def _sign_of(email: str) -> str:
    # The cookie stays after signing out, perhaps on somebody else's computer: it must not name the person.
    return hashlib.blake2b(clean(email).lower().encode(), digest_size=12).hexdigest()


@office.get("/session")
def sign_in() -> Response:
    return _page(SignInForm())


@office.post("/session")
@limiter.limit("10 per minute; 60 per hour")
@limiter.limit("20 per hour", key_func=_account, deduct_when=lambda response: response.status_code == 422)
def open_session() -> Response:
    form = SignInForm()
    if not form.validate():
        return _page(form, 422)
    user = _authenticated(form.email.data, form.password.data)
    if user is None:
        form.password.errors = [_("E-mail and password do not fit together.")]
        return _page(form, 422)
    login.sign_in(user)
    cookie["known_as"] = _sign_of(user.email)
    return redirect(link(_wanted()), 303)


@office.post("/session/end")
def end_session() -> Response:
    login.sign_out()
    return redirect(url_for("office.sign_in"), 303)


def _authenticated(email: str, password: str) -> User | None:
    # The hash takes its time, and the write lock must not wait for it.
    with database().reading() as reading:
        known = find_user(reading, email)
    kept = known.password_hash if known else None
    fits, renewed = verified(password, kept)
    user = find_user(session(), email) if fits else None
    if user is None or user.password_hash != kept:
        return None
    user.password_hash = renewed or kept
    return user


def _wanted() -> str:
    """Where the visitor was going, if that is a page of the office or of the producers."""
    path = request.args.get("next", "")
    return path if _OURS.fullmatch(path) else "/office"


def _page(form: SignInForm, status: int = 200) -> Response:
    crumbs = [home_crumb(), Crumb(_("Sign in to the office"))]
    return private_page("office/sign_in.html", status, form=form, crumbs=crumbs)
