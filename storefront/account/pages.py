"""What the views of an account share."""

import re
from typing import Any

from flask import Response, current_app, flash, request
from flask_babel import gettext as _
from wtforms import Field

from catalog.records import Refused
from marketplace.accounts.passwords import verified
from marketplace.accounts.users import User

from ..locales import translated
from ..login import signed_in
from ..shop.pages import Crumb, home_crumb, link, private_page

_OURS = re.compile(r"/(?![/\\])[\w/?=&%.~+-]*", re.ASCII)


def account_page(template: str, status: int = 200, *, here: str = "", **context: Any) -> Response:
    """A page of the account; `here` is its name below the overview."""
    trail = [home_crumb(), Crumb(_("Account"), link("/account")), Crumb(here)] if here else []
    trail = trail or [home_crumb(), Crumb(_("Account"))]
    return private_page(f"shop/account/{template}", status, user=signed_in(), crumbs=trail, **context)


def entrance_page(template: str, status: int = 200, *, here: str, **context: Any) -> Response:
    """A page before the sign-in."""
    return private_page(f"shop/account/{template}", status, crumbs=[home_crumb(), Crumb(here)], **context)


def me() -> User:
    """Whose account it is: without anybody signed in no view of ours is reached."""
    user = signed_in()
    if user is None:
        raise RuntimeError("nobody is signed in")
    return user


def my_key() -> str:
    """What tries are counted by on the pages of an account."""
    return f"user {me().id}"


def secret() -> str:
    return current_app.extensions["settings"].secret_key


def wanted() -> str:
    """Where the visitor was going, if that is a page of ours."""
    path = request.args.get("next", "")
    return path if _OURS.fullmatch(path) else ""


def tell(field: Field, refusal: Refused) -> None:
    """Say beside the field what the rule said."""
    field.errors = [translated(refusal)]


def is_password(field: Field) -> bool:
    """Whether the field holds the password of who is signed in; says so beside it where not."""
    if verified(field.data or "", me().password_hash)[0]:
        return True
    field.errors = [_("This is not your password.")]
    return False


def flash_good(sentence: str) -> None:
    flash(sentence, "good")
