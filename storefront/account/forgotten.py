"""A forgotten password. The answer is the same whether there is an account or not."""

from flask import Response, flash, redirect, url_for
from flask import session as cookie
from flask_babel import gettext as _

from marketplace.accounts import one_time_codes, resets
from marketplace.accounts.users import User, find_user, is_phone

from ..clock import now
from ..database import session
from ..locales import locale
from ..security import limiter
from . import account
from .forms import CodeAndPasswordForm, ForgottenForm, NewPasswordForm
from .pages import entrance_page, flash_good, secret
from .sign_up import asked_contact


@account.get("/sign-in/forgotten")
def forgotten() -> Response:
    return _page(ForgottenForm())


@account.post("/sign-in/forgotten")
@limiter.limit("5 per minute; 30 per hour")
@limiter.limit("5 per hour", key_func=asked_contact)
def ask_reset() -> Response:
    form = ForgottenForm()
    if not form.validate():
        return _page(form, 422)
    cookie["reset"] = resets.ask_reset(session(), form.contact.kept, locale(), now())
    return redirect(url_for("account.reset_sent"), 303)


def _page(form: ForgottenForm, status: int = 200) -> Response:
    return entrance_page("forgotten.html", status, here=_("Forgotten password"), form=form)


@account.get("/sign-in/forgotten/sent")
def reset_sent() -> Response:
    if "reset" not in cookie:
        return redirect(url_for("account.forgotten"), 303)
    return _sent_page(CodeAndPasswordForm())


@account.post("/sign-in/forgotten/sent")
@limiter.limit("10 per minute; 30 per hour")
def reset_by_code() -> Response:
    form, phone = CodeAndPasswordForm(), cookie.get("reset", "")
    if not phone or not is_phone(phone):
        return redirect(url_for("account.forgotten"), 303)
    if not form.validate():
        return _sent_page(form, 422)
    right = one_time_codes.spend(session(), secret(), resets.reset_subject(phone), form.code.data, now())
    user = find_user(session(), phone)
    if not right or user is None:
        # Not 422: the try must be counted.
        flash(_("This code is not right, or is no longer good."), "wrong")
        return redirect(url_for("account.reset_sent"), 303)
    return _done(user, form.password.data)


def _sent_page(form: CodeAndPasswordForm, status: int = 200) -> Response:
    return entrance_page(
        "reset_sent.html",
        status,
        here=_("Forgotten password"),
        form=form,
        contact=cookie["reset"],
        by_phone=is_phone(cookie["reset"]),
    )


@account.get("/sign-in/reset/<token>")
def reset_link(token: str) -> Response:
    user = resets.user_of_reset(session(), secret(), token, now())
    return _link_page(NewPasswordForm(), user, 200 if user else 404)


@account.post("/sign-in/reset/<token>")
@limiter.limit("10 per minute")
def reset_by_link(token: str) -> Response:
    form, user = NewPasswordForm(), resets.user_of_reset(session(), secret(), token, now())
    if user is None or not form.validate():
        return _link_page(form, user, 422)
    return _done(user, form.password.data)


def _link_page(form: NewPasswordForm, user: User | None, status: int) -> Response:
    return entrance_page("reset.html", status, here=_("Forgotten password"), form=form, good=user is not None)


def _done(user: User, password: str) -> Response:
    user.change_password(password)
    cookie.pop("reset", None)
    flash_good(_("Your new password is set. Please sign in with it."))
    return redirect(url_for("account.sign_in"), 303)
