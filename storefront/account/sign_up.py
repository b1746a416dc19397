"""Signing up: name, contact and password; the account is there when the contact is confirmed."""

from flask import Response, flash, redirect, request, url_for
from flask import session as cookie
from flask_babel import gettext as _

from marketplace.accounts import one_time_codes, sign_ups
from marketplace.accounts.sign_ups import SignUp, complete, sign_up_of
from marketplace.accounts.users import is_phone

from ..clock import now
from ..database import session
from ..locales import locale
from ..security import limiter
from ..shop.forms import ShopForm
from . import account
from .arrival import arrived
from .forms import CodeForm, SignUpForm
from .pages import entrance_page, flash_good, secret, wanted


def asked_contact() -> str:
    return f"letters to {request.form.get('contact', '')[:400].strip().lower()}"


@account.get("/sign-up")
def sign_up() -> Response:
    return _page(SignUpForm())


@account.post("/sign-up")
@limiter.limit("5 per minute; 30 per hour")
@limiter.limit("5 per hour", key_func=asked_contact)
def ask_sign_up() -> Response:
    form = SignUpForm()
    if not form.validate():
        return _page(form, 422)
    row = sign_ups.sign_up(session(), form.contact.kept, form.name.data, form.password.data, locale(), now())
    cookie["sign_up"] = {"id": row.id, "contact": row.contact}
    return redirect(url_for("account.confirmation", next=wanted() or None), 303)


def _page(form: SignUpForm, status: int = 200) -> Response:
    return entrance_page("sign_up.html", status, here=_("Open an account"), form=form, next=wanted() or None)


@account.get("/sign-up/confirmation")
def confirmation() -> Response:
    if "sign_up" not in cookie:
        return redirect(url_for("account.sign_up"), 303)
    return _waiting_page(CodeForm())


@account.post("/sign-up/confirmation")
@limiter.limit("10 per minute; 30 per hour")
def confirm_by_code() -> Response:
    """The code from the text message, typed where the sign-up began."""
    form, begun = CodeForm(), cookie.get("sign_up")
    if not begun:
        return redirect(url_for("account.sign_up"), 303)
    if not form.validate():
        return _waiting_page(form, 422)
    subject = f"sign-up:{begun['id']}"
    row = session().get(SignUp, begun["id"])
    if not one_time_codes.spend(session(), secret(), subject, form.code.data, now()) or row is None:
        # Not 422: the try must be counted.
        flash(_("This code is not right, or is no longer good."), "wrong")
        return redirect(url_for("account.confirmation", next=wanted() or None), 303)
    return _completed(row)


def _waiting_page(form: CodeForm, status: int = 200) -> Response:
    contact = cookie["sign_up"]["contact"]
    return entrance_page(
        "sign_up_confirmation.html",
        status,
        here=_("Open an account"),
        form=form,
        contact=contact,
        by_phone=is_phone(contact),
        next=wanted() or None,
    )


@account.get("/sign-up/confirmation/<token>")
def confirmation_link(token: str) -> Response:
    """Programs that look through letters open links too: only the button confirms."""
    row = sign_up_of(session(), secret(), token, now())
    return _link_page(ShopForm(), row, 200 if row else 404)


@account.post("/sign-up/confirmation/<token>")
@limiter.limit("10 per minute")
def confirm_by_link(token: str) -> Response:
    form, row = ShopForm(), sign_up_of(session(), secret(), token, now())
    if row is None or not form.validate():
        return _link_page(form, row, 422)
    return _completed(row)


def _link_page(form: ShopForm, row: SignUp | None, status: int) -> Response:
    return entrance_page("sign_up_link.html", status, here=_("Open an account"), form=form, row=row)


def _completed(row: SignUp) -> Response:
    """Signed in at once only where the password was typed: whoever confirms may be another person."""
    here = (cookie.get("sign_up") or {}).get("id") == row.id
    user = complete(session(), row, now())
    flash_good(_("Your account is open."))
    cookie.pop("sign_up", None)
    return arrived(user) if here else redirect(url_for("account.sign_in"), 303)
