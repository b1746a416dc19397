"""Erasing the account: with the password and a typed word."""

from flask import Response, redirect, url_for
from flask import session as cookie
from flask_babel import gettext as _

from catalog.records import Refused
from catalog.text import fold
from marketplace.accounts import data_requests
from marketplace.accounts.data_requests import RequestKind
from marketplace.fairs.personal_data import forget_visitor
from marketplace.orders.personal_data import erase

from .. import login
from ..clock import now, today
from ..database import session
from ..security import limiter
from ..shop.visitor import forget
from . import account
from .forms import ErasureForm
from .pages import account_page, flash_good, is_password, me, my_key, tell


@account.get("/account/erasure")
def erasure() -> Response:
    return _page(ErasureForm())


@account.post("/account/erasure")
@limiter.limit("10 per hour", key_func=my_key)
def erase_account() -> Response:
    form, user = ErasureForm(), me()
    if not (form.validate() and is_password(form.password) and _is_word(form)):
        return _page(form, 422)
    contacts = [contact for contact in (user.email, user.phone) if contact]
    try:
        erase(session(), user, now())
    except Refused as refusal:
        tell(form.word, refusal)
        return _page(form, 422)
    forget_visitor(session(), user.id, contacts)
    data_requests.enter_done(session(), user, RequestKind.ERASURE, now(), today())
    login.sign_out()
    cookie.clear()
    flash_good(_("Your account is erased."))
    return forget(redirect(url_for("account.sign_in"), 303))


def _is_word(form: ErasureForm) -> bool:
    if fold(form.word.data) == fold(_("ERASE")):
        return True
    form.word.errors = [_("Please type the word as it stands there.")]
    return False


def _page(form: ErasureForm, status: int = 200) -> Response:
    return account_page("erasure.html", status, here=_("Erase the account"), form=form, word=_("ERASE"))
