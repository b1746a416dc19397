"""Another password, and the end of all sessions."""

from flask import Response, redirect, url_for
from flask_babel import gettext as _

from .. import login
from ..security import limiter
from ..shop.forms import ShopForm
from ..shop.visitor import forget
from . import account
from .forms import ChangePasswordForm
from .pages import account_page, flash_good, is_password, me, my_key


@account.get("/account/password")
def password() -> Response:
    return _page(ChangePasswordForm())


@account.post("/account/password")
@limiter.limit("10 per hour", key_func=my_key)
def change_password() -> Response:
    """Everybody else who is signed in to the account is out; this browser stays."""
    form, user = ChangePasswordForm(), me()
    if not (form.validate() and is_password(form.current)):
        return _page(form, 422)
    user.change_password(form.password.data)
    login.sign_in(user)
    flash_good(_("Your password is changed. Every other browser is signed out."))
    return redirect(url_for("account.overview"), 303)


def _page(form: ChangePasswordForm, status: int = 200) -> Response:
    return account_page("password.html", status, here=_("Password"), form=form, end_form=ShopForm())


@account.post("/account/sessions/end")
@limiter.limit("10 per minute")
def end_all_sessions() -> Response:
    if not ShopForm().validate():
        return _page(ChangePasswordForm(formdata=None), 422)
    user = me()
    user.sign_out_everywhere()
    user.note("user.signed_out_everywhere")
    login.sign_out()
    flash_good(_("You are signed out everywhere."))
    return forget(redirect(url_for("account.sign_in"), 303))
