"""Changing the e-mail address or telephone number: asked with the password, confirmed at the new one."""

from flask import Response, flash, redirect, url_for
from flask import session as cookie
from flask_babel import gettext as _

from catalog.records import Refused
from marketplace.accounts import contacts, one_time_codes
from marketplace.accounts.users import User, is_phone, lock_user
from marketplace.orders.own_orders import take_over_orders
from marketplace.phones import shown_phone

from ..clock import now
from ..database import session
from ..security import limiter
from ..shop.forms import ShopForm
from . import account
from .forms import CodeForm, ContactForm
from .pages import account_page, entrance_page, flash_good, is_password, me, my_key, secret, tell
from .sign_up import asked_contact


@account.get("/account/contacts")
def my_contacts() -> Response:
    return _page(ContactForm())


@account.post("/account/contacts")
@limiter.limit("10 per hour", key_func=my_key)
@limiter.limit("5 per hour", key_func=asked_contact)
def ask_contact_change() -> Response:
    form = ContactForm()
    if not (form.validate() and is_password(form.password)):
        return _page(form, 422)
    try:
        contact = contacts.ask_change(session(), me(), form.contact.kept, now())
    except Refused as refusal:
        tell(form.contact, refusal)
        return _page(form, 422)
    if is_phone(contact):
        cookie["new_phone"] = contact
        return redirect(url_for("account.phone_code"), 303)
    flash_good(
        _(
            "We have written to %(address)s. The new address counts once you have opened the link there.",
            address=contact,
        )
    )
    return redirect(url_for("account.my_contacts"), 303)


def _page(form: ContactForm, status: int = 200) -> Response:
    phone = me().phone
    shown = shown_phone(phone) if phone else ""
    return account_page("contacts.html", status, here=_("E-mail and telephone"), form=form, phone=shown)


@account.get("/account/contacts/code")
def phone_code() -> Response:
    if "new_phone" not in cookie:
        return redirect(url_for("account.my_contacts"), 303)
    return _code_page(CodeForm())


@account.post("/account/contacts/code")
@limiter.limit("10 per hour", key_func=my_key)
def confirm_phone() -> Response:
    form, phone = CodeForm(), cookie.get("new_phone")
    if not phone:
        return redirect(url_for("account.my_contacts"), 303)
    if not form.validate():
        return _code_page(form, 422)
    subject = contacts.phone_subject(me(), phone)
    if not one_time_codes.spend(session(), secret(), subject, form.code.data, now()):
        # Not 422: the try must be counted.
        flash(_("This code is not right, or is no longer good."), "wrong")
        return redirect(url_for("account.phone_code"), 303)
    cookie.pop("new_phone")
    _change(lock_user(session(), me().id), phone)
    return redirect(url_for("account.my_contacts"), 303)


def _code_page(form: CodeForm, status: int = 200) -> Response:
    shown = shown_phone(cookie["new_phone"])
    return account_page("phone_code.html", status, here=_("E-mail and telephone"), form=form, phone=shown)


@account.get("/account/email/<token>")
def email_link(token: str) -> Response:
    change = contacts.change_of(session(), secret(), token, now())
    return _link_page(ShopForm(), change, 200 if change else 404)


@account.post("/account/email/<token>")
@limiter.limit("10 per minute")
def confirm_email(token: str) -> Response:
    form, change = ShopForm(), contacts.change_of(session(), secret(), token, now())
    if change is None or not form.validate():
        return _link_page(form, change, 422)
    _change(*change)
    return redirect(url_for("account.overview"), 303)


def _link_page(form: ShopForm, change: tuple[User, str] | None, status: int) -> Response:
    email = change[1] if change else ""
    return entrance_page("email_link.html", status, here=_("E-mail and telephone"), form=form, email=email)


def _change(user: User, contact: str) -> None:
    contacts.change_contact(session(), user, contact, now())
    take_over_orders(session(), user)
    flash_good(_("Your new contact counts from now on."))
